"""Words beside a number that say what it is: `NIK 33…`, `rek BRI 1234…`, `Rp 1250000000`, `RT 003`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from simpul.corpus.folding import BLANK, DASH, OPENING, is_letter
from simpul.corpus.utf8 import Bytes, Offsets

NONE, NIK, KK, BANK, WALLET, PHONE, MONEY, AMOUNT, HOOD, UNIT, PROVIDER, FILLER = range(12)

WORDS = {
    NIK: "nik nonik ktp noktp ektp",
    KK: "kk nokk nkk",
    BANK: "rek rekening norek norekening rekg bank tabungan atm bri bca bni bsi btn bjb simpedes britama va",
    WALLET: (  # also everyday words (dana: funds, mandiri: self-reliant), so they count only right before the number
        "dana ovo gopay shopeepay spay linkaja mandiri permata danamon cimb niaga muamalat seabank jago jenius "
        "transfer transferan tf trf"
    ),
    PHONE: (
        "hp nohp handphone wa nowa whatsapp whatapp telp telpon telepon telephone telfon telpun tlp tlpn tlf phone cp "
        "hub hubungi hubungin kontak contact call chat sms hotline fax"
    ),
    MONEY: "rp idr",
    AMOUNT: "rupiah perak ribu juta jt miliar milyar triliun",
    HOOD: "rt rw",
    UNIT: "k rb ribu rebu jt juta m kg gr gram g l lt ltr liter pcs pc buah biji bks bungkus org orang pack",
    PROVIDER: "gmail yahoo ymail hotmail outlook icloud rocketmail",
    FILLER: (
        "nomor nomer nmr nmer nya saya punya milik adalah ini itu yang atas nama dengan bapak ibu pak dan atau nyong kulo kula "
        "http https"  # a masked link counts for no word, so neither may its first letters
    ),
}  # fmt: skip
LONGEST = 12  # letters, so that a word fits into 60 bits, five a letter


def pack(word: str) -> int:
    packed = 0
    for letter in word:
        packed = packed << 5 | (ord(letter) - ord("a") + 1)
    return packed


KARTU, KELUARGA = pack("kartu"), pack("keluarga")


_SLOTS = 1024  # of a hash table with open addressing; 0 is an empty slot


def table(words_of: dict[int, str]) -> tuple[Offsets, Bytes]:
    """The words of each kind (1 to 255) as a hash table for `find`."""
    words, values = np.zeros(_SLOTS, np.int64), np.zeros(_SLOTS, np.uint8)
    for kind, spelled in words_of.items():
        for word in spelled.split():
            packed = pack(word)
            slot = _slot.py_func(packed)
            while words[slot] not in (0, packed):
                slot = (slot + 1) % _SLOTS
            words[slot], values[slot] = packed, kind
    return words, values


@njit(cache=True, nogil=True)
def _slot(word: int) -> int:
    return (word ^ word >> 20 ^ word >> 40) % 1021


def _table(*kinds: int) -> tuple[Offsets, Bytes]:
    return table({kind: WORDS[kind] for kind in kinds})


# Before a number, after a number, and after an @: one word may mean different things there.
_BEFORE, _BEFORE_KINDS = _table(NIK, KK, BANK, WALLET, PHONE, MONEY, HOOD, FILLER)
_AFTER, _AFTER_KINDS = _table(BANK, WALLET, AMOUNT)
_AT, _AT_KINDS = _table(UNIT, PROVIDER)


@njit(cache=True, nogil=True)
def read_word(folded: Any, k: int, n: int) -> tuple[int, int]:
    """The letters from k on as (packed word, end); 0 for one that is too long or not ASCII."""
    packed = 0
    start = k
    plain = True
    while k < n and is_letter(folded[k]):
        plain &= folded[k] < 128
        if k - start < LONGEST:
            packed = packed << 5 | (int(folded[k]) - 96)
        k += 1
    if not plain or k - start > LONGEST:
        packed = 0
    return packed, k


@njit(cache=True, nogil=True)
def before(word: int) -> int:
    return find(_BEFORE, _BEFORE_KINDS, word)


@njit(cache=True, nogil=True)
def after(folded: Any, k: int, n: int) -> int:
    """The kind of the word that follows a number ending at k, across blanks and brackets."""
    reach = min(n, k + 3)
    while k < reach and (folded[k] == BLANK or folded[k] == OPENING or folded[k] == DASH):
        k += 1
    word, _ = read_word(folded, k, n)
    return find(_AFTER, _AFTER_KINDS, word)


@njit(cache=True, nogil=True)
def at_sign(folded: Any, k: int, n: int) -> tuple[int, int]:
    """The kind (UNIT, PROVIDER or NONE) of the word at k, and its end."""
    word, end = read_word(folded, k, n)
    return find(_AT, _AT_KINDS, word), end


@njit(cache=True, nogil=True)
def find(words: Offsets, kinds: Bytes, word: int) -> int:
    """The kind of a packed word, 0 (`NONE`) where the table has it not."""
    slot = _slot(word)
    while words[slot] != word and words[slot] != 0:
        slot = (slot + 1) % _SLOTS
    return int(kinds[slot])
