"""Facts as cells: on a page, and in a file that can be read in again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from simpul.corpus.inert import WORKBOOK, inert_cell
from simpul.desk.affairs.models import Agency, Dated, Urusan
from simpul.desk.affairs.registers import Register


def cells(fact: Dated, names: Iterable[str]) -> list[str]:
    """What a page shows of these fields."""
    return [_shown(fact, name) for name in names]


def _shown(fact: Dated, name: str) -> str:
    column = fact._meta.get_field(name)
    value = getattr(fact, name)
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(column, models.Field) and column.choices:
        return str(dict(column.flatchoices)[value]) if value in dict(column.flatchoices) else str(value)
    if isinstance(value, date):
        return date_format(value, "j M Y")
    if name == "needs":
        return str(value).replace("|", ", ")
    if name == "issue":
        return _issue(value)
    if name == "need":
        from simpul.desk.needs.taxonomy import name_of

        return f"{value} {name_of(value)}"
    return str(value)


def _issue(code: str) -> str:
    from django.utils.translation import get_language

    from simpul.language.tables import issues

    names = dict(issues().select("code", "name_en" if get_language() == "en" else "name").rows())
    return f"{code} {names.get(code, '')}"


def rows(register: Register, facts: Iterable[Dated]) -> Iterator[Sequence[object]]:
    """A register as it can be read in again: its headings, then a fact a row."""
    yield register.headings
    for fact in facts:
        yield [_written(fact, name) for name in register.fields]


def workbook(register: Register, facts: Iterable[Dated]) -> bytes:
    """One sheet named like the register; texts stay texts."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **WORKBOOK}) as book:
        sheet = book.add_worksheet(register.slug[:31])
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, register.headings, bold)
        for number, fact in enumerate(facts, 1):
            for column, name in enumerate(register.fields):
                cell = inert_cell(_written(fact, name))
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, str(cell))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, 0, len(register.fields) - 1)
    return out.getvalue()


def _written(fact: Dated, name: str) -> Any:
    """A cell as the reader of files takes it back: codes instead of names, ISO dates, words for choices."""
    value = getattr(fact, name)
    if value is None:
        return ""
    if isinstance(value, Agency | Urusan):
        return value.code
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, date):
        return value.isoformat()
    return value
