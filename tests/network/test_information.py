"""The whole question at once: tables without a small cell, and with how sure they are."""

from __future__ import annotations

import polars as pl
from test_survey_reach import HERE, PEOPLE, THERE, TOLD, actors, fan, homes, told

from simpul.network.information import information, ranks
from simpul.network.reach import flow
from simpul.network.resampling import RANKS
from simpul.network.ties import TIES, from_survey

COUNTS = (
    "count",
    "n",
    "numerator",
    "denominator",
    "households",
    "adds",
    "covered",
    "direct",
    "sole",
    "reached",
    "answered",
    "named",
)


def test_no_table_for_showing_has_a_small_count() -> None:
    ties = from_survey(TOLD.lazy()).collect()
    found = information(ties, PEOPLE, resamples=20)._asdict()
    assert ties.schema == pl.Schema(TIES)
    seen = 0
    for name in (
        "responses",
        "reach",
        "brokers",
        "next_brokers",
        "arriving",
        "channels",
        "matrix",
        "preferences",
    ):
        table = found[name]
        for column in set(COUNTS) & set(table.columns):
            seen += len(table)
            assert table.filter(pl.col(column).is_between(1, 4)).is_empty(), (name, column)
    assert seen > 100
    assert found["access"].height == found["routes"].height == 17


def test_nobody_asked() -> None:
    found = information(pl.DataFrame(schema=TIES), PEOPLE.clear(), resamples=5)
    assert found.reach.is_empty() or found.reach["value"].null_count() == found.reach.height
    assert found.next_brokers.is_empty() and found.broker_ranks.is_empty() and found.routes.is_empty()


def test_how_sure_the_first_broker_is() -> None:
    people = actors(
        ("rt", "rt_head", HERE, None), ("kader", "cadre", HERE, None), ("tokoh", "community_leader", THERE, None),
        *homes(0, 40, HERE, True),
    )  # fmt: skip
    spread = flow(told(*fan("rt", 0, 30), *fan("kader", 28, 38), *fan("tokoh", 38, 40)), people)
    found = ranks(spread, resamples=100, seed=1)
    assert found.schema == pl.Schema(RANKS)
    assert set(found["measure"]) == {"strength", "coverage_lost"}
    first = found.filter(measure="coverage_lost").row(0, named=True)
    assert (first["id"], first["value"], first["rank"], first["rank_high"], first["among_top"]) == (
        "rt",
        28.0,
        1,
        1,
        1.0,
    )
    assert (
        first["low"] is None
    )  # a draw holds fewer different households, so their number has no interval here
    named = found.filter(measure="strength", id="rt").row(0, named=True)
    assert named["low"] < named["value"] == 30.0 < named["high"]
    assert found.filter(id="tokoh")["value"].to_list() == [None, None]
