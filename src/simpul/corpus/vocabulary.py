"""The words in which people fill in forms: question names and answer choices, in Indonesian and English, as data."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import Any

import polars as pl

CODE_BOOKS = {
    "issue": "issues.csv",
    "need": "needs.csv",
    "urusan": "urusan.csv",
}  # vocabularies whose codes and names are kept there


def plain(text: str) -> str:
    """A name or an answer in the one spelling used to compare: lower case, no numbering, no closing punctuation.

    `"3. Kelurahan_tempat tinggal?"` and `"kelurahan tempat tinggal"` are the same; so are an en dash and a hyphen, and
    `18-24 tahun` and `18-24`.
    """
    text = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    text = re.sub(r"[‐-―]", "-", text)
    text = re.sub(r"^\s*\d{1,3}[a-z]?[.)]\s+", "", text)
    text = re.sub(r"(\d)\s*-\s*(\d)", r"\1-\2", text)
    text = re.sub(r"(?<=\d)\s+(tahun|years?)$", "", text.strip())
    return " ".join(text.split()).strip(" ?:*.!")


@cache
def choices(*fields: str) -> dict[str, str]:
    """Plain answer → canonical value of one vocabulary or of several together (`data/choices.csv`).

    The canonical value itself is an answer too, so exports with XML values and with labels read alike.
    """
    rows = _choices(fields)
    named = {plain(row["canonical"]): row["canonical"] for row in rows}
    return named | {plain(row["value"]): row["canonical"] for row in rows}


@cache
def labels(*fields: str, language: str = "id") -> dict[str, str]:
    """Canonical value → the label shown to people: the first one of the language, else the first one."""
    rows = _choices(fields)
    shown: dict[str, str] = {}
    for row in [row for row in rows if row["language"] == language] + rows:
        shown.setdefault(row["canonical"], row["value"])
    return {row["canonical"]: shown[row["canonical"]] for row in rows}


@cache
def questions() -> dict[str, str]:
    """Plain question name or label → field of the standard questionnaire (`data/questions.csv`)."""
    rows = list(_rows("questions.csv"))
    named = {plain(row["field"]): row["field"] for row in rows}
    return named | {plain(row["name"]): row["field"] for row in rows}


@cache
def question(field: str, language: str) -> str:
    """The name (`xml`) or label (`id`, `en`) by which the standard questionnaire asks for a field."""
    return next(
        row["name"] for row in _rows("questions.csv") if row["field"] == field and row["language"] == language
    )


def each_cell(cells: pl.Series, read: Callable[[str], Any], kind: Any) -> pl.Series:
    """What each cell means, as a series of the kind; `read` sees each distinct text once, and null stays null."""
    meaning = {cell: read(cell) for cell in cells.drop_nulls().unique()}
    return pl.Series(cells.name, [None if cell is None else meaning[cell] for cell in cells], dtype=kind)


def _choices(fields: tuple[str, ...]) -> list[dict[str, str]]:
    """The answers of the fields: the words of everyday speech first, then the names in the code books."""
    rows = [row for row in _rows("choices.csv") if row["field"] in fields]
    for book in (CODE_BOOKS[field] for field in fields if field in CODE_BOOKS):
        for entry in _rows(book):
            for language, column in (("id", "name"), ("en", "name_en")):
                if name := entry.get(column):
                    rows.append({"canonical": entry["code"], "language": language, "value": name})
    return rows


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = resources.files("simpul.data").joinpath(name).read_text("utf-8")
    yield from csv.DictReader(text.splitlines())
