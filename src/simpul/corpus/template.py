"""Blank sheets to fill in: the reference workbook, the entry sheets and the household questionnaire, in Indonesian."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from simpul.corpus.forms import EXAMPLE, NOTE, Column, Form
from simpul.corpus.inert import WORKBOOK
from simpul.corpus.questionnaire import xlsform
from simpul.corpus.readers import entry_sheets
from simpul.corpus.reference_sheets import SHEETS
from simpul.corpus.vocabulary import labels

LINES = 5_000  # rows that have drop-down lists
GUIDE = "petunjuk"
LISTS = "pilihan"
FORMATS = {
    "date": "dd mmm yyyy",
    "time": "dd mmm yyyy hh:mm",
    "count": "#,##0",
    "amount": "#,##0",
    "figure": "General",
    "year": "0",
}
WIDTH = {"date": 14, "time": 20, "count": 12, "amount": 16, "figure": 12, "year": 8}
FIRST_DAY, LAST_DAY = datetime(1950, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 cells of a sheet have no zone
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 a fixed time in the file's properties keeps its bytes the same

GENERAL = (
    "Isi mulai baris ketiga. Baris bertanda CONTOH hanya contoh: boleh dihapus, dan tidak ikut dibaca.",
    "Kolom berjudul tebal kuning wajib diisi; yang lain boleh kosong. Kosong berarti tidak diketahui, bukan nol.",
    "Tanggal: ketik seperti 05/03/2026 atau 5 Maret 2026. Angka: 7.420 atau 7420; desimal dengan koma.",
    "Jangan mengganti judul kolom atau nama lembar. Kolom “catatan” bebas dipakai dan tidak dibaca.",
    "Jangan menulis NIK, nomor KK, nomor telepon, atau nama warga.",
)


def write_templates(folder: Path) -> list[Path]:
    """Writes `referensi.xlsx`, `komentar.xlsx`, `pengikut.xlsx`, `suara.xlsx` and `kuesioner.xlsx`; returns those written.

    A file that is already there is left alone, since it may have been filled in. The folder is made if needed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    books: dict[str, Sequence[Form]] = {"referensi": SHEETS} | {
        form.id: (form,) for form in entry_sheets.SHEETS
    }
    written = []
    for name, forms in books.items():
        path = folder / f"{name}.xlsx"
        if not path.exists():
            _Workbook(path).write(forms)
            written.append(path)
    survey = folder / "kuesioner.xlsx"
    if not survey.exists():
        _write_questionnaire(survey)
        written.append(survey)
    return written


