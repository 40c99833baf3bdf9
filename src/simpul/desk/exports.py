"""Tables that leave the desk: cells that a spreadsheet would run as a formula leave as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "|", "＝", "＋", "－", "＠")


def inert(cell: object) -> object:
    """A text that begins like a formula gets an apostrophe in front; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(RISKY):
        return "'" + cell
    return cell


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Rows as CSV, a line at a time; begins with the mark by which Excel knows UTF-8."""
    kept = io.StringIO()
    writer = csv.writer(kept)
    yield "\ufeff"
    for row in rows:
        writer.writerow([inert(cell) for cell in row])
        yield kept.getvalue()
        kept.seek(0)
        kept.truncate()
