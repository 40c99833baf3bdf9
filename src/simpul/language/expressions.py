"""What the lists listen for, and what each expression counts for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl

from simpul.language.gazetteer import Place, place_names
from simpul.language.labels import INTENTS, SENTIMENTS, STYLES, Column
from simpul.language.matching import BARE_PLACE, NEGATABLE, PLACE, WEAK
from simpul.language.tables import table

FULL, LIGHT, TOPIC = (
    100,
    60,
    40,
)  # points; light says more of the person than of a need, a topic word names no need
_POINTS = {"light": LIGHT, "topic": TOPIC}
_POLAR = ("sentiment", "abuse", "urgency")  # columns whose words a negation takes back
_NEGATABLE_CODES = ("X02", "X09")
_VALUES = {"sentiment": SENTIMENTS, "intent": INTENTS, "style": STYLES}


class Expression(NamedTuple):
    """A run of words, or with `near` a pair of them, that counts for a target."""

    text: str
    target: int
    points: int = FULL
    flags: int = 0
    near: str = ""
    window: int = 0
    javanese: bool = False


class Targets:
    """What expressions count for: codes, values of columns, places. `means[target][column]` is the value there, or -1."""

    def __init__(self) -> None:
        self.means: list[list[int]] = []
        self._rows: dict[str, int] = {}
        needs = table("needs").select("code", "parent", "issue").rows()
        issue = {code: row for row, code in enumerate(table("issues")["code"])}
        need = {code: row for row, (code, _, _) in enumerate(needs)}
        for code, parent, counted in needs:
            self._set(code, Column.ISSUE, issue[counted])
            self._set(code, Column.CATEGORY, need[parent or code])
            if parent:
                self._set(code, Column.NEED, need[code])
        for code, row in issue.items():
            self._set(code, Column.ISSUE, row)
        for code, intent in table("intents").select("code", "intent").rows():
            self._set(code, Column.INTENT, INTENTS.index(intent) if intent else -1)
        for column, value, code in _filled("markers", "code", "column", "value", "code"):
            self._set(code, Column[column.upper()], _value(column, value))
        for level, code in _filled("urgency", "code", "level", "code"):
            self._set(code, Column.URGENCY, int(level))

    def _set(self, name: str, column: Column, value: int) -> None:
        if name not in self._rows:
            self._rows[name] = len(self.means)
            self.means.append([-1] * len(Column))
        self.means[self._rows[name]][column] = value

    def code(self, code: str) -> int:
        """The target of a code of needs, issues or intents."""
        return self._rows[code]

    def value(self, column: str, value: str) -> int:
        """The target of a column's value."""
        name = f"{column}={value}"
        self._set(name, Column[column.upper()], _value(column, value))
        return self._rows[name]

    def place(self, row: int) -> int:
        """The target of a place."""
        self._set(f"place={row}", Column.PLACE, row)
        return self._rows[f"place={row}"]

    def is_subneed(self, target: int) -> bool:
        return self.means[target][Column.NEED] >= 0


def _value(column: str, value: str) -> int:
    return _VALUES[column].index(value) if column in _VALUES else int(value)


def _filled(name: str, needed: str, *columns: str) -> list[tuple[str, ...]]:
    """These columns of a list, where one of them is filled."""
    return table(name).filter(pl.col(needed).is_not_null()).select(columns).rows()


def listed(targets: Targets) -> Iterator[Expression]:
    """The expressions of all lists."""
    for code, register, text, weight in (
        table("expressions").select("code", "register", "expression", "weight").rows()
    ):
        target = targets.code(code)
        subneed = targets.is_subneed(target)
        flags = (NEGATABLE if subneed or code in _NEGATABLE_CODES else 0) | (WEAK if weight == "weak" else 0)
        points = _POINTS.get(weight or ("topic" if code[0] == "N" and not subneed else ""), FULL)
        yield Expression(text, target, points, flags, javanese=register == "javanese")
    for column, value, text in _filled("markers", "expression", "column", "value", "expression"):
        yield Expression(text, targets.value(column, value), flags=NEGATABLE if column in _POLAR else 0)
    for level, text in _filled("urgency", "expression", "level", "expression"):
        yield Expression(text, targets.value("urgency", level), flags=NEGATABLE)
    for code, left, right, window, weight in (
        table("pairs").select("code", "left", "right", "window", "weight").rows()
    ):
        target = targets.code(code)
        flags = NEGATABLE if targets.is_subneed(target) else 0
        for a in left.split("|"):
            for b in right.split("|"):
                yield Expression(a, target, _POINTS.get(weight, FULL), flags, b, int(window))


def named(places: Sequence[Place], targets: Targets, ordinary: set[str]) -> Iterator[Expression]:
    """The names of the places. `panjang` is an ordinary word, so alone it names no kelurahan."""
    for name in place_names(places):
        if not (name.bare and name.text in ordinary):
            alone = BARE_PLACE if name.bare and " " not in name.text else 0
            yield Expression(name.text, targets.place(name.place), flags=PLACE | alone)
