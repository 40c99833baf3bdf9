"""What varies independently among the rows of a measure: persons, accounts, or the rows themselves.

Ten comments by one angry person are not ten opinions, and the posts of one account resemble each other. So an interval draws
whole persons or whole accounts. Units are dealt to at most `GROUPS` groups, the same for every measure over a view, and sums
over groups are all that intervals and comparisons look at: they cost the same for a thousand posts and for ten million.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import narwhals as nw
import polars as pl

from simpul.measures.aggregates import Middle, Total, adds_up, rows
from simpul.measures.evidence import all_hold
from simpul.measures.material import Material
from simpul.measures.measure import Measure, View

GROUPS = 512
LEAST_UNITS = (
    10  # with fewer accounts than this, what is said holds for these accounts, and their posts are the units
)

Level = Literal["person", "account", "row"]
SUMS: dict[str, Any] = {
    "subject_kind": pl.String,
    "subject_id": pl.String,  # null: rows of no subject of this kind
    "level": pl.String,
    "group": pl.Int64,
    "a": pl.Float64,  # the numerator's rows or sum
    "b": pl.Float64,  # the denominator's
}


def levels(measure: Measure) -> tuple[Level, ...]:
    """The units that stand behind a measure's rows; empty where nothing but the rows is known."""
    columns = measure.counted.columns
    if measure.counted.names_subjects:
        return ()
    if measure.persons is not None:
        return ("person",) if "author" in columns else ()
    return ("account", "row") if "account_id" in columns else ()


def is_share(measure: Measure) -> bool:
    """A share of rows: each row is in it or not."""
    return measure.interval and measure.value is None and (measure.whole or bool(measure.hit))


def is_ratio(measure: Measure) -> bool:
    """A quotient of two sums over rows, such as a mean."""
    return (
        not measure.interval
        and not measure.whole
        and measure.value is None
        and adds_up(measure.numerator)
        and adds_up(measure.denominator)
    )


def is_median(measure: Measure) -> bool:
    return isinstance(measure.value, Middle)


def sums(material: Material, measures: Sequence[Measure]) -> dict[str, pl.DataFrame]:
    """Per measure that is a share or a ratio of units known, the columns of SUMS: one row per subject, level and group."""
    passes: dict[tuple[View, Level], list[Measure]] = defaultdict(list)
    for measure in measures:
        if (known := levels(measure)) and (is_share(measure) or is_ratio(measure)):
            passes[measure.counted, known[-1]].append(measure)  # rows, where accounts can be told from them
    found: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for (view, level), group in passes.items():
        table = _finest(with_groups(material, view, level), view, group).collect()
        for kind in sorted({kind for measure in group for kind in measure.subjects}):
            mine = [measure for measure in group if kind in measure.subjects]
            for each, rolled in _rolled_up(table, view, level, kind, mine):
                for measure in mine:
                    found[measure.id].append(_of(measure, kind, each, rolled))
    return {id: pl.concat(parts) for id, parts in found.items()}


def with_groups(material: Material, view: View, level: Level) -> pl.LazyFrame:
    """The view's rows, on this machine, with the column `group` of their unit; those of named accounts only where rows are units.

    Units are dealt in the order of their names, so the groups are the same for the same rows. Posts without an author are
    units of their own.
    """
    frame = material.local(view)
    if level == "row":
        frame = frame.filter(pl.col("account_id").is_not_null())
    known = material.groups.get((view.name, level))
    if known is None:
        known = material.groups[view.name, level] = _groups(frame, view.key[0], level)
    return pl.concat([frame, known.to_frame().lazy()], how="horizontal")


def _groups(frame: pl.LazyFrame, key: str, level: Level) -> pl.Series:
    unit = frame.select("author" if level == "person" else key).collect().to_series()
    dealt, alone = _dealt(unit), unit.is_null()
    if not alone.any():
        return dealt
    keys = frame.select(key).filter(alone).collect().to_series()
    return dealt.scatter(alone.arg_true(), _dealt(keys))


