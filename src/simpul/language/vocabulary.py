"""Builds the vocabulary of `words.py` from the word lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np
import polars as pl

from simpul.corpus.utf8 import buffers
from simpul.language.compiling import borrowed, entry, whole
from simpul.language.folding import Folding, folding
from simpul.language.hashing import EXACT, PREFIX, SINGLE, SOUND, SUFFIX, Keys, key_of, pair
from simpul.language.scanning import DIGITS, LETTERS, Bytes, Ints, Offsets, Pieces, pieces, scan
from simpul.language.spelling import (
    CLITICS,
    DROPPED,
    ENGLISH,
    HINT,
    INDONESIAN,
    INFORMAL,
    JAVANESE,
    NO_LANGUAGE,
    OTHER,
    SHORTEST_FUZZY,
    Spellings,
)  # fmt: skip
from simpul.language.tables import table
from simpul.language.words import AFTER, ALWAYS, BEFORE, EDGE, NEAR, NUMBER, Compounds, Homographs, Vocabulary

_LANGUAGES = {"id": INDONESIAN, "jv": JAVANESE, "en": ENGLISH, "other": OTHER}
_SIDES = {"before": BEFORE, "after": AFTER, "near": NEAR, "": NEAR}


class Lexicon:
    """Spellings, words and rules while they are collected; `vocabulary` packs them for the kernel."""

    def __init__(self) -> None:
        self.numbers = {"#": NUMBER, "<": EDGE}  # word → its number
        self._entries: dict[str, tuple[int, int, int]] = {}  # spelling → number of its word, language, flags
        self._compounds: dict[tuple[str, ...], str] = {}  # spellings → the word that they make
        self._affixes: list[tuple[str, int]] = []
        self._rules: list[
            tuple[str, int, int, list[str], str]
        ] = []  # word, side, window, cues, what it means then
        self._normalise()
        self._tell_languages()
        self._read_rules()

    def _normalise(self) -> None:
        rows = table("normalisation").fill_null("").select("class", "variant", "canonical").rows()
        rows = [
            row for row in rows if row[0] in ("pendek", "jawa", "partikel")
        ]  # the other classes say what a word does
        for (kind, _, canonical), spelled in zip(rows, spellings([row[1] for row in rows]), strict=True):
            if len(spelled) > 1:
                self._compounds[tuple(spelled)] = canonical
                continue
            flags = DROPPED | INFORMAL if not canonical else INFORMAL if kind == "pendek" else 0
            language = JAVANESE if kind == "jawa" else NO_LANGUAGE
            self._entries[spelled[0]] = (self.word(canonical or spelled[0]), language, flags)
        for *_, canonical in rows:
            if canonical and " " not in canonical:
                self._entries.setdefault(canonical, (self.word(canonical), NO_LANGUAGE, 0))

    def _tell_languages(self) -> None:
        words = table("language_words").select("word", "language").rows()
        for spelling, name in sorted(words, key=lambda row: len(row[0])):
            if "-" in spelling:
                self._affixes.append((spelling, _LANGUAGES[name]))
                continue
            if spelling.endswith(("ne", "e", "ipun")) and self._stem(spelling):
                continue  # the clitic tells
            word, _, flags = self._entries.get(spelling) or (self.word(spelling), 0, 0)
            self._entries[spelling] = (word, _LANGUAGES[name], flags)

    def _read_rules(self) -> None:
        rows = table("ambiguous").fill_null("").select("word", "side", "window", "cues", "reading").rows()
        for word, side, window, cues, reading in rows:
            self._rules.append(
                (word, _SIDES[side], int(window or 0), [cue for cue in cues.split("|") if cue], reading)
            )

    def word(self, name: str) -> int:
        """The number of a word, which is new where nobody asked for it before."""
        return self.numbers.setdefault(name, len(self.numbers))

    def learn(self, texts: Iterable[tuple[str, bool]], compounds: Iterable[str] = ()) -> None:
        """Add the spellings of list texts, each with whether it is Javanese, and compounds that the lists take for one word.

        A spelling is not added if it is a known one with a clitic. One that stands in Javanese lists only hints at Javanese.
        """
        lists = list(texts)
        split = spellings([text for text, _ in lists])
        plain = {
            spelling
            for (_, javanese), spelled in zip(lists, split, strict=True)
            for spelling in spelled
            if not javanese
        }
        for name in [*self.numbers, *self._compounds.values(), *compounds, *(row[-1] for row in self._rules)]:
            if " " in name:
                self._compounds.setdefault(tuple(name.split()), name)
        plain |= {spelling for spelled in self._compounds for spelling in spelled}
        plain |= {word for row in self._rules for word in (row[0], *row[3]) if " " not in word}
        every = plain.union(*split) - {"#", "<"}
        for spelling in sorted(
            every, key=lambda each: (len(each), each)
        ):  # stems before words that carry a clitic
            if spelling not in self._entries and self._stem(spelling) is None:
                hint = (NO_LANGUAGE, 0) if spelling in plain else (JAVANESE, HINT)
                self._entries[spelling] = (self.word(spelling), *hint)

    def _stem(self, spelling: str) -> str | None:
        """The known spelling that is left when a clitic is cut off."""
        if len(spelling) < SHORTEST_FUZZY:
            return None
        for clitic, shortest, _ in CLITICS[1:]:
            stem = spelling.removesuffix(clitic)
            if stem != spelling and len(stem) >= shortest and stem in self._entries:
                return stem
        return None

    def _number(self, spelling: str) -> int:
        """The number of the word that a spelling stands for."""
        if spelling in ("#", "<"):
            return self.numbers[spelling]
        if " " in spelling:
            return self.word(spelling)
        return self._entries[spelling if spelling in self._entries else self._stem(spelling) or spelling][0]

    def vocabulary(self) -> Vocabulary:
        """Everything as arrays."""
        for name in [*self._compounds.values(), *(reading for *_, reading in self._rules)]:
            self.word(name)
        return Vocabulary(self._pack_spellings(), self._pack_compounds(), self._pack_rules())

    def _pack_spellings(self) -> Spellings:
        """Exact spellings, affixes, and what is left of a spelling when doubles and sounds are folded.

        A folded form that two words share decides nothing, so it is left out.
        """
        names = list(self._entries) + [affix for affix, _ in self._affixes]
        values = [*self._entries.values(), *((-1, language, 0) for _, language in self._affixes)]
        word, language, flags = np.array(values, np.int32).T.copy()
        found: dict[tuple[int, str], int] = {}
        folded = dict[tuple[int, str], set[int]]()
        for row, name in enumerate(names):
            if name.startswith("-"):
                found[SUFFIX, name[1:]] = row
            elif name.endswith("-"):
                found[PREFIX, name[:-1]] = row
            else:
                found[EXACT, name] = row
                self._fold(name, row, folded)
        for form, rows in folded.items():
            if len({self._entries[names[row]][0] for row in rows}) == 1:
                found[form] = min(rows)
        keys = _keys([form for _, form in found], [salt for salt, _ in found])
        return Spellings(
            *hashed(keys, list(found.values())), word, language.astype(np.uint8), flags.astype(np.uint8)
        )

    def _fold(self, name: str, entry: int, to: dict[tuple[int, str], set[int]]) -> None:
        if not name.isascii() or len(name) < SHORTEST_FUZZY:
            return
        single = "".join(letter for i, letter in enumerate(name) if name[i - 1 : i] != letter)
        to.setdefault((SINGLE, single), set()).add(entry)
        if self._entries[name][1] == JAVANESE:
            to.setdefault((SOUND, single.replace("h", "").replace("o", "a")), set()).add(entry)

    def _pack_compounds(self) -> Compounds:
        states: dict[tuple[int, int], int] = {}
        made: list[int] = []
        for spelled, name in self._compounds.items():
            numbers = [self._number(spelling) for spelling in spelled if not self._is_dropped(spelling)]
            if len(numbers) < 2:
                continue
            state = numbers[0]
            for number in numbers[1:]:
                if (state, number) not in states:
                    states[state, number] = len(states)
                    made.append(-1)
                state = -1 - states[state, number]  # told apart from words until these are all counted
            made[-1 - state] = self.word(name)
        count = len(self.numbers)
        keys = pairs([(a if a >= 0 else count - 1 - a, b) for a, b in states])
        begins = np.zeros(count, np.uint8)
        begins[[a for a, _ in states if a >= 0]] = 1
        return Compounds(
            *hashed(keys, [count + state for state in states.values()]),
            np.array(made or [-1], np.int32),
            begins,
        )

    def _is_dropped(self, spelling: str) -> bool:
        return bool(self._entries.get(spelling, (0, 0, 0))[2] & DROPPED)

    def _pack_rules(self) -> Homographs:
        packed: dict[int, list[tuple[int, int, int, int]]] = {}
        cues: list[tuple[int, int]] = []
        for row, (word, side, window, spelled, reading) in enumerate(self._rules, 1):
            cue = row if spelled else ALWAYS
            cues += [(cue, number) for number in {self._number(each) for each in spelled}]
            packed.setdefault(self._number(word), []).append((cue, side, window, self.word(reading)))
        first = np.zeros(len(self.numbers) + 1, np.int32)
        flat: list[tuple[int, int, int, int]] = []
        for number in range(len(self.numbers)):
            flat += packed.get(number, [])
            first[number + 1] = len(flat)
        cue, side, window, meant = np.array(flat, np.int32).T.copy()
        keys, slots = hashed(pairs(cues), [1] * len(cues))
        return Homographs(first, cue, side.astype(np.uint8), window.astype(np.uint8), meant, keys, slots)


def spellings(texts: Sequence[str]) -> list[list[str]]:
    """The spellings of each text as the kernel looks them up; a number is '#'."""
    data, offsets = buffers(pl.Series(texts, dtype=pl.String))
    folded, first, kind, joined, ends = _scan_all(
        data, offsets, folding(), pieces(int(np.diff(offsets).max(initial=1)))
    )
    text, bounds = folded.tobytes().decode("utf-8"), first.tolist()
    if not text.isascii():  # offsets count bytes
        parts = [folded[a:b].tobytes().decode() for a, b in pairwise(bounds)]
    else:
        parts = [text[a:b] for a, b in pairwise(bounds)]
    return [_joined(parts[a:b], kind[a:b].tolist(), joined[a:b].tolist()) for a, b in pairwise(ends.tolist())]


@entry
def _scan_all(
    version: int,
) -> Callable[[Bytes, Offsets, Folding, Pieces], tuple[Bytes, Offsets, Bytes, Bytes, Offsets]]:
    def scan_all(
        data: Bytes, offsets: Offsets, folds: Folding, space: Pieces
    ) -> tuple[Bytes, Offsets, Bytes, Bytes, Offsets]:
        """The pieces of many texts: folded bytes, where each begins, kinds, joints, and where each text's pieces end."""
        _ = version
        folds, space = borrowed(folds), borrowed(space)
        folded, first = np.empty(3 * len(data) + 1, np.uint8), np.zeros(len(data) + 2, np.int64)
        kind, joined = np.empty(len(data) + 1, np.uint8), np.empty(len(data) + 1, np.uint8)
        ends = np.zeros(len(offsets), np.int64)
        at = whole(0)
        for row in range(len(offsets) - 1):
            n, _ = scan(data[offsets[row] : offsets[row + 1]], folds.page, folds.table, space)
            for k in range(n):
                first[at + 1] = first[at]
                for i in range(space.first[k], space.first[k + 1]):
                    folded[first[at + 1]] = space.folded[i]
                    first[at + 1] += 1
                kind[at], joined[at] = space.kind[k], space.joined[k]
                at += 1
            ends[row + 1] = at
        return folded[: first[at]], first[: at + 1], kind[:at], joined[:at], ends

    return scan_all


