"""Pictures of figures as SVG that the page draws itself: no script, and colours from the design system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from django.utils.translation import get_language

from simpul.report.numbers import number

WIDTH, NAMES, VALUES, LINE, TOP = 720, 220, 130, 34, 26
LEFT, RIGHT = NAMES + 12, WIDTH - VALUES


@dataclass(frozen=True)
class Bar:
    """One line of the chart: where its bar, its interval and its words stand, in the drawing's units."""

    name: str
    text: str
    href: str
    id: str
    y: float
    x: float
    width: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class BarChart:
    bars: list[Bar]
    ticks: list[tuple[float, str]]
    zero: float
    height: float
    width: int = WIDTH


@dataclass(frozen=True)
class Row:
    """What a line of the chart is made from. Values without an interval have neither low nor high."""

    name: str
    text: str
    href: str
    id: str
    value: float
    low: float | None = None
    high: float | None = None


def bar_chart(rows: Sequence[Row]) -> BarChart | None:
    """Bars from zero with their intervals, on one scale; None where there is nothing to draw."""
    if not rows:
        return None
    ends = [end for row in rows for end in (row.value, row.low, row.high, 0.0) if end is not None]
    step = step_of(max(ends) - min(ends))
    first, last = floor(min(ends) / step), ceil(max(ends) / step) or 1
    span = (last - first) * step

    def place(value: float) -> float:
        return round(LEFT + (value - first * step) / span * (RIGHT - LEFT), 1)

    bars = [
        Bar(
            name=_short(row.name),
            text=row.text,
            href=row.href,
            id=row.id,
            y=TOP + LINE * at,
            x=min(place(0), place(row.value)),
            width=max(1.0, round(abs(place(row.value) - place(0)), 1)),
            low=None if row.low is None else place(row.low),
            high=None if row.high is None else place(row.high),
        )
        for at, row in enumerate(rows)
    ]
    ticks = [(place(mark * step), mark_text(mark * step)) for mark in range(first, last + 1)]
    return BarChart(bars, ticks, place(0), TOP + LINE * len(rows) + 8)


def step_of(span: float) -> float:
    """A round distance between marks, so that four to eight of them fit."""
    if span <= 0:
        return 1.0
    size: float = 10.0 ** floor(log10(span / 4))
    return next(size * times for times in (1, 2, 2.5, 5, 10) if span / (size * times) <= 7)


@dataclass(frozen=True)
class Pair:
    """One line of a chart of pairs: two points on one scale, and how the line is told."""

    name: str
    first: float
    second: float | None
    text: str
    href: str = ""
    id: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class PairLine:
    name: str
    text: str
    href: str
    id: str
    quiet: bool
    y: float
    first: float
    second: float | None


@dataclass(frozen=True)
class PairChart:
    lines: list[PairLine]
    ticks: list[tuple[float, str]]
    height: float
    width: int = WIDTH


def pair_chart(rows: Sequence[Pair]) -> PairChart | None:
    """Two points a line, joined, on one scale from zero; None where there is nothing to draw."""
    if not rows:
        return None
    largest = max(value for row in rows for value in (row.first, row.second) if value is not None)
    step = step_of(largest)
    last = ceil(largest / step) or 1

    def place(value: float) -> float:
        return round(LEFT + value / (last * step) * (RIGHT - LEFT), 1)

    lines = [
        PairLine(
            name=_short(row.name), text=row.text, href=row.href, id=row.id, quiet=row.quiet, y=TOP + LINE * at,
            first=place(row.first), second=None if row.second is None else place(row.second),
        )
        for at, row in enumerate(rows)
    ]  # fmt: skip
    ticks = [(place(mark * step), mark_text(mark * step)) for mark in range(last + 1)]
    return PairChart(lines, ticks, TOP + LINE * len(rows) + 8)


def mark_text(mark: float) -> str:
    """A mark of the scale as people here write it, with no more digits than it needs."""
    digits = len(f"{mark:.6f}".rstrip("0").partition(".")[2])
    return number(mark, "en" if get_language() == "en" else "id", digits)


def _short(name: str) -> str:
    return name if len(name) <= 30 else name[:29] + "…"
