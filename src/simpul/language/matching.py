"""Finds list expressions among the words of a text: runs of words in a trie, and pairs of words near each other."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.language.compiling import inner, whole
from simpul.language.hashing import Keys, find, pair
from simpul.language.scanning import GAP_COMMA, GAP_SENTENCE, Bytes, Ints, Offsets
from simpul.language.words import Words

FILLER, NEGATES, NOT_PLACE, PAIRED, EMPTY = (
    1,
    2,
    4,
    8,
    16,
)  # what a word does; lists are read without empty words
NEGATABLE, WEAK, PLACE, BARE_PLACE = 1, 2, 4, 8  # what a rule is
HITS_PER_WORD, HITS_MORE = 2, 64  # hits that are kept depend on nothing but the text
_SKIPPED = 2  # fillers in a row that an expression may have between its words
_LOOK_BACK = 2  # fillers between a negation and what it negates
_STACK = 64


Signatures = npt.NDArray[Any]  # int64


class Patterns(NamedTuple):
    """All expressions. A rule says: this expression counts so many points for that target."""

    does: Bytes  # of a word: FILLER, …
    root: Ints  # of a word: the node of expressions that begin with it, or -1
    next_words: Signatures  # of a node: which words may come next, by their last six bits
    near_words: Signatures  # of a word: which words it may be paired with
    edge_keys: Keys  # (node, word)
    edge_nodes: Ints
    end_first: Ints  # of a node; rules that end there are ends[end_first[n]:end_first[n + 1]]
    ends: Ints
    near_keys: Keys  # (smaller word, larger word)
    near_groups: Ints
    near_first: Ints  # of a group, as for nodes
    near: Ints
    reach: Bytes  # the widest window, one number
    rule_target: Ints
    rule_points: Ints
    rule_is: Bytes  # NEGATABLE, …
    rule_window: Bytes  # of pairs: how many words on the second may stand


class Hits(NamedTuple):
    """Working space for what was found in one text: rule, first and last word."""

    rule: Offsets
    first: Offsets
    last: Offsets
    stack: Offsets


def hits(longest: int) -> Hits:
    """Working space for texts of up to `longest` bytes."""
    size = HITS_PER_WORD * (longest + 2) + HITS_MORE
    return Hits(*(np.empty(n, np.int64) for n in (size, size, size, 4 * _STACK)))


@inner
def match(words: Words, m: int, patterns: Patterns, to: Hits) -> int:
    """Fill `to` with what the m words hold, in the order of the first word; gives the number of hits."""
    n = whole(0)
    for i in range(m):
        word = words.word[i]
        if word < 0:
            continue
        node = whole(patterns.root[word])
        if node >= 0:
            n = _walk(i, node, words, m, patterns, to, n)
        if patterns.does[word] & PAIRED:
            n = _look_ahead(i, words, m, patterns, to, n)
    return n


@inner
def _walk(i: int, node: int, words: Words, m: int, patterns: Patterns, to: Hits, n: int) -> int:
    """Follow the trie from word i; where a filler stands, both with it and over it."""
    stack = to.stack
    begin = n
    n = _end(node, i, i, begin, words, m, patterns, to, n)
    stack[0], stack[1], stack[2], stack[3] = node, i + 1, i, 0
    top = whole(4)
    while top > 0:
        top -= 4
        node, j, last, skipped = stack[top], stack[top + 1], stack[top + 2], stack[top + 3]
        if j >= m or words.gap[j] == GAP_SENTENCE or words.word[j] < 0:
            continue
        word = words.word[j]
        if patterns.does[word] & FILLER and skipped < _SKIPPED and top < 4 * (_STACK - 2):
            stack[top], stack[top + 1], stack[top + 2], stack[top + 3] = node, j + 1, last, skipped + 1
            top += 4
        if not patterns.next_words[node] >> (word & 63) & 1:
            continue
        child = find(patterns.edge_keys, patterns.edge_nodes, pair(node, word))
        if child >= 0:
            n = _end(child, i, j, begin, words, m, patterns, to, n)
            stack[top], stack[top + 1], stack[top + 2], stack[top + 3] = child, j + 1, j, 0
            top += 4
    return n


@inner
def _end(
    node: int, first: int, last: int, begin: int, words: Words, m: int, patterns: Patterns, to: Hits, n: int
) -> int:
    """Keep the rules that end at a node, once for each first word."""
    for k in range(patterns.end_first[node], patterns.end_first[node + 1]):
        rule = whole(patterns.ends[k])
        known = False
        for hit in range(begin, n):
            known |= to.rule[hit] == rule
        if not known:
            n = _keep(rule, first, last, words, m, patterns, to, n)
    return n


@inner
def _look_ahead(i: int, words: Words, m: int, patterns: Patterns, to: Hits, n: int) -> int:
    """Keep the pairs that word i makes with words after it, within their windows and the sentence."""
    a = words.word[i]
    partners = patterns.near_words[a]
    for j in range(i + 1, m):
        if words.gap[j] == GAP_SENTENCE or j - i > patterns.reach[0]:
            break
        b = words.word[j]
        if b < 0 or not partners >> (b & 63) & 1:
            continue
        group = find(patterns.near_keys, patterns.near_groups, pair(min(a, b), max(a, b)))
        if group < 0:
            continue
        for k in range(patterns.near_first[group], patterns.near_first[group + 1]):
            rule = whole(patterns.near[k])
            if j - i <= patterns.rule_window[rule] and not (
                patterns.rule_is[rule] & NEGATABLE and _negated(j, words, patterns)
            ):
                n = _keep(rule, i, whole(j), words, m, patterns, to, n)
    return n


@inner
def _keep(
    rule: int, first: int, last: int, words: Words, m: int, patterns: Patterns, to: Hits, n: int
) -> int:
    """Append a hit, unless it is negated, or no place after all."""
    kind = patterns.rule_is[rule]
    if kind & NEGATABLE and _negated(first, words, patterns):
        return n
    if kind & PLACE and not _place(first, last, kind & BARE_PLACE != 0, words, patterns):
        return n
    if n < HITS_PER_WORD * m + HITS_MORE:
        to.rule[n], to.first[n], to.last[n] = rule, first, last
        n += 1
    return n


@inner
def _negated(i: int, words: Words, patterns: Patterns) -> bool:
    """Whether a negation stands before word i, with nothing but fillers between."""
    j = i - 1
    while j >= 0 and i - j <= _LOOK_BACK + 1 and words.gap[j + 1] < GAP_COMMA and words.word[j] >= 0:
        does = patterns.does[words.word[j]]
        if does & NEGATES:
            return True
        if not does & FILLER:
            return False
        j -= 1
    return False


@inner
def _place(first: int, last: int, bare: bool, words: Words, patterns: Patterns) -> bool:
    """Whether a name is written as one name, and is not a street, market or hospital called after the place."""
    for j in range(first + 1, last + 1):
        if words.gap[j] >= GAP_COMMA:
            return False
    if not bare or first == 0 or words.gap[first] >= GAP_COMMA or words.word[first - 1] < 0:
        return True
    return not patterns.does[words.word[first - 1]] & NOT_PLACE
