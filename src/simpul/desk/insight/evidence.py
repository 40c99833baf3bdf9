"""The rows behind a figure, page by page: masked texts as the study opens them, else counts; never who a citizen is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from simpul.desk.insight.figures import Figure
from simpul.desk.insight.wording import KINDS
from simpul.measures.registry import measures
from simpul.report.study import PLATFORMS
from simpul.study.explaining import behind, table_of, texts
from simpul.study.folder import Folder

SHOWN = 50
PERSONAL = ("author", "person", "persons", "alias", "asker")  # and all that ends with _id


@dataclass(frozen=True)
class Evidence:
    """Some of the rows behind a figure, and how many there are."""

    table: str
    count: int
    posts: list[dict[str, Any]]  # where the rows are texts, hits first
    columns: list[str]  # else the columns of the rows
    rows: list[tuple[Any, ...]]


def evidence_of(folder: Folder, figure: Figure, start: int = 0) -> Evidence | None:
    """Rows `start` and following behind a figure; None where it is not opened (a hidden cell, a measure of the whole network)."""
    rows, table = behind(folder, figure.finding), table_of(figure.finding)
    if rows is None or table is None:
        return None
    count = rows.select(pl.len()).collect().item()
    columns = rows.collect_schema().names()
    if "post_id" in columns:
        page = texts(folder, rows, measures().get(figure.measure), start=start, most=SHOWN)
        page = page.with_columns(
            account=pl.coalesce("name", "handle"),
            platform=pl.col("platform").replace(PLATFORMS),
            kind=pl.col("kind").replace({kind: str(name) for kind, name in KINDS.items()}),
        )
        return Evidence(table, count, page.to_dicts(), [], [])
    kept = [name for name in columns if name not in PERSONAL and not name.endswith("_id")]
    return Evidence(table, count, [], kept, rows.select(kept).slice(start, SHOWN).collect().rows())
