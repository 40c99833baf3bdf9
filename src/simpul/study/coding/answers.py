"""What coders filled in, read back from their sheets; what cannot be read is named by its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from simpul.study.coding.books import BETWEEN, Book, Variable
from simpul.study.coding.sampling import Sample
from simpul.study.coding.sheets import ADJUDICATION, CODING, DECISION, KEY, QUESTION
from simpul.study.request import StudyProblem

ANSWERS: dict[str, pl.DataType | type[pl.DataType]] = {
    "key": pl.String,
    "variable": pl.String,
    "coder": pl.String,
    "code": pl.String,  # several joined by |, in the order given
}
SEPARATORS = re.compile(r"[|;,]")


@dataclass
class Refused:
    """A cell that holds no code: file, cell, what stands there."""

    file: str
    cell: str
    value: str


@dataclass
class Answers:
    """`rows` of ANSWERS, by key, variable and coder; the coders in order; and the cells that were refused."""

    rows: pl.DataFrame
    coders: tuple[str, ...]
    refused: list[Refused] = field(default_factory=list)


def read_answers(sample: Sample) -> Answers:
    """All sheets `coder-*.xlsx` in the sample's folder.

    A cell may hold the entry of the list, the code or its name. Raises StudyProblem where there is no sheet, a sheet cannot be
    read, lacks a column, or belongs to another sample.
    """
    paths = sorted(sample.root.glob("coder-*.xlsx"))
    if not paths:
        raise StudyProblem(
            f"Tidak ada lembar coder-*.xlsx di {sample.root}. Taruh kembali lembar yang sudah diisi di sana.",
            f"There is no sheet coder-*.xlsx in {sample.root}. Put the sheets that were filled in back there.",
        )
    found, refused = [], []
    for path in paths:
        coder = path.stem.removeprefix("coder-")
        for line, row in _rows(path, sample, _columns(sample.book)):
            for variable in sample.book:
                cells = {name: row[name] for name in _columns((variable,))}
                codes = [_code(variable, cell) for cell in cells.values()]
                refused += [
                    Refused(path.name, f"{name}, baris/row {line}", str(cell))
                    for (name, cell), code in zip(cells.items(), codes, strict=True)
                    if code is None and _text(cell)
                ]
                if given := dict.fromkeys(code for code in codes if code):
                    found.append((row[KEY], variable.name, coder, BETWEEN.join(given)))
    rows = pl.DataFrame(found, schema=ANSWERS, orient="row").sort("key", "variable", "coder")
    return Answers(rows, tuple(path.stem.removeprefix("coder-") for path in paths), refused)


def read_decisions(sample: Sample) -> tuple[dict[tuple[str, str], str], list[Refused]]:
    """What was decided, by key and variable, and the cells refused; nothing where no sheet of decisions was written."""
    path = sample.root / ADJUDICATION
    if not path.exists():
        return {}, []
    variables = {one.name: one for one in sample.book}
    decided, refused = {}, []
    for line, row in _rows(path, sample, [QUESTION, DECISION]):
        variable = variables.get(row[QUESTION])
        parts = [part for part in _parts(row[DECISION], variable) if part]
        codes = [_code(variable, part) if variable else None for part in parts]
        if parts and (None in codes or (variable and len(codes) > variable.most)):
            refused.append(Refused(path.name, f"{DECISION}, baris/row {line}", _text(row[DECISION])))
        elif parts and variable:
            decided[row[KEY], variable.name] = BETWEEN.join(dict.fromkeys(code for code in codes if code))
    return decided, refused


def _parts(cell: Any, variable: Variable | None) -> list[str]:
    text = _text(cell)
    many = variable is not None and variable.most > 1 and _code(variable, text) is None
    return [part.strip() for part in SEPARATORS.split(text)] if many else [text]


def _columns(book: Book) -> list[str]:
    return [
        f"{one.name}_{turn + 1}" if one.most > 1 else one.name for one in book for turn in range(one.most)
    ]


def _rows(path: Path, sample: Sample, needed: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows of a sheet that belong to the sample, with their number; titles are read by what stands in brackets."""
    table = _sheet(path)
    heads = [_head(cell) for cell in table[0]] if table else []
    lacking = [name for name in (KEY, *needed) if name not in heads]
    if lacking:
        names = ", ".join(lacking)
        raise StudyProblem(
            f"{path.name} tidak punya kolom {names}. Jangan mengganti judul kolom; salin isinya ke lembar semula.",
            f"{path.name} lacks the columns {names}. Do not change titles; copy what was filled in to the original sheet.",
        )
    known, seen = set(sample.rows["key"]), set()
    for line, cells in enumerate(table[1:], 2):
        row = dict(zip(heads, cells, strict=False))
        key = _text(row[KEY])
        if not key:
            continue
        again = (key, _text(row.get(QUESTION)))
        if key not in known or again in seen:
            why = ("ganda", "doubled") if again in seen else ("bukan dari contoh teks ini", "not of this sample")  # fmt: skip
            raise StudyProblem(
                f"{path.name}, baris {line}: kunci {key} {why[0]}. Perbaiki atau hapus barisnya.",
                f"{path.name}, row {line}: the key {key} is {why[1]}. Correct or delete the row.",
            )
        seen.add(again)
        yield line, row | {KEY: key}


def _sheet(path: Path) -> list[tuple[Any, ...]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book[CODING] if CODING in book.sheetnames else book[book.sheetnames[0]]
        table = list(sheet.iter_rows(values_only=True))
        book.close()
    except Exception as problem:  # whatever a broken file makes openpyxl raise
        raise StudyProblem(
            f"{path.name} tidak dapat dibaca: {problem}. Simpan lagi sebagai XLSX tanpa kata sandi.",
            f"{path.name} cannot be read: {problem}. Save it again as XLSX without a password.",
        ) from problem
    return table


def _head(cell: Any) -> str:
    text = _text(cell)
    found = re.search(r"\[(\w+)\]\s*$", text)
    return found[1] if found else text


def _text(cell: Any) -> str:
    """A cell as it reads; a spreadsheet may have made a number of the code."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip().lstrip("'")


def _code(variable: Variable, cell: Any) -> str | None:
    text = _text(cell).casefold()
    return _spellings(variable).get(text) or _spellings(variable).get(text.partition(" · ")[0])


def _spellings(variable: Variable) -> Mapping[str, str]:
    names = {name.casefold(): one.code for one in variable.codes for name in one.name}
    return names | {one.code.casefold(): one.code for one in variable.codes}
