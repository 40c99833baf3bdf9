"""Conditions on the rows of a table: one list serves as the filter of a measure and as its evidence query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from typing import Any

import narwhals as nw

Condition = tuple[str, str, Any]  # column, operator, value
Conditions = tuple[Condition, ...]


OPERATORS: dict[str, Callable[[nw.Expr, Any], nw.Expr]] = {
    "==": lambda column, value: column == value,
    "!=": lambda column, value: column != value,
    "in": lambda column, value: column.is_in(list(value)),
    ">=": lambda column, value: column >= value,
    "<": lambda column, value: column < value,
    "is_null": lambda column, _: column.is_null(),
    "not_null": lambda column, _: ~column.is_null(),
    "contains": lambda column, value: column.list.contains(value),  # a list has the value among its members
}


def holds(condition: Sequence[Any]) -> nw.Expr:
    """One condition as an expression; a null cell fulfils only `is_null`. Raises KeyError for an unknown operator."""
    name, operator, value = condition
    return OPERATORS[operator](nw.col(name), value)


def all_hold(key: str, conditions: Conditions) -> nw.Expr:
    """All conditions at once; `key` is a column that is never null, so that no condition means every row."""
    return reduce(lambda left, right: left & holds(right), conditions, ~nw.col(key).is_null())


def rows_behind(tables: Mapping[str, Any], evidence: Mapping[str, Any]) -> nw.LazyFrame[Any]:
    """The rows that a finding's evidence query selects, from a study's tables (any engine's lazy frames).

    Times in the query are ISO strings. Raises KeyError if the table is not among `tables`.
    """
    frame: nw.LazyFrame[Any] = nw.from_native(tables[evidence["table"]]).lazy()
    schema = frame.collect_schema()
    conditions = []
    for name, operator, value in evidence["where"]:
        if isinstance(value, str) and schema[name] == nw.Datetime:
            value = datetime.fromisoformat(value)
        conditions.append((name, operator, value))
    return frame.filter(*(holds(condition) for condition in conditions)) if conditions else frame
