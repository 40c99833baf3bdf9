"""Batches of earlier schemas, read as the present one. A schema's number grows whenever `records.TABLES` changes.

| Schema | What it changed |
| --- | --- |
| 1 | the first |
| 2 | `posts` has `extra` |

A batch is never rewritten for this: it is migrated each time it is read, and for good when it is compacted.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from simpul.corpus.records import TABLES

SCHEMA = 2

Step = Callable[
    [str, pl.LazyFrame], pl.LazyFrame
]  # table and its rows in one schema, to its rows in the next


def _with_extra(table: str, frame: pl.LazyFrame) -> pl.LazyFrame:
    if table != "posts" or "extra" in frame.collect_schema():
        return frame
    return frame.with_columns(extra=pl.lit(None, pl.String))


STEPS: dict[int, Step] = {1: _with_extra}  # from this schema to the next


def read(files: list[Path], table: str, schema: int) -> pl.LazyFrame:
    """The rows of these files, written under that schema, in the columns of the present one."""
    if schema == SCHEMA:
        return pl.scan_parquet(files, schema=TABLES[table])
    return pl.concat([_migrated(pl.scan_parquet(file), table, schema) for file in files])


def _migrated(frame: pl.LazyFrame, table: str, schema: int) -> pl.LazyFrame:
    for version in range(schema, SCHEMA):
        frame = STEPS[version](table, frame)
    return frame.select(pl.col(name).cast(kind) for name, kind in TABLES[table].items())
