"""Where nodes are drawn: inside the unit square, neighbours near, the same for a seed."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from known_graphs import KITE, graph, random_graph

from simpul.network.layout import layout

CAVES = graph(nx.connected_caveman_graph(6, 8).edges, directed=False)


def distance(places: np.ndarray) -> np.ndarray:
    return np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))


@pytest.mark.parametrize("seed", range(4))
def test_inside_the_unit_square_and_filling_its_longer_side(seed: int) -> None:
    found, _ = random_graph(seed)
    for largest in (0, 5, 5000):
        places = layout(found, largest)
        assert places.shape == (found.n, 2)
        assert np.isfinite(places).all()
        assert places.min() >= 0 and places.max() <= 1
        assert np.ptp(places, axis=0).max() == pytest.approx(1, abs=2e-5)


def test_members_of_one_cave_stand_together() -> None:
    apart = distance(layout(CAVES))
    cave = np.array([int(node) // 8 for node in CAVES.nodes])
    same = cave[:, None] == cave[None]
    assert apart[same].mean() < 0.3 * apart[~same].mean()


def test_no_two_of_a_clear_picture_cover_each_other() -> None:
    for found in (CAVES, graph(KITE), graph([("a", "b"), ("c", "d"), ("e", "f")])):
        apart = distance(layout(found))
        assert apart[~np.eye(found.n, dtype=bool)].min() > 0.005


def test_those_outside_the_core_stand_beside_their_neighbours() -> None:
    chance = np.random.default_rng(0)
    leaves = [(f"leaf{i}", int(chance.integers(48))) for i in range(300)]
    found = graph([*nx.connected_caveman_graph(6, 8).edges, *leaves], directed=False)
    apart = distance(layout(found, largest=48))
    assert apart[found.sources, found.indices].mean() < 0.4 * apart.mean()


def test_seed_decides_and_threads_do_not() -> None:
    found = random_graph(7)[0]
    first = layout(found, seed=1, threads=1)
    assert (
        layout(found, seed=1, threads=2).tobytes()
        == layout(found, seed=1, threads=5).tobytes()
        == first.tobytes()
    )
    assert layout(found, seed=2).tobytes() != first.tobytes()


def test_few_nodes() -> None:
    assert layout(graph([])).shape == (0, 2)
    assert layout(graph([], nodes=["a"])).tolist() == [[0.5, 0.5]]
    pair = layout(graph([("a", "b")]))
    assert sorted(pair.max(axis=0).tolist())[-1] == 1.0
