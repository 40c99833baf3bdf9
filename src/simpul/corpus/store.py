"""The corpus is a folder: one Parquet file per table and batch, visible once the batch's manifest is in place.

    corpus/batches/<id>.json        what was imported; written last, so a killed import leaves nothing half-done
    corpus/posts/batch=<id>.parquet and so on, one folder per table of `records.TABLES`
    corpus/posts/pack=<id>.parquet  the rows of many small batches (`compacting`); a manifest says which pack its rows are in
    corpus/.staging/<id>-<process>  what is being written; left-overs are swept by the next import
    corpus/.reading/<n>-<process>   links to the files that a reader began with
    corpus/.lock                    held by imports together, by what rewrites batches alone

Several processes may read and import at once. What a manifest does not name does not exist: that makes every change of the corpus one
renaming of one manifest.
"""

from __future__ import annotations

import json
import os
import shutil
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from simpul.corpus import migrating
from simpul.corpus.gaps import Gap
from simpul.corpus.migrating import SCHEMA
from simpul.corpus.records import TABLES

DISTINCT = (
    "post_id",
    "text",
    "url",
    "alias",
    "id",
    "native_id",
    "subject",
    "actor_id",
)  # a dictionary would not shorten them


PATIENCE = 5.0  # seconds to wait for readers to link their files


class StoreProblem(Exception):
    """The corpus cannot be written or read; `problem` is (Indonesian, English) and says what to do next."""

    def __init__(self, id: str, en: str):
        super().__init__(en)
        self.problem = (id, en)


@dataclass(frozen=True)
class Batch:
    """What one imported file became. `rows` counts stored rows by table, without those that have none."""

    id: str
    file: str
    digest: str
    reader: str
    reader_version: int
    rows: dict[str, int]
    notes: list[tuple[str, str]] = field(default_factory=list)
    failed: bool = False  # a fault in Simpul stopped the reading; the next import tries again
    origin: str = ""  # hash of where the file lay
    reason: tuple[str, str] = ("", "")  # why it was taken for this format
    gaps: list[Gap] = field(default_factory=list)  # what the export cannot contain, and what this file lacks
    basis: str = ""  # of a chat: why it may be read, one of `basis.BASES`
    key: str = ""  # `key.key_id` of the pseudonyms in it
    options: dict[str, Any] = field(
        default_factory=dict
    )  # what was said about the file: day_first, timezone, columns, format
    imported: str = ""  # when, UTC
    schema: int = SCHEMA  # of `records.TABLES` when it was written
    pack: str = ""  # the pack that holds its rows, where it has no files of its own


class Stage:
    """A batch being written; tables may be appended in pieces."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._writers: dict[str, Any] = {}
        self.rows: dict[str, int] = {}

    def append(self, tables: dict[str, pl.DataFrame]) -> None:
        from pyarrow import parquet

        for name, frame in tables.items():
            piece = frame.to_arrow(compat_level=pl.CompatLevel.newest())
            if name not in self._writers:
                self._writers[name] = parquet.ParquetWriter(
                    self._folder / f"{name}.parquet", piece.schema, compression="zstd", compression_level=1,
                    use_dictionary=[column for column in frame.columns if column not in DISTINCT],
                    write_statistics=False,  # ids are in no order, so they would rule nothing out
                )  # fmt: skip
            self._writers[name].write_table(piece)
            self.rows[name] = self.rows.get(name, 0) + frame.height

    def place(self, name: str, target: Path) -> None:
        """Moves a table's file, once closed, to where it is read."""
        target.parent.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{name}.parquet").replace(target)

    def close(self) -> None:
        with ExitStack() as every:
            for writer in self._writers.values():
                every.callback(writer.close)


