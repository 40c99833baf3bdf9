"""From pieces to words: spelling variants of one word get one number, compounds become one word, and context decides
which of two homographs is meant."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.language.compiling import inner, whole
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
)

Keys = npt.NDArray[Any]  # int64

UNKNOWN, NUMBER, EDGE = -1, 0, 1  # word numbers with a fixed meaning; EDGE is the end of a clause, for cues
EXACT, SINGLE, SOUND, PREFIX, SUFFIX = 1, 2, 3, 4, 5  # salts: what a key of the vocabulary was made from
DROPPED, INFORMAL, HINT = 1, 2, 4  # flags of a spelling; a hint weighs less for the language
BEFORE, AFTER, NEAR = 0, 1, 2  # where a cue stands
ALWAYS = 0  # the cue of a rule that needs none
_WIDEST = 4  # words within which a cue can stand
NO_LANGUAGE, INDONESIAN, JAVANESE, ENGLISH, OTHER = range(5)
LANGUAGES = 5
SHORTEST_FUZZY = 4  # letters below which only the exact spelling counts
LONGEST_WORD = 40
_MEMO = 1 << 12  # spellings remembered; a power of two
_SHOWN = 2  # words kept to show why a text is in a language

# Clitics that are cut from a word whose stem is known: letters, shortest stem, the language that they betray.
CLITICS = (
    ("nipun", 3, JAVANESE), ("ipun", 3, JAVANESE), ("nya", 3, INDONESIAN), ("lah", 3, INDONESIAN),
    ("kah", 3, INDONESIAN), ("pun", 3, NO_LANGUAGE), ("ne", 3, JAVANESE), ("ku", 3, NO_LANGUAGE),
    ("mu", 3, NO_LANGUAGE), ("e", 4, JAVANESE), ("x", 4, NO_LANGUAGE),
)  # fmt: skip
_CLITIC = np.zeros((len(CLITICS), 8), np.uint8)
for _row, (_letters, _shortest, _language) in enumerate(CLITICS):
    _CLITIC[_row, : len(_letters)] = list(_letters.encode())
    _CLITIC[_row, 5:] = len(_letters), _shortest, _language
_LEET = np.zeros(128, np.uint8)
_LEET[list(b"013457")] = list(b"oieast")
_PRIME, _BASIS = 0x100000001B3, -3750763034362895579


class Vocabulary(NamedTuple):
    """Spellings, compounds and homographs as open-addressing tables (key 0 is empty)."""

    keys: Keys  # of spellings
    entries: Ints
    word: Ints  # of an entry
    language: Bytes  # of an entry
    flags: Bytes  # of an entry
    compound_keys: Keys  # (word or state, word)
    compounds: Ints  # the state that they lead to; states are counted on from the words
    compound_word: Ints  # the word that a state's words make, or -1
    compound_begins: Bytes  # of a word: whether a compound begins with it
    rule_first: Ints  # of a word; rules of word w are rule_first[w] … rule_first[w + 1]
    rule_cue: Ints
    rule_side: Bytes
    rule_window: Bytes
    rule_word: Ints  # the word that is meant
    cue_keys: Keys  # (cue, word)
    cue_values: Ints


class Words(NamedTuple):
    """Working space for the words of one text."""

    word: Offsets
    raw: Offsets  # before context decided
    first: Offsets  # pieces
    last: Offsets
    gap: Offsets
    tally: Offsets  # points by language
    shown: Offsets  # pieces that show the language, two for each
    informal: Offsets  # number of informal spellings, and the first two pieces
    spare: Bytes
    memo_keys: Keys  # spellings looked up lately, each at its place by key
    memo: Offsets  # what was found for them


def words(longest: int) -> Words:
    """Working space for texts of up to `longest` bytes."""
    ints = [np.empty(longest + 2, np.int64) for _ in range(5)]
    tallies = [np.zeros(size, np.int64) for size in (LANGUAGES, LANGUAGES * _SHOWN, 1 + _SHOWN)]
    memo = [np.zeros(_MEMO, np.int64) for _ in range(2)]
    return Words._make([*ints, *tallies, np.empty(2 * LONGEST_WORD, np.uint8), *memo])


@inner
def key_of(folded: Bytes, start: int, stop: int, salt: int) -> int:
    """FNV-1a over the bytes, never 0."""
    key = whole(_BASIS) ^ salt
    for i in range(start, stop):
        key = (key ^ whole(folded[i])) * whole(_PRIME)
    key ^= key >> 29
    return key if key != 0 else whole(1)


@inner
def find(keys: Keys, values: Ints, key: int) -> int:
    """The value of a key in an open-addressing table, -1 where it is absent."""
    mask = len(keys) - 1
    slot = key & mask
    while keys[slot] != 0:
        if keys[slot] == key:
            return whole(values[slot])
        slot = (slot + 1) & mask
    return whole(-1)


@inner
def pair(a: int, b: int) -> int:
    """The key of two words, or of a cue and a word, in this order."""
    key = ((whole(a) + 1) << 32) | (whole(b) + 1)
    key *= whole(-7046029254386353131)  # spreads neighbouring numbers over the table
    key ^= key >> 31
    return key if key != 0 else whole(1)


@inner
def single(folded: Bytes, start: int, stop: int, to: Bytes) -> int:
    """Write the letters without doubles; gives their number."""
    n = whole(0)
    for i in range(start, stop):
        if n == 0 or to[n - 1] != folded[i]:
            to[n] = folded[i]
            n += 1
    return n


@inner
def sound(letters: Bytes, n: int) -> int:
    """Fold Javanese spelling noise in place: o is a, and h (dh, th, omah) is not written; gives the new length."""
    m = whole(0)
    for i in range(n):
        if letters[i] != 104:
            letters[m] = 97 if letters[i] == 111 else letters[i]
            m += 1
    return m


@inner
def _stem(folded: Bytes, start: int, stop: int, salt: int, v: Vocabulary) -> tuple[int, int]:
    """The entry and clitic's language of a word with a clitic behind it; -1 if there is none."""
    for row in range(len(_CLITIC)):
        length = whole(_CLITIC[row, 5])
        if stop - start - length < _CLITIC[row, 6] or folded[stop - 1] != _CLITIC[row, length - 1]:
            continue
        same = True
        for i in range(length):
            same &= folded[stop - length + i] == _CLITIC[row, i]
        if same:
            entry = find(v.keys, v.entries, key_of(folded, start, stop - length, salt))
            if entry >= 0:
                return entry, whole(_CLITIC[row, 7])
    return whole(-1), whole(0)


