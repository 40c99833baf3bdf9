"""The compiled pass over a batch of texts: what the lists decide, what the model adds up, and on a second pass the evidence."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from simpul.corpus.utf8 import from_buffers
from simpul.language.compiling import borrowed, entry, inner
from simpul.language.deciding import Decision, Means, decide, decide_language, decision
from simpul.language.features import Naming, Sight, count_marks, sight
from simpul.language.folding import Folding
from simpul.language.lists import Lists
from simpul.language.matching import Hits, Patterns, hits, match
from simpul.language.model import Model
from simpul.language.scanning import Bytes, Ints, Offsets, Pieces, pieces, scan
from simpul.language.scoring import Recall, Spans, Tally, add_marks, add_words, recall, spans, tally
from simpul.language.scoring import Table as Weights
from simpul.language.tables import table
from simpul.language.words import Vocabulary, Words, read, spell, words
from simpul.language.writing import (
    LONGEST_PIECE,
    MOST_PIECES,
    MOST_SHOWN,
    PIECE_EXTRA,
    SPAN_EXTRA,
    SPANS,
    Paper,
    Prefixes,
    write,
    write_spans,
)

LONGEST_TEXT = 1 << 18  # bytes of a text that are read, so that one monstrous cell costs no gigabytes
_PAPER = 300  # bytes of evidence that most texts need


class Found(NamedTuple):
    """What one pass found, a row for each text."""

    values: npt.NDArray[np.int32]  # what the lists decide: by Column, then the language, then needs
    style: npt.NDArray[np.float64]  # the lists' style score
    sums: npt.NDArray[np.int32]  # by column of the model's table
    square: npt.NDArray[np.int64]  # of the idf values, added up
    spoken: npt.NDArray[np.int64]  # letters by language, and of all words


class Asked(NamedTuple):
    """Whose evidence is asked for, a row for each text: columns of the model's table (-1: none), and prefixes to write."""

    column: npt.NDArray[np.int64]
    prefix: npt.NDArray[np.int64]


class Given(NamedTuple):
    """All that the kernel reads but the texts."""

    folds: Folding
    vocabulary: Vocabulary
    patterns: Patterns
    means: Means
    parents: Ints
    names: Naming
    prefixes: Prefixes
    weights: Weights


class Space(NamedTuple):
    """Working space for one text at a time, and what is remembered of spellings."""

    pieces: Pieces
    words: Words
    hits: Hits
    decision: Decision
    sight: Sight
    recall: Recall
    tally: Tally
    spans: Spans


def given(lists: Lists, model: Model) -> Given:
    """Lists and model as the kernel takes them."""
    return Given(
        lists.folding, lists.vocabulary, lists.patterns, lists.means, lists.parents, lists.naming, lists.prefixes,
        model.table,
    )  # fmt: skip


def space(offsets: Offsets, to: Given, asked: int) -> Space:
    """Working space for the texts between these offsets, of which so many labels may be explained."""
    longest = min(LONGEST_TEXT, int(np.diff(offsets).max(initial=1)))
    width = to.weights.shape[1]
    return Space(
        pieces(longest), words(longest), hits(longest), decision(len(to.means), len(table("needs"))),
        sight(longest), recall(width), tally(width), spans(asked),
    )  # fmt: skip


def look(data: Bytes, offsets: Offsets, to: Given, within: Space) -> Found:
    """What lists and model find in each text."""
    none = np.empty((0, len(within.spans.asked)), np.int64)
    found: Found = _pass(data, offsets, to, within, none, none, 0)[0]
    return Found(*found)


def explain(data: Bytes, offsets: Offsets, to: Given, within: Space, asked: Asked) -> pl.Series:
    """The evidence of each text; null where there is none."""
    longest_prefix = int(np.diff(to.prefixes.first).max())
    most = SPANS + 3 * asked.column.shape[1]
    room = most * (longest_prefix + MOST_PIECES * (LONGEST_PIECE + PIECE_EXTRA) + SPAN_EXTRA)
    evidence, ends = _pass(data, offsets, to, within, asked.column, asked.prefix, room)[1:]
    return from_buffers(evidence, ends, np.diff(ends) > 0)


