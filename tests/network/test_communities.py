"""Communities: as good as published, connected, numbered, and the same for a seed."""

from __future__ import annotations

import igraph
import networkx as nx
import numpy as np
import polars as pl
import pytest
from known_graphs import KITE, by_node, graph, published, random_graph

from simpul.network.analyse import analyse
from simpul.network.changes import changes
from simpul.network.communities import connected, consensus, even_density, leiden, modularity
from simpul.network.structure import by_size
from simpul.network.topics import topics


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


def test_dense_groups_are_found_by_the_constant_potts_model() -> None:
    """A ring of cliques: modularity merges neighbours in a long ring, the constant Potts model keeps each clique."""
    cliques, size = 30, 5
    ring = [(f"{c:02d}{a}", f"{c:02d}{b}") for c in range(cliques) for a in range(size) for b in range(a)]
    ring += [(f"{c:02d}0", f"{(c + 1) % cliques:02d}1") for c in range(cliques)]
    network = graph(ring, directed=False)
    assert leiden(network, 0.5, quality="cpm").max() + 1 == cliques
    assert leiden(network).max() + 1 < cliques


def test_quality_is_that_of_igraph() -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        ends = (400 * rng.random((3000, 2)) ** 2).astype(int)
        found = graph([(f"{a:03d}", f"{b:03d}") for a, b in ends if a != b], directed=False)
        once = found.sources < found.indices
        oracle = igraph.Graph(n=found.n, edges=np.c_[found.sources[once], found.indices[once]])
        weights = found.weights[once].tolist()
        theirs = [
            modularity(
                found, np.array(oracle.community_leiden("modularity", weights=weights).membership)
            ).value
            for _ in range(10)
        ]
        assert modularity(found, leiden(found, seed=seed)).value >= np.median(theirs) - 0.005


def test_consensus_is_sure_of_plain_groups_and_unsure_of_noise() -> None:
    plain = graph(nx.caveman_graph(6, 8).edges, directed=False)
    sure = consensus(plain, runs=8)
    assert (sure.labels.max() + 1, sure.agreement.value) == (6, 1.0)
    assert (sure.stability == 1).all()
    noise = graph(nx.gnm_random_graph(80, 240, seed=3).edges, directed=False)
    unsure = consensus(noise, runs=8)
    assert unsure.agreement.value < 0.8
    assert 0 < unsure.stability.min() < unsure.stability.mean() < 0.95
    again = consensus(noise, runs=8, threads=1)
    assert (again.labels == unsure.labels).all()
    assert (again.stability == unsure.stability).all()


def test_what_became_of_communities() -> None:
    def division(text: str) -> pl.DataFrame:
        rows = [(who, number) for number, members in enumerate(text.split()) for who in members]
        return pl.DataFrame(rows, schema=["id", "community"], orient="row")

    table = changes(
        division("abcdef ghijkl mnop qrst uv wxyz"), division("abc def ghijkl123 mnopqrst wx 456")
    )
    assert table.select("before", "after", "event", "shared").rows() == [
        (0, 0, "split", 3), (0, 1, "split", 3), (1, 2, "grew", 6), (2, 3, "merged", 4), (3, 3, "merged", 4),
        (4, None, "went", None), (5, 4, "shrank", 2), (None, 5, "appeared", None),
    ]  # fmt: skip
    assert table["jaccard"][2] == 6 / 9
    same = changes(division("abc"), division("abc"))
    assert same["event"].to_list() == ["stayed"]
    assert changes(division(""), division("")).is_empty()


def test_communities_are_called_by_what_sets_them_apart() -> None:
    labels = pl.DataFrame({"id": ["a", "b", "c", "d"], "community": [0, 0, 1, 1]})
    words = pl.DataFrame(
        [("a", "bansos", 30), ("b", "bansos", 20), ("a", "kota", 50), ("c", "kota", 25), ("c", "pasar", 25), ("d", "nyaris", 1)],
        schema=["id", "value", "count"],
        orient="row",
    )  # fmt: skip
    assert topics(labels, words).select("community", "value", "count").rows() == [
        (0, "bansos", 50.0),
        (1, "pasar", 25.0),
    ]
    assert topics(labels, words.clear()).is_empty()


def test_communities_of_the_potts_model_are_denser_than_the_network() -> None:
    caves = graph(nx.connected_caveman_graph(8, 6).edges, directed=False)
    assert even_density(caves) == pytest.approx(nx.density(nx.connected_caveman_graph(8, 6)))
    edges = pl.DataFrame({"source": caves.nodes.gather(caves.sources), "target": caves.nodes.gather(caves.indices)})  # fmt: skip
    assert analyse(edges, quality="cpm").communities["size"].to_list() == [6] * 8
    assert even_density(graph([], nodes=["a"])) == 0.0
