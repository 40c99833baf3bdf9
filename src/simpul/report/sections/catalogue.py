"""All measures, each with its formula one click away, for every subject."""

from __future__ import annotations

from typing import Any

from simpul.measures.findings import reason_text, short_code
from simpul.measures.legend import legend
from simpul.measures.measure import UNITS
from simpul.measures.registry import families
from simpul.report.numbers import interval, number, remark, shown
from simpul.report.study import Study

Row = list[str]


def build(study: Study) -> dict[str, Any]:
    """`families`: the cards. `subjects`: who can be chosen. `values`: subject → measure → cells, for the page's script."""
    at = 0 if study.language == "id" else 1
    return {
        "families": [_family(family, at) for family in families()],
        "subjects": _subjects(study),
        "values": _values(study),
    }


def _family(family: Any, at: int) -> dict[str, Any]:
    measures = [
        {
            "id": measure.id, "name": measure.names[at], "formula": measure.formula[at], "symbols": legend(measure, at == 1), "unit": UNITS[measure.unit].names[at],
            "source": measure.source[at], "undefined": measure.undefined[at], "version": measure.version,
        }
        for measure in family.measures
    ]  # fmt: skip
    return {"id": family.id, "name": family.names[at], "measures": measures}


def _subjects(study: Study) -> list[dict[str, str]]:
    names = {
        "corpus": {"all": ""},
        "agency": study.agencies,
        "account": study.accounts,
        "place": study.places,
        "issue": study.issues,
    }
    found = (
        study.findings.select("subject_kind", "subject_id").unique().sort("subject_kind", "subject_id").rows()
    )
    order = ("corpus", "platform", "agency", "place", "issue", "service", "group", "indicator", "account")
    rows = [
        {"key": f"{kind}:{id}", "kind": kind, "name": names.get(kind, {}).get(id, id)} for kind, id in found
    ]
    return sorted(rows, key=lambda row: (order.index(row["kind"]), row["name"]))


def _values(study: Study) -> dict[str, dict[str, Row]]:
    """Per subject and measure: value, interval, n, numerator, denominator, what must be said beside it, and the code in print."""
    values: dict[str, dict[str, Row]] = {}
    for finding in study.findings.iter_rows(named=True):
        reason = reason_text(finding["reason"], study.language) if finding["reason"] else ""
        said = " ".join(filter(None, [reason, remark(finding, study.language)]))
        row = [
            shown(finding, study.language), interval(finding, study.language), number(finding["n"], study.language),
            _plain(finding["numerator"], study), _plain(finding["denominator"], study), said,
            short_code(finding),
        ]  # fmt: skip
        values.setdefault(f"{finding['subject_kind']}:{finding['subject_id']}", {})[finding["measure"]] = row
    return values


def _plain(value: float | None, study: Study) -> str:
    return number(value, study.language, 0 if value is None or float(value).is_integer() else 2)
