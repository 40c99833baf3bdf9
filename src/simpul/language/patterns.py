"""Builds the patterns of `matching.py`, and what they count for, from the word lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from simpul.corpus.utf8 import buffers
from simpul.language.compiling import borrowed, entry, whole
from simpul.language.folding import Folding, folding
from simpul.language.gazetteer import ancestors, conform, place_names
from simpul.language.hashing import Keys
from simpul.language.labels import INTENTS, SENTIMENTS, STYLES, Column
from simpul.language.matching import (
    BARE_PLACE,
    EMPTY,
    FILLER,
    NEGATABLE,
    NEGATES,
    NOT_PLACE,
    PAIRED,
    PLACE,
    WEAK,
    Patterns,
    Signatures,
)
from simpul.language.scanning import Bytes, Ints, Offsets, Pieces, pieces, scan
from simpul.language.tables import table
from simpul.language.vocabulary import Lexicon, hashed, pairs
from simpul.language.words import UNKNOWN, Vocabulary, Words, read, words

FULL, LIGHT, TOPIC = (
    100,
    60,
    40,
)  # points of an expression, of one that says more of the person, and of a mere topic word
LONGER = 25  # points of each word of a full expression beyond its first
_CLASSES = {"pengisi": FILLER | EMPTY, "sisipan": FILLER, "penyangkal": NEGATES, "bukan tempat": NOT_PLACE}
_POLAR = ("sentiment", "abuse", "urgency")  # columns whose words a negation takes back
_NEGATABLE_CODES = ("X02", "X09")


class Expression(NamedTuple):
    """A run of words, or with `near` a pair of them, that counts for a target."""

    text: str
    target: int
    points: int
    flags: int = 0
    near: str = ""
    window: int = 0
    javanese: bool = False


class Compiled(NamedTuple):
    """Everything the kernels need."""

    folding: Folding
    vocabulary: Vocabulary
    patterns: Patterns
    means: npt.NDArray[np.int32]  # target × Column: the value it counts for, or -1
    parents: Ints  # of a place
    places: tuple[str, ...]  # codes
    numbers: dict[str, int]


class _Targets:
    """The things that expressions count for: codes, and values of columns."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.means: list[list[int]] = []
        needs = table("needs")
        issue = {code: row for row, code in enumerate(table("issues")["code"])}
        row_of = {code: row for row, code in enumerate(needs["code"])}
        for code, parent, counted in needs.select("code", "parent", "issue").rows():
            self._set(code, Column.ISSUE, issue[counted])
            self._set(code, Column.CATEGORY, row_of[parent or code])
            if parent:
                self._set(code, Column.NEED, row_of[code])
        for code, intent in table("intents").select("code", "intent").rows():
            if intent:
                self._set(code, Column.INTENT, INTENTS.index(intent))
            self._row(code)
        for code, row in issue.items():
            self._set(code, Column.ISSUE, row)
        for column, value, code in (
            table("markers").filter(pl.col("code").is_not_null()).select("column", "value", "code").rows()
        ):
            self._set(code, Column[column.upper()], _value(column, value))
        for level, code in (
            table("urgency").filter(pl.col("code").is_not_null()).select("level", "code").rows()
        ):
            self._set(code, Column.URGENCY, int(level))

    def _row(self, code: str) -> int:
        if code not in self.rows:
            self.rows[code] = len(self.means)
            self.means.append([-1] * len(Column))
        return self.rows[code]

    def _set(self, code: str, column: Column, value: int) -> None:
        self.means[self._row(code)][column] = value

    def value(self, column: str, value: str) -> int:
        """The target of a column's value."""
        name = f"{column}={value}"
        self._set(name, Column[column.upper()], _value(column, value))
        return self.rows[name]


def _value(column: str, value: str) -> int:
    names = {"sentiment": SENTIMENTS, "intent": INTENTS, "style": STYLES}.get(column)
    return names.index(value) if names else int(value)


def _expressions(targets: _Targets) -> Iterator[Expression]:
    coded = table("expressions").select("code", "register", "expression", "weight")
    for code, register, text, weight in coded.rows():
        subneed = "." in code and code[0] == "N"
        flags = (NEGATABLE if subneed or code in _NEGATABLE_CODES else 0) | (WEAK if weight == "weak" else 0)
        points = LIGHT if weight == "light" else TOPIC if code[0] == "N" and not subneed else FULL
        yield Expression(text, targets.rows[code], points, flags, javanese=register == "javanese")
    for column, value, text in (
        table("markers")
        .filter(pl.col("expression").is_not_null())
        .select("column", "value", "expression")
        .rows()
    ):
        yield Expression(text, targets.value(column, value), FULL, NEGATABLE if column in _POLAR else 0)
    for level, text in (
        table("urgency").filter(pl.col("expression").is_not_null()).select("level", "expression").rows()
    ):
        yield Expression(text, targets.value("urgency", level), FULL, NEGATABLE)
    for code, left, right, window, weight in (
        table("pairs").select("code", "left", "right", "window", "weight").rows()
    ):
        flags, points = NEGATABLE if code[0] == "N" else 0, LIGHT if weight else FULL
        for a in left.split("|"):
            for b in right.split("|"):
                yield Expression(a, targets.rows[code], points, flags, b, int(window))


