"""No household stands alone: groups of five or more, whatever the cells."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.network.analyse import analyse
from simpul.network.groups import KIND, grouped
from simpul.network.ties import TIES

PLACES = [None, "99.71.01.1001", "99.71.01.1002", "99.71.02.1001", "99.71.02", "33.08.01.2001"]
HOUSEHOLD = st.tuples(
    st.sampled_from(PLACES),
    st.sampled_from([True, False, None]),
    st.sampled_from(["direct", "broker", "none", None]),
)
OTHERS = pl.DataFrame({"id": ["rt", "dinsos"], "kind": ["person", None], "role": ["rt_head", "agency"]})


def nodes(households: list[tuple]) -> pl.DataFrame:
    homes = pl.DataFrame(
        households, schema={"place": pl.String, "poor": pl.Boolean, "access": pl.String}, orient="row"
    ).with_columns(id=pl.format("h{}", pl.int_range(pl.len())), kind=pl.lit("household"))
    return pl.concat([homes, OTHERS], how="diagonal")


def ties(*pairs: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [{"source": a, "target": b, "type": "survey", "weight": 1.0} for a, b in pairs], schema=TIES
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(HOUSEHOLD, max_size=60))
def test_every_household_in_one_group_of_five_or_more(households: list[tuple]) -> None:
    people = nodes(households)
    told = ties(*((source, f"h{i}") for i in range(len(households)) for source in ("rt", "dinsos")))
    drawn, shown = grouped(told, people)
    groups = shown.filter(kind=KIND)
    asked = len(households)
    assert groups["n"].sum() == (asked if asked >= 5 else 0)
    assert (groups["n"] >= 5).all()
    assert shown["id"].is_unique().all()
    assert not shown["id"].str.contains(r"^h\d").any()
    assert set(drawn["target"]) == set(groups["id"])
    assert drawn["weight"].sum() == 2 * groups["n"].sum()
    assert (
        shown.filter(pl.col("kind").ne_missing(KIND))
        .select(OTHERS.columns)
        .sort("id")
        .equals(OTHERS.sort("id"))
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(HOUSEHOLD, min_size=5, max_size=60))
def test_no_smaller_number_is_left_when_groups_are_taken_from_a_total(households: list[tuple]) -> None:
    """Within a kelurahan whose total is known, what its named groups leave over is nothing or five and more."""
    groups = grouped(ties(), nodes(households))[1].filter(kind=KIND)
    for place in {place for place, _, _ in households if place and len(place) == 13}:
        total = sum(1 for each in households if each[0] == place)
        inside = groups.filter(place=place)["n"].sum()
        assert inside == total or inside == 0
        for poor in (True, False):
            of_kind = sum(1 for each in households if each[0] == place and (each[1] is True) == poor)
            named = groups.filter(place=place, poor=poor)["n"].sum()
            assert named in (0, of_kind)


def test_cells_large_enough_stay_and_small_ones_join_their_smallest_neighbour() -> None:
    here, there = PLACES[1], PLACES[2]
    people = nodes(
        [(here, True, "broker")] * 7 + [(here, True, "none")] * 5 + [(here, True, "direct")] * 2 + [(here, False, "direct")] * 9
        + [(there, True, "none")] * 3 + [(there, False, "direct")] * 4
    )  # fmt: skip
    found = grouped(ties(), people)[1].filter(kind=KIND)
    assert found.select("id", "place", "poor", "access", "n").rows() == [
        ("households/99.71.01.1001/other/direct", here, False, "direct", 9),
        ("households/99.71.01.1001/poor/broker", here, True, "broker", 7),
        ("households/99.71.01.1001/poor/mixed", here, True, None, 7),
        ("households/99.71.01.1002/mixed", there, None, None, 7),
    ]


def test_ties_become_one_with_both_times_and_inner_ties_vanish() -> None:
    people = nodes([(PLACES[1], True, "broker")] * 6)
    told = ties(("rt", "h0"), ("rt", "h1"), ("h0", "h1"), ("h5", "rt"), ("rt", "stranger"), ("dinsos", "rt")).with_columns(
        first_at=pl.datetime_range(pl.datetime(2025, 1, 1), pl.datetime(2025, 1, 6), "1d", time_zone="UTC", eager=True),
        last_at=pl.datetime_range(pl.datetime(2025, 2, 1), pl.datetime(2025, 2, 6), "1d", time_zone="UTC", eager=True),
    )  # fmt: skip
    drawn, _ = grouped(told.cast(TIES), people)
    group = "households/99.71.01.1001/poor/broker"
    assert drawn.select("source", "target", "weight", pl.col("first_at", "last_at").dt.day()).rows() == [
        ("dinsos", "rt", 1.0, 6, 6),
        (group, "rt", 1.0, 4, 4),
        ("rt", group, 2.0, 1, 2),
    ]


def test_a_group_of_measured_households_stands_in_their_middle() -> None:
    people = nodes([(PLACES[1], True, "broker")] * 5 + [(PLACES[2], True, "broker")] * 5)
    told = ties(
        *(("rt", f"h{i}") for i in range(5)), *(("dinsos", f"h{i}") for i in range(5, 10)), ("rt", "dinsos")
    )
    measured = analyse(told, people).nodes
    group = grouped(told, measured)[1].row(
        by_predicate=pl.col("id") == "households/99.71.01.1001/poor/broker", named=True
    )
    members = measured.filter(pl.col("id").is_in([f"h{i}" for i in range(5)]))
    assert (group["x"], group["y"]) == pytest.approx((members["x"].mean(), members["y"].mean()), abs=6e-6)
    assert (group["strength_in"], group["strength_out"], group["n"]) == (5.0, 0.0, 5)
    assert [group["community"]] == members["community"].unique().to_list()
    assert group["betweenness"] is None


def test_fewer_than_five_in_all_are_not_shown() -> None:
    drawn, shown = grouped(ties(("rt", "h0"), ("dinsos", "rt")), nodes([(PLACES[1], True, "broker")] * 4))
    assert sorted(shown["id"]) == ["dinsos", "rt"]
    assert drawn.select("source", "target").rows() == [("dinsos", "rt")]


def test_columns_not_given_make_no_difference_and_the_result_can_be_analysed() -> None:
    people = nodes([(None, None, None)] * 5).select("id", "kind")
    drawn, shown = grouped(ties(("rt", "h0"), ("rt", "h3")), people)
    assert shown.filter(kind=KIND).select("id", "n").rows() == [("households/unknown/other", 5)]
    assert analyse(drawn, shown).nodes["id"].to_list() == ["households/unknown/other", "rt"]


@pytest.mark.parametrize("least", [1, 3])
def test_the_least_size_can_be_set(least: int) -> None:
    shown = grouped(ties(), nodes([(PLACES[1], True, "none")] * 3), least=least)[1]
    assert shown["n"].drop_nulls().to_list() == [3]
