"""findings.json is what the documentation says, and the rows behind every number can be opened."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from planted import table

from simpul.example import City
from simpul.measures.evidence import rows_behind
from simpul.measures.measure import SUBJECT_KINDS, UNITS
from simpul.measures.registry import measures, views

KEYS = [
    "id", "measure", "subject", "value", "numerator", "denominator", "n", "low", "high", "method", "units", "few", "corrected", "unit", "status", "reason", "evidence",
]  # fmt: skip
NUMBERS = ("value", "numerator", "denominator", "n", "low", "high")
Finding = dict[str, Any]


@pytest.fixture(scope="module")
def findings(studied: Path) -> list[Finding]:
    found: list[Finding] = json.loads((studied / "findings.json").read_bytes())
    return found


def test_every_finding_has_exactly_the_documented_keys(findings: list[Finding]) -> None:
    assert len(findings) > 1000
    assert {tuple(finding) for finding in findings} == {tuple(KEYS)}
    assert {tuple(finding["subject"]) for finding in findings} == {("kind", "id", "from", "to")}
    assert {finding["status"] for finding in findings} == {"ok", "not_available", "suppressed"}
    assert {finding["unit"] for finding in findings} <= {unit.names[1] for unit in UNITS.values()}


def test_ids_name_measure_subject_and_days_and_are_sorted(findings: list[Finding]) -> None:
    ids = [finding["id"] for finding in findings]
    assert ids == sorted(set(ids))
    for finding in findings:
        subject = finding["subject"]
        assert (
            finding["id"]
            == f"{finding['measure']}@{subject['kind']}:{subject['id']}@{subject['from']}..{subject['to']}"
        )
        assert subject["kind"] in SUBJECT_KINDS
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", subject["from"]) and subject["from"] < subject["to"]
    assert {(finding["subject"]["from"], finding["subject"]["to"]) for finding in findings} == {
        ("2026-01-01", "2026-07-01")
    }


def test_all_measures_of_the_catalogue_are_found(findings: list[Finding]) -> None:
    assert {finding["measure"] for finding in findings} == set(measures())


def test_each_status_keeps_its_promise(findings: list[Finding]) -> None:
    for finding in findings:
        if finding["status"] == "ok":
            assert finding["value"] is not None and finding["n"] is not None, finding["id"]
            if finding["low"] is not None:
                assert finding["low"] <= finding["value"] <= finding["high"], finding["id"]
            continue
        assert (finding["value"], finding["low"], finding["high"]) == (None, None, None), finding["id"]
        assert " / " in finding["reason"], finding["id"]
        if finding["status"] == "suppressed":
            assert [finding[name] for name in NUMBERS] == [None] * len(NUMBERS), finding["id"]


def test_shares_follow_from_their_counts(findings: list[Finding]) -> None:
    shares = [f for f in findings if f["status"] == "ok" and f["unit"] == "%" and f["denominator"]]
    assert len(shares) > 500
    averages = {"er_f_at", "err_mean"}  # means of shares
    for finding in shares:
        if finding["measure"] not in averages:
            assert finding["value"] == pytest.approx(
                100 * finding["numerator"] / finding["denominator"], rel=1e-8
            ), finding["id"]


def test_citizens_are_never_subjects(findings: list[Finding], city: City) -> None:
    named = city.accounts.frame.filter(pl.col("kind").is_in(["official", "agency", "business", "media"]))
    register = set(
        named.select(pl.format("{}:{}", "platform", pl.col("handle").str.to_lowercase())).to_series()
    )
    accounts = {finding["subject"]["id"] for finding in findings if finding["subject"]["kind"] == "account"}
    assert len(accounts) > 40
    assert accounts <= register
    assert not any("~" in finding["id"] for finding in findings)


def test_the_table_of_findings_equals_the_file(findings: list[Finding], studied: Path) -> None:
    rows = table(studied, "findings").to_dicts()
    assert [row["id"] for row in rows] == [finding["id"] for finding in findings]
    for row, finding in zip(rows, findings, strict=True):
        assert [row[name] for name in (*NUMBERS, "status")] == [
            finding[name] for name in (*NUMBERS, "status")
        ]
        assert (row["evidence"] and json.loads(row["evidence"])) == finding["evidence"]


def expected_rows(finding: Finding) -> float | None:
    """How many rows the evidence of a finding gives; None where the study opens ties or the account's own row."""
    measure = measures()[finding["measure"]]
    if measure.view is None:
        return finding["n"] if finding["subject"]["kind"] != "account" else None
    own_view_sums_up = measure.open is not None
    gives_hits = measure.whole or own_view_sums_up
    return float(finding["numerator"]) if gives_hits else finding["n"]


def test_evidence_opens_the_rows_behind_each_number(findings: list[Finding], studied: Path) -> None:
    tables = {path.stem: pl.read_parquet(path).lazy() for path in (studied / "tables").glob("*.parquet")}
    assert set(views()) <= set(tables)
    queries: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding["status"] == "ok":
            assert set(finding["evidence"]) == {"table", "where"}, finding["id"]
            queries.setdefault(json.dumps(finding["evidence"]), []).append(finding)
    for query, behind in queries.items():
        count = rows_behind(tables, json.loads(query)).to_native().select(pl.len()).collect().item()
        for finding in behind:
            wanted = expected_rows(finding)
            assert wanted in (None, count), (finding["id"], query)


def test_the_rows_behind_a_degree_are_ties_of_that_many_others(
    findings: list[Finding], studied: Path
) -> None:
    ties = {"ties": pl.scan_parquet(studied / "tables" / "ties.parquet")}
    for measure, other in (("degree_in", "source"), ("degree_out", "target")):
        degrees = [f for f in findings if f["measure"] == measure and f["value"]]
        assert degrees
        for finding in degrees:
            behind = rows_behind(ties, finding["evidence"]).to_native().collect()
            assert behind[other].n_unique() == finding["value"], finding["id"]


def test_cells_of_few_persons_are_hidden_in_the_tables_for_reading(studied: Path) -> None:
    needs = table(studied, "needs")
    assert needs.filter(status="suppressed").height > 20
    assert needs.filter(
        pl.col("status") == "suppressed", pl.col("voices").is_not_null() | pl.col("persons").is_not_null()
    ).is_empty()
    assert needs.filter(pl.col("status") == "ok", pl.col("persons").is_between(0, 4)).is_empty()
    reach = table(studied, "reach")
    hidden = reach.filter("suppressed")
    assert hidden.height > 20
    assert (
        hidden.select(pl.col("value", "numerator", "denominator", "n").is_null().all()).row(0) == (True,) * 4
    )
    assert reach.filter(~pl.col("suppressed"), pl.col("numerator").is_between(1, 4)).is_empty()
