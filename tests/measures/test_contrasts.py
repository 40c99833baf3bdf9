"""Agencies against all others: who stands out, how far, and how sure that is after many looks."""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl
import pytest
from city_tables import START, City, at
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.measures.computing import compared
from simpul.measures.effects import cliff_delta, cohen_h
from simpul.measures.intervals import difference, wilson
from simpul.measures.material import Material
from simpul.measures.multiplicity import benjamini_hochberg, holm


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusted_p_values_are_those_of_statsmodels(p: list[float]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.stats.multitest import multipletests
    values = np.array(p)
    for ours, theirs in ((holm, "holm"), (benjamini_hochberg, "fdr_bh")):
        assert ours(values) == pytest.approx(multipletests(values, method=theirs)[1])


def test_what_was_not_tested_is_not_a_look() -> None:
    found = holm(np.array([0.01, np.nan, 0.02]))
    assert found[[0, 2]].tolist() == [0.02, 0.02]
    assert np.isnan(found[1])


def test_effect_sizes_have_their_printed_values() -> None:
    h = pl.DataFrame({"p": [0.65], "q": [0.45]}).select(cohen_h(pl.col("p"), pl.col("q"))).item()
    assert round(h, 2) == 0.40  # Cohen (1988), example 6.1: φ(.65) − φ(.45) = 1.876 − 1.471
    rows = pl.DataFrame({"who": ["a"] * 3 + ["b"] * 3, "value": [1, 3, 5, 2, 2, 9]})
    found = cliff_delta(rows, "who", "value")
    above = sum((x > y) - (x < y) for x in (1, 3, 5) for y in (2, 2, 9)) / 9
    assert dict(found.rows()) == {"a": pytest.approx(above), "b": pytest.approx(-above)}


def city(quick: int = 20, slow: int = 20) -> City:
    """Two agencies with forty posts each, asked by people of their own; dinsos answers more often. Three people ask a third."""
    city = City()
    for name, answers, asked in (("dinsos", quick, 40), ("dinkes", slow, 40), ("damkar", 1, 3)):
        office = city.account(f"instagram:{name}", agency=name)
        for number in range(asked):
            post = city.post(office, at(days=1, hours=number))
            city.counts(post, likes=number % 7 + (3 if name == "dinsos" else 0), comments=1, shares=0)
            question = city.comment(f"instagram:~{name}{number:020}", post, at(days=5))
            city.label(question, intent="question")
            if number < answers:
                city.comment(office, post, at(days=6), parent=question)
    return city


def contrast(town: City) -> tuple[pl.DataFrame, pl.DataFrame]:
    return compared(Material(town.tables(), START, at(days=30)))


@pytest.fixture(scope="module")
def alike() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The contrasts of a city whose two agencies answer equally often."""
    return contrast(city())


def test_a_clear_difference_is_clear_with_its_interval_and_size() -> None:
    found, beside = contrast(city(quick=36, slow=8))
    row = beside.filter(measure="response_rate", subject_id="dinsos").row(0, named=True)
    one, other = ((k / n, *wilson(float(k), float(n))) for k, n in ((36, 40), (8 + 1, 40 + 3)))
    gap = [100 * x for x in difference(one, other)]
    assert [row["difference"], row["low"], row["high"]] == pytest.approx(gap, abs=0.5)
    assert row["value"] == found.filter(measure="response_rate", subject_id="dinsos")["value"][0]
    assert row["clear"] and row["effect_kind"] == "cohen_h"
    assert row["p_adjusted"] >= row["p"]


def test_no_difference_is_not_clear(alike: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    _, beside = alike
    rates = beside.filter(measure="response_rate", subject_kind="agency")
    assert rates["subject_id"].to_list() == [
        "dinsos"
    ]  # dinkes hides with damkar, whose three persons it would give away
    assert rates["clear"].to_list() == [False]


def test_means_have_the_bootstrap_and_cliff_s_delta(alike: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    _, beside = alike
    likes = beside.filter(measure="p2", subject_id="dinsos").row(0, named=True)
    assert likes["effect_kind"] == "cliff_delta" and 0.5 < likes["effect"] < 1
    assert likes["low"] < likes["difference"] < likes["high"]
    assert likes["clear"]


def test_what_is_suppressed_is_compared_with_nothing(alike: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    found, beside = alike
    hidden = found.filter(status="suppressed").select("measure", "subject_kind", "subject_id")
    assert ("response_rate", "agency", "damkar") in hidden.rows()
    assert beside.join(hidden, on=hidden.columns).is_empty()


def test_one_account_only_is_compared_with_nobody() -> None:
    town = City()
    office = town.account("instagram:dinsos", agency="dinsos")
    for number in range(40):
        post = town.post(office, at(days=1, hours=number))
        town.counts(post, likes=number, comments=0, shares=0)
    _, beside = contrast(town)
    assert beside.is_empty()
