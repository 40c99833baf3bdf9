"""The folder of a study: tables in Parquet, everything else beside them; each file appears whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import polars as pl

from simpul.measures.shelf import UNFINISHED

OUTPUTS = (
    "findings.json",
    "gaps.csv",
    "manifest.json",
    "network.gexf",
    "network.graphml",
    "rejects.csv",
    "report.html",
)


@dataclass(frozen=True)
class Folder:
    """`DIR` of a study."""

    root: Path

    @property
    def tables(self) -> Path:
        return self.root / "tables"

    def path(self, table: str) -> Path:
        return self.tables / f"{table}.parquet"

    def clear(self) -> None:
        """Takes out what an earlier study left here, so that no table of it passes for one of this."""
        for path in [*self.tables.glob("*.parquet"), *(self.root / name for name in OUTPUTS)]:
            path.unlink(missing_ok=True)
        for views in self.root.glob(f"{UNFINISHED}*"):
            rmtree(views)

    @contextmanager
    def whole(self, name: str) -> Iterator[Path]:
        """A path to write to; takes its name in the folder once the block ends without an error."""
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = target.with_name(f".{target.name}.part")
        try:
            yield staged
            staged.replace(target)
        finally:
            staged.unlink(missing_ok=True)

    def write(self, table: str, frame: pl.DataFrame | pl.LazyFrame) -> None:
        """Writes a table. A lazy frame is streamed."""
        with self.whole(f"tables/{table}.parquet") as path:
            if isinstance(frame, pl.LazyFrame):
                frame.sink_parquet(path, maintain_order=True, compression="zstd", compression_level=1)
            else:
                frame.write_parquet(path, compression="zstd", compression_level=1)

    def scan(self, table: str) -> pl.LazyFrame:
        return pl.scan_parquet(self.path(table))

    def scans(self) -> Mapping[str, pl.LazyFrame]:
        """All tables that are there, by name."""
        return {path.stem: pl.scan_parquet(path) for path in sorted(self.tables.glob("*.parquet"))}


def digests(folder: Folder) -> dict[str, str]:
    """The hashes of the findings and of all tables, by their names in the folder."""
    paths = [folder.root / "findings.json", *sorted(folder.tables.glob("*.parquet"))]
    found = {}
    for path in paths:
        if path.exists():
            with path.open("rb") as file:
                found[path.relative_to(folder.root).as_posix()] = hashlib.file_digest(file, _hash).hexdigest()
    return found


def _hash() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=16)
