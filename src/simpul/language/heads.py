"""The questions that the model answers about a text, their possible answers, and where their scores stand."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from simpul.language.labels import INTENTS, SENTIMENTS, STYLES

SPOKEN = ("id", "jv", "en", "other")  # languages that a word can be of; `mixed` follows from their shares
ISSUES = tuple(str(number) for number in range(1, 11))  # 1 is poverty
CATEGORIES = tuple(f"N{number:02}" for number in range(1, 17))
STANCES = ("supports", "opposes", "neither")
FUNCTIONS, PROGRESS = ("policy", "plan", "achievement"), ("planned", "under_way", "done")
PURPOSES = ("menyimak", "berbicara", "menyemangati", "mendukung", "merangkul")
NONE = ""  # the answer of a text that the question does not apply to
POVERTY = ISSUES.index("1")
PARTS = tuple(f"1.{number}" for number in range(1, 8))  # of poverty


class Kind(Enum):
    """How the answers of a head relate."""

    CHOICE = "choice"  # one of them
    FLAG = "flag"  # yes or no
    SET = "set"  # any number of them


class Head(NamedTuple):
    """A question. `label` is the column of `LABELS` that it answers."""

    name: str
    label: str
    kind: Kind
    answers: tuple[str, ...]
    official: bool = False  # asked of official posts; all other texts have the answer NONE


def _flag(name: str) -> Head:
    return Head(name, name, Kind.FLAG, ("1",))


HEADS: Mapping[str, Head] = {
    head.name: head
    for head in (
        Head("language", "language", Kind.CHOICE, SPOKEN),
        Head("sentiment", "sentiment", Kind.CHOICE, SENTIMENTS),
        Head("city_sentiment", "sentiment", Kind.CHOICE, SENTIMENTS),  # of what is said to and by a city
        _flag("city"),  # whether a text is of that kind, which decides between the two
        _flag("poverty"),
        Head("issue", "issue", Kind.CHOICE, ISSUES),
        Head("part", "issue", Kind.CHOICE, PARTS),  # asked of texts about poverty
        Head("need", "needs", Kind.SET, CATEGORIES),
        _flag("mistargeted"),
        Head("intent", "intent", Kind.CHOICE, INTENTS),
        Head("style", "style", Kind.CHOICE, STYLES),
        _flag("on_behalf"),
        Head("urgency", "urgency", Kind.CHOICE, ("0", "1", "2", "3")),
        _flag("abuse"),
        Head("stance", "stance", Kind.CHOICE, STANCES),
        _flag("aspiration"),
        Head("function", "function", Kind.CHOICE, (NONE, *FUNCTIONS), official=True),
        Head("progress", "progress", Kind.CHOICE, (NONE, *PROGRESS), official=True),
        Head("purpose", "purpose", Kind.CHOICE, (NONE, *PURPOSES), official=True),
        _flag("call_to_care"),
    )
}


def columns() -> dict[str, slice]:
    """Where the scores of each head stand among those of all."""
    found, start = {}, 0
    for head in HEADS.values():
        found[head.name] = slice(start, start + len(head.answers))
        start += len(head.answers)
    return found


OUTPUTS = sum(len(head.answers) for head in HEADS.values())
