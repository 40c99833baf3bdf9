"""Random streams that depend on nothing but the seed and their purpose, and ids made from row numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

PURPOSES = ("accounts", "needs", "posts", "followers", "survey", "faults")
ALPHABET = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_", dtype=np.uint8)


def stream(seed: int, purpose: str, part: int = 0) -> np.random.Generator:
    """The random stream of one purpose; `part` numbers independent pieces of it."""
    return np.random.Generator(np.random.PCG64([seed, PURPOSES.index(purpose), part]))


def choose(shares: NDArray[np.float64], u: NDArray[np.float64]) -> NDArray[np.int64]:
    """Index of the choice that each u in [0, 1) falls on; shares need not add up to 1."""
    edges = np.cumsum(shares)
    return np.asarray(np.minimum(np.searchsorted(edges, u * edges[-1], side="right"), len(shares) - 1))


def choose_by_row(
    shares: NDArray[np.float64], row: NDArray[Any], u: NDArray[np.float64]
) -> NDArray[np.int64]:
    """The same where each draw has its own row of shares (rows × choices, each row with a positive sum)."""
    edges = np.cumsum(shares, axis=1)
    edges /= edges[:, -1:]
    flat = (edges + np.arange(len(edges))[:, None]).ravel()
    chosen = np.searchsorted(flat, row + u, side="right") - row * shares.shape[1]
    return np.asarray(np.clip(chosen, 0, shares.shape[1] - 1))


def scrambled(numbers: NDArray[Any], salt: int) -> NDArray[np.uint64]:
    """A one-to-one map of 64-bit numbers (SplitMix64's finaliser), another one for each salt."""
    with np.errstate(over="ignore"):
        z = numbers.astype(np.uint64) + np.uint64(salt) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(z ^ (z >> np.uint64(31)))


def letters(numbers: NDArray[np.uint64], length: int = 11, base: int = 64) -> pl.Series:
    """Numbers as text of fixed length over the first `base` signs of the URL-safe alphabet; 11 signs hold 64 bits."""
    signs = np.empty((len(numbers), length), dtype=np.uint8)
    rest = numbers.copy()
    for place in range(length):
        rest, digit = np.divmod(rest, np.uint64(base))
        signs[:, place] = ALPHABET[digit.astype(np.int64)]
    return pl.Series(signs.view(f"S{length}").ravel().astype(f"U{length}"))
