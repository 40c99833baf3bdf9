"""From counts to findings: value, interval, status, reason and evidence of every cell of a measure."""

from __future__ import annotations

from typing import Any

import polars as pl

from simpul.measures.findings import evidence_json
from simpul.measures.intervals import wilson
from simpul.measures.measure import Measure
from simpul.measures.units import is_median

EMPTY = pl.col("n").fill_null(0) == 0


def decide(measure: Measure, cells: pl.DataFrame, least: int) -> pl.DataFrame:
    """The cells (columns of counting.CELL and WHOLE, and of uncertainty.SPREAD) with value, low, high, method, units, status, reason, evidence, measure, unit.

    `least` is the number of persons below which a cell is suppressed.
    """
    cells = cells.with_columns(_shares(measure)).with_columns(_value(measure))
    fewest = pl.when(pl.col("persons_hit") > 0).then("persons_hit").otherwise("persons").fill_null(0)
    cells = cells.with_columns(_interval(measure), persons=fewest)
    status = (
        pl.when((pl.col("persons") > 0) & (pl.col("persons") < least))
        .then(pl.lit("suppressed"))
        .when(EMPTY | pl.col("value").is_null() | ~pl.col("value").is_finite())
        .then(pl.lit("not_available"))
        .otherwise(pl.lit("ok"))
    )
    return cells.with_columns(status=status).with_columns(
        _evidence(measure, cells),
        reason=_reason(measure, least),
        measure=pl.lit(measure.id),
        unit=pl.lit(measure.unit),
    )


def unavailable(measure: Measure, reason: str | None = None) -> pl.DataFrame:
    """The one finding of a measure of which nothing can be counted, as of the whole corpus."""
    row: dict[str, Any] = {
        "measure": measure.id,
        "subject_kind": "corpus",
        "subject_id": "all",
        "unit": measure.unit,
        "status": "not_available",
        "reason": reason or _nothing(measure),
    }
    return pl.DataFrame([row])


def _shares(measure: Measure) -> list[pl.Expr]:
    """Numerator, denominator and n where they follow from the rows that count."""
    n, whole = pl.col("n"), pl.col("whole_n")
    if measure.whole:
        return [
            n.cast(pl.Float64).alias("numerator"),
            whole.cast(pl.Float64).alias("denominator"),
            whole.alias("n"),
        ]
    if measure.hit and not measure.denominator:
        return [n.cast(pl.Float64).alias("denominator")]
    return []


def _value(measure: Measure) -> pl.Expr:
    if measure.value:
        return pl.col("value")
    if measure.whole or measure.hit or measure.denominator:
        return (measure.scale * pl.col("numerator") / pl.col("denominator")).alias("value")
    return pl.col("numerator").alias("value")


def _interval(measure: Measure) -> list[pl.Expr]:
    method = pl.when(pl.col("low").is_not_null())
    if not measure.interval:
        bounds = [pl.min_horizontal("low", "value"), pl.max_horizontal("high", "value")]
        ends = [
            pl.when(pl.col(end).is_not_null()).then(bound).alias(end)
            for end, bound in zip(("low", "high"), bounds, strict=True)
        ]
        return [*ends, method.then(pl.lit("woodruff" if is_median(measure) else "bootstrap")).alias("method")]
    of = pl.col("denominator")
    share, worth = pl.col("numerator") / of, pl.min_horizontal("effective", of)
    low, high = wilson(share * worth, worth)
    return [  # rounding must not move the ends of a share of none or all
        pl.when(share > 0).then(low * measure.scale).otherwise(0.0).alias("low"),
        pl.when(share < 1).then(high * measure.scale).otherwise(measure.scale).alias("high"),
        pl.lit("wilson").alias("method"),
    ]


def _reason(measure: Measure, least: int) -> pl.Expr:
    status = pl.col("status")
    zero = pl.format("zero_denominator:{}", pl.col("numerator").fill_null(0).cast(pl.Int64))
    note = pl.lit(None, dtype=pl.String)
    if measure.note:
        hit, of = ("whole_hit", "whole_of") if measure.note.whole else ("note_hit", "note_of")
        note = pl.format(f"{measure.note.code}:{{}},{{}}", pl.col(hit), pl.col(of))
    return (
        pl.when(status == "suppressed")
        .then(pl.lit(f"few_persons:{least}"))
        .when(status == "ok")
        .then(note)
        .when(EMPTY)
        .then(pl.lit(_nothing(measure)))
        .otherwise(zero)
    )


def _nothing(measure: Measure) -> str:
    """Why nothing counts."""
    if measure.empty:
        return measure.empty
    if measure.metrics:
        return f"metric_absent:{'+'.join(measure.metrics)}"
    columns = [
        f"{table}.{name}" for table, names in measure.needs.items() for name in names if name != "post_id"
    ]
    return f"value_absent:{'+'.join(columns)}" if columns else f"no_rows:{measure.counted.name}"


def _evidence(measure: Measure, cells: pl.DataFrame) -> pl.Series:
    view = measure.open.view if measure.open else measure.counted
    where = measure.open.where if measure.open else measure.where
    subjects = cells.select("subject_kind", "subject_id").rows()
    queries = [evidence_json(view.name, (*_subject_is(measure, kind, id), *where)) for kind, id in subjects]
    return pl.Series("evidence", queries, dtype=pl.String)


def _subject_is(measure: Measure, kind: str, id: str) -> list[tuple[str, str, str]]:
    if measure.open:
        return [(measure.open.subject, "==", id)]
    if measure.counted.names_subjects:
        return [("subject_kind", "==", kind), ("subject_id", "==", id)]
    return [] if kind == "corpus" else [(measure.counted.subjects[kind], "==", id)]
