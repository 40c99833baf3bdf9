"""The columns that labelling a text gives, the values they take, and the words that made them so."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

import polars as pl

LANGUAGES = ("id", "jv", "en", "mixed", "other")
SENTIMENTS = ("negative", "neutral", "positive")
INTENTS = ("complaint", "question", "request", "appreciation", "information", "other")
STYLES = ("resmi", "lugas", "santai")

_KINDS: dict[str, pl.DataType | type[pl.DataType]] = {
    "language": pl.String,  # one of LANGUAGES
    "issue": pl.String,  # code of issues.csv
    "sentiment": pl.String,
    "poverty": pl.Int8,  # 1 exactly where issue is 1 or 1.x
    "mistargeted": pl.Int8,
    "on_behalf": pl.Int8,
    "abuse": pl.Int8,
    "needs": pl.String,  # codes of needs.csv joined by |, best first
    "intent": pl.String,
    "style": pl.String,
    "style_score": pl.Float64,  # -1 santai … 1 resmi
    "urgency": pl.Int8,  # 0 hijau, 1 kuning, 2 oranye, 3 merah
    "stance": pl.String,
    "aspiration": pl.Int8,
    "function": pl.String,
    "progress": pl.String,
    "purpose": pl.String,
    "call_to_care": pl.Int8,
    "place": pl.String,  # code of the places table
}
LABELS: dict[str, pl.DataType | type[pl.DataType]] = {
    column: kind
    for name, dtype in _KINDS.items()
    for column, kind in ((name, dtype), (f"{name}_p", pl.Float64))
} | {"evidence": pl.String}
"""Schema of a labels table: each column with its probability (null where none was calibrated), then the evidence."""


class Column(IntEnum):
    """What an expression can count for."""

    NEED = 0  # row of a sub-need in needs.csv
    CATEGORY = 1  # row of a category in needs.csv
    ISSUE = 2
    SENTIMENT = 3
    MISTARGETED = 4
    ON_BEHALF = 5
    ABUSE = 6
    INTENT = 7
    STYLE = 8
    URGENCY = 9
    RAISE = 10  # makes urgency 1 a 2
    PLACE = 11


class Evidence(NamedTuple):
    """Words of a text that decided for a label: `text[start:end]` holds them."""

    column: str
    value: str
    words: str
    start: int  # characters
    end: int


_EVIDENCE = re.compile(r"(\w+)=([^:]*):(.*)@(\d+)-(\d+)", re.DOTALL)


def parse_evidence(text: str | None) -> list[Evidence]:
    """The entries of an `evidence` cell, `column=value:words@start-end` joined by `; `.

    Raises ValueError where the text was not written by `label`.
    """
    found = []
    for entry in text.split("; ") if text else ():
        match = _EVIDENCE.fullmatch(entry)
        if match is None:
            raise ValueError(f"no evidence entry: {entry!r}")
        column, value, words, start, end = match.groups()
        found.append(Evidence(column, value, words, int(start), int(end)))
    return found
