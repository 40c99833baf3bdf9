"""Column names of exports in several interface languages, as data (`data/headers.csv`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

import polars as pl

UNUSED = "-"  # a column that the format is known to have and that no record needs


def fields(form: str, columns: Iterable[str]) -> dict[str, str]:
    """Field → column of the file, by the format's header dictionary; of two columns for one field the first counts.

    Case, accents' encoding, punctuation and blanks make no difference; the position of a column neither.
    """
    known = _dictionary(form)
    found: dict[str, str] = {}
    for column in columns:
        field = known.get(_plain(column), UNUSED)
        if field != UNUSED:
            found.setdefault(field, column)
    return found


def names(form: str, field: str) -> str:
    """What the format calls a field, in English and in Indonesian where the dictionary has both: `Post ID | ID Postingan`."""
    known = _table().filter(format=form, field=field).sort(pl.col("language") != "en", maintain_order=True)
    firsts = known.filter(pl.col("language").is_in(["en", "id"])).unique(
        "language", keep="first", maintain_order=True
    )
    return " | ".join(firsts["header"].unique(maintain_order=True))


def unknown(form: str, columns: Iterable[str]) -> list[str]:
    """The columns that the format's dictionary does not have, in the file's order."""
    return [column for column in columns if _plain(column) not in _dictionary(form)]


def unknown_note(form: str, columns: Iterable[str]) -> list[tuple[str, str]]:
    """A note that names the columns which were not read; empty if there are none."""
    names = ", ".join(unknown(form, columns))
    return [(f"Kolom yang tidak dibaca: {names}.", f"Columns not read: {names}.")] if names else []


def spellings(form: str, field: str) -> list[str]:
    """All headers that the dictionary has for a field of the format, in any language."""
    return _table().filter(format=form, field=field)["header"].to_list()


def pick(form: str, rows: pl.DataFrame, found: dict[str, str]) -> pl.DataFrame:
    """`row` and all fields of the format as columns; those that the file does not have are null."""
    absent = set(_dictionary(form).values()) - set(found) - {UNUSED}
    return rows.select(
        "row",
        *(pl.col(column).alias(field) for field, column in found.items()),
        *(pl.lit(None, pl.String).alias(field) for field in sorted(absent)),
    )


@cache
def _dictionary(form: str) -> dict[str, str]:
    rows = _table().filter(format=form).select("header", "field").rows()
    return {_plain(header): field for header, field in rows}


@cache
def _table() -> pl.DataFrame:
    with resources.as_file(resources.files("simpul") / "data" / "headers.csv") as path:
        return pl.read_csv(path)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(re.sub(r"[^\w]+", " ", folded.replace("_", " ")).split())
