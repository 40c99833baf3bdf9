"""From a spelling to its word: as it is written, without clitic, without doubled letters, or by its Javanese sound."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simpul.language.compiling import inner, whole
from simpul.language.hashing import EXACT, PREFIX, SINGLE, SOUND, SUFFIX, Keys, find, key_of
from simpul.language.scanning import Bytes, Ints, Offsets

DROPPED, INFORMAL, HINT = 1, 2, 4  # flags of a spelling; a hint weighs less for the language
NO_LANGUAGE, INDONESIAN, JAVANESE, ENGLISH, OTHER = range(5)
LANGUAGES = 5
SHORTEST_FUZZY = 4  # letters below which only the exact spelling counts
LONGEST_WORD = 40

# Clitics that are cut from a word whose stem is known: letters, shortest stem, the language that they betray.
CLITICS = (
    ("", 1, NO_LANGUAGE), ("nipun", 3, JAVANESE), ("ipun", 3, JAVANESE), ("nya", 3, INDONESIAN), ("lah", 3, INDONESIAN),
    ("kah", 3, INDONESIAN), ("pun", 3, NO_LANGUAGE), ("ne", 3, JAVANESE), ("ku", 3, NO_LANGUAGE),
    ("mu", 3, NO_LANGUAGE), ("e", 4, JAVANESE), ("x", 4, NO_LANGUAGE),
)  # fmt: skip
_CLITIC = np.zeros((len(CLITICS), 8), np.int64)
for _row, (_letters, _shortest, _language) in enumerate(CLITICS):
    _CLITIC[_row, : len(_letters)] = list(_letters.encode())
    _CLITIC[_row, 5:] = len(_letters), _shortest, _language
_REMEMBERED = 1 << 12  # spellings; a power of two


class Spellings(NamedTuple):
    """What is known of spellings: exact ones, folded ones, and ends of words that betray a language."""

    keys: Keys
    entries: Ints
    word: Ints  # of an entry
    language: Bytes  # of an entry
    flags: Bytes  # of an entry


class Memory(NamedTuple):
    """Spellings looked up lately, each at its place by key, and what was found. Most words of a text were seen before."""

    keys: Keys
    found: Offsets
    letters: Bytes  # working space


def memory() -> Memory:
    """An empty memory."""
    return Memory(
        np.zeros(_REMEMBERED, np.int64), np.zeros(_REMEMBERED, np.int64), np.empty(LONGEST_WORD, np.uint8)
    )


@inner
def look_up(folded: Bytes, start: int, stop: int, known: Spellings, lately: Memory) -> tuple[int, int]:
    """The entry of a spelling, -1 where the word is unknown, and the language that its ends betray."""
    key = key_of(folded, start, stop, EXACT)
    place = key & (_REMEMBERED - 1)
    if lately.keys[place] != key:
        entry, language = _search(folded, start, stop, known, lately.letters)
        lately.keys[place], lately.found[place] = key, (entry + 1) << 4 | language
    return whole(lately.found[place] >> 4) - 1, whole(lately.found[place] & 15)


@inner
def _search(folded: Bytes, start: int, stop: int, known: Spellings, letters: Bytes) -> tuple[int, int]:
    n = whole(stop - start)
    if n > LONGEST_WORD:
        return whole(-1), whole(NO_LANGUAGE)
    for i in range(n):
        letters[i] = folded[start + i]
    for form in (EXACT, SINGLE, SOUND):
        if form != EXACT:
            n = _single(letters, n) if form == SINGLE else _sound(letters, n)
            if n < SHORTEST_FUZZY - 1 or stop - start < SHORTEST_FUZZY:
                break
        entry, language = _stem(letters, n, form, known)
        if entry >= 0:
            return entry, language
    return whole(-1), _betrayed(folded, start, stop, known)


@inner
def _stem(letters: Bytes, n: int, form: int, known: Spellings) -> tuple[int, int]:
    """The entry of a word, bare or with a clitic behind it, and the clitic's language; -1 if there is none."""
    for row in range(len(_CLITIC)):
        length = _CLITIC[row, 5]
        if n - length < _CLITIC[row, 6]:
            continue
        same = True
        for i in range(length):
            same &= letters[n - length + i] == _CLITIC[row, i]
        if same:
            entry = find(known.keys, known.entries, key_of(letters, whole(0), n - length, form))
            if entry >= 0:
                return entry, whole(_CLITIC[row, 7])
    return whole(-1), whole(NO_LANGUAGE)


@inner
def _single(letters: Bytes, n: int) -> int:
    """Write no letter twice running, in place; gives the new length."""
    m = whole(0)
    for i in range(n):
        if m == 0 or letters[m - 1] != letters[i]:
            letters[m] = letters[i]
            m += 1
    return m


@inner
def _sound(letters: Bytes, n: int) -> int:
    """Fold Javanese spelling noise in place: o is a, and h (dh, th, omah) is not written; gives the new length."""
    m = whole(0)
    for i in range(n):
        if letters[i] != 104:
            letters[m] = 97 if letters[i] == 111 else letters[i]
            m += 1
    return m


@inner
def _betrayed(folded: Bytes, start: int, stop: int, known: Spellings) -> int:
    """The language that the ends of an unknown word betray."""
    for length in (4, 3, 2):
        for form in (SUFFIX, PREFIX):
            begin = stop - length if form == SUFFIX else start
            if stop - start >= length + 3:
                entry = find(known.keys, known.entries, key_of(folded, begin, begin + length, form))
                if entry >= 0:
                    return whole(known.language[entry])
    return whole(NO_LANGUAGE)
