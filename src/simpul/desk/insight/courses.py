"""Pictures of figures over months and over lags, as SVG that the page draws itself: places in the drawing's units, and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Any

from django.utils.formats import date_format

from simpul.desk.insight.charts import mark_text, step_of
from simpul.report.monthly import Month

LABELLED = 6  # months named under the chart


@dataclass(frozen=True)
class Frame:
    """A drawing's size, and where in it the scale stands."""

    width: int
    height: int
    left: int
    right: int
    top: int
    floor: int


MONTHS = Frame(480, 198, 56, 472, 10, 148)
LAGS = Frame(300, 138, 44, 292, 8, 114)


@dataclass(frozen=True)
class Point:
    """A value with its interval, if it has one; hollow where it is less sure."""

    x: float
    y: float
    low: float | None
    high: float | None
    sure: bool
    text: str


@dataclass(frozen=True)
class Course:
    """Points on a scale. `lines` are paths through points that may be joined; at `cuts` no line goes on."""

    frame: Frame
    points: list[Point]
    lines: list[str]
    marks: list[tuple[float, str]]  # of the scale
    below: list[tuple[float, str, str]]  # names under the chart, the second in a line of its own
    cuts: list[float]


def month_course(months: Sequence[Month]) -> Course | None:
    """A measure month by month, on a scale from zero; None for fewer than two months with a value."""
    known = [month for month in months if month.ok]
    if len(known) < 2:
        return None
    rows = [month.row for month in known]
    ends = [end for row in rows for end in (row["value"], row["low"], row["high"], 0.0) if end is not None]
    step = step_of(max(ends) - min(ends))
    first, last = floor(min(ends) / step), ceil(max(ends) / step) or 1
    up = _up(MONTHS, first * step, last * step)
    along = _calendar(months[0].first, len(months))
    points = [
        Point(
            along(_middle(month)), up(month.row["value"]), _placed(up, month.row["low"]), _placed(up, month.row["high"]), month.sure,
            f"{date_format(month.first, 'M Y')}: {month.text}",
        )
        for month in known
    ]  # fmt: skip
    runs: dict[int, list[Point]] = {}
    for month, point in zip(known, points, strict=True):
        runs.setdefault(month.run, []).append(point)
    named = months[:: -(-len(months) // LABELLED)]
    below = [
        (along(_middle(month)), date_format(month.first, "M"), str(month.first.year) if new else "")
        for month, new in zip(named, _new_years(named), strict=True)
    ]
    marks = [(up(mark * step), mark_text(mark * step)) for mark in range(first, last + 1)]
    cuts = [along(month.broken.date) for month in months if month.broken]
    return Course(MONTHS, points, [_path(run) for run in runs.values()], marks, below, cuts)


def lag_course(rows: Sequence[Mapping[str, Any]], most: int, told: Callable[[Mapping[str, Any]], str]) -> Course:  # fmt: skip
    """Correlations by lag, from −1 to 1; rows of the table `agenda_lags` about one issue."""
    up = _up(LAGS, -1, 1)
    wide = (LAGS.right - LAGS.left) / (2 * most + 1)

    def along(lag: int) -> float:
        return round(LAGS.left + wide * (lag + most + 0.5), 1)

    points = [
        Point(along(row["lag"]), up(row["r"]), up(row["low"]), up(row["high"]), row["verdict"] != "no_evidence", told(row))
        for row in rows
    ]  # fmt: skip
    marks = [(up(mark), mark_text(mark)) for mark in (-1, -0.5, 0, 0.5, 1)]
    below = [(along(lag), f"{lag:+d}" if lag else "0", "") for lag in range(-most, most + 1)]
    return Course(LAGS, points, [], marks, below, [])


def _up(frame: Frame, least: float, most: float) -> Callable[[float], float]:
    return lambda value: round(frame.floor - (value - least) / (most - least) * (frame.floor - frame.top), 1)


def _calendar(start: date, months: int) -> Callable[[date], float]:
    """Days on a calendar whose months are equally wide."""
    wide = (MONTHS.right - MONTHS.left) / months

    def along(day: date) -> float:
        whole = (day.year - start.year) * 12 + day.month - start.month
        return round(MONTHS.left + wide * (whole + (day.day - 1) / 31), 1)

    return along


def _middle(month: Month) -> date:
    return month.first.replace(day=16)


def _placed(up: Callable[[float], float], value: float | None) -> float | None:
    return None if value is None else up(value)


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{point.x:g} {point.y:g}" for point in points)


def _new_years(months: Sequence[Month]) -> list[bool]:
    years = [month.first.year for month in months]
    return [at == 0 or year != years[at - 1] for at, year in enumerate(years)]
