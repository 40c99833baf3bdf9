"""The survey: 600 households, the poor overrepresented, and brokers whose removal cuts many of them off."""

from __future__ import annotations

from collections import defaultdict

import polars as pl
import pytest

from simpul.example.atlas import atlas
from simpul.example.survey import BROKERS, Survey, make_survey


@pytest.fixture(scope="module")
def survey() -> Survey:
    return make_survey(atlas(), seed=0)


def test_six_hundred_households_in_all_kelurahan(survey: Survey) -> None:
    homes = survey.households
    assert (len(homes), homes["household_code"].n_unique()) == (600, 600)
    assert set(homes["place"]) == {village.code for village in atlas().villages}
    assert homes["place"].value_counts()["count"].min() == 33


def test_the_silent_kelurahan_is_the_poorest(survey: Survey) -> None:
    poor = survey.households.group_by("place").agg(pl.col("poor").mean()).sort("poor")
    assert poor["place"][-1] == atlas().silent.code
    assert poor["poor"][-1] == pytest.approx(0.8, abs=0.02)


def test_the_poor_seldom_have_a_phone_with_internet(survey: Survey) -> None:
    shares = dict(survey.households.group_by("poor").agg(pl.col("internet_phone").mean()).rows())
    assert shares[True] < 0.45
    assert shares[False] > 0.75


def reached(ties: pl.DataFrame) -> set[str]:
    """Households whom anybody informs, found without the survey's own method."""
    informed = defaultdict(set)
    for row in ties.iter_rows(named=True):
        informed[row["household_code"]].add(
            (row["alter_role"], row["alter_code"], row["alter_name"], row["alter_unit"])
        )
    return set(informed)


def test_without_the_brokers_many_poor_households_hear_nothing(survey: Survey) -> None:
    poor = set(survey.households.filter("poor")["household_code"])
    codes = [code for _, _, code in BROKERS]
    rest = survey.ties.filter(~pl.col("alter_code").is_in(codes).fill_null(False))
    cut = (reached(survey.ties) - reached(rest)) & poor
    assert cut == set(survey.dependants())
    assert len(cut) / len(poor) > 0.25
    # eight others, the most named of all, cut off next to nobody
    others = survey.ties.filter(~pl.col("alter_code").is_in(codes).fill_null(False)).with_columns(
        person=pl.concat_str(pl.col("household_code").str.slice(0, 4), "alter_role", "alter_code", "alter_unit", "alter_name", separator="|", ignore_nulls=True)
    )  # fmt: skip
    busiest = others["person"].value_counts(sort=True).head(8)["person"].implode()
    without = pl.concat(
        [
            others.filter(~pl.col("person").is_in(busiest)).drop("person"),
            survey.ties.filter(pl.col("alter_code").is_in(codes)),
        ]
    )
    assert len((reached(survey.ties) - reached(without)) & poor) <= 3


def test_each_broker_has_dependants_of_their_own_place(survey: Survey) -> None:
    place = dict(survey.households.select("household_code", "place").rows())
    for home, _, code in BROKERS:
        dependants = survey.dependants([code])
        assert len(dependants) >= 4
        assert {place[each] for each in dependants} == {home}


def test_some_poor_households_are_told_by_nobody(survey: Survey) -> None:
    alone = survey.households.join(survey.ties, on="household_code", how="anti")
    assert alone["poor"].all()
    assert 5 <= len(alone) <= 30


def test_ties_belong_to_households_and_repeat_nobody(survey: Survey) -> None:
    assert set(survey.ties["household_code"]) <= set(survey.households["household_code"])
    person = ["household_code", "alter_role", "alter_code", "alter_unit", "alter_name"]
    assert not survey.ties.select(pl.struct(person).is_duplicated().any()).item()
