"""The corpus is a folder: one Parquet file per table and batch, visible once the batch's manifest is in place.

    corpus/batches/<id>.json        what was imported; written last, so a killed import leaves nothing half-done
    corpus/posts/batch=<id>.parquet and so on, one folder per table of `records.TABLES`
    corpus/.staging/<id>-<process>  what is being written; left-overs are swept by the next import

Several processes may read while one writes: a reader opens only files that a manifest names.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from simpul.corpus.gaps import Gap
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


class StoreProblem(Exception):
    """The corpus cannot be written or read; `problem` is (Indonesian, English) and says what to do next."""

    def __init__(self, id: str, en: str):
        super().__init__(en)
        self.problem = (id, en)


@dataclass(frozen=True)
class Batch:
    """What one imported file became. `rows` counts stored rows by table."""

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

    def close(self) -> None:
        with ExitStack() as every:
            for writer in self._writers.values():
                every.callback(writer.close)


@dataclass(frozen=True)
class Store:
    """A corpus folder."""

    root: Path

    def batches(self) -> list[Batch]:
        """All batches, ordered by id."""
        return [self._manifest(path) for path in sorted((self.root / "batches").glob("*.json"))]

    def has(self, batch: str) -> bool:
        return (self.root / "batches" / f"{batch}.json").exists()

    def get(self, batch: str) -> Batch:
        """The batch of that id; raises StoreProblem if there is none."""
        path = self.root / "batches" / f"{batch}.json"
        if not path.exists():
            raise StoreProblem(
                f"Tidak ada impor dengan id {batch}. Lihat daftarnya dengan `simpul batches`.",
                f"There is no batch {batch}. See `simpul batches`.",
            )
        return self._manifest(path)

    def _manifest(self, path: Path) -> Batch:
        fields = json.loads(path.read_text("utf-8"))
        fields["notes"] = [tuple(note) for note in fields["notes"]]
        fields["reason"] = tuple(fields.get("reason", ("", "")))
        fields["gaps"] = [Gap(*gap) for gap in fields.get("gaps", [])]
        return Batch(**fields)

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
        """Makes a staged batch visible, at once and whole, in place of an earlier one of its id."""
        stage.close()
        if self.has(batch.id):
            self.undo(batch.id)
        for name in stage.rows:
            target = self.file(name, batch.id)
            target.parent.mkdir(parents=True, exist_ok=True)
            (stage._folder / f"{name}.parquet").replace(target)
        manifest = stage._folder / "manifest.json"
        with manifest.open("w", encoding="utf-8") as stream:
            json.dump(asdict(batch), stream, ensure_ascii=False, indent=1, sort_keys=True)
            stream.flush()
            os.fsync(stream.fileno())
        (self.root / "batches").mkdir(exist_ok=True)
        manifest.replace(self.root / "batches" / f"{batch.id}.json")

    def undo(self, batch: str) -> Batch:
        """Takes a batch out again; raises StoreProblem if there is none of that id."""
        undone = self.get(batch)
        (self.root / "batches" / f"{batch}.json").unlink()
        for name in TABLES:
            self.file(name, batch).unlink(missing_ok=True)
        return undone

    def sweep(self) -> None:
        """Removes what killed imports left: staging folders of processes that are gone, and files that no manifest names."""
        orphans = [
            file
            for name in TABLES
            for file in (self.root / name).glob("batch=*.parquet")
            if not self.has(file.stem.removeprefix("batch="))
        ]
        for folder in (self.root / ".staging").glob("*"):
            if not _alive(int(folder.name.rpartition("-")[2])):
                shutil.rmtree(folder, ignore_errors=True)
        if any((self.root / ".staging").glob("*")):
            return  # another import is about to name its files
        for file in orphans:
            if not self.has(file.stem.removeprefix("batch=")):  # else it was named in the meantime
                file.unlink(missing_ok=True)

    def file(self, table: str, batch: str) -> Path:
        return self.root / table / f"batch={batch}.parquet"

    def scan(self, table: str) -> pl.LazyFrame:
        """All rows of a table over all batches, ordered by batch; an empty frame of its schema if there are none."""
        batches = sorted(path.stem for path in (self.root / "batches").glob("*.json"))
        files = [file for batch in batches if (file := self.file(table, batch)).exists()]
        if not files:
            return pl.LazyFrame(schema=TABLES[table])
        # a batch that was written before a column came to be has nulls there
        return pl.scan_parquet(files, schema=TABLES[table], missing_columns="insert")


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
