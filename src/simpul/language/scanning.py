"""From the bytes of a text to its pieces: runs of letters, of digits, and single pictographs, folded, with their places."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.language.compiling import inner, whole
from simpul.language.folding import FOREIGN, IGNORED, PICTURE, SEPARATOR

Bytes = npt.NDArray[Any]  # uint8
Ints = npt.NDArray[Any]  # int32, of lists
Offsets = npt.NDArray[Any]  # int64, of texts

LETTERS, DIGITS, SYMBOL, OTHER_SCRIPT = 0, 1, 2, 3  # kinds of pieces
CLOSED = 9
GAP_NONE, GAP_JOIN, GAP_COMMA, GAP_SENTENCE = 0, 1, 2, 3  # what stands before a piece
QUESTION = 1  # marks of a whole text
ABBREVIATION = 3  # letters after which a full stop does not end the sentence: kel. Cacaban
_WWW, _HTTP, _HTTPS = (tuple(word.encode()) for word in ("www", "http", "https"))
PLACEHOLDER = 24  # longest masked value such as [NIK]


class Pieces(NamedTuple):
    """Working space for one text. Piece k has the folded bytes `folded[first[k]:first[k + 1]]`."""

    folded: Bytes
    first: Offsets
    start: Offsets  # bytes, counted from the start of the text
    stop: Offsets
    char_start: Offsets  # characters
    char_stop: Offsets
    kind: Bytes
    gap: Bytes
    joined: Bytes  # 1 where nothing stands between this piece and the one before it: 50|rb


def pieces(longest: int) -> Pieces:
    """Working space for texts of up to `longest` bytes."""
    ints = [np.empty(longest + 2, np.int64) for _ in range(5)]
    small = [np.empty(longest + 2, np.uint8) for _ in range(3)]
    return Pieces(np.empty(3 * longest + 2, np.uint8), *ints, *small)


@inner
def _letter(byte: int) -> bool:
    return 97 <= (byte | 32) <= 122


@inner
def _digit(byte: int) -> bool:
    return 48 <= byte <= 57


@inner
def decode(data: Bytes, i: int) -> tuple[int, int]:
    """The code point at byte i of valid UTF-8, and its width."""
    byte = data[i]
    if byte < 0x80:
        return whole(byte), 1
    if byte < 0xE0:
        return ((byte & 0x1F) << 6) | (data[i + 1] & 0x3F), 2
    if byte < 0xF0:
        return ((byte & 0x0F) << 12) | ((data[i + 1] & 0x3F) << 6) | (data[i + 2] & 0x3F), 3
    high = ((byte & 0x07) << 18) | ((data[i + 1] & 0x3F) << 12)
    return high | ((data[i + 2] & 0x3F) << 6) | (data[i + 3] & 0x3F), 4


@inner
def _word_end(data: Bytes, i: int, end: int) -> int:
    """The byte after the account name or link that goes on at i."""
    while i < end and data[i] > 32:
        i += 1
    return i


@inner
def _name_end(data: Bytes, i: int, end: int) -> int:
    """The byte after the account name that begins at i; a pseudonym begins with ~."""
    if i < end and data[i] == 126:
        i += 1
    while i < end and (_letter(data[i]) or _digit(data[i]) or data[i] == 95 or data[i] == 46):
        i += 1
    return i


@inner
def _placeholder_end(data: Bytes, i: int, end: int) -> int:
    """The byte after a masked value such as [NIK] or <NAMA> that opens at i, or i if it is none."""
    close = 93 if data[i] == 91 else 62
    for j in range(i + 1, min(end, i + PLACEHOLDER)):
        byte = data[j]
        if byte == close:
            return j + 1 if j > i + 2 else i
        if not (65 <= byte <= 90 or byte == 95 or _digit(byte)):
            return i
    return i


@inner
def _ends_with(data: Bytes, i: int, letters: tuple[int, ...]) -> bool:
    """Whether these small letters, in either case, stand before byte i."""
    if i < len(letters):
        return False
    for k in range(len(letters)):
        if data[i - len(letters) + k] | 32 != letters[k]:
            return False
    return True


@inner
def _opens_link(data: Bytes, i: int, end: int) -> bool:
    """Whether the mark at byte i makes the letters before it the head of a link: http: https: www."""
    if data[i] == 46:
        return _ends_with(data, i, _WWW)
    if data[i] != 58 or i + 2 >= end or data[i + 1] != 47 or data[i + 2] != 47:
        return False
    return _ends_with(data, i, _HTTP) or _ends_with(data, i, _HTTPS)


@inner
def _gap(mark: int, data: Bytes, i: int, end: int, kind: int, length: int) -> int:
    """How strongly a punctuation mark separates."""
    if mark == 46:
        spaced = i + 1 >= end or data[i + 1] <= 32 or data[i + 1] == 46
        short = kind == LETTERS and length <= ABBREVIATION
        return GAP_SENTENCE if spaced and not short else GAP_JOIN
    if mark == 33 or mark == 63:
        return GAP_SENTENCE
    return GAP_JOIN if mark == 45 or mark == 47 or mark == 95 or mark == 38 else GAP_COMMA


@inner
def scan(data: Bytes, page: Bytes, table: npt.NDArray[Any], to: Pieces) -> tuple[int, int]:
    """Fill `to` with the pieces of a text; gives their number and the marks of the text.

    Links, account names and masked values are passed over. Letters are folded (`folding.py`), three or more of a
    kind become one, and words of a #CamelCase tag are told apart.
    """
    n = f = c = run = marks = 0
    kind, gap, tag = CLOSED, GAP_SENTENCE, False
    i, end = 0, len(data)
    while i < end:
        code, width = decode(data, i)
        value = table[page[code >> 8], code & 255]
        if value == IGNORED:
            i += width
            c += 1
            continue
        if value == SEPARATOR:
            if code == 10:
                gap = GAP_SENTENCE
            kind, tag = CLOSED, False
        elif value == PICTURE or value == FOREIGN:
            found = SYMBOL if value == PICTURE else OTHER_SCRIPT
            if kind != found or found == SYMBOL:
                to.first[n], to.start[n], to.char_start[n] = f, i, c
                to.kind[n], to.gap[n], to.joined[n] = found, gap, 0
                n, gap, kind = n + 1, GAP_NONE, found
            for j in range(i, i + width):
                to.folded[f] = data[j]
                f += 1
            to.stop[n - 1], to.char_stop[n - 1] = i + width, c + 1
        else:
            rest = whole(value) & 0xFFFFFF
            while rest:
                mark = rest & 0xFF
                rest >>= 8
                found = LETTERS if 97 <= mark <= 122 else DIGITS if _digit(mark) else CLOSED
                if found != CLOSED:
                    if (
                        tag
                        and found == LETTERS
                        and 65 <= data[i] <= 90
                        and i > 0
                        and 97 <= data[i - 1] <= 122
                    ):
                        kind = CLOSED
                    if kind != found:
                        to.first[n], to.start[n], to.char_start[n] = f, i, c
                        to.kind[n], to.gap[n], to.joined[n] = found, gap, kind != CLOSED
                        n, gap, kind, run = n + 1, GAP_NONE, found, 0
                    run = run + 1 if found == LETTERS and run and to.folded[f - 1] == mark else 1
                    if run < 3:
                        to.folded[f] = mark
                        f += 1
                    elif run == 3:
                        f -= 1
                    to.stop[n - 1], to.char_stop[n - 1] = i + width, c + 1
                    continue
                follows = whole(data[i + width]) if i + width < end else 0
                if mark == 39 or mark == 96:
                    if kind == LETTERS and _letter(follows):
                        continue
                elif (mark == 46 or mark == 44) and kind == DIGITS and _digit(follows):
                    continue
                elif mark == 35:
                    tag, kind = True, CLOSED
                    continue
                past = i
                if mark == 64 and kind == CLOSED:
                    past = _name_end(data, i + 1, end)
                elif mark == 91 or mark == 60:
                    past = _placeholder_end(data, i, end)
                elif kind == LETTERS and _opens_link(data, i, end):
                    n, f, past = n - 1, to.first[n - 1], _word_end(data, i, end)
                if past > i:
                    c += _characters(data, i, past) - 1
                    i, width, rest = past - 1, 1, 0
                else:
                    marks |= QUESTION if mark == 63 else 0
                    gap = max(gap, _gap(mark, data, i, end, kind, f - to.first[n - 1] if n else 0))
                kind, tag = CLOSED, False
        i += width
        c += 1
    to.first[n] = f
    return n, marks


@inner
def _characters(data: Bytes, start: int, stop: int) -> int:
    """How many characters the bytes hold."""
    count = 0
    for i in range(start, stop):
        count += (data[i] & 0xC0) != 0x80
    return count
