"""The whole report on paper: every section, the annexes for LP2KD and RKPD, and what each printed code opens."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from simpul.measures.registry import measures
from simpul.report.annexes import annexes
from simpul.report.numbers import DASH, number
from simpul.report.page import sections_of
from simpul.report.print.document import Issue, write_pdf
from simpul.report.sections.blocks import Table


def write_full(issue: Issue, path: Path) -> Path:
    """The full report as PDF/UA."""
    made, say = issue.composition(), issue.say
    data: dict[str, Any] = issue.frame(say("full")) | {
        "lead": say("full_lead", period=issue.period),
        "sections": [made.section(section) for section in sections_of(issue.study)],
        "annexes": [made.section(section) for section in annexes(issue.study, say)],
        "how_to_read": say("how_to_read_text"),
        "words": {key: say(key) for key in ("annexes", "annexes_lead", "codes", "codes_lead", "how_to_read")},
    }  # fmt: skip
    data["codes"] = made.table(codes_table(issue, made.codes))
    return write_pdf("full", data, made.pictures, path)


def codes_table(issue: Issue, codes: Iterable[str]) -> Table:
    """What each code opens: the measure, whom it is about, and its n."""
    study, say = issue.study, issue.say
    known = measures()
    rows = []
    for code in sorted(codes):
        for found in study.by_code.get(code, []):
            measure = known.get(found["measure"])
            name = measure.names[study.language == "en"] if measure else found["measure"]
            rows.append([code, name, subject(issue, found), number(found["n"], study.language)])
    return Table([say("code"), say("measure"), say("about"), "n"], rows, numeric=(3,))


def subject(issue: Issue, found: dict[str, Any]) -> str:
    """Whom a finding is about, by name."""
    study, id = issue.study, found["subject_id"]
    names: dict[str, dict[str, str]] = {
        "agency": study.agencies, "account": study.accounts, "place": study.places, "issue": study.issues,
        "corpus": {"all": issue.say("whole_corpus")},
    }  # fmt: skip
    return names.get(found["subject_kind"], {}).get(id, id) or DASH
