"""What a measure may compute over the rows that count: each gives one number per subject.

An aggregate is a function of the mask (the rows that count), so that all measures over one table share one group-by.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import narwhals as nw

from simpul.measures.evidence import Condition, holds

Aggregate = Callable[[nw.Expr], nw.Expr]


def _masked(mask: nw.Expr, column: str | nw.Expr) -> nw.Expr:
    return nw.when(mask).then(nw.col(column) if isinstance(column, str) else column)


def rows(mask: nw.Expr) -> nw.Expr:
    """How many rows count."""
    return mask.cast(nw.Int64).sum()


def matching(*conditions: Condition) -> Aggregate:
    """How many rows fulfil the conditions, too."""
    return lambda mask: rows(reduce(lambda left, right: left & holds(right), conditions, mask))


@dataclass(frozen=True, eq=False)
class Total:
    """The sum; rows without a value add nothing."""

    column: str | nw.Expr

    def __call__(self, mask: nw.Expr) -> nw.Expr:
        return _masked(mask, self.column).sum()


def total(column: str | nw.Expr) -> Total:
    return Total(column)


def one(column: str) -> Aggregate:
    """The value of a column that is constant within a subject, such as an account's followers."""
    return lambda mask: _masked(mask, column).max()


def least(column: str) -> Aggregate:
    """The smallest value."""
    return lambda mask: _masked(mask, column).min()


@dataclass(frozen=True)
class Middle:
    """The median."""

    column: str

    def __call__(self, mask: nw.Expr) -> nw.Expr:
        return _masked(mask, self.column).median()


def middle(column: str) -> Middle:
    return Middle(column)


def adds_up(aggregate: Aggregate | None) -> bool:
    """Its value over two disjoint sets of rows is the sum of its values over each, as drawing rows anew demands."""
    return aggregate is rows or isinstance(aggregate, Total)


def distinct(column: str) -> Aggregate:
    """How many different values there are; null is none."""

    def count(mask: nw.Expr) -> nw.Expr:
        values = _masked(mask, column)
        return values.n_unique() - values.is_null().any().cast(nw.Int64)

    return count
