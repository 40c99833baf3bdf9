"""Measures month by month: the same rows, formulas and rules as findings, for each month that the window touches.

A month of which nothing is known stays as a gap with its reason. Where a platform changed what it counts (`breaks.py`), the series is cut:
`segment` goes up by one, and the month that holds both kinds of counts has no value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import narwhals as nw
import polars as pl

from simpul.measures import clock
from simpul.measures.breaks import Break, breaks_of
from simpul.measures.counting import CELL, OWN, WHOLE, counts_of
from simpul.measures.deciding import decide
from simpul.measures.findings import DIGITS, LEAST, conform
from simpul.measures.material import Frame, Material, collect
from simpul.measures.measure import Measure, View
from simpul.measures.protection import protect
from simpul.measures.registry import measures
from simpul.measures.subjects import Subjects, subjects_of
from simpul.measures.uncertainty import SPREAD
from simpul.measures.views.officials import OFFICIALS

SERIES: dict[str, Any] = {
    "measure": pl.String,
    "subject_kind": pl.String,
    "subject_id": pl.String,
    "month": pl.String,  # local month, such as 2026-03
    "whole": pl.Boolean,  # the month lies wholly in the window
    "value": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "n": pl.Int64,
    "low": pl.Float64,  # Wilson 95 % interval of a share, with each row its own
    "high": pl.Float64,
    "unit": pl.String,
    "status": pl.String,  # one of findings.STATUSES
    "reason": pl.String,  # one of findings.REASONS or NOTES, with details
    "segment": pl.Int64,  # values of different segments do not mean the same: draw no line between them
    "changed": pl.String,  # platform,metric,date of what the platform changed in this month
    "evidence": pl.String,  # JSON, as in findings
}
FIGURES = ("value", "numerator", "denominator", "low", "high")
KEY = ["measure", "subject_kind", "subject_id"]


def series(material: Material, ids: Iterable[str] | None = None, *, least: int = LEAST) -> pl.DataFrame:
    """The monthly measures (of `ids`, else all) as a table of SERIES, sorted by measure, subject and month.

    A measure that lacks its tables or columns has no rows: its finding says why. Cells with fewer than `least` persons are
    suppressed, and with them what would give them away within the month or over the months. Raises KeyError for an unknown id.
    """
    catalogue = measures()
    wanted = [m for m in (catalogue[id] for id in (catalogue if ids is None else ids)) if m.monthly]
    known = subjects_of(material)
    present = [m for m in wanted if material.lacks(m.all_needs) is None]
    first, last = _months(material)
    cells = _count(material, present)
    decided = [_decided(m, cells[m.id], known, range(first, last + 1), least) for m in present]
    if not decided:
        return pl.DataFrame(schema=SERIES)
    table = _protected(pl.concat(decided, how="diagonal_relaxed"), known, catalogue)
    table = _cut(table, _platforms(material), catalogue)
    return _finished(table, material, catalogue)


def _months(material: Material) -> tuple[int, int]:
    """The first and the last month that the window touches."""
    shift = timedelta(hours=material.offset)
    start, end = material.since + shift, material.until + shift - timedelta(microseconds=1)
    return start.year * 12 + start.month - 1, end.year * 12 + end.month - 1


def _count(material: Material, wanted: Sequence[Measure]) -> dict[str, pl.DataFrame]:
    """Per measure the columns of counting.CELL and `month`: one group-by per view and kind of subject serves all."""
    jobs: dict[tuple[View, str], list[Measure]] = defaultdict(list)
    for measure in wanted:
        own = measure.counted.names_subjects
        for kind in (OWN,) if own else measure.subjects:
            jobs[measure.counted, kind].append(measure)
    cells: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for (view, kind), group in jobs.items():
        table = collect([_grouped(material, view, kind, group)])[0]
        for measure in group:
            named = {f"{measure.id}:{name}": name for name in CELL}
            mine = [name for name in named if name in table.columns]
            kept = table.select("month", "subject_kind", "subject_id", *mine).rename(
                {name: named[name] for name in mine}
            )
            cells[measure.id].append(conform(kept, CELL | {"month": pl.Int64}))
    return {id: pl.concat(parts).filter(pl.col("month").is_not_null()) for id, parts in cells.items()}


def _grouped(material: Material, view: View, kind: str, group: Sequence[Measure]) -> Frame:
    assert view.time is not None
    frame = material.view(view)
    if view.time != "month":
        frame = frame.with_columns(month=clock.month(nw.col(view.time), material.offset))
    counts = [expression for measure in group for expression in counts_of(measure)]
    if kind == OWN:
        return frame.group_by("month", "subject_kind", "subject_id").agg(*counts)
    if kind == "corpus":
        table = frame.group_by("month").agg(*counts)
        return table.with_columns(subject_kind=nw.lit(kind), subject_id=nw.lit("all"))
    subject = nw.col(view.subjects[kind])
    table = frame.filter(~subject.is_null()).group_by("month", subject.alias("subject_id")).agg(*counts)
    return table.with_columns(subject_kind=nw.lit(kind))


def _decided(
    measure: Measure, cells: pl.DataFrame, known: Subjects, months: Sequence[int], least: int
) -> pl.DataFrame:
    """Every known or counted subject in every month, decided as findings are."""
    pair = ["subject_kind", "subject_id"]
    listed = known.known.filter(pl.col("subject_kind").is_in(measure.subjects))
    subjects = pl.concat([listed, cells.select(pair)]).unique()
    grid = subjects.join(pl.DataFrame({"month": months}, schema={"month": pl.Int64}), how="cross")
    filled = grid.join(cells, on=[*pair, "month"], how="left").with_columns(pl.col("n").fill_null(0))
    absent = [pl.lit(None, dtype=pl.Int64).alias(name) for name in WHOLE]
    spread = [pl.lit(None, dtype=kind).alias(name) for name, kind in SPREAD.items() if name not in pair]
    return decide(measure, filled.with_columns(*absent, *spread), least)


def _protected(table: pl.DataFrame, known: Subjects, catalogue: Mapping[str, Measure]) -> pl.DataFrame:
    """Hides what would give a hidden cell away: within its month, and over the months, which add up to the finding."""
    hidden = -1
    while (now := table.filter(status="suppressed").height) > max(hidden, 0):
        hidden = now
        months = table.partition_by("month", maintain_order=True)
        table = _over_time(pl.concat(protect(month, known.parents, catalogue) for month in months))
    return table


def _over_time(table: pl.DataFrame) -> pl.DataFrame:
    """Beside a single hidden month, the month with the fewest persons goes, too."""
    hidden = pl.col("status") == "suppressed"
    alone = hidden.sum().over(KEY) == 1
    shown = ~hidden & (pl.col("persons") > 0)
    order = pl.when(shown).then(pl.struct("persons", "month")).rank("ordinal").over(KEY)
    gone = (alone & shown & (order == 1)).fill_null(False)
    return table.with_columns(
        status=pl.when(gone).then(pl.lit("suppressed")).otherwise("status"),
        reason=pl.when(gone).then(pl.lit("complement")).otherwise("reason"),
    )


def _platforms(material: Material) -> dict[tuple[str, str], set[str]]:
    """The platforms of each subject that has official accounts."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for account, platform, agency in collect([material.view(OFFICIALS)])[0].iter_rows():
        for subject in (("account", account), ("agency", agency), ("platform", platform), ("corpus", "all")):
            found[subject].add(platform)
    return found


