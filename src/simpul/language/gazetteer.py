"""Which words name which place, from a table of places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
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


class Name(NamedTuple):
    """One way to write a place; a bare one stands without the word for its kind."""

    text: str
    place: int  # row of the places table
    bare: bool


def conform(places: pl.DataFrame) -> pl.DataFrame:
    """The columns that are needed, `aliases` as a list; raises ValueError where one is missing."""
    missing = [name for name in _COLUMNS if name not in places.columns]
    if missing:
        raise ValueError(
            f"places: kolom tidak ada: {', '.join(missing)} / missing column: {', '.join(missing)}"
        )
    aliases = (
        pl.col("aliases")
        if places.schema["aliases"] == pl.List
        else pl.col("aliases").cast(pl.String).str.split("|")
    )
    return places.select(*_COLUMNS[:4], aliases.fill_null([]))


def place_names(places: pl.DataFrame) -> Iterator[Name]:
    """All ways to write the places of a conformed table.

    A bare name that several places share names none of them; a longer way to write it that several share names all.
    """
    bare: dict[str, set[int]] = defaultdict(set)
    marked: dict[str, set[int]] = defaultdict(set)
    for row, (_, name, kind, _, aliases) in enumerate(places.rows()):
        for text in (name, *aliases):
            first, _, rest = text.strip().lower().partition(" ")
            if first in _MARKS and rest and text is not name:
                marked[f"{first} {rest}"].add(row)
                continue
            plain = rest if first in _BEFORE.get(kind, ()) and rest else f"{first} {rest}".strip()
            bare[plain].add(row)
            for word in _BEFORE.get(kind, ()):
                marked[f"{word} {plain}"].add(row)
    for text, rows in marked.items():
        yield from (Name(text, row, False) for row in rows)
    for text, rows in bare.items():
        if len(rows) == 1 and text not in marked:
            yield Name(text, next(iter(rows)), True)


def ancestors(places: pl.DataFrame) -> list[int]:
    """The row of each place's parent, -1 where it is not in the table."""
    row_of = {code: row for row, code in enumerate(places["code"])}
    return [row_of.get(parent, -1) for parent in places["parent"]]
