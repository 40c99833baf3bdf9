"""The whole report on paper: every section, the annexes for LP2KD and RKPD, and what each printed code opens."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from simpul.corpus.vocabulary import labels
from simpul.measures.registry import measures
from simpul.report.annexes import annexes
from simpul.report.numbers import DASH
from simpul.report.page import sections_of
from simpul.report.print.document import Issue, write_pdf


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
    data["codes"] = opened(issue, made.codes)
    return write_pdf("full", data, made.pictures, path)


def opened(issue: Issue, codes: Iterable[str]) -> list[dict[str, Any]]:
    """What each code opens: measure by measure, the codes with whom they are about."""
    study, known = issue.study, measures()
    by_measure: dict[str, list[dict[str, str]]] = {}
    for code in codes:
        for found in study.by_code.get(code, []):
            measure = known.get(found["measure"])
            name = measure.names[study.language == "en"] if measure else found["measure"]
            by_measure.setdefault(name, []).append({"code": code, "about": subject(issue, found)})
    return [
        {"measure": name, "entries": sorted(entries, key=lambda entry: entry["about"])}
        for name, entries in sorted(by_measure.items())
    ]


def subject(issue: Issue, found: dict[str, Any]) -> str:
    """Whom a finding is about, by name."""
    study, id = issue.study, found["subject_id"]
    names: dict[str, dict[str, str]] = {
        "agency": study.agencies, "account": study.accounts, "place": study.places, "issue": study.issues,
        "corpus": {"all": issue.say("whole_corpus")}, "service": dict(study.needs.select("code", "name").rows()),
        "group": labels("group", language=study.language),
    }  # fmt: skip
    return names.get(found["subject_kind"], {}).get(id, id) or DASH
