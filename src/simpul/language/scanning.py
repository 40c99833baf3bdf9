"""From the bytes of a text to its pieces: runs of letters, of digits, and single pictographs, folded, with their places."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.corpus.marks import LABELS
from simpul.language.compiling import inner, whole
from simpul.language.folding import FOREIGN, IGNORED, PICTURE, SEPARATOR

Bytes = npt.NDArray[Any]  # uint8
Ints = npt.NDArray[Any]  # int32, of lists
Offsets = npt.NDArray[Any]  # int64, of texts

LETTERS, DIGITS, SYMBOL, OTHER_SCRIPT = 0, 1, 2, 3  # kinds of pieces
CLOSED = 9
GAP_NONE, GAP_JOIN, GAP_COMMA, GAP_SENTENCE = 0, 1, 2, 3  # what stands before a piece
QUESTION = 1  # marks of a whole text
PLACEHOLDER = 24  # bytes of the longest masked value that is known by its capitals
ABBREVIATION = 3  # letters after which a full stop does not end the sentence: kel. Cacaban
_MASKS = np.zeros((len(LABELS), 1 + PLACEHOLDER), np.uint8)  # length and bytes of what masking leaves
for _row, _mark in enumerate(LABELS.values()):
    _MASKS[_row, : 1 + len(_mark)] = [len(_mark), *_mark.encode()]
_PACKED = 24  # bits of the characters that a code point stands for
_NEWLINE, _HASH, _AMPERSAND, _APOSTROPHE, _COMMA, _HYPHEN, _STOP, _SLASH = (ord(mark) for mark in "\n#&',-./")
_COLON, _LESS, _QUESTION_MARK, _AT, _BRACKET, _UNDERSCORE = (ord(mark) for mark in ":<?@[_")
_GRAVE, _EXCLAMATION, _TILDE = (ord(mark) for mark in "`!~")
_WWW, _HTTP, _HTTPS = (tuple(word.encode()) for word in ("www", "http", "https"))


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
    return Pieces(np.empty(5 * longest + 2, np.uint8), *ints, *small)


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
    while i < end and (_letter(data[i]) or _digit(data[i]) or data[i] == _UNDERSCORE or data[i] == _STOP):
        i += 1
    return i


@inner
def _placeholder_end(data: Bytes, i: int, end: int) -> int:
    """The byte after a masked value that opens at i, [rekening] or in capitals <NAMA>; i if it is none."""
    for row in range(len(_MASKS)):
        length = whole(_MASKS[row, 0])
        same = i + length <= end
        for k in range(length if same else 0):
            same &= data[i + k] == _MASKS[row, 1 + k]
        if same:
            return i + length
    close = data[i] + 2  # ] and > stand two places after [ and <
    for j in range(i + 1, min(end, i + PLACEHOLDER)):
        byte = data[j]
        if byte == close:
            return j + 1 if j > i + 2 else i
        if not (65 <= byte <= 90 or byte == _UNDERSCORE or _digit(byte)):
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
    if data[i] == _STOP:
        return _ends_with(data, i, _WWW)
    if data[i] != _COLON or i + 2 >= end or data[i + 1] != _SLASH or data[i + 2] != _SLASH:
        return False
    return _ends_with(data, i, _HTTP) or _ends_with(data, i, _HTTPS)


@inner
def _gap(mark: int, data: Bytes, i: int, end: int, kind: int, length: int) -> int:
    """How strongly a punctuation mark separates."""
    if mark == _STOP:
        spaced = i + 1 >= end or data[i + 1] <= 32 or data[i + 1] == _STOP
        short = kind == LETTERS and length <= ABBREVIATION
        return GAP_SENTENCE if spaced and not short else GAP_JOIN
    if mark == _EXCLAMATION or mark == _QUESTION_MARK:
        return GAP_SENTENCE
    joins = mark == _HYPHEN or mark == _SLASH or mark == _UNDERSCORE or mark == _AMPERSAND
    return GAP_JOIN if joins else GAP_COMMA


@inner
def scan(data: Bytes, page: Bytes, table: npt.NDArray[Any], to: Pieces) -> tuple[int, int]:
    """Fill `to` with the pieces of a text; gives their number and the marks of the text.

    Links, account names and masked values are passed over. Letters are folded (`folding.py`), three or more of a
    kind become one, and words of a #CamelCase tag are told apart.
    """
    n = f = c = run = marks = i = whole(0)  # pieces, folded bytes, characters, letters of a kind running
    kind, gap, tag, end = CLOSED, GAP_SENTENCE, False, len(data)
    while i < end:
        if kind == LETTERS and not tag and _letter(data[i]):  # most bytes
            f, run = _append(data[i] | 32, f, run, to)
            to.stop[n - 1], to.char_stop[n - 1] = i + 1, c + 1
            i, c = i + 1, c + 1
            continue
        code, width = decode(data, i)
        value = whole(table[page[code >> 8], code & 255])
        past, mark = i + width, value & 0xFF
        if value == SEPARATOR:
            gap = GAP_SENTENCE if code == _NEWLINE else gap
            kind, tag = CLOSED, False
        elif value == PICTURE or value == FOREIGN:
            found = SYMBOL if value == PICTURE else OTHER_SCRIPT
            if kind != found or found == SYMBOL:
                n = _begin(n, f, i, c, found, gap, False, to)
                kind, gap = found, GAP_NONE
            for j in range(i, past):
                to.folded[f] = data[j]
                f += 1
            to.stop[n - 1], to.char_stop[n - 1] = past, c + 1
        elif _letter(mark) or _digit(mark):
            if tag and _begins_word(data, i):
                kind = CLOSED
            for place in range(0, _PACKED, 8):
                mark = value >> place & 0xFF
                found = LETTERS if _letter(mark) else DIGITS if _digit(mark) else CLOSED
                if found == CLOSED:
                    break
                if found != kind:
                    n = _begin(n, f, i, c, found, gap, kind != CLOSED, to)
                    kind, gap, run = found, GAP_NONE, whole(0)
                f, run = _append(mark, f, run, to)
            to.stop[n - 1], to.char_stop[n - 1] = past, c + 1
        elif value != IGNORED and not _inside_word(mark, kind, data, past, end):
            over = _passed_over(mark, kind, data, i, end)
            if over == i and mark != _HASH:
                gap = max(gap, _gap(mark, data, i, end, kind, f - to.first[n - 1] if n > 0 else 0))
                marks |= QUESTION if mark == _QUESTION_MARK else 0
            if over > i:
                c += _characters(data, i, over) - 1
                past = over
                if mark == _COLON or mark == _STOP:  # what began the link is no word
                    n, f = n - 1, to.first[n - 1]
            kind, tag = CLOSED, mark == _HASH
        i, c = past, c + 1
    to.first[n] = f
    return n, marks


@inner
def _begin(n: int, f: int, i: int, c: int, kind: int, gap: int, joined: bool, to: Pieces) -> int:
    """Begin a piece at byte i and character c; gives the number of pieces."""
    to.first[n], to.start[n], to.char_start[n] = f, i, c
    to.kind[n], to.gap[n], to.joined[n] = kind, gap, joined
    return n + 1


@inner
def _append(mark: int, f: int, run: int, to: Pieces) -> tuple[int, int]:
    """Append a letter or digit; gives the number of folded bytes, and of like letters running. Three or more become one."""
    run = run + 1 if run > 0 and to.folded[f - 1] == mark and not _digit(mark) else whole(1)
    if run == 3:
        return f - 1, run
    if run < 3:
        to.folded[f] = mark
        f += 1
    return f, run


@inner
def _begins_word(data: Bytes, i: int) -> bool:
    """Whether a capital at byte i follows a small letter, as in #BansosTelat."""
    return bool(i > 0 and 65 <= data[i] <= 90 and 97 <= data[i - 1] <= 122)


@inner
def _inside_word(mark: int, kind: int, data: Bytes, past: int, end: int) -> bool:
    """Whether a mark with data[past:] behind it belongs to the word or number that it stands in: jum'at, 1.500."""
    if past >= end:
        return False
    if mark == _APOSTROPHE or mark == _GRAVE:
        return bool(kind == LETTERS and _letter(data[past]))
    return bool((mark == _STOP or mark == _COMMA) and kind == DIGITS and _digit(data[past]))


@inner
def _passed_over(mark: int, kind: int, data: Bytes, i: int, end: int) -> int:
    """The byte after the account name, masked value or link that the mark at byte i begins; i if it begins none."""
    if mark == _AT and kind == CLOSED:
        return _name_end(data, i + 2 if i + 1 < end and data[i + 1] == _TILDE else i + 1, end)
    if mark == _BRACKET or mark == _LESS:
        return _placeholder_end(data, i, end)
    if kind == LETTERS and _opens_link(data, i, end):
        return _word_end(data, i, end)
    return i


@inner
def _characters(data: Bytes, start: int, stop: int) -> int:
    """How many characters the bytes hold."""
    count = 0
    for i in range(start, stop):
        count += (data[i] & 0xC0) != 0x80
    return count
