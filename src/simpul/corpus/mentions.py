"""E-mail addresses and mentions in a folded text."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from simpul.corpus import cues
from simpul.corpus.folding import (
    AT,
    DASH,
    DOT,
    LETTER,
    LOW_LINE,
    NAME_CLOSES,
    NAME_OPENS,
    NEWLINE,
    TILDE,
    is_digit,
    is_letter,
)
from simpul.corpus.handles import DOTS, HYPHENS, LETTERS
from simpul.corpus.pseudonyms import CHARACTERS

_LONGEST_NAME = 100
_SHORTEST_HANDLE = 2  # "a@b" is no mention
_NUMBER_DIGITS = 9  # "@5000" is a price, "@62812…" a person
_LONG_RUN = 10  # digits that are masked even inside what looks like a pseudonym
_BASE32 = np.zeros(256, np.bool_)
_BASE32[[*b"abcdefghijklmnopqrstuvwxyz234567"]] = True


@njit(cache=True, nogil=True)
def email_end(f: Any, k: int, n: int) -> int:
    """The end of an e-mail address whose @ stands at k, 0 if there is none; `@gmail` alone is enough."""
    end = _domain_end(f, k + 1, n)
    if end + 1 < n and f[end] == LOW_LINE and (is_letter(f[end + 1]) or is_digit(f[end + 1])):
        return 0  # no host holds a _: this is a handle, "di@dr.firza_herbal"
    if end:
        return end
    kind, end = cues.at_sign(f, k + 1, n)
    return end if kind == cues.PROVIDER else 0


@njit(cache=True, nogil=True)
def _domain_end(f: Any, k: int, n: int) -> int:
    """The end of the longest a.b.c at k whose last label begins with two letters or more; 0 if there is none."""
    best = 0
    labels = 0
    while True:
        start = k
        while k < n and is_letter(f[k]):
            k += 1
        if labels > 0 and k - start > 1:
            best = k
        while k < n and (is_letter(f[k]) or is_digit(f[k]) or f[k] == DASH):
            k += 1
        labels += 1
        if k == start or k == n or f[k] != DOT:
            return best
        k += 1


@njit(cache=True, nogil=True)
def read_mention(f: Any, k: int, n: int, style: int) -> tuple[int, int, int]:
    """The mention whose @ stands at k as (begin of the handle, its end, end of the mention); zeros if it is none.

    A handle ends with a letter, digit or _. Prices (@5000, @15rb) are none; `@name@host` is one (Mastodon).
    """
    j = k + 1
    if j < n and f[j] == NAME_OPENS:
        while j < min(n, k + _LONGEST_NAME) and f[j] != NAME_CLOSES and f[j] != NEWLINE:
            j += 1
        if j < n and f[j] == NAME_CLOSES and j > k + 2:
            return k + 2, j, j + 1
        return 0, 0, 0
    while j < n and _in_handle(f[j], style):
        j += 1
    while j > k + 1 and (f[j - 1] == DOT or f[j - 1] == DASH):
        j -= 1
    if j < k + 1 + _SHORTEST_HANDLE or _is_price(f, k + 1, j, n):
        return 0, 0, 0
    if j < n and f[j] == AT:
        j = max(j, _domain_end(f, j + 1, n))
    return k + 1, j, j


@njit(cache=True, nogil=True)
def _in_handle(c: int, style: int) -> bool:
    return bool(
        is_digit(c)
        or (is_letter(c) and (c != LETTER or style & LETTERS))
        or c == LOW_LINE
        or (c == DOT and style & DOTS)
        or (c == DASH and style & HYPHENS)
    )


@njit(cache=True, nogil=True)
def _is_price(f: Any, k: int, end: int, n: int) -> bool:
    """5000, 28.000, 2.5jt: few digits, alone or with a unit."""
    digits = 0
    j = k
    while j < end and (is_digit(f[j]) or f[j] == DOT):
        digits += is_digit(f[j])
        j += 1
    if j == k or digits >= _NUMBER_DIGITS:
        return False
    if j == end:
        return True
    kind, unit_end = cues.at_sign(f, j, n)
    return bool(kind == cues.UNIT and unit_end == end)


@njit(cache=True, nogil=True)
def pseudonym_end(f: Any, k: int, n: int) -> int:
    """The end of a pseudonym (@~ and 26 characters of base32) at k, 0 if there is none; a long number is never taken for one."""
    end = k + 2 + CHARACTERS
    if end > n or f[k + 1] != TILDE:
        return 0
    run = 0
    for j in range(k + 2, end):
        run = run + 1 if is_digit(f[j]) else 0
        if run >= _LONG_RUN or not _BASE32[f[j]]:
            return 0
    return end
