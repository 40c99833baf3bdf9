"""A file to be read, wherever it lies: on disk or inside a ZIP."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Any

HEAD = 65_536  # bytes that recognition may look at


@dataclass(frozen=True)
class Source:
    """One file, named by its path below the folder that was dropped and, inside a ZIP, its member."""

    path: Path
    member: str | None = None
    root: Path | None = None  # the folder that was dropped, so that files of the same name can be told apart
    found: dict[str, Any] = field(
        default_factory=dict, compare=False, repr=False
    )  # what was found out once: encoding, header

    @property
    def name(self) -> str:
        name = self.path.relative_to(self.root).as_posix() if self.root else self.path.name
        return f"{name}!{self.member}" if self.member else name

    @property
    def suffix(self) -> str:
        return Path(self.member or self.path.name).suffix.lower()

    def open(self) -> IO[bytes]:
        """The file's bytes as a stream; raises OSError or zipfile.BadZipFile where it cannot be read."""
        if self.member is None:
            return self.path.open("rb")
        with zipfile.ZipFile(self.path) as archive:
            return io.BytesIO(archive.read(self.member))

    def read(self) -> bytes:
        with self.open() as stream:
            return stream.read()

    def digest(self) -> str:
        """SHA-256 of the file's bytes, read in bounded memory."""
        with self.open() as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, for recognition."""
        with self.open() as stream:
            return stream.read(HEAD)


def sources(paths: list[Path]) -> Iterator[Source]:
    """All files under the paths in a stable order; folders are walked, ZIPs that are not workbooks are opened.

    Hidden files, and the resource forks and folder entries of a ZIP, are passed over.
    """
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if any(part.startswith(".") for part in file.relative_to(path).parts):
                continue
            yield from _members(file, path if path.is_dir() else None)


def _members(file: Path, root: Path | None) -> Iterator[Source]:
    if file.suffix.lower() != ".zip" or not _is_archive(file):
        yield Source(file, None, root)
        return
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            hidden = any(part.startswith((".", "__MACOSX")) for part in Path(info.filename).parts)
            if not info.is_dir() and not hidden:
                yield Source(file, info.filename, root)


def _is_archive(file: Path) -> bool:
    try:
        return zipfile.is_zipfile(file)
    except OSError:
        return False