@entry
def _pass(version: int) -> Any:
    def over(
        data: Bytes, offsets: Offsets, given: Given, space: Space, asked: Offsets, prefix: Offsets, room: int
    ) -> tuple[tuple[Any, ...], Bytes, Offsets]:
        """One pass over the texts between these offsets; writes the evidence if it is asked for, else counts."""
        _ = version
        given, space = borrowed(given), borrowed(space)
        found, decided = space.words, space.decision
        writing = len(asked) > 0
        rows, columns, needs = len(offsets) - 1, len(decided.value), len(decided.needs)
        kept = 0 if writing else rows
        values, scores = np.empty((kept, columns + 1 + needs), np.int32), np.empty(kept, np.float64)
        sums, square = np.empty((kept, len(space.tally.sums)), np.int32), np.empty(kept, np.int64)
        spoken = np.empty((kept, len(space.tally.spoken)), np.int64)
        evidence, at = np.empty(_PAPER * rows + room if writing else 0, np.uint8), np.zeros(2, np.int64)
        ends, shown = np.zeros(rows + 1 if writing else 1, np.int64), np.zeros(1 + 3 * MOST_SHOWN, np.int64)
        paper = borrowed(Paper(evidence, at, shown))
        for row in range(rows):
            text = data[offsets[row] : _text_end(data, offsets[row], offsets[row + 1])]
            for k in range(asked.shape[1] if writing else 0):
                space.spans.asked[k] = asked[row, k]
            n, marks = scan(text, given.folds.page, given.folds.table, space.pieces)
            units = spell(space.pieces, n, given.vocabulary.spellings, found)
            add_words(
                space.pieces, units, found, given.vocabulary, given.patterns, given.names, given.weights,
                space.sight, space.recall, space.tally, space.spans,
            )  # fmt: skip
            count_marks(text, space.pieces, units, found, space.sight)
            m = read(space.pieces, units, given.vocabulary, found)
            k = match(found, m, given.patterns, space.hits)
            decide(found, m, space.hits, k, marks, given.patterns, given.means, given.parents, decided)
            language = decide_language(found)
            if not writing:
                add_marks(decided, given.names, given.weights, space.sight, space.tally)
                for column in range(columns):
                    values[row, column] = decided.value[column]
                values[row, columns] = language
                for slot in range(needs):
                    values[row, columns + 1 + slot] = decided.needs[slot]
                scores[row], square[row] = decided.score[0], space.tally.square[0]
                for column in range(sums.shape[1]):
                    sums[row, column] = space.tally.sums[column]
                for each in range(spoken.shape[1]):
                    spoken[row, each] = space.tally.spoken[each]
                continue
            if len(evidence) - at[0] < room:
                larger = np.empty(2 * len(evidence), np.uint8)
                for i in range(at[0]):
                    larger[i] = evidence[i]
                evidence = larger
                paper = borrowed(Paper(evidence, at, shown))
            write(
                text, space.pieces, found, m, space.hits, k, language, decided, given.patterns, given.means,
                given.folds, given.prefixes, paper,
            )  # fmt: skip
            for each in range(asked.shape[1]):
                write_spans(
                    text,
                    space.pieces,
                    space.spans,
                    each,
                    prefix[row, each],
                    given.folds,
                    given.prefixes,
                    paper,
                )
            ends[row + 1] = at[0]
        return (values, scores, sums, square, spoken), evidence, ends

    return over


@inner
def _text_end(data: Bytes, start: int, stop: int) -> int:
    """The byte after what is read of a text: all of it, or whole characters up to LONGEST_TEXT."""
    if stop - start <= LONGEST_TEXT:
        return stop
    end = start + LONGEST_TEXT
    while data[end] & 0xC0 == 0x80:
        end -= 1
    return end
