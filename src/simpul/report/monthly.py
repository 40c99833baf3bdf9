"""A measure month by month, as the report and the desk show it: what is known, what is a gap and why, and where a line must break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from simpul.measures.breaks import Break, breaks
from simpul.measures.findings import FEW, reason_text
from simpul.report.numbers import interval, shown
from simpul.report.study import Study


@dataclass(frozen=True)
class Month:
    """One month of a series. Months of one `run` follow each other and mean the same: only they are joined by a line."""

    first: date
    row: dict[str, Any]  # of the table `series`
    text: str  # k of n where n is under 30; a dash where there is no value
    interval: str
    reason: str  # why there is no value, or what must be said beside it
    run: int
    broken: Break | None  # what the platform changed in this month

    @property
    def ok(self) -> bool:
        return bool(self.row["status"] == "ok")

    @property
    def sure(self) -> bool:
        """A whole month with 30 rows and more."""
        return bool(self.ok and self.row["whole"] and self.row["n"] >= FEW)


def months_of(study: Study, measure: str, kind: str = "corpus", subject: str = "all") -> list[Month]:
    """The series of a measure about one subject in order of time; empty where the study has none."""
    if not study.has("series"):
        return []
    rows = (
        pl.scan_parquet(study.root / "tables" / "series.parquet")
        .filter(measure=measure, subject_kind=kind, subject_id=subject)
        .sort("month")
        .collect()
    )
    months: list[Month] = []
    for row in rows.iter_rows(named=True):
        reason = reason_text(row["reason"], study.language) if row["reason"] else ""
        months.append(
            Month(
                date.fromisoformat(f"{row['month']}-01"), row, shown(row, study.language), interval(row, study.language), reason,
                _run(row, months), _break(row["changed"]),
            )
        )  # fmt: skip
    return months


def broken(months: list[Month]) -> list[Break]:
    """What platforms changed over these months, in the order of time."""
    return [month.broken for month in months if month.broken is not None]


def _run(row: dict[str, Any], before: list[Month]) -> int:
    if not before:
        return 0
    last = before[-1]
    return last.run + (not last.ok or last.row["segment"] != row["segment"])


def _break(code: str | None) -> Break | None:
    return None if code is None else next((one for one in breaks() if one.code == code), None)
