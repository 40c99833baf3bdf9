"""What came in, as pages show it: batches in words, and what was refused with its reason and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from simpul.corpus.file_names import file_names, with_names
from simpul.corpus.gaps import joined, told
from simpul.corpus.shortcomings import by_code, reject_table
from simpul.corpus.store import Batch, Store

HOLDS: dict[str, Promise] = {  # tables whose rows people count
    "posts": _("kiriman"),
    "observations": _("angka"),
    "accounts": _("akun"),
    "actors": _("responden"),
    "survey_ties": _("hubungan"),
}


@dataclass(frozen=True)
class Line:
    """One batch: its file (a chat's by its batch, since such files are named after people), and what it holds."""

    id: str
    file: str
    format: str
    holds: list[tuple[int, Promise]]
    refused: int
    imported: datetime | None
    gaps: list[str]
    failed: bool


def lines(store: Store, batches: Sequence[Batch]) -> list[Line]:
    english = get_language() == "en"
    names = file_names(store, batches) if batches else {}
    return [
        Line(
            batch.id, names[batch.id], batch.reader,
            [(batch.rows[table], name) for table, name in HOLDS.items() if batch.rows.get(table)],
            batch.rows.get("rejects", 0), datetime.fromisoformat(batch.imported) if batch.imported else None,
            [told(gap)[english] for gap in joined(batch.gaps) if gap.of], batch.failed,
        )
        for batch in batches
    ]  # fmt: skip


def batches_of(store: Store, ids: Iterable[str]) -> list[Batch]:
    """Those that are still in the corpus."""
    return [store.get(id) for id in ids if store.has(id)]


def came_in(batch: Batch) -> bool:
    """Whether anything of a file is in the corpus; a file that was refused wholly left its reasons only."""
    return not batch.rows.get("rejects") or any(
        rows for table, rows in batch.rows.items() if table != "rejects"
    )


def refused(store: Store, ids: Sequence[str]) -> list[dict[str, Any]]:
    """What was refused, a line per reason and column, the most frequent first, with advice."""
    return by_code(_rejects(store, ids), _language()).to_dicts()


def reject_rows(store: Store, ids: Sequence[str]) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    """Head and rows of the whole list."""
    table = reject_table(_rejects(store, ids), _language())
    return table.columns, table.iter_rows()


def wants(store: Store, ids: Sequence[str], code: str) -> bool:
    """Whether something was refused only because nobody said what the form asks: why chats may be read, how dates are written."""
    return not _rejects(store, ids).filter(code=code).is_empty()


def _rejects(store: Store, ids: Sequence[str]) -> pl.DataFrame:
    found = store.scan("rejects").filter(pl.col("batch").is_in(list(ids)))
    order = ("file", "row", "column", "code")
    return with_names(found.sort(*order, maintain_order=True).collect(), store)


def _language() -> str:
    return "en" if get_language() == "en" else "id"


def reload_when(response: HttpResponse, over: bool) -> HttpResponse:
    """Has htmx load the page anew once the work that it watches is over."""
    if over:
        response["HX-Refresh"] = "true"
    return response