@inner
def _affix(folded: Bytes, start: int, stop: int, v: Vocabulary) -> int:
    """The language that the ends of an unknown word betray."""
    for length in (4, 3, 2):
        if stop - start < length + 3:
            continue
        entry = find(v.keys, v.entries, key_of(folded, stop - length, stop, SUFFIX))
        if entry < 0:
            entry = find(v.keys, v.entries, key_of(folded, start, start + length, PREFIX))
        if entry >= 0:
            return whole(v.language[entry])
    return whole(NO_LANGUAGE)


@inner
def _search(folded: Bytes, start: int, stop: int, key: int, v: Vocabulary, spare: Bytes) -> tuple[int, int]:
    """The entry of a spelling, -1 where the word is unknown, and the language that its ends betray.

    Tried in turn: as it stands; without clitic; without doubled letters; by its Javanese sound.
    """
    entry, language = find(v.keys, v.entries, key), whole(NO_LANGUAGE)
    if entry < 0 and SHORTEST_FUZZY <= stop - start <= LONGEST_WORD:
        entry, language = _stem(folded, start, stop, EXACT, v)
        n = single(folded, start, stop, spare) if entry < 0 else whole(0)
        for salt in (SINGLE, SOUND):
            if salt == SOUND:
                n = sound(spare, n)
            if entry >= 0 or n < SHORTEST_FUZZY - 1:
                break
            entry = find(v.keys, v.entries, key_of(spare, whole(0), n, salt))
            if entry < 0:
                entry, language = _stem(spare, whole(0), n, salt, v)
    return entry, _affix(folded, start, stop, v) if entry < 0 else language


