"""What the downloads of Facebook and Instagram accounts have in common: many JSON files, one of which says whose account it is.

Texts are written byte by byte (see `mojibake`), keys are in the language of the person's screen, and posts bear no id.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import polars as pl

from simpul.corpus import headers, mojibake
from simpul.corpus.content_ids import content_ids
from simpul.corpus.source import UNREADABLE, Source

FORM = "instagram_download"
PROFILES = ("personal_information.json", "profile_information.json", "instagram_profile_information.json")
UP = 4  # folders between a file and the top of its download
LARGEST = 1 << 20  # bytes of a profile
MEDIA = {
    "jpg": "image", "jpeg": "image", "png": "image", "webp": "image", "heic": "image", "gif": "image",
    "mp4": "video", "mov": "video", "srt": "video", "mp3": "audio", "aac": "audio", "m4a": "audio",
}  # fmt: skip

NO_OWNER = (
    "Unduhan ini tidak memuat profil pemiliknya, jadi penulisnya tidak diketahui. Impor ZIP unduhannya utuh.",
    "The owner's profile is not in this download, so the author is unknown. Import the whole ZIP of the download.",
)


class Owner(NamedTuple):
    """Whose download it is, as far as the profile beside the file says so."""

    handle: str | None = None
    name: str | None = None

    def columns(self) -> dict[str, pl.Expr]:
        """The author's columns of the owner's posts."""
        key = self.handle or self.name
        return {"author": pl.lit(key, pl.String), "author_name": pl.lit(self.name, pl.String)}


def is_html(source: Source) -> bool:
    """Whether the file is a page of a download that was requested as HTML, by the style classes of both platforms' pages."""
    head = source.head.lstrip(b"\xef\xbb\xbf \r\n")
    return head[:9].lower().startswith((b"<html", b"<!doctype")) and b"_a6-g" in head


def profile(source: Source) -> Sequence[Source]:
    """The files of the same download that name its owner; none if it is not there."""
    if source.member is not None:
        try:
            with zipfile.ZipFile(source.path) as archive:
                found = [name for name in archive.namelist() if PurePosixPath(name).name in PROFILES]
        except (*UNREADABLE, ValueError):
            return []
        nearest = max(
            (_shared(name, source.member) for name in found), default=0
        )  # a ZIP may hold several downloads
        near = [name for name in found if _shared(name, source.member) == nearest]
        return [Source(source.path, name, source.root) for name in sorted(near)]
    for folder in list(source.path.absolute().parents)[:UP]:
        found_here = [
            path for name in PROFILES for path in _within(folder, name) if path != source.path.absolute()
        ]
        if found_here:
            return [Source(path) for path in sorted(found_here)]
        if source.root and folder == source.root.absolute():
            break
    return []


def _shared(one: str, other: str) -> int:
    """How many folders two paths have in common from the top."""
    pairs = zip(PurePosixPath(one).parts, PurePosixPath(other).parts, strict=False)
    return next((depth for depth, (a, b) in enumerate(pairs) if a != b), 0)


def _within(folder: Path, name: str) -> list[Path]:
    """Where a download keeps a profile below its top."""
    return [path for pattern in (f"personal_information/{name}", f"personal_information/*/{name}", f"profile_information/{name}")
            for path in folder.glob(pattern)]  # fmt: skip


def owner(source: Source) -> Owner:
    """The owner that the profile beside the file names."""
    handle = name = None
    for file in profile(source):
        try:
            with file.open() as stream:
                said = json.loads(stream.read(LARGEST))
        except (*UNREADABLE, ValueError, RecursionError):
            continue
        handle = handle or _first(said, ("username", *headers.spellings(FORM, "username")))
        name = name or _first(said, ("full_name", *headers.spellings(FORM, "name")))
    return Owner(_mended(handle), _mended(name))


def _first(said: Any, keys: tuple[str, ...]) -> str | None:
    """The first text under one of the keys, at any depth; Instagram wraps it as `{"value": …}`."""
    waiting = [said]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node
        if not isinstance(node, dict):
            continue
        for key in keys:
            found = node.get(key)
            found = found.get("value") if isinstance(found, dict) else found
            if isinstance(found, str) and found.strip():
                return found.strip()
        waiting += node.values()
    return None


def _mended(text: str | None) -> str | None:
    return mojibake.repaired(pl.Series([text]))[0] if text else None


def identified(rows: pl.DataFrame, columns: Sequence[str], domain: str) -> pl.DataFrame:
    """The rows with an id derived from these columns."""
    return rows.with_columns(content_ids(rows, columns, domain).alias("posts.native_id"))


def medium(uri: pl.Expr) -> pl.Expr:
    """The kind of a file by its ending."""
    suffix = uri.str.extract(r"\.(\w{2,4})(?:\?.*)?$", 1).str.to_lowercase()
    return suffix.replace_strict(MEDIA, default=None, return_dtype=pl.String)
