"""The taxonomy of needs as pages use it: names in the language that is spoken, and the urusan each leads to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language


@dataclass(frozen=True)
class Kind:
    """A category (N02) or a sub-need (N02.1)."""

    code: str
    parent: str
    names: tuple[str, str]  # Indonesian, English
    lead: str  # code of the urusan that leads; of a category: that of most of its sub-needs
    others: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[get_language() == "en"]


@cache
def kinds() -> dict[str, Kind]:
    """All categories and sub-needs by code, in order."""
    from simpul.language.tables import needs

    rows = needs().to_dicts()
    leads: dict[str, Counter[str]] = {}
    for row in rows:
        if row["parent"]:
            leads.setdefault(row["parent"], Counter())[row["urusan_lead"]] += 1
    return {
        row["code"]: Kind(
            row["code"],
            row["parent"] or "",
            (row["name"], row["name_en"]),
            row["urusan_lead"] or leads[row["code"]].most_common(1)[0][0],
            tuple(row["urusan_others"]),
        )
        for row in rows
    }


def name_of(code: str) -> str:
    """The name of a need; the code itself where the taxonomy has none."""
    kind = kinds().get(code)
    return kind.name if kind else code


def categories() -> list[Kind]:
    return [kind for kind in kinds().values() if not kind.parent]


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Options of a form, grouped by category; the category itself stands first in its group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in kinds().values():
        groups.setdefault(kind.parent or kind.code, []).append((kind.code, f"{kind.code} {kind.name}"))
    return [(name_of(code), options) for code, options in groups.items()]
