"""One number about a whole network, with what it was divided by."""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """`value` is None where the figure is undefined; counted shares carry numerator and denominator."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None


def share(numerator: float, denominator: float) -> Figure:
    """numerator / denominator; undefined where there is nothing to divide by."""
    return Figure(numerator / denominator if denominator else None, numerator, denominator)
