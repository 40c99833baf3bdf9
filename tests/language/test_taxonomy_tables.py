"""The taxonomy as shipped: what the published tables count, each row with its source."""

from __future__ import annotations

import polars as pl

from simpul.language import label
from simpul.language.tables import table

EXPRESSIONS = {
    "N01": 100, "N02": 91, "N03": 110, "N04": 116, "N05": 167, "N06": 138, "N07": 112, "N08": 94,
    "N09": 95, "N10": 132, "N11": 69, "N12": 90, "N13": 87, "N14": 83, "N15": 70, "N16": 81,
}  # fmt: skip
SUB_NEEDS = {"N01": 5, "N02": 5, "N03": 6, "N04": 6, "N05": 9, "N06": 8, "N07": 6, "N08": 5, "N09": 5, "N10": 7, "N11": 4, "N12": 5, "N13": 5, "N14": 5, "N15": 4, "N16": 5}  # fmt: skip


def published() -> pl.DataFrame:
    """The expressions of needs that are not Simpul's own additions."""
    return table("expressions").filter((pl.col("source") != "simpul") & pl.col("code").str.starts_with("N"))


def test_sixteen_categories_and_ninety_sub_needs() -> None:
    codes = table("needs")["code"]
    sub = codes.filter(codes.str.len_chars() > 3)
    assert {category: sub.str.starts_with(category).sum() for category in SUB_NEEDS} == SUB_NEEDS
    assert (len(codes), len(sub)) == (106, 90)


def test_expressions_per_category() -> None:
    counted = published().group_by(pl.col("code").str.slice(0, 3).alias("category")).len()
    assert dict(counted.rows()) == EXPRESSIONS
    assert sum(EXPRESSIONS.values()) == 1635


def test_every_published_expression_gives_its_own_need() -> None:
    rows = published()
    given = label(rows["expression"])["needs"].str.split("|")
    missed = rows.with_columns(given=given).filter(
        ~pl.col("given").list.contains(pl.col("code")).fill_null(False)
    )
    assert missed.select("code", "expression", "given").rows() == []


def test_every_sub_need_has_a_leading_affair_that_exists() -> None:
    affairs = set(table("urusan")["code"])
    leads = table("needs").filter(pl.col("code").str.len_chars() > 3)["urusan_lead"]
    assert leads.null_count() == 0
    assert set(leads) - affairs == set()


def test_every_row_says_where_it_comes_from() -> None:
    for name in (
        "needs",
        "expressions",
        "issues",
        "intents",
        "normalisation",
        "ambiguous",
        "urgency",
        "urusan",
        "places",
    ):
        assert table(name)["source"].null_count() == 0, name


def test_the_starter_city_has_three_districts_and_seventeen_kelurahan() -> None:
    city = table("places").filter(pl.col("code").str.starts_with("33.71"))
    assert dict(city["kind"].value_counts().rows()) == {"city": 1, "district": 3, "village": 17}
