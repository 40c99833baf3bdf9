"""Measures of nodes and of the whole against published numbers and against independent implementations."""

from __future__ import annotations

import math

import igraph
import networkx as nx
import numpy as np
import pytest
from known_graphs import (
    KITE,
    MAGELANG,
    MAGELANG_GROUPS,
    by_node,
    graph,
    groups,
    published,
    random_graph,
)

from simpul.network.betweenness import betweenness
from simpul.network.brokerage import ROLES, gould_fernandez
from simpul.network.graph import Graph
from simpul.network.holes import constraint
from simpul.network.mixing import ei_index
from simpul.network.pagerank import pagerank
from simpul.network.structure import (
    by_size,
    components,
    core_numbers,
    density,
    reciprocity_edges,
    reciprocity_pairs,
)

EXACT = 1e-9
RANDOM = [(seed, directed) for seed in range(8) for directed in (True, False)]


# --- published numbers -----------------------------------------------------------------------------------


def test_krackhardt_kite() -> None:
    kite = graph(KITE, directed=False)
    assert (kite.degree_out() / 9).round(3).tolist() == [
        0.444, 0.444, 0.333, 0.667, 0.333, 0.556, 0.556, 0.333, 0.222, 0.111,
    ]  # fmt: skip
    assert betweenness(kite).values.round(6).tolist() == [
        0.023148, 0.023148, 0.0, 0.101852, 0.0, 0.231481, 0.231481, 0.388889, 0.222222, 0.0,
    ]  # fmt: skip
    held = constraint(kite).round(6)
    assert held[[7, 5, 6, 3]].tolist() == [0.431111, 0.445089, 0.445089, 0.470170]
    assert held.argmin() == 7
    assert density(kite) == (0.4, 18, 45)


def test_toy_city() -> None:
    toy = graph(MAGELANG)
    of = groups(toy, MAGELANG_GROUPS)
    assert density(toy) == (pytest.approx(0.1786, abs=5e-5), 10, 56)
    assert reciprocity_edges(toy) == (0.4, 4, 10)
    assert ei_index(toy, of) == (pytest.approx(-0.20), -2, 10)
    between = by_node(toy, betweenness(toy).values.round(3))
    assert between == {
        "RT1": 0.381, "Dinsos": 0.262, "Kader": 0.119, "Bappeda": 0, "CSR": 0, "K1": 0, "K2": 0, "Lurah": 0,
    }  # fmt: skip
    assert ROLES == ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
    roles = by_node(toy, gould_fernandez(toy, of))
    assert {who: counts for who, counts in roles.items() if any(counts)} == {
        "RT1": [1, 1, 4, 1, 0],
        "Dinsos": [1, 0, 1, 2, 1],
        "Kader": [1, 0, 0, 0, 0],
    }


def test_nodexl_tells_pairs_from_edges() -> None:
    """A Facebook page network of NodeXL's gallery: 167 vertices, 26 distinct arcs, 4 pairs both ways."""
    both = [(i, i + 1) for i in range(0, 8, 2)]
    arcs = [*both, *((b, a) for a, b in both), *((20 + i, 50 + i) for i in range(18))]
    page = graph([*arcs, *arcs[:5], (3, 3)], nodes=range(167))
    assert density(page) == (pytest.approx(0.000937883, abs=5e-10), 26, 167 * 166)
    assert reciprocity_pairs(page) == (pytest.approx(0.181818, abs=5e-7), 4, 22)
    assert reciprocity_edges(page) == (pytest.approx(0.307692, abs=5e-7), 8, 26)


def test_burt_structural_holes_example() -> None:
    burt = graph([*["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"]], directed=False)
    held = by_node(burt, constraint(burt).round(4))
    assert {node: held[node] for node in "GABDC"} == {
        "G": 0.4003,
        "A": 0.5955,
        "B": 0.6427,
        "D": 0.7847,
        "C": 1.0,
    }


def test_zachary() -> None:
    club, _ = published("karate", directed=False)
    between = by_node(club, betweenness(club).values.round(6))
    assert (between["1"], between["34"]) == (0.437635, 0.304075)
    held = by_node(club, constraint(club).round(6))
    assert (held["1"], held["34"]) == (0.155423, 0.156419)
    assert core_numbers(club).max() == 4


def test_florentine_marriages() -> None:
    """Padgett's families: the Medici lie on 47.5 of the ways between others; the Pucci married none of them."""
    families, nodes = published("flo_marriage", directed=False)
    number = dict(zip(nodes["name"], nodes["id"].cast(str), strict=True))
    ways = by_node(families, betweenness(families).values * (families.n - 1) * (families.n - 2) / 2)
    assert ways[number["Medici"]] == pytest.approx(47.5)
    assert max(ways.values()) == ways[number["Medici"]]
    assert math.isnan(by_node(families, constraint(families))[number["Pucci"]])


def test_high_tech_managers_broker_advice() -> None:
    advice, nodes = published("ht_advice")
    department = dict(zip(nodes["id"].cast(str), nodes["dept"].cast(str), strict=True))
    roles = by_node(advice, gould_fernandez(advice, groups(advice, department)))
    assert np.sum(list(roles.values()), axis=0).tolist() == [28, 69, 62, 95, 246]
    assert (roles["18"], roles["21"]) == ([0, 32, 11, 4, 74], [11, 7, 15, 20, 19])


# --- independent implementations -------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "directed"), RANDOM)
def test_exact_betweenness_is_networkx_betweenness(seed: int, directed: bool) -> None:
    found, oracle = random_graph(seed, directed)
    expected = nx.betweenness_centrality(oracle)
    assert by_node(found, betweenness(found).values) == pytest.approx(expected, abs=EXACT)


