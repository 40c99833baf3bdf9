"""Numbers that cannot be: nothing is counted from them, and a measure says what is missing."""

from __future__ import annotations

import pytest
from city_tables import City, at, cell

from simpul.measures.computing import compute
from simpul.measures.material import Material
from simpul.measures.series import series

OFFICE = "instagram:dinsos"


def counted(**counts: float) -> City:
    city = City()
    city.account(OFFICE, agency="dinsos")
    city.counts(city.post(OFFICE, at(days=1)), **counts)
    return city


@pytest.mark.parametrize("measure", ["p2", "c2", "v2", "efisiensi", "interaksi_kiriman"])
def test_negative_counts_are_no_counts(measure: str) -> None:
    city = counted(likes=-3, comments=-1, shares=-2, reach=-10)
    city.followers(OFFICE, -5, at())
    found = compute(city.tables(), at(), at(days=9), [measure, "pengikut"])
    finding = cell(found, measure)
    assert (finding["status"], finding["value"], finding["n"]) == ("not_available", None, 0)
    assert finding["reason"].startswith("metric_absent:")
    assert cell(found, "pengikut")["value"] is None


@pytest.mark.parametrize("measure", ["p3", "c3", "love_rate", "pasif", "tumbuh_ikut", "tumbuh_bulanan"])
def test_nothing_is_divided_by_zero_followers(measure: str) -> None:
    city = counted(likes=3, comments=1)
    for day in (0, 30, 50):
        city.followers(OFFICE, 0, at(days=day))
    finding = cell(compute(city.tables(), at(), at(days=60), [measure]), measure)
    assert (finding["status"], finding["value"]) == ("not_available", None)
    assert finding["reason"].startswith(("zero_denominator:", "no_"))


def test_accounts_without_followers_are_not_compared() -> None:
    city = counted(likes=3, comments=1)
    city.account("x:dinkes", agency="dinkes")
    city.counts(city.post("x:dinkes", at(days=1)), likes=1, comments=1)
    for account in (OFFICE, "x:dinkes"):
        city.followers(account, 0, at())
    finding = compute(city.tables(), at(), at(days=9), ["kuadran_unggul"]).row(0, named=True)
    assert (finding["reason"], finding["value"]) == ("few_accounts", None)


def test_the_same_export_twice_counts_once() -> None:
    city = counted(likes=3, comments=1, reach=50)
    twice = counted(likes=3, comments=1, reach=50)
    twice.rows["observations"] += city.rows["observations"]
    ids = ["p2", "c2", "efisiensi", "isi_lengkap"]
    one, two = (compute(each.tables(), at(), at(days=9), ids) for each in (city, twice))
    assert one.equals(two)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0, None])
def test_counts_that_are_none_have_no_month(value: float | None) -> None:
    city = counted(likes=1)
    for metric in ("likes", "comments", "shares"):
        city.observe("instagram:0", "post", metric, 1, None)
    for row in city.rows["observations"]:
        row["value"] = value
    material = Material(city.tables(), at(), at(days=40))
    found = series(material, ["p2", "c2", "v2", "ctr"])
    assert set(found["status"]) == {"not_available"}
    assert found["value"].null_count() == found.height
