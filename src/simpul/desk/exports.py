"""Tables that leave the desk: cells that a spreadsheet would run as a formula leave as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from simpul.corpus.inert import inert_cell


def csv_file(rows: Iterable[Sequence[object]], name: str) -> HttpResponse:
    """Rows as a CSV to keep; begins with the mark by which Excel knows UTF-8."""
    kept = io.StringIO()
    csv.writer(kept).writerows([inert_cell(cell) for cell in row] for row in rows)
    return file(kept.getvalue().encode("utf-8-sig"), name, "text/csv; charset=utf-8")


def file(content: bytes, name: str, kind: str = "application/octet-stream") -> HttpResponse:
    """A content as a file to keep; `kind` is its media type."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
