"""Small multiples: panels of one kind side by side, each with its own scale of values, as many in a row as its place is wide.

The page's script and the printed drawing lay them out by the numbers in the specification's `usermeta`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

import altair as alt
import polars as pl

from simpul.report.charts import DEEP, GRID, INK, MUTED, SOFT, WARM, spec

PANEL, AXIS, SPACE, HEIGHT, ACROSS = 150, 46, 26, 112, 3  # pixels; panels side by side at most
LABELLED = 6  # marks under a panel
LETTERS = 30  # of a panel's name in one line


def multiples(panels: Sequence[alt.LayerChart]) -> dict[str, Any]:
    """The panels as one specification."""
    drawn = spec(alt.concat(*panels, columns=ACROSS, spacing=SPACE))
    del drawn["autosize"]  # panels have widths of their own
    drawn["config"]["axis"] |= {"labelFontSize": 11}
    drawn["config"]["axisY"] = {"minExtent": AXIS, "maxExtent": AXIS, "tickCount": 4}
    drawn["usermeta"] = {"panel": PANEL, "axis": AXIS, "space": SPACE, "across": ACROSS}
    return drawn


def fitted(drawn: dict[str, Any], width: float) -> None:
    """Lays the panels out on `width` pixels; page.js does the same."""
    told = drawn["usermeta"]
    whole = told["panel"] + told["axis"]
    across = max(1, min(told["across"], int((width + told["space"]) // (whole + told["space"]))))
    drawn["columns"] = across
    each = int((width - told["space"] * (across - 1)) // across) - told["axis"]
    for panel in drawn["concat"]:
        panel["width"] = each


def month_panel(
    frame: pl.DataFrame, cuts: Sequence[tuple[date, str]], months: Sequence[date], names: tuple[str, str]
) -> alt.LayerChart:
    """One measure over `months`. Columns: day, value, low, high, run, sure, told; `cuts` are dashed lines with their sentences.

    Points of one run are joined, so gaps stay gaps; a hollow point stands for fewer than 30 rows or part of a month.
    """
    ends = [months[0], date(months[-1].year + months[-1].month // 12, months[-1].month % 12 + 1, 1)]
    marks = [_middle(month) for month in months[:: -(-len(months) // LABELLED)]]
    axis = alt.Axis(
        values=[_datetime(mark) for mark in marks], grid=False, labelOverlap=False,
        labelExpr="(datum.index == 0 || month(datum.value) == 0) ? [timeFormat(datum.value, '%b'), timeFormat(datum.value, '%Y')] : timeFormat(datum.value, '%b')",
    )  # fmt: skip
    x = alt.X("day", type="temporal", title=None, axis=axis, scale=alt.Scale(domain=[_datetime(end) for end in ends]))  # fmt: skip
    tooltip = [alt.Tooltip("day", type="temporal", format="%B %Y", title=" "), alt.Tooltip("told", type="nominal", title=" ")]  # fmt: skip
    base = alt.Chart(frame.with_columns(pl.col("day").dt.replace(day=15))).encode(x=x)
    value = alt.Y("value", type="quantitative", title=None, scale=alt.Scale(zero=True))
    layers = [
        *([_intervals(base, alt.Scale(zero=True))] if frame["low"].is_not_null().any() else []),
        base.mark_line(color=DEEP, strokeWidth=2).encode(y=value, detail=alt.Detail("run", type="nominal")),
        _points(base, "value", tooltip),
    ]
    if cuts:
        told = pl.DataFrame(cuts, schema=["day", "told"], orient="row")
        dashed = (
            alt.Chart(told)
            .mark_rule(color=WARM, strokeDash=[4, 3], strokeWidth=1.5)
            .encode(x=x, tooltip=tooltip[1:])
        )
        layers.append(dashed)
    return _panel(layers, names)


def lag_panel(frame: pl.DataFrame, most: int, names: tuple[str, str]) -> alt.LayerChart:
    """Correlations by lag with their intervals. Columns: lag, r, low, high, sure, told."""
    scale = alt.Scale(domain=[-most, most], padding=10, nice=False)
    signed = "(datum.value > 0 ? '+' : '') + datum.label"
    axis = alt.Axis(
        values=list(range(-most, most + 1)),
        labelExpr=signed,
        labelFlush=False,
        labelOverlap=False,
        grid=False,
    )
    x = alt.X("lag", type="quantitative", title=None, axis=axis, scale=scale)
    tooltip = [alt.Tooltip("told", type="nominal", title=" ")]
    base = alt.Chart(frame).encode(x=x)
    zero = alt.Chart(pl.DataFrame({"zero": [0]}))
    return _panel(
        [
            zero.mark_rule(color=MUTED).encode(y=alt.Y("zero", type="quantitative")),
            zero.mark_rule(color=GRID, strokeDash=[2, 2]).encode(x=alt.X("zero", type="quantitative")),
            _intervals(base, alt.Scale(domain=[-1, 1])),
            _points(base, "r", tooltip),
        ],
        names,
    )


def _intervals(base: alt.Chart, scale: alt.Scale) -> alt.Chart:
    drawn: alt.Chart = base.mark_rule(color=SOFT, strokeWidth=4, strokeCap="round").encode(
        y=alt.Y("low", type="quantitative", title=None, scale=scale), y2="high"
    )
    return drawn


def _points(base: alt.Chart, y: str, tooltip: list[alt.Tooltip]) -> alt.Chart:
    """Filled where `sure`, else hollow."""
    drawn: alt.Chart = base.mark_point(size=44, opacity=1, stroke=DEEP, strokeWidth=1.8).encode(
        y=alt.Y(y, type="quantitative", title=None),
        fill=alt.condition("datum.sure", alt.value(DEEP), alt.value("#fff")),
        tooltip=tooltip,
    )
    return drawn


def _panel(layers: Sequence[alt.Chart], names: tuple[str, str]) -> alt.LayerChart:
    title = alt.TitleParams(
        textwrap.wrap(names[0], LETTERS), subtitle=names[1], anchor="start", frame="bounds", fontSize=12.5, fontWeight=600,
        color=INK, subtitleColor=MUTED, subtitleFontSize=11, offset=8,
    )  # fmt: skip
    return cast(alt.LayerChart, alt.layer(*layers).properties(title=title, width=PANEL, height=HEIGHT))


def _middle(month: date) -> date:
    return month.replace(day=15)


def _datetime(day: date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)
