"""From texts to the rows of their features: what training learns from."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from simpul.corpus.utf8 import buffers
from simpul.language.compiling import borrowed, entry, inner, whole
from simpul.language.deciding import Decision, Means, decide, decision
from simpul.language.features import (
    ROWS_PER_UNIT,
    Naming,
    Sight,
    after_last,
    before,
    count_marks,
    mark_rows,
    naming,
    pair_row,
    scope,
    sight,
    spelling_rows,
    word_row,
)
from simpul.language.folding import Folding
from simpul.language.lists import Lists
from simpul.language.matching import Hits, Patterns, hits, match
from simpul.language.scanning import Bytes, Ints, Offsets, Pieces, pieces, scan
from simpul.language.tables import table
from simpul.language.words import Vocabulary, Words, read, spell, words

LONGEST_SEEN = 1 << 14  # bytes of a text that training reads


class Seen(NamedTuple):
    """Rows of features, text after text; those of text i are `row[first[i]:first[i + 1]]`."""

    row: npt.NDArray[np.int32]
    first: npt.NDArray[np.int64]


def see(texts: pl.Series, lists: Lists) -> Seen:
    """The features of each text, as often as they occur, in the order of the text."""
    data, offsets = buffers(texts.str.head(LONGEST_SEEN // 4))
    longest = int(np.diff(offsets).max(initial=1))
    space = pieces(longest), words(longest), hits(longest), sight(longest)
    decided = decision(len(lists.means), len(table("needs")))
    row, first = _see_all(
        data, offsets, lists.folding, lists.vocabulary, lists.patterns, lists.means, lists.parents, lists.naming,
        *space, decided,
    )  # fmt: skip
    return Seen(row, first)


@entry
def _see_all(version: int) -> Callable[..., tuple[Ints, Offsets]]:
    def see_all(
        data: Bytes, offsets: Offsets, folds: Folding, vocabulary: Vocabulary, patterns: Patterns, means: Means,
        parents: Ints, names: Naming, space: Pieces, found: Words, hit: Hits, seen: Sight, decided: Decision,
    ) -> tuple[Ints, Offsets]:  # fmt: skip
        _ = version
        folds, vocabulary, patterns = borrowed(folds), borrowed(vocabulary), borrowed(patterns)
        means, parents, names = borrowed(means), borrowed(parents), borrowed(names)
        space, found, hit = borrowed(space), borrowed(found), borrowed(hit)
        seen, decided = borrowed(seen), borrowed(decided)
        first = np.zeros(len(offsets), np.int64)
        rows = np.empty(1 << 20, np.int32)
        at = whole(0)
        for i in range(len(offsets) - 1):
            text = data[offsets[i] : offsets[i + 1]]
            n, marks = scan(text, folds.page, folds.table, space)
            units = spell(space, n, vocabulary.spellings, found)
            while len(rows) - at < units * (len(seen.row) + ROWS_PER_UNIT) + len(seen.row) + 1:
                larger = np.empty(2 * len(rows), np.int32)
                larger[:at] = rows[:at]
                rows = larger
            at = _see_words(space, units, found, vocabulary, patterns, names, seen, rows, at)
            count_marks(text, space, units, found, seen)
            m = read(space, units, vocabulary, found)
            decide(found, m, hit, match(found, m, patterns, hit), marks, patterns, means, parents, decided)
            at = _append(seen, mark_rows(decided, names, seen), rows, at)
            first[i + 1] = at
        return rows[:at], first

    return see_all


@inner
def _see_words(
    p: Pieces, units: int, found: Words, vocabulary: Vocabulary, patterns: Patterns, names: Naming, seen: Sight,
    rows: Ints, at: int,
) -> int:  # fmt: skip
    left = whole(0)
    for k in range(units):
        begin, end, gap = found.begin[k], found.end[k], found.gap[k]
        seen.key[k], seen.negates[k] = naming(
            p.folded, begin, end, found.raw[k], vocabulary.spellings, found.memory, patterns.does, names
        )
        negated, left = scope(k, gap, left, seen)
        at = _append(seen, spelling_rows(p.folded, begin, end, seen.row), rows, at)
        rows[at] = word_row(seen.key[k], negated)
        rows[at + 1] = pair_row(before(k, gap, seen), seen.key[k])
        at += 2
    rows[at] = pair_row(seen.key[units - 1] if units else after_last(), after_last())
    return at + 1


@inner
def _append(seen: Sight, n: int, rows: Ints, at: int) -> int:
    for k in range(n):
        rows[at + k] = seen.row[k]
    return at + n
