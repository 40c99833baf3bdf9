"""Text and Markdown: paragraphs, headings, items and tables with the line each begins on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simpul.checking.documents import Cell, Document, Kind, Paragraph, Place, Table

MARKER = re.compile(r"\s*(?:[-*•+–]\s+|\(?(?:\d{1,3}|[ivxl]{1,6}|[a-zA-Z])[.)]\s+|\[\d+\]\s+)(?=\S)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$|\s*[*_=-]{3,}\s*$")
_SENTENCE_END = re.compile(r"[.!?:;][\"”’)]*\s*$")


def read_plain(name: str, text: str) -> Document:
    document = Document(name)
    for first, lines in _blocks(text):
        if _ROW.match(lines[0]):
            number = len(document.tables) + 1
            document.tables.append(_table(name, number, first, lines))
        else:
            document.paragraphs.append(_paragraph(name, first, lines))
    return document


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that belong together, with the number of the first."""
    block: list[str] = []
    first, fenced = 1, False
    for number, line in enumerate(_without_front_matter(text), 1):
        if _FENCE.match(line):
            fenced = not fenced
        ends = fenced or _FENCE.match(line) is not None or not line.strip()
        starts = bool(block) and _begins_anew(block[-1], line)
        if block and (ends or starts):
            yield first, block
            block = []
        if ends or (_RULE.match(line) and not (block and _ROW.match(block[-1]))):
            continue
        if not block:
            first = number
        block.append(line)
    if block:
        yield first, block


def _without_front_matter(text: str) -> list[str]:
    lines = text.split("\n")
    if lines[0].strip() == "---" and "---" in [line.strip() for line in lines[1:60]]:
        end = [line.strip() for line in lines[1:60]].index("---") + 1
        return [""] * (end + 1) + lines[end + 1 :]
    return lines


def _begins_anew(last: str, line: str) -> bool:
    if bool(_ROW.match(last)) != bool(_ROW.match(line)):
        return True
    if _ROW.match(line):
        return False
    return bool(
        MARKER.match(line) or _HEADING.match(line) or _HEADING.match(last) or _SENTENCE_END.search(last) or len(last) > 160
    )  # fmt: skip


def _paragraph(name: str, first: int, lines: list[str]) -> Paragraph:
    text = _bare(" ".join(line.strip() for line in lines))
    indent = len(lines[0]) - len(lines[0].lstrip())
    return Paragraph(text, Place.line(name, first), _kind(lines[0], text), indent)


def _kind(line: str, text: str) -> Kind:
    if _HEADING.match(line):
        return "heading"
    if MARKER.match(line):
        return "item"
    short = len(text.split()) <= 12 and not _SENTENCE_END.search(text)
    return (
        "heading"
        if short and (text[:1].isupper() or text[:1].isdigit()) and not re.search(r"\d\s*%|\d,\d", text)
        else "text"
    )


def _bare(text: str) -> str:
    """The words without Markdown's signs."""
    text = _HEADING.sub("", re.sub(r"^\s*(?:>\s*)+", "", text))
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])", r"\2", text)
    return text.replace("`", "").replace("\\", "").strip()


def _table(name: str, number: int, first: int, lines: list[str]) -> Table:
    rows = []
    for offset, line in enumerate(lines):
        if _RULE.match(line):
            continue
        cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
        place = Place.line(name, first + offset)
        rows.append([
            Cell(_bare(cell.strip()), Place(name, (f"{place.where[0]}, kolom {column}", f"{place.where[1]}, column {column}")))
            for column, cell in enumerate(cells, 1)
        ])  # fmt: skip
    return Table(rows, f"tabel {number}")
