"""Text as a pattern should see it: one byte a character, lower case, ASCII digits, without what the eye does not see.

`０８１２`, `٠٨١٢` and `08<zero width space>12` fold to `0812`, `＠` to `@`, every dash to `-`, every blank to a space. Patterns
are matched on the folded text and cut out of the original, whose byte positions are kept beside each character.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from simpul.corpus.utf8 import Bytes

LETTER = 128  # a letter that is not ASCII
OTHER = 129  # anything else that is not ASCII
UNSEEN = 255  # left out of the folded text
NAME_OPENS, NAME_CLOSES = 2, 3  # the isolates around a name that WhatsApp writes after @
NEWLINE = ord("\n")
BLANK, PLUS, DASH, DOT, SLASH, COLON, QUESTION, HASH, AT, LOW_LINE, TILDE = b" +-./:?#@_~"
OPENING, CLOSING, BRACKET, BRACKET_ENDS, ZERO = b"()[]0"

_TABLE_SIZE = 0x20000  # the two planes that hold every living script
_ISOLATE, _ISOLATE_ENDS = 0x2068, 0x2069


@cache
def folds() -> Bytes:
    """What each code point below U+20000 folds to."""
    table = np.full(_TABLE_SIZE, OTHER, np.uint8)
    for code in range(_TABLE_SIZE):
        table[code] = _fold(chr(code))
    table.flags.writeable = False
    return table


def _fold(character: str) -> int:
    if character in "\n\r\x0b\x0c\x85\u2028\u2029":
        return NEWLINE
    kind = unicodedata.category(character)
    if kind == "Zs" or character == "\t":
        return BLANK
    if kind in ("Cc", "Cf", "Mn", "Me"):
        return UNSEEN
    if kind == "Pd" or character == "\u2212":
        return DASH
    if kind == "Nd":
        return ZERO + unicodedata.digit(character)
    plain = unicodedata.normalize("NFKC", character).lower()
    if len(plain) == 1 and plain.isascii():
        return ord(plain)
    return LETTER if kind[0] == "L" else OTHER


# What a folded character may be part of. One look into a table is quicker than comparisons.
_DIGIT, _LETTER, _SEPARATOR, _ADDRESS, _SIGN, _STROKE = 1, 2, 4, 8, 16, 32
_CLASSES = np.zeros(256, np.uint8)
_CLASSES[ZERO : ZERO + 10] = _DIGIT | _ADDRESS
_CLASSES[[*range(ord("a"), ord("z") + 1), LETTER]] = _LETTER | _ADDRESS
_CLASSES[[*b" -.()_"]] |= _SEPARATOR
_CLASSES[[*b".-_+%"]] |= _ADDRESS
_CLASSES[AT], _CLASSES[SLASH] = _SIGN, _STROKE


@njit(cache=True, nogil=True)
def is_digit(c: int) -> bool:
    return bool(_CLASSES[c] & _DIGIT)


@njit(cache=True, nogil=True)
def is_letter(c: int) -> bool:
    return bool(_CLASSES[c] & _LETTER)


@njit(cache=True, nogil=True)
def is_address(c: int) -> bool:
    """May stand before the @ of an e-mail address, or in a host."""
    return bool(_CLASSES[c] & _ADDRESS)


@njit(cache=True, nogil=True)
def fold(
    data: Bytes, start: int, stop: int, table: Bytes, folded: Any, at: npt.NDArray[np.int64]
) -> tuple[int, int, bool]:
    """Fold `data[start:stop]` into `folded`, and the byte where each character begins into `at`, with `stop` at its end.

    Both must have room for stop - start + 1. Returns the number of characters, the most digits of any stretch that could be one
    number, and whether there is an @ or a / that could belong to an address.
    """
    n = 0
    digits = most = 0
    address = before = np.uint8(0)
    inside_name = False
    i = start
    while i < stop:
        begin = i
        code = int(data[i])
        if code < 0x80:
            i += 1
        elif code < 0xE0:
            code = (code & 0x1F) << 6 | (data[i + 1] & 0x3F)
            i += 2
        elif code < 0xF0:
            code = (code & 0x0F) << 12 | int(data[i + 1] & 0x3F) << 6 | (data[i + 2] & 0x3F)
            i += 3
        else:
            code = (
                (code & 0x07) << 18
                | int(data[i + 1] & 0x3F) << 12
                | int(data[i + 2] & 0x3F) << 6
                | (data[i + 3] & 0x3F)
            )
            i += 4
        if code < _TABLE_SIZE:
            c = table[code]
        else:
            c = UNSEEN if code >> 12 == 0xE0 else LETTER  # tags and variation selectors; rare ideographs
        if c == UNSEEN:
            if code == _ISOLATE and n > 0 and folded[n - 1] == AT:
                c, inside_name = NAME_OPENS, True
            elif code == _ISOLATE_ENDS and inside_name:
                c, inside_name = NAME_CLOSES, False
            else:
                continue
        folded[n] = c
        at[n] = begin
        n += 1
        kind = _CLASSES[c]
        digits = digits + (kind & _DIGIT) if kind & (_DIGIT | _SEPARATOR) else 0
        most = max(most, digits)
        address |= kind & _SIGN
        if kind & _STROKE:
            address |= before & (_LETTER | _STROKE)
        before = kind
    at[n] = stop
    return n, most, address != 0


@njit(cache=True, nogil=True)
def is_dull(data: Bytes, start: int, stop: int, fewest: int) -> bool:
    """ASCII with neither @ nor / and fewer digits than that: nothing here is worth folding. Compiles to vector code."""
    digits = 0
    marked = False
    for i in range(start, stop):
        c = data[i]
        digits += int(np.uint8(c - ZERO) < 10)
        marked |= (c == AT) | (c == SLASH) | (c >= 0x80)
    return not marked and digits < fewest