def _joined(text: list[str], kind: list[int], joined: list[int]) -> list[str]:
    """The spellings of one text from its pieces: letters and digits written together stay together where the kernel does so."""
    found: list[str] = []
    k = 0
    while k < len(text):
        end = k + 1
        while end < len(text) and joined[end]:
            end += 1
        parts = text[k:end]
        if kind[k] == LETTERS and len(parts) > 1 and parts[1] == "2" and len(parts[0]) >= 3:
            found.append(parts[0] + "".join(parts[2:3]))  # anak2, kecil2an
        elif kind[k] == LETTERS and len(parts) == 3:
            found.append("".join(parts))  # r1m
        else:
            found += ["#" if kind[k + i] == DIGITS else part for i, part in enumerate(parts)]
        k = end
    return found


def hashed(keys: Sequence[int] | Keys, values: Sequence[int]) -> tuple[Keys, Ints]:
    """An open-addressing table of these keys and values, at most half full."""
    size = 1 << max(4, int(2 * len(keys)).bit_length())
    return _fill(np.asarray(keys, np.int64), np.asarray(values, np.int32), size)


@entry
def _fill(version: int) -> Callable[[Keys, Ints, int], tuple[Keys, Ints]]:
    def fill(new: Keys, values: Ints, size: int) -> tuple[Keys, Ints]:
        _ = version
        keys, slots = np.zeros(size, np.int64), np.zeros(size, np.int32)
        for i in range(len(new)):
            slot = new[i] & (size - 1)
            while keys[slot] != 0:
                slot = (slot + 1) & (size - 1)
            keys[slot], slots[slot] = new[i], values[i]
        return keys, slots

    return fill


def pairs(rows: Sequence[tuple[int, int]]) -> Keys:
    """The keys of pairs of numbers (`words.pair`)."""
    both = np.array(rows, np.int64).reshape(-1, 2)
    return _pairs(both)


@entry
def _pairs(version: int) -> Callable[[Offsets], Keys]:
    def of_pairs(rows: Offsets) -> Keys:
        _ = version
        keys = np.empty(len(rows), np.int64)
        for i in range(len(rows)):
            keys[i] = pair(rows[i, 0], rows[i, 1])
        return keys

    return of_pairs


def _keys(names: Sequence[str], salts: Sequence[int]) -> Keys:
    data, offsets = buffers(pl.Series(names, dtype=pl.String))
    return _keys_of(data, offsets, np.array(salts, np.int64))


@entry
def _keys_of(version: int) -> Callable[[Bytes, Offsets, Offsets], Keys]:
    def keys_of(data: Bytes, offsets: Offsets, salts: Offsets) -> Keys:
        _ = version
        keys = np.empty(len(salts), np.int64)
        for i in range(len(salts)):
            keys[i] = key_of(data, offsets[i], offsets[i + 1], salts[i])
        return keys

    return keys_of
