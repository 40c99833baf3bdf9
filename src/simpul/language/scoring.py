"""Adds up what a text's features say for each output, in whole numbers, and which words said it.

The rows of a spelling are added up once and remembered: their sum depends on the spelling alone, so that what is remembered
changes the speed and never a sum.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.language.compiling import apart, inner, whole
from simpul.language.deciding import Decision
from simpul.language.features import (
    Naming,
    Sight,
    after_last,
    before,
    mark_rows,
    naming,
    pair_row,
    scope,
    spelling_rows,
    word_row,
)
from simpul.language.hashing import key_of
from simpul.language.heads import SPOKEN
from simpul.language.matching import Patterns
from simpul.language.scanning import LETTERS, Bytes, Ints, Offsets, Pieces
from simpul.language.words import Vocabulary, Words

REMEMBERED = 1 << 15  # spellings; a power of two
STRONGEST = 3  # spans that are kept for one output
AHEAD = 64  # a column in the second cache line of a row
LANGUAGE = 1  # column of the first language in the table
Table = npt.NDArray[Any]  # int8, row × (idf, outputs)


class Recall(NamedTuple):
    """Sums of spellings met lately, each at its place by key."""

    key: Offsets  # 0 is an empty place
    sums: npt.NDArray[Any]  # int16, place × columns
    square: Offsets  # the squared idf values, added up
    word: Offsets  # key of the word
    negates: Bytes


class Tally(NamedTuple):
    """Working space for the sums of one text."""

    sums: Ints  # by column of the table
    square: Offsets  # the sum of squares of the idf, and a sum that nobody asks for
    spoken: Offsets  # letters of the words of each language, then of all words


class Spans(NamedTuple):
    """The strongest words for each output asked about: contribution, first and last piece; rows beyond `found` are empty."""

    asked: Offsets  # columns of the table, −1 for none
    strength: Offsets  # asked × STRONGEST
    first: Offsets
    last: Offsets


def recall(width: int) -> Recall:
    """An empty memory for a table of so many columns."""
    return Recall(
        np.zeros(REMEMBERED, np.int64), np.zeros((REMEMBERED, width), np.int16), np.zeros(REMEMBERED, np.int64),
        np.zeros(REMEMBERED, np.int64), np.zeros(REMEMBERED, np.uint8),
    )  # fmt: skip


def tally(width: int) -> Tally:
    """Working space for a table of so many columns."""
    return Tally(np.zeros(width, np.int32), np.zeros(2, np.int64), np.zeros(len(SPOKEN) + 1, np.int64))


def spans(asked: int) -> Spans:
    """Working space for so many questions."""
    return Spans(np.full(asked, -1, np.int64), *(np.zeros((asked, STRONGEST), np.int64) for _ in range(3)))


@inner
def add_words(
    p: Pieces, units: int, found: Words, vocabulary: Vocabulary, patterns: Patterns, names: Naming, table: Table,
    seen: Sight, lately: Recall, to: Tally, why: Spans,
) -> None:  # fmt: skip
    """Begin the sums of a text with those of its units, and keep the strongest units for what `why` asks."""
    to.sums[:] = 0
    to.square[:] = 0
    to.spoken[:] = 0
    why.strength[:] = 0
    left = whole(0)
    for k in range(units):
        begin, end, gap = found.begin[k], found.end[k], found.gap[k]
        place = _remembered(
            p.folded, begin, end, found.raw[k], found, vocabulary, patterns, names, table, seen, lately
        )
        seen.key[k], seen.negates[k] = lately.word[place], lately.negates[place]
        negated, left = scope(k, gap, left, seen)
        word, pair = word_row(seen.key[k], negated), pair_row(before(k, gap, seen), seen.key[k])
        seen.word[k], seen.pair[k] = word, pair
        to.square[0] += lately.square[place] + _square(table, word) + _square(table, pair)
        to.square[1] += (
            table[word, AHEAD] + table[pair, AHEAD]
        )  # has memory send the rows before they are needed
        for column in range(table.shape[1]):
            to.sums[column] += lately.sums[place, column]
        if found.raw[k] == LETTERS:
            _count_language(place, word, end - begin, table, lately, to)
        for asked in range(len(why.asked)):
            column = why.asked[asked]
            if column >= 0:
                strength = whole(lately.sums[place, column]) + table[word, column] + table[pair, column]
                _keep(asked, strength, found.first[k], found.last[k], why)
    for k in range(units):
        word, pair = seen.word[k], seen.pair[k]
        for column in range(table.shape[1]):
            to.sums[column] += table[word, column] + table[pair, column]
    _add(pair_row(seen.key[units - 1] if units else after_last(), after_last()), table, to)


@inner
def add_marks(decided: Decision, names: Naming, table: Table, seen: Sight, to: Tally) -> None:
    """Add the marks of a text."""
    for k in range(mark_rows(decided, names, seen)):
        _add(seen.row[k], table, to)


@inner
def _add(row: int, table: Table, to: Tally) -> None:
    for column in range(table.shape[1]):
        to.sums[column] += table[row, column]
    to.square[0] += _square(table, row)


@inner
def _square(table: Table, row: int) -> int:
    return whole(table[row, 0]) * whole(table[row, 0])


@inner
def _remembered(
    folded: Bytes, begin: int, end: int, kind: int, found: Words, vocabulary: Vocabulary, patterns: Patterns, names: Naming,
    table: Table, seen: Sight, lately: Recall,
) -> int:  # fmt: skip
    """The place where the sums of a spelling are remembered, from now on if they were not."""
    key = key_of(folded, begin, end, kind)
    place = key & (len(lately.key) - 1)
    if lately.key[place] == key:
        return place
    lately.key[place] = key
    _fill(place, folded, begin, end, kind, found, vocabulary, patterns, names, table, seen, lately)
    return place


@apart
def _fill(
    place: int, folded: Bytes, begin: int, end: int, kind: int, found: Words, vocabulary: Vocabulary, patterns: Patterns,
    names: Naming, table: Table, seen: Sight, lately: Recall,
) -> None:  # fmt: skip
    """Add up the rows of a spelling at its place."""
    lately.word[place], lately.negates[place] = naming(
        folded, begin, end, kind, vocabulary.spellings, found.memory, patterns.does, names
    )
    lately.sums[place] = 0
    square = whole(0)
    for k in range(spelling_rows(folded, begin, end, seen.row)):
        row = seen.row[k]
        for column in range(table.shape[1]):
            lately.sums[place, column] += table[row, column]
        square += _square(table, row)
    lately.square[place] = square


@inner
def _count_language(place: int, word: int, letters: int, table: Table, lately: Recall, to: Tally) -> None:
    """Count the letters of a word for the language that it is most like, if it is clearly like one."""
    best, second, language = whole(-(1 << 30)), whole(-(1 << 30)), whole(0)
    for each in range(len(SPOKEN)):
        score = whole(lately.sums[place, LANGUAGE + each]) + table[word, LANGUAGE + each]
        if score > best:
            best, second, language = score, best, whole(each)
        else:
            second = max(second, score)
    to.spoken[len(SPOKEN)] += letters
    if best > second:
        to.spoken[language] += letters


@apart
def _keep(asked: int, strength: int, first: int, last: int, why: Spans) -> None:
    """Put a word among the strongest, before weaker ones; of equals the first in the text leads."""
    for rank in range(STRONGEST):
        if strength > why.strength[asked, rank]:
            for other in range(STRONGEST - 1, rank, -1):
                why.strength[asked, other] = why.strength[asked, other - 1]
                why.first[asked, other], why.last[asked, other] = (
                    why.first[asked, other - 1],
                    why.last[asked, other - 1],
                )
            why.strength[asked, rank], why.first[asked, rank], why.last[asked, rank] = strength, first, last
            return
