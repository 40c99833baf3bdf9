"""What the drawn sets prove: an interval for the reach of a plan, and a bound on the reach of the best one.

Martingale bounds of OPIM-C (Tang, Tang, Xiao and Yuan, SIGMOD 2018, Lemmas 4.2 and 4.3), each failing with chance at most δ.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Certificate(NamedTuple):
    """All in families (total weight of those reached)."""

    reach: float  # estimate on sets that played no part in the choice
    low: float
    high: float
    best: float  # no plan within the rules reaches more
    ratio: float  # low / best: so much of the best the plan reaches at least; 0 where nobody can be reached
    failure: float  # chance that any of these statements fails
    sets: int  # drawn for choosing, and as many for judging


def lower(hits: float, sets: int, failure: float) -> float:
    """A share of sets that the true share is not below."""
    a = math.log(1 / failure)
    root = math.sqrt(hits + 2 * a / 9) - math.sqrt(a / 2)
    return max(0.0, (root * root - a / 18) / sets) if root > 0 else 0.0


def upper(hits: float, sets: int, failure: float) -> float:
    """A share of sets that the true share is not above."""
    a = math.log(1 / failure)
    root = math.sqrt(hits + a / 2) + math.sqrt(a / 2)
    return min(1.0, root * root / sets)
