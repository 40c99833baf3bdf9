"""The shape of a table: its header, the labels of its rows, and the numbers of its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simpul.checking.documents import Cell, Table
from simpul.checking.numbers import Mark, mark_of, parse

_NUMBER = re.compile(
    r"\s*(?P<open>\()?\s*(?:Rp\.?\s?|IDR\s?)?(?P<sign>[-−–+])?\s*(?P<raw>\d+(?:[.,]\d+)*)\s*\)?\s*(?P<percent>%|persen)?\s*(?:\*+|jiwa|orang|kk|unit)?\s*",
    re.I,
)
_TOTAL = re.compile(
    r"\s*(?:grand\s+)?(?:total|jumlah|keseluruhan|seluruh(?:nya)?|sum)(?:\s+(?:total|keseluruhan|seluruh(?:nya)?|kota(?:\s+\w+)?|umum|semua))?\s*:?\s*",
    re.I,
)
_SUBTOTAL = re.compile(r"\s*(?:sub[\s-]?(?:total|jumlah)|jumlah|total)\b", re.I)
YEAR = re.compile(r"\s*(?:tahun\s+)?((?:19|20)\d\d)\s*\*{0,2}\s*", re.I)
_ORDINAL = re.compile(r"\s*(?:no\.?|nomor|kode|code|id|nik|rank|peringkat|#)\s*", re.I)
_RATE = re.compile(
    r"%|persen|percent|rata-rata|rerata|average|mean|median|rasio|ratio|indeks|index|tingkat|rate|per\s+\w+|harga|price|ipm|tpt|gini|laju|share|proporsi|kepadatan|p[0-2]\b|skor|score|nilai\s+tengah|umur|usia",
    re.I,
)  # fmt: skip


@dataclass(frozen=True)
class Value:
    value: float
    decimals: int
    percent: bool
    cell: Cell
    row: int


@dataclass(frozen=True)
class Column:
    """The numbers of a column by row; rows without one are absent."""

    header: str
    index: int
    values: dict[int, Value]

    @property
    def is_rate(self) -> bool:
        """Whether its numbers do not add up by nature: shares, averages, indices, prices."""
        return bool(_RATE.search(self.header)) or any(value.percent for value in self.values.values())


@dataclass(frozen=True)
class Shape:
    """`labels` by row index of the table, without header rows; `columns` are those with numbers."""

    labels: dict[int, str]
    columns: list[Column]

    def totals(self) -> list[int]:
        return [row for row, label in self.labels.items() if _TOTAL.fullmatch(label)]

    def subtotals(self) -> set[int]:
        return {row for row, label in self.labels.items() if _SUBTOTAL.match(label)}


def shape(table: Table, mark: Mark) -> Shape:
    """Header and body are told apart by where numbers begin; a header may have several rows."""
    rows = list(table.rows)
    first = next((i for i, row in enumerate(rows) if _is_body(row)), len(rows))
    width = max((len(row) for row in rows), default=0)
    headers = [_header(rows[:first], column) for column in range(width)]
    body = range(first, len(rows))
    columns = [_column(rows, column, headers[column], body, mark) for column in range(width)]
    numeric = [c for c in columns if c.values and not _ORDINAL.fullmatch(c.header) and not _counts_rows(c)]
    years = [c for c in numeric if all(YEAR.fullmatch(v.cell.text) for v in c.values.values())]
    numeric = [c for c in numeric if c not in years]
    taken = {c.index for c in numeric}
    labels = {row: _label(rows[row], taken) for row in body}
    return Shape(labels, numeric)


def _is_body(row: list[Cell]) -> bool:
    """Whether a row holds numbers other than years and the numbers of columns."""
    filled = [cell for cell in row if cell.text]
    numbers = [
        cell
        for cell in filled
        if (cell.value is not None or _NUMBER.fullmatch(cell.text)) and not YEAR.fullmatch(cell.text)
    ]
    counting = [cell.text.strip("()") for cell in filled] == [str(i) for i in range(1, len(filled) + 1)]
    return bool(numbers) and not (counting and len(filled) > 2)


def _header(rows: list[list[Cell]], column: int) -> str:
    return " ".join(dict.fromkeys(row[column].text for row in rows if column < len(row) and row[column].text))


def _label(row: list[Cell], numeric: set[int]) -> str:
    """The first words of a row; its year where it has none."""
    texts = [cell.text for index, cell in enumerate(row) if cell.text and index not in numeric]
    return next((text for text in texts if not _NUMBER.fullmatch(text)), texts[0] if texts else "")


def _column(rows: list[list[Cell]], index: int, header: str, body: range, mark: Mark) -> Column:
    cells = {row: rows[row][index] for row in body if index < len(rows[row])}
    own = _mark_of_column([cell.text for cell in cells.values() if cell.value is None], mark)
    values = {}
    for row, cell in cells.items():
        value = number_in(cell, own, row)
        if value:
            values[row] = value
    return Column(header, index, values)


def number_in(cell: Cell, mark: Mark, row: int = 0) -> Value | None:
    if cell.value is not None:
        text = cell.text.rstrip("%")
        return Value(
            cell.value, len(text.split(".")[1]) if "." in text else 0, cell.text.endswith("%"), cell, row
        )
    found = (
        _NUMBER.fullmatch(cell.text) if cell.text and cell.fault not in ("error", "uncalculated") else None
    )
    parsed = None
    if found:  # a number that proves its mark is read by it: 0.48 among 0,59
        parsed = parse(found["raw"], mark_of(found["raw"]) or mark)
    if not found or not parsed:
        return None
    negative = found["open"] or ((found["sign"] or "") in ("-", "−", "–") and found["sign"])
    return Value(-parsed[0] if negative else parsed[0], parsed[1], bool(found["percent"]), cell, row)


def _mark_of_column(texts: list[str], usual: Mark) -> Mark:
    """The decimal mark the column's own numbers prove; the document's where they prove none."""
    proofs = [proof for found in map(_NUMBER.fullmatch, texts) if found and (proof := mark_of(found["raw"]))]
    if not proofs:
        return usual
    return "," if proofs.count(",") >= proofs.count(".") else "."


def _counts_rows(column: Column) -> bool:
    """1, 2, 3 … under a heading of its own is the number of the row."""
    values = [value.value for value in column.values.values()]
    return values == list(range(1, len(values) + 1)) and len(values) > 2 and column.index == 0
