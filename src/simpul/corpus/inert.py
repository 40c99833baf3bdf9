"""Cells that a spreadsheet will not run: a text that begins like a formula is told to be a text; numbers stay numbers."""

from __future__ import annotations

import re

import polars as pl

BEGINS = r"^ *[=+\-@|\t\r\n\x00＝＋－＠]"
WORKBOOK = {"strings_to_formulas": False, "strings_to_urls": False}
"""Options of every XLSX that is written: what is a text stays a text."""


def inert(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet may take for a formula."""
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(BEGINS)).then("'" + pl.col(name)).otherwise(name).alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.String
    )


def inert_cell(cell: object) -> object:
    """As `inert`, for one cell."""
    return "'" + cell if isinstance(cell, str) and re.match(BEGINS, cell) else cell
