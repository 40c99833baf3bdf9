"""Ties between people who were in the same place, against networkx and by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.algorithms import bipartite
from polars.testing import assert_frame_equal

from simpul.corpus.records import POSTS
from simpul.network.projections import LOSS, USES, commented, consecutive, linked, lost, project, tagged
from simpul.network.ties import TIES


def at(hour: int) -> datetime:
    return datetime(2026, 3, 1, hour, tzinfo=UTC)


def uses(*rows: tuple) -> pl.LazyFrame:
    table = [(id, item, "x", at(hour)) for id, item, hour in rows]
    return pl.LazyFrame(table, schema=USES, orient="row")


def posts(*rows: dict) -> pl.LazyFrame:
    return pl.LazyFrame([{"platform": "x", "kind": "comment"} | row for row in rows], schema=POSTS)


def test_weight_and_times_of_what_two_have_in_common() -> None:
    found = project(
        uses(("b", "p", 1), ("a", "p", 3), ("a", "p", 9), ("a", "q", 5), ("b", "q", 4), ("c", "r", 1)),
        "co_comment",
    )
    rows = found.collect()
    assert rows.schema == pl.Schema(TIES)
    assert rows.select("source", "target", "type", "platform", "weight", "first_at", "last_at").rows() == [
        ("a", "b", "co_comment", "x", 2.0, at(3), at(5))
    ]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 6)), min_size=1, max_size=40))
def test_projection_is_that_of_networkx(pairs: set[tuple[int, int]]) -> None:
    names = ["a b", "o'x", '"', "😀", "é", "\t", "x:~1", ",", "z"]
    found = project(uses(*((names[i], f"#{j}", 1) for i, j in pairs)), "co_hashtag").collect()
    graph = nx.Graph((names[i], ("item", j)) for i, j in pairs)
    oracle = bipartite.weighted_projected_graph(graph, {names[i] for i, _ in pairs})
    assert {tuple(row) for row in found.select("source", "target", "weight").rows()} == {
        (*sorted((a, b)), float(data["weight"])) for a, b, data in oracle.edges(data=True)
    }


def test_an_item_of_too_many_ties_nobody_and_the_loss_is_said() -> None:
    crowd = [(f"u{i}", "#viral", 1) for i in range(5)]
    table = uses(*crowd, ("u0", "#rtlh", 1), ("u1", "#rtlh", 2), ("u9", "#alone", 1))
    assert project(table, "co_hashtag", cap=4).collect().select("source", "target").rows() == [("u0", "u1")]
    loss = lost(table, cap=4).collect()
    assert loss.schema == pl.Schema(LOSS)
    assert loss.rows() == [(2, 1, 11, 10)]
    assert lost(table, cap=5).collect().rows() == [(2, 0, 11, 0)]
    assert lost(uses()).collect().rows() == [(0, 0, 0, 0)]
    with pytest.raises(ValueError, match="cap is 1"):
        project(table, "co_hashtag", cap=1)


def test_platforms_are_not_joined() -> None:
    table = uses(("a", "#x", 1), ("b", "#x", 1)).with_columns(platform=pl.Series(["x", "tiktok"]))
    assert project(table, "co_hashtag").collect().is_empty()


def test_what_posts_use() -> None:
    table = posts(
        {"post_id": "1", "kind": "post", "account_id": "a", "hashtags": ["pkh", "pkh"], "links": ["l"], "created_at": at(1)},
        {"post_id": "2", "account_id": "b", "root_id": "1", "parent_id": "9", "created_at": at(2)},
        {"post_id": "3", "kind": "reply", "account_id": "c", "parent_id": "1"},
        {"post_id": "4", "kind": "share", "account_id": "d", "hashtags": ["pkh"], "links": ["l"]},
        {"post_id": "5", "account_id": None, "root_id": "1"},
    )  # fmt: skip
    assert sorted(commented(table).collect().select("id", "item").rows()) == [("b", "1"), ("c", "1")]
    assert tagged(table).collect().select("id", "item").rows() == [("a", "pkh"), ("a", "pkh")]
    assert linked(table).collect().rows() == [("a", "l", "x", at(1))]


def test_who_wrote_right_after_whom() -> None:
    def comment(id: str, author: str | None, hour: int | None) -> dict:
        return {"post_id": id, "account_id": author, "root_id": "1", "created_at": hour and at(hour)}

    found = consecutive(
        posts(
            {"post_id": "1", "kind": "post", "account_id": "office", "created_at": at(1)},
            comment("2", "a", 2), comment("3", "b", 3), comment("4", "b", 4), comment("5", "a", 5), comment("6", "b", 6),
            comment("7", None, 7), comment("8", "c", 8), comment("9", "d", None),
        )
    ).collect()  # fmt: skip
    assert found.schema == pl.Schema(TIES)
    assert found.select("source", "target", "weight", "first_at", "last_at").rows() == [
        ("a", "b", 1.0, at(5), at(5)),
        ("a", "office", 1.0, at(2), at(2)),
        ("b", "a", 2.0, at(3), at(6)),
    ]
    assert_frame_equal(consecutive(posts()).collect(), pl.DataFrame(schema=TIES))


def test_a_hub_costs_no_more_than_the_cap_allows() -> None:
    chance = np.random.default_rng(1)
    table = pl.LazyFrame(
        {"id": [f"u{i}" for i in range(100_000)], "item": ["#hub"] * 99_000 + [f"#{i}" for i in chance.integers(0, 300, 1000)]}
    ).with_columns(platform=pl.lit("x"), at=pl.lit(at(1)))  # fmt: skip
    assert 0 < project(table, "co_hashtag").collect().height < 10_000
    assert lost(table).collect()["pairs_left_out"].item() == 99_000 * 98_999 // 2
