"""One compiled pass over a text column that finds whatever leads back to a person."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from simpul.corpus import account_links, cues, mentions
from simpul.corpus.folding import (
    AT,
    BLANK,
    BRACKET,
    BRACKET_ENDS,
    COLON,
    DOT,
    OPENING,
    PLUS,
    SLASH,
    fold,
    is_address,
    is_digit,
    is_dull,
    is_letter,
)
from simpul.corpus.marks import BANK, EMAIL, LINK, MENTION, PHONE, PLAIN
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

Edits = npt.NDArray[np.int64]  # one row an edit
FIELDS = 6
KIND, BEGIN, END, HANDLE, HANDLE_END, QUERY = range(FIELDS)  # HANDLE of a mention or link, QUERY of a link
HEARD = 4
CUE, FAR, WORD, WORD_END = range(HEARD)  # last word that tells of a number, words since, last word, its end

_FEWEST_DIGITS = 9  # of a telephone number
_LABEL = 14  # characters of "[tautan akun]" and a bit


@njit(cache=True, nogil=True)
def find(data: Bytes, offsets: Offsets, first: int, last: int, table: Bytes, style: int) -> Edits:
    """The edits in rows first to last (exclusive), in order, with byte positions in `data`.

    `table` is `folding.folds()`; `style` says what the platform's handles hold (`handles.DOTS` and so on).
    """
    found = np.empty((1024, FIELDS), np.int64)
    count = 0
    room = 0
    folded = np.empty(0, np.uint8)
    at = np.empty(0, np.int64)
    edits = np.empty((0, FIELDS), np.int64)
    groups = np.zeros((GROUPS, 4), np.int64)
    digits = np.zeros(DIGITS, np.int64)
    heard = np.zeros(HEARD, np.int64)
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
        new = _find_in(folded, n, most >= _FEWEST_DIGITS, style, heard, groups, digits, edits)
        found = _with_room(found, count, count + new)
        for i in range(new):
            found[count, KIND] = edits[i, KIND]
            for field in range(BEGIN, FIELDS):
                found[count, field] = at[edits[i, field]]
            count += 1
    return found[:count]


@njit(cache=True, nogil=True)
def _with_room(found: Any, used: int, needed: int) -> Any:
    if needed <= len(found):
        return found
    larger = np.empty((2 * needed, FIELDS), np.int64)
    for i in range(used):
        for field in range(FIELDS):
            larger[i, field] = found[i, field]
    return larger


@njit(cache=True, nogil=True)
def _find_in(
    f: Any, n: int, numbers: bool, style: int, heard: Any, groups: Any, digits: Any, edits: Any
) -> int:
    """The edits of one folded text, in positions of the folded text; returns how many.

    What was masked, or is the mark of an earlier masking, counts for nothing in the verdict on what follows: that makes masking
    idempotent.
    """
    count = 0
    k = 0
    edited = 0  # end of the last edit
    run_end = 0  # end of the run of address characters that k is in
    link_end = 0  # end of the link that k is in
    heard.fill(0)
    while k < n:
        c = f[k]
        host = -1
        begin = k
        if k >= run_end and is_address(c):
            run_end = _run_end(f, k, n)
            end = mentions.email_end(f, run_end, n) if run_end < n and f[run_end] == AT else 0
            if end:
                count = _edit(edits, count, EMAIL, k, end, 0, 0, 0)
                k = run_end = edited = end
                continue
            if account_links.is_bare_host(f, k, run_end, n):
                host = k
        elif c == COLON:
            begin = account_links.scheme_begin(f, k, n)
            if edited <= begin < k:
                host = k + 3
        if host >= 0:
            kind, end, handle, handle_end, query = account_links.read_link(f, host, n)
            if kind == account_links.ACCOUNT_LINK:
                count = _edit(edits, count, LINK, begin, end, handle, handle_end, query)
                k = run_end = edited = end
                continue
            link_end = max(link_end, end)
        if is_digit(c):
            kind, begin, end = PLAIN, k, k + 1
            if numbers:
                kind, begin, end = _number(f, k, n, edited, k < link_end, heard, groups, digits)
            if kind != PLAIN:
                count = _edit(edits, count, kind, begin, end, 0, 0, 0)
                edited = run_end = end
            k = end
        elif is_letter(c):
            packed, end = cues.read_word(f, k, n)
            if numbers and k >= link_end:
                _hear(heard, packed, k, end)
            k = end
        elif c == AT and k >= link_end:
            end = mentions.pseudonym_end(f, k, n)
            if end == 0:
                handle, handle_end, end = mentions.read_mention(f, k, n, style)
                if end:
                    count = _edit(edits, count, MENTION, k, end, handle, handle_end, 0)
                    edited = end
            k = max(k + 1, end)
            run_end = k
        elif c == BRACKET:
            k = _label_end(f, k, n)
        else:
            k += 1
    return count


@njit(cache=True, nogil=True)
def _hear(heard: Any, packed: int, begin: int, end: int) -> None:
    """One more word; WORD becomes its kind, or `KARTU` itself, of which only a following `keluarga` makes a cue."""
    word = cues.KK if packed == cues.KELUARGA and heard[WORD] == cues.KARTU else cues.before(packed)
    if cues.NONE < word < cues.MONEY:
        heard[CUE], heard[FAR] = word, 0
    elif word == cues.NONE and end - begin > 2:
        heard[FAR] += 1
    heard[WORD] = packed if packed == cues.KARTU else word
    heard[WORD_END] = end


@njit(cache=True, nogil=True)
def _number(
    f: Any, k: int, n: int, edited: int, inside_link: bool, heard: Any, groups: Any, digits: Any
) -> tuple[int, int, int]:
    """The verdict on the number at k: kind, begin and end of what is masked, or of what is passed over."""
    many = read_groups(f, k, n, groups, digits)
    first_end = groups[0, STOP]
    total = groups[0, TOTAL]
    if inside_link:
        return classify_in_link(total, digits), k, first_end
    near = _adjacent(f, heard[WORD_END], k)
    money = near and heard[WORD] == cues.MONEY
    if money and total <= AMOUNT_DIGITS and digits[0] != 0:
        return PLAIN, k, first_end
    hood = near and heard[WORD] == cues.HOOD
    glued = k > 0 and is_letter(f[k - 1]) and not (near and heard[WORD] != cues.NONE)
    after_slash = k >= edited + 2 and f[k - 1] == SLASH and is_digit(f[k - 2])
    joined = not (glued or after_slash or hood or money)
    plus = k > edited and f[k - 1] == PLUS
    next_cue = cues.after(f, first_end, n) if total >= LONG else cues.NONE
    kind, used = classify(groups, many, digits, plus, joined, heard[CUE], heard[FAR], next_cue)
    begin, end = k, groups[used - 1, STOP]
    if kind == PHONE or kind == BANK:
        begin -= plus
        bracket = used > 1 and groups[1, SEPARATOR] == OPENING
        begin -= bracket and begin > edited and f[begin - 1] == OPENING
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
        if f[j] not in (BLANK, DOT, COLON, SLASH):
            return False
    return True


@njit(cache=True, nogil=True)
def _label_end(f: Any, k: int, n: int) -> int:
    """Past a mark such as [NIK] or [tautan akun], whose words say nothing about the next number; else past the bracket."""
    j = k + 1
    while j < min(n, k + _LABEL) and (is_letter(f[j]) or f[j] == BLANK):
        j += 1
    return j + 1 if j < n and f[j] == BRACKET_ENDS else k + 1
