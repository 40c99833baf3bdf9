"""Many small batch files become few: the rows of small batches move into packs, and each batch keeps its manifest, so answers and undoing stay.

Opening a file costs more than reading a small one, and an office imports a thousand small exports a year. A pack also brings its batches
into the present schema (`migrating`).
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from simpul.corpus import migrating
from simpul.corpus.chunks import ROWS
from simpul.corpus.migrating import SCHEMA
from simpul.corpus.records import TABLES
from simpul.corpus.store import Batch, Store

SMALL = 8 << 20  # bytes of a batch that is worth packing
PACK = 128 << 20  # bytes of a pack that is full


@dataclass(frozen=True)
class Compacted:
    """How many table files there were and are, and how many batches moved into packs."""

    before: int
    after: int
    batches: int


def compact(store: Store) -> Compacted:
    """Packs small batches, those of packs that are not full, and those of an earlier schema; raises StoreProblem while somebody imports.

    Killed at any moment, each batch is still read from one place, the old or the new; the next import sweeps away the other.
    """
    with store.alone():
        store.sweep()
        before = _files(store)
        moved = 0
        for group in _groups(store):
            _pack(store, group)
            moved += len(group)
        store.sweep()
        return Compacted(before, _files(store), moved)


def _files(store: Store) -> int:
    return sum(1 for name in TABLES for _ in (store.root / name).glob("*=*.parquet"))


def _groups(store: Store) -> Iterator[list[Batch]]:
    """Batches that shall share a pack, in order of id. A group that already is one pack, or one whole batch, is left as it is."""
    packs: defaultdict[str, list[Batch]] = defaultdict(list)
    for batch in store.batches():
        if batch.rows:
            packs[batch.pack or batch.id].append(batch)
    group: list[Batch] = []
    size = units = 0
    for unit in packs.values():
        held = sum(store.holder(name, unit[0]).stat().st_size for name in {n for b in unit for n in b.rows})
        old = any(batch.schema < SCHEMA for batch in unit)
        if not old and held > (PACK // 2 if unit[0].pack else SMALL):
            continue
        if group and size + held > PACK:
            yield from _worth_it(group, units)
            group, size, units = [], 0, 0
        group += unit
        size, units = size + held, units + 1
    yield from _worth_it(group, units)


def _worth_it(group: list[Batch], units: int) -> Iterator[list[Batch]]:
    if units > 1 or any(batch.schema < SCHEMA for batch in group):
        yield sorted(group, key=lambda batch: batch.id)


def _pack(store: Store, group: list[Batch]) -> None:
    pack = uuid.uuid4().hex[:16]
    with store.staging(pack) as stage:
        for name in TABLES:
            for rows in _pieces(store, name, group):
                stage.append({name: rows})
        stage.close()
        for name in stage.rows:
            stage.place(name, store.pack(name, pack))
    for batch in group:
        store.name(replace(batch, pack=pack, schema=SCHEMA))


def _pieces(store: Store, table: str, group: list[Batch]) -> Iterator[pl.DataFrame]:
    """The group's rows of a table, batch by batch, in pieces large enough to be read quickly."""
    piece: list[pl.DataFrame] = []
    for batch in group:
        if table in batch.rows:
            rows = migrating.read([store.holder(table, batch)], table, batch.schema)
            piece.append(rows.filter(pl.col("batch") == batch.id).collect())
        if sum(frame.height for frame in piece) >= ROWS:
            yield pl.concat(piece)
            piece = []
    if piece:
        yield pl.concat(piece)
