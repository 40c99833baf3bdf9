"""Every number can be opened: the evidence query of each finding gives exactly the rows that were counted."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from simpul.measures.evidence import OPERATORS, rows_behind
from simpul.measures.material import Material
from simpul.measures.registry import measures, views

COUNTED = [id for id, measure in measures().items() if measure.view]


@pytest.fixture(scope="module")
def tables(material: Material) -> dict[str, pl.DataFrame]:
    """The evidence tables as a study writes them."""
    return {name: material.read(view) for name, view in views().items()}


def opened(tables: dict[str, pl.DataFrame], evidence: dict[str, Any], *more: Any) -> int:
    where = [*evidence["where"], *more]
    rows = rows_behind(tables, {"table": evidence["table"], "where": where})
    return int(rows.select(nw.len()).collect().item())


@pytest.mark.parametrize("id", COUNTED)
def test_the_query_gives_what_was_counted(
    id: str, found: pl.DataFrame, tables: dict[str, pl.DataFrame]
) -> None:
    measure = measures()[id]
    findings = [row for row in found.filter(measure=id).iter_rows(named=True) if row["evidence"]]
    assert any(row["n"] for row in findings)
    for row in findings:
        behind = opened(tables, json.loads(row["evidence"]))
        counted = (row["numerator"] or 0) if measure.whole or measure.open else row["n"]
        assert behind == counted, row["id"]


@pytest.mark.parametrize("id", [id for id in COUNTED if measures()[id].hit])
def test_the_numerator_of_a_share_can_be_opened_too(
    id: str, found: pl.DataFrame, tables: dict[str, pl.DataFrame]
) -> None:
    measure = measures()[id]
    for row in found.filter(measure=id, status="ok").iter_rows(named=True):
        assert opened(tables, json.loads(row["evidence"]), *measure.hit) == row["numerator"], row["id"]
        assert row["denominator"] == row["n"]


def test_every_share_lies_in_its_interval(found: pl.DataFrame) -> None:
    sure = found.filter(pl.col("low").is_not_null())
    assert set(sure["method"]) == {"wilson", "bootstrap", "woodruff"}
    inside = (pl.col("low") <= pl.col("value")) & (pl.col("value") <= pl.col("high"))
    assert sure.filter(~inside | (pl.col("low") < 0)).is_empty()
    shares = sure.filter(method="wilson")
    assert shares.height > 100
    assert shares.filter(pl.col("high") > 100).is_empty()


@pytest.mark.parametrize("name", sorted(views()))
def test_views_hold_their_declared_columns_and_no_key_twice(
    name: str, tables: dict[str, pl.DataFrame]
) -> None:
    view, table = views()[name], tables[name]
    assert table.columns == list(view.columns)
    assert table.height > 0
    assert table[view.key[0]].null_count() == 0
    assert table.filter(pl.struct(view.key).is_duplicated()).is_empty()
    assert table.equals(table.sort(view.key))


OPERATOR_CASES: dict[str, tuple[Any, list[int]]] = {
    "==": (2, [1]), "!=": (2, [0]), "in": ([1, 2, 9], [0, 1]), ">=": (2, [1]), "<": (2, [0]),
    "is_null": (None, [2]), "not_null": (None, [0, 1]), "contains": ("b", [1]),
}  # fmt: skip


@pytest.mark.parametrize("operator", sorted(OPERATORS))
def test_operators_pass_over_nulls(operator: str) -> None:
    frame = pl.DataFrame({"row": [0, 1, 2], "x": [1, 2, None], "list": [["a"], ["b", "c"], None]})
    value, rows = OPERATOR_CASES[operator]
    column = "list" if operator == "contains" else "x"
    behind = rows_behind({"t": frame}, {"table": "t", "where": [[column, operator, value]]})
    assert behind.collect().to_native()["row"].to_list() == rows


def test_times_in_a_query_are_iso_strings() -> None:
    frame = pl.DataFrame({"at": [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)]})
    where = [["at", ">=", "2026-01-15T00:00:00+00:00"]]
    assert rows_behind({"t": frame.lazy()}, {"table": "t", "where": where}).collect().shape == (1, 1)


def test_an_unknown_operator_is_refused() -> None:
    with pytest.raises(KeyError):
        rows_behind({"t": pl.DataFrame({"x": [1]})}, {"table": "t", "where": [["x", "like", 1]]})
