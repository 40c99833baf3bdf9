"""Times that an export claims and that cannot be: programs write year 0, 1970 or a year to come where they do not know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from simpul.corpus.chunks import rejects
from simpul.corpus.records import RAW_TABLES, TIME

FIRST = datetime(2000, 1, 1, tzinfo=UTC)  # before any of the networks, and after what stands for "unknown"
CLOCK = datetime(
    2027, 1, 1, tzinfo=UTC
)  # an office's clock may be years slow, and must not refuse what is sound


def possible(time: pl.Expr) -> pl.Expr:
    """Whether a time lies between 2000 and tomorrow; null for null."""
    return time.is_between(FIRST, max(datetime.now(UTC), CLOCK) + timedelta(days=1))


def timely(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Raw tables without impossible times: the row stays, its time goes, and a reject `date_invalid` says so."""
    refused, kept = [], {}
    for table, frame in raw.items():
        for column in (name for name, kind in RAW_TABLES[table].items() if kind == TIME):
            wrong = frame.filter(~possible(pl.col(column)))
            if wrong.is_empty():
                continue
            cells = wrong.select("row", pl.col(column).dt.strftime("%Y-%m-%d %H:%M")).unique(
                maintain_order=True
            )
            refused.append(rejects((row, column, "date_invalid", cell) for row, cell in cells.rows()))
            frame = frame.with_columns(pl.when(possible(pl.col(column))).then(column).alias(column))
        kept[table] = frame
    return kept | {"rejects": pl.concat([kept["rejects"], *refused])}
