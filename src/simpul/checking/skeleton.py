"""A sentence with its quantities as signs, so that a pattern can say how they stand to each other.

`⟦n3⟧` is the fourth quantity, a count; `p` a percentage, `d` percentage points, `y` a year.
"""

from __future__ import annotations

import re

from simpul.checking.documents import Sentence
from simpul.checking.numbers import Number

_SIGNS = {"count": "n", "percent": "p", "points": "d", "year": "y"}
WORD = r"[^\s⟦⟧.,;:()]++"  # possessive: a word is never tried in pieces


def skeleton(sentence: Sentence) -> str:
    pieces, end = [], 0
    for index, number in enumerate(sentence.numbers):
        pieces += [sentence.text[end : number.start], f"⟦{_SIGNS[number.kind]}{index}⟧"]
        end = number.end
    return " ".join("".join([*pieces, sentence.text[end:]]).split())


def sign(kinds: str, name: str) -> str:
    """The pattern of a quantity of one of these kinds, as a named group that holds its index."""
    return rf"⟦[{kinds}](?P<{name}>\d+)⟧"


def gap(most: int) -> str:
    """Up to so many words without a quantity or a mark between."""
    return rf"(?:\s*+{WORD}){{0,{most}}}?\s*+"


def pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def at(sentence: Sentence, match: re.Match[str], name: str) -> Number:
    return sentence.numbers[int(match[name])]