@lru_cache(maxsize=4)
def _compile(places: tuple[tuple[str, str, str, str, tuple[str, ...]], ...]) -> Compiled:
    frame = pl.DataFrame(
        places,
        schema=dict.fromkeys(("code", "name", "kind", "parent"), pl.String) | {"aliases": pl.List(pl.String)},
        orient="row",
    )
    targets, lexicon = _Targets(), Lexicon()
    expressions = list(_expressions(targets))
    classes = (
        table("normalisation").filter(pl.col("class").is_in(list(_CLASSES))).select("class", "variant").rows()
    )
    texts = [(e.text, e.javanese) for e in expressions] + [
        (e.near, e.javanese) for e in expressions if e.near
    ]
    sides = [side for e in expressions if e.near for side in (e.text, e.near)]
    lexicon.learn([*texts, *((text, False) for _, text in classes)], sides)
    names = _names(frame, len(targets.means), set(lexicon.numbers))
    for row in range(len(frame)):
        targets.means.append([-1] * len(Column))
        targets.means[-1][Column.PLACE] = row
    lexicon.learn((name.text, False) for name in names)
    expressions += names
    vocabulary = lexicon.vocabulary()
    patterns = _pack(expressions, classes, vocabulary, len(lexicon.numbers))
    parents = np.array(ancestors(frame) or [-1], np.int32)
    return Compiled(
        folding(),
        vocabulary,
        patterns,
        np.array(targets.means, np.int32),
        parents,
        tuple(frame["code"]),
        lexicon.numbers,
    )


def _names(frame: pl.DataFrame, first: int, ordinary: set[str]) -> list[Expression]:
    """The places' names as expressions; `panjang` is an ordinary word, so alone it names no kelurahan."""
    return [
        Expression(
            name.text,
            first + name.place,
            FULL,
            PLACE | (BARE_PLACE if name.bare and " " not in name.text else 0),
        )
        for name in place_names(frame)
        if not (name.bare and name.text in ordinary)
    ]


def compiled(places: pl.DataFrame) -> Compiled:
    """The compiled lists for these places; the same places are compiled once in a process."""
    return _compile(tuple((*row[:4], tuple(row[4])) for row in conform(places).rows()))


def _pack(
    expressions: Sequence[Expression], classes: Sequence[tuple[str, str]], vocabulary: Vocabulary, count: int
) -> Patterns:
    runs = word_numbers([e.text for e in expressions], vocabulary)
    seconds = word_numbers([e.near for e in expressions], vocabulary)
    does = np.zeros(count, np.uint8)
    for (kind, _), run in zip(classes, word_numbers([text for _, text in classes], vocabulary), strict=True):
        does[run[0]] |= _CLASSES[kind]
    trie = _Trie()
    near: dict[tuple[int, int], list[int]] = defaultdict(list)
    known: set[tuple[int, ...]] = set()  # several spellings of one expression count once
    points = np.empty(len(expressions), np.int32)
    for rule, (expression, run, second) in enumerate(zip(expressions, runs, seconds, strict=True)):
        points[rule] = expression.points
        if expression.near:
            if len(run) != 1 or len(second) != 1:
                raise ValueError(f"a pair takes single words: {expression.text!r}, {expression.near!r}")
            low, high = sorted((run[0], second[0]))
            does[[low, high]] |= PAIRED
            if (known_pair := (expression.target, low, -high)) not in known:
                known.add(known_pair)
                near[low, high].append(rule)
            continue
        if not expression.flags & PLACE:
            kept = [word for word in run if not does[word] & EMPTY]
            run = kept if len(kept) > 1 else run
        if UNKNOWN in run or not run:
            raise ValueError(f"expression without words: {expression.text!r}")
        if (expression.target, *run) in known:
            continue
        known.add((expression.target, *run))
        trie.add(run, rule)
        points[rule] += LONGER * (len(run) - 1) if expression.points == FULL else 0
    _share(trie, expressions, points)
    windows = np.array([e.window for e in expressions], np.uint8)
    near_first, near_rules = _flat(list(near.values()))
    return Patterns(
        does, trie.roots(count), trie.next_words(), _partners(near, count), *hashed(*trie.edges()), *_flat(trie.ends),
        *hashed(pairs(list(near)), range(len(near))), near_first, near_rules,
        np.array([windows.max(initial=0)], np.uint8),
        np.array([e.target for e in expressions], np.int32), points,
        np.array([e.flags for e in expressions], np.uint8), windows,
    )  # fmt: skip


