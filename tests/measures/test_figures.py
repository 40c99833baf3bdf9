"""Figures of other rooms become findings of the same table."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
from city_tables import at

from simpul.measures.computing import compute
from simpul.measures.figures import from_figures
from simpul.measures.findings import FINDINGS, reason_text, to_json

BASE = {"measure": "density", "subject_kind": "corpus", "subject_id": "all"}
FULL = BASE | {
    "value": 12.5, "numerator": 7, "denominator": 56, "n": 8, "evidence": {"table": "ties", "where": [["type", "==", "reply"]]},
}  # fmt: skip


def handed(*figures: dict[str, Any]) -> pl.DataFrame:
    return from_figures(figures, at(), at(days=30))


def test_a_figure_is_a_finding() -> None:
    found = handed(FULL)
    assert found.schema == pl.Schema(FINDINGS)
    (one,) = json.loads(to_json(found))
    assert one == {
        "id": "density@corpus:all@2026-01-01..2026-01-31", "measure": "density",
        "subject": {"kind": "corpus", "id": "all", "from": "2026-01-01", "to": "2026-01-31"},
        "value": 12.5, "numerator": 7, "denominator": 56, "n": 8, "low": None, "high": None, "method": None, "units": None, "few": None, "corrected": None, "unit": "%", "status": "ok",
        "reason": None, "evidence": FULL["evidence"],
    }  # fmt: skip


def test_figures_join_the_measures() -> None:
    both = pl.concat(
        [compute({"posts": pl.LazyFrame(), "accounts": pl.LazyFrame()}, at(), at(days=30), []), handed(FULL)]
    )
    assert both.height == 1


def test_an_undefined_figure_says_so() -> None:
    (row,) = handed(BASE | {"value": None, "n": 0}).to_dicts()
    assert (row["status"], row["value"]) == ("not_available", None)
    assert "density" in reason_text(row["reason"])
    (row,) = handed(BASE | {"value": None, "reason": "table_absent:ties"}).to_dicts()
    assert row["reason"] == "table_absent:ties"


def test_few_persons_are_hidden() -> None:
    (row,) = handed(FULL | {"persons": 4}).to_dicts()
    assert [row[name] for name in ("status", "value", "numerator", "denominator", "n")] == [
        "suppressed",
        *[None] * 4,
    ]
    assert handed(FULL | {"persons": 5})["status"].to_list() == ["ok"]
    assert handed(BASE | {"suppressed": True})["reason"].to_list() == ["few_persons:5"]


@pytest.mark.parametrize(
    ("figure", "problem"),
    [
        (FULL | {"measure": "p99"}, "p99"),
        (FULL | {"subject_kind": "person"}, "person"),
        (FULL | {"subject_kind": "issue"}, "issue"),
        (FULL | {"n": None}, "no n"),
        (FULL | {"measure": "core", "subject_kind": "account", "subject_id": "x:~abc"}, "citizen"),
    ],
)
def test_what_is_not_declared_is_refused(figure: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        handed(figure)


def test_no_figures_are_no_findings() -> None:
    assert handed().schema == pl.Schema(FINDINGS)
    assert handed().is_empty()