@inner
def look_up(folded: Bytes, start: int, stop: int, v: Vocabulary, to: Words) -> tuple[int, int]:
    """`_search`, remembered: most words of a text were seen a moment ago."""
    key = key_of(folded, start, stop, EXACT)
    slot = key & (_MEMO - 1)
    if to.memo_keys[slot] != key:
        entry, language = _search(folded, start, stop, key, v, to.spare)
        to.memo_keys[slot], to.memo[slot] = key, (entry + 1) * LANGUAGES + language
    return to.memo[slot] // LANGUAGES - 1, to.memo[slot] % LANGUAGES


@inner
def _count(language: int, points: int, piece: int, to: Words) -> None:
    """Give a language points for a piece."""
    if language == NO_LANGUAGE:
        return
    shown = _SHOWN * language
    if to.tally[language] == 0:
        to.shown[shown], to.shown[shown + 1] = piece, -1
    elif to.shown[shown + 1] < 0 and to.shown[shown] != piece:
        to.shown[shown + 1] = piece
    to.tally[language] += points


@inner
def _add(word: int, first: int, last: int, gap: int, m: int, to: Words) -> int:
    """Append a word; gives the number of words."""
    to.raw[m], to.first[m], to.last[m], to.gap[m] = word, first, last, gap
    return m + 1


@inner
def _melt(m: int, v: Vocabulary, to: Words) -> int:
    """Make one word of each longest compound (tidak ada, rumah sakit); gives the new number of words."""
    single_words = len(v.rule_first) - 1
    n = i = whole(0)
    while i < m:
        word, end, j = to.raw[i], i + 1, i + 1
        state = word if word >= 0 and v.compound_begins[word] else whole(UNKNOWN)
        while state >= 0 and j < m and to.gap[j] <= GAP_JOIN and to.raw[j] >= 0:
            state = find(v.compound_keys, v.compounds, pair(state, to.raw[j]))
            j += 1
            if state >= 0 and v.compound_word[state - single_words] >= 0:
                word, end = whole(v.compound_word[state - single_words]), j
        to.raw[n], to.first[n], to.last[n], to.gap[n] = word, to.first[i], to.last[end - 1], to.gap[i]
        n += 1
        i = end
    return n


@inner
def _add_spelling(
    folded: Bytes, start: int, stop: int, first: int, last: int, gap: int, m: int, v: Vocabulary, to: Words
) -> int:
    """Look a spelling up and append its word; a particle counts for the language only."""
    entry, betrayed = look_up(folded, start, stop, v, to)
    _count(betrayed, whole(1), first, to)
    if entry < 0:
        return _add(whole(UNKNOWN), first, last, gap, m, to)
    _count(whole(v.language[entry]), whole(1) if v.flags[entry] & HINT else whole(2), first, to)
    if v.flags[entry] & INFORMAL:
        if to.informal[0] < _SHOWN:
            to.informal[1 + to.informal[0]] = first
        to.informal[0] += 1
    if v.flags[entry] & DROPPED:
        return m
    return _add(whole(v.word[entry]), first, last, gap, m, to)


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
def _add_mixed(p: Pieces, k: int, end: int, m: int, v: Vocabulary, to: Words) -> int:
    """Append letters and digits written together: r1m, b4ntuan, anak2nya, 50rb, rt04; gives the number of words."""
    start, stop = whole(p.first[k]), whole(p.first[end])
    gap = whole(p.gap[k])
    if stop - start <= LONGEST_WORD:
        entry = find(v.keys, v.entries, key_of(p.folded, start, stop, EXACT))
        if entry < 0 and stop - start >= SHORTEST_FUZZY:
            for i in range(start, stop):
                plain = _LEET[p.folded[i] & 127]
                to.spare[i - start] = plain if plain != 0 else p.folded[i]
            entry = find(v.keys, v.entries, key_of(to.spare, whole(0), stop - start, EXACT))
        if entry >= 0:
            _count(whole(v.language[entry]), whole(2), k, to)
            return _add(whole(v.word[entry]), k, end - 1, gap, m, to)
    while k < end:
        start, stop = whole(p.first[k]), whole(p.first[k + 1])
        if p.kind[k] == DIGITS:
            m = _add(whole(NUMBER), k, k, gap, m, to)
        elif k + 1 < end and stop - start >= 3 and stop - start < LONGEST_WORD and _is_two(p, k + 1):
            last = k + 1
            if k + 2 < end and p.kind[k + 2] == LETTERS and stop - start + _length(p, k + 2) <= LONGEST_WORD:
                last = k + 2
            n = whole(LONGEST_WORD)  # the second half of `spare`; looking up needs the first
            for i in range(start, whole(p.first[last + 1])):
                if i < stop or i >= p.first[k + 2]:
                    to.spare[n] = p.folded[i]
                    n += 1
            m = _add_spelling(to.spare, whole(LONGEST_WORD), n, k, last, gap, m, v, to)
            k = last
        else:
            m = _add_spelling(p.folded, start, stop, k, k, gap, m, v, to)
        k += 1
        gap = whole(0)
    return m


