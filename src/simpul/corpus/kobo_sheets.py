"""The tables of a KoboToolbox export: its sheets or CSV files, which of them belong together, and what each column asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import polars as pl

from simpul.corpus import tables
from simpul.corpus.companions import beside
from simpul.corpus.questionnaire import ALTERS, QUESTIONS
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.vocabulary import choices, plain, questions

META = (
    "start", "end", "today", "deviceid", "username", "phonenumber", "subscriberid", "simserial", "audit", "instanceid",
    "formhub/uuid", "formhub.uuid",
)  # fmt: skip
KOBO = {"_id", "_uuid", "_submission_time", "_validation_status", "_index", "__version__"}
PARENT = "_parent_index"
OWNER = {
    "_submission__uuid": "_uuid",
    "_submission__id": "_id",
}  # columns of a repeated part → of the main table
TABLE = "_parent_table_name"
ALTER_FIELDS = {each.field for each in ALTERS}
GENERATOR = {"alter_role", "alter_relation"}  # one of them makes a repeated part a list of people named


SEPARATORS = ("/", ".")  # between groups, as the export was set


class Asked(NamedTuple):
    """What one column asks: a field; the place of its repeat in a flattened file; and, for a 0/1 column, its answer."""

    field: str
    repeat: int | None = None
    choice: str | None = None


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of the export; `name` is that of its sheet, `label` what rejects call it, or empty for the main table."""

    name: str | None
    label: str
    rows: pl.DataFrame
    refused: pl.DataFrame

    @property
    def repeated(self) -> bool:
        return PARENT in self.rows.columns

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """Column → what it asks, for the columns that ask something known."""
        found = ((name, asks(name)) for name in self.rows.columns if name != "row")
        named = {name: asked for name, asked in found if asked}
        if not self.repeated:
            return named
        if not GENERATOR.intersection(asked.field for asked in named.values()):
            return {}  # another repeated part, such as the members of the family
        return {name: Asked("alter_place") if a.field == "place" else a for name, a in named.items()}


def parts_beside(source: Source) -> list[Source]:
    """The CSV files beside a main CSV that are repeated parts; beside a repeated part, those that are main."""
    header = tables.header(source) or []
    if tables.is_workbook(source):
        return []
    others = [(other, tables.header(other) or []) for other in beside(source)]
    if PARENT in header:
        return [other for other, names in others if is_main(names)]
    return [other for other, names in others if PARENT in names] if is_main(header) else []


def is_main(header: list[str]) -> bool:
    return PARENT not in header and len(KOBO.intersection(header)) >= 3


def belongs(sheet: Sheet, main: Sheet) -> bool:
    """Whether a repeated part belongs to this main table, by the answers that it names; a part that names none is taken."""
    for theirs, ours in OWNER.items():
        if {theirs, ours} <= {*sheet.rows.columns, *main.rows.columns}:
            return bool(sheet.rows[theirs].is_in(main.rows[ours].drop_nulls().implode()).any())
    return True


def sheets_of(source: Source, prefix: str = "") -> Iterator[Sheet]:
    names: Sequence[str | None] = tables.sheets(source) or [None]
    for name in names:
        try:
            pieces = list(tables.table(source, sheet=name))
        except FileRefused as problem:
            if name is not None and problem.code == "file_header_only":
                continue
            raise
        rows = pl.concat([frame for frame, _ in pieces])
        label = prefix or (f"{name}." if PARENT in rows.columns else "")
        refused = pl.concat([refused for _, refused in pieces])
        if prefix:
            refused = refused.with_columns(column=pl.lit(prefix.rstrip(": ")))
        yield Sheet(name, label, _untagged(rows), refused)


def _untagged(rows: pl.DataFrame) -> pl.DataFrame:
    """Without the second header row of HXL tags (`#adm4+name`) that Kobo writes on demand."""
    tags = [cell for cell in rows.drop("row").head(1).row(0) if cell] if rows.height else []
    return rows.slice(1) if tags and all(cell.startswith("#") for cell in tags) else rows


def asks(name: str) -> Asked | None:
    """What a column asks, by its name or label, whatever groups stand before it."""
    if name.startswith(("_", "meta/", "meta.")) or plain(name) in META:
        return None
    return next((asked for sign in SEPARATORS if (asked := _by_path(name, sign))), None)


def _by_path(name: str, sign: str) -> Asked | None:
    """The longest end of the path that is a question, or a question and one of its answers (which may hold a dot itself)."""
    place = re.search(rf"\[(\d+)\]{re.escape(sign)}(?!.*\[\d+\]{re.escape(sign)})", name)
    parts = (name[place.end() :] if place else name).split(sign)
    repeat = int(place[1]) if place else None
    for first in range(len(parts)):
        if field := questions().get(plain(sign.join(parts[first:]))):
            return Asked(field, repeat)
        for last in range(len(parts) - 1, first, -1):
            field = questions().get(plain(sign.join(parts[first:last])), "")
            if field and QUESTIONS[field].kind == "choices":
                answer = sign.join(parts[last:])
                return Asked(field, repeat, choices(*QUESTIONS[field].vocabulary).get(plain(answer), answer))
    return None