def _dealt(unit: pl.Series) -> pl.Series:
    """The group of each unit, by the rank of its name; of categories, which repeat, each is ranked once."""
    if unit.dtype == pl.String:
        return _by_rank(unit)
    different = unit.unique().drop_nulls()
    dealt = pl.DataFrame({"unit": different, "group": _by_rank(different.cast(pl.String))})
    joined = pl.DataFrame({"unit": unit}).join(dealt, on="unit", how="left", maintain_order="left")
    return joined["group"]


def _by_rank(names: pl.Series) -> pl.Series:
    return ((names.rank("dense") - 1) % GROUPS).cast(pl.UInt16).alias("group")


def _finest(rows: pl.LazyFrame, view: View, measures: Sequence[Measure]) -> pl.LazyFrame:
    """Sums by all kinds of subjects at once, from which those of each kind are rolled up."""
    counts = [expression for measure in measures for expression in _expressions(measure)]
    keys = list(dict.fromkeys(view.subjects.values()))
    frame = nw.from_native(rows).group_by(*keys, "group").agg(*counts)
    native: pl.LazyFrame = frame.to_native()
    return native


def _rolled_up(
    table: pl.DataFrame, view: View, level: Level, kind: str, measures: Sequence[Measure]
) -> Iterator[tuple[Level, pl.DataFrame]]:
    total = pl.col(f"{measure.id}:{side}" for measure in measures for side in "ab").sum()
    subject = pl.lit("all") if kind == "corpus" else pl.col(view.subjects[kind])
    yield level, table.group_by(subject.alias("subject_id"), "group").agg(total)
    if level == "row":
        accounts = table.with_columns(group=_dealt(table["account_id"]))
        yield "account", accounts.group_by(subject.alias("subject_id"), "group").agg(total)


def _expressions(measure: Measure) -> list[nw.Expr]:
    key = measure.counted.key[0]
    where = all_hold(key, measure.where)
    if is_share(measure):
        a = rows(where & all_hold(key, measure.hit)) if measure.hit else rows(where)
        b = rows(where)
    else:
        assert measure.numerator is not None and measure.denominator is not None
        a, b = measure.numerator(where), measure.denominator(where)
    return [a.alias(f"{measure.id}:a"), b.alias(f"{measure.id}:b")]


def _of(measure: Measure, kind: str, level: Level, table: pl.DataFrame) -> pl.DataFrame:
    return table.select(
        pl.lit(kind).alias("subject_kind"),
        pl.col("subject_id").cast(pl.String),
        pl.lit(level, pl.String).alias("level"),
        pl.col("group").cast(pl.Int64),
        pl.col(f"{measure.id}:a").cast(pl.Float64).alias("a"),
        pl.col(f"{measure.id}:b").cast(pl.Float64).alias("b"),
    ).sort("subject_kind", "subject_id", "level", "group", nulls_last=True)


def chosen(table: pl.DataFrame) -> pl.DataFrame:
    """Of each subject the widest level that has enough units: accounts where there are ten, else their rows."""
    counted = table.filter(pl.col("b") != 0)
    units = counted.group_by("subject_kind", "subject_id", "level").agg(units=pl.len())
    order = {"person": 0, "account": 1, "row": 2}
    kept = (
        units.filter((pl.col("units") >= LEAST_UNITS) | (pl.col("level") != "account"))
        .with_columns(rank=pl.col("level").replace_strict(order, return_dtype=pl.Int8))
        .sort("rank")
        .unique(["subject_kind", "subject_id"], keep="first", maintain_order=True)
    )
    return counted.join(
        kept.drop("rank"), on=["subject_kind", "subject_id", "level"], how="inner", nulls_equal=True
    ).sort("subject_kind", "subject_id", "group", nulls_last=True)


def value_column(measure: Measure) -> str | None:
    """The column of which a measure is the mean over rows, or the median; None where it is neither."""
    if isinstance(measure.value, Middle):
        return measure.value.column
    numerator = measure.numerator
    if is_ratio(measure) and measure.denominator is rows and isinstance(numerator, Total):
        return numerator.column if isinstance(numerator.column, str) else None
    return None
