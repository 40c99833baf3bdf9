"""Every figure on every screen is the figure of findings.json, opens by its code, and small cells stay hidden."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from simpul.desk.insight import indexing
from simpul.desk.insight.charts import Row, bar_chart
from simpul.desk.insight.courses import month_course
from simpul.desk.insight.figures import figures_of
from simpul.desk.templatetags.desk import day, unnamed
from simpul.measures.findings import short_code
from simpul.measures.registry import measures
from simpul.report.monthly import Month
from simpul.report.numbers import shown
from simpul.report.study import Study as Folder

pytestmark = pytest.mark.django_db
VOID = {"meta", "link", "input", "br", "hr", "img", "use", "line", "rect", "path", "circle"}
KEY = ("measure", "subject_kind", "subject_id")
MONTH = re.compile(r'data-month="([^"]+)" data-month-value="([^"]+)"')
MEASURES = ("poverty_share_comment", "response_rate", "issue_share", "agenda_gap", "posts_per_day")


class Figures(HTMLParser):
    """(finding, value or None, the text of the element) for each element with `data-finding`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, float | None, str]] = []
        self._open: list[str | None] = []
        self._values: dict[int, float] = {}
        self._texts: dict[int, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in VOID:
            return
        self._open.append(said.get("data-finding"))
        if (value := said.get("data-value")) is not None:
            at = max(i for i, finding in enumerate(self._open) if finding)
            self._values[at] = float(value.replace(",", "."))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_data(self, data: str) -> None:
        for at, finding in enumerate(self._open):
            if finding:
                self._texts[at] = self._texts.get(at, "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        finding = self._open.pop()
        at = len(self._open)
        if finding:
            self.found.append((finding, self._values.pop(at, None), self._texts.pop(at, "")))


@pytest.fixture
def findings(study: Any) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads((study.path / "findings.json").read_text("utf-8"))}


def screens(study: Any, findings: dict[str, dict[str, Any]]) -> Iterator[str]:
    for name in ("overview", "voices", "plan", "stages", "network", "catalogue", "sets"):
        yield reverse(f"insight:{name}")
    for kind in ("agency", "account", "platform", "place", "issue"):
        yield reverse("insight:catalogue") + f"?jenis={kind}"
    for measure in MEASURES:
        yield reverse("insight:measure", args=[measure])
    hidden = [one for one in findings.values() if one["status"] == "suppressed"][:5]
    for one in [*list(findings.values())[::400], *hidden]:
        yield reverse("insight:figure", args=[short_code(one)]) + f"?id={one['id']}"


def test_what_a_screen_says_is_what_the_study_found(
    study: Any, findings: dict[str, dict[str, Any]], signed_in: Callable[[str], Client]
) -> None:
    indexing.index_of(study.path) or indexing.build(study.path)
    client = signed_in("leader")  # figures, no texts
    seen: dict[str, int] = {}
    wrong: list[tuple[str, str, object, object]] = []
    for url in screens(study, findings):
        response = client.get(url)
        assert response.status_code == 200, url
        parser = Figures()
        parser.feed(response.content.decode())
        seen[url] = len(parser.found)
        for id, value, text in parser.found:
            one = findings[id]
            true = one.get("corrected") if one.get("corrected") is not None else one["value"]
            if one["status"] != "ok":
                if value is not None:
                    wrong.append((url, id, value, one["status"]))
            elif value is not None:
                if value != true:
                    wrong.append((url, id, value, true))
            elif not said_of(study, one, text):
                wrong.append((url, id, text.strip(), true))
    assert wrong == []
    assert min(seen[reverse(f"insight:{name}")] for name in ("overview", "voices", "plan", "catalogue")) > 3


def said_of(study: Any, one: dict[str, Any], text: str) -> bool:
    """A bar tells its value in words only: those of the report."""
    row = Folder(study.path).one(one["measure"], one["subject"]["kind"], one["subject"]["id"])
    assert row is not None
    return shown(row, "id") in text


def test_a_card_tells_the_months_of_the_table_and_hides_those_that_are_hidden(
    study: Any, findings: dict[str, dict[str, Any]], signed_in: Callable[[str], Client]
) -> None:
    if not figures_of(study).folder.has("series"):
        pytest.skip("SIMPUL_TEST_STUDY names a study that was made before measures were taken by month")
    series = pl.read_parquet(study.path / "tables" / "series.parquet")
    hidden = series.filter(status="suppressed").row(0, named=True)
    client, looked = signed_in("leader"), 0
    for measure, kind, subject in [("response_rate", "corpus", "all"), tuple(hidden[name] for name in KEY)]:
        one = next(
            one
            for one in findings.values()
            if (one["measure"], one["subject"]["kind"], one["subject"]["id"]) == (measure, kind, subject)
        )
        page = client.get(
            reverse("insight:figure", args=[short_code(one)]) + f"?id={one['id']}"
        ).content.decode()
        told = {month: float(value) for month, value in MONTH.findall(page)}
        known = series.filter(measure=measure, subject_kind=kind, subject_id=subject)
        assert told == dict(known.filter(status="ok").select("month", "value").rows())
        looked += known.height
    assert looked > 4


def test_no_line_goes_over_a_month_that_is_not_known() -> None:
    rows = [
        {
            "month": f"2026-0{at}",
            "value": at,
            "low": None,
            "high": None,
            "status": "ok" if at != 3 else "suppressed",
            "whole": True,
            "n": 99,
        }
        for at in range(1, 6)
    ]
    months = [
        Month(date(2026, at, 1), row, f"{at}", "", "", int(at > 2) + int(at > 3), None)
        for at, row in enumerate(rows, start=1)
    ]
    course = month_course(months)
    assert course is not None
    assert (len(course.points), [line.count("L") + 1 for line in course.lines]) == (4, [2, 2])
    assert month_course(months[2:4]) is None


def test_a_code_opens_the_figure_that_a_report_printed(
    study: Any, findings: dict[str, dict[str, Any]], signed_in: Callable[[str], Client]
) -> None:
    one = next(one for one in findings.values() if one["measure"] == "response_rate")
    client, code = signed_in("auditor"), short_code(one)
    found = client.get(reverse("insight:find"), {"kode": f" {code.lower()} "}, follow=True)
    assert one["id"] in found.content.decode()
    assert measures()["response_rate"].formula[0] in found.content.decode()
    assert client.get(reverse("insight:figure", args=["ZZZZZZZZ"])).status_code == 404


def test_a_hidden_cell_is_in_no_download_and_opens_no_rows(
    study: Any, findings: dict[str, dict[str, Any]], signed_in: Callable[[str], Client]
) -> None:
    hidden = next(one for one in findings.values() if one["status"] == "suppressed")
    client = signed_in("analyst")
    table = client.get(reverse("insight:measure_csv", args=[hidden["measure"]])).content.decode("utf-8-sig")
    line = next(
        row for row in table.splitlines() if f",{hidden['subject']['id']}," in row and "suppressed" in row
    )
    assert line.split(",")[6:9] == ["", "", ""]
    card = client.get(reverse("insight:figure", args=[short_code(hidden)]) + f"?id={hidden['id']}")
    assert card.context["figure"].id == hidden["id"]
    assert card.context["evidence"] is None


def test_the_index_of_figures_is_read_once(study: Any) -> None:
    assert figures_of(study) is figures_of(study)


def test_marks_of_a_scale_and_days_are_written_as_people_here_write() -> None:
    chart = bar_chart([Row("a", "", "", "", 0.5), Row("b", "", "", "", 1.4)])
    assert chart is not None
    assert [told for _, told in chart.ticks] == ["0", "0,2", "0,4", "0,6", "0,8", "1", "1,2", "1,4"]
    assert (day("2026-01-31"), day(None)) == ("31 Januari 2026", "–")


def test_pseudonyms_are_not_shown_in_texts() -> None:
    alias = "~" + "abcdefghijklmnopqrstuvwxyz"
    assert unnamed(f"halo @{alias}, telepon [telepon]@{alias} ya") == "halo @warga, telepon [telepon] ya"
    assert unnamed("surel a@b ~ @~pendek") == "surel a@b ~ @~pendek"
