"""Which needs are voiced, by source, and whose affair each is."""

from __future__ import annotations

from typing import Any

import polars as pl

from simpul.report.numbers import number
from simpul.report.sections.blocks import Block, Section, Table, Text
from simpul.report.study import Study
from simpul.report.words import Say

MOST = 12  # sub-needs that are listed
SOURCES = ("survey", "broker", "online")
CATEGORY, KELURAHAN = 3, 13  # characters in a category's code, in a kelurahan's code


def build(study: Study, say: Say) -> Section | None:
    if not study.has("needs") or study.table("needs").is_empty():
        return None
    table = study.table("needs")
    category = pl.col("need").str.len_chars() == CATEGORY
    blocks: list[Block] = [Text([say("needs_rule")])]
    for rows, caption, most in (
        (table.filter(category), "categories_table", 16),
        (table.filter(~category), "needs_table", MOST),
    ):
        if not rows.is_empty():
            blocks.append(_affairs(study, say, rows, caption, most))
    matrix = _matrix(study, say, table.filter(category))
    if matrix:
        blocks.append(matrix)
    return Section("kebutuhan", say("needs"), say("needs_lead"), blocks)


def _affairs(study: Study, say: Say, table: pl.DataFrame, caption: str, most: int) -> Table:
    """Needs over the whole study, one column per source; those that the survey names most stand first."""
    whole = table.filter(place="all")
    cells = {
        (need, source): _cell(study, voices, status)
        for need, source, voices, status in whole.select("need", "source", "voices", "status").rows()
    }
    surveyed = pl.col("voices").filter(pl.col("source") == "survey").max()
    order = (
        whole.group_by("need")
        .agg(surveyed=surveyed, most=pl.col("voices").max())
        .sort("surveyed", "most", "need", descending=[True, True, False], nulls_last=True)
    )
    names = dict(study.needs.select("code", "name").rows())
    rows = []
    for need in order["need"].head(most):
        affairs = _owners(study, need)
        rows.append(
            [
                f"{need} {names.get(need, '')}",
                *(cells.get((need, source), "–") for source in SOURCES),
                affairs["affairs"],
                affairs["agencies"],
            ]
        )
    head = [say("need"), *(say(source) for source in SOURCES), say("affair"), say("held_by")]
    return Table(head, rows, numeric=(1, 2, 3), caption=say(caption), note=say("few_note"))


def _owners(study: Study, need: str) -> dict[str, str]:
    """The leading affairs of a need (of a category: of its sub-needs) and who holds them: the city's own agencies where the workbook says so."""
    rows = study.needs.filter(pl.col("code").str.starts_with(need) & pl.col("affair").is_not_null())
    leads: dict[str, Any] = dict(
        rows.unique("urusan_lead", maintain_order=True).select("urusan_lead", "affair").rows()
    )
    own = {code: study.holders[code] for code in leads if code in study.holders}
    typical = rows["agency"].drop_nulls().str.split("|").explode().unique(maintain_order=True).head(3)
    holders = list(dict.fromkeys(own.values())) or typical.to_list()
    return {"affairs": ", ".join(leads.values()) or "–", "agencies": ", ".join(holders[:3]) or "–"}


def _cell(study: Study, voices: int | None, status: str) -> str:
    return "<5" if status == "suppressed" else number(voices, study.language)


def _matrix(study: Study, say: Say, table: pl.DataFrame) -> Table | None:
    """Kelurahan × source: which places are heard by which ear, and what they say most."""
    kelurahan = {code: name for code, name in study.places.items() if len(code) == KELURAHAN}
    if not kelurahan:
        return None
    rows = [
        [name, *(_top(study, say, table.filter(place=code, source=source)) for source in SOURCES)]
        for code, name in sorted(kelurahan.items())
    ]
    head = [say("kelurahan"), *(say(source) for source in SOURCES)]
    return Table(head, rows, caption=say("heard_table"), note=say("heard_note"))


def _top(study: Study, say: Say, cells: pl.DataFrame) -> str:
    if cells.is_empty():
        return say("not_heard")
    names = dict(study.needs.select("code", "name").rows())
    shown = cells.filter(status="ok").sort("voices", "need", descending=[True, False]).head(3)
    return (
        "; ".join(
            f"{names[need]} ({number(voices, study.language)})"
            for need, voices in shown.select("need", "voices").rows()
        )
        or "<5"
    )
