"""The Poisson bootstrap of ratios of sums over groups of units, in one compiled pass.

Each replicate weighs each group by a Poisson(1) number (Hanley & MacGibbon 2006, Comput. Methods Programs Biomed. 83, 57–62;
Chamandy et al. 2012). The numbers come from a hash of (seed, group, replicate), so they do not depend on the order of rows, on
threads or on a library's generator; every cell sees the same weights, so replicates of parts add up to those of their whole.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numba import njit

REPLICATES = 1000
SEED = 0x51D5

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]


@cache
def weights(groups: int, replicates: int = REPLICATES, seed: int = SEED) -> Floats:
    """How often each group is drawn in each replicate, groups × replicates; Poisson with mean 1."""
    with np.errstate(over="ignore"):
        z = np.arange(groups * replicates, dtype=np.uint64) + (np.uint64(seed) << np.uint64(32))
        z = (z + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)  # splitmix64
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    chance = (z >> np.uint64(11)).astype(np.float64) / 2.0**53
    terms = np.exp(-1.0) / np.array([1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880], dtype=np.float64)
    drawn = np.searchsorted(np.cumsum(terms), chance, side="right")
    return drawn.astype(np.float64).reshape(groups, replicates)


def replicates(starts: Ints, groups: Ints, sums: Floats, drawn: Floats) -> Floats:
    """Weighted totals of each cell in each replicate: cells × replicates.

    Cell c has the rows starts[c]:starts[c+1], each with its `group` (a row of `drawn`) and its sum.
    """
    totals: Floats = _totals(starts, groups, sums, drawn)
    return totals


@njit(cache=True, nogil=True)
def _totals(starts: Ints, groups: Ints, sums: Floats, drawn: Floats) -> Floats:
    cells, many = starts.size - 1, drawn.shape[1]
    out = np.zeros((cells, many))
    for cell in range(cells):
        for row in range(starts[cell], starts[cell + 1]):
            value = sums[row]
            if value == 0.0:
                continue
            group = groups[row]
            for draw in range(many):
                out[cell, draw] += value * drawn[group, draw]
    return out


def percentiles(values: Floats, units: Floats) -> tuple[Floats, Floats]:
    """The 95 % interval of each row of replicates (cells × replicates; NaN where a replicate drew nothing).

    Percentiles widened for few units: at Φ(−t·√(k/(k−1))), t the 97.5 % point of Student's t with k − 1 degrees (Hesterberg 2015, Am.
    Stat. 69(4), 371–386). NaN where all replicates agree, since a bootstrap of rows that never vary says nothing.
    """
    from scipy.special import ndtr, stdtrit

    low, high = np.full(len(values), np.nan), np.full(len(values), np.nan)
    tails = ndtr(-stdtrit(units - 1, 0.975) * np.sqrt(units / (units - 1)))
    for cell, row in enumerate(values):
        drawn = row[np.isfinite(row)]
        if drawn.size and drawn.min() < drawn.max():
            low[cell], high[cell] = np.quantile(drawn, (tails[cell], 1 - tails[cell]))
    return low, high
