"""The labelling pass: texts in, labels out, one row for each text."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from simpul.corpus.utf8 import buffers, from_buffers
from simpul.language.compiling import borrowed, entry, inner
from simpul.language.deciding import Decision, Means, decide, decide_language, decision
from simpul.language.folding import Folding
from simpul.language.labels import (
    INTENTS,
    LABELS,
    LANGUAGES,
    SENTIMENTS,
    STYLES,
    Column,
    Evidence,
    parse_evidence,
)
from simpul.language.matching import Hits, Patterns, hits, match
from simpul.language.patterns import Compiled, compiled
from simpul.language.scanning import Bytes, Ints, Offsets, Pieces, pieces, scan
from simpul.language.tables import places as shipped_places
from simpul.language.tables import table
from simpul.language.words import Vocabulary, Words, read, words
from simpul.language.writing import (
    LANGUAGE,
    LONGEST_PIECE,
    MOST_PIECES,
    SPANS,
    Paper,
    Prefixes,
    write,
)

OTHER = (
    "10"  # the code book's issue of a text whose words belong to none of the others, as a coder would decide
)
BLOCK = 1 << 21  # bytes of text that one call of the kernel labels
_NUMBER_WIDTH = 24  # bytes of the two offsets of a span and its separators
_RAW_COLUMNS = len(Column) + 1  # those of Column, then the language


def label(texts: pl.Series, places: pl.DataFrame | None = None) -> pl.DataFrame:
    """Labels of each text by word lists, in the order of the texts; columns are those of `LABELS`.

    `texts` is a String column; `places` has code, name, kind (city, regency, district, village), parent and aliases (a list,
    or joined by |), else the shipped places are used. A label depends on its text and the places alone, never on the
    rows around it. Where the lists do not decide, a label is null; so is everything for a null text. A text whose words
    belong to no issue is of issue 10 (other). The flags
    (poverty, mistargeted, on_behalf, abuse) are 0 where a text has words but none of the list's. All `<name>_p` are null:
    lists give no probabilities. stance, aspiration, function, progress, purpose and call_to_care are null too.

    `evidence` names the deciding words as `column=value:words@start-end` joined by `; `, with character offsets into
    the text; `parse_evidence` reads it. RT and RW numbers stand in it as `place=RT:…` and `place=RW:…`.

    Raises TypeError if `texts` is not a String column, ValueError if `places` lacks a column.
    """
    lists = _lists(compiled(shipped_places() if places is None else places))
    data, offsets = buffers(texts)
    blocks = list(_blocks(offsets))
    with ThreadPoolExecutor(max(1, min(len(blocks), pl.thread_pool_size()))) as pool:
        parts = list(pool.map(lambda block: _label_block(data, offsets, block[0], block[1], lists), blocks))
    return _frame(parts, texts, lists)


def explain(text: str, places: pl.DataFrame | None = None) -> list[Evidence]:
    """The words that decided for each label of one text, in the order of its labels."""
    return parse_evidence(label(pl.Series([text], dtype=pl.String), places)["evidence"][0])


class _Lists(NamedTuple):
    compiled: Compiled
    prefixes: Prefixes
    room: int  # bytes that the evidence of one text can take
    needs: Prefixes  # the codes of needs.csv


class _Part(NamedTuple):
    values: npt.NDArray[np.int32]  # row × raw column
    scores: npt.NDArray[np.float64]
    needs: pl.Series
    evidence: pl.Series


@lru_cache(maxsize=4)
def _prefixes(codes: tuple[str, ...], rt: int, rw: int) -> tuple[Prefixes, Prefixes]:
    """The prefixes of all values, and the bare codes of needs."""
    needs = table("needs")["code"].to_list()
    flag = ["0", "1"]
    values = {
        "needs": needs, "category": needs, "issue": table("issues")["code"].to_list(), "sentiment": SENTIMENTS,
        "mistargeted": flag, "on_behalf": flag, "abuse": flag, "intent": INTENTS, "style": STYLES,
        "urgency": ["0", "1", "2", "3"], "raise": flag, "place": codes, "language": LANGUAGES, "neighbourhood": ["RT", "RW"],
    }  # fmt: skip
    shown = {"category": "needs", "neighbourhood": "place"}
    texts = [f"{shown.get(column, column)}={value}:" for column, each in values.items() for value in each]
    neighbourhoods = np.array([rt, rw], np.int64)
    of = np.cumsum([0, *(len(each) for each in values.values())])
    return _prefix(texts, of, neighbourhoods), _prefix(needs, of, neighbourhoods)


def _prefix(texts: list[str], of: Offsets, neighbourhoods: Offsets) -> Prefixes:
    data, first = buffers(pl.Series(texts, dtype=pl.String))
    return Prefixes(data, first, of, neighbourhoods)


def _lists(compiled: Compiled) -> _Lists:
    prefixes, needs = _prefixes(compiled.places, compiled.numbers["rt"], compiled.numbers["rw"])
    longest = int(np.diff(prefixes.first).max())
    return _Lists(
        compiled, prefixes, SPANS * (longest + MOST_PIECES * (LONGEST_PIECE + 5) + _NUMBER_WIDTH), needs
    )


def _blocks(offsets: Offsets) -> Iterator[tuple[int, int]]:
    """Runs of rows with about BLOCK bytes."""
    start, rows = 0, len(offsets) - 1
    while start < rows:
        stop = int(np.searchsorted(offsets, offsets[start] + BLOCK, side="right")) - 1
        stop = min(rows, max(start + 1, stop))
        yield start, stop
        start = stop


def _label_block(data: Bytes, offsets: Offsets, start: int, stop: int, lists: _Lists) -> _Part:
    longest = int(np.diff(offsets[start : stop + 1]).max())
    tables = lists.compiled
    values, scores, needs, needs_first, evidence, evidence_first = _label_rows(
        data, offsets[start : stop + 1], tables.folding, tables.vocabulary, tables.patterns, tables.means, tables.parents,
        lists.prefixes, lists.needs, lists.room, pieces(longest), words(longest), hits(longest),
        decision(len(tables.means), len(table("needs"))),
    )  # fmt: skip
    return _Part(values, scores, _texts(needs, needs_first), _texts(evidence, evidence_first))


def _texts(data: Bytes, first: Offsets) -> pl.Series:
    """A String column in which empty texts are null."""
    return from_buffers(data, first, np.diff(first) > 0)


@inner
def _write_needs(rows: Offsets, codes: Prefixes, to: Paper) -> None:
    """Codes joined by |."""
    for slot in range(len(rows)):
        if rows[slot] < 0:
            return
        if slot > 0:
            to.data[to.at[0]] = 124
            to.at[0] += 1
        for i in range(codes.first[rows[slot]], codes.first[rows[slot] + 1]):
            to.data[to.at[0]] = codes.data[i]
            to.at[0] += 1


@entry
def _label_rows(version: int) -> Any:
    def label_rows(
        data: Bytes, offsets: Offsets, folds: Folding, vocabulary: Vocabulary, patterns: Patterns, means: Means, parents: Ints,
        prefixes: Prefixes, codes: Prefixes, room: int, space: Pieces, found: Words, hit: Hits, decided: Decision,
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64], Bytes, Offsets, Bytes, Offsets]:  # fmt: skip
        """Label the texts between these offsets; gives raw values, style scores, and needs and evidence as bytes and offsets."""
        _ = version
        folds, vocabulary, patterns = borrowed(folds), borrowed(vocabulary), borrowed(patterns)
        means, parents, prefixes, codes = (
            borrowed(means),
            borrowed(parents),
            borrowed(prefixes),
            borrowed(codes),
        )
        space, found, hit, decided = borrowed(space), borrowed(found), borrowed(hit), borrowed(decided)
        rows = len(offsets) - 1
        values = np.empty((rows, _RAW_COLUMNS), np.int32)
        scores = np.empty(rows, np.float64)
        needs, needs_first = np.empty(rows * 8 * len(decided.needs), np.uint8), np.zeros(rows + 1, np.int64)
        evidence_first = np.zeros(rows + 1, np.int64)
        evidence, ends = np.empty(200 * rows + room, np.uint8), np.zeros((2, 2), np.int64)
        paper, list_of_needs = borrowed(Paper(evidence, ends[0])), borrowed(Paper(needs, ends[1]))
        for row in range(rows):
            text = data[offsets[row] : offsets[row + 1]]
            n, marks = scan(text, folds.page, folds.table, space)
            m = read(space, n, vocabulary, found)
            k = match(found, m, patterns, hit)
            decide(found, m, hit, k, marks, patterns, means, parents, decided)
            language = decide_language(found)
            for column in range(len(decided.value)):
                values[row, column] = decided.value[column]
            values[row, LANGUAGE] = language
            scores[row] = decided.score[0]
            _write_needs(decided.needs, codes, list_of_needs)
            needs_first[row + 1] = ends[1, 0]
            if len(evidence) - ends[0, 0] < room:
                larger = np.empty(2 * len(evidence), np.uint8)
                for i in range(ends[0, 0]):
                    larger[i] = evidence[i]
                evidence = larger
                paper = borrowed(Paper(evidence, ends[0]))
            write(text, space, found, m, hit, k, language, decided, patterns, means, folds, prefixes, paper)
            evidence_first[row + 1] = ends[0, 0]
        return values, scores, needs, needs_first, evidence, evidence_first

    return label_rows


def _frame(parts: list[_Part], texts: pl.Series, lists: _Lists) -> pl.DataFrame:
    """The labels table from the parts of its rows."""
    raw = np.concatenate([part.values for part in parts]) if parts else np.empty((0, _RAW_COLUMNS), np.int32)
    scores = np.concatenate([part.scores for part in parts]) if parts else np.empty(0)
    issues = table("issues")["code"].to_list()

    def named(column: int, names: list[str] | tuple[str, ...]) -> pl.Series:
        return pl.Series(names, dtype=pl.String).gather(_nullable(raw[:, column], pl.UInt32))

    def number(column: int) -> pl.Series:
        return _nullable(raw[:, column], pl.Int8)

    wordless = raw[:, Column.MISTARGETED] < 0
    issue = np.where((raw[:, Column.ISSUE] < 0) & ~wordless, issues.index(OTHER), raw[:, Column.ISSUE])
    poverty = np.where(wordless, -1, np.isin(issue, _poverty_rows(issues)))
    columns = {
        "language": named(LANGUAGE, LANGUAGES),
        "issue": pl.Series(issues, dtype=pl.String).gather(_nullable(issue, pl.UInt32)),
        "sentiment": named(Column.SENTIMENT, SENTIMENTS),
        "poverty": _nullable(poverty, pl.Int8),
        "mistargeted": number(Column.MISTARGETED),
        "on_behalf": number(Column.ON_BEHALF),
        "abuse": number(Column.ABUSE),
        "needs": pl.concat([part.needs for part in parts]) if parts else pl.Series([], dtype=pl.String),
        "intent": named(Column.INTENT, INTENTS),
        "style": named(Column.STYLE, STYLES),
        "style_score": pl.Series(scores).fill_nan(None),
        "urgency": number(Column.URGENCY),
        "place": named(Column.PLACE, lists.compiled.places),
        "evidence": pl.concat([part.evidence for part in parts]) if parts else pl.Series([], dtype=pl.String),
    }
    return pl.DataFrame(columns, height=len(texts)).select(
        (pl.col(name) if name in columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in LABELS.items()
    )


def _poverty_rows(issues: list[str]) -> list[int]:
    return [row for row, code in enumerate(issues) if code.split(".")[0] == "1"]


def _nullable(values: npt.NDArray[np.int32], kind: type[pl.DataType]) -> pl.Series:
    """Integers as a column; negative ones are null."""
    return pl.select(pl.when(pl.Series(values) >= 0).then(pl.Series(values))).to_series().cast(kind)
