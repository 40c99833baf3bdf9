"""Closeness, spectra, structural holes, cut points, key players against published numbers and independent implementations."""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl
import pytest
from known_graphs import KITE, by_node, graph, published, random_graph

from simpul.network.betweenness import betweenness
from simpul.network.clustering import local_bridges, transitivity
from simpul.network.cuts import cuts
from simpul.network.distances import closeness, distances, efficiency, harmonic
from simpul.network.graph import Graph, from_edges
from simpul.network.holes import structural_holes
from simpul.network.influence import bridging, collective_influence
from simpul.network.keyplayers import breaking, fragmentation, reach, reaching
from simpul.network.pagerank import pagerank
from simpul.network.spectral import diffusion, eigenvector, hits, largest_eigenvalue

EXACT = 1e-9
SEEDS = range(200)
BOTH = [True, False]


# --- published numbers -----------------------------------------------------------------------------------


def test_krackhardt_kite() -> None:
    kite = graph(KITE, directed=False)
    assert closeness(kite).values.round(3).tolist() == [
        0.529, 0.529, 0.500, 0.600, 0.500, 0.643, 0.643, 0.600, 0.429, 0.310,
    ]  # fmt: skip
    assert eigenvector(kite)[3].round(6) == 0.481021
    assert largest_eigenvalue(kite).value == pytest.approx(4.306404, abs=5e-7)
    assert structural_holes(kite).effective_size[3].round(6) == 3.333333
    found = reaching(kite, 2)
    assert (found.players.tolist(), found.values.round(6).tolist()) == ([3, 8], [0.808333, 1.0])
    assert fragmentation(kite).value == pytest.approx(0.353704, abs=5e-7)
    assert fragmentation(kite, np.array([7])).value == pytest.approx(0.486111, abs=5e-7)
    assert breaking(kite, 1, cutoff=9).players.tolist() == [7]


def test_zachary() -> None:
    club, _ = published("karate", directed=False)
    assert by_node(club, closeness(club).values)["1"] == pytest.approx(0.568966, abs=5e-7)
    assert by_node(club, structural_holes(club).effective_size)["34"] == pytest.approx(15.235294, abs=5e-7)
    assert by_node(club, diffusion(club, 0.2, 5))["34"] == pytest.approx(25.451520, abs=5e-7)
    assert transitivity(club).value == pytest.approx(0.255682, abs=5e-7)
    found = reaching(club, 2)
    assert sorted(club.nodes[int(i)] for i in found.players) == ["1", "34"]
    assert found.values[-1] == pytest.approx(0.955882, abs=5e-7)
    assert reach(club, found.players, cutoff=1).value == pytest.approx(0.911765, abs=5e-7)
    first = np.array([club.nodes.index_of("1")])
    assert fragmentation(club, first).value == pytest.approx(0.641540, abs=5e-7)


def test_burt_and_borgatti() -> None:
    burt = graph([*["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"]], directed=False)
    size = by_node(burt, structural_holes(burt).effective_size.round(4))
    assert {node: size[node] for node in "GAB"} == {"G": 4.6667, "A": 2.5, "B": 1.6667}


# --- independent implementations -------------------------------------------------------------------------


@pytest.mark.parametrize("directed", BOTH)
def test_closeness_is_networkx_closeness(directed: bool) -> None:
    for seed in SEEDS:
        found, oracle = random_graph(seed, directed)
        others = len(oracle) - 1
        assert by_node(found, closeness(found).values) == pytest.approx(
            nx.closeness_centrality(oracle), abs=EXACT
        )
        expected = {node: value / others for node, value in nx.harmonic_centrality(oracle).items()}
        assert by_node(found, harmonic(found).values) == pytest.approx(expected, abs=EXACT)


def test_efficiency_is_networkx_efficiency() -> None:
    for seed in SEEDS:
        found, oracle = random_graph(seed, directed=False)
        assert efficiency(found).value == pytest.approx(nx.global_efficiency(oracle), abs=EXACT)


