"""The labelling pass: texts in, labels out, one row for each text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from simpul.corpus.utf8 import buffers, from_buffers
from simpul.language.compiling import borrowed, entry, inner
from simpul.language.deciding import MOST_NEEDS, Decision, Means, decide, decide_language, decision
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
from simpul.language.lists import Lists, compiled
from simpul.language.matching import Hits, Patterns, hits, match
from simpul.language.scanning import Bytes, Ints, Offsets, Pieces, pieces, scan
from simpul.language.tables import places as shipped_places
from simpul.language.tables import table
from simpul.language.words import Vocabulary, Words, read, spell, words
from simpul.language.writing import (
    LANGUAGE,
    LONGEST_PIECE,
    MOST_PIECES,
    PIECE_EXTRA,
    SPAN_EXTRA,
    SPANS,
    Paper,
    Prefixes,
    write,
)

OTHER = "10"  # the code book's issue of a text whose words belong to no other, as a coder would decide
LONGEST_TEXT = 1 << 18  # bytes of a text that are read, so that one monstrous cell costs no gigabytes
BLOCK = 1 << 21  # bytes of text that one call of the kernel labels


def label(texts: pl.Series, places: pl.DataFrame | None = None) -> pl.DataFrame:
    """Labels of each text by word lists, in the order of the texts; columns are those of `LABELS`.

    `texts` is a String column; `places` has code, name, kind (city, regency, district, village), parent and aliases (a list,
    or joined by |), else the shipped places are used. A label depends on its text and the places alone, never on the
    rows around it. Where the lists do not decide, a label is null; so is everything for a null text. A text whose words
    belong to no issue is of issue 10 (other). The flags (poverty, mistargeted, on_behalf, abuse) are 0 where a text has
    words but none of the list's. All `<name>_p` are null: lists give no probabilities. stance, aspiration, function,
    progress, purpose and call_to_care are null too. Of a text longer than LONGEST_TEXT the beginning is read.

    `evidence` names the deciding words as `column=value:words@start-end` joined by `; `, with character offsets into
    the text; `parse_evidence` reads it. RT and RW numbers stand in it as `place=RT:…` and `place=RW:…`.

    Raises TypeError if `texts` is not a String column, ValueError if `places` lacks a column.
    """
    lists = compiled(shipped_places() if places is None else places)
    data, offsets = buffers(texts)
    blocks = list(_blocks(offsets))
    with ThreadPoolExecutor(max(1, min(len(blocks), pl.thread_pool_size()))) as pool:
        parts = list(pool.map(lambda block: _label_block(data, offsets, block[0], block[1], lists), blocks))
    return _frame(parts, len(texts), lists)


def explain(text: str, places: pl.DataFrame | None = None) -> list[Evidence]:
    """The words that decided for each label of one text, in the order of its labels."""
    return parse_evidence(label(pl.Series([text], dtype=pl.String), places)["evidence"][0])


class _Part(NamedTuple):
    values: npt.NDArray[np.int32]  # row × (Column, LANGUAGE, needs)
    scores: npt.NDArray[np.float64]
    evidence: pl.Series


def _blocks(offsets: Offsets) -> Iterator[tuple[int, int]]:
    """Runs of rows with about BLOCK bytes."""
    start, rows = 0, len(offsets) - 1
    while start < rows:
        stop = int(np.searchsorted(offsets, offsets[start] + BLOCK, side="right")) - 1
        stop = min(rows, max(start + 1, stop))
        yield start, stop
        start = stop


def _label_block(data: Bytes, offsets: Offsets, start: int, stop: int, lists: Lists) -> _Part:
    longest = min(LONGEST_TEXT, int(np.diff(offsets[start : stop + 1]).max()))
    longest_prefix = int(np.diff(lists.prefixes.first).max())
    room = SPANS * (longest_prefix + MOST_PIECES * (LONGEST_PIECE + PIECE_EXTRA) + SPAN_EXTRA)
    values, scores, evidence, ends = _label_rows(
        data, offsets[start : stop + 1], lists.folding, lists.vocabulary, lists.patterns, lists.means, lists.parents,
        lists.prefixes, room, pieces(longest), words(longest), hits(longest), decision(len(lists.means), len(table("needs"))),
    )  # fmt: skip
    return _Part(values, scores, from_buffers(evidence, ends, np.diff(ends) > 0))


@entry
def _label_rows(version: int) -> Any:
    def label_rows(
        data: Bytes, offsets: Offsets, folds: Folding, vocabulary: Vocabulary, patterns: Patterns, means: Means,
        parents: Ints, prefixes: Prefixes, room: int, space: Pieces, found: Words, hit: Hits, decided: Decision,
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64], Bytes, Offsets]:  # fmt: skip
        """Label the texts between these offsets; gives raw values, style scores, and the evidence as bytes and offsets."""
        _ = version
        folds, vocabulary, patterns, means = (
            borrowed(folds),
            borrowed(vocabulary),
            borrowed(patterns),
            borrowed(means),
        )
        parents, prefixes, space, found = (
            borrowed(parents),
            borrowed(prefixes),
            borrowed(space),
            borrowed(found),
        )
        hit, decided = borrowed(hit), borrowed(decided)
        rows, columns = len(offsets) - 1, len(decided.value)
        values, scores = (
            np.empty((rows, columns + 1 + len(decided.needs)), np.int32),
            np.empty(rows, np.float64),
        )
        evidence, at, ends = (
            np.empty(300 * rows + room, np.uint8),
            np.zeros(2, np.int64),
            np.zeros(rows + 1, np.int64),
        )
        paper = borrowed(Paper(evidence, at))
        for row in range(rows):
            text = data[offsets[row] : _text_end(data, offsets[row], offsets[row + 1])]
            n, marks = scan(text, folds.page, folds.table, space)
            m = read(space, spell(space, n, vocabulary.spellings, found), vocabulary, found)
            k = match(found, m, patterns, hit)
            decide(found, m, hit, k, marks, patterns, means, parents, decided)
            language = decide_language(found)
            for column in range(columns):
                values[row, column] = decided.value[column]
            values[row, columns] = language
            for slot in range(len(decided.needs)):
                values[row, columns + 1 + slot] = decided.needs[slot]
            scores[row] = decided.score[0]
            if len(evidence) - at[0] < room:
                larger = np.empty(2 * len(evidence), np.uint8)
                for i in range(at[0]):
                    larger[i] = evidence[i]
                evidence = larger
                paper = borrowed(Paper(evidence, at))
            write(text, space, found, m, hit, k, language, decided, patterns, means, folds, prefixes, paper)
            ends[row + 1] = at[0]
        return values, scores, evidence, ends

    return label_rows


@inner
def _text_end(data: Bytes, start: int, stop: int) -> int:
    """The byte after what is read of a text: all of it, or whole characters up to LONGEST_TEXT."""
    if stop - start <= LONGEST_TEXT:
        return stop
    end = start + LONGEST_TEXT
    while data[end] & 0xC0 == 0x80:
        end -= 1
    return end


def _frame(parts: list[_Part], height: int, lists: Lists) -> pl.DataFrame:
    """The labels table from the parts of its rows."""
    raw = np.concatenate(
        [np.empty((0, LANGUAGE + 1 + MOST_NEEDS), np.int32), *(part.values for part in parts)]
    )
    issues, needs = table("issues")["code"].to_list(), table("needs")["code"].to_list()
    wordless = raw[:, Column.MISTARGETED] < 0
    issue = np.where((raw[:, Column.ISSUE] < 0) & ~wordless, issues.index(OTHER), raw[:, Column.ISSUE])
    poverty = np.where(
        wordless, -1, np.isin(issue, [row for row, code in enumerate(issues) if code.split(".")[0] == "1"])
    )
    listed = [_named(raw[:, LANGUAGE + 1 + slot], needs).alias(f"need {slot}") for slot in range(MOST_NEEDS)]
    columns = {
        "language": _named(raw[:, LANGUAGE], LANGUAGES),
        "issue": _named(issue, issues),
        "sentiment": _named(raw[:, Column.SENTIMENT], SENTIMENTS),
        "poverty": _nullable(poverty, pl.Int8),
        "mistargeted": _nullable(raw[:, Column.MISTARGETED], pl.Int8),
        "on_behalf": _nullable(raw[:, Column.ON_BEHALF], pl.Int8),
        "abuse": _nullable(raw[:, Column.ABUSE], pl.Int8),
        "needs": pl.select(
            pl.concat_str(listed, separator="|", ignore_nulls=True).replace("", None)
        ).to_series(),
        "intent": _named(raw[:, Column.INTENT], INTENTS),
        "style": _named(raw[:, Column.STYLE], STYLES),
        "style_score": pl.Series(np.concatenate([np.empty(0), *(part.scores for part in parts)])).fill_nan(
            None
        ),
        "urgency": _nullable(raw[:, Column.URGENCY], pl.Int8),
        "place": _named(raw[:, Column.PLACE], lists.places),
        "evidence": pl.concat([pl.Series([], dtype=pl.String), *(part.evidence for part in parts)]),
    }
    return pl.DataFrame(columns, height=height).select(
        (pl.col(name) if name in columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in LABELS.items()
    )


def _named(rows: npt.NDArray[np.int32], names: Sequence[str]) -> pl.Series:
    """The names of these rows; a negative one is null."""
    return pl.Series(names, dtype=pl.String).gather(_nullable(rows, pl.UInt32))


def _nullable(values: npt.NDArray[np.int32], kind: type[pl.DataType]) -> pl.Series:
    """Integers as a column; negative ones are null."""
    return pl.select(pl.when(pl.Series(values) >= 0).then(pl.Series(values))).to_series().cast(kind)