def _share(trie: _Trie, expressions: Sequence[Expression], points: npt.NDArray[np.int32]) -> None:
    """An expression that several codes share speaks less for each of them."""
    for rules in trie.ends:
        shared = len(
            {
                expressions[rule].target
                for rule in rules
                if expressions[rule].points == FULL and expressions[rule].flags & NEGATABLE
            }
        )
        for rule in rules:
            if shared > 1 and expressions[rule].points == FULL:
                points[rule] //= shared


class _Trie:
    """Word runs and the rules that end with them."""

    def __init__(self) -> None:
        self.children: list[dict[int, int]] = [{}]
        self.ends: list[list[int]] = [[]]

    def add(self, run: Sequence[int], rule: int) -> None:
        node = 0
        for word in run:
            if word not in self.children[node]:
                self.children[node][word] = len(self.children)
                self.children.append({})
                self.ends.append([])
            node = self.children[node][word]
        self.ends[node].append(rule)

    def roots(self, count: int) -> Ints:
        root = np.full(count, -1, np.int32)
        for word, node in self.children[0].items():
            root[word] = node
        return root

    def next_words(self) -> Signatures:
        """For each node 64 bits, of which that of a child's word is set."""
        bits = [sum({1 << (word & 63) for word in edges}) for edges in self.children]
        return np.array(bits, np.uint64).view(np.int64)

    def edges(self) -> tuple[Keys, list[int]]:
        """Keys of (node, word) and the nodes that they lead to; the root's edges are `roots`."""
        rows = [
            (node, word, child)
            for node, edges in enumerate(self.children)
            if node
            for word, child in edges.items()
        ]
        return pairs([row[:2] for row in rows]), [row[2] for row in rows]


def _partners(near: Iterable[tuple[int, int]], count: int) -> Signatures:
    """For each word 64 bits, of which those of its partners are set."""
    bits = np.zeros(count, np.uint64)
    for a, b in near:
        bits[a] |= np.uint64(1 << (b & 63))
        bits[b] |= np.uint64(1 << (a & 63))
    return bits.view(np.int64)


def _flat(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Lists one after the other, and where each begins."""
    first = np.cumsum([0, *map(len, lists)]).astype(np.int32)
    return first, np.array([item for each in lists for item in each] or [0], np.int32)


def seen_words(texts: Sequence[str], places: pl.DataFrame) -> list[list[str]]:
    """The words that the lists see in each text: normalised, compounds as one, homographs decided, numbers as '#'.

    A word that no list knows is ''.
    """
    tables = compiled(places)
    names = {number: name for name, number in tables.numbers.items()} | {UNKNOWN: ""}
    return [[names[word] for word in run] for run in word_numbers(texts, tables.vocabulary)]


def word_numbers(texts: Sequence[str], vocabulary: Vocabulary) -> list[list[int]]:
    """The words of each text, as numbers; UNKNOWN where the vocabulary lacks one."""
    data, offsets = buffers(pl.Series(texts, dtype=pl.String))
    longest = int(np.diff(offsets).max(initial=1))
    flat, first = _read_all(data, offsets, folding(), vocabulary, pieces(longest), words(longest))
    return [flat[a:b].tolist() for a, b in zip(first[:-1], first[1:], strict=True)]


@entry
def _read_all(
    version: int,
) -> Callable[[Bytes, Offsets, Folding, Vocabulary, Pieces, Words], tuple[Offsets, Offsets]]:
    def read_all(
        data: Bytes, offsets: Offsets, folds: Folding, vocabulary: Vocabulary, space: Pieces, found: Words
    ) -> tuple[Offsets, Offsets]:
        """The words of many texts, and where each text's words begin."""
        _ = version
        folds, vocabulary, space, found = (
            borrowed(folds),
            borrowed(vocabulary),
            borrowed(space),
            borrowed(found),
        )
        first = np.zeros(len(offsets), np.int64)
        flat = np.empty(len(data) + 1, np.int64)
        at = whole(0)
        for i in range(len(offsets) - 1):
            n, _ = scan(data[offsets[i] : offsets[i + 1]], folds.page, folds.table, space)
            for k in range(read(space, n, vocabulary, found)):
                flat[at] = found.word[k]
                at += 1
            first[i + 1] = at
        return flat, first

    return read_all
