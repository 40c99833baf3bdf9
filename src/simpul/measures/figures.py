"""Figures measured elsewhere on one machine (networks, models) as findings of the same table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import polars as pl

from simpul.measures import clock
from simpul.measures.findings import FINDINGS, LEAST, evidence_json, finish
from simpul.measures.measure import SUBJECT_KINDS
from simpul.measures.registry import measures

PSEUDONYM = "~"  # stands in every pseudonym and in no other id


def from_figures(
    rows: Iterable[Mapping[str, Any]],
    since: datetime,
    until: datetime,
    *,
    least: int = LEAST,
    offset: int = clock.WIB,
) -> pl.DataFrame:
    """Findings from figures, one mapping each, in the table of `findings.FINDINGS`.

    Keys: `measure`, `subject_kind`, `subject_id`; `value` in the measure's unit (so a share in percent), None where it is
    undefined; and, where they are known, `numerator`, `denominator`, `n`, `low`, `high`, `method`, `persons` (distinct citizens
    behind it), `suppressed` (True where it was hidden already), `reason` (a code of `findings.REASONS` or `NOTES`) and
    `evidence` ({table, where}). Hidden already or with fewer than `least` persons it is suppressed, else without a value
    not_available.

    Raises ValueError for a measure that is not declared or does not know this kind of subject, for a citizen as subject,
    and for a value without n.
    """
    cells = [_cell(row, least) for row in rows]
    if not cells:
        return pl.DataFrame(schema=FINDINGS)
    window = clock.label(since, offset), clock.label(until, offset)
    return finish(pl.DataFrame(cells, infer_schema_length=None), window)


def _cell(row: Mapping[str, Any], least: int) -> dict[str, Any]:
    measure = measures().get(row["measure"])
    if measure is None:
        raise ValueError(f"no measure is called {row['measure']}")
    kind, id = row["subject_kind"], row["subject_id"]
    if kind not in SUBJECT_KINDS or kind not in measure.subjects:
        raise ValueError(f"{measure.id} is not measured of a {kind}")
    if PSEUDONYM in id:
        raise ValueError("a citizen is never the subject of a finding")
    value, n = row.get("value"), row.get("n")
    if value is not None and n is None:
        raise ValueError(f"{measure.id} of {kind} {id} has a value but no n")
    status, reason = "ok", row.get("reason")
    if row.get("suppressed") or 0 < (row.get("persons") or 0) < least:
        status, reason = "suppressed", f"few_persons:{least}"
    elif value is None:
        status, reason = "not_available", reason or f"not_measured:{measure.id}"
    numbers = {name: row.get(name) for name in ("numerator", "denominator", "low", "high")}
    evidence = row.get("evidence")
    return {
        "measure": measure.id,
        "subject_kind": kind,
        "subject_id": id,
        "unit": measure.unit,
        "status": status,
        "reason": reason,
        "value": None if value is None else float(value),
        "n": n,
        "method": row.get("method"),
        **{name: None if number is None else float(number) for name, number in numbers.items()},
        "evidence": None if evidence is None else evidence_json(evidence["table"], evidence["where"]),
    }
