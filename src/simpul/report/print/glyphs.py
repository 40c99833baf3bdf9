"""What the house's font can print: one missing glyph would stop a PDF/UA document, so every text is cleaned to it first."""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

FAMILY = "Plus Jakarta Sans"
# What the font lacks and a reader would miss; anything else that it lacks goes.
INSTEAD = str.maketrans(
    {"→": "›", "←": "‹", "↔": "–", "≈": "~", "≥": ">=", "≤": "<=", "−": "–", "✓": "v", "\u2011": "-", "\u202f": "\u00a0", "\t": " "}
)  # fmt: skip
SPACES = re.compile(r" {2,}")


def folder() -> Path:
    """The folder of the font's files."""
    return Path(str(resources.files("simpul.data").joinpath("fonts")))


@cache
def coverage() -> frozenset[str]:
    """The characters that every style of the font has."""
    sets = [frozenset(_characters(path.read_bytes())) for path in sorted(folder().glob("*.ttf"))]
    return frozenset.intersection(*sets)


def clean(text: str) -> str:
    """The text in characters that the font has: composed, with stand-ins for common signs; emoji and other scripts go."""
    if text.isascii() and text.isprintable():
        return text
    known = coverage()
    composed = unicodedata.normalize("NFC", text)
    if all(letter in known for letter in composed):
        return composed
    kept = []
    for letter in composed:
        if letter in known or letter == "\n":
            kept.append(letter)
            continue
        plain = letter.translate(INSTEAD)
        if plain == letter:
            plain = unicodedata.normalize("NFKD", letter)
        kept += [each for each in plain if each in known]
    return SPACES.sub(" ", "".join(kept)).strip(" ")


def cleaned(value: Any) -> Any:
    """The same nested value with every text in it cleaned, keys of mappings left alone."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: cleaned(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [cleaned(each) for each in value]
    return value


def _characters(font: bytes) -> set[str]:
    """The characters of a font's `cmap`, formats 4 and 12 (OpenType specification, “cmap”)."""
    tables = {
        font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)
    }
    start = tables[b"cmap"]
    found: set[int] = set()
    for record in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 4 + 8 * record + 4)[0]
        kind = struct.unpack_from(">H", font, at)[0]
        if kind == 12:
            for group in range(struct.unpack_from(">I", font, at + 12)[0]):
                first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * group)
                found.update(range(first, last + 1))
        elif kind == 4:
            found |= _segments(font, at)
    return {chr(code) for code in found if code != 0xFFFF}


def _segments(font: bytes, at: int) -> set[int]:
    """The codes of a format 4 subtable that lead to a glyph."""
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    found = set()
    for segment, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if offsets[segment]:
                where = offsets_at + 2 * segment + offsets[segment] + 2 * (code - first)
                glyph = struct.unpack_from(">H", font, where)[0]
                if glyph == 0:
                    continue
            if (glyph + deltas[segment]) & 0xFFFF:
                found.add(code)
    return found
