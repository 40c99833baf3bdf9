"""CSV and TSV files as one table."""

from __future__ import annotations

import csv
import io

from simpul.checking.documents import Cell, Document, Place, Table


def read_csv(name: str, text: str) -> Document:
    """One table; the delimiter is the one that gives most lines the same number of columns."""
    lines = [line for line in text.split("\n")[:50] if line.strip()]
    delimiter = max(",;\t|", key=lambda mark: _columns(lines, mark))
    rows = [
        [
            Cell(cell.strip(), Place(name, (f"baris {row}, kolom {column}", f"row {row}, column {column}")))
            for column, cell in enumerate(cells, 1)
        ]
        for row, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1)
    ]
    return Document(name, tables=[Table(rows)])


def _columns(lines: list[str], mark: str) -> int:
    """How many lines share the commonest number of columns, times that number; 0 where it parts nothing."""
    widths = [len(cells) for cells in csv.reader(lines, delimiter=mark)]
    common = max(set(widths), key=widths.count, default=1)
    return 0 if common == 1 else widths.count(common) * common
