"""`rejects.csv`: what could not be read, why, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from simpul.corpus.reference import Reference
from simpul.corpus.rejects import CODES
from simpul.study.folder import Folder
from simpul.study.request import Request

COLUMNS = ("file", "row", "column", "code", "value", "advice")


def write_rejects(
    folder: Folder, rejects: pl.DataFrame, reference: Reference, request: Request, shown: Mapping[str, str]
) -> int:
    """Writes the rejects of the corpus and of the reference workbook; returns how many there are.

    `shown` says by batch what its file is called.
    """
    name = request.reference.name if request.reference else ""
    workbook = reference.rejects.with_columns(file=pl.lit(name))
    advice = {code: getattr(words, request.language) for code, words in CODES.items()}
    rejects = rejects.with_columns(file=pl.col("batch").replace_strict(shown))
    table = pl.concat([workbook.select(COLUMNS[:5]), rejects.select(COLUMNS[:5])]).with_columns(
        advice=pl.col("code").replace_strict(advice, return_dtype=pl.String)
    )
    with folder.whole("rejects.csv") as path:
        table.write_csv(path, include_bom=True)
    return table.height
