"""The report's sections as data for a template: every number with its code, every picture with its alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from simpul.report.numbers import Figure, remarks
from simpul.report.print.drawing import described, draw
from simpul.report.sections.blocks import Block, Card, Cards, Picture, Section, Table, Text
from simpul.report.study import Language
from simpul.report.words import Say

WIDTH = 700  # a chart's width in its own points; on paper it is set smaller
STYLE = "<style>.label{font:600 12px 'Plus Jakarta Sans';fill:#1d2b2a;paint-order:stroke;stroke:#fff;stroke-width:4px}</style>"


@dataclass
class Composition:
    """Sections as a template reads them, and the pictures that they show, by file name."""

    language: Language
    say: Say
    pictures: dict[str, str] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)  # those with a code, in order of appearance

    @property
    def codes(self) -> list[str]:
        return list(dict.fromkeys(figure.code for figure in self.figures))

    def section(self, section: Section) -> dict[str, Any]:
        blocks = [part for block in section.blocks for part in self._block(block)]
        return {"title": section.title, "lead": section.lead, "blocks": blocks}

    def cell(self, value: str) -> str | list[str]:
        if isinstance(value, Figure) and value.code:
            self.figures.append(value)
            return [str(value), value.code]
        return str(value)

    def card(self, card: Card) -> dict[str, Any]:
        value = self.cell(card.value)
        return {
            "value": [value, ""] if isinstance(value, str) else value,
            "label": card.label, "detail": card.detail, "tone": card.tone,
        }  # fmt: skip

    def table(self, table: Table) -> dict[str, Any]:
        return {
            "kind": "table", "caption": table.caption, "note": noted(table, self.language), "head": list(table.head),
            "numeric": list(table.numeric), "rows": [[self.cell(cell) for cell in row] for row in table.rows],
        }  # fmt: skip

    def _block(self, block: Block) -> Sequence[dict[str, Any]]:
        if isinstance(block, Text):
            return [{"kind": "text", "tone": block.tone, "paragraphs": list(block.paragraphs)}]
        if isinstance(block, Cards):
            return [{"kind": "cards", "cards": [self.card(card) for card in block.cards]}]
        if isinstance(block, Table):
            return [self.table(block)]
        if isinstance(block, Picture):
            svg = standing_alone(block.svg)
            return [self._picture(f"picture-{len(self.pictures)}", block.title, svg, block.title, block.note)]
        drawing = draw(block, self.language, WIDTH)
        alt = described(block, self.say("more_rows"))
        return [self._picture(block.id, block.title, drawing, alt, block.note), self.table(block.table)]

    def _picture(self, name: str, title: str, svg: str, alt: str, note: str) -> dict[str, Any]:
        self.pictures[f"{name}.svg"] = svg
        return {"kind": "picture", "file": f"{name}.svg", "title": title, "alt": alt, "note": note}


def noted(table: Table, language: Language) -> str:
    """The note under a printed table, with what people's coding corrected in it."""
    cells = [cell for row in table.rows for cell in row]
    return " ".join(filter(None, [table.note, remarks(cells, language)]))


def standing_alone(svg: str) -> str:
    """An inline picture as a file of its own: with its namespace, and the look that the page's style gives it."""
    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return named.replace(">", f">{STYLE}", 1)
