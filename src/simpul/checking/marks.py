"""Which decimal mark a document writes, language by language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simpul.checking.not_quantities import masked
from simpul.checking.numbers import Mark, mark_of
from simpul.checking.sentences import LONGEST

if TYPE_CHECKING:
    from simpul.checking.documents import Document, Place

_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')  # a quotation keeps the marks of its own language
_PRINTED = re.compile(r"(?:(?<![\w.,▮])|(?<=Rp))\d+(?:[.,]\d+)+(?![\w▮])")


def printed(document: Document) -> Iterator[tuple[str, str, str, Place]]:
    """Language, printed number, the text around it and its place, for every number with a mark."""
    for paragraph in document.paragraphs:
        for sentence in paragraph.sentence_texts:
            covered = _QUOTED.sub(lambda quoted: "▮" * len(quoted.group()), masked(sentence))
            for found in _PRINTED.finditer(covered):
                yield document.language_at(paragraph), found.group(), sentence, paragraph.place
    for table in document.tables:
        for row in table.rows:
            for cell in row:
                for found in _PRINTED.finditer(masked(cell.text[:LONGEST])) if cell.value is None else ():
                    yield document.language, found.group(), cell.text, cell.place


def decimal_marks(document: Document) -> dict[str, Mark]:
    """The mark most of the telling numbers have; a language without any has its own custom."""
    counts = {"id": {",": 0, ".": 0}, "en": {",": 0, ".": 0}}
    for language, raw, _, _ in printed(document):
        mark = mark_of(raw)
        if mark:
            counts[language][mark] += 1
    customs: dict[str, tuple[Mark, Mark]] = {"id": (",", "."), "en": (".", ",")}
    return {
        language: own if counts[language][own] >= counts[language][other] else other
        for language, (own, other) in customs.items()
    }
