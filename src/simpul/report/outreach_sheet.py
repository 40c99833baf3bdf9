"""The printable sheet of a plan of outreach: one HTML file in two languages that opens from disk without a network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from simpul.report import charts
from simpul.report.outreach import FRAMES, Told, blocks
from simpul.report.page import _asset, _embedded, _vega
from simpul.report.sections.blocks import Chart
from simpul.report.study import Language


def write_sheet(folder: Path, language: Language = "id") -> Path:
    """Writes `plan.html` beside the files of a plan, in both languages, `language` shown first; returns its path."""
    from jinja2 import Environment

    figures = json.loads((folder / "plan.json").read_text("utf-8"))
    texts, numbers = (
        ("code", "group", "place", "evenness"),
        ("families", "within_reach", "not_reached", "low", "high"),
    )
    schemas = (
        dict.fromkeys(texts, pl.String) | dict.fromkeys(numbers, pl.Float64) | {"order": pl.Int64}
    )  # a column may be empty
    frames = {
        name: pl.read_csv(folder / f"{name}.csv", schema_overrides=schemas, infer_schema_length=None)
        for name in FRAMES
    }
    pages = [Told(figures, frames, spoken, prefix=spoken) for spoken in _both(language)]
    versions: list[dict[str, Any]] = [
        {
            "lang": told.language,
            "say": told.say,
            "lead": _lead(told),
            "blocks": blocks(told, tick=True),
            "price": _slider(told),
        }
        for told in pages
    ]
    for version in versions:  # the slider stands below the groups, else below the curve
        version["slide_after"] = max(
            at for at, block in enumerate(version["blocks"]) if isinstance(block, Chart)
        )
    specs = {
        block.id: block.spec
        for version in versions
        for block in version["blocks"]
        if isinstance(block, Chart)
    }
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        _asset("outreach.html")
    )
    path = folder / "plan.html"
    path.write_text(
        template.render(
            versions=versions, specs=_embedded(specs), locale=_embedded(charts.LOCALE["id"]), style=_asset("style.css"), vega=_vega()
        ),
        "utf-8",
    )  # fmt: skip
    return path


def _both(first: Language) -> tuple[Language, Language]:
    return ("id", "en") if first == "id" else ("en", "id")


def _lead(told: Told) -> str:
    figures = told.figures
    return told.say(
        "lead", brokers=told.number(figures["brokers"]), days=told.number(figures["days"]),
        reached=told.number(figures["reached"], 1), families=told.number(figures["families"]),
    )  # fmt: skip


def _slider(told: Told) -> list[dict[str, str]]:
    """The points of the price of fairness, from most reach to most even, in words."""
    say = told.say
    return [
        {
            "name": say(f"evenness_{evenness}") if evenness in ("0", "1", "maximin") else f"{say('evenness')} {told.number(1 - float(evenness), 2)}",
            "families": told.number(families, 1), "lowest": told.percent(lowest, 1),
        }
        for evenness, families, lowest in told.frames["price"].rows()
    ]  # fmt: skip
