"""What programmes there are, for whom, and where to complain: dated facts that a city checks before it tells them to people."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path

import polars as pl

from simpul.report.refusals import ReportProblem

NEEDED = ("code", "name", "who", "valid_from", "valid_to")
CHECK = {
    "checked_by": pl.String,
    "checked_on": pl.String,
}  # filled in by the office that knows; empty as shipped


def programmes(on: date, place: str | None = None, file: Path | None = None) -> pl.DataFrame:
    """Programmes in force on a day at a place (Kemendagri code), as in `data/programmes.csv`, with `checked_by` and `checked_on`.

    `file` is the city's own copy of that table, where an office wrote who checked a row and when. Of a kelurahan, what is for
    villages (`area` desa) is left out; what names a place is for places below it only. Raises ReportProblem for a file that is not
    such a table.
    """
    table = _read(file) if file else _shipped("programmes")
    table = table.with_columns(pl.lit("").alias(name) for name in CHECK if name not in table.columns)
    return _in_force(table, on, place).filter(pl.col("area") != "desa")


def complaint_channels(on: date, place: str | None = None) -> pl.DataFrame:
    """Where to complain: `name` and `how`, the city's own channel first."""
    return _in_force(_shipped("complaint_channels"), on, place).sort(
        pl.col("place").str.len_chars(), descending=True, maintain_order=True
    )


def write_copy(file: Path) -> None:
    """The shipped table with the two columns to be filled in, for the city to check; a file that is there is left alone."""
    if file.exists():
        return
    table = _shipped("programmes").with_columns(pl.lit("").alias(name) for name in CHECK)
    table.write_csv(file, include_bom=True)  # a spreadsheet then reads it as UTF-8


def checked(table: pl.DataFrame) -> bool:
    """Whether an office checked every one of these rows."""
    return table.height > 0 and bool((table["checked_by"] != "").all())


def rows_of(file: Path) -> list[Mapping[str, str]]:
    """The rows of a CSV that went through a spreadsheet: comma, semicolon or tab, with or without a mark of its encoding."""
    text = file.read_text("utf-8-sig")
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    found = csv.DictReader(text.splitlines(keepends=True), delimiter=separator)
    return [{key.strip(): (value or "").strip() for key, value in row.items() if key} for row in found]


def _read(file: Path) -> pl.DataFrame:
    shipped = _shipped("programmes")
    try:
        rows = rows_of(file)
    except UnicodeDecodeError as fault:
        raise ReportProblem.of("not_text", file=file) from fault
    absent = [name for name in NEEDED if not rows or name not in rows[0]]
    if absent:
        raise ReportProblem.of("programme_columns", file=file, columns=", ".join(absent))
    names = [*shipped.columns, *CHECK]
    return pl.DataFrame(
        [[row.get(name, "") for name in names] for row in rows],
        schema=dict.fromkeys(names, pl.String), orient="row",
    )  # fmt: skip


def _in_force(table: pl.DataFrame, on: date, place: str | None) -> pl.DataFrame:
    day = on.isoformat()
    since = (pl.col("valid_from") == "") | (pl.col("valid_from") <= day)
    until = (pl.col("valid_to") == "") | (pl.col("valid_to") >= day)
    here = pl.col("place") == ""
    if place is not None:
        here = here | pl.lit(place).str.starts_with(pl.col("place"))
    return table.filter(since & until & here)


def _shipped(name: str) -> pl.DataFrame:
    content = resources.files("simpul.data").joinpath(f"{name}.csv").read_bytes()
    return pl.read_csv(content, infer_schema=False).with_columns(pl.all().fill_null(""))
