"""Advice for drafts in Javanese: ngoko words among krama, krama inggil said of oneself, and that a native speaker should read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from simpul.language.coaching.draft import Draft, Word
from simpul.language.coaching.finding import Finding, Pair
from simpul.language.coaching.reasons import REASONS
from simpul.language.tables import table

ELDERS = "elders"
_SELF = frozenset("kula kulo dalem aku".split())
_OF_OTHERS = frozenset("panjenengan njenengan sampeyan bapak ibu simbah eyang dipun dipunaturi".split())
_REACH = 2  # words after "I" within which a verb is the speaker's own
_LEAST, _SHARE, _LONG = 4, 0.3, 12  # words: to call a draft Javanese, and to want a reader for it
_KRAMA = 2  # words of krama that make ngoko stand out
_BEFORE_SELF = frozenset("menawi manawi yen nalika awit mila nanging lan saha utawi kamangka bilih sanadyan bokmenawi sasampunipun saderengipun anggen nuwun".split())  # fmt: skip


class _Levels(NamedTuple):
    ngoko: dict[str, tuple[str, str, str]]  # krama, inggil, meaning
    krama: frozenset[str]
    inggil: dict[str, str]  # the krama word for oneself
    javanese: frozenset[str]


@cache
def _levels() -> _Levels:
    rows = table("krama").select("ngoko", "krama", "inggil", "meaning").fill_null("").rows()
    ngoko = {low: (middle, high, meaning) for low, middle, high, meaning in rows}
    krama = frozenset(
        word for _, middle, high, _ in rows for word in (middle, high) if word and word not in ngoko
    )
    inggil = {high: middle for _, middle, high, _ in rows if high and high != middle and " " not in high}
    listed = {
        word
        for word, language in table("language_words").select("word", "language").rows()
        if language == "jv"
    }
    indonesian = {"sakit", "sakniki", "kapan", "dalem"}  # also Indonesian, or a noun: they tell no level
    return _Levels(ngoko, krama - indonesian, inggil, frozenset(listed | set(ngoko) | krama) - indonesian)


def in_javanese(draft: Draft, audience: str) -> Iterator[Finding]:
    """Findings for a draft of which a good part is Javanese; for elders ngoko is named wherever it stands."""
    levels = _levels()
    spoken = [word for word in draft.words if word.text in levels.javanese]
    if len(spoken) < _LEAST or len(spoken) < _SHARE * len(draft.words):
        return
    krama = [word for word in spoken if word.text in levels.krama]
    ngoko = [word for word in spoken if word.text in levels.ngoko and word.text not in levels.krama]
    if len(krama) >= max(_KRAMA, len(ngoko)) or audience == ELDERS:
        yield from (_ngoko(word, draft, levels) for word in ngoko if not _doubled(draft, word))
    yield from _of_oneself(draft, levels)
    if len(spoken) >= _LONG:
        said = ("Minta penutur asli setempat membacanya sebelum terbit.", "Have a local native speaker read it before it is published.")  # fmt: skip
        yield _finding("javanese_review", len(draft.text), len(draft.text), "", said)


def _doubled(draft: Draft, word: Word) -> bool:
    """Whether the word is half of a doubled one, which means something else: omah-omah."""
    return "-" in (draft.text[word.end : word.end + 1], draft.text[max(0, word.start - 1) : word.start])


def _ngoko(word: Word, draft: Draft, levels: _Levels) -> Finding:
    krama, inggil, meaning = levels.ngoko[word.text]
    either = (
        krama
        if krama == inggil or not inggil
        else f"{inggil} (untuk yang dihormati), {krama} (untuk diri sendiri)"
    )
    either_en = (
        krama if krama == inggil or not inggil else f"{inggil} (of the person honoured), {krama} (of oneself)"
    )
    said = (f"Krama: {either}; artinya {meaning}.", f"Krama: {either_en}.")
    return _finding("ngoko_mixed", word.start, word.end, draft.text[word.start : word.end], said)


def _of_oneself(draft: Draft, levels: _Levels) -> Iterator[Finding]:
    words = draft.words
    for i, word in enumerate(words):
        before = words[i - 1] if i and words[i - 1].sentence == word.sentence else None
        possessor = before is not None and word.plain_gap and before.text not in _BEFORE_SELF
        if word.text not in _SELF or possessor:  # ibu kula: my mother, who is honoured
            continue
        for other in words[i + 1 : i + 1 + _REACH]:
            if other.sentence != word.sentence or other.text in _OF_OTHERS:
                break
            if other.text in levels.inggil and other.text not in levels.ngoko:
                humble = levels.inggil[other.text]
                said = (f"Untuk diri sendiri: {humble}.", f"Of oneself: {humble}.")
                yield _finding(
                    "krama_self", other.start, other.end, draft.text[other.start : other.end], said
                )
                break


def _finding(code: str, start: int, end: int, words: str, suggestion: Pair) -> Finding:
    reason = REASONS[code]
    return Finding(code, reason.severity, start, end, words, reason.why, suggestion)