def _book(path: Path) -> Any:
    """An empty workbook in which no text becomes a formula or a link."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, WORKBOOK)
    book.set_properties({"created": MADE})
    return book


def _write_questionnaire(path: Path) -> None:
    with _book(path) as book:
        head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1})
        for name, rows in xlsform().items():
            sheet = book.add_worksheet(name)
            columns = list(dict.fromkeys(key for row in rows for key in row))
            sheet.write_row(0, 0, columns, head)
            sheet.freeze_panes(1, 0)
            for line, row in enumerate(rows, 1):
                sheet.write_row(line, 0, [row.get(column, "") for column in columns])
            for place, column in enumerate(columns):
                longest = max(len(row.get(column, "")) for row in rows)
                sheet.set_column(place, place, min(60, max(len(column), longest) + 2))


class _Workbook:
    """One workbook: a sheet per form, then the guide and the hidden lists behind the drop-downs."""

    def __init__(self, path: Path):
        self.book = _book(path)
        style = self.book.add_format
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        self.optional = style(head | {"bg_color": "#DCE6F1"})
        self.required = style(head | {"bg_color": "#FFE699"})
        self.wrapped = style({"text_wrap": True, "valign": "top"})
        self.title = style({"bold": True, "font_size": 14})
        self.section = style({"bold": True, "top": 1})
        self.lists: dict[str, str] = {}  # vocabulary → the range of its answers

    def write(self, forms: Sequence[Form]) -> None:
        with self.book:
            sheets = [self.book.add_worksheet(form.id) for form in forms]
            guide = self.book.add_worksheet(GUIDE)
            self._write_lists(forms)
            for form, sheet in zip(forms, sheets, strict=True):
                self._write_sheet(form, sheet)
            self._write_guide(forms, guide)

    def _write_sheet(self, form: Form, sheet: Any) -> None:
        sheet.freeze_panes(1, 1)
        sheet.write_string(0, 0, NOTE, self.optional)
        sheet.write_string(1, 0, EXAMPLE, self.book.add_format({"italic": True, "font_color": "#7F7F7F"}))
        sheet.set_column(0, 0, 12)
        for place, (column, cell) in enumerate(zip(form.columns, form.example, strict=True), 1):
            sheet.write_string(0, place, column.id, self.required if column.required else self.optional)
            kept = {"num_format": FORMATS.get(column.kind, "@")}
            sheet.set_column(place, place, self._width(column, cell), self.book.add_format(kept))
            example = self.book.add_format(kept | {"italic": True, "font_color": "#7F7F7F"})
            _write_cell(sheet, 1, place, column, cell, example)
            self._guard(sheet, place, column)

    def _width(self, column: Column, cell: str) -> int:
        answers = labels(column.vocabulary).values() if column.kind == "choice" else ()
        longest = max(map(len, (column.id, cell if column.kind not in WIDTH else "", *answers)))
        return max(WIDTH.get(column.kind, 10), min(longest + 2, 50))

    def _guard(self, sheet: Any, place: int, column: Column) -> None:
        """The help that shows when a cell is chosen, and what the cell may hold."""
        rule: dict[str, Any] = {"validate": "any"}
        if column.kind == "choice":
            rule = {
                "validate": "list",
                "source": self.lists[column.vocabulary],
                "error_message": "Pilih dari daftar.",
            }
        elif column.kind in ("count", "amount", "figure"):
            rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "Isi dengan angka."}
        elif column.kind in ("date", "time"):
            rule = {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY, "error_message": "Isi dengan tanggal, misalnya 5 Maret 2026."}  # fmt: skip
        rule |= {"input_title": column.id[:32], "input_message": column.help[:255], "error_type": "warning"}
        sheet.data_validation(1, place, LINES, place, rule)

    def _write_lists(self, forms: Sequence[Form]) -> None:
        names = dict.fromkeys(c.vocabulary for form in forms for c in form.columns if c.kind == "choice")
        if not names:
            return
        sheet = self.book.add_worksheet(LISTS)
        sheet.hide()
        for place, name in enumerate(names):
            answers = [
                label
                for value, label in labels(name).items()
                if not (name in ("issue", "need") and "." in value)
            ]
            sheet.write_string(0, place, name)
            sheet.write_column(1, place, answers)
            letter = chr(ord("A") + place)
            self.lists[name] = f"={LISTS}!${letter}$2:${letter}${len(answers) + 1}"

    def _write_guide(self, forms: Sequence[Form], sheet: Any) -> None:
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 10)
        sheet.set_column(2, 2, 90, self.wrapped)
        sheet.write_string(0, 0, "Petunjuk pengisian", self.title)
        for line, text in enumerate(GENERAL, 2):
            sheet.write_string(line, 0, text)
        line = len(GENERAL) + 3
        for form in forms:
            sheet.write_string(line, 0, f"Lembar {form.id}", self.section)
            sheet.write_string(line, 1, "", self.section)
            sheet.write_string(line, 2, form.purpose, self.section)
            for column in form.columns:
                line += 1
                sheet.write_string(line, 0, column.id)
                sheet.write_string(line, 1, "wajib" if column.required else "")
                sheet.write_string(line, 2, column.help)
            line += 2


def _write_cell(sheet: Any, line: int, place: int, column: Column, cell: str, style: Any) -> None:
    if not cell:
        sheet.write_blank(line, place, None, style)
    elif column.kind in ("date", "time"):
        sheet.write_datetime(line, place, datetime.fromisoformat(cell), style)
    elif column.kind in ("count", "amount", "figure", "year"):
        sheet.write_number(line, place, float(cell), style)
    else:
        sheet.write_string(line, place, cell, style)
