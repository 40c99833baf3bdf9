"""One page per agency: how its accounts listen and answer, and which voiced needs are its affair."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from simpul.report.numbers import DASH, bare, interval, number, remark, shown
from simpul.report.print.blocks import Composition
from simpul.report.print.document import Issue, write_pdf
from simpul.report.refusals import ReportProblem
from simpul.report.sections.blocks import Card, Section, Table
from simpul.report.study import Study

FIGURES = (
    "response_rate", "response_time", "one_way_share", "poverty_share_official", "posts_per_day", "c2",
)  # fmt: skip
CATEGORIES, NEEDS, ACCOUNTS = 5, 8, 8  # rows that fit on one page
CATEGORY = 3  # characters in a category's code
SOURCES = ("survey", "broker", "online")


def write_agencies(issue: Issue, path: Path, only: str | None = None) -> Path:
    """A page for each agency of the workbook, or for the one with the code `only`, as one PDF/UA.

    Raises ReportProblem for a study without agencies, or without the one asked for.
    """
    study, say = issue.study, issue.say
    codes = [code for code in study.agencies if only in (None, code)]
    if not codes:
        raise (
            ReportProblem.of("agency_unknown", code=only, codes=", ".join(study.agencies))
            if study.agencies
            else ReportProblem.of("no_agencies")
        )
    made = issue.composition()
    data: dict[str, Any] = issue.frame(say("agencies")) | {
        "pages": [_page(issue, made, code) for code in codes],
        "words": {"none_known": say("none_known")},
    }
    return write_pdf("agency", data, made.pictures, path)


def _page(issue: Issue, made: Composition, code: str) -> dict[str, Any]:
    study, say = issue.study, issue.say
    affairs = _affairs(study, code)
    tables = [(say("own_needs"), _needs(issue, list(affairs))), (say("own_accounts"), _accounts(issue, code))]
    return {
        "name": study.agencies[code],
        "lead": say("agency_lead", affairs=", ".join(affairs.values()) or DASH, period=issue.period),
        "cards": [made.card(card) for card in _cards(issue, code)],
        "sections": [
            made.section(Section("", title, "", [table])) for title, table in tables if table is not None
        ],
    }


def _affairs(study: Study, code: str) -> dict[str, str]:
    held = study.table("agencies").filter(code=code)["urusan"].drop_nulls().explode().drop_nulls().to_list()
    return {urusan: study.affairs.get(urusan, urusan) for urusan in held}


def _cards(issue: Issue, code: str) -> list[Card]:
    """The agency's figures, each beside the whole city's."""
    study, say = issue.study, issue.say
    cards = []
    for measure in FIGURES:
        found = study.one(measure, "agency", code)
        if found is None or found["status"] != "ok":
            continue
        details = [
            f"n = {number(found['n'], study.language)}",
            *(
                [say("interval_of", interval=interval(found, study.language))]
                if found["low"] is not None
                else []
            ),
            say("city_has", value=shown(study.one(measure), study.language)),
            *filter(None, [remark(found, study.language)]),
        ]
        cards.append(Card(say(f"figure_{measure}"), shown(found, study.language), ", ".join(details)))
    return cards


def _needs(issue: Issue, affairs: list[str]) -> Table | None:
    """Voiced needs whose leading affair the agency holds, one column per source: categories, which the survey names, then sub-needs."""
    study, say = issue.study, issue.say
    if not study.has("needs"):
        return None
    own = study.needs.filter(pl.col("urusan_lead").is_in(affairs))["code"]
    codes = pl.concat([own.str.slice(0, CATEGORY).unique(), own])
    cells = study.table("needs").filter((pl.col("place") == "all") & pl.col("need").is_in(codes.implode()))
    if cells.is_empty():
        return None
    names = dict(study.needs.select("code", "name").rows())
    counted = cells.group_by("need").agg(
        surveyed=pl.col("voices").filter(pl.col("source") == "survey").max(), most=pl.col("voices").max()
    )
    order = counted.sort("surveyed", "most", "need", descending=[True, True, False], nulls_last=True)["need"]
    wide = order.filter(order.str.len_chars() == CATEGORY).head(CATEGORIES)
    narrow = order.filter(order.str.len_chars() > CATEGORY).head(NEEDS)
    said = {
        (need, source): "<5" if status == "suppressed" else number(voices, study.language)
        for need, source, voices, status in cells.select("need", "source", "voices", "status").rows()
    }
    rows = [
        [f"{need} {names.get(need, '')}", *(said.get((need, source), DASH) for source in SOURCES)]
        for need in [*wide, *narrow]
    ]
    return Table(
        [say("need"), *(say(source) for source in SOURCES)], rows, numeric=(1, 2, 3), note=say("needs_note")
    )


def _accounts(issue: Issue, code: str) -> Table | None:
    study, say = issue.study, issue.say
    own = study.table("accounts").filter(agency=code)["account_id"].to_list()
    measures = ("posts_per_day", "c2", "response_rate", "response_time")
    rows = []
    for id in sorted(own)[:ACCOUNTS]:
        figures = [study.one(measure, "account", id) for measure in measures]
        if any(figures):
            rows.append([study.accounts.get(id, id), *(bare(found, study.language) for found in figures)])
    head = [say("account"), *(say(f"talk_{measure}") for measure in measures)]
    return Table(head, rows, numeric=(1, 2, 3, 4)) if rows else None
