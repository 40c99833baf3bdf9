"""What varies independently among the rows of a measure: persons, accounts, or the rows themselves.

Ten comments by one angry person are not ten opinions, and the posts of one account resemble each other. So an interval draws
whole persons or whole accounts. Units are dealt to at most `GROUPS` groups, the same for every measure over a view, and sums
over groups are all that intervals and comparisons look at: they cost the same for a thousand posts and for ten million.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class _Pass:
    """One group-by: a view's rows by subject of a kind and by unit of a level."""

    view: View
    kind: str
    level: Level


def sums(material: Material, measures: Sequence[Measure]) -> dict[str, pl.DataFrame]:
    """Per measure that is a share or a ratio of units known, the columns of SUMS: one row per subject, level and group."""
    passes: dict[_Pass, list[Measure]] = defaultdict(list)
    for measure in measures:
        if is_share(measure) or is_ratio(measure):
            for level in levels(measure):
                for kind in measure.subjects:
                    passes[_Pass(measure.counted, kind, level)].append(measure)
    grouped = {(each.view, each.level): with_groups(material, each.view, each.level) for each in passes}
    frames = [
        _summed(grouped[each.view, each.level], each, group).to_native() for each, group in passes.items()
    ]
    found: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for table, (each, group) in zip(pl.collect_all(frames), passes.items(), strict=True):
        for measure in group:
            found[measure.id].append(_of(measure, each, table))
    return {id: pl.concat(parts) for id, parts in found.items()}


def with_groups(material: Material, view: View, level: Level) -> nw.LazyFrame[Any]:
    """The view's rows, on this machine, with the column `group` of their unit.

    Units are dealt in the order of their names, so the groups are the same for the same rows. Posts without an author are
    units of their own.
    """
    frame = material.local(view)
    key = view.key[0]
    if level == "row":
        frame = frame.filter(pl.col("account_id").is_not_null())
    unit = frame[{"person": "author", "account": "account_id", "row": key}[level]]
    if level == "person":
        unit = unit.cast(pl.String).fill_null(frame[key].cast(pl.String))
    different = unit.unique()
    order = pl.DataFrame({"unit": different, "name": different.cast(pl.String)}).sort("name", nulls_last=True)
    dealt = order.select("unit", group=(pl.int_range(pl.len()) % GROUPS).cast(pl.UInt16))
    group = pl.DataFrame({"unit": unit}).join(
        dealt, on="unit", how="left", maintain_order="left", nulls_equal=True
    )
    return nw.from_native(frame.with_columns(group["group"]).lazy())


def _summed(frame: nw.LazyFrame[Any], each: _Pass, measures: Sequence[Measure]) -> nw.LazyFrame[Any]:
    counts = [expression for measure in measures for expression in _expressions(measure)]
    if each.kind == "corpus":
        return frame.group_by("group").agg(*counts).with_columns(subject_id=nw.lit("all"))
    return frame.group_by(nw.col(each.view.subjects[each.kind]).alias("subject_id"), "group").agg(*counts)


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


def _of(measure: Measure, each: _Pass, table: pl.DataFrame) -> pl.DataFrame:
    return table.select(
        pl.lit(each.kind).alias("subject_kind"),
        pl.col("subject_id").cast(pl.String),
        pl.lit(each.level, pl.String).alias("level"),
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
