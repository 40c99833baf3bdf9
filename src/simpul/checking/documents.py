"""What a file holds, as a checker sees it: paragraphs and tables, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from simpul.checking.numbers import Number, find_numbers
from simpul.checking.sentences import language_of, split_sentences

Pair = tuple[str, str]  # Indonesian, English
Kind = Literal["text", "heading", "item", "cell"]


@dataclass(frozen=True)
class Place:
    """Where something stands: the file's name, and the line, paragraph or cell as a person looks for it."""

    file: str
    where: Pair

    @classmethod
    def line(cls, file: str, number: int) -> Place:
        return cls(file, (f"baris {number}", f"line {number}"))

    @classmethod
    def paragraph(cls, file: str, number: int) -> Place:
        return cls(file, (f"paragraf {number}", f"paragraph {number}"))

    @classmethod
    def cell(cls, file: str, table: Pair, row: int, column: int) -> Place:
        return cls(
            file, (f"{table[0]}, baris {row}, kolom {column}", f"{table[1]}, row {row}, column {column}")
        )


@dataclass(frozen=True)
class Sentence:
    text: str
    place: Place
    decimal: Literal[",", "."] = ","

    @cached_property
    def numbers(self) -> list[Number]:
        return find_numbers(self.text, self.decimal)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, a heading, an item of a list, or a cell with running text. `indent` counts leading spaces."""

    text: str
    place: Place
    kind: Kind = "text"
    indent: int = 0

    @cached_property
    def language(self) -> Literal["id", "en", ""]:
        return language_of(self.text)

    @cached_property
    def sentence_texts(self) -> list[str]:
        return split_sentences(self.text)


@dataclass(frozen=True)
class Cell:
    """A cell as it is seen (`text`), with the number it holds if the file keeps numbers as numbers.

    `fault` names what is wrong with it as a cell: `error` (a formula that ends in #REF! and the like), `uncalculated` (a formula
    whose result the file does not hold), `text_number` (a number kept as text in a workbook).
    """

    text: str
    place: Place
    value: float | None = None
    fault: Literal["", "error", "uncalculated", "text_number"] = ""
    formula: str = ""


@dataclass(frozen=True)
class Table:
    rows: list[list[Cell]]
    title: str = ""


@dataclass(frozen=True)
class Document:
    name: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @cached_property
    def language(self) -> Literal["id", "en"]:
        """The language of most of its text; Indonesian where it cannot be told."""
        length = {"id": 0, "en": 0, "": 0}
        for paragraph in self.paragraphs:
            length[paragraph.language] += len(paragraph.text)
        return "en" if length["en"] > length["id"] else "id"

    @cached_property
    def marks(self) -> dict[str, Literal[",", "."]]:
        """The decimal mark of each language in this document: what most of its unambiguous numbers have."""
        from simpul.checking.marks import decimal_marks

        return decimal_marks(self)

    def language_at(self, paragraph: Paragraph) -> Literal["id", "en"]:
        return paragraph.language or self.language

    @cached_property
    def sentences(self) -> list[list[Sentence]]:
        """The sentences of each paragraph that is not a heading, and of each cell that holds running text."""
        running = [
            Paragraph(cell.text, cell.place, "cell")
            for table in self.tables for row in table.rows for cell in row if len(cell.text.split()) >= 6
        ]  # fmt: skip
        return [
            list(self._sentences(each)) for each in (*self.paragraphs, *running) if each.kind != "heading"
        ]

    def _sentences(self, paragraph: Paragraph) -> Iterator[Sentence]:
        decimal = self.marks[self.language_at(paragraph)]
        for text in paragraph.sentence_texts:
            yield Sentence(text, paragraph.place, decimal)
