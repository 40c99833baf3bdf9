"""The TJSL menu: what companies may choose from, where families confirmed the need, and which offers meet one."""

from __future__ import annotations

from functools import cache
from importlib import resources

import polars as pl

LEAST = 5  # families in a row that may be shown
KELURAHAN = 13  # characters in a kelurahan's code
CONFIRMED = {
    "item": pl.String,  # code of the menu
    "place": pl.String,  # code of the kelurahan
    "families": pl.Int64,  # surveyed households that named it, five or more
    "passed_on": pl.Int64,  # voices that brokers passed on; null where there is none or it is hidden
}
REASONS = ("item_unknown", "place_unknown", "not_confirmed")  # why an offer meets no need


@cache
def items() -> pl.DataFrame:
    """The menu: code, name, name_en, needs (category of the taxonomy), choices, words that name it, source, mark."""
    content = resources.files("simpul.data").joinpath("tjsl_menu.csv").read_bytes()
    return pl.read_csv(content, infer_schema=False)


def confirmed(needs: pl.DataFrame) -> pl.DataFrame:
    """Menu item × kelurahan from the table `needs`: families that named the need in the survey, five and more.

    What is only said online is not confirmed. Each item stands for one category of needs, so no family counts twice in a row.
    """
    menu = items().select(item="code", need="needs")
    cells = needs.filter((pl.col("status") == "ok") & (pl.col("place").str.len_chars() == KELURAHAN))
    cells = cells.join(menu, on="need")
    named = cells.filter((pl.col("source") == "survey") & (pl.col("persons") >= LEAST))
    passed = cells.filter(source="broker").select("item", "place", passed_on="voices")
    return (
        named.select("item", "place", families="persons")
        .join(passed, on=["item", "place"], how="left")
        .select(CONFIRMED.keys())
        .sort("families", "item", "place", descending=[True, False, False])
    )


def linked(offers: pl.DataFrame) -> pl.DataFrame:
    """The offers with `item`, the code of the menu that their words name; null where they name none.

    A code or a name of the menu names itself; else the item whose words cover most letters of the text.
    """
    words = [
        (code, [code.lower(), name.lower(), *words.split("|")])
        for code, name, words in items().select("code", "name", "words").rows()
    ]
    found = [_item(text or "", words) for text in offers["menu_item"]]
    return offers.with_columns(pl.Series("item", found, dtype=pl.String))


def matched(offers: pl.DataFrame, needs: pl.DataFrame, places: dict[str, str]) -> pl.DataFrame:
    """The offers with `item`, `families` (confirmed where the offer goes) and `reason`: null if linked, else one of REASONS.

    An offer for the whole city or a district meets a need that is confirmed in any kelurahan of it.
    """
    known = confirmed(needs)
    offers = linked(offers)
    rows = [_met(item, place, known, places) for item, place in offers.select("item", "place").rows()]
    more = pl.DataFrame(rows, schema={"families": pl.Int64, "reason": pl.String}, orient="row")
    return pl.concat([offers, more], how="horizontal")


def _met(
    item: str | None, place: str | None, known: pl.DataFrame, places: dict[str, str]
) -> tuple[int | None, str | None]:
    """The families that an offer meets, or why it meets none."""
    if item is None:
        return None, "item_unknown"
    if place and place not in places:
        return None, "place_unknown"
    here = known.filter((pl.col("item") == item) & pl.col("place").str.starts_with(place or ""))
    return (int(here["families"].sum()), None) if here.height else (None, "not_confirmed")


def _item(text: str, words: list[tuple[str, list[str]]]) -> str | None:
    said = f" {' '.join(text.lower().split())} "
    best = max(
        ((sum(len(word) for word in named if f" {word} " in said), -at, code) for at, (code, named) in enumerate(words)),
        default=(0, 0, ""),
    )  # fmt: skip
    return best[2] if best[0] else None
