"""Charts for paper: the report's Vega-Lite specifications as SVG in the house's font and the language's numbers."""

from __future__ import annotations

import copy
import json
import re
from functools import cache, lru_cache

from simpul.report.charts import LOCALE
from simpul.report.multiples import fitted
from simpul.report.print.glyphs import FAMILY, clean, cleaned, folder
from simpul.report.sections.blocks import Chart
from simpul.report.study import Language

NAMED = 5  # rows of a chart's table that its alternative text names


def draw(chart: Chart, language: Language, width: int, *, labels: int = 300) -> str:
    """The chart as SVG, `width` points wide; names of rows are cut at `labels` points."""
    spec = cleaned(copy.deepcopy(chart.spec))
    if "concat" in spec:
        fitted(spec, width)
    else:
        spec["width"] = width
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    config = spec["config"]
    config["font"] = FAMILY
    config["axis"] |= {"labelLimit": labels}
    return _svg(json.dumps(spec, sort_keys=True), language)


@lru_cache(maxsize=64)  # the same charts go into the PDF and the DOCX of one study
def _svg(spec: str, language: Language) -> str:
    import vl_convert

    _register()
    locale = LOCALE[language]
    svg: str = vl_convert.vegalite_to_svg(
        spec,
        format_locale=locale["number"] if locale else None,
        time_format_locale=locale["time"] if locale else None,
    )
    return re.sub(r">([^<]+)<", lambda found: f">{clean(found[1])}<", svg)


def pixels(svg: str) -> bytes:
    """A drawing as PNG, sharp enough for print."""
    import vl_convert

    _register()
    png: bytes = vl_convert.svg_to_png(svg, scale=2)
    return png


def described(chart: Chart, more: str) -> str:
    """The alternative text: what the chart shows, and its first rows as its table says them."""
    head, rows = chart.table.head, chart.table.rows
    told = [
        ", ".join([str(row[0]), *(f"{name} {cell}" for name, cell in zip(head[1:3], row[1:3], strict=False))])
        for row in rows[:NAMED]
    ]
    rest = [more.format(n=len(rows) - NAMED)] if len(rows) > NAMED else []
    return f"{chart.title}. {'; '.join([*told, *rest])}."


@cache
def _register() -> None:
    """The font for measuring texts, once for this process."""
    import vl_convert

    vl_convert.register_font_directory(str(folder()))
