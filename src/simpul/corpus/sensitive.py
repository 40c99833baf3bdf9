"""One compiled pass over a text column that finds whatever leads back to a person."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from simpul.corpus import addresses, cues
from simpul.corpus.folding import fold, is_address, is_digit, is_dull, is_letter
from simpul.corpus.marks import EMAIL, LINK, MENTION, PHONE, PLAIN
from simpul.corpus.personal_numbers import (
    AMOUNT_DIGITS,
    DIGITS,
    GROUPS,
    LONG,
    SEPARATOR,
    STOP,
    TOTAL,
    classify,
    classify_in_link,
    read_groups,
)
from simpul.corpus.utf8 import Bytes, Offsets

Edits = npt.NDArray[
    np.int64
]  # one row an edit: kind, begin, end, begin and end of the handle, begin of the query
FIELDS = 6
KIND, BEGIN, END, HANDLE, HANDLE_END, QUERY = range(FIELDS)

_FEWEST_DIGITS = 9  # of a telephone number
_LABEL = 14  # characters of "[tautan akun]" and a bit


@njit(cache=True, nogil=True)
def find(data: Bytes, offsets: Offsets, first: int, last: int, table: Bytes, style: int) -> Edits:
    """The edits in rows first to last (exclusive), in order, with byte positions in `data`.

    `table` is `folding.folds()`; `style` says what the platform's handles hold (`addresses.DOTS` and so on).
    """
    found = np.empty((1024, FIELDS), np.int64)
    count = 0
    room = 0
    folded = np.empty(0, np.uint8)
    at = np.empty(0, np.int64)
    edits = np.empty((0, FIELDS), np.int64)
    groups = np.zeros((GROUPS, 4), np.int64)
    digits = np.zeros(DIGITS, np.int64)
    for row in range(first, last):
        if is_dull(data, offsets[row], offsets[row + 1], _FEWEST_DIGITS):
            continue
        size = offsets[row + 1] - offsets[row]
        if size > room:
            room = max(size, 2 * room)
            folded = np.empty(room + 1, np.uint8)
            at = np.empty(room + 1, np.int64)
            edits = np.empty((room // 2 + 1, FIELDS), np.int64)  # an edit spans two characters or more
        n, most, address = fold(data, offsets[row], offsets[row + 1], table, folded, at)
        if most < _FEWEST_DIGITS and not address:
            continue
        new = _find_in(folded, n, most >= _FEWEST_DIGITS, style, groups, digits, edits)
        if count + new > len(found):
            grown = np.empty((2 * (count + new), FIELDS), np.int64)
            grown[:count] = found[:count]
            found = grown
        for i in range(new):
            found[count, KIND] = edits[i, KIND]
            for field in range(BEGIN, FIELDS):
                found[count, field] = at[edits[i, field]]
            count += 1
    return found[:count]


@njit(cache=True, nogil=True)
def _find_in(f: Any, n: int, numbers: bool, style: int, groups: Any, digits: Any, edits: Any) -> int:
    """The edits of one folded text, in positions of the folded text; returns how many.

    What was masked, or is the mark of an earlier masking, counts for nothing in the verdict on what follows: that makes masking
    idempotent.
    """
    count = 0
    k = 0
    edited = 0  # end of the last edit
    run_end = 0  # end of the run of address characters that k is in
    link_end = 0  # end of the link that k is in
    cue, far = 0, 0  # kind of the last word that says something about a number, and words since
    word, word_end = 0, -1
    while k < n:
        c = f[k]
        host = -1
        begin = k
        if k >= run_end and is_address(c):
            run_end = _run_end(f, k, n)
            end = addresses.email_end(f, run_end, n) if run_end < n and f[run_end] == ord("@") else 0
            if end:
                count = _edit(edits, count, EMAIL, k, end, 0, 0, 0)
                k = run_end = edited = end
                continue
            if addresses.is_bare_host(f, k, run_end, n):
                host = k
        elif c == ord(":"):
            begin = addresses.scheme_begin(f, k, n)
            if edited <= begin < k:
                host = k + 3
        if host >= 0:
            kind, end, handle, handle_end, query = addresses.read_link(f, host, n)
            if kind == addresses.ACCOUNT_LINK:
                count = _edit(edits, count, LINK, begin, end, handle, handle_end, query)
                k = run_end = edited = end
                continue
            link_end = max(link_end, end)
        if is_digit(c):
            kind, begin, end = PLAIN, k, k + 1
            if numbers:
                glued = k > 0 and is_letter(f[k - 1]) and not (word_end == k and word != cues.NONE)
                inside = k < link_end
                after_slash = k >= edited + 2 and f[k - 1] == ord("/") and is_digit(f[k - 2])
                hood = word == cues.HOOD and _adjacent(f, word_end, k)
                money = word == cues.MONEY and _adjacent(f, word_end, k)
                joined = not (glued or after_slash or hood or money)
                kind, begin, end = _number(f, k, n, edited, inside, joined, money, cue, far, groups, digits)
            if kind != PLAIN:
                count = _edit(edits, count, kind, begin, end, 0, 0, 0)
                edited = run_end = end
            k = end
        elif is_letter(c):
            packed, end = cues.read_word(f, k, n)
            if numbers and k >= link_end:
                cue, far, word = _hear(packed, end - k, cue, far, word)
                word_end = end
            k = end
        elif c == ord("@") and k >= link_end:
            end = addresses.pseudonym_end(f, k, n)
            if end == 0:
                handle, handle_end, end = addresses.read_mention(f, k, n, style)
                if end:
                    count = _edit(edits, count, MENTION, k, end, handle, handle_end, 0)
                    edited = end
            k = max(k + 1, end)
            run_end = k
        elif c == ord("["):
            k = _label_end(f, k, n)
        else:
            k += 1
    return count


@njit(cache=True, nogil=True)
def _hear(packed: int, length: int, cue: int, far: int, last: int) -> tuple[int, int, int]:
    """After one more word: the cue, the words since, and what the word itself is (a kind of cue, or `KARTU`)."""
    word = cues.KK if packed == cues.KELUARGA and last == cues.KARTU else cues.before(packed)
    if cues.NONE < word < cues.MONEY:
        return word, 0, word
    if word == cues.NONE and length > 2:
        far += 1
    return cue, far, packed if packed == cues.KARTU else word


@njit(cache=True, nogil=True)
def _number(
    f: Any,
    k: int,
    n: int,
    edited: int,
    inside: bool,
    joined: bool,
    money: bool,
    cue: int,
    far: int,
    groups: Any,
    digits: Any,
) -> tuple[int, int, int]:
    """The verdict on the number at k: kind, begin and end of what is masked, or of what is passed over."""
    many = read_groups(f, k, n, groups, digits)
    first_end = groups[0, STOP]
    total = groups[0, TOTAL]
    if inside:
        return classify_in_link(total, digits), k, first_end
    if money and total <= AMOUNT_DIGITS and digits[0] != 0:
        return PLAIN, k, first_end
    plus = k > edited and f[k - 1] == ord("+")
    next_cue = cues.after(f, first_end, n) if total >= LONG else cues.NONE
    kind, used = classify(groups, many, digits, plus, joined, cue, far, next_cue)
    begin, end = k, groups[used - 1, STOP]
    if kind == PHONE:
        begin -= plus
        bracket = used > 1 and groups[1, SEPARATOR] == ord("(")
        begin -= bracket and begin > edited and f[begin - 1] == ord("(")
    return kind, begin, end


@njit(cache=True, nogil=True)
def _edit(
    edits: Any, count: int, kind: int, begin: int, end: int, handle: int, handle_end: int, query: int
) -> int:
    edits[count, KIND], edits[count, BEGIN], edits[count, END] = kind, begin, end
    edits[count, HANDLE], edits[count, HANDLE_END], edits[count, QUERY] = handle, handle_end, query
    return count + 1


@njit(cache=True, nogil=True)
def _run_end(f: Any, k: int, n: int) -> int:
    while k < n and is_address(f[k]):
        k += 1
    return k


@njit(cache=True, nogil=True)
def _adjacent(f: Any, word_end: int, k: int) -> bool:
    """Only a few blanks and marks stand between the word and the number."""
    if k - word_end > 3:
        return False
    for j in range(word_end, k):
        if f[j] not in (ord(" "), ord("."), ord(":"), ord("/")):
            return False
    return True


@njit(cache=True, nogil=True)
def _label_end(f: Any, k: int, n: int) -> int:
    """Past a mark such as [NIK] or [tautan akun], whose words say nothing about the next number; else past the bracket."""
    j = k + 1
    while j < min(n, k + _LABEL) and (is_letter(f[j]) or f[j] == ord(" ")):
        j += 1
    return j + 1 if j < n and f[j] == ord("]") else k + 1
