"""The word lists and code books of this room, as they lie in `simpul/data`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

DATA = Path(__file__).parents[1] / "data"


@cache
def table(name: str) -> pl.DataFrame:
    """One CSV of `simpul/data`; all columns are text, empty cells are null."""
    return pl.read_csv(DATA / f"{name}.csv", infer_schema=False)


def _lists(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The frame with these |-joined columns as lists."""
    return frame.with_columns(pl.col(columns).fill_null("").str.split("|").list.filter(pl.element() != ""))


def needs() -> pl.DataFrame:
    """The taxonomy of needs: 16 categories (no `parent`) and 90 sub-needs, in the order of their codes.

    Columns: code, parent, name, name_en, urusan_lead, urusan_others (list), programme_codes (list), agency (list; in
    brackets: not the city's to decide), programmes (list), issue (the code it counts under), note, source, valid_from,
    valid_to. Codes of urusan are those of `urusan()`.
    """
    return _lists(table("needs"), "urusan_others", "programme_codes", "agency", "programmes")


def issues() -> pl.DataFrame:
    """The issue code book: code, parent, name, name_en, source. A text is about poverty by code 1 or 1.x only."""
    return table("issues")


def intents() -> pl.DataFrame:
    """Cross-cutting intents X01 to X09: code, name, name_en, goes_to, intent (the label's value, or null), source."""
    return table("intents")


def urusan() -> pl.DataFrame:
    """Government affairs: code, name, kind, typical_agency, holder (in Kota Magelang), and their sources and dates."""
    return table("urusan")


def places() -> pl.DataFrame:
    """The shipped places: code, name, kind (city, regency, district, village), parent, aliases (|-joined), dates, source."""
    return table("places")
