"""Open-addressing tables: what kernels look words up in."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from simpul.language.compiling import inner, whole
from simpul.language.scanning import Bytes, Ints

Keys = npt.NDArray[Any]  # int64; 0 is an empty place

EXACT, SINGLE, SOUND, PREFIX, SUFFIX = 1, 2, 3, 4, 5  # salts: what the key of a spelling was made from
_PRIME, _BASIS = 0x100000001B3, -3750763034362895579
_SPREAD = 0x9E3779B97F4A7C15
_bits: Any = np.uint64  # products wrap around; of signed numbers a compiler may assume that they do not


@inner
def key_of(folded: Bytes, start: int, stop: int, salt: int) -> int:
    """FNV-1a over the bytes, never 0."""
    unsigned = _bits(whole(_BASIS) ^ salt)
    for i in range(start, stop):
        unsigned = (unsigned ^ _bits(folded[i])) * _bits(_PRIME)
    key = whole(unsigned)
    key ^= key >> 29
    return key if key != 0 else whole(1)


@inner
def find(keys: Keys, values: Ints, key: int) -> int:
    """The value of a key in an open-addressing table, -1 where it is absent."""
    mask = len(keys) - 1
    slot = key & mask
    while keys[slot] != 0:
        if keys[slot] == key:
            return whole(values[slot])
        slot = (slot + 1) & mask
    return whole(-1)


@inner
def pair(a: int, b: int) -> int:
    """The key of two words, or of a cue and a word, in this order."""
    both = ((whole(a) + 1) << 32) | (whole(b) + 1)
    key = whole(_bits(both) * _bits(_SPREAD))  # spreads neighbouring numbers over the table
    key ^= key >> 31
    return key if key != 0 else whole(1)
