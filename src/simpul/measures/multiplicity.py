"""Many comparisons at once: p-values adjusted so that a finding is not luck among many looks."""

from __future__ import annotations

import numpy as np

from simpul.measures.bootstrap import Floats
from simpul.measures.bootstrap import Ints as Order

ALPHA = 0.05


def holm(p: Floats) -> Floats:
    """Holm's adjusted p-values, in the order given; NaN stays NaN and counts for nothing.

    With p sorted, the largest of (m − i + 1)·p(i) so far, at most 1: the chance of even one false finding. Holm, S. (1979), Scand. J.
    Statist. 6, 65–70.
    """
    known, order, many = _sorted(p)
    steps = known[order] * (many - np.arange(many))
    return _back(p, order, np.minimum(np.maximum.accumulate(steps), 1.0))


def benjamini_hochberg(p: Floats) -> Floats:
    """Adjusted p-values that hold the share of false findings among all; NaN stays NaN.

    The smallest of m·p(i)/i from i on, at most 1. Benjamini, Y. & Hochberg, Y. (1995), J. R. Statist. Soc. B 57, 289–300.
    """
    known, order, many = _sorted(p)
    steps = known[order] * many / np.arange(1, many + 1)
    least = np.minimum.accumulate(steps[::-1])[::-1]
    return _back(p, order, np.minimum(least, 1.0))


def _sorted(p: Floats) -> tuple[Floats, Order, int]:
    known = p[np.isfinite(p)]
    return known, np.argsort(known, kind="stable"), known.size


def _back(p: Floats, order: Order, adjusted: Floats) -> Floats:
    found = np.full(p.shape, np.nan)
    known = np.empty(order.size)
    known[order] = adjusted
    found[np.isfinite(p)] = known
    return found