def _cut(
    table: pl.DataFrame, platforms: Mapping[tuple[str, str], set[str]], catalogue: Mapping[str, Measure]
) -> pl.DataFrame:
    """`segment` and `changed`, and no value for a month that mixes counts of two kinds."""
    schema = {**dict.fromkeys(KEY, pl.String), "at": pl.Int64, "mixes": pl.Boolean, "code": pl.String}
    rows = [
        (*key, one.month, one.mixes, one.code)
        for key in table.select(KEY).unique(maintain_order=True).iter_rows()
        for one in _touching(catalogue[key[0]], platforms.get(key[1:], set()))
    ]
    cuts = pl.DataFrame(rows, schema=schema, orient="row")
    told = (
        table.select(*KEY, "month")
        .join(cuts, on=KEY)
        .group_by(*KEY, "month")
        .agg(
            segment=(pl.col("at") <= pl.col("month")).sum().cast(pl.Int64),
            changed=pl.col("code").filter(pl.col("at") == pl.col("month")).sort().first(),
            mixed=(pl.col("mixes") & (pl.col("at") == pl.col("month"))).any(),
        )
    )
    mixed = pl.col("mixed").fill_null(False) & (pl.col("status") == "ok")
    return table.join(told, on=[*KEY, "month"], how="left").with_columns(
        segment=pl.col("segment").fill_null(0),
        status=pl.when(mixed).then(pl.lit("not_available")).otherwise("status"),
        reason=pl.when(mixed)
        .then(pl.format("metric_changed:{}", pl.col("changed").str.replace(",", " ", literal=True)))
        .otherwise("reason"),
    )


