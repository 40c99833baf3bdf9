"""The shipped lists hold what the taxonomy and the code book say, and each expression speaks for its own code."""

from __future__ import annotations

import polars as pl
import pytest

from simpul import language
from simpul.language.tables import table

COUNTS = {
    "N01": (5, 100), "N02": (5, 91), "N03": (6, 110), "N04": (6, 116), "N05": (9, 167), "N06": (8, 138), "N07": (6, 112),
    "N08": (5, 94), "N09": (5, 95), "N10": (7, 132), "N11": (4, 69), "N12": (5, 90), "N13": (5, 87), "N14": (5, 83),
    "N15": (4, 70), "N16": (5, 81),
}  # fmt: skip
TAXONOMY = pl.col("code").str.starts_with("N") & (pl.col("source") != "simpul")


def test_taxonomy_has_its_published_size() -> None:
    needs = language.needs()
    expressions = table("expressions").filter(TAXONOMY)
    subneeds = needs.filter(pl.col("parent").is_not_null())
    found = {
        code: (
            subneeds.filter(pl.col("parent") == code).height,
            expressions.filter(pl.col("code").str.starts_with(code)).height,
        )
        for code in needs.filter(pl.col("parent").is_null())["code"]
    }
    assert found == COUNTS
    assert subneeds.height == 90
    assert expressions.height == 1635
    assert set(expressions["register"]) == {"formal", "colloquial", "javanese"}


def test_marks_of_the_taxonomy_are_kept() -> None:
    marks = table("expressions").filter(TAXONOMY)["mark"].value_counts().sort("mark", nulls_last=True)
    assert marks.rows() == [("†", 12), ("‡", 5), (None, 1618)]


@pytest.mark.parametrize(
    "name",
    [
        "ambiguous",
        "expressions",
        "intents",
        "issues",
        "markers",
        "needs",
        "normalisation",
        "pairs",
        "places",
        "urgency",
        "urusan",
    ],
)
def test_each_row_of_a_list_says_where_it_comes_from(name: str) -> None:
    assert table(name)["source"].null_count() == 0


def test_every_source_mark_is_explained() -> None:
    explained = set(table("sources")["mark"])
    marks = {
        mark
        for name in ("expressions", "needs", "intents", "urusan", "places")
        for mark in table(name)["source"]
    }
    cited = {part for mark in marks for part in _marks(mark)}
    assert cited <= explained


def _marks(source: str) -> list[str]:
    """`S2 32, 33` as `S2 32` and `S2 33`."""
    kind, _, numbers = source.partition(" ")
    return [f"{kind} {number.strip()}" for number in numbers.split(",")] if kind in ("S", "S2") else [source]


def test_lists_have_no_row_twice() -> None:
    for name, key in {
        "expressions": ["code", "register", "expression"],
        "needs": ["code"],
        "issues": ["code"],
        "places": ["code"],
        "urusan": ["code"],
        "normalisation": ["class", "variant"],
    }.items():
        frame = table(name)
        assert frame.select(key).is_unique().all(), name


def test_needs_point_at_affairs_and_issues_that_exist() -> None:
    needs, affairs = language.needs(), set(language.urusan()["code"])
    subneeds = needs.filter(pl.col("parent").is_not_null())
    assert set(subneeds["urusan_lead"]) <= affairs
    assert set(needs["urusan_others"].explode().drop_nulls()) <= affairs
    assert set(needs["issue"]) <= set(language.issues()["code"])
    for lead, others in subneeds.select("urusan_lead", "urusan_others").rows():
        assert lead not in others


def test_an_affair_is_looked_up_by_need() -> None:
    row = language.needs().filter(pl.col("code") == "N05.1").to_dicts()[0]
    assert row["name"] == "KIS/PBI-JK nonaktif"
    assert (row["urusan_lead"], row["urusan_others"]) == ("1.06", ["1.02"])
    assert row["programme_codes"] == ["1.06.05", "1.02.02"]
    assert row["agency"] == ["Dinsos (reaktivasi SIKS-NG)", "Dinkes", "(BPJS Kesehatan)"]
    assert row["programmes"] == ["PBI-JK", "PBPU Pemda/UHC"]


def test_affairs_are_those_of_the_law() -> None:
    kinds = language.urusan()["kind"].value_counts().sort("kind").rows()
    assert kinds == [
        ("penunjang", 11),
        ("pilihan", 8),
        ("wajib non pelayanan dasar", 18),
        ("wajib pelayanan dasar", 6),
    ]


def test_issue_code_book() -> None:
    codes = language.issues()["code"].to_list()
    assert codes == ["1", *(f"1.{part}" for part in range(1, 8)), *map(str, range(2, 11))]


def test_intents() -> None:
    assert language.intents()["code"].to_list() == [f"X0{number}" for number in range(1, 10)]


def test_places_of_the_city() -> None:
    places = language.places()
    city = places.filter(pl.col("code").str.starts_with("33.71"))
    kinds = dict(city["kind"].value_counts().iter_rows())
    assert kinds == {"city": 1, "district": 3, "village": 17}
    assert set(city.filter(pl.col("kind") != "city")["parent"]) <= set(city["code"])


def test_every_expression_of_the_taxonomy_speaks_for_its_own_need() -> None:
    rows = table("expressions").filter(TAXONOMY)
    labels = language.label(rows["expression"], lists_only=True)
    found = rows.with_columns(needs=labels["needs"].str.split("|"))
    missed = found.filter(~pl.col("needs").list.contains(pl.col("code")).fill_null(False))
    assert missed.select("code", "expression", "needs").rows() == []


def test_expressions_that_needs_share_name_all_of_them() -> None:
    shared = {
        "mboten saged mlebet": {"N03.4"},
        "terapi mahal": {"N12.5"},
        "mohon perlindungan": {"N10.6", "N13.1"},
        "daftarnya dimana": {"N03.1", "N09.3"},
    }
    labels = language.label(pl.Series(list(shared)), lists_only=True)["needs"].to_list()
    assert [set(each.split("|")) for each in labels] == list(shared.values())


@pytest.mark.parametrize(
    ("code", "column", "value"),
    [
        ("X01", "intent", "question"),
        ("X02", "intent", "appreciation"),
        ("X05", "intent", "request"),
        ("X06", "on_behalf", 1),
        ("X09", "urgency", 3),
    ],
)
def test_every_expression_of_an_intent_is_heard(code: str, column: str, value: object) -> None:
    rows = table("expressions").filter((pl.col("code") == code) & (pl.col("source") != "simpul"))
    labels = language.label(rows["expression"], lists_only=True)
    assert rows.filter(labels[column] != value)["expression"].to_list() == []
    assert labels[column].null_count() == 0
