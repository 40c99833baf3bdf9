"""`rejects.csv` and `gaps.csv`: what could not be read and why, what the exports do not contain, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from simpul.corpus.inert import inert
from simpul.corpus.reference import Reference
from simpul.corpus.shortcomings import REJECT_COLUMNS, gap_table, reject_table
from simpul.study.folder import Folder
from simpul.study.request import Request


def write_rejects(
    folder: Folder, rejects: pl.DataFrame, reference: Reference, request: Request, shown: Mapping[str, str]
) -> int:
    """Writes the rejects of the corpus and of the reference workbook; returns how many there are.

    `shown` says by batch what its file is called.
    """
    name = request.reference.name if request.reference else ""
    workbook = reference.rejects.with_columns(file=pl.lit(name))
    rejects = rejects.with_columns(file=pl.col("batch").replace_strict(shown))
    columns = REJECT_COLUMNS[:5]
    table = reject_table(pl.concat([workbook.select(columns), rejects.select(columns)]), request.language)
    with folder.whole("rejects.csv") as path:
        inert(table).write_csv(path, include_bom=True)
    return table.height


def write_gaps(folder: Folder, inputs: Iterable[Mapping[str, Any]], request: Request) -> None:
    """Writes the gaps of the batches that were read, file by file."""
    with folder.whole("gaps.csv") as path:
        gaps = gap_table([(batch["file"], batch["gaps"]) for batch in inputs], request.language)
        inert(gaps).write_csv(path, include_bom=True)
