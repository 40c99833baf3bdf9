"""Which follower count is the denominator."""

from __future__ import annotations

import polars as pl
import pytest
from city_tables import City, at, cell

from simpul.measures.computing import compute
from simpul.measures.material import Material
from simpul.measures.views.officials import FOLLOWERS
from simpul.measures.views.places import population
from simpul.measures.views.posts import OFFICIAL_POSTS

OFFICE = "x:dinsos"


def counted(*snapshots: tuple[float | None, int]) -> City:
    """An office with follower counts at so many days after the start."""
    city = City()
    city.account(OFFICE)
    for days, value in snapshots:
        city.followers(OFFICE, value, None if days is None else at(days=days))
    return city


def used(city: City) -> list[tuple[str, float]]:
    frame = Material(city.tables(), at(), at(days=30)).read(FOLLOWERS)
    return frame.sort("role").select("role", "value").rows()


@pytest.mark.parametrize(
    ("snapshots", "expected"),
    [
        ([(0, 10), (30, 20)], [("end", 20), ("start", 10)]),
        ([(-40, 1), (-2, 10), (14, 5), (31, 20), (90, 9)], [("end", 20), ("start", 10)]),
        ([(5, 10), (20, 20)], [("end", 20), ("start", 10)]),
        ([(-3, 10), (3, 11), (27, 20), (33, 21)], [("end", 20), ("start", 10)]),  # equally near: the earlier
        ([(12, 10)], [("single", 10)]),
        ([(None, 7)], [("single", 7)]),
        ([(None, 7), (12, 10)], [("single", 10)]),
        ([(12, 10), (12, 12)], [("single", 12)]),
    ],
)
def test_the_snapshots_nearest_to_both_ends(
    snapshots: list[tuple[float | None, int]], expected: list[tuple[str, float]]
) -> None:
    assert used(counted(*snapshots)) == expected


def test_growth_needs_two_snapshots() -> None:
    found = compute(counted((12, 10)).tables(), at(), at(days=30), ["baru_ikut", "tumbuh_ikut", "pengikut"])
    assert cell(found, "pengikut")["value"] == 10
    for id in ("baru_ikut", "tumbuh_ikut"):
        assert (cell(found, id)["value"], cell(found, id)["reason"]) == (None, "no_two_snapshots")


def test_loss_is_negative_growth() -> None:
    found = compute(counted((0, 200), (30, 150)).tables(), at(), at(days=30), ["baru_ikut", "tumbuh_ikut"])
    assert [cell(found, id)["value"] for id in ("baru_ikut", "tumbuh_ikut")] == [-50, -25]


def test_each_post_has_the_latest_count_at_or_before_it() -> None:
    city = counted((2, 100), (4, 300), (None, 5))
    other = city.account("x:dinkes")
    city.followers(other, 9, at(days=0))
    for days in (1, 2, 3.5, 4, 20):
        city.post(OFFICE, at(days=days), id=f"x:{days}")
    city.post(other, at(days=3), id="x:other")
    posts = Material(city.tables(), at(), at(days=30)).read(OFFICIAL_POSTS).sort("created_at")
    assert posts.select("post_id", "followers_at").rows() == [
        ("x:1", None), ("x:2", 100), ("x:other", 9), ("x:3.5", 100), ("x:4", 300), ("x:20", 300),
    ]  # fmt: skip


def test_penetration_is_of_all_kelurahan_in_their_newest_year() -> None:
    city = counted((0, 10), (30, 30))
    city.place("99.71", 999)
    city.place("99.71.01.1001", 100)
    city.place("99.71.01.1001", 5000, year=2019)
    city.place("99.71.01.1002", 200)
    finding = cell(compute(city.tables(), at(), at(days=30), ["penetrasi"]), "penetrasi")
    assert (finding["value"], finding["numerator"], finding["denominator"], finding["n"]) == (10, 30, 300, 1)


def test_penetration_is_of_the_city_where_no_kelurahan_is_counted() -> None:
    city = counted((30, 30))
    for code, inhabitants in (("99.71", 600), ("99.71.01", 200), ("99.71.01.1001", None)):
        city.place(code, inhabitants)
    everyone = population(Material(city.tables(), at(), at(days=30))).collect().to_native()
    assert everyone.equals(pl.DataFrame({"population": [600.0]}))
