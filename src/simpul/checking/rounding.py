"""What printed figures can stand for: the values that round to them, and how sure a share of few is."""

from __future__ import annotations

from math import ceil, floor, sqrt

EPS = 1e-9


def meets(low: float, high: float, other_low: float, other_high: float) -> bool:
    """Whether two closed ranges share a value; a hair's breadth of binary fractions counts as touching."""
    slack = EPS * max(1.0, abs(low), abs(high), abs(other_low), abs(other_high))
    return low <= other_high + slack and other_low <= high + slack


def counts_that_fit(percent_low: float, percent_high: float, total: float) -> list[int]:
    """The whole k with 100·k/total within the range, at most all of 0 … total."""
    if total <= 0:
        return []
    first, last = ceil(percent_low * total / 100 - EPS), floor(percent_high * total / 100 + EPS)
    return list(range(max(first, 0), min(last, floor(total)) + 1)) if last - first < 50 else []


def wilson(k: float, n: float, z: float = 1.959963984540054) -> tuple[float, float]:
    """The Wilson score interval of a share k/n, in percent (Wilson 1927). Undefined for n ≤ 0 and k outside 0 … n."""
    if n <= 0 or not 0 <= k <= n:
        raise ValueError(f"no share: {k} of {n}")
    share = k / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)
