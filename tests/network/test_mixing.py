"""Ties inside and between groups, and brokerage, against published numbers, independent implementations and chance."""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl
import pytest
from known_graphs import MAGELANG, MAGELANG_GROUPS, graph, groups, random_graph

from simpul.network.brokerage import brokerage_test, gould_fernandez
from simpul.network.graph import from_edges
from simpul.network.mixing import (
    assortativity,
    centralisation,
    ei_index,
    ei_test,
    mixing,
    numeric_assortativity,
)

EXACT = 1e-9
SEEDS = range(200)
BOTH = [True, False]


def coloured(seed: int, directed: bool):
    found, oracle = random_graph(seed, directed)
    of = np.random.default_rng(seed).integers(0, 3, found.n).astype(np.int32)
    nx.set_node_attributes(oracle, dict(zip(found.nodes, of.tolist(), strict=True)), "group")
    return found, oracle, of


def test_zachary_clubs() -> None:
    oracle = nx.karate_club_graph()
    club = graph(oracle.edges, directed=False)
    of = groups(club, {str(node): name for node, name in oracle.nodes(data="club")})
    assert numeric_assortativity(club, club.degree_out().astype(float)).value == pytest.approx(
        -0.475613, abs=5e-7
    )
    assert ei_index(club, of) == (pytest.approx(-0.717949, abs=5e-7), 11 - 67, 78)
    assert assortativity(club, of).value == pytest.approx(0.717531, abs=5e-7)


def test_kite_and_star_centralisation() -> None:
    star = graph([(0, i) for i in range(1, 8)], directed=False)
    degree = star.degree_out().astype(float)
    assert centralisation(degree, 7 * 6).value == 1
    ring = graph([(i, (i + 1) % 8) for i in range(8)], directed=False)
    assert centralisation(ring.degree_out().astype(float), 7 * 6).value == 0
    assert centralisation(np.array([np.nan, 1.0]), 2).value is None
    assert centralisation(np.zeros(0), 0).value is None


@pytest.mark.parametrize("directed", BOTH)
def test_assortativity_is_that_of_networkx(directed: bool) -> None:
    for seed in SEEDS:
        found, oracle, of = coloured(seed, directed)
        mine = assortativity(found, of).value
        if mine is None:
            assert len({of[i] for i in np.flatnonzero(found.undirected.degree_out())}) < 2
        else:
            assert mine == pytest.approx(nx.attribute_assortativity_coefficient(oracle, "group"), abs=EXACT)
        values = of.astype(float) + np.arange(found.n) / 7
        nx.set_node_attributes(oracle, dict(zip(found.nodes, values.tolist(), strict=True)), "value")
        measured = numeric_assortativity(found, values).value
        if measured is not None:
            assert measured == pytest.approx(nx.numeric_assortativity_coefficient(oracle, "value"), abs=1e-8)


def test_mixing_counts_every_pair_of_groups() -> None:
    toy = graph(MAGELANG)
    table = mixing(toy, pl.Series([MAGELANG_GROUPS[node] for node in toy.nodes]))
    assert table.select("source", "target", "ties", "possible").rows() == [
        ("OPD", "OPD", 2, 6), ("OPD", "usaha", 1, 3), ("OPD", "warga", 2, 12), ("usaha", "OPD", 0, 3),
        ("usaha", "usaha", 0, 0), ("usaha", "warga", 0, 4), ("warga", "OPD", 1, 12), ("warga", "usaha", 0, 4),
        ("warga", "warga", 4, 12),
    ]  # fmt: skip
    assert table["density"].to_list()[4] is None
    both = mixing(toy.undirected, pl.Series([MAGELANG_GROUPS[node] for node in toy.nodes]))
    assert both.select("source", "target", "ties", "possible").rows() == [
        ("OPD", "OPD", 2, 3), ("OPD", "usaha", 1, 3), ("OPD", "warga", 2, 12), ("usaha", "usaha", 0, 0),
        ("usaha", "warga", 0, 4), ("warga", "warga", 3, 6),
    ]  # fmt: skip


def test_groups_that_seek_each_other_are_found_and_others_not() -> None:
    chance = np.random.default_rng(3)
    of = np.repeat([0, 1], 30).astype(np.int32)
    inside = [(f"{a:02d}", f"{b:02d}") for a, b in chance.integers(0, 60, (400, 2)) if (a < 30) == (b < 30)]
    closed = graph(inside, nodes=[f"{i:02d}" for i in range(60)])
    found = ei_test(closed, of, permutations=200)
    assert found.observed == -1
    assert abs(found.expected) < 0.1
    assert found.p == 1 / 201
    blind = graph(
        [(f"{a:02d}", f"{b:02d}") for a, b in chance.integers(0, 60, (400, 2))],
        [f"{i:02d}" for i in range(60)],
    )
    assert ei_test(blind, of, permutations=200).p > 0.05
    assert ei_test(closed, np.zeros(60, np.int32), permutations=20).p is None
    assert ei_test(closed, of, permutations=50, threads=1) == ei_test(closed, of, permutations=50, threads=3)


def test_partial_credit_shares_each_open_pair_once() -> None:
    """Every open pair a … c with k brokers gives k whole credits, or k times 1 / k."""
    for seed in SEEDS:
        found, oracle, of = coloured(seed, True)
        open_pairs, ways = 0, 0
        for a in oracle:
            far = {c for b in oracle[a] for c in oracle[b]} - set(oracle[a]) - {a}
            open_pairs += len(far)
            ways += sum(c in oracle[b] for b in oracle[a] for c in far)
        assert gould_fernandez(found, of).sum() == ways
        assert gould_fernandez(found, of, partial=True).sum() == pytest.approx(open_pairs)


def test_brokers_between_groups_stand_out_from_chance() -> None:
    """Three circles joined by one liaison: no deal of the groups makes the hub broker as much."""
    rows = [("hub", f"{circle}{i}") for circle in "abc" for i in range(8)]
    rows += [(f"{circle}{i}", "hub") for circle in "abc" for i in range(8)]
    rows += [
        (f"{circle}{i}", f"{circle}{j}") for circle in "abc" for i in range(8) for j in range(8) if i != j
    ]
    network = from_edges(pl.DataFrame(rows, schema=["source", "target"], orient="row"))
    of = groups(network, {node: node[0] for node in network.nodes})
    hub = network.nodes.index_of("hub")
    found = brokerage_test(network, of, permutations=200, seed=1)
    liaison = 4
    assert found.observed[hub].tolist() == [0, 0, 0, 0, 384, 384]
    assert found.z[hub, liaison] > 3
    assert found.p[hub, liaison] == 1 / 201
    assert np.isnan(found.z[hub, 5])
    again = brokerage_test(network, of, permutations=200, seed=1, threads=1)
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(found, again, strict=True))
