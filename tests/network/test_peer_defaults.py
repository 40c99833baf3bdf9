"""docs/network-peers.md, shown: where other libraries are off at their defaults, and that Simpul is not."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import igraph
import networkx as nx
import numpy as np
import polars as pl
import pytest
from known_graphs import SHARED, by_node, graph

from simpul.network.betweenness import betweenness
from simpul.network.communities import leiden, modularity
from simpul.network.distances import closeness
from simpul.network.exports import write_gexf
from simpul.network.graph import Graph, from_arrays
from simpul.network.pagerank import pagerank
from simpul.network.structure import core_numbers, reciprocity_edges, reciprocity_pairs

STAR = [(0, leaf) for leaf in range(1, 7)]


def web(nodes: int = 600, arcs: int = 2400) -> Graph:
    """Long chains into few hubs, where news of a page's rank travels slowly."""
    chance = np.random.default_rng(3)
    target = (nodes * chance.random(arcs) ** 3).astype(np.int32)
    ring = np.arange(nodes, dtype=np.int32)
    source = np.concatenate([chance.integers(0, nodes, arcs).astype(np.int32), ring])
    return from_arrays(source, np.concatenate([target, (ring + 1) % nodes]), nodes)


def exact_pagerank(network: Graph, damping: float = 0.85) -> np.ndarray:
    """The linear system solved, everyone's dead ends spread evenly."""
    n = network.n
    flow = np.zeros((n, n))
    flow[network.indices, network.sources] = network.weights / network.strength_out()[network.sources]
    flow[:, network.strength_out() == 0] = 1 / n
    rank = np.linalg.solve(np.eye(n) - damping * flow, np.full(n, (1 - damping) / n))
    return rank / rank.sum()


def as_networkx(network: Graph) -> nx.DiGraph:
    found = nx.DiGraph()
    found.add_nodes_from(range(network.n))
    found.add_weighted_edges_from(zip(network.sources.tolist(), network.indices.tolist(), network.weights.tolist(), strict=True))  # fmt: skip
    return found


def test_networkx_stops_pagerank_early() -> None:
    network = web()
    exact = exact_pagerank(network)
    theirs = nx.pagerank(as_networkx(network))
    assert np.abs(np.array([theirs[i] for i in range(network.n)]) - exact).sum() > 1e-4
    assert np.abs(pagerank(network) - exact).sum() < 1e-8


@pytest.mark.long
def test_networkx_pagerank_of_epinions_is_a_tenth_off() -> None:
    path = SHARED / "data" / "networks" / "soc-Epinions1.txt.gz"
    if not path.exists():
        pytest.skip(f"the graph is not at {path}")
    arcs = pl.read_csv(path, separator="\t", comment_prefix="#", has_header=False, new_columns=["a", "b"])
    network = from_arrays(*(arcs[name].to_numpy().astype(np.int32) for name in ("a", "b")))
    ends = np.stack([network.sources, network.indices], 1)
    oracle = np.array(igraph.Graph(n=network.n, edges=ends, directed=True).pagerank())  # to 1e-12
    assert np.abs(pagerank(network) - oracle).sum() < 1e-8
    theirs = nx.pagerank(as_networkx(network))
    assert np.abs(np.array([theirs[i] for i in range(network.n)]) - oracle).sum() > 0.05


def test_networkit_doubles_sampled_betweenness() -> None:
    networkit = pytest.importorskip("networkit")
    star = networkit.Graph(7)
    for a, b in STAR:
        star.addEdge(a, b)
    networkit.setSeed(1, False)
    sampled = networkit.centrality.KadabraBetweenness(star, 0.01, 0.1)
    sampled.run()
    assert max(sampled.scores()) > 1.3  # a share of ways cannot be more than all
    exact = networkit.centrality.Betweenness(star)
    exact.run()
    assert max(exact.scores()) == 2 * nx.betweenness_centrality(nx.star_graph(6), normalized=False)[0]
    mine = betweenness(graph(STAR, directed=False), exact=False, samples=4096)
    assert by_node(graph(STAR, directed=False), mine.values)["0"] == pytest.approx(1, abs=mine.error)


def test_igraph_gives_a_lonely_pair_the_highest_closeness() -> None:
    edges = [*STAR, (7, 8)]
    theirs = igraph.Graph(edges).closeness()
    assert theirs[7] == theirs[0] == 1.0  # each reaches all that it can reach in one step
    mine = by_node(network := graph(edges, directed=False), closeness(network).values)
    assert mine["7"] < mine["1"] < mine["0"]


def test_networkx_counts_both_directions_in_cores() -> None:
    pair = nx.DiGraph([(0, 1), (1, 0)])
    assert nx.core_number(pair) == {0: 2, 1: 2}
    assert core_numbers(graph([(0, 1), (1, 0)])).tolist() == [1, 1]


def test_igraph_leiden_parts_everyone_unless_told() -> None:
    club = igraph.Graph.Famous("Zachary")
    assert len(club.community_leiden()) > 20  # a constant Potts model at resolution 1: cliques or alone
    mine = graph(club.get_edgelist(), directed=False)
    assert len(set(leiden(mine).tolist())) == 4
    assert modularity(mine, leiden(mine)).value == pytest.approx(0.41979, abs=1e-5)


def test_reciprocity_has_two_meanings() -> None:
    edges = [("a", "b"), ("b", "a"), ("b", "c"), ("c", "d")]
    assert nx.reciprocity(nx.DiGraph(edges)) == reciprocity_edges(graph(edges)).value == 0.5
    theirs = igraph.Graph.TupleList(edges, directed=True)
    assert theirs.reciprocity(mode="ratio") == reciprocity_pairs(graph(edges)).value == pytest.approx(1 / 3)


def test_networkx_writes_gexf_that_cannot_be_read(tmp_path: Path) -> None:
    nx.write_gexf(nx.Graph([("bel\x07", "b")]), tmp_path / "theirs.gexf")
    with pytest.raises(ElementTree.ParseError):
        ElementTree.parse(tmp_path / "theirs.gexf")
    ties = pl.DataFrame({"source": ["bel\x07"], "target": ["b"]})
    write_gexf(tmp_path / "ours.gexf", ties, pl.DataFrame({"id": ["bel\x07", "b"]}))
    ElementTree.parse(tmp_path / "ours.gexf")
    assert 'version="1.2"' in (tmp_path / "theirs.gexf").read_text("utf-8")
    assert 'version="1.3"' in (tmp_path / "ours.gexf").read_text("utf-8")
