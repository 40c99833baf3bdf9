"""What became of a message: trees against networkx, and the band of whom it met."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import networkx as nx
import numpy as np
import polars as pl
import pytest

from simpul.corpus.records import OBSERVATIONS, POSTS
from simpul.network.cascades import BAND, CASCADES, band, cascades

START = datetime(2026, 3, 1, tzinfo=UTC)


def posts(*rows: dict) -> pl.DataFrame:
    return pl.DataFrame([{"platform": "x", "kind": "comment"} | row for row in rows], schema=POSTS)


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


MESSAGE = {"post_id": "m", "kind": "post", "account_id": "office", "created_at": hour(0)}
THREAD = posts(
    MESSAGE,
    {"post_id": "c1", "account_id": "a", "parent_id": "m", "root_id": "m", "created_at": hour(1)},
    {"post_id": "c2", "kind": "reply", "account_id": "office", "parent_id": "c1", "root_id": "m", "created_at": hour(2)},
    {"post_id": "c3", "account_id": "b", "parent_id": "gone", "root_id": "m", "created_at": hour(3)},
    {"post_id": "s1", "kind": "share", "account_id": "b", "shared_id": "m", "created_at": hour(30)},
    {"post_id": "q1", "kind": "quote", "account_id": None, "shared_id": "s1", "created_at": hour(9)},
    {"post_id": "other", "kind": "post", "account_id": "z", "created_at": hour(5)},
)  # fmt: skip


def test_one_message() -> None:
    found = cascades(THREAD)
    assert found.schema == pl.Schema(CASCADES)
    assert found["post_id"].to_list() == ["m", "other"]
    row = found.row(0, named=True)
    tree = nx.Graph([("m", "c1"), ("c1", "c2"), ("m", "c3"), ("m", "s1"), ("s1", "q1")])
    assert row == {
        "post_id": "m", "account_id": "office", "posts": 6, "people": 2, "depth": 2, "breadth": 3,
        "virality": pytest.approx(nx.wiener_index(tree) / 15), "replies": 3, "shares": 1, "quotes": 1,
        "first_at": hour(0), "last_at": hour(30), "half_after": timedelta(hours=3),
    }  # fmt: skip
    alone = found.row(1, named=True)
    assert (alone["posts"], alone["depth"], alone["breadth"], alone["virality"], alone["half_after"]) == (
        1,
        0,
        0,
        None,
        None,
    )


@pytest.mark.parametrize("seed", range(8))
def test_random_forests(seed: int) -> None:
    chance = np.random.default_rng(seed)
    n = int(chance.integers(2, 60))
    above = [None if chance.random() < 0.15 or not i else int(chance.integers(0, i)) for i in range(n)]
    names = [f"p {i}'😀" for i in chance.permutation(n)]
    rows = [
        {"post_id": names[i], "parent_id": None if a is None else names[a], "account_id": "u"}
        for i, a in enumerate(above)
    ]
    found = cascades(posts(*rows).sample(fraction=1, shuffle=True, seed=seed))
    forest = nx.Graph()
    forest.add_nodes_from(names)
    forest.add_edges_from((row["post_id"], row["parent_id"]) for row in rows if row["parent_id"])
    expected = {}
    for i, a in enumerate(above):
        if a is None:
            part = forest.subgraph(nx.node_connected_component(forest, names[i]))
            depths = list(nx.single_source_shortest_path_length(part, names[i]).values())
            widest = max((depths.count(d) for d in set(depths) - {0}), default=0)
            mean = nx.average_shortest_path_length(part) if len(part) > 1 else None
            expected[names[i]] = (len(part), max(depths), widest, mean and pytest.approx(mean))
    assert {
        row[0]: row[1:] for row in found.select("post_id", "posts", "depth", "breadth", "virality").rows()
    } == expected


def test_faulty_parents() -> None:
    ring = posts(
        {"post_id": "a", "parent_id": "b"}, {"post_id": "b", "parent_id": "a"}, {"post_id": "c", "parent_id": "a"},
        {"post_id": "self", "parent_id": "self"}, {"post_id": "self", "parent_id": "a"},
    )  # fmt: skip
    assert cascades(ring).select("post_id", "posts").rows() == [("self", 1)]
    assert cascades(posts()).schema == pl.Schema(CASCADES)


def seen(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(
        [{"subject": a, "subject_kind": "post", "metric": m, "value": v} for a, m, v in rows],
        schema=OBSERVATIONS,
    )


def test_the_band_of_whom_a_message_met() -> None:
    trees = cascades(THREAD)
    found = band(
        trees,
        seen(("m", "views", 900.0), ("m", "reach", 400.0), ("m", "reach", 410.0), ("m", "likes", 5000.0)),
    )
    assert found.schema == pl.Schema(BAND)
    assert found.rows() == [("m", 2, 410.0, "reach", True), ("other", 0, None, None, None)]
    assert band(trees, seen(("m", "views", 1.0))).row(0) == ("m", 2, 2.0, "views", False)
    assert band(trees, seen(("m", "views", float("nan")), ("m", "reach", -3.0))).row(0) == (
        "m",
        2,
        None,
        None,
        None,
    )
