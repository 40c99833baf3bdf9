"""Which needs are voiced, by source, and whose affair each is."""

from __future__ import annotations

import polars as pl

from simpul.report.numbers import number
from simpul.report.sections.blocks import Block, Section, Table, Text
from simpul.report.study import Study
from simpul.report.words import Say

MOST = 15  # sub-needs that the table lists
SOURCES = ("online", "survey", "broker")


def build(study: Study, say: Say) -> Section | None:
    if not study.has("needs") or study.table("needs").is_empty():
        return None
    table = study.table("needs")
    blocks: list[Block] = [Text([say("needs_rule")]), _affairs(study, say, table)]
    matrix = _matrix(study, say, table)
    if matrix:
        blocks.append(matrix)
    return Section("kebutuhan", say("needs"), say("needs_lead"), blocks)


def _cell(voices: int | None, status: str | None, study: Study) -> str:
    if status is None:
        return "–"
    return "<5" if status == "suppressed" else number(voices, study.language)


def _wide(table: pl.DataFrame, study: Study) -> pl.DataFrame:
    """One row per need over the whole study, one text column per source, most voiced first."""
    whole = table.filter(place="all")
    cells = {
        source: {
            need: _cell(voices, status, study)
            for need, voices, status in whole.filter(source=source).select("need", "voices", "status").rows()
        }
        for source in SOURCES
    }
    order = whole.group_by("need").agg(
        top=pl.col("voices").max(), surveyed=pl.col("voices").filter(pl.col("source") == "survey").max()
    )
    order = order.sort("surveyed", "top", "need", descending=[True, True, False], nulls_last=True)
    return order.with_columns(
        pl.col("need").replace_strict(cells[source], default="–", return_dtype=pl.String).alias(source)
        for source in SOURCES
    )


def _affairs(study: Study, say: Say, table: pl.DataFrame) -> Table:
    wide = _wide(table.filter(pl.col("need").str.len_chars() > 3), study).head(MOST)
    named = wide.join(study.needs, left_on="need", right_on="code", how="left", maintain_order="left")
    rows = [
        [
            f"{row['need']} {row['name']}",
            *(row[source] for source in SOURCES),
            row["affair"] or "–",
            (row["agency"] or "–").replace("|", ", "),
        ]
        for row in named.iter_rows(named=True)
    ]
    head = [say("need"), say("online"), say("survey"), say("broker"), say("affair"), say("held_by")]
    return Table(head, rows, numeric=(1, 2, 3), caption=say("needs_table"), note=say("few_note"))


def _matrix(study: Study, say: Say, table: pl.DataFrame) -> Table | None:
    """Kelurahan × source for needs of any kind: which places are heard by which ear."""
    kelurahan = {code: name for code, name in study.places.items() if len(code) == 13}
    if not kelurahan:
        return None
    categories = table.filter((pl.col("need").str.len_chars() == 3) & pl.col("place").is_in(list(kelurahan)))
    rows = []
    for code, name in sorted(kelurahan.items()):
        cells = []
        for source in SOURCES:
            there = categories.filter(place=code, source=source).sort(
                "voices", "need", descending=[True, False], nulls_last=True
            )
            if there.is_empty():
                cells.append(say("not_heard"))
                continue
            top = there.filter(pl.col("status") == "ok").head(3)
            names = dict(study.needs.select("code", "name").rows())
            cells.append(
                ", ".join(
                    f"{names[need]} ({number(voices, study.language)})"
                    for need, voices in top.select("need", "voices").rows()
                )
                or "<5"
            )
        rows.append([name, *cells])
    head = [say("kelurahan"), say("online"), say("survey"), say("broker")]
    return Table(head, rows, caption=say("heard_table"), note=say("heard_note"))
