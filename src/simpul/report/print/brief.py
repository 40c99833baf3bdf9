"""Two pages for the mayor: do we listen, do we answer, who is left out, and at most five proposals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from simpul.measures.catalogue.information import ROLES
from simpul.report.numbers import Figure, figure, interval, number, remarks, shown
from simpul.report.print.blocks import Composition
from simpul.report.print.document import Issue, write_pdf
from simpul.report.proposals import proposals
from simpul.report.sections import needs, overview
from simpul.report.sections.blocks import Cards, Table
from simpul.report.study import Study
from simpul.report.words import Say, speaker

ISSUES, AGENCIES, QUIET, SOURCES, NEEDS = 6, 8, 5, 4, 5  # rows that fit on two pages


def write_brief(issue: Issue, path: Path, proposals_file: Path) -> Path:
    """The brief as PDF/UA. Without proposals that an analyst signed it says DRAF; the draft to edit is then in `proposals_file`.

    Raises ReportProblem for a file of proposals that cannot be used.
    """
    study, say = issue.study, issue.say
    found, signed = proposals(study, say, proposals_file)
    made = issue.composition()
    spoken = speaker(study.language)
    data: dict[str, Any] = issue.frame(say("brief")) | {
        "tag": "" if signed else say("draft"),
        "lead": say("brief_lead", period=issue.period),
        "standing_note": spoken("standing_note"),
        "cards": [made.card(card) for card in _cards(study, spoken)],
        "issues": _issues(issue, made),
        "agencies": _agencies(issue, made),
        "quiet": _quiet(issue, made),
        "sources": _sources(study, made),
        "needs": _needs(study, spoken, made),
        "proposals": [
            {
                "text": each.proposal, "owner": each.owner, "until": each.until,
                "codes": [made.cell(Figure("", code)) for code in each.codes],
            }
            for each in found
        ],
        "how_to_read": say("how_to_read_text"),
        "signed_by": ", ".join(dict.fromkeys(each.edited_by for each in found)) if signed else "",
        "words": {
            key: say(key)
            for key in (
                "issues", "citizens", "official_accounts", "answers", "voices", "sources", "needs", "proposals", "proposals_lead", "draft_note",
                "voiced", "ratio", "owner", "until", "findings", "none_known", "how_to_read", "edited_by", "needs_note",
            )
        },
    }  # fmt: skip
    data["corrected"] = remarks(made.figures, study.language)
    return write_pdf("brief", data, made.pictures, path)


def _cards(study: Study, say: Say) -> list[Any]:
    blocks = overview.build(study, say).blocks
    return [card for block in blocks if isinstance(block, Cards) for card in block.cards][:6]


def _issues(issue: Issue, made: Composition) -> list[dict[str, Any]]:
    """The chapters most talked about: citizens' share beside the official accounts'."""
    study = issue.study
    chapters = study.of("issue_share", "issue").filter(
        (pl.col("status") == "ok") & ~pl.col("subject_id").str.contains(".", literal=True)
    )
    rows = []
    for found in (
        chapters.sort("value", "subject_id", descending=[True, False]).head(ISSUES).iter_rows(named=True)
    ):
        official = study.one("issue_share_official", "issue", found["subject_id"])
        rows.append(
            {
                "name": study.issues.get(found["subject_id"], found["subject_id"]),
                "bars": [
                    _bar(made, study, each) for each in (found, official) if each and each["status"] == "ok"
                ],
            }
        )
    return rows


def _agencies(issue: Issue, made: Composition) -> list[dict[str, Any]]:
    """All agencies, or those that answer most and least where there are many."""
    study = issue.study
    rates = study.of("response_rate", "agency").filter(pl.col("status") == "ok")
    rates = rates.sort("value", "subject_id", descending=[True, False])
    if rates.height > AGENCIES:
        rates = pl.concat([rates.head(AGENCIES // 2), rates.tail(AGENCIES // 2)])
    return [
        {
            "name": study.agencies.get(found["subject_id"], found["subject_id"]),
            "bars": [_bar(made, study, found)],
            "detail": issue.say("interval_of", interval=interval(found, study.language)),
        }
        for found in rates.iter_rows(named=True)
    ]


def _bar(made: Composition, study: Study, found: dict[str, Any]) -> dict[str, Any]:
    return {"value": found["value"], "shown": made.cell(shown(found, study.language))}


def _quiet(issue: Issue, made: Composition) -> list[list[Any]]:
    """The kelurahan with the least voice for their share of the poor."""
    study = issue.study
    found = study.of("voice_share", "place").filter(pl.col("status") == "ok").sort("value", "subject_id")
    rows = []
    for each in found.head(QUIET).iter_rows(named=True):
        share = study.one("need_share", "place", each["subject_id"])
        rows.append(
            [
                study.places.get(each["subject_id"], each["subject_id"]),
                made.cell(shown(share, study.language)),
                made.cell(figure(number(each["value"], study.language, 2), each)),
            ]
        )
    return rows


def _sources(study: Study, made: Composition) -> list[dict[str, Any]]:
    """From whom poor families get word, the most named first."""
    named = [(names[study.language == "en"], study.one(f"sumber_{role}")) for role, names in ROLES.items()]
    known = sorted(
        ((name, found) for name, found in named if found and found["status"] == "ok"),
        key=lambda row: -row[1]["value"],
    )
    return [{"name": name, "bars": [_bar(made, study, found)]} for name, found in known[:SOURCES]]


def _needs(study: Study, spoken: Say, made: Composition) -> dict[str, Any] | None:
    section = needs.build(study, spoken)
    if section is None:
        return None
    tables = [block for block in section.blocks if isinstance(block, Table)]
    table = next((each for each in tables if each.caption == spoken("categories_table")), None)
    if table is None:
        return None
    data = made.table(table)
    return data | {"caption": "", "note": "", "rows": data["rows"][:NEEDS]}
