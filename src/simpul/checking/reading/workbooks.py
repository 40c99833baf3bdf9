"""Excel workbooks: what each cell shows, the number it holds, and what is wrong with it as a cell."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from simpul.checking.documents import Cell, Document, Pair, Place, Table
from simpul.checking.reading.unreadable import Unreadable

MOST_CELLS = 500_000
_ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!|SPILL!|CALC!)$")
_LOOKS_LIKE_A_NUMBER = re.compile(r"\s*(?:Rp\.?\s?)?-?\d+(?:[.,]\d+)*\s*%?\s*$")


def read_xlsx(name: str, data: bytes) -> Document:
    """One table for each stretch of rows between empty rows, sheet by sheet."""
    from openpyxl import load_workbook

    try:
        seen = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        written = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        document = Document(name)
        left = MOST_CELLS
        for sheet in seen.worksheets:
            rows: list[list[Cell]] = []
            formulas = written[sheet.title].iter_rows()
            for shown, formula in zip(sheet.iter_rows(), formulas, strict=False):
                left -= len(shown)
                if left < 0:
                    raise Unreadable(name, "too_many_cells")
                rows.append([_cell(name, sheet.title, *both) for both in zip(shown, formula, strict=False)])
            document.tables.extend(Table(part, sheet.title) for part in _parts(rows))
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable(name, "damaged") from problem
    if not document.tables:
        raise Unreadable(name, "empty")
    return document


def _parts(rows: list[list[Cell]]) -> Iterator[list[list[Cell]]]:
    part: list[list[Cell]] = []
    for row in [*rows, []]:
        if any(cell.text for cell in row):
            part.append(row)
        elif part:
            yield part
            part = []


def _cell(name: str, sheet: str, shown: Any, written: Any) -> Cell:
    value, formula = shown.value, written.value
    formula = formula if isinstance(formula, str) and formula.startswith("=") else ""
    coordinate = getattr(shown, "coordinate", "")
    where: Pair = (f"lembar {sheet}, sel {coordinate}", f"sheet {sheet}, cell {coordinate}")
    place = Place(name, where)
    if formula and value is None:
        return Cell(formula, place, fault="uncalculated", formula=formula)
    if isinstance(value, str):
        text = value.strip()
        if _ERROR.fullmatch(text):
            return Cell(text, place, fault="error", formula=formula)
        fault = "text_number" if _LOOKS_LIKE_A_NUMBER.fullmatch(text) else ""
        return Cell(text, place, fault=fault, formula=formula)  # type: ignore[arg-type]  # one of the two
    if isinstance(value, bool) or value is None:
        return Cell("" if value is None else str(value), place, formula=formula)
    if isinstance(value, datetime | date | time):
        return Cell(value.isoformat(), place, formula=formula)
    percent = "%" in str(shown.number_format)
    number = round(float(value) * (100 if percent else 1), 10)
    plain = f"{number:.10f}".rstrip("0").rstrip(".")
    return Cell(f"{plain}%" if percent else plain, place, number, formula=formula)
