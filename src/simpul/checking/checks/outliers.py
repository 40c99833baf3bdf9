"""A year that stands out of its series, in a table or a sentence: 220.810, 288.573, 239.339."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import median

from simpul.checking.columns import YEAR, Shape, shape
from simpul.checking.documents import Document, Place, Sentence, Table
from simpul.checking.finding import Check, Finding, Severity, in_each
from simpul.checking.skeleton import skeleton
from simpul.checking.telling import Figure, Figures, tell

LEAST = 5  # points of a series
JUMP = log(1.1)  # changes smaller than a tenth are left alone
TIMES = 3.0  # how many times the usual change a jump is
_PANDEMIC = (2020, 2021)  # years in which dips are true


@dataclass(frozen=True)
class _Point:
    year: int
    value: float
    decimals: int
    place: Place
    text: str


def look(document: Document) -> Iterator[Finding]:
    for table in document.tables:
        seen = shape(table, document.marks[document.language])
        for name, series in (*_down(seen), *_across(table, seen)):
            yield from _judge(name, series)
    for paragraph in document.sentences:
        for sentence in paragraph:
            yield from _judge("", _told(sentence))


def _down(seen: Shape) -> Iterator[tuple[str, list[_Point]]]:
    """Rows are years."""
    years = {row: int(found[1]) for row, label in seen.labels.items() if (found := YEAR.fullmatch(label))}
    for column in seen.columns:
        yield column.header, [
            _Point(years[row], value.value, value.decimals, value.cell.place, f"{years[row]} | {value.cell.text}")
            for row, value in column.values.items() if row in years
        ]  # fmt: skip


def _across(table: Table, seen: Shape) -> Iterator[tuple[str, list[_Point]]]:
    """Columns are years."""
    years = {
        column.index: int(found[1]) for column in seen.columns if (found := YEAR.fullmatch(column.header))
    }
    for row, label in seen.labels.items():
        text = " | ".join(cell.text for cell in table.rows[row] if cell.text)
        values = [
            (years[c.index], c.values[row]) for c in seen.columns if c.index in years and row in c.values
        ]
        yield (
            label,
            [_Point(year, value.value, value.decimals, value.cell.place, text) for year, value in values],
        )


def _told(sentence: Sentence) -> list[_Point]:
    """A sentence of pairs *2015 8,75 persen* or *8,75 persen (2015)*, as many years as figures of one kind."""
    years = [each for each in sentence.numbers if each.kind == "year"]
    others = [each for each in sentence.numbers if each.kind != "year"]
    kinds = {
        (each.kind, each.money, each.unit if each.kind == "count" and not each.money else "")
        for each in others
    }
    if len(years) < LEAST or len(years) != len(others) or len(kinds) != 1:
        return []
    order = re.findall(r"⟦([npdy])\d+⟧", skeleton(sentence))
    alternates = all((a == "y") != (b == "y") for a, b in zip(order, order[1:], strict=False))
    if not alternates:
        return []
    return [
        _Point(int(float(year.text)), other.value, other.decimals, sentence.place, sentence.text)
        for year, other in zip(years, others, strict=True)
    ]


def _judge(name: str, series: list[_Point]) -> Iterator[Finding]:
    """A point that jumps away and back: both changes large, of opposite sign, and several times the usual one."""
    points = sorted(series, key=lambda each: each.year)
    years = [each.year for each in points]
    if len(points) < LEAST or len(set(years)) != len(years) or any(each.value <= 0 for each in points):
        return
    changes = [log(b.value / a.value) for a, b in zip(points, points[1:], strict=False)]
    for at in range(1, len(points) - 1):
        before, after = changes[at - 1], changes[at]
        rest = [abs(change) for i, change in enumerate(changes) if i not in (at - 1, at)]
        usual = median(rest)
        dip = before < 0 and points[at].year in _PANDEMIC
        if before * after < 0 and min(abs(before), abs(after)) > max(JUMP, TIMES * usual) and not dip:
            yield _finding(name, points[at - 1 : at + 2], before, after, rest)
    if len(points) > LEAST:
        yield from _ends(name, points, changes)


def _ends(name: str, points: list[_Point], changes: list[float]) -> Iterator[Finding]:
    """The first or last point, where it is ten times or a tenth and more of its neighbour and the rest is calm."""
    for at, beside, change in ((0, 1, -changes[0]), (len(points) - 1, len(points) - 2, changes[-1])):
        rest = [abs(each) for i, each in enumerate(changes) if i != (0 if at == 0 else len(changes) - 1)]
        if abs(change) > log(8) and max(rest) < log(2):
            point, other = points[at], points[beside]
            figures: Figures = {"v": Figure(point.value, point.decimals), "y": str(point.year), "o": Figure(other.value, other.decimals), "z": str(other.year),
                       "r": Figure(exp(abs(change)), 0)}  # fmt: skip
            yield Finding(
                "outlier", Severity.doubt, point.place, point.text,
                tell((_of(name) + "{v} ({y}) dan {o} ({z}) berbeda {r} kali", _of(name) + "{v} ({y}) and {o} ({z}) are {r} times apart"), **figures),
                ("periksa pada sumbernya", "look at the source"),
            )  # fmt: skip


def _of(name: str) -> str:
    return f"{name}: ".replace("{", "").replace("}", "") if name else ""


def _finding(name: str, three: list[_Point], before: float, after: float, rest: list[float]) -> Finding:
    a, b, c = three
    figures: Figures = {
        "a": Figure(a.value, a.decimals), "b": Figure(b.value, b.decimals), "c": Figure(c.value, c.decimals), "y": str(b.year),
        "up": Figure(100 * (exp(before) - 1), 1), "down": Figure(100 * (exp(after) - 1), 1),
        "low": Figure(100 * (exp(min(rest)) - 1), 1), "high": Figure(100 * (exp(max(rest)) - 1), 1),
        "fit": Figure(sqrt(a.value * c.value), b.decimals),
    }  # fmt: skip
    return Finding(
        "outlier", Severity.doubt, b.place, b.text,
        tell((_of(name) + "{a} → {b} ({y}) → {c}: {up} % lalu {down} %, tahun lain {low} sampai {high} %",
              _of(name) + "{a} → {b} ({y}) → {c}: {up}% then {down}%, other years {low} to {high}%"), **figures),
        tell(("periksa pada sumbernya; di antara tetangganya sekitar {fit}", "look at the source; between its neighbours about {fit}"), **figures),
    )  # fmt: skip


CHECK = Check(
    ("pencilan antartahun", "year-on-year outliers"),
    {"outlier": ("satu tahun menyimpang dari deretnya", "a year stands out of its series")},
    in_each(look),
)
