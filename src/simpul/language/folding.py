"""What each character stands for when words are compared: one table, so that 𝗯𝗮𝗻𝘀𝗼𝘀, Bansos and bаnsos are one word."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

SEPARATOR, IGNORED, FOREIGN, PICTURE = (
    0,
    1,
    2,
    3,
)  # values below 32; all others are up to three packed ASCII characters
LOOK_ALIKE = 1 << 31  # the letter only looks like a Latin one

# Letters of other scripts that are drawn like Latin ones, as people mix them in to slip past filters.
_TWINS = dict(zip("авсԁеһіјкӏмопԛрѕтԝхуүѵαβεικνορτυχω", "abcdehijklmonqpstwxyyvabeiknoptuxw", strict=True))
# Punctuation that NFKC leaves as it is, or takes apart where it should only end a sentence.
_MARKS = {"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "!"}
_RANGES = (
    range(0x0, 0x3100),
    range(0xA640, 0xA800),
    range(0xFB00, 0x10000),
    range(0x1D400, 0x1D800),
    range(0x1F000, 0x1FB00),
)
_IGNORED_CATEGORIES = ("Mn", "Me", "Cf")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FOREIGN_PAGES = (*range(0x31, 0xA6), *range(0xA8, 0xD8), *range(0x100, 0x1D4), *range(0x200, 0x320))


class Folding(NamedTuple):
    """`table[page[code >> 8], code & 255]` is what a code point stands for."""

    page: npt.NDArray[np.uint8]
    table: npt.NDArray[np.uint32]


@cache
def folding() -> Folding:
    """The folding of all code points: lower case, NFKC, no accents, twins of Latin letters read as Latin."""
    pages: dict[int, npt.NDArray[np.uint32]] = {}
    for code in (code for codes in _RANGES for code in codes):
        value = _fold(chr(code))
        if value:
            pages.setdefault(code >> 8, np.zeros(256, np.uint32))[code & 255] = value
    whole = [np.full(256, value, np.uint32) for value in (SEPARATOR, FOREIGN, IGNORED)]
    page = np.zeros(0x1100, np.uint8)
    page[list(_FOREIGN_PAGES)] = 1
    page[0xE00:0xE02] = 2  # tags and variation selectors
    page[list(pages)] = np.arange(3, 3 + len(pages))
    return Folding(page, np.stack([*whole, *pages.values()]))


def _fold(character: str) -> int:
    category = unicodedata.category(character)
    if category in _IGNORED_CATEGORIES or ord(character) in _SKIN_TONES:
        return IGNORED
    plain = _MARKS.get(character, character.casefold())
    if not character.isascii() and unicodedata.decomposition(character):
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character).casefold())
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    twin = _TWINS.get(plain)
    packed = _pack(twin or plain)
    if packed:
        return packed | (LOOK_ALIKE if twin else 0)
    if category.startswith("L"):
        return FOREIGN
    return PICTURE if category == "So" and ord(character) >= 0x2190 else SEPARATOR


def _pack(text: str) -> int:
    """Up to three printable ASCII characters in one number, the first in the lowest byte; 0 if there is none."""
    characters = [ord(c) for c in text[:3] if 32 < ord(c) < 127]
    return sum(character << 8 * place for place, character in enumerate(characters))