@inner
def read(p: Pieces, n: int, v: Vocabulary, to: Words) -> int:
    """Fill `to` with the words of n pieces; gives their number."""
    to.tally[:] = 0
    to.informal[:] = 0
    m = k = carried = whole(0)  # `carried`: a gap before a word that was dropped
    while k < n:
        end, before = k + 1, m
        while end < n and p.joined[end]:
            end += 1
        gap = max(carried, whole(p.gap[k]))
        if end > k + 1:
            p.gap[k] = gap
            m = _add_mixed(p, k, end, m, v, to)
        elif p.kind[k] == DIGITS:
            m = _add(whole(NUMBER), k, k, gap, m, to)
        elif p.kind[k] == OTHER_SCRIPT:
            _count(whole(OTHER), whole(2), k, to)
            m = _add(whole(UNKNOWN), k, k, gap, m, to)
        elif p.kind[k] == SYMBOL:
            entry = find(v.keys, v.entries, key_of(p.folded, p.first[k], p.first[end], EXACT))
            if entry >= 0:
                m = _add(whole(v.word[entry]), k, k, gap, m, to)
        else:
            first, keep = k, k
            while end < n and p.kind[end] == LETTERS and (end + 1 >= n or not p.joined[end + 1]):
                kept = _doubled(p, end - 1)
                if kept < 0:
                    break
                keep, end = kept, end + 1
                if kept != end - 1:
                    break
            m = _add_spelling(p.folded, p.first[keep], p.first[keep + 1], first, end - 1, gap, m, v, to)
        carried = gap if m == before else 0
        k = end
    m = _melt(m, v, to)
    for i in range(m):
        to.word[i] = _meant(i, m, v, to)
    return m


@inner
def _meant(i: int, m: int, v: Vocabulary, to: Words) -> int:
    """The word that the context of word i decides for: the rule whose cue is nearest, the first of equals."""
    word = to.raw[i]
    if word < 0:
        return whole(word)
    first, stop = v.rule_first[word], v.rule_first[word + 1]
    for distance in range(1, _WIDEST + 1 if stop > first else 1):
        before, after = _neighbour(i, -1, distance, m, to), _neighbour(i, 1, distance, m, to)
        for rule in range(first, stop):
            cue, side = v.rule_cue[rule], v.rule_side[rule]
            if cue == ALWAYS or distance > v.rule_window[rule]:
                continue
            if (side != AFTER and _cues(cue, before, v)) or (side != BEFORE and _cues(cue, after, v)):
                return whole(v.rule_word[rule])
    for rule in range(first, stop):
        if v.rule_cue[rule] == ALWAYS:
            return whole(v.rule_word[rule])
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
def _cues(cue: int, word: int, v: Vocabulary) -> bool:
    return word >= 0 and find(v.cue_keys, v.cue_values, pair(cue, word)) >= 0
