"""How heavy a text is to read, in plain counts.

No readability formula has been validated for short Indonesian posts, so none is used: these are lengths, named as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simpul.language.coaching.draft import Draft
from simpul.language.coaching.finding import Finding
from simpul.language.coaching.reasons import REASONS

_VOWEL = re.compile(r"[aiueo]")
_DIPHTHONG = re.compile(r"(?:ai|au|oi)$")
LONG_WORD = 4  # syllables
LONG_SENTENCES = 16.0  # words per sentence on average that are too many
LONG_WORDS = 0.35  # share of long words that is too much
FEWEST = 30  # words below which an average says little


@dataclass(frozen=True)
class Readability:
    """Lengths of a text; averages are None where there is no word."""

    words: int
    sentences: int
    words_per_sentence: float | None
    syllables_per_word: float | None
    long_words: float | None  # share of words of LONG_WORD and more syllables


def readability(text: str) -> Readability:
    """Average lengths of sentences (in words) and of words (in syllables), and the share of long words."""
    return _measure(Draft(text))


def syllables(word: str) -> int:
    """Syllables of an Indonesian or Javanese word: its vowels, where ai, au and oi at the end are one. At least 1."""
    return max(1, len(_VOWEL.findall(word)) - bool(_DIPHTHONG.search(word) and len(word) > 3))


def heavy(draft: Draft) -> Iterator[Finding]:
    """One finding where sentences or words are long on average. Its place is the end of the draft."""
    lengths = _measure(draft)
    if lengths.words < FEWEST or lengths.words_per_sentence is None or lengths.long_words is None:
        return
    if lengths.words_per_sentence <= LONG_SENTENCES and lengths.long_words <= LONG_WORDS:
        return
    reason, end = REASONS["readability"], len(draft.text)
    per_sentence, share = lengths.words_per_sentence, lengths.long_words
    said = (
        f"Sekarang {per_sentence:.0f} kata per kalimat; {share:.0%} kata bersuku {LONG_WORD} atau lebih. Pilih kata pendek, pecah kalimat.",
        f"Now {per_sentence:.0f} words per sentence; {share:.0%} of words have {LONG_WORD} syllables or more. Use short words, split sentences.",
    )
    yield Finding("readability", reason.severity, end, end, "", reason.why, said)


def _measure(draft: Draft) -> Readability:
    counts = [syllables(word.text) for word in draft.words if not word.text[0].isdigit()]
    words, sentences = sum(map(draft.count, draft.sentences)), len(draft.sentences)
    return Readability(
        words, sentences, words / sentences if sentences else None,
        sum(counts) / len(counts) if counts else None,
        sum(count >= LONG_WORD for count in counts) / len(counts) if counts else None,
    )  # fmt: skip
