"""Two shares set against each other: difference, interval, size, and the chance of as much by luck."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simpul.measures.intervals import difference, wilson


class Pair(NamedTuple):
    """Shares between 0 and 1; `effect` is Cohen's h."""

    one: float
    other: float
    difference: float
    low: float
    high: float
    effect: float
    p: float


def pair(k: float, n: float, j: float, m: float) -> Pair | None:
    """k of n against j of m, from independent units; None where one has no units.

    Newcombe's interval (method 10, see `intervals.difference`) and the score test with the pooled share; p is 1 where both are all or none.
    """
    if n <= 0 or m <= 0:
        return None
    p, q = k / n, j / m
    gap, low, high = difference((p, *_inside(k, n)), (q, *_inside(j, m)))
    pooled = (k + j) / (n + m)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    size = 2 * (np.arcsin(np.sqrt(p)) - np.arcsin(np.sqrt(q)))
    return Pair(p, q, gap, low, high, float(size), _two_sided(abs(gap) / spread) if spread > 0 else 1.0)


def _inside(k: float, n: float) -> tuple[float, float]:
    low, high = wilson(k, n)
    return (low if k > 0 else 0.0), (high if k < n else 1.0)


def _two_sided(z: float) -> float:
    from scipy.special import ndtr

    return float(2 * ndtr(-z))
