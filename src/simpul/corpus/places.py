"""Names of places as people write them, and the Kemendagri codes that they mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

import polars as pl

CODE = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?")
WORDS = {
    "city": ("kota",),
    "regency": ("kabupaten", "kab"),
    "district": ("kecamatan", "kec"),
    "village": ("kelurahan", "kel", "desa"),
}  # what people put before a name, by kind of place


def place_codes(places: pl.DataFrame) -> dict[str, str]:
    """Lower-case name → code, from a table with `code`, `name`, `kind` and `aliases`.

    A bare name is in the dictionary only where it means one place. With the word for its kind before it (`kelurahan
    magelang`, `kota magelang`) each official name is in it, unless two places of that kind share it.
    """
    meanings: dict[str, set[str]] = defaultdict(set)
    for code, name, kind, aliases in places.select("code", "name", "kind", "aliases").rows():
        words = WORDS.get(kind, ())
        bare = re.sub(rf"^(?:{'|'.join(words)}) ", "", _spelling(name)) if words else _spelling(name)
        spellings = [bare, *(f"{word} {bare}" for word in words), *map(_spelling, aliases or ())]
        for spelling in (code, *spellings):
            meanings[spelling].add(code)
    return {name: next(iter(codes)) for name, codes in meanings.items() if len(codes) == 1}


def place_code(text: str, codes: Mapping[str, str], kind: str | None = None) -> str | None:
    """The code that a cell means: a code (with or without a name behind it) or a known name; None if undecided.

    `kind` says what the question asked for, so that `Magelang` asked as a kelurahan is the kelurahan. Without any known
    places a well-formed code is taken as it stands.
    """
    spelling = _spelling(text)
    if found := CODE.match(_mended(spelling)):
        code = found.group()
        return code if not codes or code in codes.values() else None
    for word in WORDS.get(kind or "", ()):
        if f"{word} {spelling}" in codes:
            return codes[f"{word} {spelling}"]
    return codes.get(spelling)


def level(code: str) -> str | None:
    """The kind of place that a code stands for: city, regency, district or village; None for a province or no code."""
    if not CODE.fullmatch(code):
        return None
    city = "city" if code[3:5] > "70" else "regency"  # the ministry numbers cities from 71
    return {5: city, 8: "district", 13: "village"}.get(len(code))


def _spelling(text: str) -> str:
    return " ".join(re.sub(r"[.,](?!\d)", " ", text.lower()).split())


def _mended(text: str) -> str:
    """Excel shows the code 99.70 as the number 99.7, and an Indonesian Excel as 99,7."""
    text = re.sub(r"^(\d{2}),(\d)", r"\1.\2", text)
    return re.sub(r"^(\d{2}\.\d)$", r"\g<1>0", text)
