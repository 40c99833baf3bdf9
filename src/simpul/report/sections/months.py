"""From month to month: the measures that say most, each in a panel of its own, broken where a platform changed what it counts."""

from __future__ import annotations

from datetime import date

import altair as alt
import polars as pl

from simpul.measures.measure import UNITS
from simpul.measures.registry import measures
from simpul.report.charts import LOCALE
from simpul.report.monthly import Month, broken, months_of
from simpul.report.multiples import month_panel, multiples
from simpul.report.numbers import number
from simpul.report.sections.blocks import Block, Chart, Section, Table, Text
from simpul.report.study import PLATFORMS, Study
from simpul.report.words import Say

# Do they answer; what is talked about; do people take part.
SHOWN = (
    "response_rate", "response_time", "one_way_share", "poverty_share_official", "poverty_share_comment", "keluhan", "bicara",
    "interaksi_kiriman", "ctr",
)  # fmt: skip
YEAR = 12
LEAST = 2  # months with a value, below which nothing can be compared


def build(study: Study, say: Say) -> Section | None:
    found = {measure: months_of(study, measure) for measure in SHOWN}
    known = {id: months for id, months in found.items() if sum(month.ok for month in months) >= LEAST}
    if not known:
        return None
    drawn = multiples([_panel(study, say, id, months) for id, months in known.items()])
    blocks: list[Block] = [
        Chart("chart-course", say("course_chart"), drawn, _table(study, say, known), _note(study, say, known))
    ]
    if gaps := [line for id, months in known.items() for line in _gaps(study, id, months)]:
        blocks.append(Text([say("course_gaps"), *gaps]))
    return Section("bulan", say("course"), say("course_lead"), blocks)


def _panel(study: Study, say: Say, id: str, months: list[Month]) -> alt.LayerChart:
    rows = [
        (month.first, *(month.row[key] for key in ("value", "low", "high")), month.run, month.sure, _told(study, say, month))
        for month in months
        if month.ok
    ]  # fmt: skip
    kinds = {"day": pl.Date, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "run": pl.Int64, "sure": pl.Boolean, "told": pl.String}  # fmt: skip
    cuts = [(one.date, one.note[study.language == "en"]) for one in broken(months)]
    unit = UNITS[measures()[id].unit].names[study.language == "en"]
    frame = pl.DataFrame(rows, schema=kinds, orient="row")
    return month_panel(frame, cuts, [month.first for month in months], (_name(study, id), unit))


def _told(study: Study, say: Say, month: Month) -> str:
    parts = [str(month.text), f"n = {number(month.row['n'], study.language)}"]
    parts += [say("interval_of", interval=month.interval)] if month.interval else []
    parts += [] if month.row["whole"] else [say("part_of_month")]
    return ", ".join(parts)


def _table(study: Study, say: Say, known: dict[str, list[Month]]) -> Table:
    """A row per measure, a column per month: value and interval. More than a year takes a row per measure and year."""
    calendar = [month.first for month in next(iter(known.values()))]
    if len(calendar) <= YEAR:
        head = [_month(study, first) for first in calendar]
        rows = [[_name(study, id), *map(_cell, months)] for id, months in known.items()]
    else:
        head = [_month(study, date(calendar[0].year, at, 1)).split()[0] for at in range(1, YEAR + 1)]
        rows = [
            [f"{_name(study, id)}, {year}", *(_cell(by_month.get(date(year, at, 1))) for at in range(1, YEAR + 1))]
            for id, months in known.items()
            if (by_month := {month.first: month for month in months})
            for year in dict.fromkeys(first.year for first in calendar)
        ]  # fmt: skip
    return Table([say("measure"), *head], rows, numeric=tuple(range(1, len(head) + 1)))


def _cell(month: Month | None) -> str:
    if month is None:
        return ""
    return f"{month.text} ({month.interval})" if month.interval else month.text


def _note(study: Study, say: Say, known: dict[str, list[Month]]) -> str:
    """How to read the panels, and why lines break."""
    changed = dict.fromkeys(one for months in known.values() for one in broken(months))
    cuts = [
        say("course_cut", month=_month(study, one.date), platform=PLATFORMS.get(one.platform, one.platform), why=one.note[study.language == "en"])
        for one in sorted(changed, key=lambda one: one.date)
    ]  # fmt: skip
    coded = any((found := study.one(id)) and found["corrected_n"] is not None for id in known)
    return " ".join([say("course_note"), *cuts, *([say("course_counted")] if coded else [])])


def _gaps(study: Study, id: str, months: list[Month]) -> list[str]:
    """Why a measure has no value in some months, one sentence per reason."""
    by_reason: dict[str, list[str]] = {}
    for month in months:
        if not month.ok:
            by_reason.setdefault(month.reason, []).append(_month(study, month.first))
    return [f"{_name(study, id)}, {', '.join(when)}: {why}" for why, when in by_reason.items()]


def _name(study: Study, id: str) -> str:
    return measures()[id].names[study.language == "en"]


def _month(study: Study, day: date) -> str:
    names = LOCALE["id"]["time"]["shortMonths"]
    return f"{names[day.month - 1]} {day.year}" if study.language == "id" else f"{day:%b %Y}"
