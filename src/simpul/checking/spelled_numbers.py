"""Whole numbers in words, Indonesian and English: *dua puluh lima*, *seribu dua ratus*, *one hundred and five*."""

from __future__ import annotations

import re

_UNITS = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_BIG = {
    "ribu": 10**3, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12,
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_WHOLE = {"seratus": 100, "seribu": 1000, "sejuta": 10**6}
_SMALL = {"belas", "puluh", "ratus", "hundred"}
_WORD = "|".join(sorted((*_UNITS, *_BIG, *_WHOLE, *_SMALL), key=len, reverse=True))

# Words that stand beside each other as one number; "and" only where English puts it, after "hundred" or a big one.
SPELLED = re.compile(
    rf"\b(?:{_WORD})(?:(?:[\s-]+|(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+)(?:{_WORD}))*\b", re.IGNORECASE
)


def value_of(words: str) -> int | None:
    """The number that words say; None where they say none (*dua tiga*, *ribu*)."""
    total, group, unit = 0, 0, None
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "and":
            continue
        if word in _UNITS:
            if unit is not None and not (unit >= 20 and unit % 10 == 0 and _UNITS[word] < 10):
                return None
            unit = (unit or 0) + _UNITS[word]
        elif word in _SMALL:
            if unit is None:
                return None
            if word == "belas":
                unit += 10
            else:
                group, unit = group + unit * (10 if word == "puluh" else 100), None
        elif word in _WHOLE and _WHOLE[word] == 100:
            group += 100
        else:
            size = _WHOLE.get(word) or _BIG[word]
            here = 1 if word in _WHOLE else group + (unit or 0)
            if here == 0 or (word in _WHOLE and (group or unit)):
                return None
            total, group, unit = total + here * size, 0, None
    return total + group + (unit or 0)
