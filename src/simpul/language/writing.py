"""Writes the evidence of a text: which words, at which characters, decided for which label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.corpus.utf8 import buffers
from simpul.language.compiling import apart, inner, whole
from simpul.language.deciding import Decision, Means, named_place
from simpul.language.folding import IGNORED, Folding
from simpul.language.labels import LANGUAGES, STYLES, Column
from simpul.language.matching import Hits, Patterns
from simpul.language.scanning import GAP_COMMA, Bytes, Offsets, Pieces, decode
from simpul.language.scoring import STRONGEST, Spans
from simpul.language.spelling import LANGUAGES as TALLIES
from simpul.language.words import NUMBER, SHOWN, Words

MOST_SPANS = 3  # shown for one value
MOST_PIECES, LONGEST_PIECE = 16, 40  # pieces of a span, and bytes of a piece, that are shown
PIECE_EXTRA, SPAN_EXTRA = (
    5,
    48,
)  # bytes beside a piece (a space, a last character), and of separators and offsets
MOST_NUMBERS = 4  # RT and RW numbers that are shown
SPANS = MOST_SPANS * (len(Column) + 5) + 2 * TALLIES + 2 * MOST_NUMBERS  # at most, of one text
LANGUAGE, NEIGHBOURHOOD = len(Column), len(Column) + 1  # further columns of `Prefixes`
MODEL_COLUMNS = ("stance", "aspiration", "function", "progress", "purpose", "call_to_care")
FIRST_MODEL_COLUMN = NEIGHBOURHOOD + 1  # of those that only the model decides
MOST_SHOWN = SPANS + MOST_SPANS * 24  # spans of one text that are remembered
_FLAGS = (Column.MISTARGETED, Column.ON_BEHALF, Column.ABUSE)
_SHOWN_COLUMNS = np.array([Column.ISSUE, Column.SENTIMENT, *_FLAGS, Column.INTENT, Column.STYLE])
_SANTAI, _MIXED = STYLES.index("santai"), LANGUAGES.index("mixed")


class Prefixes(NamedTuple):
    """The texts `column=value:`; that of value v of column c is `data[first[k]:first[k + 1]]` with k = of[c] + v."""

    data: Bytes
    first: Offsets
    of: Offsets
    neighbourhoods: Offsets  # the words rt and rw


def prefixes(values: Sequence[tuple[str, Sequence[str]]], neighbourhoods: tuple[int, int]) -> Prefixes:
    """The prefixes of columns and their values: those of `Column` in order, LANGUAGE, NEIGHBOURHOOD, MODEL_COLUMNS."""
    data, first = buffers(pl.Series([f"{column}={value}:" for column, each in values for value in each]))
    of = np.cumsum([0, *(len(each) for _, each in values)])
    return Prefixes(data, first, of, np.array(neighbourhoods, np.int64))


class Paper(NamedTuple):
    """Where evidence is written, and how: the next byte and the first one of this text."""

    data: Bytes
    at: Offsets
    shown: Offsets  # prefix, first and last piece of each span that was written


@inner
def write(
    text: Bytes, pieces: Pieces, words: Words, m: int, hits: Hits, n: int, language: int, decision: Decision,
    patterns: Patterns, means: Means, folds: Folding, prefixes: Prefixes, paper: Paper,
) -> None:  # fmt: skip
    """Write the evidence of one text; there must be room for SPANS spans."""
    paper.at[1] = paper.at[0]
    paper.shown[0] = 0
    _write_language(text, pieces, words, language, folds, prefixes, paper)
    for k in range(len(_SHOWN_COLUMNS)):
        column = _SHOWN_COLUMNS[k]
        lowest = (
            1 if column == Column.MISTARGETED or column == Column.ON_BEHALF or column == Column.ABUSE else 0
        )
        if decision.value[column] >= lowest:
            _write_value(
                text,
                pieces,
                words,
                hits,
                n,
                column,
                decision.value[column],
                patterns,
                means,
                folds,
                prefixes,
                paper,
            )
    if decision.value[Column.STYLE] == _SANTAI:
        for k in range(min(words.informal[0], 2)):
            piece = words.informal[1 + k]
            _span(text, pieces, prefixes.of[Column.STYLE] + _SANTAI, piece, piece, folds, prefixes, paper)
    for slot in range(len(decision.needs)):
        row = decision.needs[slot]
        if row >= 0:
            column = whole(Column.NEED)
            column = column if _any(hits, n, column, row, patterns, means) else whole(Column.CATEGORY)
            _write_value(text, pieces, words, hits, n, column, row, patterns, means, folds, prefixes, paper)
    for level in range(1, decision.value[Column.URGENCY] + 1):
        _write_value(
            text,
            pieces,
            words,
            hits,
            n,
            whole(Column.URGENCY),
            level,
            patterns,
            means,
            folds,
            prefixes,
            paper,
        )
    _write_place(
        text, pieces, words, m, hits, n, decision.value[Column.PLACE], patterns, means, folds, prefixes, paper
    )


@inner
def write_spans(
    text: Bytes, pieces: Pieces, strongest: Spans, asked: int, prefix: int, folds: Folding, prefixes: Prefixes, paper: Paper
) -> None:  # fmt: skip
    """The words that did most for a label by the model, until MOST_SPANS are shown for it; none that is already shown."""
    if strongest.asked[asked] < 0:
        return
    shown = whole(0)
    for each in range(paper.shown[0]):
        shown += paper.shown[1 + 3 * each] == prefix
    for rank in range(STRONGEST):
        first, last = strongest.first[asked, rank], strongest.last[asked, rank]
        if strongest.strength[asked, rank] <= 0 or shown >= MOST_SPANS:
            return
        if not _shown(prefix, first, last, paper):
            _span(text, pieces, prefix, first, last, folds, prefixes, paper)
            shown += 1


@inner
def _shown(prefix: int, first: int, last: int, paper: Paper) -> bool:
    """Whether a span for this label holds one of these pieces."""
    for each in range(paper.shown[0]):
        at = 1 + 3 * each
        if paper.shown[at] == prefix and paper.shown[at + 1] <= last and first <= paper.shown[at + 2]:
            return True
    return False


@inner
def _speaks(hits: Hits, hit: int, column: int, value: int, patterns: Patterns, means: Means) -> bool:
    """Whether a hit counts for this value."""
    rule = hits.rule[hit]
    return bool(rule >= 0 and means[patterns.rule_target[rule], column] == value)


@inner
def _any(hits: Hits, n: int, column: int, value: int, patterns: Patterns, means: Means) -> bool:
    for hit in range(n):
        if _speaks(hits, hit, column, value, patterns, means):
            return True
    return False


@apart
def _write_value(
    text: Bytes, pieces: Pieces, words: Words, hits: Hits, n: int, column: int, value: int, patterns: Patterns,
    means: Means, folds: Folding, prefixes: Prefixes, paper: Paper,
) -> None:  # fmt: skip
    """The first hits for one value, each at words of its own; the longest of those that begin together."""
    shown, beyond = 0, whole(-1)
    for hit in range(n):
        if shown == MOST_SPANS:
            return
        first, last = hits.first[hit], hits.last[hit]
        if first <= beyond or not _speaks(hits, hit, column, value, patterns, means):
            continue
        for other in range(hit + 1, n):
            if hits.first[other] > first:
                break
            if hits.last[other] > last and _speaks(hits, other, column, value, patterns, means):
                last = hits.last[other]
        _span(
            text,
            pieces,
            prefixes.of[column] + value,
            words.first[first],
            words.last[last],
            folds,
            prefixes,
            paper,
        )
        shown, beyond = shown + 1, last


@apart
def _write_language(
    text: Bytes, pieces: Pieces, words: Words, language: int, folds: Folding, prefixes: Prefixes, paper: Paper
) -> None:
    """Two words of the language, or one of each language of a mixed text."""
    if language < 0:
        return
    best = whole(0)
    for each in range(1, TALLIES):
        best = each if words.tally[each] > words.tally[best] else best
    for each in range(1, TALLIES):
        if words.tally[each] == 0 or (language != _MIXED and each != best):
            continue
        for k in range(1 if language == _MIXED else 2):
            piece = words.shown[SHOWN * each + k]
            if piece >= 0:
                _span(text, pieces, prefixes.of[LANGUAGE] + language, piece, piece, folds, prefixes, paper)


@apart
def _write_place(
    text: Bytes, pieces: Pieces, words: Words, m: int, hits: Hits, n: int, place: int, patterns: Patterns,
    means: Means, folds: Folding, prefixes: Prefixes, paper: Paper,
) -> None:  # fmt: skip
    """The words that name the place, and numbers of RT and RW, which stand even where the place is undecided."""
    shown = 0
    for hit in range(n):
        if place >= 0 and shown < MOST_SPANS and named_place(hits, hit, n, patterns, means) == place:
            first, last = words.first[hits.first[hit]], words.last[hits.last[hit]]
            _span(text, pieces, prefixes.of[Column.PLACE] + place, first, last, folds, prefixes, paper)
            shown += 1
    shown = 0
    for i in range(m - 1):
        if words.word[i + 1] != NUMBER or words.gap[i + 1] >= GAP_COMMA or shown == MOST_NUMBERS:
            continue
        for kind in range(2):
            if words.word[i] == prefixes.neighbourhoods[kind]:
                _span(
                    text,
                    pieces,
                    prefixes.of[NEIGHBOURHOOD] + kind,
                    words.first[i],
                    words.last[i + 1],
                    folds,
                    prefixes,
                    paper,
                )
                shown += 1


@apart
def _span(
    text: Bytes,
    pieces: Pieces,
    prefix: int,
    first: int,
    last: int,
    folds: Folding,
    prefixes: Prefixes,
    paper: Paper,
) -> None:
    """`column=value:words@start-end` for the pieces from first to last."""
    if paper.shown[0] < MOST_SHOWN:
        at = 1 + 3 * paper.shown[0]
        paper.shown[at], paper.shown[at + 1], paper.shown[at + 2] = prefix, first, last
        paper.shown[0] += 1
    if paper.at[0] > paper.at[1]:
        _put(paper, 59)
        _put(paper, 32)
    for i in range(prefixes.first[prefix], prefixes.first[prefix + 1]):
        _put(paper, prefixes.data[i])
    for k in range(first, min(last + 1, first + MOST_PIECES)):
        if k > first and not pieces.joined[k]:
            _put(paper, 32)
        i, stop = pieces.start[k], min(pieces.stop[k], pieces.start[k] + LONGEST_PIECE)
        while i < stop:
            code, width = decode(text, i)
            if folds.table[folds.page[code >> 8], code & 255] != IGNORED:
                for j in range(i, i + width):
                    _put(paper, text[j])
            i += width
    _put(paper, 64)
    _number(paper, pieces.char_start[first])
    _put(paper, 45)
    _number(paper, pieces.char_stop[last])


@inner
def _put(paper: Paper, byte: int) -> None:
    paper.data[paper.at[0]] = byte
    paper.at[0] += 1


@inner
def _number(paper: Paper, number: int) -> None:
    power = whole(1)
    while power * 10 <= number:
        power *= 10
    while power > 0:
        _put(paper, 48 + number // power % 10)
        power //= 10
