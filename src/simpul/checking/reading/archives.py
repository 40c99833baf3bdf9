"""The door for zip files: what kind they are, and none that swells, hides or defines entities."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from simpul.checking.reading.unreadable import Unreadable

LARGEST_UNPACKED = 256 * 2**20
LARGEST_RATIO = 150  # Word and Excel files reach about fifty
RATIO_FROM = 4 * 2**20  # small parts of repeated XML may be packed far more tightly
MOST_PARTS = 10_000


def kind_of_archive(name: str, data: bytes) -> Literal["docx", "xlsx"]:
    """Which document a zip file holds; raises Unreadable before anything of it is unpacked in full."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_swelling(name, parts)
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable(name, "protected")
            names = {part.filename for part in parts}
            if "word/document.xml" not in names and "xl/workbook.xml" not in names:
                raise Unreadable(name, "archive")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_entities(name, archive, part)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable(name, "damaged") from problem
    return "docx" if "word/document.xml" in names else "xlsx"


def _refuse_swelling(name: str, parts: list[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    tight = any(
        part.file_size > RATIO_FROM and part.file_size > LARGEST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if total > LARGEST_UNPACKED or tight or len(parts) > MOST_PARTS:
        raise Unreadable(name, "bomb")


def _refuse_entities(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as opened:
        start = opened.read(4096)
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"<\x00!\x00" in start:
        raise Unreadable(name, "entities")
