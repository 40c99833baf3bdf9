"""Which numbers in a text belong to a person: NIK, family card, telephone, bank account, or any long number.

A number is read as groups of digits with single separators between them (`0812-3456 7890`). Rules look at how many groups
from the front they can use, never at what follows, so that masking one number cannot change the verdict on the one before it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from simpul.corpus import cues
from simpul.corpus.folding import AT, BLANK, CLOSING, DASH, DOT, LOW_LINE, OPENING, ZERO, is_digit, is_letter
from simpul.corpus.marks import BANK, KK, NIK, NUMBER, PHONE, PLAIN

GROUPS, DIGITS = 16, 24  # of one number that are looked at
START, STOP, SEPARATOR, TOTAL = range(4)  # columns of a group; TOTAL counts the digits up to and with it
LONG = 10  # digits of a run that is masked whatever it may be
AMOUNT_DIGITS = 13  # beyond this not even rupiah make a number harmless

# Kemendagri codes of provinces; 99 is the fictitious one of the example city.
_PROVINCES = np.zeros(100, np.bool_)
_PROVINCES[
    [*range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82, *range(91, 97), 99]
] = True  # fmt: skip
_TWO_DIGIT_AREAS = np.array([21, 22, 24, 31, 61])  # Jakarta, Bandung, Semarang, Surabaya, Medan
_SHAPES = (
    np.array(  # numbers written in groups: bank card, tax number (NPWP), civil servant (NIP), account at BRI
        [[4, 4, 4, 4, 0, 0], [2, 3, 3, 1, 3, 3], [8, 6, 1, 3, 0, 0], [4, 2, 6, 2, 1, 0]]
    )
)


@njit(cache=True, nogil=True)
def read_groups(f: Any, k: int, n: int, groups: Any, digits: Any) -> int:
    """Read the groups of digits from k on into `groups` and their first 24 digits into `digits`; returns how many groups."""
    count = 0
    total = 0
    separator = 0
    while count < GROUPS:
        start = k
        while k < n and is_digit(f[k]):
            if total < DIGITS:
                digits[total] = f[k] - ZERO
            total += 1
            k += 1
        if count > 0 and k < n and (f[k] == AT or (k - start < 3 and is_letter(f[k]))):
            break  # the next word's own digits: "0812 345 678 2kg"
        groups[count, START], groups[count, STOP] = start, k
        groups[count, SEPARATOR], groups[count, TOTAL] = separator, total
        count += 1
        separator, k = _separator(f, k, n)
        if separator == 0 or total >= DIGITS:
            break
    return count


@njit(cache=True, nogil=True)
def _separator(f: Any, k: int, n: int) -> tuple[int, int]:
    """What stands between two groups of one number: blank, `-` or `_`, `.`, or a bracket; blanks may stand around all but a full stop."""
    found = BLANK
    j = k
    while j < n and j - k < 3 and not is_digit(f[j]):
        c = f[j]
        if c == OPENING or c == CLOSING:
            found = OPENING
        elif c == DASH or c == LOW_LINE or c == DOT:
            if found == DASH or found == DOT:
                return 0, k
            if found == BLANK:
                found = DOT if c == DOT else DASH
        elif c != BLANK:
            return 0, k
        j += 1
    if j == k or j == n or not is_digit(f[j]) or (found == DOT and j > k + 1):
        return 0, k
    return found, j


@njit(cache=True, nogil=True)
def classify(
    groups: Any, count: int, digits: Any, plus: bool, joined: bool, cue: int, far: int, next_cue: int
) -> tuple[int, int]:
    """What the number is, and how many of its groups are that.

    `plus`: a + stands before it. `joined`: it may be more than one group. `cue` is the kind of the nearest word before it that
    says something, `far` how many other words lie between, `next_cue` the kind of the word after its first group.
    """  # fmt: skip
    first = groups[0, TOTAL]
    near_bank = (cue == cues.BANK and far <= 1) or (cue == cues.WALLET and far == 0)
    bank = near_bank or (cue == cues.BANK and far <= 6)
    identity = cue if (cue == cues.NIK or cue == cues.KK) and far <= 4 else cues.NONE

    sixteen = _adding_up_to(groups, count, 16)
    if sixteen == 1 or (sixteen > 1 and joined and (identity or _uniform(groups, sixteen))):
        kind = _sixteen_digits(digits, identity)
        if kind == NUMBER and sixteen == 1 and bank:
            kind = BANK
        if kind != NUMBER or sixteen == 1:
            return kind, sixteen
    if joined:
        used = _shaped(groups, count, digits)
        if used:
            return BANK if bank else NUMBER, used
        used = _everyday(groups, count, digits)
        if used:
            return PLAIN, used
    used = _phone(groups, count, digits, plus, joined, cue == cues.PHONE and far <= 1)
    if used:
        return BANK if near_bank else PHONE, used
    if bank and joined and first < LONG:
        used = _account(groups, count, digits)
        if used:
            return BANK, used
    if first < LONG:
        return PLAIN, 1
    if first <= AMOUNT_DIGITS and digits[0] != 0 and next_cue == cues.AMOUNT:
        return PLAIN, 1
    return BANK if bank or next_cue == cues.BANK or next_cue == cues.WALLET else NUMBER, 1


@njit(cache=True, nogil=True)
def classify_in_link(total: int, digits: Any) -> int:
    """The same for one run of digits inside a link, where long numbers are mostly those of articles and goods."""
    if total == 16:
        return _sixteen_digits(digits, cues.NONE)
    mobile = digits[0] == 0 and digits[1] == 8 and 10 <= total <= 13
    abroad = digits[0] == 6 and digits[1] == 2 and digits[2] == 8 and 11 <= total <= 14
    return PHONE if mobile or abroad else PLAIN


@njit(cache=True, nogil=True)
def _sixteen_digits(digits: Any, identity: int) -> int:
    """A family card has the same sixteen digits as a NIK, with a day of issue: only the word before it tells them apart."""
    if identity == cues.KK:
        return KK
    return NIK if identity == cues.NIK or _is_nik(digits) else NUMBER


@njit(cache=True, nogil=True)
def _is_nik(digits: Any) -> bool:
    """Province, regency, district; day of birth (women + 40), month, year; serial number (Permendagri 102/2019)."""
    day = _pair(digits, 6)
    return bool(
        _PROVINCES[_pair(digits, 0)]
        and _pair(digits, 2) > 0
        and _pair(digits, 4) > 0
        and (1 <= day <= 31 or 41 <= day <= 71)
        and 1 <= _pair(digits, 8) <= 12
        and _pair(digits, 12) + _pair(digits, 14) > 0
    )


@njit(cache=True, nogil=True)
def _phone(groups: Any, count: int, digits: Any, plus: bool, joined: bool, asked: bool) -> int:
    """Indonesian mobile (08…, 62 8…: 10 to 13 digits) and fixed lines, any number after +, and 8… after a word like `wa`."""
    if groups[count - 1, TOTAL] < 9:
        return 0
    if digits[0] == 6 and digits[1] == 2 and (digits[2] == 8 or plus):
        return _fitting(groups, count, 11 if digits[2] == 8 else 9, 14, joined)
    if plus and digits[0] != 0:
        return _fitting(groups, count, 9, 15, joined)
    if digits[0] == 0 and digits[1] == 8:
        return _fitting(groups, count, 10, 13, joined)
    if digits[0] == 0 and digits[1] == 0 and digits[2] == 6 and digits[3] == 2:
        return _fitting(groups, count, 12, 16, joined)
    if digits[0] == 8 and asked:
        return _fitting(groups, count, 9, 12, joined)
    return _fixed_line(groups, count, digits, joined)


@njit(cache=True, nogil=True)
def _fixed_line(groups: Any, count: int, digits: Any, joined: bool) -> int:
    """(0293) 312345, 021-5551234: an area code of three or four digits with its 0, then five to eight."""
    if digits[0] != 0 or digits[1] < 2 or digits[1] == 8:
        return 0
    if groups[0, TOTAL] >= 9:
        return 1 if groups[0, TOTAL] <= 12 else 0
    short = _among(_TWO_DIGIT_AREAS, _pair(digits, 1))
    area = 3 if short else 4
    if not joined or groups[0, TOTAL] != area:
        return 0
    return _fitting(groups, count, area + (7 if short else 5), area + 8, joined)


@njit(cache=True, nogil=True)
def _account(groups: Any, count: int, digits: Any) -> int:
    """A bank account in groups, such as BRI 1234-01-012345-53-4: 10 to 16 digits with one separator; a list of years is none."""
    used = _fitting(groups, count, LONG, 16, True)
    if used < 2 or not _uniform(groups, used):
        return 0
    for g in range(used):
        if not _is_year(groups, g, digits):
            return used
    return 0


@njit(cache=True, nogil=True)
def _fitting(groups: Any, count: int, low: int, high: int, joined: bool) -> int:
    """How many groups from the front have low to high digits: as many as belong together, 0 if none do.

    A number that is complete goes on only in the same manner: "0812 3456 7890 2 orang" and "0812-345-678 100" end early.
    """
    if groups[0, TOTAL] >= low or not joined:
        return 1 if low <= groups[0, TOTAL] <= high else 0
    used = 0
    for g in range(1, count):
        total = groups[g, TOTAL]
        if total > high:
            break
        if total < low:
            continue
        size = total - groups[g - 1, TOTAL]
        loose = groups[g, SEPARATOR] == BLANK
        same = groups[g - 1, SEPARATOR] == BLANK and (size >= 3 or size == _size(groups, g - 1))
        if used and loose and not same:
            break
        used = g + 1
    return used


@njit(cache=True, nogil=True)
def _shaped(groups: Any, count: int, digits: Any) -> int:
    """A card, tax or service number by the sizes of its groups; four years, or four round amounts, are no card."""
    for s in range(len(_SHAPES)):
        used = 0
        while used < 6 and used < count and _SHAPES[s, used] > 0 and _size(groups, used) == _SHAPES[s, used]:
            used += 1
        if used < 6 and _SHAPES[s, used] > 0:
            continue
        if s > 0:
            return used
        years = round_ones = 0
        for g in range(4):
            years += _is_year(groups, g, digits)
            round_ones += _pair(digits, 4 * g + 2) == 0
        if years < 4 and round_ones < 4 and digits[0] != 0 and _uniform(groups, 4):
            return used
    return 0


@njit(cache=True, nogil=True)
def _everyday(groups: Any, count: int, digits: Any) -> int:
    """How many groups are an amount (1.250.000), a date (12-05-2023, 12.05.23, 2023-05-12) or a time of day (08.30); 0 if none."""
    used = 1
    while used < count and groups[used, SEPARATOR] == DOT and _size(groups, used) == 3:
        used += 1
    goes_on = used < count and groups[used, SEPARATOR] == DOT
    if used > 1 and not goes_on and groups[0, TOTAL] <= 3 and digits[0] != 0:
        return used
    if count >= 3 and _is_date(groups, count, digits):
        return 3
    dotted_pair = count >= 2 and groups[1, SEPARATOR] == DOT and _size(groups, 1) == 2
    if dotted_pair and not (count > 2 and groups[2, SEPARATOR] == DOT):
        return (
            2
            if groups[0, TOTAL] <= 2 and _value(groups, 0, digits) <= 24 and _value(groups, 1, digits) < 60
            else 0
        )
    return 0


@njit(cache=True, nogil=True)
def _is_date(groups: Any, count: int, digits: Any) -> bool:
    a, b, c = _value(groups, 0, digits), _value(groups, 1, digits), _value(groups, 2, digits)
    if _size(groups, 0) == 4:
        return bool(
            _is_year(groups, 0, digits)
            and _size(groups, 1) <= 2
            and _size(groups, 2) <= 2
            and 1 <= b <= 12
            and 1 <= c <= 31
        )
    if (
        _size(groups, 0) > 2
        or _size(groups, 1) > 2
        or not (1 <= a <= 31 and 1 <= b <= 31 and min(a, b) <= 12)
    ):
        return False
    if _size(groups, 2) == 4:
        return bool(_is_year(groups, 2, digits))
    goes_on = count > 3 and groups[3, SEPARATOR] == groups[2, SEPARATOR]
    return bool(_size(groups, 2) == 2 and _uniform(groups, 3) and not goes_on)


@njit(cache=True, nogil=True)
def _is_year(groups: Any, g: int, digits: Any) -> bool:
    return bool(_size(groups, g) == 4 and 1900 <= _value(groups, g, digits) < 2100)


@njit(cache=True, nogil=True)
def _adding_up_to(groups: Any, count: int, total: int) -> int:
    for g in range(count):
        if groups[g, TOTAL] >= total:
            return g + 1 if groups[g, TOTAL] == total else 0
    return 0


@njit(cache=True, nogil=True)
def _uniform(groups: Any, used: int) -> bool:
    """All separators are the same."""
    for g in range(2, used):
        if groups[g, SEPARATOR] != groups[1, SEPARATOR]:
            return False
    return True


@njit(cache=True, nogil=True)
def _size(groups: Any, g: int) -> int:
    return int(groups[g, STOP] - groups[g, START])


@njit(cache=True, nogil=True)
def _value(groups: Any, g: int, digits: Any) -> int:
    """The group as a number, as far as its first four digits go."""
    begin = groups[g, TOTAL] - _size(groups, g)
    value = 0
    for i in range(begin, min(groups[g, TOTAL], begin + 4, DIGITS)):
        value = value * 10 + int(digits[i])
    return value


@njit(cache=True, nogil=True)
def _pair(digits: Any, i: int) -> int:
    return int(digits[i]) * 10 + int(digits[i + 1])


@njit(cache=True, nogil=True)
def _among(values: Any, wanted: int) -> bool:
    for value in values:
        if value == wanted:
            return True
    return False
