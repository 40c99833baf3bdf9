"""Charts as Vega-Lite specifications in one look, with Indonesian numbers and dates; drawn in the page, offline."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import polars as pl

INK, MUTED, GRID = "#1d2b2a", "#5d6b69", "#e4e1d8"
DEEP, SOFT, WARM, SAND = "#1f6f6a", "#9cc7c2", "#c8553d", "#e0b354"
FONT = "Segoe UI, Roboto, Noto Sans, Helvetica Neue, Arial, Liberation Sans, DejaVu Sans, sans-serif"
LABELS = 320  # pixels of a row's name; the page takes less on a narrow screen
LOCALE: dict[str, Any] = {
    "id": {
        "number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]},
        "time": {
            "dateTime": "%A, %e %B %Y %X", "date": "%d/%m/%Y", "time": "%H.%M.%S", "periods": ["AM", "PM"],
            "days": ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
            "shortDays": ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"],
            "months": ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"],
            "shortMonths": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des"],
        },
    },
    "en": None,
}  # fmt: skip


def spec(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """The chart's specification in Simpul's look, as wide as its place in the page."""
    styled = (
        chart.properties(autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
        .configure(font=FONT, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, titleColor=MUTED, gridColor=GRID, domainColor=GRID, tickColor=GRID, labelFontSize=12.5,
            titleFontSize=12.5, titleFontWeight="normal", labelLimit=LABELS,
        )
        .configure_axisX(tickCount=6)
        .configure_legend(labelColor=INK, titleColor=MUTED, labelFontSize=13, orient="top", symbolSize=110, labelLimit=400)
    )  # fmt: skip
    return json.loads(styled.to_json())  # type: ignore[no-any-return]


def dots(
    frame: pl.DataFrame,
    x: str,
    y: str,
    low: str,
    high: str,
    title: str,
    domain: tuple[float, float] | None = None,
) -> dict[str, Any]:
    """One dot per row with its interval, rows in the frame's order. Columns `x`, `low`, `high` in one unit."""
    order = frame[y].to_list()
    base = alt.Chart(frame).encode(y=alt.Y(y, type="nominal", sort=order, title=None))
    scale = alt.Scale(domain=list(domain)) if domain else alt.Scale(zero=True)
    tooltip = [
        alt.Tooltip(y, type="nominal", title=" "),
        alt.Tooltip(x, type="quantitative", format=",.1f", title=title),
    ]
    bars = base.mark_rule(color=SOFT, strokeWidth=5, strokeCap="round").encode(
        x=alt.X(low, type="quantitative"), x2=high
    )
    marks = base.mark_circle(color=DEEP, size=110, opacity=1).encode(
        x=alt.X(x, type="quantitative", title=title, scale=scale), tooltip=tooltip
    )
    return spec((bars + marks).properties(width="container", height=alt.Step(26)))


def dumbbells(
    frame: pl.DataFrame, y: str, left: str, right: str, names: tuple[str, str], title: str
) -> dict[str, Any]:
    """Two dots per row joined by a line: `left` in sand, `right` in green, named by `names`."""
    order = frame[y].to_list()
    long = pl.concat(
        [
            frame.select(y, pl.col(c).alias("value"), pl.lit(n).alias("series"))
            for c, n in ((left, names[0]), (right, names[1]))
        ]
    )
    base = alt.Chart(frame).encode(y=alt.Y(y, type="nominal", sort=order, title=None))
    lines = base.mark_rule(color=GRID, strokeWidth=4).encode(x=alt.X(left, type="quantitative"), x2=right)
    marks = (
        alt.Chart(long)
        .mark_circle(size=120, opacity=1)
        .encode(
            y=alt.Y(y, type="nominal", sort=order, title=None),
            x=alt.X("value", type="quantitative", title=title),
            color=alt.Color("series", type="nominal", legend=alt.Legend(title=None), scale=alt.Scale(domain=list(names), range=[SAND, DEEP])),
            tooltip=[alt.Tooltip(y, type="nominal", title=" "), alt.Tooltip("series", type="nominal", title=" "), alt.Tooltip("value", type="quantitative", format=",.1f", title=title)],
        )
    )  # fmt: skip
    return spec((lines + marks).properties(width="container", height=alt.Step(26)))


def bars(
    frame: pl.DataFrame, x: str, y: str, series: str, colours: dict[str, str], title: str
) -> dict[str, Any]:
    """Bars side by side: one group per `y`, one bar per `series`."""
    order = frame[y].unique(maintain_order=True).to_list()
    chart = (
        alt.Chart(frame)
        .mark_bar(cornerRadiusEnd=3, height={"band": 0.85})
        .encode(
            y=alt.Y(y, type="nominal", sort=order, title=None),
            yOffset=alt.YOffset(series, type="nominal", sort=list(colours)),
            x=alt.X(x, type="quantitative", title=title),
            color=alt.Color(series, type="nominal", legend=alt.Legend(title=None), scale=alt.Scale(domain=list(colours), range=list(colours.values()))),
            tooltip=[alt.Tooltip(y, type="nominal", title=" "), alt.Tooltip(series, type="nominal", title=" "), alt.Tooltip(x, type="quantitative", format=",.1f", title=title)],
        )
    )  # fmt: skip
    return spec(chart.properties(width="container", height=alt.Step(13, **{"for": "offset"})))


def lines(
    frame: pl.DataFrame, x: str, y: str, series: str, run: str, colours: dict[str, str], title: str
) -> dict[str, Any]:
    """Lines over weeks or months; `x` is a date. Only points of one `run` are joined."""
    chart = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=28))
        .encode(
            x=alt.X(x, type="temporal", title=None, axis=alt.Axis(format="%b %Y", tickCount="month")),
            y=alt.Y(y, type="quantitative", title=title),
            detail=alt.Detail(run, type="nominal"),
            color=alt.Color(series, type="nominal", legend=alt.Legend(title=None), scale=alt.Scale(domain=list(colours), range=list(colours.values()))),
            tooltip=[alt.Tooltip(x, type="temporal", format="%e %B %Y", title=" "), alt.Tooltip(series, type="nominal", title=" "), alt.Tooltip(y, type="quantitative", format=",.1f", title=title)],
        )
    )  # fmt: skip
    return spec(chart.properties(width="container", height=240))


def steps(frame: pl.DataFrame, x: str, y: str, title: tuple[str, str]) -> dict[str, Any]:
    """A coverage curve: one point per step with its interval (`low`, `high`)."""
    base = alt.Chart(frame).encode(x=alt.X(x, type="ordinal", title=title[0], axis=alt.Axis(labelAngle=0)))
    band = base.mark_rule(color=SOFT, strokeWidth=7, strokeCap="round").encode(
        y=alt.Y("low", type="quantitative"), y2="high"
    )
    marks = base.mark_line(color=DEEP, strokeWidth=2.5, point=alt.OverlayMarkDef(size=110, color=DEEP)).encode(
        y=alt.Y(y, type="quantitative", title=title[1], scale=alt.Scale(domain=[0, 100])),
        tooltip=[alt.Tooltip(x, type="ordinal", title=title[0]), alt.Tooltip(y, type="quantitative", format=",.1f", title=title[1])],
    )  # fmt: skip
    return spec((band + marks).properties(width="container", height=220))
