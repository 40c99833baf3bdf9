"""What a reader is, and how the readers are found: every module of `corpus.readers` that declares `READER`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from simpul.corpus.chunks import Chunk
from simpul.corpus.source import Source


@dataclass(frozen=True)
class Match:
    """How well a file fits a reader: 0 (no) to 100 (certain), and why, in (Indonesian, English)."""

    score: int
    reason: tuple[str, str] = ("", "")


NO = Match(0)


@dataclass(frozen=True)
class Options:
    """What the person who imports may say about a file; None means: find out, and refuse where it is undecidable."""

    day_first: bool | None = None
    timezone: str = "Asia/Jakarta"  # of times that carry no zone of their own
    columns: Path | None = None  # TOML column map for the generic table
    place_codes: dict[str, str] = field(
        default_factory=dict
    )  # lower-case place name → code, from the reference workbook


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
