"""The disparity filter against the integral it is defined by."""

from __future__ import annotations

import networkx as nx
import polars as pl
import pytest
from known_graphs import random_table, table
from scipy.integrate import quad

from simpul.network.backbone import backbone


def chance_of(share: float, k: int) -> float:
    """1 - (k - 1) ∫ (1 - x)^(k - 2) dx from 0 to the share, as published."""
    return 1.0 if k < 2 else 1 - (k - 1) * quad(lambda x: (1 - x) ** (k - 2), 0, share)[0]


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("seed", range(20))
def test_significance_of_random_networks(seed: int, directed: bool) -> None:
    edges = random_table(seed)[0]
    graph = nx.DiGraph() if directed else nx.Graph()
    for a, b, weight in edges.rows():
        if a != b and weight > 0:
            before = graph.get_edge_data(a, b, {"weight": 0})["weight"]
            graph.add_edge(a, b, weight=before + weight)
    out = dict(graph.out_degree()) if directed else dict(graph.degree())
    inn = dict(graph.in_degree()) if directed else out
    sent = dict(graph.out_degree(weight="weight")) if directed else dict(graph.degree(weight="weight"))
    got = dict(graph.in_degree(weight="weight")) if directed else sent
    oracle = {
        (a, b): min(chance_of(w / sent[a], out[a]), chance_of(w / got[b], inn[b]))
        for a, b, w in graph.edges(data="weight")
    }
    if not directed:
        oracle |= {(b, a): p for (a, b), p in oracle.items()}
    found = backbone(edges, alpha=1.0, directed=directed)
    seen = {(a, b): p for a, b, p in found.select("source", "target", "p").rows()}
    rows = {(a, b) for a, b, weight in edges.rows() if weight > 0}
    expected = {pair: p for pair, p in oracle.items() if p < 1 and pair in rows}
    assert seen == pytest.approx(expected, abs=1e-9)


def test_a_heavy_tie_stays_and_the_even_ones_go() -> None:
    star = table([("hub", f"leaf{i}") for i in range(11)], [50.0] + [1.0] * 10)
    found = backbone(star)
    assert found.rows() == [("hub", "leaf0", 50.0, pytest.approx((1 / 6) ** 10))]
    assert backbone(table([("hub", f"leaf{i}") for i in range(11)])).is_empty()


def test_types_are_not_pooled_and_rows_of_a_pair_stay_together() -> None:
    rows = table(
        [("hub", "a"), ("hub", "a"), ("hub", "b"), ("hub", "c"), ("hub", "b")], [40.0, 40.0, 1.0, 1.0, 90.0]
    )
    typed = rows.with_columns(type=pl.Series(["reply"] * 4 + ["share"]))
    assert backbone(typed).select("target", "weight", "type").rows() == [
        ("a", 40.0, "reply"),
        ("a", 40.0, "reply"),
    ]
    assert backbone(rows).is_empty()


def test_nothing_and_bad_weights() -> None:
    assert backbone(table([])).columns == ["source", "target", "p"]
    assert backbone(table([("a", "a"), ("a", "b")], [1.0, 0.0]), alpha=1.0).is_empty()
    for bad in (-1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="negative or no number"):
            backbone(table([("a", "b")], [bad]))
    with pytest.raises(ValueError, match="alpha is 2"):
        backbone(table([("a", "b")]), alpha=2)
