"""What a check found, and the checks themselves: one file each in `checks/`, found by looking into it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from simpul.checking.documents import Document, Pair, Place


class Severity(StrEnum):
    error = "error"  # the figures cannot all be right
    doubt = "doubt"  # something is likely to be wrong: look
    note = "note"  # a reader may stumble


@dataclass(frozen=True)
class Finding:
    """One slip: where, the sentence as it stands, the arithmetic that shows it, and the figure or wording that would fit.

    `also` are the other places it touches; `note` is information beside it (an interval where n is small).
    """

    code: str
    severity: Severity
    place: Place
    sentence: str
    arithmetic: Pair
    suggestion: Pair
    note: Pair = ("", "")
    also: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Check:
    """A check: its name for people, the codes it can find, and what looks for them in all documents given."""

    name: Pair
    codes: dict[str, Pair]
    run: Callable[[Sequence[Document]], Iterator[Finding]]


def in_each(
    look: Callable[[Document], Iterator[Finding]],
) -> Callable[[Sequence[Document]], Iterator[Finding]]:
    """A check that looks at one document at a time."""

    def run(documents: Sequence[Document]) -> Iterator[Finding]:
        for document in documents:
            yield from look(document)

    return run


@cache
def checks() -> tuple[Check, ...]:
    """Every check of the package, in the order of their file names."""
    from simpul.checking import checks as package

    modules = (
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
    )
    return tuple(module.CHECK for module in modules)


@cache
def codes() -> dict[str, Pair]:
    """What each code says is wrong."""
    return {code: told for check in checks() for code, told in check.codes.items()}


def check(documents: Sequence[Document]) -> list[Finding]:
    """All findings, in the order of the documents and of their places in them; the same slip once."""
    order = {document.name: number for number, document in enumerate(documents)}
    found = dict.fromkeys(each for one in checks() for each in one.run(documents))
    return sorted(found, key=lambda each: (order[each.place.file], _number(each.place), each.code))


def _number(place: Place) -> tuple[int, ...]:
    import re

    return tuple(int(digits) for digits in re.findall(r"\d+", place.where[0]))
