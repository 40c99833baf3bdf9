"""A file to be read, wherever it lies: on disk or inside a ZIP."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import IO, Any

HEAD = 65_536  # bytes that recognition may look at
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
LARGE, MOST_PACKED = 64 << 20, 400  # bytes; and times that a ZIP may unpack to: exports stay below 50
DOCUMENTS = {
    "[Content_Types].xml",
    "mimetype",
}  # entries of a workbook or another document that is a ZIP inside
SYSTEM = {"thumbs.db", "ehthumbs.db", "desktop.ini"}  # of Windows; those of other systems begin with a dot
MEDIA = frozenset(  # what chats and downloads hold beside their texts
    "jpg jpeg png webp heic heif gif bmp tif tiff svg ico tgs "
    "mp4 m4v mov avi mkv webm 3gp mp3 m4a aac ogg oga opus wav amr".split()
)
# What opening and reading a file may raise; RuntimeError: a ZIP's password, or a method that Python does not know.
UNREADABLE = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)


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
        whole = f"{name}!{self.member}" if self.member else name
        return whole.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    @property
    def suffix(self) -> str:
        return Path(self.member or self.path.name).suffix.lower()

    def open(self) -> IO[bytes]:
        """The file's bytes as a stream; raises one of UNREADABLE where it cannot be read, also while reading."""
        if self.member is None:
            return self.path.open("rb")
        archive = _archive(self.path, *_state(self.path))
        told = archive.getinfo(self.member)
        if told.file_size > max(LARGE, MOST_PACKED * told.compress_size):
            raise zipfile.BadZipFile("a small ZIP that would unpack to far more than any export holds")
        return archive.open(self.member)

    def read(self) -> bytes:
        with self.open() as stream:
            return stream.read()

    def digest(self) -> str:
        """SHA-256 of the file's bytes, read in bounded memory, and only once as long as the file stays as it is."""
        return _digest(self.path, self.member, *_state(self.path))

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, for recognition."""
        with self.open() as stream:
            return stream.read(HEAD)


def _state(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_mtime_ns, state.st_size


@lru_cache(maxsize=100_000)
def _digest(path: Path, member: str | None, changed: int, size: int) -> str:
    with Source(path, member).open() as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]


@lru_cache(maxsize=8)
def _archive(path: Path, changed: int, size: int) -> zipfile.ZipFile:
    """An open ZIP: reading its table of contents again for each of thousands of members would take hours."""
    return zipfile.ZipFile(path)


def sources(paths: list[Path]) -> Iterator[Source]:
    """All files under the paths in a stable order; folders are walked, ZIPs that are not documents are opened.

    Hidden files, those of the operating system, the resource forks and folder entries of a ZIP, and pictures, videos and sounds
    that lie in a folder or ZIP are passed over. A folder that cannot be listed and a ZIP that is damaged are sources themselves,
    so that what is read from them says so.
    """
    return (source for source in _all(paths) if not _is_medium(source))


def media(paths: list[Path]) -> int:
    """How many pictures, videos and sounds `sources` passes over."""
    return sum(map(_is_medium, _all(paths)))


def _is_medium(source: Source) -> bool:
    dropped_alone = source.root is None and source.member is None
    return not dropped_alone and source.suffix.removeprefix(".") in MEDIA


def _all(paths: list[Path]) -> Iterator[Source]:
    for path in paths:
        if not path.is_dir():
            yield from _members(path, None)
            continue
        for file in sorted(_walk(path)):
            yield from _members(file, path)


def _walk(folder: Path) -> Iterator[Path]:
    closed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            file = Path(parent, name)
            if not _is_hidden(name) and (file.is_file() or file.is_symlink()):
                yield file
    yield from (Path(problem.filename) for problem in closed)


def _members(file: Path, root: Path | None) -> Iterator[Source]:
    try:
        with file.open("rb") as stream:
            entries = stream.read(4) in ZIP and zipfile.is_zipfile(stream) and _entries(file)
    except (*UNREADABLE, ValueError):  # ValueError: names in the ZIP that are no text
        entries = None
    if not entries:
        yield Source(file, None, root)
        return
    yield from (Source(file, name, root) for name in entries)


def _entries(file: Path) -> list[str]:
    """The files in a ZIP; none if it is a document."""
    found = _archive(file, *_state(file)).infolist()
    if DOCUMENTS & {info.filename for info in found}:
        return []
    return [
        info.filename
        for info in found
        if not info.is_dir() and not any(_is_hidden(part) for part in Path(info.filename).parts)
    ]


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "__MACOSX")) or name.lower() in SYSTEM
