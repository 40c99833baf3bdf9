"""Who could have heard by when, against enumeration."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.network.paths import CARRIED, HEARD, SPREAD, carried, heard, spread
from simpul.network.ties import CONTACTS

START = datetime(2026, 3, 1, tzinfo=UTC)


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def told(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame([(a, b, at(hour)) for a, b, hour in rows], schema=CARRIED, orient="row")


def ids(*names: str) -> pl.Series:
    return pl.Series(names, dtype=pl.String)


def test_word_never_runs_backwards_in_time() -> None:
    rows = told(("b", "c", 1), ("a", "b", 2), ("b", "d", 2), ("b", "e", 3), ("e", "a", 4))
    found = heard(rows, ids("a"))
    assert found.schema == pl.Schema(HEARD)
    assert found.rows() == [("a", at(1), 0, None), ("b", at(2), 1, "a"), ("e", at(3), 2, "b")]
    assert heard(rows, ids("a"), since=at(3)).select("id", "at").rows() == [("a", at(3))]
    assert heard(rows, ids("a"), until=at(2))["id"].to_list() == ["a", "b"]


def test_the_shorter_of_two_ways_that_arrive_together() -> None:
    rows = told(("a", "b", 1), ("b", "c", 2), ("c", "z", 3), ("a", "z", 3))
    assert heard(rows, ids("a")).row(by_predicate=pl.col("id") == "z") == ("z", at(3), 1, "a")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(-9, 9)), max_size=25),
    st.sets(st.integers(0, 6), min_size=1, max_size=2),
)
def test_all_ways_enumerated(contacts: list[tuple[int, int, int]], sources: set[int]) -> None:
    names = ["rt 03", "o'x", '"', "😀", "é", "", "7"]

    def ways(i: int, after: int) -> set[tuple[int, int]]:
        """Everybody that word from i, known there before `after` + 1, gets to, with the times."""
        onward = [(j, t) for a, j, t in contacts if a == i and t > after]
        return {(j, t) for j, t in onward} | {pair for j, t in onward for pair in ways(j, t)}

    everything = {pair for i in sources for pair in ways(i, -10)}
    earliest: dict[int, int] = {}
    for j, t in everything:
        if j not in sources:
            earliest[j] = min(t, earliest.get(j, t))
    rows = told(*((names[a], names[b], t) for a, b, t in contacts))
    found = heard(rows, ids(*(names[i] for i in sources))).filter(pl.col("steps") > 0)
    assert dict(found.select("id", "at").rows()) == {names[j]: at(t) for j, t in earliest.items()}


def test_along_whom_word_passes() -> None:
    kinds = ("reply", "share", "quote", "mention")
    table = pl.DataFrame(
        [{"source": "s", "target": "t", "type": kind, "at": at(i)} for i, kind in enumerate(kinds)]
        + [{"source": "s", "target": "t", "type": "reply", "at": None}],
        schema=CONTACTS,
    )
    assert carried(table).rows() == [
        ("t", "s", at(0)),
        ("t", "s", at(1)),
        ("t", "s", at(2)),
        ("s", "t", at(3)),
    ]


def test_speed_and_breadth() -> None:
    found = heard(told(("a", "p1", 1), ("a", "p2", 1), ("p2", "p3", 5), ("p4", "a", 6)), ids("a"))
    curve = spread(found, ids("p1", "p2", "p3", "p4", "a"))
    assert curve.schema == pl.Schema(SPREAD)
    assert curve.rows() == [(at(1), 2, 0.5), (at(5), 3, 0.75)]
    assert spread(found, ids("p4")).is_empty() and spread(found, ids()).is_empty()


def test_nobody_and_long_ago() -> None:
    assert heard(told(), ids("a"), since=START).rows() == [("a", START, 0, None)]
    assert heard(told(), ids("a")).rows() == [("a", None, 0, None)]
    assert heard(told(), ids()).is_empty()
    old = pl.DataFrame([("a", "b", datetime(1969, 7, 20, tzinfo=UTC))], schema=CARRIED, orient="row")
    assert heard(old, ids("a"))["at"].to_list() == [datetime(1969, 7, 20, tzinfo=UTC)] * 2
    assert heard(told(("a", "a", 1)), ids("a")).height == 1


@pytest.mark.parametrize("stranger", ["nobody", "x y", "😀"])
def test_a_source_that_had_no_contact_tells_nobody(stranger: str) -> None:
    assert heard(told(("a", "b", 1)), ids(stranger))["id"].to_list() == [stranger]
