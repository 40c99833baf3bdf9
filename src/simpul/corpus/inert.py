"""Cells that a spreadsheet will not run: a file's name or a text that begins like a formula is told to be a text."""

from __future__ import annotations

import polars as pl

BEGINS = r"^[=+\-@|\t\r\n＝＋－＠]"


def inert(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet may take for a formula; numbers stay numbers."""
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(BEGINS)).then("'" + pl.col(name)).otherwise(name).alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.String
    )
