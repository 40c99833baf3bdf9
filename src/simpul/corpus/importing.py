"""Files in, batches out: recognise by content, read, pass the door, store. Nothing is dropped without a reject."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from simpul.corpus import basis, column_map
from simpul.corpus import door as doors
from simpul.corpus.accounts import Register
from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.door import Door, Tables
from simpul.corpus.erasures import Erasures
from simpul.corpus.gaps import Seen
from simpul.corpus.key import key_id
from simpul.corpus.reader import Blank, Options, Reader, readers
from simpul.corpus.recognising import choose
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import UNREADABLE, Source, sources
from simpul.corpus.store import Batch, Store, StoreProblem

FAULTS = (Exception, pl.exceptions.PanicException)  # the latter is what a fault inside Polars raises

Progress = Callable[[str, int, int], None]  # file name, done, of
Note = tuple[str, str]
T = TypeVar("T")


__all__ = ["Import", "Register", "files", "import_paths"]


@dataclass(frozen=True)
class Import:
    """How files are imported. `format` names a reader instead of recognition; `basis` is one of `basis.BASES`, asked for chats."""

    store: Store
    key: bytes
    register: Register = field(default_factory=Register.empty)
    options: Options = field(default_factory=Options)
    format: str | None = None
    basis: str | None = None
    erased: Erasures = field(default_factory=Erasures)


def import_paths(
    paths: Iterable[Path],
    how: Import,
    progress: Progress = lambda *_: None,
    exclude: Collection[Path] = (),
) -> list[Batch]:
    """Imports every file under the paths once; returns one batch per file, in order, those already there included.

    `exclude`: files and folders under the paths that are no exports. A batch of the same bytes that was imported under another
    register or with other options goes, since the new one replaces it; so does the refusal of a file that is now read.
    Raises StoreProblem where the corpus cannot be written (all batches before it stay in), KeyError for an unknown format.
    """
    if how.format is not None:
        readers()[how.format]
    found = files(paths, exclude)
    batches = []
    with how.store.shared():
        how.store.sweep()
        for position, source in enumerate(found):
            progress(source.name, position, len(found))
            batches.append(
                _import(replace(source, found={}), how)
            )  # what was found out of one file goes with it
        _retire(how.store, batches)
    progress("", len(found), len(found))
    return batches


def files(paths: Iterable[Path], exclude: Collection[Path] = ()) -> list[Source]:
    """The files under the paths, each once and in order, without column maps and what is excluded."""
    left_out = {path.resolve() for path in exclude}
    found: dict[tuple[Path, str | None], Source] = {}
    for source in sources(list(paths)):
        if not _is_left_out(source, left_out):
            found.setdefault((source.path, source.member), source)
    return list(found.values())


def _is_left_out(source: Source, left_out: set[Path]) -> bool:
    path = source.path
    if path.suffix == ".toml" and (path.name == column_map.NAME or path.with_suffix("").exists()):
        return True  # a column map (see `readers.generic_table`)
    if not left_out:
        return False
    whole = path.resolve()
    return whole in left_out or not left_out.isdisjoint(whole.parents)


def _import(source: Source, how: Import) -> Batch:
    """Imports one file as one batch; the same bytes, reader, register, key and options give the same batch."""
    origin = hashlib.sha256(str(source.path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    digest, reader, reason, refusal, notes = origin, None, ("", ""), None, []
    try:
        digest = source.digest()
        reader, reason = choose(source, how.format)
    except FileRefused as refused:
        refusal = refused
    except Blank as blank:
        notes.append(blank.note)
    except UNREADABLE as problem:
        refusal = _unreadable(problem)
    batch, there = _attempt(how.store, _batch_id(source, digest, reader, how))
    if there is not None:
        return there
    failed, seen = False, Seen()
    with how.store.staging(batch) as stage:
        for tables, said in _ahead(_admitted(source, reader, refusal, how, batch, seen)):
            stage.append(tables)
            failed |= "rejects" in tables and "file_failed" in tables["rejects"]["code"]
            notes += [note for note in said if note not in notes]
        done = Batch(
            batch, source.name, digest, reader.name if reader else "", reader.version if reader else 0, stage.rows, notes,
            failed, origin, reason, seen.gaps(reader) if reader else [],
            basis=how.basis or "" if seen.chat else "", key=key_id(how.key), options=_said(how),
            imported=datetime.now(UTC).isoformat(timespec="seconds"),
        )  # fmt: skip
        how.store.commit(stage, done)
    return done


def _admitted(
    source: Source, reader: Reader | None, refusal: FileRefused | None, how: Import, batch: str, seen: Seen
) -> Iterator[tuple[Tables, list[Note]]]:
    """The file's chunks behind the door; what stops it becomes a reject, so that what was read before stays in."""
    door = Door(how.key, how.register, how.erased)
    try:
        if refusal is not None:
            raise refusal
        if reader is None:
            return
        nothing = True
        for chunk in _ahead(reader.read(source, how.options)):
            seen.add(chunk)
            if seen.chat and how.basis is None:
                raise FileRefused("basis_missing")
            tables = door.admit(chunk, batch, source.name)
            nothing &= not tables
            yield tables, chunk.notes
        if not nothing:
            return
        stopped = FileRefused("file_nothing")
    except Blank as blank:
        yield {}, [blank.note]
        return
    except FileRefused as refused:
        stopped = refused
    except UNREADABLE as problem:
        stopped = _unreadable(problem)
    except FAULTS as fault:
        stopped = FileRefused(
            "file_failed", column=reader.name if reader else None, value=type(fault).__name__
        )
    refused_by = [(stopped.row, stopped.column, stopped.code, stopped.value)]
    yield door.admit(Chunk(rejects=rejects(refused_by)), batch, source.name), []