@pytest.mark.parametrize(("seed", "directed"), RANDOM)
def test_constraint_is_networkx_and_igraph_constraint(seed: int, directed: bool) -> None:
    found, oracle = random_graph(seed, directed)
    weighted = {node: oracle.degree(node, weight="weight") > 0 for node in oracle}
    expected = nx.constraint(oracle, weight="weight")
    held = by_node(found, constraint(found))
    assert {k: v for k, v in held.items() if weighted[k]} == pytest.approx(
        {k: v for k, v in expected.items() if weighted[k]}, abs=EXACT
    )
    assert all(math.isnan(value) for node, value in held.items() if not weighted[node])
    real = found.weights > 0  # igraph takes a tie of weight 0 for a tie
    pairs = list(zip(found.sources[real].tolist(), found.indices[real].tolist(), strict=True))
    other = igraph.Graph(found.n, pairs, directed=True).constraint(weights=found.weights[real].tolist())
    tied = np.array([weighted[node] for node in found.nodes])
    assert constraint(found)[tied] == pytest.approx(np.array(other)[tied], abs=EXACT)


def dense_pagerank(found: Graph, damping: float = 0.85) -> np.ndarray:
    """The stationary vector by solving the whole linear system, dead ends made to jump anywhere."""
    matrix = np.zeros((found.n, found.n))
    matrix[found.sources, found.indices] = found.weights
    out = matrix.sum(axis=1, keepdims=True)
    matrix = np.divide(matrix, out, out=np.full_like(matrix, 1 / found.n), where=out > 0)
    return np.linalg.solve(np.eye(found.n) - damping * matrix.T, np.full(found.n, (1 - damping) / found.n))


@pytest.mark.parametrize(("seed", "directed"), RANDOM)
def test_pagerank_solves_its_equation(seed: int, directed: bool) -> None:
    found, _ = random_graph(seed, directed)
    expected = dense_pagerank(found)
    assert expected.sum() == pytest.approx(1)
    assert np.abs(pagerank(found) - expected).sum() <= 1e-8
    assert np.abs(pagerank(found, tolerance=1e-13) - expected).sum() <= 1e-12


def test_pagerank_stays_within_a_coarse_tolerance_and_uses_it() -> None:
    found = random_graph(5)[0]
    expected = dense_pagerank(found)
    off = [np.abs(pagerank(found, tolerance=limit) - expected).sum() for limit in (0.5, 1e-2, 1e-4)]
    assert off[0] > off[1] > off[2] > 0
    assert all(distance <= limit for distance, limit in zip(off, (0.5, 1e-2, 1e-4), strict=True))


@pytest.mark.parametrize(("seed", "directed"), RANDOM)
def test_shape_is_that_of_networkx(seed: int, directed: bool) -> None:
    found, oracle = random_graph(seed, directed)
    both = oracle.to_undirected()
    assert by_node(found, core_numbers(found)) == nx.core_number(both)
    label = components(found)
    parts = sorted((len(part) for part in nx.connected_components(both)), reverse=True)
    assert np.bincount(label).tolist() == parts
    assert (label[found.sources] == label[found.indices]).all()
    assert density(found).value == pytest.approx(nx.density(oracle))
    if directed and found.m:
        assert reciprocity_edges(found).value == pytest.approx(nx.overall_reciprocity(oracle))
        pairs, edges = reciprocity_pairs(found).value, reciprocity_edges(found).value
        assert pairs == pytest.approx(edges / (2 - edges))


def test_groups_are_numbered_by_size_then_by_first_member() -> None:
    labels = np.array([7, 3, 3, 5, 5, 9, 9, 9], dtype=np.int32)
    assert by_size(labels).tolist() == [3, 1, 1, 2, 2, 0, 0, 0]


def test_ei_leaves_out_the_unknown() -> None:
    line = graph([(0, 1), (1, 2), (2, 3)])
    assert ei_index(line, np.array([0, 0, 1, -1], dtype=np.int32)) == (0.0, 0, 2)
    assert ei_index(line, np.array([-1, 0, -1, 0], dtype=np.int32)) == (None, 0, 0)
    assert ei_index(line.undirected, np.array([0, 1, 0, 0], dtype=np.int32)) == (pytest.approx(1 / 3), 1, 3)


# --- undefined -------------------------------------------------------------------------------------------


def test_the_empty_graph() -> None:
    nobody = graph([])
    assert (
        betweenness(nobody).values.tolist() == pagerank(nobody).tolist() == constraint(nobody).tolist() == []
    )
    assert core_numbers(nobody).tolist() == components(nobody).tolist() == []
    assert density(nobody) == reciprocity_pairs(nobody) == reciprocity_edges(nobody) == (None, 0, 0)
    assert gould_fernandez(nobody, np.empty(0, np.int32)).shape == (0, 5)


def test_one_node_and_isolates() -> None:
    one = graph([], nodes=["a"])
    assert density(one) == (None, 0, 0)
    assert pagerank(one).tolist() == [1.0]
    assert np.isnan(betweenness(one).values).tolist() == [True]
    pair = graph([("a", "b")], nodes=["c"])
    assert betweenness(pair).values.tolist() == [0.0, 0.0, 0.0]
    assert core_numbers(pair).tolist() == [1, 1, 0]
    assert components(pair).tolist() == [0, 0, 1]
    assert np.isnan(constraint(pair)).tolist() == [False, False, True]
    assert np.isnan(betweenness(graph([("a", "b")])).values).all()
