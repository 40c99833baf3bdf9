"""Workbooks whose bytes depend on nothing but their cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

MADE = datetime(2026, 7, 1, tzinfo=UTC).replace(tzinfo=None)


def write_workbook(path: Path, sheets: Mapping[str, pl.DataFrame]) -> None:
    """A sheet per frame with its column names as header; lists become one cell, null an empty one."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"}  # fmt: skip
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": MADE})
        for name, frame in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, frame.columns)
            for line, row in enumerate(frame.rows(), 1):
                _write_row(sheet, line, row)


def _write_row(sheet: Any, line: int, row: Sequence[Any]) -> None:
    for column, value in enumerate(row):
        if value is not None:
            sheet.write(line, column, value)