def _attempt(store: Store, batch: str) -> tuple[str, Batch | None]:
    """The id under which to import, and the batch where it is there already. One that failed stays until another took its place."""
    attempts = [batch, f"{batch}-2", f"{batch}-3"]
    there = [store.get(attempt) for attempt in attempts if store.has(attempt)]
    whole = next((found for found in there if not found.failed), None)
    return next((attempt for attempt in attempts if not store.has(attempt)), batch), whole


def _said(how: Import) -> dict[str, Any]:
    """What the person who imported said about the files."""
    said = {
        "format": how.format, "day_first": how.options.day_first,
        "columns": how.options.columns and how.options.columns.name,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value is not None} | {
        "timezone": how.options.timezone
    }


def _unreadable(problem: BaseException) -> FileRefused:
    said = (problem.strerror if isinstance(problem, OSError) else None) or str(problem)
    return FileRefused("file_encrypted" if "encrypt" in said else "file_unreadable", value=said)


def _batch_id(source: Source, digest: str, reader: Reader | None, how: Import) -> str:
    """Hash of everything that decides what the batch holds."""
    options = how.options
    columns = options.columns or (
        column_map.beside(source) if reader and reader.name == column_map.FORM else None
    )
    parts = (
        digest, reader.name if reader else "", reader.version if reader else 0, doors.VERSION, key_id(how.key), how.register.digest,
        options.day_first, options.timezone, sorted(options.place_codes.items()),
        hashlib.sha256(columns.read_bytes() if columns else b"").hexdigest(),
        source.name if reader is None else reader.named(source) if reader.named else "",
        [other.digest() for other in reader.beside(source)] if reader and reader.beside else [],
        *([how.basis] if how.basis and basis.may_hold_chat(reader) else []),
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _retire(store: Store, current: list[Batch]) -> None:
    """Takes out what the current batches replace. A refusal never replaces what was once read."""
    ids = {batch.id for batch in current}
    read = {batch.digest for batch in current if not _is_refusal(batch)}
    origins = {batch.origin for batch in current}
    for batch in store.batches():
        replaced = batch.origin in origins if _is_refusal(batch) else batch.digest in read
        if replaced and batch.id not in ids:
            with suppress(StoreProblem):  # another import has just done the same
                store.undo(batch.id)


def _is_refusal(batch: Batch) -> bool:
    return set(batch.rows) <= {"rejects"}


def _ahead(pieces: Iterator[T]) -> Iterator[T]:
    """The same pieces, each made in a thread while the one before it is used."""
    end = object()
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, pieces, end)
        while (piece := coming.result()) is not end:
            coming = thread.submit(next, pieces, end)
            yield piece  # type: ignore[misc]
