"""Totals of tables: the row *Jumlah* against the rows above it, the column *Jumlah* against the columns before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simpul.checking.columns import Column, Shape, Value, shape
from simpul.checking.documents import Document, Table
from simpul.checking.finding import Check, Finding, Severity, in_each
from simpul.checking.rounding import meets
from simpul.checking.telling import Figure, Figures, tell

_TOTAL_HEADER = re.compile(
    r"\s*(?:total|jumlah|sum)(?:\s+(?:total|keseluruhan|\(?(?:jiwa|orang|kk|unit|rp|l\s*\+\s*p)\)?))?\s*",
    re.I,
)


def look(document: Document) -> Iterator[Finding]:
    for table in document.tables:
        seen = shape(table, document.marks[document.language])
        for row in seen.totals():
            for column in seen.columns:
                finding = _of_column(table, seen, column, row)
                if finding:
                    yield finding
        yield from _of_rows(table, seen)


def _of_column(table: Table, seen: Shape, column: Column, row: int) -> Finding | None:
    total = column.values.get(row)
    start = max((other for other in seen.totals() if other < row), default=-1)
    above = [value for at, value in column.values.items() if start < at < row]
    if total is None or len(above) < 2:
        return None
    parts = [value for value in above if value.row not in seen.subtotals()]
    subs = [value for value in above if value.row in seen.subtotals()]
    whole = [value for at, value in column.values.items() if at < row]
    if any(_adds_up(group, total) for group in (above, parts, subs, whole) if group):
        return None
    values = [value.value for value in above]
    largest = max(values)
    if len(values) > 2 and total.value in (largest, min(values)):
        return None  # the row tells the highest or lowest
    added = sum(value.value for value in parts)
    if column.is_rate and not (total.value == 100 and 75 < added < 135):
        return None  # an average, or a share of another whole
    if (total.decimals or any(value.decimals for value in above)) and total.value <= largest:
        return None  # an average
    return _finding(table, column.header, parts or above, total)


def _adds_up(parts: list[Value], total: Value) -> bool:
    added = sum(value.value for value in parts)
    # whole counts are exact; decimals are rounded each
    slack = sum(0.5 * 10**-value.decimals for value in (*parts, total) if value.decimals or value.percent)
    return meets(added - slack, added + slack, total.value, total.value)


def _of_rows(table: Table, seen: Shape) -> Iterator[Finding]:
    """A last column *Jumlah* after columns of counts that together should make it."""
    last = next((column for column in seen.columns if _TOTAL_HEADER.fullmatch(column.header)), None)
    if last is None:
        return
    before = [c for c in seen.columns if c.index < last.index and not c.is_rate]
    if len(before) < 2 or len(before) != len([c for c in seen.columns if c.index < last.index]):
        return
    rows = [row for row in last.values if all(row in c.values for c in before)]
    wrong = [row for row in rows if not _adds_up([c.values[row] for c in before], last.values[row])]
    if len(rows) < 2 or len(wrong) > len(rows) / 2:
        return  # then the columns are not parts of it
    for row in wrong:
        yield _finding(table, seen.labels.get(row, ""), [c.values[row] for c in before], last.values[row])


def _finding(table: Table, of: str, parts: list[Value], total: Value) -> Finding:
    added = sum(value.value for value in parts)
    decimals = max(value.decimals for value in (*parts, total))
    some = parts if len(parts) <= 8 else [*parts[:3], *parts[-1:]]
    joined = [
        " + ".join(Figure(value.value, value.decimals).shown(mark) + (" + …" if len(parts) > 8 and i == 2 else "") for i, value in enumerate(some))
        for mark in (",", ".")
    ]  # fmt: skip
    figures: Figures = {"pi": joined[0], "pe": joined[1], "a": Figure(added, decimals), "t": Figure(total.value, total.decimals),
               "d": Figure(abs(total.value - added), decimals)}  # fmt: skip
    sentence = " | ".join(cell.text for cell in table.rows[total.row] if cell.text)
    of = f"{of}: " if of else ""
    return Finding(
        "total", Severity.error, total.cell.place, sentence,
        tell((of.replace("{", "") + "{pi} = {a}, bukan {t}", of.replace("{", "") + "{pi} = {a}, not {t}"), **figures),
        tell(("{a}; atau satu baris berbeda {d}", "{a}; or one part differs by {d}"), **figures),
    )  # fmt: skip


CHECK = Check(
    ("jumlah tabel", "totals of tables"),
    {"total": ("jumlah tabel tidak cocok", "a table's total does not add up")},
    in_each(look),
)
