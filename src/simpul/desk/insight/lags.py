"""What official accounts and citizens talk about from week to week, beside each other in time; order in time is no cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simpul.desk.insight.courses import Course, lag_course
from simpul.report.numbers import DASH, number
from simpul.report.study import Language, Study


@dataclass(frozen=True)
class Lags:
    """A panel per issue: its name, its picture, and the cells of its row in the table. `clear` are pairs that chance does not explain."""

    panels: list[tuple[str, Course, list[str]]]
    lags: list[str]
    weeks: tuple[int, int]
    clear: list[str]


def lags_of(folder: Study) -> Lags | None:
    """The study's table `agenda_lags`; None where it has none, or no issue had weeks enough."""
    if not folder.has("agenda_lags") or (table := folder.table("agenda_lags")).is_empty():
        return None
    most = max(abs(lag) for lag in table["lag"])
    rows = {(row["issue"], row["lag"]): row for row in table.iter_rows(named=True)}
    lags = range(-most, most + 1)
    panels, clear = [], []
    for code, name in folder.issues.items():
        found = [row for lag in lags if (row := rows.get((code, lag)))]
        if not found:
            continue
        chart = lag_course(found, most, lambda row: f"{when(row['lag'])}: r = {_cell(row, folder.language)}")
        panels.append((name, chart, [_cell(rows.get((code, lag)), folder.language) for lag in lags]))
        clear += [_said(name, row, folder.language) for row in found if row["verdict"] != "no_evidence"]
    weeks = sorted(table["weeks"])
    return Lags(panels, [f"{lag:+d}" if lag else "0" for lag in lags], (weeks[0], weeks[-1]), clear)


def when(lag: int) -> str:
    """How far apart in time, in words."""
    weeks = abs(lag)
    if lag > 0:
        return ngettext(
            "warga %(weeks)d minggu sesudah akun resmi", "warga %(weeks)d minggu sesudah akun resmi", weeks
        ) % {"weeks": weeks}
    if lag < 0:
        return ngettext(
            "warga %(weeks)d minggu sebelum akun resmi", "warga %(weeks)d minggu sebelum akun resmi", weeks
        ) % {"weeks": weeks}
    return _("pada minggu yang sama")


def _said(name: str, row: Mapping[str, Any], language: Language) -> str:
    told = {"issue": name, "when": when(row["lag"]), "r": _cell(row, language)}
    if row["verdict"] == "together_up":
        return _("%(issue)s, %(when)s: naik dan turun bersama, r = %(r)s.") % told
    return _("%(issue)s, %(when)s: yang satu naik ketika yang lain turun, r = %(r)s.") % told


def _cell(row: Mapping[str, Any] | None, language: Language) -> str:
    if row is None:
        return DASH
    r, low, high = (number(row[name], language, 2) for name in ("r", "low", "high"))
    return f"{r} ({low} … {high})"
