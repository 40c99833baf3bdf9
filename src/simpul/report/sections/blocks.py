"""What a section is made of. The page knows how to draw each kind of block; sections only say what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Card:
    """One big number with what it means. `measure` leads to the measure's card at the end of the report."""

    label: str
    value: str
    detail: str = ""
    measure: str = ""
    tone: str = ""  # good, warn, or neither


@dataclass(frozen=True)
class Cards:
    cards: Sequence[Card]
    kind: str = "cards"


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite specification with the sentence that it shows and the same numbers as a table."""

    id: str
    title: str
    spec: dict[str, Any]
    table: Table
    note: str = ""
    kind: str = "chart"


@dataclass(frozen=True)
class Table:
    """`numeric` are the positions of columns that are set to the right."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()
    caption: str = ""
    note: str = ""
    kind: str = "table"


@dataclass(frozen=True)
class Text:
    paragraphs: Sequence[str]
    tone: str = ""  # "warn" for the standing note
    kind: str = "text"


@dataclass(frozen=True)
class Picture:
    """An inline SVG made by Simpul itself."""

    title: str
    svg: str
    note: str = ""
    kind: str = "picture"


Block = Cards | Chart | Table | Text | Picture


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    lead: str
    blocks: Sequence[Block] = field(default_factory=tuple)
