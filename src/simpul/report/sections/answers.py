"""Who answers, and how fast."""

from __future__ import annotations

from typing import Any

import polars as pl

from simpul.report import charts
from simpul.report.numbers import interval, number, shown
from simpul.report.sections.blocks import Chart, Section, Table
from simpul.report.study import Study
from simpul.report.words import Say


def build(study: Study, say: Say) -> Section | None:
    rates = (
        study.of("response_rate", "agency")
        .filter(pl.col("status") == "ok")
        .sort("value", "subject_id", descending=[True, False])
    )
    if rates.is_empty():
        return None
    names = rates["subject_id"].replace_strict(study.agencies, default=rates["subject_id"])
    frame = rates.with_columns(agency=names)
    drawn = charts.dots(
        frame.select("agency", "value", "low", "high"),
        "value",
        "agency",
        "low",
        "high",
        say("answered_share"),
        (0, 100),
    )
    rows = [_row(study, row) for row in frame.iter_rows(named=True)]
    head = [say("agency"), say("answered"), say("interval"), say("asked"), say("median_time"), say("one_way")]
    table = Table(head, rows, numeric=(1, 2, 3, 4, 5))
    whole = study.one("response_rate")
    lead = (
        say("answers_lead", share=shown(whole, study.language))
        if whole and whole["status"] == "ok"
        else say("answers_lead_bare")
    )
    return Section(
        "jawaban",
        say("answers"),
        lead,
        [Chart("chart-answers", say("answers_chart"), drawn, table, say("answers_rule"))],
    )


def _row(study: Study, row: dict[str, Any]) -> list[str]:
    time, one_way = (
        study.one(measure, "agency", row["subject_id"]) for measure in ("response_time", "one_way_share")
    )
    return [
        row["agency"],
        shown(row, study.language),
        interval(row, study.language),
        number(row["n"], study.language),
        shown(time, study.language),
        shown(one_way, study.language),
    ]
