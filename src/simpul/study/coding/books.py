"""Code books: which questions coders answer about a text, and which codes they choose from."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from simpul.measures.agreement import Metric
from simpul.study.request import StudyProblem

COLUMNS = (
    "variable", "title", "title_en", "question", "question_en", "metric", "most", "code", "name", "name_en",
    "definition", "definition_en", "source",
)  # fmt: skip
REQUIRED = ("variable", "code", "name")
METRICS: tuple[Metric, ...] = get_args(Metric)
NUMERIC = ("interval", "ratio")
BETWEEN = "|"  # several codes of one answer
MOST = 5  # codes of one answer


@dataclass(frozen=True)
class Code:
    """One answer: `name` and `definition` in Indonesian and English."""

    code: str
    name: tuple[str, str]
    definition: tuple[str, str]


@dataclass(frozen=True)
class Variable:
    """One question. `most` is how many codes an answer may have; ordinal codes stand in their order."""

    name: str
    title: tuple[str, str]
    question: tuple[str, str]
    metric: Metric
    most: int
    codes: tuple[Code, ...]
    source: str

    def value(self, code: str) -> float:
        """The code as a number for α: itself on numeric scales, else its place in the book."""
        return float(code) if self.metric in NUMERIC else float(self.places[code])

    @property
    def places(self) -> dict[str, int]:
        return {one.code: place for place, one in enumerate(self.codes)}


Book = tuple[Variable, ...]


def shipped() -> tuple[str, ...]:
    """The names of the code books that come with Simpul."""
    return tuple(sorted(path.name.removesuffix(".csv") for path in _folder().iterdir() if path.name.endswith(".csv")))  # fmt: skip


def read_book(*sources: str) -> Book:
    """The questions of one or more code books: names of shipped ones, or CSV and XLSX files with the columns `COLUMNS`.

    Raises StudyProblem for a book that is not there or cannot be used, naming its row.
    """
    found: dict[str, Variable] = {}
    for source in sources:
        for variable in _variables(source):
            if variable.name in found:
                raise StudyProblem(
                    f"Pertanyaan {variable.name} ada di dua buku kode. Pakai satu saja.",
                    f"The question {variable.name} stands in two code books. Use one of them.",
                )
            found[variable.name] = variable
    return tuple(found.values())


def to_csv(book: Book) -> str:
    """The book as a CSV that `read_book` takes."""
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(book))
    return told.getvalue()


def rows(book: Book) -> list[tuple[Any, ...]]:
    """The book as rows of `COLUMNS`, one for each code."""
    return [
        (one.name, *one.title, *one.question, one.metric, one.most, code.code, *code.name, *code.definition, one.source)
        for one in book
        for code in one.codes
    ]  # fmt: skip


def _folder() -> Any:
    return resources.files("simpul.data").joinpath("codebooks")


def _variables(source: str) -> list[Variable]:
    table = _table(source)
    lacking = [name for name in REQUIRED if name not in (table[0] if table else {})]
    if lacking:
        names = ", ".join(lacking)
        raise StudyProblem(
            f"Buku kode {source} kosong atau tidak punya kolom {names}. Contohnya: `simpul code book issue --out buku.csv`.",
            f"The code book {source} is empty or lacks the columns {names}. For an example: `simpul code book issue --out book.csv`.",
        )
    blocks: dict[str, list[dict[str, str]]] = {}
    for number, row in enumerate(table, 2):
        _check(source, number, row)
        blocks.setdefault(row["variable"], []).append(row)
    return [_variable(source, name, block) for name, block in blocks.items()]


def _table(source: str) -> list[dict[str, str]]:
    if source in shipped():
        return _csv(_folder().joinpath(f"{source}.csv").read_text("utf-8"))
    path = Path(source)
    if not path.is_file():
        names = ", ".join(shipped())
        raise StudyProblem(
            f"Tidak ada buku kode {source}. Yang tersedia: {names}; atau sebutkan berkas CSV atau XLSX.",
            f"There is no code book {source}. There are: {names}; or name a CSV or XLSX file.",
        )
    try:
        return _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path.read_bytes().decode("utf-8-sig"))
    except Exception as problem:  # whatever a broken file makes its reader raise
        raise StudyProblem(
            f"Buku kode {path} tidak dapat dibaca: {problem}. Simpan sebagai CSV UTF-8 atau XLSX.",
            f"The code book {path} cannot be read: {problem}. Save it as UTF-8 CSV or XLSX.",
        ) from problem


def _csv(text: str) -> list[dict[str, str]]:
    told = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    return _trimmed(told)


def _xlsx(path: Path) -> list[dict[str, str]]:
    import polars as pl

    return _trimmed(pl.read_excel(path, infer_schema_length=0).iter_rows(named=True))


def _trimmed(table: Any) -> list[dict[str, str]]:
    cells = [{str(name).strip(): str(cell or "").strip() for name, cell in row.items()} for row in table]
    return [row for row in cells if any(row.values())]


def _check(source: str, number: int, row: dict[str, str]) -> None:
    if not re.fullmatch(r"[a-z][a-z_0-9]*", row["variable"]):
        _bad(source, number, "variable", "huruf kecil, angka, dan _", "small letters, digits and _")
    if not row["code"] or not row["name"] or BETWEEN in row["code"] or " " in row["code"]:
        _bad(source, number, "code, name", f"kode tanpa spasi dan {BETWEEN}, dan nama", f"a code without blank and {BETWEEN}, and a name")  # fmt: skip
    if row.get("metric", "") not in ("", *METRICS):
        _bad(source, number, "metric", ", ".join(METRICS), ", ".join(METRICS))
    if row.get("metric") in NUMERIC and not re.fullmatch(r"-?\d+(\.\d+)?", row["code"]):
        _bad(source, number, "code", "angka untuk skala interval dan ratio", "a number on interval and ratio scales")  # fmt: skip
    if row.get("most", "") not in ("", *map(str, range(1, MOST + 1))):
        _bad(source, number, "most", f"1 sampai {MOST}", f"1 to {MOST}")


def _variable(source: str, name: str, block: list[dict[str, str]]) -> Variable:
    codes = [row["code"] for row in block]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice or len(codes) < 2:
        raise StudyProblem(
            f"Buku kode {source}, pertanyaan {name}: perlu sedikitnya dua kode yang berbeda; ganda: {', '.join(twice) or '–'}.",
            f"Code book {source}, question {name}: at least two different codes are needed; doubled: {', '.join(twice) or '–'}.",
        )
    first = block[0]
    metric: Any = first.get("metric") or "nominal"
    return Variable(
        name=name, title=_pair(first, "title", name), question=_pair(first, "question"), metric=metric, most=int(first.get("most") or 1),
        codes=tuple(Code(row["code"], _pair(row, "name"), _pair(row, "definition")) for row in block),
        source=first.get("source", ""),
    )  # fmt: skip


def _pair(row: dict[str, str], name: str, default: str = "") -> tuple[str, str]:
    told = row.get(name) or default
    return told, row.get(f"{name}_en") or told


def _bad(source: str, number: int, column: str, id: str, en: str) -> None:
    raise StudyProblem(
        f"Buku kode {source}, baris {number}, kolom {column}: isi dengan {id}.",
        f"Code book {source}, row {number}, column {column}: fill in {en}.",
    )
