"""Which words name which place, from a table of places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl

# What people put before a name, by kind of place.
_BEFORE = {
    "city": ("kota", "pemkot", "wali kota"),
    "regency": ("kabupaten", "pemkab", "bupati"),
    "district": ("kecamatan", "camat"),
    "village": ("kelurahan", "lurah", "kampung", "desa"),
}
_MARKS = {word for words in _BEFORE.values() for word in words}
_COLUMNS = ("code", "name", "kind", "parent", "aliases")


class Place(NamedTuple):
    """A place with all its names, those of other days too."""

    code: str
    kind: str | None
    parent: str | None
    names: tuple[str, ...]
    aliases: tuple[str, ...]


class Name(NamedTuple):
    """One way to write a place; a bare one stands without the word for its kind."""

    text: str
    place: int  # row of the places
    bare: bool


def gazetteer(table: pl.DataFrame) -> tuple[Place, ...]:
    """The places of a table, one for each code; raises ValueError where a column is missing."""
    missing = ", ".join(name for name in _COLUMNS if name not in table.columns)
    if missing:
        raise ValueError(f"places: kolom tidak ada: {missing} / missing column: {missing}")
    found: dict[str, Place] = {}
    for code, name, kind, parent, aliases in table.select(_COLUMNS).rows():
        if not code or not name:
            continue
        others = aliases.split("|") if isinstance(aliases, str) else aliases or ()
        known = found.get(code, Place(code, kind, parent, (), ()))
        names, more = (*known.names, name), (*known.aliases, *(other for other in others if other))
        found[code] = known._replace(names=names, aliases=more)
    return tuple(found.values())


def place_names(places: Sequence[Place]) -> Iterator[Name]:
    """All ways to write the places.

    A bare name that several places share names none of them; a longer way to write it that several share names all.
    """
    bare: dict[str, set[int]] = defaultdict(set)
    marked: dict[str, set[int]] = defaultdict(set)
    for row, place in enumerate(places):
        before = _BEFORE.get(place.kind or "", ())
        for text in (*place.names, *place.aliases):
            first, _, rest = text.strip().lower().partition(" ")
            if first in _MARKS and rest and text in place.aliases:
                marked[f"{first} {rest}"].add(row)
                continue
            plain = rest if first in before and rest else f"{first} {rest}".strip()
            bare[plain].add(row)
            for word in before:
                marked[f"{word} {plain}"].add(row)
    for text, rows in marked.items():
        yield from (Name(text, row, False) for row in sorted(rows))
    for text, rows in bare.items():
        if len(rows) == 1 and text not in marked:
            yield Name(text, min(rows), True)


def ancestors(places: Sequence[Place]) -> list[int]:
    """The row of each place's parent, -1 where it is not among them."""
    row_of = {place.code: row for row, place in enumerate(places)}
    return [row_of.get(place.parent or "", -1) for place in places]
