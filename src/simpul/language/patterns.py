"""Builds the patterns of `matching.py` from expressions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from simpul.corpus.utf8 import buffers
from simpul.language.compiling import borrowed, entry, whole
from simpul.language.expressions import FULL, Expression, Targets
from simpul.language.folding import Folding, folding
from simpul.language.hashing import Keys
from simpul.language.matching import EMPTY, FILLER, NEGATES, NOT_PLACE, PAIRED, PLACE, Patterns, Signatures
from simpul.language.scanning import Bytes, Ints, Offsets, Pieces, pieces, scan
from simpul.language.tables import table
from simpul.language.vocabulary import hashed, pairs
from simpul.language.words import UNKNOWN, Vocabulary, Words, read, spell, words

LONGER = 25  # points of each word of a full expression beyond its first
_CLASSES = {"pengisi": FILLER | EMPTY, "sisipan": FILLER, "penyangkal": NEGATES, "bukan tempat": NOT_PLACE}


def classified() -> list[tuple[str, str]]:
    """Classes of words that do something among others, and the words."""
    return (
        table("normalisation").filter(pl.col("class").is_in(list(_CLASSES))).select("class", "variant").rows()
    )


def patterns(
    expressions: Sequence[Expression], targets: Targets, vocabulary: Vocabulary, count: int
) -> Patterns:
    """The expressions as tables over a vocabulary of so many words; rule k is expression k.

    Raises ValueError for an expression without words, and for a pair of anything but two words.
    """
    does = np.zeros(count, np.uint8)
    for (kind, _), run in zip(
        classified(), word_numbers([word for _, word in classified()], vocabulary), strict=True
    ):
        does[run[0]] |= _CLASSES[kind]
    trie = _Trie()
    near: dict[tuple[int, int], list[int]] = defaultdict(list)
    known: set[tuple[int, ...]] = set()  # several spellings of one expression count once
    points = np.array([e.points for e in expressions], np.int32)
    runs = word_numbers([e.text for e in expressions], vocabulary)
    seconds = word_numbers([e.near for e in expressions], vocabulary)
    for rule, (expression, run, second) in enumerate(zip(expressions, runs, seconds, strict=True)):
        if expression.near:
            if len(run) != 1 or len(second) != 1:
                raise ValueError(f"a pair takes single words: {expression.text!r}, {expression.near!r}")
            run = sorted((run[0], second[0]))
            does[run] |= PAIRED
        elif not expression.flags & PLACE:
            run = [word for word in run if not does[word] & EMPTY] if _solid(run, does) > 1 else run
        if UNKNOWN in run or not run:
            raise ValueError(f"expression without words: {expression.text!r}")
        if (expression.target, expression.window, *run) in known:
            continue
        known.add((expression.target, expression.window, *run))
        if expression.near:
            near[run[0], run[1]].append(rule)
            continue
        trie.add(run, rule)
        points[rule] += LONGER * (len(run) - 1) if expression.points == FULL else 0
    for rules in trie.ends:  # what several needs share speaks less for each of them
        needs = [rule for rule in rules if targets.is_subneed(expressions[rule].target)]
        points[needs] //= max(1, len(needs))
    windows = np.array([e.window for e in expressions], np.uint8)
    near_first, near_rules = _flat(list(near.values()))
    return Patterns(
        does, trie.roots(count), trie.next_words(), _partners(near, count), *hashed(*trie.edges()), *_flat(trie.ends),
        *hashed(pairs(list(near)), range(len(near))), near_first, near_rules, windows.max(initial=0, keepdims=True),
        np.array([e.target for e in expressions], np.int32), points,
        np.array([e.flags for e in expressions], np.uint8), windows,
    )  # fmt: skip


def _solid(run: Sequence[int], does: npt.NDArray[np.uint8]) -> int:
    """How many words an expression has that are not empty."""
    return sum(word >= 0 and not does[word] & EMPTY for word in run)


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
            units = spell(space, n, vocabulary.spellings, found)
            for k in range(read(space, units, vocabulary, found)):
                flat[at] = found.word[k]
                at += 1
            first[i + 1] = at
        return flat, first

    return read_all
