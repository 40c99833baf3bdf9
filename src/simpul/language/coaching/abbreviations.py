"""Abbreviations that a draft does not explain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from simpul.language.coaching.draft import Draft, covered
from simpul.language.coaching.finding import Finding
from simpul.language.coaching.names import names
from simpul.language.coaching.reasons import REASONS
from simpul.language.tables import table

_CAPITALS = re.compile(r"(?<![\w#@/.])[A-Z][A-Z0-9]{1,6}(?:-[A-Z]{2,3})?(?![\w@])(?!\.\w)")
_MOST_CAPITALS = 0.5  # share of capital letters above which capitals tell nothing
_LONGEST_UNKNOWN = 5  # letters: longer ones in capitals are words, mostly
_ROMAN = re.compile(r"[IVXLC]+$")


@cache
def _known() -> dict[str, tuple[str, str, bool]]:
    rows = table("abbreviations").fill_null("").select("abbreviation", "full", "plain", "known").rows()
    return {name: (full, plain, known == "yes") for name, full, plain, known in rows}


@cache
def _words() -> frozenset[str]:
    """Ordinary words, which somebody may write in capitals."""
    return frozenset(table("word_classes")["word"]) | frozenset(table("language_words")["word"])


def unexplained(draft: Draft) -> Iterator[Finding]:
    """The first use of each abbreviation that is neither known to everyone nor explained anywhere in the draft."""
    letters = [letter for letter in draft.text if letter.isalpha()]
    if sum(letter.isupper() for letter in letters) > _MOST_CAPITALS * len(letters):
        return
    hidden = covered(len(draft.text), [*draft.links, *draft.hashtags, *draft.mentions, *names(draft.text)])
    seen = set[str]()
    for match in _CAPITALS.finditer(draft.text):
        name = match[0]
        full, plain, known = _known().get(name, ("", "", bool(_ROMAN.match(name))))
        ordinary = not full and (len(name) > _LONGEST_UNKNOWN or name.lower() in _words())
        if known or ordinary or name in seen or hidden[match.start()]:
            continue
        seen.add(name)
        if not _explained(draft, match, full, plain):
            yield _finding(match, full, plain)


def _explained(draft: Draft, match: re.Match[str], full: str, plain: str) -> bool:
    """Whether the full name or plain words stand in the draft, or brackets around or after the abbreviation explain it."""
    text = " ".join(word.text for word in draft.words)
    if any(words and _folded(words) in text for words in (full, plain)):
        return True
    before, after = draft.text[: match.start()].rstrip(" *_"), draft.text[match.end() :].lstrip(" *_")
    in_brackets = before.endswith(("(", "/")) and len(before.split()) > 2
    return in_brackets or bool(
        re.match(r"[(=,:–—-]*\s*(?:\(|=|yaitu|yakni|adalah|artinya|alias)\s*\w+ \w+", after)
    )


def _folded(words: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))


def _finding(match: re.Match[str], full: str, plain: str) -> Finding:
    reason, name = REASONS["abbreviation"], match[0]
    if full:
        said = (
            f"Tulis sekali: {full} ({name}), yaitu {plain}.",
            f"Write once: {full} ({name}), that is: {plain}.",
        )
    else:
        said = (f"Tulis kepanjangan {name} sekali, atau sebut dengan kata sehari-hari.", f"Spell {name} out once, or say it in everyday words.")  # fmt: skip
    return Finding(
        "abbreviation", reason.severity, *match.span(), name, reason.why, said, "M" if full else "simpul"
    )
