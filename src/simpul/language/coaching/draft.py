"""A draft as the coach reads it: folded words with their places, sentences, and what is not the writer's own wording."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from simpul.language.folding import FOREIGN, IGNORED, PICTURE, SEPARATOR, folding
from simpul.language.tables import table

_STAND_INS = {SEPARATOR: ord(" "), FOREIGN: 1, PICTURE: 2, IGNORED: 0}
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")
_CLITIC = re.compile(r"(?:nya|lah|kah|pun)$")
_LEET = str.maketrans("013457", "oieast")
_SHORTEST_STEM = 6  # letters below which an ending is part of the word: gunanya is no `guna`
_SPACED = re.compile(r"\S*\w\S*")
_BREAK = re.compile(r"[.!?…;:\n\r\x01\x02•▪●]")
_SHORT = frozenset(
    "jl no kel kec kab rt rw bpk bp dr drs ir hj h s d sd a n an dll dsb dst tgl telp hlm prof st sh yth".split()
)
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.(?:go\.id|or\.id|co\.id|ac\.id|id|com|org|net|me|ly)(?:/\S*)?\b", re.I)  # fmt: skip
_MENTION = re.compile(r"(?<![\w.])@~?[\w.]+")
_HASHTAG = re.compile(r"(?<![\w&])[#＃]\w+")


@dataclass(frozen=True)
class Word:
    """One word: how it is compared, and where it stands."""

    forms: frozenset[str]  # as written, folded; in full where it is a known short spelling; without a clitic
    text: str  # folded
    start: int
    end: int
    sentence: int
    plain_gap: bool  # only white space stands between it and the word before


class Draft:
    """A text and its words. Any string will do."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded, self.places = _fold(text)
        self.links = [match.span() for match in _LINK.finditer(text)]
        self.hashtags = [match.span() for match in _HASHTAG.finditer(text)]
        self.mentions = [match.span() for match in _MENTION.finditer(text)]

    @cached_property
    def words(self) -> list[Word]:
        """Words outside links, account names and hashtags, in order."""
        hidden = covered(len(self.text), [*self.links, *self.hashtags, *self.mentions])
        found: list[Word] = []
        sentence, end = 0, 0
        for match in _WORD.finditer(self.folded):
            start = int(self.places[match.start()])
            stop = max(int(self.places[match.end() - 1]) + 1, int(self.places[match.end()]))
            if hidden[start]:
                continue
            gap = self.text[end:start]
            before = found[-1].text if found else ""
            if found and _ends_sentence(gap, before, self.text[start]):
                sentence += 1
            plain = bool(found) and gap.isspace() and "\n" not in gap
            found.append(Word(_forms(match[0]), match[0], start, stop, sentence, plain))
            end = stop
        return found

    @cached_property
    def sentences(self) -> list[list[Word]]:
        """The words of each sentence, in order; sentence k of a word is number k here."""
        grouped: dict[int, list[Word]] = {}
        for word in self.words:
            grouped.setdefault(word.sentence, []).append(word)
        return list(grouped.values())

    @cached_property
    def asking(self) -> set[int]:
        """Sentences that end with a question mark."""
        bounds = [*(words[0].start for words in self.sentences[1:]), len(self.text)]
        return {
            words[0].sentence
            for words, stop in zip(self.sentences, bounds, strict=True)
            if "?" in self.text[words[-1].end : stop]
        }

    def count(self, sentence: list[Word]) -> int:
        """Words of a sentence as people count them: a time (08.00–14.00) or a sum is one."""
        return len(_SPACED.findall(self.cut(sentence[0], sentence[-1])[2]))

    def cut(self, first: Word, last: Word) -> tuple[int, int, str]:
        """Start, end and text from one word to another."""
        return first.start, last.end, self.text[first.start : last.end]


def _fold(text: str) -> tuple[str, npt.NDArray[np.int64]]:
    """The text folded as the labels fold it, three or more like letters as one; and at which character each begins, and the text ends."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    folds = folding()
    value = folds.table[folds.page[codes >> 8], codes & 255]
    letters = np.stack([value >> shift & 255 for shift in (0, 8, 16)], axis=1).astype(np.uint8)
    special = value < 32
    letters[special] = 0
    letters[special, 0] = np.array([_STAND_INS[code] for code in range(4)], np.uint8)[value[special]]
    row, column = np.nonzero(letters)
    folded = letters[row, column].tobytes().decode("ascii")
    keep = np.ones(len(folded), bool)
    for run in _LONG_RUN.finditer(folded):
        keep[run.start() + 1 : run.end()] = False
    return "".join(np.array(list(folded), dtype="U1")[keep]), np.append(row[keep], len(text))


@cache
def _in_full() -> dict[str, str]:
    """Short and chatty spellings of single words: utk → untuk."""
    rows = table("normalisation").fill_null("").select("class", "variant", "canonical").rows()
    return {v: c for kind, v, c in rows if kind == "pendek" and c and " " not in v + c}


def _forms(word: str) -> frozenset[str]:
    forms = {word, _in_full().get(word, word)}
    if not word.isalpha() and not word.isdigit():
        forms.add(word.translate(_LEET))
    stem = _CLITIC.sub("", word)
    return frozenset(forms | {stem} if len(stem) >= _SHORTEST_STEM else forms)


def _ends_sentence(gap: str, before: str, following: str) -> bool:
    mark = _BREAK.search(gap)
    if mark is None or gap in (".", ":"):  # 08.00, s.d.
        return False
    if mark[0] == ":":
        return not following.islower()
    return mark[0] != "." or len(gap.strip()) > 1 or before not in _SHORT


def covered(length: int, spans: list[tuple[int, int]]) -> npt.NDArray[np.bool_]:
    """Which of so many characters lie in one of the spans."""
    inside = np.zeros(length + 1, bool)
    for start, end in spans:
        inside[start:end] = True
    return inside
