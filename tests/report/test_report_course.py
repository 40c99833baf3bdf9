"""Months, lags and sets as the report shows them: what is not known stays empty, lines break where counts do, nothing is added up."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from simpul.measures.findings import FINDINGS
from simpul.measures.indicator_sets import ALL, frame
from simpul.measures.lagged import LAGS
from simpul.measures.series import SERIES
from simpul.report.monthly import months_of
from simpul.report.multiples import fitted
from simpul.report.numbers import remarks, shown
from simpul.report.print.blocks import noted
from simpul.report.sections import lags, months, sets
from simpul.report.sections.blocks import Chart, Table, Text
from simpul.report.study import Study
from simpul.report.words import speaker

SAY = speaker("id")
CUT = "instagram,impressions,2025-04-21"


def folder(root: Path, **tables: pl.DataFrame) -> Study:
    (root / "tables").mkdir(exist_ok=True)
    for name, table in tables.items():
        table.write_parquet(root / "tables" / f"{name}.parquet")
    return Study(root)


def row(measure: str, month: str, value: float | None, **more: Any) -> dict[str, Any]:
    n = 100
    told = {
        "measure": measure, "subject_kind": "corpus", "subject_id": "all", "month": month, "whole": True, "value": value,
        "numerator": value, "denominator": float(n), "n": n, "low": value, "high": value, "unit": "percent",
        "status": "ok", "segment": 0,
    }  # fmt: skip
    return told | more


@pytest.fixture
def study(tmp_path: Path) -> Study:
    gone = {"low": None, "high": None, "numerator": None, "denominator": None}
    ctr = [
        row("ctr", "2025-01", 1.0), row("ctr", "2025-02", 2.0),
        row("ctr", "2025-03", None, **gone, n=None, status="suppressed", reason="few_persons:5"),
        row("ctr", "2025-04", None, **gone, status="not_available", reason="metric_changed:instagram impressions,2025-04-21", segment=1, changed=CUT),
        row("ctr", "2025-05", 5.0, segment=1), row("ctr", "2025-06", 6.0, segment=1), row("ctr", "2025-07", 7.0, segment=2),
    ]  # fmt: skip
    rates = [row("response_rate", f"2025-0{month}", 10.0 * month) for month in range(1, 7)]
    few = row(
        "response_rate", "2025-07", 100 * 7 / 15, numerator=7.0, denominator=15.0, n=15, low=24.8, high=69.9
    )
    findings = pl.DataFrame(schema=FINDINGS)
    return folder(tmp_path, series=pl.DataFrame([*ctr, *rates, few], schema=SERIES), findings=findings)


def test_only_months_that_follow_each_other_and_mean_the_same_are_joined(study: Study) -> None:
    found = months_of(study, "ctr")
    runs: dict[int, list[str]] = {}
    for month in found:
        if month.ok:
            runs.setdefault(month.run, []).append(month.row["month"])
    assert list(runs.values()) == [["2025-01", "2025-02"], ["2025-05", "2025-06"], ["2025-07"]]
    assert [(month.first, month.broken.date) for month in found if month.broken] == [(date(2025, 4, 1), date(2025, 4, 21))]  # fmt: skip
    assert (found[2].text, found[2].interval) == ("–", "")
    assert months_of(study, "ctr", "agency", "dinsos") == []
    last = months_of(study, "response_rate")[-1]
    assert (last.text, last.sure) == ("7 dari 15 (47%)", False)


def test_panels_hold_the_values_of_the_table_a_dashed_line_where_a_count_changed_and_nothing_between(study: Study) -> None:  # fmt: skip
    section = months.build(study, SAY)
    assert section is not None
    chart = next(block for block in section.blocks if isinstance(block, Chart))
    data = chart.spec["datasets"]
    drawn = {tuple(line["value"] for line in lines) for lines in data.values() if "value" in lines[0]}
    assert drawn == {(1, 2, 5, 6, 7), (10, 20, 30, 40, 50, 60, 100 * 7 / 15)}
    assert [line["day"][:10] for lines in data.values() for line in lines if "run" not in line] == [
        "2025-04-21"
    ]
    assert json.dumps(chart.spec).count("strokeDash") == 1
    assert "Instagram, Apr 2025: Instagram menghapus impressions" in chart.note
    by_name = {line[0]: line[1:] for line in chart.table.rows}
    assert by_name["Klik per tayangan (CTR)"] == ["1,0% (1,0–1,0)", "2,0% (2,0–2,0)", "–", "–", "5,0% (5,0–5,0)", "6,0% (6,0–6,0)", "7,0% (7,0–7,0)"]  # fmt: skip
    (told,) = [block for block in section.blocks if isinstance(block, Text)]
    assert [line.split(": ")[0] for line in told.paragraphs[1:]] == ["Klik per tayangan (CTR), Mar 2025", "Klik per tayangan (CTR), Apr 2025"]  # fmt: skip
    for width, across in ((700, 3), (310, 1), (100, 1)):
        fitted(chart.spec, width)
        assert chart.spec["columns"] == across


def test_more_than_a_year_takes_a_row_per_year_and_one_month_no_section(tmp_path: Path) -> None:
    two = [row("response_rate", f"{year}-{month:02}", 1.0 * month) for year in (2024, 2025) for month in range(1, 13)][6:20]  # fmt: skip
    findings = pl.DataFrame(schema=FINDINGS)
    study = folder(tmp_path, series=pl.DataFrame(two, schema=SERIES), findings=findings)
    section = months.build(study, SAY)
    assert section is not None
    (chart,) = section.blocks
    assert isinstance(chart, Chart)
    first, second = chart.table.rows
    assert (first[0], first[1:7], first[7]) == ("Tingkat tanggapan, 2024", [""] * 6, "7,0% (7,0–7,0)")
    assert (second[0], second[8], second[9:]) == ("Tingkat tanggapan, 2025", "8,0% (8,0–8,0)", [""] * 4)
    assert chart.table.head[1] == "Jan" and len(chart.table.head) == 13
    assert months.build(folder(tmp_path, series=pl.DataFrame(two[:1], schema=SERIES)), SAY) is None


def test_lags_come_after_the_sentence_that_order_is_no_cause(tmp_path: Path) -> None:
    rows = [
        {"issue": "1", "lag": lag, "r": 0.1 * lag, "low": -0.5, "high": 0.5, "weeks": 20 + lag, "effective": 10.0, "p_adjusted": 1.0, "verdict": "together_up" if lag == 1 else "no_evidence"}
        for lag in (-1, 0, 1)
    ]  # fmt: skip
    standing, chart = lags.blocks(folder(tmp_path, agenda_lags=pl.DataFrame(rows, schema=LAGS)), SAY)
    assert isinstance(standing, Text) and standing.paragraphs == [SAY("lag_standing")]
    assert isinstance(chart, Chart)
    assert chart.table.rows == [["Kemiskinan dan kesejahteraan", "-0,10 (-0,50 … 0,50)", "0,00 (-0,50 … 0,50)", "0,10 (-0,50 … 0,50)"]]  # fmt: skip
    assert "19 sampai 21 pasangan minggu" in chart.note
    assert "warga 1 minggu sesudah akun resmi: naik dan turun bersama, r = 0,10" in chart.note
    assert lags.blocks(folder(tmp_path, agenda_lags=pl.DataFrame(schema=LAGS)), SAY) == []


def finding(measure: str, value: float | None, **more: Any) -> dict[str, Any]:
    told = {
        "id": f"{measure}@corpus:all@2026-01-01..2026-07-01", "measure": measure, "subject_kind": "corpus", "subject_id": "all",
        "value": value, "n": 100, "unit": "percent", "status": "ok" if value is not None else "suppressed",
    }  # fmt: skip
    return told | more


def test_a_set_lists_its_figures_and_never_adds_them_up(tmp_path: Path) -> None:
    held = [finding("response_rate", 40.0), finding("aspirasi", None, n=None, reason="few_persons:5")]
    study = folder(tmp_path, findings=pl.DataFrame(held, schema=FINDINGS), indicator_sets=frame())
    section = sets.build(study, SAY)
    assert section is not None
    tables = [block for block in section.blocks if isinstance(block, Table)]
    rows = [line for table in tables for line in table.rows]
    assert len(rows) == sum(len(one.measures) for one in ALL if one.id != sets.PLATFORM)
    assert [line for line in rows if line[0] == "Menyimak" and line[2] == "40,0%"] == [["Menyimak", "Tingkat tanggapan", "40,0%", "", "100"]]  # fmt: skip
    (hidden,) = [line for line in rows if line[:2] == ["Menyimak", "Teks warga yang beraspirasi"]]
    assert (hidden[2].startswith("Disembunyikan"), hidden[3:]) == (True, ["", ""])
    assert sets.build(folder(tmp_path, findings=pl.DataFrame(held[1:], schema=FINDINGS)), SAY) is None


def test_print_says_what_coding_corrected_by_the_codes_of_the_figures(tmp_path: Path) -> None:
    corrected = {"corrected_low": 1.0, "corrected_high": 90.0, "corrected_n": 400}
    held = [
        finding("poverty_share_comment", 20.0, corrected=30.0, **corrected), finding("poverty_share_post", 10.0, corrected=15.0, **corrected),
        finding("response_rate", 40.0),
    ]  # fmt: skip
    study = folder(tmp_path, findings=pl.DataFrame(held, schema=FINDINGS))
    comment, post, rate = (shown(study.one(id), "id") for id in ("poverty_share_comment", "poverty_share_post", "response_rate"))  # fmt: skip
    table = Table(["a", "b"], [["x", comment], ["y", post], ["z", rate]], note="Catatan.")
    assert noted(table, "id") == f"Catatan. Dikoreksi dengan 400 teks yang dikode orang; hitungan mesin: {comment.code} 20,0%, {post.code} 10,0%."  # fmt: skip
    assert (
        remarks([rate, comment], "en") == "Corrected by 400 texts that people coded; the model counted 20.0%."
    )
    assert remarks([rate, "30,0%"], "id") == ""
