"""What exports get wrong: each case is not available with its reason, or counted rightly, and never a wrong number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import polars as pl
import pytest
from city_tables import START, City, at, cell

from simpul.measures.computing import compared, compute
from simpul.measures.material import Material

END = at(days=30)


def city(likes: list[float | None], followers: tuple[float, float] = (100.0, 120.0)) -> City:
    town = City()
    office = town.account("instagram:dinas", agency="dinsos")
    for count, when in zip(followers, (at(), END), strict=True):
        town.followers(office, count, when)
    for number, value in enumerate(likes):
        post = town.post(office, at(days=1, hours=number))
        if value is not None:
            town.counts(post, likes=value, comments=0, shares=0)
    return town


def test_followers_that_fall_are_a_loss_and_zero_followers_no_rate() -> None:
    rates = ("p3", "er_f", "tumbuh_ikut")
    fallen = compute(city([1.0] * 12, (200.0, 150.0)).tables(), START, END, ["baru_ikut", *rates])
    assert (cell(fallen, "baru_ikut")["value"], cell(fallen, "tumbuh_ikut")["value"]) == (-50, -25)
    none = compute(city([1.0] * 12, (0.0, 0.0)).tables(), START, END, rates)
    for measure in rates:
        found = cell(none, measure)
        assert (found["status"], found["value"], found["low"]) == ("not_available", None, None), measure
        assert found["reason"].startswith("zero_denominator"), measure


def test_posts_without_counts_are_left_out_and_all_without_are_not_available() -> None:
    some = cell(compute(city([4.0, None, None, 8.0]).tables(), START, END, ["p2"]), "p2")
    assert (some["value"], some["n"]) == (6, 2)
    none = cell(compute(city([None] * 4).tables(), START, END, ["p2"]), "p2")
    assert (none["status"], none["n"], none["numerator"]) == ("not_available", 0, None)


def test_counts_below_zero_are_no_counts() -> None:
    found = cell(compute(city([4.0, -9.0, 8.0]).tables(), START, END, ["p2"]), "p2")
    assert (found["value"], found["n"]) == (6, 2)
    none = cell(compute(city([-1.0] * 3, (-5.0, -5.0)).tables(), START, END, ["p2"]), "p2")
    assert (none["status"], none["value"]) == ("not_available", None)


def test_the_same_post_counted_in_two_exports_counts_once() -> None:
    once = city([4.0, 8.0])
    twice = city([4.0, 8.0])
    twice.rows["observations"] += twice.rows["observations"]
    assert compute(once.tables(), START, END).equals(compute(twice.tables(), START, END))


def test_one_moment_in_three_clocks_is_one_moment() -> None:
    tables = city([3.0] * 12).frames()
    expected = compute({name: frame.lazy() for name, frame in tables.items()}, START, END)
    told = tables | {
        "posts": tables["posts"].with_columns(pl.col("created_at").dt.convert_time_zone("Asia/Jayapura"))
    }
    assert compute({name: frame.lazy() for name, frame in told.items()}, START, END).equals(expected)
    ends = (each.astimezone(timezone(timedelta(hours=-4))) for each in (START, END))
    assert compute({name: frame.lazy() for name, frame in tables.items()}, *ends).equals(expected)


def test_one_account_and_nobody_at_all() -> None:
    found, beside = compared(Material(city([1.0, 2.0]).tables(), START, END))
    assert cell(found, "p2")["value"] == 1.5 and beside.is_empty()
    empty, beside = compared(Material(City().tables(), START, END))
    assert set(empty["status"]) == {"not_available"} and beside.is_empty()
    assert empty["value"].null_count() == empty.height and empty["reason"].null_count() == 0


@pytest.mark.parametrize("lost", ["account_id", "kind", "created_at"])
def test_a_column_that_is_not_there_is_named(lost: str) -> None:
    tables = city([1.0] * 3).tables()
    tables["posts"] = tables["posts"].drop(lost)
    found = cell(compute(tables, START, END, ids=["p2"]), "p2", "corpus")
    assert (found["status"], found["reason"]) == ("not_available", f"column_absent:posts.{lost}")


def test_a_window_without_a_zone_or_without_days_is_refused() -> None:
    tables = city([1.0]).tables()
    with pytest.raises(ValueError, match="time zone"):
        compute(tables, datetime(2026, 1, 1), END)
    with pytest.raises(ValueError, match="empty"):
        compute(tables, datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