@pytest.mark.parametrize("directed", BOTH)
def test_leading_vectors_are_eigenvectors(directed: bool) -> None:
    for seed in SEEDS:
        found, oracle = random_graph(seed, directed)
        matrix = nx.to_numpy_array(oracle, nodelist=list(found.nodes))
        both = matrix + matrix.T if directed else matrix
        standing, top = eigenvector(found), np.linalg.eigvalsh(both)[-1]
        if np.isnan(standing).any():
            assert not both.any()
            continue
        assert largest_eigenvalue(found).value == pytest.approx(top, abs=EXACT)
        assert both @ standing == pytest.approx(top * standing, abs=1e-8)
        assert np.linalg.norm(standing) == pytest.approx(1)
        hubs, authorities = hits(found)
        product = matrix.T @ matrix
        strongest = np.linalg.eigvalsh(product)[-1]
        assert product @ authorities == pytest.approx(strongest * authorities, abs=1e-8 * max(1, strongest))
        assert matrix @ authorities == pytest.approx(
            hubs * (matrix @ authorities).sum(), abs=1e-8 * max(1, strongest)
        )


@pytest.mark.parametrize("directed", BOTH)
def test_diffusion_is_the_sum_of_matrix_powers(directed: bool) -> None:
    for seed in SEEDS:
        found, oracle = random_graph(seed, directed)
        ties = (nx.to_numpy_array(oracle, nodelist=list(found.nodes)) > 0).astype(float)
        powers = sum(np.linalg.matrix_power(0.3 * ties, t) for t in range(1, 5))
        assert diffusion(found, 0.3, 4) == pytest.approx(powers.sum(axis=1), rel=EXACT)


@pytest.mark.parametrize("directed", BOTH)
def test_holes_are_burts_formulas(directed: bool) -> None:
    for seed in SEEDS:
        found, oracle = random_graph(seed, directed)
        matrix = nx.to_numpy_array(oracle, nodelist=list(found.nodes))
        ties = matrix + matrix.T if directed else matrix
        measured = structural_holes(found)
        with np.errstate(invalid="ignore", divide="ignore"):
            portion = np.nan_to_num(ties / ties.sum(axis=1, keepdims=True))
            marginal = np.nan_to_num(ties / ties.max(axis=1, keepdims=True))
        for i in range(found.n):
            contacts = np.flatnonzero(ties[i])
            if not len(contacts):
                assert all(np.isnan(values[i]) for values in measured)
                continue
            held = (portion[i] + portion[i] @ portion)[contacts] ** 2
            size = len(contacts) - (portion[i] @ marginal[contacts].T).sum()
            assert measured.constraint[i] == pytest.approx(held.sum(), abs=EXACT)
            assert measured.effective_size[i] == pytest.approx(size, abs=EXACT)
            assert measured.efficiency[i] == pytest.approx(size / len(contacts), abs=EXACT)
            if len(contacts) == 1:
                assert np.isnan(measured.hierarchy[i])
                continue
            part = held / held.mean()
            uneven = (part * np.log(part)).sum() / (len(contacts) * np.log(len(contacts)))
            assert measured.hierarchy[i] == pytest.approx(uneven, abs=EXACT)


def test_cut_points_and_bridges_are_those_of_networkx() -> None:
    for seed in SEEDS:
        found, oracle = random_graph(seed, directed=False)
        measured = cuts(found)
        assert names(found, measured.articulation) == set(nx.articulation_points(oracle))
        assert pairs(found, measured.bridges) == {frozenset(edge) for edge in nx.bridges(oracle)}
        local = {frozenset(edge) for edge in nx.local_bridges(oracle, with_span=False)}
        assert pairs(found, local_bridges(found)) == local
        triads = transitivity(found)
        assert (triads.value or 0) == pytest.approx(nx.transitivity(oracle), abs=EXACT)


@pytest.mark.parametrize("directed", BOTH)
def test_personalised_pagerank_is_networkx_pagerank(directed: bool) -> None:
    for seed in SEEDS:
        found, oracle = random_graph(seed, directed)
        wish = np.random.default_rng(seed).random(found.n) * (np.arange(found.n) % 3 == 0)
        want = dict(zip(found.nodes, wish.tolist(), strict=True))
        expected = nx.pagerank(oracle, personalization=want, dangling=want, tol=1e-14, max_iter=1000)
        assert by_node(found, pagerank(found, jumps=wish)) == pytest.approx(expected, abs=1e-8)


