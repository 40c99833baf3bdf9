"""Missing is never zero: whatever table, column or count is absent, a measure says so and gives no value."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from city_tables import START, City, at, cell
from random_city import DAYS, random_city

from simpul.measures.computing import compute
from simpul.measures.findings import reason_text
from simpul.measures.material import INPUTS, Material
from simpul.measures.registry import measures

NUMBERS = ["value", "numerator", "denominator", "low", "high"]
COUNTED = {id: measure for id, measure in measures().items() if measure.view}
NEEDED = sorted(
    {(table, column) for m in COUNTED.values() for table, names in m.all_needs.items() for column in names}
)


def users(table: str, column: str | None = None) -> list[str]:
    """Measures that cannot do without the table, or the column."""
    return [
        id
        for id, measure in COUNTED.items()
        if table in measure.all_needs and (column is None or column in measure.all_needs[table])
    ]


@pytest.mark.parametrize("table", sorted({table for table, _ in NEEDED} - {"posts", "accounts"}))
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_a_missing_table_is_named(table: str, how: str) -> None:
    tables = random_city(comments=20, free=20).tables()
    tables[table] = tables[table].head(0)
    if how == "absent":
        del tables[table]
    ids = users(table)
    found = compute(tables, START, at(days=DAYS), ids)
    assert found.height == len(ids) > 0
    assert set(found["status"]) == {"not_available"}
    assert set(found["reason"]) == {f"table_absent:{table}"}
    assert found.select(pl.col(*NUMBERS, "n").is_null().all()).row(0) == (True,) * 6


@pytest.mark.parametrize(("table", "column"), NEEDED)
def test_a_missing_column_is_named(table: str, column: str) -> None:
    tables = random_city(posts=6, comments=10, free=5).tables()
    tables[table] = tables[table].drop(column)
    ids = users(table, column)[:2]
    if table == "accounts":
        ids = [id for id in ids if not COUNTED[id].counted.of_officials] or ["issue_share"]
    found = compute(tables, START, at(days=DAYS), ids)
    assert set(found["status"]) == {"not_available"}
    assert set(found["reason"]) == {f"column_absent:{table}.{column}"}
    assert found.select(pl.col(*NUMBERS).is_null().all()).row(0) == (True,) * 5


def test_every_input_column_is_declared() -> None:
    assert all(column in INPUTS[table] for table, column in NEEDED)


def test_no_finding_without_rows_has_a_figure(found: pl.DataFrame) -> None:
    nothing = found.filter(pl.col("n").fill_null(0) == 0)
    assert nothing.height > 50
    assert set(nothing["status"]) == {"not_available"}
    assert nothing["reason"].null_count() == 0
    assert nothing.select(pl.col(*NUMBERS).is_null().all()).row(0) == (True,) * 5


def test_ok_always_has_a_value_and_an_n(found: pl.DataFrame) -> None:
    fine = found.filter(status="ok")
    assert fine.height > 500
    assert fine.filter(pl.col("value").is_null() | (pl.col("n") < 1)).is_empty()


def test_counts_that_a_platform_does_not_give_are_not_zero() -> None:
    city = City()
    account = city.account("instagram:a", agency="dinsos")
    for number in range(3):
        city.counts(city.post(account, at(days=number)), likes=5)
    found = compute(city.tables(), at(), at(days=9))
    assert cell(found, "p2")["value"] == 5
    for measure, counts in (
        ("v2", "shares"),
        ("c2", "comments"),
        ("err_mean", "likes+comments+shares+reach"),
    ):
        finding = cell(found, measure)
        assert (finding["status"], finding["reason"]) == ("not_available", f"metric_absent:{counts}")
        assert finding["value"] is None
    assert cell(found, "posts_per_day")["value"] == pytest.approx(1 / 3)


def test_posts_whose_count_is_unknown_are_left_out_of_n() -> None:
    city = City()
    account = city.account("instagram:a")
    for number in range(4):
        post = city.post(account, at(days=number))
        if number:
            city.counts(post, likes=number)
    finding = cell(compute(city.tables(), at(), at(days=9), ["p2"]), "p2")
    assert (finding["value"], finding["n"]) == (2, 3)


def test_without_an_official_account_the_register_is_asked_for() -> None:
    city = City()
    city.label(city.post("x:~a", at(days=1)), issue="1.1")
    found = compute(city.tables(), at(), at(days=9), ["p1", "bicara", "poverty_share_post"], least=1)
    assert [cell(found, id, "corpus")["reason"] for id in ("p1", "bicara")] == ["no_officials"] * 2
    assert "akun" in reason_text("no_officials")
    assert cell(found, "poverty_share_post", "corpus")["value"] == 100


def test_a_corpus_without_posts_gives_reasons_only() -> None:
    found = compute(City().tables(), at(), at(days=9))
    assert set(found["measure"]) == set(COUNTED)
    assert set(found["status"]) == {"not_available"}


def test_the_window_is_the_days_of_the_posts_where_it_is_not_given() -> None:
    city = City()
    for hours in (30, 30 + 24 * 9):
        city.post("x:~a", at(hours=hours))
    assert Material(city.tables()).labels == ("2026-01-02", "2026-01-12")
    assert Material(city.tables(), since=at(days=5)).labels == ("2026-01-06", "2026-01-12")


def test_impossible_windows_and_tables_are_refused() -> None:
    tables = City().tables()
    with pytest.raises(ValueError, match="time zone"):
        Material(tables, datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="empty"):
        Material(tables, at(days=2), at(days=1))
    with pytest.raises(ValueError, match="accounts"):
        Material({"posts": tables["posts"]})
    with pytest.raises(KeyError):
        compute(tables, at(), at(days=1), ["p99"])
