"""Sheets that people fill in: one for each coder, and one on which the texts they disagree about are decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import polars as pl

from simpul.corpus.inert import WORKBOOK
from simpul.study.coding.books import BETWEEN, Book, Variable
from simpul.study.folder import Folder

CODING, BOOK, LISTS = "kode", "buku_kode", "pilihan"
KEY, CONTEXT, TEXT, SOURCE, NOTE, QUESTION, DECISION = (
    "kunci", "konteks", "teks", "sumber", "catatan", "pertanyaan", "keputusan",
)  # fmt: skip
CODERS = ascii_uppercase[:12]
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 a fixed time in the file's properties keeps its bytes the same
WIDTHS = {KEY: 10, CONTEXT: 40, TEXT: 70, SOURCE: 10, NOTE: 30, QUESTION: 16}
ADJUDICATION = "adjudication.xlsx"


def sheet_name(coder: str) -> str:
    return f"coder-{coder}.xlsx"


def header(variable: Variable, turn: int = 0) -> str:
    """What stands over a column of answers; the part in brackets is what is read back."""
    number = f"_{turn + 1}" if variable.most > 1 else ""
    return f"{variable.title[0]} [{variable.name}{number}]"


def write_coding(root: Path, book: Book, texts: pl.DataFrame, coders: Sequence[str]) -> list[Path]:
    """Writes a sheet for each coder into `root`; returns the paths. `texts` has key, source, context and text, in order.

    No label of the model is on it, so that nobody codes after it. No cell is a formula or a link, whatever the texts hold.
    """
    answers = [(one, turn) for one in book for turn in range(one.most)]
    heads = [KEY, SOURCE, CONTEXT, TEXT, *(header(*one) for one in answers), NOTE]
    written = []
    for coder in coders:
        with Folder(root).whole(sheet_name(coder)) as path, _Workbook(path, book) as made:
            sheet = made.sheet(CODING, heads, fixed=4)
            for line, row in enumerate(texts.iter_rows(named=True), 1):
                made.texts(sheet, line, [row[name] for name in ("key", "source", "context", "text")])
            for place, (variable, _) in enumerate(answers, 4):
                made.choose(sheet, 1, texts.height, place, variable)
        written.append(root / sheet_name(coder))
    return written


def write_adjudication(root: Path, book: Book, disputed: pl.DataFrame, coders: Sequence[str]) -> Path:
    """Writes the sheet of answers that differ: one row for a text and question, with a column for each coder and one to decide in.

    `disputed` has key, context, text, variable, and a column for each coder.
    """
    variables = {one.name: one for one in book}
    heads = [KEY, QUESTION, CONTEXT, TEXT, *coders, DECISION, NOTE]
    with Folder(root).whole(ADJUDICATION) as path, _Workbook(path, book) as made:
        sheet = made.sheet(CODING, heads, fixed=4 + len(coders))
        for line, row in enumerate(disputed.iter_rows(named=True), 1):
            variable = variables[row["variable"]]
            answers = [_named(variable, row[coder]) for coder in coders]
            made.texts(sheet, line, [row["key"], variable.name, row["context"], row["text"], *answers])
            if variable.most == 1:
                made.choose(sheet, line, line, 4 + len(coders), variable)
    return root / ADJUDICATION


def choice(variable: Variable, code: str) -> str:
    """A code as it stands in the drop-down list."""
    return f"{code} · {variable.codes[variable.places[code]].name[0]}"


def _named(variable: Variable, answer: str | None) -> str:
    codes = answer.split(BETWEEN) if answer else []
    return "; ".join(choice(variable, code) for code in codes)


class _Workbook:
    """A workbook with a sheet to fill in, the code book, and the hidden lists behind the drop-downs."""

    def __init__(self, path: Path, book: Book):
        import xlsxwriter

        self.file = xlsxwriter.Workbook(path, WORKBOOK)
        self.file.set_properties({"created": MADE})
        self.book = book
        self.head = self.file.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "text_wrap": True, "valign": "top"})  # fmt: skip
        self.asked = self.file.add_format({"bold": True, "bg_color": "#FFE699", "bottom": 1, "text_wrap": True, "valign": "top"})  # fmt: skip
        self.inert = self.file.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True, "num_format": "@"})  # fmt: skip
        self.open = self.file.add_format({"text_wrap": True, "valign": "top", "locked": False, "num_format": "@"})  # fmt: skip

    def __enter__(self) -> _Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self._book()
        self._lists()
        self.file.close()

    def sheet(self, name: str, heads: Sequence[str], fixed: int) -> Any:
        """A protected sheet whose columns after the first `fixed` can be filled in; widths may be changed, rows sorted by hand."""
        sheet = self.file.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for place, head in enumerate(heads):
            asked = place >= fixed and head != NOTE
            sheet.write_string(0, place, head, self.asked if asked else self.head)
            sheet.set_column(place, place, WIDTHS.get(head, 24), self.open if place >= fixed else None)
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        return sheet

    def texts(self, sheet: Any, line: int, cells: Sequence[str | None]) -> None:
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell or "", self.inert)

    def choose(self, sheet: Any, first: int, last: int, place: int, variable: Variable) -> None:
        """Cells in which one of the variable's codes is to be chosen."""
        column = self.book.index(variable)
        end = len(variable.codes)
        sheet.data_validation(first, place, last, place, {
            "validate": "list", "source": f"={LISTS}!${_letter(column)}$2:${_letter(column)}${end + 1}",
            "input_title": variable.title[0][:32], "input_message": variable.question[0][:255],
            "error_message": "Pilih dari daftar.",
        })  # fmt: skip

    def _book(self) -> None:
        sheet = self.file.add_worksheet(BOOK)
        for place, (head, width) in enumerate([("pertanyaan", 22), ("kode", 14), ("nama", 34), ("aturan", 100)]):  # fmt: skip
            sheet.write_string(0, place, head, self.head)
            sheet.set_column(place, place, width)
        line = 1
        for variable in self.book:
            self.texts(sheet, line, [variable.title[0], "", "", variable.question[0]])
            for line, code in enumerate(variable.codes, line + 1):  # noqa: B020 goes on from the question's line
                self.texts(sheet, line, [variable.name, code.code, code.name[0], code.definition[0]])
            line += 2

    def _lists(self) -> None:
        sheet = self.file.add_worksheet(LISTS)
        sheet.hide()
        for place, variable in enumerate(self.book):
            sheet.write_string(0, place, variable.name)
            for line, code in enumerate(variable.codes, 1):
                sheet.write_string(line, place, choice(variable, code.code))


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
