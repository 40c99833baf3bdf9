"""Counting: one group-by per view and kind of subject serves all measures over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import narwhals as nw
import polars as pl

from simpul.measures.aggregates import distinct, one, rows
from simpul.measures.evidence import all_hold
from simpul.measures.findings import conform
from simpul.measures.material import Frame, Material, collect
from simpul.measures.measure import Measure, View

# What is counted of a subject; `whole_…` is the same of the corpus.
CELL: dict[str, Any] = {
    "subject_kind": pl.String, "subject_id": pl.String,
    "n": pl.Int64, "numerator": pl.Float64, "denominator": pl.Float64, "value": pl.Float64,
    "persons": pl.Int64, "persons_hit": pl.Int64, "note_hit": pl.Int64, "note_of": pl.Int64,
}  # fmt: skip
WHOLE = {"whole_n": "n", "whole_hit": "note_hit", "whole_of": "note_of"}
OWN = "own"  # the group-by of views whose rows name their subject themselves


def count(material: Material, measures: Sequence[Measure]) -> dict[str, pl.DataFrame]:
    """Per measure (all of them with a view), the columns of CELL and WHOLE, one row per subject that has rows."""
    jobs: dict[tuple[View, str], list[Measure]] = defaultdict(list)
    for measure in measures:
        for kind in _groupings(measure):
            jobs[measure.counted, kind].append(measure)
    cells: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for (view, kind), group in jobs.items():
        table = collect([_grouped(material.view(view), view, kind, group)])[0]
        for measure in group:
            cells[measure.id].append(_cells_of(measure, table))
    return {measure.id: _beside_whole(measure, pl.concat(cells[measure.id])) for measure in measures}


def _groupings(measure: Measure) -> list[str]:
    """The kinds of subjects to group by; the whole is the corpus."""
    if measure.counted.names_subjects:
        return [OWN]
    whole = measure.whole or (measure.note is not None and measure.note.whole)
    return list(dict.fromkeys([*measure.subjects, *(["corpus"] if whole else [])]))


def _grouped(frame: Frame, view: View, kind: str, group: Sequence[Measure]) -> Frame:
    counts = [expression for measure in group for expression in counts_of(measure)]
    if kind == "corpus":
        table = frame.select(*counts)
        return table.with_columns(subject_kind=nw.lit(kind), subject_id=nw.lit("all"))
    if kind == OWN:
        return frame.group_by("subject_kind", "subject_id").agg(*counts)
    subject = nw.col(view.subjects[kind])
    table = frame.filter(~subject.is_null()).group_by(subject.alias("subject_id")).agg(*counts)
    return table.with_columns(subject_kind=nw.lit(kind))


def counts_of(measure: Measure) -> list[nw.Expr]:
    """What is counted of each subject for a measure, as `measure:name` with the names of CELL."""
    key = measure.counted.key[0]
    where = all_hold(key, measure.where)
    hit = where & all_hold(key, measure.hit)
    persons = one("persons") if "persons" in measure.counted.columns else distinct("person")
    counts = {"n": (measure.n or rows)(where)}
    if measure.numerator:
        counts["numerator"] = measure.numerator(where)
    elif measure.hit:
        counts["numerator"] = rows(hit)
    if measure.denominator:
        counts["denominator"] = measure.denominator(where)
    if measure.value:
        counts["value"] = measure.value(where)
    if measure.persons:
        counts["persons"] = persons(where)
    if measure.persons == "hit":
        counts["persons_hit"] = persons(hit)
    if measure.note:
        everything = all_hold(key, ())
        counts |= {"note_of": measure.note.of(everything), "note_hit": measure.note.hit(everything)}
    return [expression.alias(f"{measure.id}:{name}") for name, expression in counts.items()]


def _cells_of(measure: Measure, table: pl.DataFrame) -> pl.DataFrame:
    prefix = f"{measure.id}:"
    mine = [column for column in table.columns if column.startswith(prefix)]
    named = table.select("subject_kind", "subject_id", *mine)
    return conform(named.rename({column: column.removeprefix(prefix) for column in mine}), CELL)


def _beside_whole(measure: Measure, cells: pl.DataFrame) -> pl.DataFrame:
    """The cells of the measure's subjects, each with the counts of the corpus beside it (null if it was not grouped by)."""
    mine = cells.filter(pl.col("subject_kind").is_in(measure.subjects))
    whole = cells.filter(subject_kind="corpus").select(**{name: pl.col(of) for name, of in WHOLE.items()})
    if whole.is_empty():
        return mine.with_columns(pl.lit(None, dtype=pl.Int64).alias(name) for name in WHOLE)
    return mine.join(whole, how="cross")
