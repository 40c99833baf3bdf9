"""Keyed BLAKE2b (RFC 7693) as a compiled kernel over a whole text column."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from simpul.corpus.utf8 import Bytes, Offsets

BLOCK = 128  # bytes
CHARACTERS = 26  # of base32: the first 130 bits of the digest

# RFC 7693 §2.6 (the IV of SHA-512) and §2.7 (rounds 10 and 11 repeat 0 and 1).
_IV = np.array(
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ],
    np.uint64,
)  # fmt: skip
_SIGMA = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    (14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3),
    (11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4),
    (7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8),
    (9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13),
    (2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9),
    (12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11),
    (13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10),
    (6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5),
    (10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0),
)
_ORDER = np.array(_SIGMA + _SIGMA[:2], np.uint64)
_ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", np.uint8)


@njit(cache=True, nogil=True)
def digests(
    data: Bytes, offsets: Offsets, absent: npt.NDArray[np.bool_], key: Bytes, prefix: Bytes
) -> npt.NDArray[np.uint8]:
    """For each row the first 130 bits of BLAKE2b-512 of prefix + row under the key, as 26 characters of base32.

    Rows come as from `utf8.buffers`; the key has 1 to 64 bytes; the prefix must not be empty, so that the key's block is
    never the last. The result holds 26 bytes a row, zeros where `absent`. Words are little-endian, like the hosts we run on.
    """
    rows = len(offsets) - 1
    out = np.zeros(rows * CHARACTERS, np.uint8)
    block = np.zeros(BLOCK, np.uint8)
    words = block.view(np.uint64)

    keyed = _IV.copy()
    keyed[0] ^= np.uint64(
        0x01010000 | (len(key) << 8) | 64
    )  # RFC 7693 §2.5: fan-out, depth, key and digest length
    padded = np.zeros(BLOCK, np.uint8)
    padded[: len(key)] = key
    hashed, filled = _absorb(keyed, block, words, 0, 0, padded)
    hashed, filled = _absorb(keyed, block, words, hashed, filled, prefix)
    begun = block[:filled].copy()

    state = keyed.copy()
    for row in range(rows):
        if absent[row]:
            continue
        state[:] = keyed
        block[: len(begun)] = begun
        length, end = _absorb(state, block, words, hashed, len(begun), data[offsets[row] : offsets[row + 1]])
        block[end:] = 0
        _compress(state, words, length + end, True)
        _base32(state.view(np.uint8), out[row * CHARACTERS : (row + 1) * CHARACTERS])
    return out


@njit(cache=True, nogil=True)
def _absorb(h: Any, block: Any, words: Any, hashed: int, filled: int, message: Any) -> tuple[int, int]:
    """Fill the block; a full block is compressed only when more bytes follow. Returns (bytes hashed, bytes in the block)."""
    for byte in message:
        if filled == BLOCK:
            hashed += BLOCK
            _compress(h, words, hashed, False)
            filled = 0
        block[filled] = byte
        filled += 1
    return hashed, filled


@njit(cache=True, nogil=True)
def _compress(h: Any, words: Any, length: int, last: bool) -> None:
    """RFC 7693 §3.2: fold one block into the state. The 16 working words are locals so that they stay in registers."""
    a0, a1, a2, a3, b0, b1, b2, b3 = h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7]
    c0, c1, c2, c3, d0, d1, d2, d3 = _IV[0], _IV[1], _IV[2], _IV[3], _IV[4], _IV[5], _IV[6], _IV[7]
    d0 ^= np.uint64(length)
    if last:
        d2 = ~d2
    for r in range(12):
        a0, b0, c0, d0 = _mix(a0, b0, c0, d0, words[_ORDER[r, 0]], words[_ORDER[r, 1]])
        a1, b1, c1, d1 = _mix(a1, b1, c1, d1, words[_ORDER[r, 2]], words[_ORDER[r, 3]])
        a2, b2, c2, d2 = _mix(a2, b2, c2, d2, words[_ORDER[r, 4]], words[_ORDER[r, 5]])
        a3, b3, c3, d3 = _mix(a3, b3, c3, d3, words[_ORDER[r, 6]], words[_ORDER[r, 7]])
        a0, b1, c2, d3 = _mix(a0, b1, c2, d3, words[_ORDER[r, 8]], words[_ORDER[r, 9]])
        a1, b2, c3, d0 = _mix(a1, b2, c3, d0, words[_ORDER[r, 10]], words[_ORDER[r, 11]])
        a2, b3, c0, d1 = _mix(a2, b3, c0, d1, words[_ORDER[r, 12]], words[_ORDER[r, 13]])
        a3, b0, c1, d2 = _mix(a3, b0, c1, d2, words[_ORDER[r, 14]], words[_ORDER[r, 15]])
    h[0] ^= a0 ^ c0
    h[1] ^= a1 ^ c1
    h[2] ^= a2 ^ c2
    h[3] ^= a3 ^ c3
    h[4] ^= b0 ^ d0
    h[5] ^= b1 ^ d1
    h[6] ^= b2 ^ d2
    h[7] ^= b3 ^ d3


@njit(cache=True, nogil=True)
def _mix(a: Any, b: Any, c: Any, d: Any, x: Any, y: Any) -> tuple[Any, Any, Any, Any]:
    """RFC 7693 §3.1."""
    a = a + b + x
    d = _turn(d ^ a, 32)
    c = c + d
    b = _turn(b ^ c, 24)
    a = a + b + y
    d = _turn(d ^ a, 16)
    c = c + d
    b = _turn(b ^ c, 63)
    return a, b, c, d


@njit(cache=True, nogil=True)
def _turn(word: Any, right: int) -> Any:
    return (word >> np.uint64(right)) | (word << np.uint64(64 - right))


@njit(cache=True, nogil=True)
def _base32(digest: Any, out: Any) -> None:
    """RFC 4648 §6 in lower case, as many characters as fit into `out`."""
    bits = 0
    held = 0
    byte = 0
    for i in range(len(out)):
        if held < 5:
            bits = (bits << 8) | digest[byte]
            byte += 1
            held += 8
        held -= 5
        out[i] = _ALPHABET[(bits >> held) & 31]
        bits &= (1 << held) - 1
