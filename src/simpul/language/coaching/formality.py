"""Formality F after Heylighen and Dewaele, for pooled texts only: never for one caption.

F = (noun + adjective + preposition + article − pronoun − verb − adverb − interjection + 100) / 2, frequencies in per cent of all
words. Source: F. Heylighen and J.-M. Dewaele, Formality of Language (1999); the short form at pespmc1.vub.ac.be/MEASFOR.html.

Indonesian and Javanese have no articles, so that term is 0 and a value cannot be set beside one for Dutch or English. Word classes
come from word_classes.csv and, where that is silent, from affixes; a word that neither knows counts for no class and lowers the
coverage, which is told with the value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from simpul.language.coaching.draft import Draft, Word
from simpul.language.coaching.finding import Pair
from simpul.language.tables import table

LEAST_WORDS = 300
FORMAL_CLASSES = ("noun", "adjective", "preposition", "article")
DEICTIC_CLASSES = ("pronoun", "verb", "adverb", "interjection")
NOTE: Pair = (
    "Bahasa Indonesia tidak punya artikel; bandingkan hanya dengan teks Indonesia lain yang diukur dengan daftar yang sama.",
    "Indonesian has no articles; compare only with other Indonesian texts measured with the same lists.",
)
# The first affix that fits decides; shortest stem in letters. Affixes tell the class of most derived words, not of all.
_AFFIXES = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"(?:pe|per|ke|peng|pem|pen)\w{3,}an(?:nya)?$", "noun"),
        (r"\w{3,}(?:isasi|itas|isme|logi|asi|tor|wan|wati)(?:nya)?$", "noun"),
        (r"(?:me[mnrlwy]|meng|ber|memper|bel|n[gyj]|di(?!nas|a))\w{3,}(?:kan|i|nya|an)?$", "verb"),
        (r"ter\w{3,}(?:kan|i)?$", "verb"),
        (r"\w{3,}kan$", "verb"),
        (r"ter\w+$", "adjective"),
        (r"\w{3,}an(?:nya)?$", "noun"),
        (r"(?:pe|pem|pen|peng)\w{4,}$", "noun"),
        (r"\w{3,}nya$", "noun"),
        (r"se\w{4,}$", "adverb"),
    )
)


class TooFewWords(ValueError):
    """Raised below LEAST_WORDS words; `problem` gives the reason in Indonesian and English."""

    def __init__(self, words: int) -> None:
        self.problem: Pair = (
            f"Hanya {words} kata. Formalitas dihitung dari kumpulan teks sekurang-kurangnya {LEAST_WORDS} kata, tidak dari satu kiriman: "
            "di bawah itu nilainya kebetulan.",
            f"Only {words} words. Formality is computed from pooled texts of {LEAST_WORDS} words at least, never from one post: "
            "below that the value is chance.",
        )
        super().__init__(self.problem[1])


@dataclass(frozen=True)
class Formality:
    """F of pooled texts, with what it rests on. Shares are in per cent of the words whose class is known."""

    f: float
    words: int
    coverage: float  # share of words whose class the list or an affix tells
    shares: dict[str, float]
    note: Pair = NOTE


def f_score(shares: Mapping[str, float]) -> float:
    """F of frequencies in per cent by word class; classes that are absent count 0, other classes nothing."""
    formal = sum(shares.get(name, 0.0) for name in FORMAL_CLASSES)
    deictic = sum(shares.get(name, 0.0) for name in DEICTIC_CLASSES)
    return (formal - deictic + 100) / 2


def formality(texts: Iterable[str]) -> Formality:
    """F of all texts together. Numerals, links, account names and hashtags are no words here. Raises TooFewWords."""
    classes = [class_of(word) for text in texts for word in Draft(text).words if not word.text[0].isdigit()]
    if len(classes) < LEAST_WORDS:
        raise TooFewWords(len(classes))
    counts = Counter(name for name in classes if name is not None)
    known = counts.total()
    shares = {name: 100 * count / known for name, count in sorted(counts.items())}
    return Formality(f_score(shares), len(classes), known / len(classes), shares)


def class_of(word: Word) -> str | None:
    """The class of a word, by the list, else by its affixes; None where neither tells."""
    listed = _listed()
    for form in (word.text, *sorted(word.forms)):
        if form in listed:
            return listed[form]
    return next((name for pattern, name in _AFFIXES if pattern.match(word.text)), None)


@cache
def _listed() -> dict[str, str]:
    return dict(table("word_classes").select("word", "class").rows())
