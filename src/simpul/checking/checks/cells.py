"""Cells of workbooks: formulas that end in an error or were never calculated, and numbers kept as text."""

from __future__ import annotations

from collections.abc import Iterator

from simpul.checking.columns import shape
from simpul.checking.documents import Cell, Document, Table
from simpul.checking.finding import Check, Finding, Severity, in_each


def look(document: Document) -> Iterator[Finding]:
    for table in document.tables:
        for cell in (cell for row in table.rows for cell in row):
            if cell.fault == "error":
                why = (
                    f"{cell.formula or 'isi sel'} menghasilkan {cell.text}",
                    f"{cell.formula or 'the cell'} gives {cell.text}",
                )
                yield _finding(
                    "cell_error",
                    Severity.error,
                    cell,
                    why,
                    ("perbaiki rumus atau sel yang dirujuknya", "mend the formula or the cell it refers to"),
                )
            elif cell.fault == "uncalculated":
                why = (f"hasil {cell.formula} tidak tersimpan", f"the result of {cell.formula} is not saved")
                yield _finding(
                    "uncalculated",
                    Severity.note,
                    cell,
                    why,
                    (
                        "buka di Excel atau LibreOffice, hitung ulang, simpan",
                        "open it in Excel or LibreOffice, recalculate, save",
                    ),
                )
        yield from _text_numbers(document, table)


def _text_numbers(document: Document, table: Table) -> Iterator[Finding]:
    """A number kept as text among numbers: spreadsheets leave it out of every sum."""
    for column in shape(table, document.marks[document.language]).columns:
        cells = [value.cell for value in column.values.values()]
        texts = [cell for cell in cells if cell.fault == "text_number"]
        if texts and len(texts) < len(cells) - len(texts):
            for cell in texts:
                why = (
                    f"“{cell.text}” tersimpan sebagai teks, tidak ikut terjumlah",
                    f"“{cell.text}” is kept as text, and left out of sums",
                )
                yield _finding(
                    "text_number", Severity.doubt, cell, why, ("ubah menjadi angka", "turn it into a number")
                )


def _finding(
    code: str, severity: Severity, cell: Cell, why: tuple[str, str], fit: tuple[str, str]
) -> Finding:
    return Finding(code, severity, cell.place, cell.text, why, fit)


CHECK = Check(
    ("sel buku kerja", "cells of workbooks"),
    {
        "cell_error": ("rumus berakhir galat", "a formula ends in an error"),
        "uncalculated": ("rumus belum dihitung", "a formula was not calculated"),
        "text_number": ("angka tersimpan sebagai teks", "a number is kept as text"),
    },
    in_each(look),
)
