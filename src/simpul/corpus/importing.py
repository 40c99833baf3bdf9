"""Files in, batches out: recognise by content, read, pass the door, store. Nothing is dropped without a reject."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from simpul.corpus import door as doors
from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.door import Door, Tables
from simpul.corpus.key import key_id
from simpul.corpus.reader import NO, Match, Options, Reader, readers
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source, sources
from simpul.corpus.store import Batch, Store

SURE = 60  # the least score at which a reader is taken
MARGIN = 5  # two readers this close are both named, and neither is taken

Progress = Callable[[str, int, int], None]  # file name, done, of


@dataclass(frozen=True)
class Register:
    """The accounts that keep their names: platform, author (key), kind, agency, pillar, place, name."""

    accounts: pl.DataFrame
    digest: str = ""

    @classmethod
    def empty(cls) -> Register:
        columns = ("platform", "author", "kind", "agency", "pillar", "place", "name")
        return cls(pl.DataFrame(schema=dict.fromkeys(columns, pl.String)))


@dataclass(frozen=True)
class Import:
    """How files are imported. `format` names a reader instead of recognition."""

    store: Store
    key: bytes
    register: Register = field(default_factory=Register.empty)
    options: Options = field(default_factory=Options)
    format: str | None = None


def import_paths(paths: Iterable[Path], how: Import, progress: Progress = lambda *_: None) -> list[Batch]:
    """Imports every file under the paths; returns one batch per file, in order, those already there included.

    Raises StoreProblem where the corpus cannot be written; all batches before it stay in.
    """
    how.store.sweep()
    found = list(sources(list(paths)))
    batches = []
    for position, source in enumerate(found):
        progress(source.name, position, len(found))
        batches.append(import_source(source, how))
    progress("", len(found), len(found))
    return batches


def import_source(source: Source, how: Import) -> Batch:
    """Imports one file as one batch; the same bytes, reader, register, key and options give the same batch."""
    try:
        digest = source.digest()
        reader, refusal = _choose(source, how.format)
    except (OSError, zipfile.BadZipFile, RuntimeError) as problem:  # RuntimeError: an encrypted ZIP member
        digest = hashlib.sha256(str(source.path).encode()).hexdigest()
        reader, refusal = None, FileRefused("file_unreadable", value=str(problem))
    batch = _batch_id(source, digest, reader, how)
    if how.store.has(batch) and not (there := how.store.get(batch)).failed:
        return there
    door = Door(how.key, how.register.accounts, batch, source.name)
    notes: list[tuple[str, str]] = []
    failed = False
    with how.store.staging(batch) as stage:
        for tables, said in _admitted(source, reader, refusal, how.options, door):
            stage.append(tables)
            failed |= "file_failed" in tables.get("rejects", pl.DataFrame({"code": []}))["code"]
            notes += [note for note in said if note not in notes]
        done = Batch(
            batch, source.name, digest, reader.name if reader else "", reader.version if reader else 0, stage.rows, notes, failed
        )  # fmt: skip
        how.store.commit(stage, done)
    return done


def recognise(source: Source) -> list[tuple[Reader, Match]]:
    """All readers that fit the source, best first."""
    fits = [(reader, reader.recognise(source)) for reader in readers().values()]
    return sorted((fit for fit in fits if fit[1].score > NO.score), key=lambda fit: -fit[1].score)


def _choose(source: Source, named: str | None) -> tuple[Reader | None, FileRefused | None]:
    if not source.head:
        return None, FileRefused("file_empty")
    if named is not None:
        return readers()[named], None
    fits = [fit for fit in recognise(source) if fit[1].score >= SURE]
    if not fits:
        return None, FileRefused("file_unknown")
    if len(fits) > 1 and fits[0][1].score - fits[1][1].score < MARGIN:
        return None, FileRefused("file_ambiguous", value=f"{fits[0][0].name}, {fits[1][0].name}")
    return fits[0][0], None


def _admitted(
    source: Source, reader: Reader | None, refusal: FileRefused | None, options: Options, door: Door
) -> Iterator[tuple[Tables, list[tuple[str, str]]]]:
    """The file's chunks behind the door; what stops it becomes a reject, so that what was read before stays in."""
    try:
        if refusal is not None:
            raise refusal
        if reader is not None:
            for chunk in reader.read(source, options):
                yield door.admit(chunk), chunk.notes
    except FileRefused as refused:
        yield door.admit(_refused(refused)), []
    except (OSError, zipfile.BadZipFile) as problem:
        yield door.admit(_refused(FileRefused("file_unreadable", value=str(problem)))), []
    except Exception as fault:
        name = reader.name if reader else None
        yield door.admit(_refused(FileRefused("file_failed", column=name, value=type(fault).__name__))), []


def _refused(refusal: FileRefused) -> Chunk:
    return Chunk(rejects=rejects([(refusal.row, refusal.column, refusal.code, refusal.value)]))


def _batch_id(source: Source, digest: str, reader: Reader | None, how: Import) -> str:
    """Hash of everything that decides what the batch holds."""
    options = how.options
    columns = options.columns.read_bytes() if options.columns else b""
    parts = (
        digest, reader.name if reader else "", reader.version if reader else 0, doors.VERSION, key_id(how.key), how.register.digest,
        options.day_first, options.timezone, sorted(options.place_codes.items()), hashlib.sha256(columns).hexdigest(),
        source.name if reader is None else "",
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
