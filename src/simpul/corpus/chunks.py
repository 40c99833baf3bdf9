"""What a reader yields: a bounded piece of a file as raw tables, in the columns of `records.RAW_TABLES`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from simpul.corpus.records import RAW_REJECTS, RAW_TABLES, Schema

ROWS = 200_000  # rows that a reader puts into one chunk at most


@dataclass
class Chunk:
    """Raw tables of one piece of a file. Absent tables and columns mean: the export does not give it.

    `notes` are sentences for the person who imports (what was assumed, what the export cannot contain),
    each a pair (Indonesian, English).
    """

    posts: pl.DataFrame | None = None
    accounts: pl.DataFrame | None = None
    observations: pl.DataFrame | None = None
    actors: pl.DataFrame | None = None
    survey_ties: pl.DataFrame | None = None
    links: pl.DataFrame | None = None
    rejects: pl.DataFrame | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)


def conform(frame: pl.DataFrame | None, table: str) -> pl.DataFrame:
    """The frame with exactly the columns of `RAW_TABLES[table]`, in order; missing ones are null.

    Raises ValueError if the frame holds a column that the table does not declare, so that a misspelt column of a
    reader is found by its first test and not by an empty table.
    """
    schema = RAW_TABLES[table]
    if frame is None:
        return _empty(table)
    if unknown := sorted(set(frame.columns) - set(schema)):
        raise ValueError(f"{table} has no column {', '.join(unknown)}")
    return shaped(frame, schema)


@cache
def _empty(table: str) -> pl.DataFrame:
    return pl.DataFrame(schema=RAW_TABLES[table])


def shaped(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The columns of the schema in its order and types; missing ones are null, others are left out."""
    given = frame.schema
    return frame.select(
        name if given.get(name) == kind
        else (pl.col(name) if name in given else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )  # fmt: skip


def bounded(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """The frame in parts of at most ROWS rows, one at least."""
    return list(frame.iter_slices(ROWS)) or [frame]


def rejects(rows: Iterable[tuple[int | None, str | None, str, str | None]]) -> pl.DataFrame:
    """A reject table from (row, column, code, value) tuples; the door masks and shortens the value."""
    return pl.DataFrame(list(rows), schema=RAW_REJECTS, orient="row")


def counts(
    frame: pl.DataFrame, metrics: dict[str, str], subject: str = "native_id", subject_kind: str = "post"
) -> pl.DataFrame:
    """Observations from count columns: one row per subject and metric that has a value.

    `metrics` maps a column of the frame to a metric's name. The frame needs `platform`, the subject's column, and
    may have `row` and `observed_at`. Values must be numeric; a null stays absent.
    """
    kept = [name for name in ("row", "observed_at") if name in frame.columns]
    return (
        frame.select("platform", pl.col(subject).alias("subject"), *kept, *metrics)
        .rename(metrics)
        .with_columns(pl.col(list(metrics.values())).cast(pl.Float64))
        .unpivot(index=["platform", "subject", *kept], on=list(metrics.values()), variable_name="metric")
        .filter(pl.col("value").is_not_null())
        .with_columns(subject_kind=pl.lit(subject_kind))
    )
