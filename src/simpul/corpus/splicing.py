"""Cutting pieces out of a text column and putting others in their place, in compiled code."""

from __future__ import annotations

import numpy as np
from numba import njit

from simpul.corpus.utf8 import Bytes, Offsets


@njit(cache=True, nogil=True)
def pieces(data: Bytes, begins: Offsets, ends: Offsets) -> tuple[Bytes, Offsets]:
    """The pieces `data[begins[i]:ends[i]]` one after another, and their offsets."""
    offsets = np.zeros(len(begins) + 1, np.int64)
    for i in range(len(begins)):
        offsets[i + 1] = offsets[i] + ends[i] - begins[i]
    out = np.empty(offsets[-1], np.uint8)
    for i in range(len(begins)):
        _copy(data, begins[i], ends[i], out, offsets[i])
    return out, offsets


@njit(cache=True, nogil=True)
def splice(
    data: Bytes, offsets: Offsets, begins: Offsets, ends: Offsets, new: Bytes, new_offsets: Offsets
) -> tuple[Bytes, Offsets]:
    """The rows of (data, offsets) with piece i, `data[begins[i]:ends[i]]`, replaced by row i of (new, new_offsets).

    The pieces are in order, do not overlap, and each lies within one row.
    """
    rows = len(offsets) - 1
    size = offsets[-1] - offsets[0] + new_offsets[-1] - new_offsets[0]
    for i in range(len(begins)):
        size -= ends[i] - begins[i]
    out = np.empty(size, np.uint8)
    out_offsets = np.zeros(rows + 1, np.int64)
    filled = 0
    piece = 0
    for row in range(rows):
        copied = offsets[row]
        while piece < len(begins) and begins[piece] < offsets[row + 1]:
            filled = _copy(data, copied, begins[piece], out, filled)
            filled = _copy(new, new_offsets[piece], new_offsets[piece + 1], out, filled)
            copied = ends[piece]
            piece += 1
        filled = _copy(data, copied, offsets[row + 1], out, filled)
        out_offsets[row + 1] = filled
    return out, out_offsets


@njit(cache=True, nogil=True)
def _copy(source: Bytes, begin: int, end: int, out: Bytes, at: int) -> int:
    """Copy a stretch to `out` from `at` on; returns where it ends there."""
    for i in range(end - begin):
        out[at + i] = source[begin + i]
    return at + end - begin
