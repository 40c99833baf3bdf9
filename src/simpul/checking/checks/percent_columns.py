"""Percent columns of tables against the counts beside them and their total."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simpul.checking.columns import Column, Shape, shape
from simpul.checking.documents import Document, Table
from simpul.checking.finding import Check, Finding, Severity, in_each
from simpul.checking.rounding import counts_that_fit, meets
from simpul.checking.telling import Figure, Figures, tell

_PERCENT = re.compile(r"%|persen|percent", re.I)


def look(document: Document) -> Iterator[Finding]:
    for table in document.tables:
        seen = shape(table, document.marks[document.language])
        for column in seen.columns:
            if _PERCENT.search(column.header) or all(value.percent for value in column.values.values()):
                counts = _base(seen, column)
                if counts:
                    yield from _against(table, seen, column, *counts)


def _base(seen: Shape, shares: Column) -> tuple[Column, float] | None:
    """The column of counts whose shares these are, with its total: most of the rows must say so."""
    for counts in reversed([each for each in seen.columns if each.index < shares.index and not each.is_rate]):
        rows = _rows(seen, counts, shares)
        totals = [counts.values[row].value for row in seen.totals() if row in counts.values]
        for total in (*totals, sum(counts.values[row].value for row in rows)):
            fitting = sum(_fits(counts, shares, row, total) for row in rows)
            if total > 0 and len(rows) >= 3 and fitting >= max(2, 0.6 * len(rows)):
                return counts, total
    return None


def _rows(seen: Shape, counts: Column, shares: Column) -> list[int]:
    left_out = seen.subtotals()
    return [row for row in shares.values if row in counts.values and row not in left_out]


def _fits(counts: Column, shares: Column, row: int, total: float) -> bool:
    share, printed = 100 * counts.values[row].value / total if total else 0.0, shares.values[row]
    half = 0.5 * 10**-printed.decimals
    return meets(share, share, printed.value - half, printed.value + half)


def _against(table: Table, seen: Shape, shares: Column, counts: Column, total: float) -> Iterator[Finding]:
    decimals = max(value.decimals for value in shares.values.values())
    for row in _rows(seen, counts, shares):
        printed, count = shares.values[row], counts.values[row]
        right = 100 * count.value / total
        if _fits(counts, shares, row, total) or abs(right - printed.value) <= 10**-decimals:
            continue  # a unit in the last place is how percent columns are made to add up to 100
        figures: Figures = {
            "k": Figure(count.value, count.decimals),
            "n": Figure(total),
            "r": Figure(right, decimals),
            "p": Figure(printed.value, printed.decimals),
        }
        fits = counts_that_fit(
            printed.value - 0.5 * 10**-decimals, printed.value + 0.5 * 10**-decimals, total
        )[:1]
        told = tell(("{r} %", "{r}%"), **figures)
        if fits:
            more = tell(("; atau {f}", "; or {f}"), f=float(fits[0]))
            told = told[0] + more[0], told[1] + more[1]
        yield Finding(
            "percent_column", Severity.error, printed.cell.place, " | ".join(cell.text for cell in table.rows[row] if cell.text),
            tell(("{k}/{n} = {r} %, bukan {p} %", "{k}/{n} = {r}%, not {p}%"), **figures), told,
        )  # fmt: skip


CHECK = Check(
    ("kolom persentase", "percent columns"),
    {
        "percent_column": (
            "persentase tidak cocok dengan jumlah di sebelahnya",
            "percentage does not fit the count beside it",
        )
    },
    in_each(look),
)
