"""Intervals of shares, and of differences."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

Z = 1.959963984540054  # 97.5 % point of the normal distribution

Number = TypeVar("Number", float, pl.Expr)


def wilson(successes: Number, n: Number) -> tuple[Number, Number]:
    """The Wilson 95 % score interval of the share successes / n, as (low, high) between 0 and 1.

    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n). Wilson, E. B. (1927), JASA 22(158), 209–212.
    Undefined for n = 0; works on numbers and on Polars expressions.
    """
    share = successes / n
    centre = share + Z * Z / (2 * n)
    spread = Z * (share * (1 - share) / n + Z * Z / (4 * n * n)) ** 0.5
    scale = 1 + Z * Z / n
    return (centre - spread) / scale, (centre + spread) / scale


def difference(
    one: tuple[Number, Number, Number], other: tuple[Number, Number, Number]
) -> tuple[Number, Number, Number]:
    """one − other with its 95 % interval, from two independent estimates with theirs, each (value, low, high).

    d − √((a − la)² + (ub − b)²), d + √((ua − a)² + (b − lb)²). With Wilson intervals of two shares that is Newcombe's method 10
    (1998, Stat. Med. 17, 873–890); with other intervals MOVER (Zou & Donner 2008, Stat. Med. 27, 1693–1702).
    """
    (a, la, ua), (b, lb, ub) = one, other
    return (
        a - b,
        a - b - ((a - la) ** 2 + (ub - b) ** 2) ** 0.5,
        a - b + ((ua - a) ** 2 + (b - lb) ** 2) ** 0.5,
    )