def _touching(measure: Measure, platforms: set[str]) -> list[Break]:
    return breaks_of(measure, platforms) if platforms and measure.metrics else []


def _finished(table: pl.DataFrame, material: Material, catalogue: Mapping[str, Measure]) -> pl.DataFrame:
    ok, hidden = pl.col("status") == "ok", pl.col("status") == "suppressed"
    counted = (
        ~hidden & (pl.col("n") > 0) & ~pl.col("reason").str.starts_with("metric_changed").fill_null(False)
    )
    whole = clock.whole_months(material.since, material.until, material.offset)
    rounded = [
        pl.when(pl.col(name).is_finite()).then(pl.col(name)).round_sig_figs(DIGITS).alias(name)
        for name in FIGURES
    ]
    return conform(
        table.sort(*KEY, "month")
        .with_columns(rounded)
        .with_columns(
            pl.when(ok).then(pl.col("value", "low", "high")),
            pl.when(counted).then(pl.col("numerator", "denominator")),
            pl.when(~hidden).then("n"),
            whole=pl.col("month").is_between(whole[0], whole[1] - 1),
            evidence=_evidence(table.sort(*KEY, "month"), material, catalogue),
            month=pl.format("{}-{}", pl.col("month") // 12, (pl.col("month") % 12 + 1).cast(pl.String).str.zfill(2)),
        ),
        SERIES,
    )  # fmt: skip


def _evidence(table: pl.DataFrame, material: Material, catalogue: Mapping[str, Measure]) -> pl.Series:
    """The finding's query with the month's ends."""
    bounds = {month: _ends(material, month) for month in table["month"].unique()}
    queries = []
    for measure, month, query in table.select("measure", "month", "evidence").iter_rows():
        time = catalogue[measure].counted.time
        if time == "month":
            more = f'["month", "==", {month}]'
        else:
            more = ", ".join(
                f'["{time}", "{sign}", "{end}"]' for sign, end in zip((">=", "<"), bounds[month], strict=True)
            )
        before = query.removesuffix("]}")
        queries.append(f"{before}{'' if before.endswith('[') else ', '}{more}]}}")
    return pl.Series("evidence", queries, dtype=pl.String)  # fmt: skip


def _ends(material: Material, month: int) -> tuple[str, str]:
    starts = [
        datetime(each // 12, each % 12 + 1, 1, tzinfo=UTC) - timedelta(hours=material.offset)
        for each in (month, month + 1)
    ]
    return starts[0].isoformat(), starts[1].isoformat()
