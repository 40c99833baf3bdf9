"""The findings of a study as pages show them: read once per process, and never computed here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from simpul.desk.insight.models import Study
from simpul.measures.findings import reason_text, short_code
from simpul.measures.registry import measures
from simpul.report.numbers import interval, remark, shown
from simpul.report.study import Finding, Language
from simpul.report.study import Study as Folder

KEPT = 8  # studies held in memory at once


@dataclass(frozen=True)
class Figure:
    """One finding on a page."""

    finding: Finding
    language: Language

    @property
    def id(self) -> str:
        return str(self.finding["id"])

    @property
    def code(self) -> str:
        return short_code(self.finding)

    @property
    def name(self) -> str:
        measure = measures().get(self.finding["measure"])
        return measure.names[self.language == "en"] if measure else str(self.finding["measure"])

    @property
    def ok(self) -> bool:
        return bool(self.finding["status"] == "ok")

    @property
    def text(self) -> str:
        """The value with its unit; `k of n` first where n is under 30; a dash where there is none."""
        return str(shown(self.finding, self.language))

    @property
    def interval(self) -> str:
        return interval(self.finding, self.language) if self.ok else ""

    @property
    def reason(self) -> str:
        """Why there is no value, or what must be said beside it."""
        return reason_text(self.finding["reason"], self.language) if self.finding["reason"] else ""

    @property
    def remark(self) -> str:
        """That the value is corrected by what people coded; empty where it is not."""
        said = remark(self.finding, self.language)
        return f"{said[:1].upper()}{said[1:]}." if said else ""

    @property
    def since(self) -> str:
        return str(self.finding["from"])

    @property
    def last_day(self) -> str:
        """The last day that counts: a window ends before its `to`."""
        to = self.finding["to"]
        return str(date.fromisoformat(to[:10]) - timedelta(days=1)) if to else ""

    @property
    def numerator_digits(self) -> int:
        return _digits(self.finding["numerator"])

    @property
    def denominator_digits(self) -> int:
        return _digits(self.finding["denominator"])

    def __getattr__(self, name: str) -> Any:
        """value, low, high, n, numerator, denominator, unit, status, measure, subject_kind, subject_id …"""
        if name.startswith("_") or name not in self.finding:
            raise AttributeError(name)
        return self.finding[name]


def _digits(value: float | None) -> int:
    return 0 if value is None or float(value).is_integer() else 2


class Figures:
    """All findings of one study in one language; the index is shared by everyone who asks for the same folder."""

    def __init__(self, root: Path, language: Language):
        self.language = language
        self.folder = Folder(root, language)
        self._rows: dict[tuple[str, str, str], Finding] = {
            (row["measure"], row["subject_kind"], row["subject_id"]): row
            for row in self.folder.findings.iter_rows(named=True)
        }
        self._codes: dict[str, list[Finding]] = {}
        self._measures: dict[tuple[str, str], list[Finding]] = {}
        self._subjects: dict[str, dict[str, list[Finding]]] = {}
        for (measure, kind, subject), row in self._rows.items():
            self._codes.setdefault(short_code(row), []).append(row)
            self._measures.setdefault((measure, kind), []).append(row)
            self._subjects.setdefault(kind, {}).setdefault(subject, []).append(row)

    def one(self, measure: str, kind: str = "corpus", subject: str = "all") -> Figure | None:
        """One figure; None if the study does not have it."""
        row = self._rows.get((measure, kind, subject))
        return None if row is None else Figure(row, self.language)

    def of(self, measure: str, kind: str) -> list[Figure]:
        """A measure over all subjects of a kind, in order of subject."""
        rows = self._measures.get((measure, kind), ())
        return self._shown(sorted(rows, key=lambda row: row["subject_id"]))

    def about(self, kind: str, subject: str) -> list[Figure]:
        """Everything that was measured about one subject."""
        return self._shown(self._subjects.get(kind, {}).get(subject, ()))

    def coded(self, code: str) -> list[Figure]:
        """The figures that carry a short code: none, one, or by rare chance two."""
        return self._shown(self._codes.get(code.strip().upper(), ()))

    def subjects(self, kind: str) -> list[str]:
        return sorted(self._subjects.get(kind, ()))

    def _shown(self, rows: Iterable[Finding]) -> list[Figure]:
        return [Figure(row, self.language) for row in rows]


def figures_of(study: Study) -> Figures:
    """The figures of a study in the language of the page. Raises FileNotFoundError where its folder is gone."""
    language: Language = "en" if get_language() == "en" else "id"
    written = (study.path / "tables" / "findings.parquet").stat().st_mtime_ns
    return _figures(study.path, language, written)


@lru_cache(maxsize=2 * KEPT)
def _figures(root: Path, language: Language, written: int) -> Figures:
    return Figures(root, language)
