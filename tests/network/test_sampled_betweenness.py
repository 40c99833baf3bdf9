"""Sampled betweenness keeps its bound, and depends on seed and samples only."""

from __future__ import annotations

import numpy as np
import pytest
from known_graphs import KITE, MAGELANG, graph, random_graph

from simpul.network.betweenness import betweenness
from simpul.network.graph import Graph

GRAPHS = {
    "kite": graph(KITE, directed=False),
    "toy city": graph(MAGELANG),
    "star": graph([(0, i) for i in range(1, 7)], directed=False),
    "path": graph([(i, i + 1) for i in range(5)]),
    "ring": graph([(i, (i + 1) % 9) for i in range(9)]),
    "two parts": graph([(0, 1), (1, 2), (2, 0), (5, 6), (6, 7), (7, 8), (8, 5)], nodes=[20, 21]),
    "directed": random_graph(4)[0],
    "undirected": random_graph(5, directed=False)[0],
}


@pytest.mark.parametrize("name", GRAPHS)
def test_no_value_is_off_by_more_than_the_bound(name: str) -> None:
    """The bound may fail for one seed in twenty; Chernoff's is wide enough that here it fails for none."""
    found = GRAPHS[name]
    exact = betweenness(found, exact=True)
    assert (exact.samples, exact.error, exact.confidence) == (None, 0.0, 1.0)
    for seed in range(20):
        sampled = betweenness(found, exact=False, samples=1600, seed=seed)
        assert sampled.samples == 1600
        assert np.abs(sampled.values - exact.values).max() <= sampled.error < 0.1


def test_paths_are_drawn_evenly() -> None:
    """Over many samples the mean comes to the exact value far closer than the bound asks."""
    for found in GRAPHS.values():
        exact = betweenness(found, exact=True).values
        sampled = betweenness(found, exact=False, samples=200_000, seed=1).values
        deviation = np.sqrt(np.maximum(exact, 1e-4) / 200_000)
        assert (np.abs(sampled - exact) <= 5 * deviation).all()


def test_more_samples_give_a_narrower_bound() -> None:
    errors = [betweenness(GRAPHS["kite"], exact=False, samples=n).error for n in (160, 1600, 16000)]
    assert errors[0] > 2 * errors[1] > 4 * errors[2]


def test_more_confidence_gives_a_wider_bound() -> None:
    errors = [betweenness(GRAPHS["kite"], exact=False, confidence=c).error for c in (0.5, 0.95, 0.9999)]
    assert errors[0] < errors[1] < errors[2]


@pytest.mark.parametrize("exact", [True, False])
def test_threads_change_nothing(exact: bool) -> None:
    found = GRAPHS["directed"]
    first, *others = [betweenness(found, exact=exact, seed=3, threads=threads) for threads in (1, 2, 5)]
    for other in others:
        assert first.values.tobytes() == other.values.tobytes()
        assert first.error == other.error


def test_the_seed_decides() -> None:
    found = GRAPHS["kite"]
    drawn = {
        betweenness(found, exact=False, samples=320, seed=seed).values.tobytes() for seed in (0, 1, 2, 2)
    }
    assert len(drawn) == 3


def test_nobody_lies_between_where_no_pair_is_joined() -> None:
    assert betweenness(no_arcs(), exact=False).values.tolist() == [0.0, 0.0, 0.0]
    mutual = graph([("a", "b"), ("b", "a")], nodes=["c"])
    assert betweenness(mutual, exact=False).values.tolist() == [0.0, 0.0, 0.0]


def no_arcs() -> Graph:
    return graph([], nodes=["a", "b", "c"])
