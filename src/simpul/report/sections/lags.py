"""Weeks of official talk beside weeks of citizens' talk: which go together, at which distance in time; never which made which."""

from __future__ import annotations

from typing import Any

import polars as pl

from simpul.report.multiples import lag_panel, multiples
from simpul.report.numbers import DASH, number
from simpul.report.sections.blocks import Block, Chart, Table, Text
from simpul.report.study import Study
from simpul.report.words import Say


def blocks(study: Study, say: Say) -> list[Block]:
    """A panel per issue with the sentence that order in time is no cause; nothing where no issue has weeks enough."""
    if not study.has("agenda_lags") or (found := study.table("agenda_lags")).is_empty():
        return []
    most = max(abs(lag) for lag in found["lag"])
    lags = range(-most, most + 1)
    rows = {(row["issue"], row["lag"]): row for row in found.iter_rows(named=True)}
    names = {code: name for code, name in study.issues.items() if code in set(found["issue"])}
    drawn = multiples(
        [
            lag_panel(
                _points(study, say, [row for (issue, _), row in rows.items() if issue == code]), most, (name, say("lag_axis"))
            )
            for code, name in names.items()
        ]
    )  # fmt: skip
    cells = [
        [name, *(_cell(rows.get((code, lag)), study) for lag in lags)]
        for code, name in names.items()
    ]  # fmt: skip
    head = [say("issue"), *(f"{lag:+d}" if lag else "0" for lag in lags)]
    table = Table(head, cells, numeric=tuple(range(1, len(head))), note=say("lag_table"))
    clear = [
        say(f"lag_{row['verdict']}", issue=names[code], when=_when(lag, study, say), r=_cell(row, study))
        for (code, lag), row in rows.items()
        if row["verdict"] != "no_evidence" and code in names
    ]
    weeks = [number(end, study.language) for end in sorted(found["weeks"])]
    note = " ".join([say("lag_note", least=weeks[0], most=weeks[-1]), *(clear or [say("lag_none")])])
    return [Text([say("lag_standing")], "warn"), Chart("chart-lags", say("lag_chart"), drawn, table, note)]


def _points(study: Study, say: Say, rows: list[dict[str, Any]]) -> pl.DataFrame:
    told = [
        ", ".join([_when(row["lag"], study, say), f"r = {_cell(row, study)}", say("lag_weeks", n=number(row["weeks"], study.language))])
        for row in rows
    ]  # fmt: skip
    kinds = {"lag": pl.Int64, "r": pl.Float64, "low": pl.Float64, "high": pl.Float64, "verdict": pl.String}
    frame = pl.DataFrame([{name: row[name] for name in kinds} for row in rows], schema=kinds)
    return frame.with_columns(sure=pl.col("verdict") != "no_evidence", told=pl.Series(told))


def _when(lag: int, study: Study, say: Say) -> str:
    if not lag:
        return say("lag_same")
    return say("lag_after" if lag > 0 else "lag_before", weeks=number(abs(lag), study.language))


def _cell(row: dict[str, Any] | None, study: Study) -> str:
    if row is None:
        return DASH
    r, low, high = (number(row[name], study.language, 2) for name in ("r", "low", "high"))
    return f"{r} ({low} … {high})"
