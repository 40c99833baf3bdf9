"""Retention: what leads back to people goes after one period, the whole batch after another, each per source and counted from its import."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from simpul.corpus.erasing import recount
from simpul.corpus.privacy_settings import Settings
from simpul.corpus.reader import readers
from simpul.corpus.store import Batch, Store


@dataclass(frozen=True)
class Due:
    """What is due: `identities` or `records` of a batch, since when, and how many rows that are."""

    batch: str
    file: str
    what: str
    since: datetime
    rows: int


def due(store: Store, settings: Settings, now: datetime | None = None) -> list[Due]:
    """All that is due, by batch; a batch that goes as a whole is listed once. A batch without a date of import is never due."""
    now = now or datetime.now(UTC)
    return [one for batch in store.batches() for one in _due(batch, settings, now)]


def apply(store: Store, settings: Settings, now: datetime | None = None) -> list[Due]:
    """Takes out what is due; raises StoreProblem while somebody imports."""
    with store.alone():
        found = due(store, settings, now)
        for one in found:
            if one.what == "records":
                store.undo(one.batch)
        bare = {one.batch for one in found if one.what == "identities"}
        for file in sorted((store.root / "identities").glob("*=*.parquet")) if bare else ():
            frame = pl.read_parquet(file)
            left = frame.filter(~pl.col("batch").is_in(list(bare)))
            if left.height < frame.height:
                store.rewrite(file, left)
        recount(store)
        store.sweep()
        return found


def _due(batch: Batch, settings: Settings, now: datetime) -> Iterator[Due]:
    if not batch.imported:
        return
    reader = readers().get(batch.reader)
    platform = reader.platform if reader else ""
    imported = datetime.fromisoformat(batch.imported)
    for what, rows in (
        ("records", sum(batch.rows.values())),
        ("identities", batch.rows.get("identities", 0)),
    ):
        days = settings.period(batch.reader, platform, what)
        if days is not None and rows and imported + timedelta(days=days) <= now:
            yield Due(batch.id, batch.file, what, imported + timedelta(days=days), rows)
            return
