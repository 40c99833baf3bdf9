"""What a model sees of a text: the rows of its table that the text's words, letters, marks and list decisions lead to.

Each feature is hashed to one row. Three ranges of rows: letters (character 2–5-grams of each word), words (as spelled, as the
lists know them, in pairs, and marked within the scope of a negation), and marks (punctuation, capitals, what the lists decided).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.language.compiling import apart, inner, whole
from simpul.language.deciding import Decision
from simpul.language.labels import Column
from simpul.language.matching import NEGATES
from simpul.language.scanning import (
    DIGITS,
    GAP_COMMA,
    LETTERS,
    OTHER_SCRIPT,
    SYMBOL,
    Bytes,
    Offsets,
    Pieces,
)
from simpul.language.spelling import Memory, Spellings, look_up
from simpul.language.words import Words

VERSION = 1  # of these features: a model made for others is refused
BITS = 17
ROWS = 1 << BITS
MARKS = 1 << 11  # rows for marks, the last ones
LETTER_ROWS = ROWS // 2
WORD_ROWS = ROWS - LETTER_ROWS - MARKS
SHORTEST_GRAM, LONGEST_GRAM = 2, 5
LONGEST_SPELLING = 48  # bytes of a word that are read
NEGATED_WORDS = 3  # after a negation, within the clause
MOST_SPELLING_ROWS = (LONGEST_GRAM - SHORTEST_GRAM + 1) * (LONGEST_SPELLING + 2) + 1
ROWS_PER_UNIT = 2  # beside those of its spelling
MOST_MARKS = 512  # of a text
_32_BITS, _PRIME, _BASIS = 0xFFFFFFFF, 16777619, 2166136261
_FACTOR, _FACTOR_2 = 0x2C1B3C6D, 0x297A2D39
_GRAM, _SPELLED, _WORD, _NEGATED, _PAIR, _MARK, _LENGTH, _FOUND, _DECIDED = range(11, 20)  # salts
_BEGIN, _END, _CLAUSE, _NUMBER = 101, 102, 103, 110  # keys that stand for no word
_STEPS = (0, 1, 4)  # a mark is told once, more than once, often
(
    _EXCLAMATIONS, _QUESTIONS, _DOTS, _COMMAS, _QUOTES, _SMILES, _FROWNS, _TAGS, _NAMES, _LINKS, _LINES, _SHOUTED,
    _CAPITALIZED, _LENGTHENED, _NUMBERS, _PICTURES,
) = range(16)  # fmt: skip
COUNTED = 16
_MARK_OF = np.full(65, -1, np.int64)  # by byte
_MARK_OF[list(b'!?,"#@\n')] = _EXCLAMATIONS, _QUESTIONS, _COMMAS, _QUOTES, _TAGS, _NAMES, _LINES
_SPACE, _STOP, _COLON, _SEMICOLON, _EQUALS, _HYPHEN, _SLASH, _APOSTROPHE = b" .:;=-/'"
_CLOSING, _OPENING, _D = b")(d"

Known = npt.NDArray[Any]  # int64


class Naming(NamedTuple):
    """How words and list decisions are called in features: by their names, so that a longer list moves no row."""

    words: Known  # of a word number: the key of its name
    values: Known  # of Column × value: the key of both names


class Sight(NamedTuple):
    """Working space for the features of one text."""

    row: Offsets  # rows of one spelling, or of one text
    key: Offsets  # of the units: the word's key
    negates: Bytes  # of the units
    word: Offsets  # rows of the units' words
    pair: Offsets  # rows of the pairs that end with each unit, and with the end of the text
    marks: Offsets  # of the text, counted, and the number of its units


def sight(longest: int) -> Sight:
    """Working space for texts of up to `longest` bytes."""
    rows = MOST_SPELLING_ROWS + MOST_MARKS
    return Sight(
        np.empty(rows, np.int64), np.empty(longest + 2, np.int64), np.empty(longest + 2, np.uint8),
        np.empty(longest + 2, np.int64), np.empty(longest + 2, np.int64), np.zeros(COUNTED + 1, np.int64),
    )  # fmt: skip


@inner
def _row(key: int, first: int, rows: int) -> int:
    """The row of a key among these rows (the finalizer of MurmurHash3, 31 bits of its factors)."""
    key = key ^ (key >> 16)
    key = (key * _FACTOR) & _32_BITS
    key = key ^ (key >> 13)
    key = (key * _FACTOR_2) & _32_BITS
    key = key ^ (key >> 16)
    return first + (key * rows >> 32)


@inner
def _join(key: int, other: int) -> int:
    """One 32-bit key of two, in this order: FNV-1a, a number at a time. No product leaves 63 bits."""
    return (((whole(key) ^ whole(other)) * _PRIME) & _32_BITS) ^ (whole(key) >> 15)


@inner
def _spelled(folded: Bytes, begin: int, end: int) -> int:
    key = whole(_BASIS)
    for i in range(begin, min(end, begin + LONGEST_SPELLING)):
        key = ((key ^ whole(folded[i])) * _PRIME) & _32_BITS
    return key


def spelling_key(name: str) -> int:
    """The key that kernels give a spelling, so that a word is the same word whether or not a list knows it."""
    key = _BASIS
    for byte in name.encode()[:LONGEST_SPELLING]:
        key = (key ^ byte) * _PRIME & _32_BITS
    return key


@inner
def word_row(key: int, negated: bool) -> int:
    """The row of a word, of its own where it is negated."""
    return _row(_join(key, _NEGATED if negated else _WORD), LETTER_ROWS, WORD_ROWS)


@inner
def pair_row(key: int, following: int) -> int:
    """The row of two neighbours."""
    return _row(_join(_join(key, following), _PAIR), LETTER_ROWS, WORD_ROWS)


@inner
def spelling_rows(folded: Bytes, begin: int, end: int, to: Offsets) -> int:
    """Put the rows of a spelling into `to`: its n-grams between two spaces, and itself; gives their number."""
    end = min(end, begin + LONGEST_SPELLING)
    n = whole(0)
    for first in range(begin - 1, end):
        key = whole(_GRAM)
        for size in range(1, LONGEST_GRAM + 1):
            at = first + size - 1
            if at > end:
                break
            byte = whole(folded[at]) if begin <= at < end else whole(_SPACE)
            key = ((key ^ byte) * _PRIME) & _32_BITS
            if size >= SHORTEST_GRAM:
                to[n] = _row(_join(key, size), 0, LETTER_ROWS)
                n += 1
    to[n] = _row(_join(_spelled(folded, begin, end), _SPELLED), LETTER_ROWS, WORD_ROWS)
    return n + 1


@inner
def naming(
    folded: Bytes,
    begin: int,
    end: int,
    kind: int,
    known: Spellings,
    lately: Memory,
    does: Bytes,
    names: Naming,
) -> tuple[int, bool]:
    """The key of the word that a unit spells, and whether it negates."""
    if kind == DIGITS:
        return whole(_NUMBER) + min(end - begin, 6), False
    entry = whole(-1)
    if kind != OTHER_SCRIPT:
        entry, _ = look_up(folded, begin, end, known, lately)
    word = whole(known.word[entry]) if entry >= 0 else whole(-1)
    if word >= 0:
        return whole(names.words[word]), does[word] & NEGATES != 0
    return _spelled(folded, begin, end), False


@inner
def before(unit: int, gap: int, to: Sight) -> int:
    """The key of what stands before a unit: a word, the end of a clause, or the beginning of the text."""
    if unit == 0:
        return whole(_BEGIN)
    return whole(_CLAUSE) + gap if gap >= GAP_COMMA else whole(to.key[unit - 1])


@inner
def after_last() -> int:
    """The key of the end of the text."""
    return whole(_END)


@inner
def scope(unit: int, gap: int, left: int, to: Sight) -> tuple[bool, int]:
    """Whether a unit is negated, and how many more will be, where `left` were to be."""
    if gap >= GAP_COMMA:
        left = whole(0)
    if to.negates[unit]:
        return False, whole(NEGATED_WORDS)
    return left > 0, max(left - 1, 0)


@apart
def mark_rows(decided: Decision, names: Naming, to: Sight) -> int:
    """Put the rows of the marks of a text, counted before, and of what the lists decided into `to.row`; gives their number."""
    n = whole(0)
    for mark in range(COUNTED):
        for step in range(len(_STEPS)):
            if to.marks[mark] > _STEPS[step]:
                n = _mark(_join(_join(_MARK, mark), step), n, to)
    n = _mark(_join(_LENGTH, _magnitude(to.marks[COUNTED])), n, to)
    if decided.value[Column.MISTARGETED] < 0:  # no words
        return n
    for column in range(Column.ISSUE, Column.PLACE):
        for value in range(decided.by_value.shape[1]):
            if decided.by_value[column, value] > 0:
                n = _mark(_join(names.values[column, value], _FOUND), n, to)
        if decided.value[column] >= 0:
            n = _mark(_join(names.values[column, decided.value[column]], _DECIDED), n, to)
    for slot in range(len(decided.needs)):
        if decided.needs[slot] >= 0:
            n = _mark(
                _join(names.values[Column.NEED, decided.needs[slot]], _FOUND if slot else _DECIDED), n, to
            )
    return n


@inner
def _mark(key: int, n: int, to: Sight) -> int:
    to.row[n] = _row(key, ROWS - MARKS, MARKS)
    return n + 1


@inner
def _magnitude(number: int) -> int:
    """How often a number can be halved."""
    halvings = whole(0)
    while number >> halvings > 1:
        halvings += 1
    return halvings


@apart
def count_marks(text: Bytes, p: Pieces, units: int, found: Words, to: Sight) -> None:
    """Count the marks of a text of so many units, and the units."""
    count = to.marks
    count[:] = 0
    count[COUNTED] = units
    _count_punctuation(text, count)
    for k in range(units):
        kind, first, last = found.raw[k], found.first[k], found.last[k]
        if kind != LETTERS:
            count[_NUMBERS] += kind == DIGITS
            count[_PICTURES] += kind == SYMBOL
            continue
        start, stop = p.start[first], p.stop[last]
        if 65 <= text[start] <= 90:
            shouted = stop - start > 2 and 65 <= text[stop - 1] <= 90
            count[_SHOUTED] += shouted
            count[_CAPITALIZED] += not shouted
        count[_LENGTHENED] += stop - start > p.first[last + 1] - p.first[first] + 1


@inner
def _count_punctuation(text: Bytes, count: Offsets) -> None:
    for i in range(len(text)):
        byte = text[i]
        if byte > 64 or byte == _SPACE:
            continue
        mark = _MARK_OF[byte]
        if mark >= 0:
            count[mark] += 1
        elif byte == _STOP:
            count[_DOTS] += i + 1 < len(text) and text[i + 1] == _STOP
        elif byte == _COLON or byte == _SEMICOLON or byte == _EQUALS:
            mouth = whole(text[i + 1]) if i + 1 < len(text) else whole(0)
            if mouth == _HYPHEN and i + 2 < len(text):
                mouth = whole(text[i + 2])
            count[_SMILES] += mouth == _CLOSING or mouth | 32 == _D
            count[_FROWNS] += mouth == _OPENING or mouth == _APOSTROPHE
            count[_LINKS] += byte == _COLON and mouth == _SLASH
