"""Expressions of the coach's lists, found among the words of a draft.

An expression is words; `{a,b}` is a choice, `…` up to eight words between, `me*` any word with that beginning, `*` any word,
and `|` parts spellings of one expression.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple, TypeAlias

from simpul.language.coaching.draft import Word

GAP = "…"
WIDEST_GAP = 8
FAR = 8  # words before a match that can make it mean something else
Phrase: TypeAlias = tuple[str, ...]
_CHOICE = re.compile(r"\{([^}]*)\}")


class Match(NamedTuple):
    """Words first … last (inclusive) hold a phrase of this row."""

    row: int
    first: int
    last: int


def expand(expression: str) -> list[Phrase]:
    """The phrases that an expression stands for."""
    phrases = []
    for spelling in expression.split("|"):
        parts = _CHOICE.split(spelling)
        choices = [part.split(",") if i % 2 else [part] for i, part in enumerate(parts)]
        phrases += [tuple("".join(choice).split()) for choice in product(*choices)]
    return [phrase for phrase in phrases if phrase]


class Phrases:
    """Many expressions, each with the number of its row."""

    def __init__(self, rows: Sequence[str]) -> None:
        self._exact: dict[str, list[tuple[int, Phrase]]] = defaultdict(list)
        self._loose: list[tuple[int, Phrase]] = []
        for number, expression in enumerate(rows):
            for phrase in expand(expression):
                if phrase[0].endswith("*"):
                    self._loose.append((number, phrase))
                else:
                    self._exact[phrase[0]].append((number, phrase))

    def find(self, words: Sequence[Word], window: range | None = None) -> Iterator[Match]:
        """Every place, or every place that begins in the window, where a phrase stands within one sentence."""
        for i in window if window is not None else range(len(words)):
            candidates = [entry for form in words[i].forms for entry in self._exact.get(form, ())]
            for row, phrase in [*candidates, *self._loose]:
                last = _follow(words, i, phrase)
                if last is not None:
                    yield Match(row, i, last)

    def covers(self, words: Sequence[Word], match: Match) -> bool:
        """Whether a phrase that begins at most FAR words before the match holds all of it."""
        near = range(max(0, match.first - FAR), match.first + 1)
        return any(found.last >= match.last for found in self.find(words, near))


def _follow(words: Sequence[Word], i: int, phrase: Phrase) -> int | None:
    """The last word of the phrase that begins at word i; None where it does not stand there."""
    at, slack, sentence = i, 0, words[i].sentence
    for part in phrase:
        if part == GAP:
            slack = WIDEST_GAP
            continue
        for step in range(slack + 1):
            j = at + step
            if j < len(words) and words[j].sentence == sentence and _is(words[j], part):
                break
        else:
            return None
        at, slack = j + 1, 0
    return at - 1


def _is(word: Word, part: str) -> bool:
    if part.endswith("*"):
        return word.text.startswith(part[:-1])
    return part in word.forms
