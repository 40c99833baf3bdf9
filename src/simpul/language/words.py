"""From pieces to words: spelling variants of one word get one number, compounds become one word, and context decides
which of two homographs is meant."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simpul.language.compiling import inner, whole
from simpul.language.hashing import EXACT, Keys, find, key_of, pair
from simpul.language.scanning import (
    DIGITS,
    GAP_COMMA,
    GAP_JOIN,
    LETTERS,
    OTHER_SCRIPT,
    SYMBOL,
    Bytes,
    Ints,
    Offsets,
    Pieces,
)  # fmt: skip
from simpul.language.spelling import (
    DROPPED,
    HINT,
    INFORMAL,
    LANGUAGES,
    NO_LANGUAGE,
    OTHER,
    SHORTEST_FUZZY,
    Memory,
    Spellings,
    look_up,
    memory,
)  # fmt: skip

UNKNOWN, NUMBER, EDGE = -1, 0, 1  # word numbers with a fixed meaning; EDGE is the end of a clause, for cues
BEFORE, AFTER, NEAR = 0, 1, 2  # where a cue stands
ALWAYS = 0  # the cue of a rule that needs none
SHOWN = 2  # pieces kept to show why a text is in a language, or informal
_WIDEST = 4  # words within which a cue can stand
_SHORTEST_DOUBLED = 3  # letters: anak2, but rt2 is a number
_LEET = np.zeros(128, np.uint8)
_LEET[list(b"013457")] = list(b"oieast")


class Compounds(NamedTuple):
    """Words that make one word together, as a table from (word or state, word) to a state. States count on from the words."""

    keys: Keys
    states: Ints
    word: Ints  # the word that a state's words make, or -1
    begins: Bytes  # of a word: whether a compound begins with it


class Homographs(NamedTuple):
    """Rules by which context decides what a word means; rules of word w are first[w] … first[w + 1]."""

    first: Ints
    cue: Ints
    side: Bytes
    window: Bytes
    word: Ints  # the word that is meant
    keys: Keys  # (cue, word that cues)
    cues: Ints


class Vocabulary(NamedTuple):
    """All that is known of words."""

    spellings: Spellings
    compounds: Compounds
    homographs: Homographs


class Words(NamedTuple):
    """Working space for the words of one text; before they are looked up, for the units that spell them."""

    word: Offsets
    raw: Offsets  # before context decided; of a unit its kind
    first: Offsets  # pieces
    last: Offsets
    gap: Offsets
    begin: Offsets  # of a unit: its folded bytes
    end: Offsets
    tally: Offsets  # points by language
    shown: Offsets  # pieces that show the language, SHOWN for each
    informal: Offsets  # number of informal spellings, and the first pieces
    memory: Memory


def words(longest: int) -> Words:
    """Working space for texts of up to `longest` bytes."""
    arrays = [np.empty(longest + 2, np.int64) for _ in range(7)]
    tallies = [np.zeros(size, np.int64) for size in (LANGUAGES, LANGUAGES * SHOWN, 1 + SHOWN)]
    return Words._make([*arrays, *tallies, memory()])


@inner
def read(p: Pieces, units: int, v: Vocabulary, to: Words) -> int:
    """From the units that `spell` put into `to` to words; gives their number."""
    to.tally[:] = 0
    to.informal[:] = 0
    m = carried = whole(0)  # `carried`: a gap before a word that was dropped
    for unit in range(units):
        gap, first, last = max(carried, to.gap[unit]), to.first[unit], to.last[unit]
        word, dropped = _look_up(unit, p, v.spellings, to)
        carried = gap if dropped else whole(0)
        if not dropped:
            to.raw[m], to.first[m], to.last[m], to.gap[m] = word, first, last, gap
            m += 1
    m = _melt(m, v.compounds, to)
    for i in range(m):
        to.word[i] = _meant(i, m, v.homographs, to)
    return m


@inner
def spell(p: Pieces, n: int, known: Spellings, to: Words) -> int:
    """Put together, in `to`, those of n pieces that spell one word; gives the number of units."""
    units = k = whole(0)
    spare = p.first[n]  # folded bytes of units that do not stand in the text as they are
    while k < n:
        stop = k + 1
        while stop < n and p.joined[stop]:
            stop += 1
        if stop > k + 1:
            before = units
            units, spare = _mixed(p, k, stop, spare, known, to, units)
            to.gap[before] = p.gap[k]
        else:
            keep = k
            while (
                p.kind[k] == LETTERS
                and stop < n
                and p.kind[stop] == LETTERS
                and not (stop + 1 < n and p.joined[stop + 1])
            ):
                kept = _doubled(p, stop - 1)
                if kept < 0:
                    break
                keep, stop = kept, stop + 1
                if kept != stop - 1:
                    break
            units = _unit(whole(p.kind[k]), k, stop - 1, p.first[keep], p.first[keep + 1], to, units)
            to.gap[units - 1] = p.gap[k]
        k = stop
    return units


@inner
def _unit(kind: int, first: int, last: int, begin: int, end: int, to: Words, units: int) -> int:
    """Append a unit of these pieces and folded bytes; gives the number of units."""
    to.raw[units], to.first[units], to.last[units], to.gap[units] = kind, first, last, 0
    to.begin[units], to.end[units] = begin, end
    return units + 1


@inner
def _mixed(
    p: Pieces, k: int, stop: int, spare: int, known: Spellings, to: Words, units: int
) -> tuple[int, int]:
    """Append letters and digits written together: r1m, b4ntuan, anak2nya, 50rb, rt04; gives units and spare bytes."""
    begin, end = p.first[k], p.first[stop]
    size = end - begin
    for i in range(size):
        plain = _LEET[p.folded[begin + i] & 127]
        p.folded[spare + i] = plain if plain != 0 else p.folded[begin + i]
    if find(known.keys, known.entries, key_of(p.folded, begin, end, EXACT)) >= 0:
        return _unit(whole(LETTERS), k, stop - 1, begin, end, to, units), spare
    if (
        size >= SHORTEST_FUZZY
        and find(known.keys, known.entries, key_of(p.folded, spare, spare + size, EXACT)) >= 0
    ):
        return _unit(whole(LETTERS), k, stop - 1, spare, spare + size, to, units), spare + size
    while k < stop:
        last, begin, end = k, p.first[k], p.first[k + 1]
        if k + 1 < stop and end - begin >= _SHORTEST_DOUBLED and p.kind[k] == LETTERS and _is_two(p, k + 1):
            last = min(k + 2, stop - 1)
            begin, end = spare, spare
            for i in range(p.first[k], p.first[last + 1]):
                if i < p.first[k + 1] or i >= p.first[k + 2]:
                    p.folded[end] = p.folded[i]
                    end += 1
            spare = end
        units = _unit(whole(p.kind[k]), k, last, begin, end, to, units)
        k = last + 1
    return units, spare


@inner
def _length(p: Pieces, k: int) -> int:
    return whole(p.first[k + 1] - p.first[k])


@inner
def _equal(p: Pieces, a: int, b: int, n: int) -> bool:
    """Whether n folded bytes from a and from b are the same."""
    for i in range(n):
        if p.folded[a + i] != p.folded[b + i]:
            return False
    return True


@inner
def _doubled(p: Pieces, k: int) -> int:
    """Which of piece k and the next one to keep if together they are one doubled word (anak-anaknya), else -1."""
    a, b = _length(p, k), _length(p, k + 1)
    if p.gap[k + 1] > GAP_JOIN or a == 0 or b == 0:
        return -1
    if a == b and _equal(p, p.first[k], p.first[k + 1], a):
        return k + 1
    if p.gap[k + 1] != GAP_JOIN or min(a, b) < 3:
        return -1
    if b > a and _equal(p, p.first[k], p.first[k + 1], a):
        return k + 1
    return k if a > b and _equal(p, p.first[k + 1] - b, p.first[k + 1], b) else -1


@inner
def _is_two(p: Pieces, k: int) -> bool:
    return p.kind[k] == DIGITS and _length(p, k) == 1 and p.folded[p.first[k]] == 50


@inner
def _look_up(unit: int, p: Pieces, known: Spellings, to: Words) -> tuple[int, bool]:
    """The word of a unit, and whether it is none that counts: a particle, or a pictograph that no list knows."""
    kind, first = to.raw[unit], to.first[unit]
    if kind == DIGITS:
        return whole(NUMBER), False
    if kind == OTHER_SCRIPT:
        _count(whole(OTHER), whole(2), first, to)
        return whole(UNKNOWN), False
    entry, betrayed = look_up(p.folded, to.begin[unit], to.end[unit], known, to.memory)
    if entry < 0:
        _count(betrayed, whole(1), first, to)
        return whole(UNKNOWN), kind == SYMBOL
    flags = known.flags[entry]
    _count(whole(known.language[entry]), whole(1) if flags & HINT else whole(2), first, to)
    _count(betrayed, whole(1), first, to)
    if flags & INFORMAL:
        if to.informal[0] < SHOWN:
            to.informal[1 + to.informal[0]] = first
        to.informal[0] += 1
    return whole(known.word[entry]), flags & DROPPED != 0


@inner
def _count(language: int, points: int, piece: int, to: Words) -> None:
    """Give a language points for a piece."""
    if language == NO_LANGUAGE:
        return
    shown = SHOWN * language
    if to.tally[language] == 0:
        to.shown[shown], to.shown[shown + 1] = piece, -1
    elif to.shown[shown + 1] < 0 and to.shown[shown] != piece:
        to.shown[shown + 1] = piece
    to.tally[language] += points


@inner
def _melt(m: int, c: Compounds, to: Words) -> int:
    """Make one word of each longest compound (tidak ada, rumah sakit); gives the new number of words."""
    single_words = len(c.begins)
    n = i = whole(0)
    while i < m:
        word, end, j = to.raw[i], i + 1, i + 1
        state = word if word >= 0 and c.begins[word] else whole(UNKNOWN)
        while state >= 0 and j < m and to.gap[j] <= GAP_JOIN and to.raw[j] >= 0:
            state = find(c.keys, c.states, pair(state, to.raw[j]))
            j += 1
            if state >= 0 and c.word[state - single_words] >= 0:
                word, end = whole(c.word[state - single_words]), j
        to.raw[n], to.first[n], to.last[n], to.gap[n] = word, to.first[i], to.last[end - 1], to.gap[i]
        n += 1
        i = end
    return n


@inner
def _meant(i: int, m: int, h: Homographs, to: Words) -> int:
    """The word that the context of word i decides for: the rule whose cue is nearest, the first of equals."""
    word = to.raw[i]
    if word < 0:
        return whole(word)
    first, stop = h.first[word], h.first[word + 1]
    for distance in range(1, _WIDEST + 1 if stop > first else 1):
        before, after = _neighbour(i, -1, distance, m, to), _neighbour(i, 1, distance, m, to)
        for rule in range(first, stop):
            cue, side = h.cue[rule], h.side[rule]
            if cue == ALWAYS or distance > h.window[rule]:
                continue
            if (side != AFTER and _cues(cue, before, h)) or (side != BEFORE and _cues(cue, after, h)):
                return whole(h.word[rule])
    for rule in range(first, stop):
        if h.cue[rule] == ALWAYS:
            return whole(h.word[rule])
    return whole(word)


@inner
def _neighbour(i: int, step: int, distance: int, m: int, to: Words) -> int:
    """The word so far before or after word i, EDGE where a clause ends just there, UNKNOWN beyond."""
    for d in range(1, distance + 1):
        j = i + step * d
        if j < 0 or j >= m or to.gap[max(j, j - step)] >= GAP_COMMA:
            return whole(EDGE) if d == distance else whole(UNKNOWN)
    return whole(to.raw[i + step * distance])


@inner
def _cues(cue: int, word: int, h: Homographs) -> bool:
    return word >= 0 and find(h.keys, h.cues, pair(cue, word)) >= 0
