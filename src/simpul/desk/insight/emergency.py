"""Numbers to call where somebody is in danger: dated data, since Simpul is no emergency line."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True)
class Number:
    """Whom to call, and when."""

    name: str
    number: str
    when: str


@lru_cache(maxsize=2)
def emergency_numbers(language: str) -> tuple[Number, ...]:
    """In Indonesian ("id") or English ("en")."""
    tail = "_en" if language == "en" else ""
    text = resources.files("simpul.data").joinpath("emergency_numbers.csv").read_text("utf-8")
    return tuple(
        Number(row["name" + tail], row["number"], row["when" + tail])
        for row in csv.DictReader(text.splitlines())
    )