@dataclass(frozen=True)
class Store:
    """A corpus folder."""

    root: Path

    # --- batches -------------------------------------------------------------------------------------------------

    def batches(self) -> list[Batch]:
        """All batches, ordered by id; raises StoreProblem for one that a later Simpul wrote."""
        return [self._manifest(path) for path in sorted((self.root / "batches").glob("*.json"))]

    def has(self, batch: str) -> bool:
        return self._named(batch).exists()

    def get(self, batch: str) -> Batch:
        """The batch of that id; raises StoreProblem if there is none."""
        try:
            return self._manifest(self._named(batch))
        except FileNotFoundError:
            raise StoreProblem(
                f"Tidak ada impor dengan id {batch}. Lihat daftarnya dengan `simpul batches`.",
                f"There is no batch {batch}. See `simpul batches`.",
            ) from None

    def _named(self, batch: str) -> Path:
        return self.root / "batches" / f"{batch}.json"

    def _manifest(self, path: Path) -> Batch:
        state = path.stat()
        return _manifest(path, state.st_mtime_ns, state.st_size)

    # --- writing -------------------------------------------------------------------------------------------------

    @contextmanager
    def shared(self) -> Iterator[None]:
        """For what adds to the corpus or takes out whole batches: waits until nobody is rewriting it."""
        with self._locked(alone=False):
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """For what rewrites batches; waits for readers, who are quick, and raises StoreProblem while somebody imports."""
        with self._locked(alone=True):
            yield

    @contextmanager
    def _locked(self, alone: bool) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        if not alone and (rotation_of(self.root) / "ready").exists():
            with self._locked(alone=True):
                pass
        with (self.root / ".lock").open("a") as file:
            if not _lock(file.fileno(), alone):
                raise StoreProblem(
                    f"Korpus di {self.root} sedang dipakai impor lain. Tunggu sampai selesai, lalu ulangi.",
                    f"Another import is using the corpus at {self.root}. Wait until it is done, then try again.",
                )
            if alone:
                self.finish_rotation()
            yield  # closing the file, or dying, lets the lock go

    def finish_rotation(self) -> None:
        """Puts a rotation that is ready in place (`rotating`): every file, then the salt. Needs the corpus alone; can be interrupted."""
        folder = rotation_of(self.root)
        if not (folder / "ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            return
        for file in sorted(folder.rglob("*=*.parquet")) + sorted(folder.glob("batches/*.json")):
            file.replace(self.root / file.relative_to(folder))
        with suppress(FileNotFoundError):
            (folder / "salt").replace(self.root.parent / "salt")
        (folder / "ready").unlink()
        shutil.rmtree(folder)

    @contextmanager
    def staging(self, batch: str) -> Iterator[Stage]:
        """A place to write a batch; emptied again unless `commit` was called. Raises StoreProblem if the disk is full."""
        folder = self.root / ".staging" / f"{batch}-{os.getpid()}"
        try:
            folder.mkdir(parents=True)
            stage = Stage(folder)
            try:
                yield stage
            finally:
                stage.close()
        except OSError as problem:
            reason = os.strerror(problem.errno) if problem.errno else str(problem)
            raise StoreProblem(
                f"Korpus di {self.root} tidak dapat ditulis ({reason}). Yang sudah masuk tetap utuh. Kosongkan ruang atau periksa izin, lalu ulangi.",
                f"The corpus at {self.root} cannot be written ({reason}). What was in stays in. Free some space or check permissions, then try again.",
            ) from problem
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def commit(self, stage: Stage, batch: Batch) -> None:
        """Makes a staged batch visible, at once and whole. One of its id that is already there stays: its content is the same."""
        stage.close()
        if self.has(batch.id):
            return
        for name in stage.rows:
            stage.place(name, self.file(name, batch.id))
        self.name(batch)

    def name(self, batch: Batch) -> None:
        """Writes the batch's manifest in place of an earlier one, in one step."""
        folder = self.root / "batches"
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{batch.id}-{os.getpid()}"
        with draft.open("w", encoding="utf-8") as stream:
            json.dump(asdict(batch), stream, ensure_ascii=False, indent=1, sort_keys=True)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(self._named(batch.id))

    def undo(self, batch: str) -> Batch:
        """Takes a batch out again; raises StoreProblem if there is none of that id."""
        undone = self.get(batch)
        self._named(batch).unlink(missing_ok=True)
        for name in TABLES:
            self.file(name, batch).unlink(missing_ok=True)
        if undone.pack:
            self._thin(undone.pack)
        return undone

    def sweep(self) -> None:
        """Removes what killed processes left: their staging and reading folders, files that no manifest names, rows of batches undone."""
        orphans = self._orphans()
        busy = False
        for folder in [*(self.root / ".staging").glob("*"), *(self.root / ".reading").glob("*")]:
            if not _alive(int(folder.name.rpartition("-")[2])):
                shutil.rmtree(folder, ignore_errors=True)
            else:
                busy |= folder.parent.name == ".staging"
        for draft in (self.root / "batches").glob(".*-*"):
            if not _alive(int(draft.name.rpartition("-")[2])):
                draft.unlink(missing_ok=True)
        if busy:
            return  # another import is about to name its files
        for file in orphans & self._orphans():  # else it was named in the meantime
            file.unlink(missing_ok=True)
        for pack in {batch.pack for batch in self.batches()} - {""}:
            self._thin(pack)

    def _orphans(self) -> set[Path]:
        files = {file for name in TABLES for file in (self.root / name).glob("*=*.parquet")}
        return files - {self.holder(name, batch) for batch in self.batches() for name in batch.rows}

    def _thin(self, pack: str) -> None:
        """Takes the rows of batches that are gone out of a pack's files."""
        living = [batch for batch in self.batches() if batch.pack == pack]
        for name in TABLES:
            file = self.pack(name, pack)
            if not file.exists():
                continue
            if not any(name in batch.rows for batch in living):
                file.unlink()
                continue
            rows = pl.col("batch").is_in([batch.id for batch in living])
            if not pl.scan_parquet(file).select(rows.all()).collect().item():
                self.rewrite(file, pl.read_parquet(file).filter(rows))

    def rewrite(self, file: Path, frame: pl.DataFrame) -> None:
        """Puts other rows into a table's file, in one step."""
        with self.staging(uuid.uuid4().hex) as stage:
            stage.append({file.parent.name: frame})
            stage.close()
            stage.place(file.parent.name, file)

    def file(self, table: str, batch: str) -> Path:
        return self.root / table / f"batch={batch}.parquet"

    def pack(self, table: str, pack: str) -> Path:
        return self.root / table / f"pack={pack}.parquet"

    def holder(self, table: str, batch: Batch) -> Path:
        """The file in which the batch's rows of the table lie, if it has any."""
        return self.pack(table, batch.pack) if batch.pack else self.file(table, batch.id)

    # --- reading -------------------------------------------------------------------------------------------------

    def scan(self, table: str) -> pl.LazyFrame:
        """All rows of a table over all batches, those of one batch in their order; an empty frame of its schema if there are none."""
        own: defaultdict[int, list[Path]] = defaultdict(list)
        packed: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for batch in self.batches():
            if not batch.rows.get(table):
                continue
            if batch.pack:
                packed[batch.schema, batch.pack].append(batch.id)
            else:
                own[batch.schema].append(self.file(table, batch.id))
        parts = [migrating.read(files, table, schema) for schema, files in sorted(own.items())]
        for (schema, pack), ids in packed.items():
            rows = migrating.read([self.pack(table, pack)], table, schema)
            parts.append(rows.filter(pl.col("batch").is_in(ids)))
        if not parts:
            return pl.LazyFrame(schema=TABLES[table])
        return pl.concat(parts) if len(parts) > 1 else parts[0]

    def refusals(self, batch: str) -> list[tuple[str, int]]:
        """How often each code stands among the batch's rejects, the most frequent first."""
        found = (
            self.scan("rejects")
            .filter(batch=batch)
            .group_by("code")
            .len()
            .sort("len", "code", descending=[True, False])
        )
        return [(str(code), int(count)) for code, count in found.collect().rows()]

    @contextmanager
    def snapshot(self) -> Iterator[Store]:
        """The corpus as it is now, for as long as the block lasts, whatever is imported, undone or erased meanwhile.

        Its files are hard links; where the file system has none, the corpus itself is read.
        """
        if not (self.root / "batches").exists():
            yield self
            return
        folder = self.root / ".reading" / f"{uuid.uuid4().hex}-{os.getpid()}"
        try:
            with self.shared():
                frozen = Store(folder) if self._link(folder) else self
            yield frozen
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _link(self, folder: Path) -> bool:
        for _ in range(100):
            try:
                for batch in self.batches():
                    for file in [self._named(batch.id), *(self.holder(name, batch) for name in batch.rows)]:
                        target = folder / file.relative_to(self.root)
                        target.parent.mkdir(parents=True, exist_ok=True)
                        if not target.exists():  # a pack holds several batches
                            os.link(file, target)
                return True
            except FileNotFoundError:  # a batch was replaced meanwhile
                shutil.rmtree(folder, ignore_errors=True)
            except OSError:
                return False
        return False


def rotation_of(root: Path) -> Path:
    return root / ".rotation"


@lru_cache(maxsize=100_000)
def _manifest(path: Path, changed: int, size: int) -> Batch:
    fields = json.loads(path.read_text("utf-8"))
    if fields.setdefault("schema", 1) > SCHEMA:
        raise StoreProblem(
            f"Impor {path.stem} ditulis oleh Simpul yang lebih baru (skema {fields['schema']}, di sini {SCHEMA}). Perbarui Simpul, lalu ulangi.",
            f"The batch {path.stem} was written by a later Simpul (schema {fields['schema']}, here {SCHEMA}). Update Simpul, then try again.",
        )
    fields["notes"] = [tuple(note) for note in fields["notes"]]
    fields["reason"] = tuple(fields.get("reason", ("", "")))
    fields["gaps"] = [Gap(*gap) for gap in fields.get("gaps", [])]
    return Batch(**fields)


def _lock(file: int, alone: bool) -> bool:
    """Whether the lock was had; the one that is alone gives up after PATIENCE."""
    try:
        import fcntl
    except ImportError:
        return True  # not on this system
    if not alone:
        fcntl.flock(file, fcntl.LOCK_SH)
        return True
    until = time.monotonic() + PATIENCE
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.02)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
