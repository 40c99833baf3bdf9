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
        out[offsets[i] : offsets[i + 1]] = data[begins[i] : ends[i]]
    return out, offsets


@njit(cache=True, nogil=True)
def splice(
    data: Bytes, offsets: Offsets, begins: Offsets, ends: Offsets, new: Bytes, new_offsets: Offsets
) -> tuple[Bytes, Offsets]:
    """The rows of (data, offsets) with piece i, `data[begins[i]:ends[i]]`, replaced by row i of (new, new_offsets).

    The pieces are in order, do not overlap, and each lies within one row.
    """
    rows = len(offsets) - 1
    removed = (ends - begins).sum()
    out = np.empty(offsets[-1] - offsets[0] - removed + new_offsets[-1] - new_offsets[0], np.uint8)
    out_offsets = np.zeros(rows + 1, np.int64)
    filled = 0
    piece = 0
    for row in range(rows):
        copied = offsets[row]
        while piece < len(begins) and begins[piece] < offsets[row + 1]:
            for part, start, stop in (
                (data, copied, begins[piece]),
                (new, new_offsets[piece], new_offsets[piece + 1]),
            ):
                out[filled : filled + stop - start] = part[start:stop]
                filled += stop - start
            copied = ends[piece]
            piece += 1
        rest = offsets[row + 1] - copied
        out[filled : filled + rest] = data[copied : copied + rest]
        filled += rest
        out_offsets[row + 1] = filled
    return out, out_offsets