def test_collective_influence_and_bridging_by_hand() -> None:
    for seed in range(60):
        found, oracle = random_graph(seed, directed=False)
        between = betweenness(found).values
        measured, joined = (
            by_node(found, collective_influence(found)),
            by_node(found, bridging(found, between)),
        )
        for node in oracle:
            near = nx.single_source_shortest_path_length(oracle, node, cutoff=2)
            rim = sum(oracle.degree(j) - 1 for j, steps in near.items() if steps == 2)
            assert measured[node] == max(oracle.degree(node) - 1, 0) * rim
            around = sum(1 / oracle.degree(j) for j in oracle[node])
            if around:
                coefficient = 1 / oracle.degree(node) / around
                assert joined[node] == pytest.approx(
                    between[found.nodes.index_of(node)] * coefficient, abs=EXACT
                )
            else:
                assert np.isnan(joined[node])


def test_key_players_are_the_best_single_ones() -> None:
    for seed in range(40):
        found, oracle = random_graph(seed, directed=False)
        if found.n < 4:
            continue
        everyone = np.arange(found.n, dtype=np.int32)
        left = [1 - nx.global_efficiency(oracle.subgraph(set(oracle) - {node})) for node in found.nodes]
        assert breaking(found, 1, everyone, cutoff=99).values[0] == pytest.approx(max(left), abs=EXACT)
        near = [
            (1 + sum(1 / d for d in nx.single_source_shortest_path_length(oracle, node).values() if d))
            / found.n
            for node in found.nodes
        ]
        assert reaching(found, 1, everyone, cutoff=99).values[0] == pytest.approx(max(near), abs=1e-6)


# --- samples and edges of the definition -----------------------------------------------------------------


@pytest.mark.parametrize("directed", BOTH)
def test_sampled_closeness_keeps_its_bound(directed: bool) -> None:
    chance = np.random.default_rng(5)
    ends = (900 * chance.random((4000, 2)) ** 1.5).astype(int)
    network = from_edges(pl.DataFrame(ends, schema=["source", "target"]), directed=directed)
    for measure in (harmonic, closeness):
        exact = measure(network).values
        for seed in range(20):
            sampled = measure(network, exact=False, samples=400, seed=seed)
            assert sampled.samples == 400
            assert np.abs(sampled.values - exact).max() <= sampled.error


def test_threads_and_batches_change_nothing() -> None:
    found, _ = random_graph(4)
    one = distances(found, threads=1)
    assert all(np.array_equal(a, b) for a, b in zip(one, distances(found, threads=3), strict=True))


def test_what_is_undefined() -> None:
    alone = from_edges(pl.DataFrame({"source": [], "target": []}), pl.Series(["a"]))
    assert np.isnan(closeness(alone).values).all()
    assert np.isnan(harmonic(alone).values).all()
    assert efficiency(alone).value is None
    assert np.isnan(eigenvector(alone)).all()
    assert np.isnan(hits(alone).hubs).all()
    assert largest_eigenvalue(alone).value == 0
    assert transitivity(alone).value is None
    assert fragmentation(alone).value is None
    assert reaching(alone, 3).players.tolist() == [0]
    assert breaking(alone, 1).players.tolist() == []
    assert collective_influence(alone).tolist() == [0]
    assert np.isnan(bridging(alone, np.zeros(1))).all()
    assert np.isnan(structural_holes(alone).effective_size).all()
    with pytest.raises(ValueError, match="radius is 0"):
        collective_influence(alone, 0)
    with pytest.raises(ValueError, match="q is 2"):
        diffusion(alone, 2)
    with pytest.raises(ValueError, match="not all 0"):
        pagerank(alone, jumps=np.zeros(1))


def names(network: Graph, mask: np.ndarray) -> set[str]:
    return set(network.nodes.filter(pl.Series(mask)))


def pairs(network: Graph, mask: np.ndarray) -> set[frozenset[str]]:
    both = network.undirected
    ends = zip(both.sources[mask].tolist(), both.indices[mask].tolist(), strict=True)
    found = [frozenset((network.nodes[a], network.nodes[b])) for a, b in ends]
    assert all(found.count(pair) == 2 for pair in found)
    return set(found)
