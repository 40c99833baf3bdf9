"""What residents are told: dated facts with sources, checked by an office, whole, and short enough to pass on."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from simpul.report.lembar_warga import LONGEST, message, sheet_of
from simpul.report.print.document import Issue
from simpul.report.programmes import complaint_channels, programmes, write_copy
from simpul.report.refusals import ReportProblem
from simpul.report.study import Study

DAY = date(2026, 11, 22)
PLACE = "99.71.01.1004"


def _data(name: str) -> pl.DataFrame:
    content = resources.files("simpul.data").joinpath(f"{name}.csv").read_bytes()
    return pl.read_csv(content, infer_schema=False).with_columns(pl.all().fill_null(""))


@pytest.fixture
def issue(studied: Path) -> Issue:
    return Issue(Study(studied), DAY)


def _checked(tmp_path: Path, **changed: str) -> Path:
    file = tmp_path / "program.csv"
    write_copy(file)
    table = pl.read_csv(file, infer_schema=False)
    table = table.with_columns(checked_by=pl.lit("Dinas Sosial"), checked_on=pl.lit("2026-11-20"))
    table = table.with_columns(pl.lit(value).alias(name) for name, value in changed.items())
    file.write_text(table.write_csv(separator=";"), "utf-8-sig")
    return file


def test_every_fact_has_a_source_a_date_and_an_affair() -> None:
    table = _data("programmes")
    sources, urusan, needs = (set(_data(name)[column]) for name, column in (("sources", "mark"), ("urusan", "code"), ("needs", "code")))  # fmt: skip
    assert table["code"].is_unique().all()
    for row in table.iter_rows(named=True):
        assert set(row["source"].split("|")) <= sources, row["code"]
        assert row["urusan"] in urusan and set(row["needs"].split("|")) <= needs, row["code"]
        assert re.match(r"(S|S2|M)\b", row["mark"]) and row["pro_poor"] in ("0", "1")
        assert date.fromisoformat(row["valid_from"]) <= date.fromisoformat(row["valid_to"] or "9999-12-31")
        assert row["mark"] != "M" or not re.search(r"\d", row["amount"]), "no sum from memory is shipped"
        assert row["who"] and len(row["who_short"]) <= 80
    channels = _data("complaint_channels")
    assert set(channels["source"]) <= sources


def test_the_words_are_soft() -> None:
    told = " ".join(_data("programmes").select(pl.concat_str("name", "who", "who_short", "where", separator=" ")).to_series())  # fmt: skip
    for word in ("warga miskin", "orang miskin", "cacat", "jompo", "KPM", "wajib", "dihimbau", "masyarakat"):
        assert word.lower() not in told.lower(), word


def test_what_is_over_or_elsewhere_is_not_told() -> None:
    here = set(programmes(DAY, "33.71.01.1003")["code"])
    assert {"pkh", "rtlh-kota", "air-magelang", "jateng"} <= here
    assert not {"blt-kesra", "prakerja", "permakanan-kota", "blt-desa"} & here
    assert "blt-kesra" in set(programmes(date(2025, 11, 1), "33.71.01.1003")["code"])
    assert not {"rtlh-kota", "jateng"} & set(programmes(DAY, PLACE)["code"])
    assert complaint_channels(DAY, "33.71.01.1003")["code"].to_list() == ["monggo-lapor", "lapor"]
    assert complaint_channels(DAY, PLACE)["code"].to_list() == ["lapor"]


def test_a_message_is_short_whole_and_a_draft_until_checked(issue: Issue, tmp_path: Path) -> None:
    kelurahan = [code for code in issue.study.places if len(code) == 13]
    for code in kelurahan:
        sheet = sheet_of(issue, code)
        text = message(sheet)
        assert len(text) <= LONGEST < 1000
        assert text.startswith("[DRAF") and "Lapor ke kelurahan, SP4N-LAPOR!" in text
        told = [row for row in sheet.programmes if f"*{row['name']}*" in text]
        assert told and all(f": {row['who_short']}." in text and f"Ke: {row['where']}." in text for row in told)  # fmt: skip
    sure = sheet_of(issue, PLACE, _checked(tmp_path))
    text = message(sure)
    assert "DRAF" not in text and text.endswith("Sumber: Dinas Sosial, 2026-11-20. 22 November 2026")


def test_facts_from_memory_are_told_only_when_an_office_checked_them(issue: Issue, tmp_path: Path) -> None:
    assert "M" not in {row["mark"] for row in sheet_of(issue, PLACE).programmes}
    only = _checked(tmp_path, mark="M")
    assert sheet_of(issue, PLACE, only).programmes
    nobody = pl.read_csv(only, separator=";", infer_schema=False).with_columns(checked_by=pl.lit(""))
    only.write_text(nobody.write_csv(), "utf-8")
    sheet = sheet_of(issue, PLACE, only)
    assert sheet.programmes == [] and "Monggo tanya ke kelurahan" in message(sheet)


def test_what_is_heard_most_in_the_kelurahan_comes_first(issue: Issue) -> None:
    cells = issue.study.table("needs").filter(place=PLACE, source="survey", status="ok")
    heard = dict(cells.select("need", "voices").rows())
    ranks = [
        max(heard.get(need[:3], 0) for need in row["needs"].split("|"))
        for row in sheet_of(issue, PLACE).programmes
    ]
    assert ranks == sorted(ranks, reverse=True) and ranks[0] == max(ranks) > 0


def test_a_file_that_is_no_list_of_programmes_is_refused(issue: Issue, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("nama,untuk\nPKH,keluarga\n", "utf-8")
    with pytest.raises(ReportProblem, match="code, name, who"):
        sheet_of(issue, PLACE, file)
    file.write_text("", "utf-8")
    with pytest.raises(ReportProblem, match="empty"):
        sheet_of(issue, PLACE, file)
