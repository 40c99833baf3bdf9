"""What a reader is, and how the readers are found: every module of `corpus.readers` that declares `READER`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from simpul.corpus.chunks import Chunk
from simpul.corpus.source import Source


@dataclass(frozen=True)
class Match:
    """How well a file fits a reader: 0 (no) to 100 (certain), and why, in (Indonesian, English)."""

    score: int
    reason: tuple[str, str] = ("", "")


NO = Match(0)


class Blank(Exception):
    """A file that holds nothing to store and is no fault, such as a blank form; `note` says where it belongs."""

    def __init__(self, id: str, en: str):
        super().__init__(en)
        self.note = (id, en)


@dataclass(frozen=True)
class Options:
    """What the person who imports may say about a file; None means: find out, and refuse where it is undecidable."""

    day_first: bool | None = None
    timezone: str = "Asia/Jakarta"  # of times that carry no zone of their own
    columns: Path | None = None  # TOML column map for the generic table
    place_codes: dict[str, str] = field(
        default_factory=dict
    )  # lower-case place name → code, from the reference workbook


FieldType = Literal["text", "id", "time", "count", "number", "list", "flag", "place", "kind"]
Missing = Literal["absent", "refused", "derived", "assumed"]


@dataclass(frozen=True)
class Field:
    """One line of a reader's declared mapping: which field of the export becomes which column, and what its absence means."""

    source: str  # the export's own name; `a.b` inside an object, `a | b` where languages or versions name it
    # differently, `<a>` for what has no name, such as the parts of a line of chat
    column: str  # `posts.text`, `observations.likes`, `ties.weight`: a column of `records.RAW_TABLES`, or a metric
    type: FieldType
    missing: Missing = "absent"  # `MISSING` says what each means


MISSING = {
    "absent": ("kosong, tidak pernah 0", "left empty, never 0"),
    "refused": ("barisnya ditolak dengan alasan", "the row is refused, with the reason"),
    "derived": ("disusun dari kolom lain atau isi baris", "derived from other fields or the row's content"),
    "assumed": ("dianggap nilai lazimnya, dan dikatakan", "taken as the usual value, and said so"),
}


@dataclass(frozen=True)
class Reader:
    """One export format. `version` grows whenever the same bytes would give other records."""

    name: str
    version: int
    platform: str  # "*" where the file itself says it
    title: tuple[str, str]
    gives: tuple[str, ...]  # of posts, comments, counts, accounts, followers, actors, ties
    obtain: tuple[str, str]  # how an officer gets such a file
    tested_on: str  # "real files" or "synthetic files"
    recognise: Callable[[Source], Match]
    read: Callable[[Source, Options], Iterator[Chunk]]
    beside: Callable[[Source], Sequence[Source]] | None = None  # other files that decide what this one gives
    named: Callable[[Source], str] | None = None  # what is read out of the file's own name
    mapping: tuple[Field, ...] = ()  # what becomes what; printed by `simpul formats NAME`
    steps: tuple[tuple[str, str], ...] = ()  # `obtain`, step by step, in (Indonesian, English)
    gaps: tuple[str, ...] = ()  # codes of data/gaps.csv: what such an export can never contain


@cache
def readers() -> dict[str, Reader]:
    """All readers by name."""
    from simpul.corpus import readers as package

    modules = (
        importlib.import_module(f"{package.__name__}.{m.name}")
        for m in pkgutil.iter_modules(package.__path__)
    )
    found = [module.READER for module in modules if hasattr(module, "READER")]
    return {reader.name: reader for reader in sorted(found, key=lambda reader: reader.name)}
