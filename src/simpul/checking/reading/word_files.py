"""Word documents: paragraphs and tables in the order they stand."""

from __future__ import annotations

import io

from docx import Document as open_word
from docx.table import Table as WordTable

from simpul.checking.documents import Cell, Document, Kind, Paragraph, Place, Table
from simpul.checking.reading.plain import MARKER
from simpul.checking.reading.unreadable import Unreadable


def read_docx(name: str, data: bytes) -> Document:
    """Body text and tables; headers, footers, notes and text boxes are not read, and numbers that Word gives lists are not seen."""
    document = Document(name)
    try:
        for block in open_word(io.BytesIO(data)).iter_inner_content():
            if isinstance(block, WordTable):
                document.tables.append(_table(name, len(document.tables) + 1, block))
            elif block.text.strip():
                style = (block.style.name or "") if block.style else ""
                place = Place.paragraph(name, len(document.paragraphs) + 1)
                document.paragraphs.append(Paragraph(block.text.strip(), place, _kind(style, block.text)))
    except (KeyError, ValueError, AttributeError, SyntaxError) as problem:
        raise Unreadable(name, "damaged") from problem
    if not document.paragraphs and not document.tables:
        raise Unreadable(name, "empty")
    return document


def _kind(style: str, text: str) -> Kind:
    if style.lower().startswith(("heading", "judul", "title")):
        return "heading"
    return "item" if MARKER.match(text) or style.lower().startswith(("list", "daftar")) else "text"


def _table(name: str, number: int, table: WordTable) -> Table:
    titles = (f"tabel {number}", f"table {number}")
    rows = []
    for row_number, row in enumerate(table.rows, 1):
        seen: set[int] = set()
        cells = []
        for column, cell in enumerate(row.cells, 1):
            text = (
                "" if id(cell._tc) in seen else cell.text.strip()
            )  # a merged cell is given once per column it spans
            seen.add(id(cell._tc))
            cells.append(Cell(text, Place.cell(name, titles, row_number, column)))
        rows.append(cells)
    return Table(rows, titles[0])
