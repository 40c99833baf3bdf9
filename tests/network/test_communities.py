"""Communities: as good as published, connected, numbered, and the same for a seed."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from known_graphs import KITE, by_node, graph, published, random_graph

from simpul.network.communities import connected, leiden, modularity
from simpul.network.structure import by_size


def parts(label: np.ndarray) -> list[set[int]]:
    return [set(np.flatnonzero(label == number).tolist()) for number in range(label.max() + 1)]


def test_the_best_division_of_zachary() -> None:
    club, _ = published("karate", directed=False)
    label = leiden(club)
    assert modularity(club, label).value == pytest.approx(0.419790, abs=5e-7)
    assert np.bincount(label).tolist() == [12, 11, 6, 5]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("directed", [True, False])
def test_connected_numbered_and_measured(seed: int, directed: bool) -> None:
    found, oracle = random_graph(seed, directed)
    label = leiden(found, seed=seed)
    positive = nx.Graph()
    positive.add_nodes_from(range(found.n))
    positive.add_edges_from(
        (a, b) for a, b, w in zip(found.sources, found.indices, found.weights, strict=True) if w > 0
    )
    assert all(nx.is_connected(positive.subgraph(part)) for part in parts(label))
    assert (by_size(label) == label).all()
    both = nx.Graph()
    both.add_nodes_from(oracle)
    for a, b, weight in oracle.edges.data("weight"):
        both.add_edge(a, b, weight=weight + both.get_edge_data(a, b, {"weight": 0})["weight"])
    named = [{found.nodes[i] for i in part} for part in parts(label)]
    if both.size(weight="weight"):
        assert modularity(found, label).value == pytest.approx(nx.community.modularity(both, named))
        louvain = nx.community.louvain_communities(both, seed=seed)
        assert modularity(found, label).value >= nx.community.modularity(both, louvain) - 0.02


def test_a_division_that_does_not_hang_together_is_split() -> None:
    path = graph([(0, 1), (2, 3), (3, 4), (1, 9)], directed=False)
    assert by_node(path, connected(path, np.array([0, 0, 0, 0, 0, 1], dtype=np.int32))) == {
        "0": 1, "1": 1, "2": 0, "3": 0, "4": 0, "9": 2,
    }  # fmt: skip


def test_the_seed_decides_whatever_ran_before() -> None:
    found = random_graph(6)[0]
    first = leiden(found, seed=4)
    leiden(graph(KITE), seed=9)
    assert (leiden(found, seed=4) == first).all()


def test_resolution_makes_communities_smaller() -> None:
    club = graph(nx.barbell_graph(8, 3).edges, directed=False)
    assert leiden(club, resolution=0.1).max() < leiden(club).max() < leiden(club, resolution=4.0).max()


def test_without_ties_everyone_is_alone_and_modularity_undefined() -> None:
    assert leiden(graph([])).tolist() == []
    alone = graph([], nodes=["a", "b"])
    assert leiden(alone).tolist() == [0, 1]
    assert modularity(alone, leiden(alone)).value is None
    assert leiden(graph([("a", "b")], nodes=["c"])).tolist() == [0, 0, 1]
