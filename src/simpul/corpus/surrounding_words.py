"""Which texts may hold an address or a child's name: one compiled pass over the words, so that few are looked at closely."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from simpul.corpus import cues
from simpul.corpus.surroundings import MAY_ADDRESS, MAY_CHILD
from simpul.corpus.utf8 import Bytes, Offsets

STREET, PLAIN_STREET, NUMBERED, CHILD, SCHOOL = range(1, 6)
_WORDS, _KINDS = cues.table(
    {
        STREET: "jalan gang dusun dsn kampung kampoeng kp komplek kompleks lorong",  # a bare number needs a name in capitals
        PLAIN_STREET: "jln jl gg perum perumahan blok",
        NUMBERED: "no nomor nomer nmr",
        CHILD: (
            "anak anakku anaknya anake putra putri putraku putriku putranya putrinya siswa siswi murid adik adikku adiknya adhi "
            "cucu cucuku cucunya keponakan keponakanku keponakannya bernama namanya nama jenenge an n kelas"
        ),
        SCHOOL: "sd sdn smp smpn sma sman smk smkn slb slbn mi min mts mtsn ma man tk paud kb ra sekolah sekolahe kls madrasah "
        "ponpes pesantren pkbm",
    }
)
_REACH = 90  # bytes from a street to its house
_NEAR = 45  # bytes from a word for a child to the name
_FAR = -(1 << 40)


@njit(cache=True, nogil=True)
def candidates(data: Bytes, offsets: Offsets) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """The rows that may, and what each may hold: the sum of MAY_ADDRESS and MAY_CHILD."""
    found = np.empty(len(offsets) - 1, np.int64)
    kinds = np.empty(len(offsets) - 1, np.uint8)
    count = 0
    for row in range(len(offsets) - 1):
        kind = _may(data, offsets[row], offsets[row + 1])
        if kind:
            found[count], kinds[count] = row, kind
            count += 1
    return found[:count], kinds[:count]


@njit(cache=True, nogil=True)
def _may(data: Bytes, start: int, stop: int) -> int:
    street = named = child = capital = _FAR  # where each was seen last
    school = name = plain = address = False
    i = start
    while i < stop:
        c = data[i]
        if 48 <= c <= 57 or c == 35:
            if i - street < _REACH and (plain or named >= street or c == 35):
                address = True
            i += 1
            continue
        if not _is_letter(c):
            i += 1
            continue
        begin, packed, end = i, *_word(data, i, stop)
        i = end
        kind = cues.find(_WORDS, _KINDS, packed) if packed else 0
        proper = 65 <= data[begin] <= 90 and (
            end == begin + 1 or (end > begin + 2 and data[begin + 1] >= 97)
        )  # not Rp
        if kind == STREET or kind == PLAIN_STREET:
            plain = kind == PLAIN_STREET or (plain and begin - street < _REACH)
            street = begin
        elif kind == NUMBERED or (proper and street > capital and begin - street < 14):
            named = begin
        if kind == SCHOOL or (kind == CHILD and packed == _CLASS):
            school = True
        if kind == CHILD:
            child = begin
            name |= begin - capital < _NEAR
        elif proper and kind == 0:
            capital = begin
            name |= begin - child < _NEAR
    return address * MAY_ADDRESS + (name and school) * MAY_CHILD


_CLASS = cues.pack("kelas")


@njit(cache=True, nogil=True)
def _is_letter(c: int) -> bool:
    return bool(97 <= c <= 122 or 65 <= c <= 90)


@njit(cache=True, nogil=True)
def _word(data: Any, k: int, stop: int) -> tuple[int, int]:
    """The ASCII letters from k on as (packed word in lower case, end); 0 for one that is too long to be among ours."""
    packed = 0
    begin = k
    while k < stop and _is_letter(data[k]):
        if k - begin < cues.LONGEST:
            packed = packed << 5 | (int(data[k]) & 31)
        k += 1
    return (packed if k - begin <= cues.LONGEST else 0), k
