"""Borgatti's key players: the set that reaches the rest best, and the set whose loss breaks the network most."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from simpul.network.distances import distances
from simpul.network.figure import Figure
from simpul.network.graph import Flags, Floats, Graph, Ints
from simpul.network.parallel import workers
from simpul.network.steps import steps_from

Rows = np.ndarray[tuple[int, int], np.dtype[np.float32]]
Row = NDArray[np.float32]

CANDIDATES = 200
STEPS = 4  # distances are cut here: whom one does not reach in four steps one does not reach
SOURCES = 256  # nodes whose reach stands for that of all, where there are more


class KeyPlayers(NamedTuple):
    """Chosen one by one, each time who adds most; `values` has the figure after each choice."""

    players: Ints
    values: Floats
    sources: int | None  # how many nodes the values rest on; None: all
    cutoff: int


def reach(graph: Graph, players: Ints, cutoff: int = STEPS) -> Figure:
    """KPP-POS, distance-weighted reach: Σ_j 1 / d(K, j) / n, with d from the nearest player, members counting 1.

    0 for whom no player reaches within `cutoff` steps. Undefined for the empty graph. Source: Borgatti, Computational &
    Mathematical Organization Theory 12 (2006), eq. 14.
    """
    if not graph.n:
        return Figure(None)
    total = float(_nearness(steps_from(graph, players, cutoff)).sum())
    return Figure(total / graph.n, total, graph.n)


def fragmentation(graph: Graph, removed: Ints | None = None, threads: int | None = None) -> Figure:
    """KPP-NEG, distance-weighted fragmentation: 1 - Σ 1 / d(u, v) / (n (n - 1)) over ordered pairs of those who are left.

    0 where all are tied to all, 1 where nobody is tied. Direction is ignored. Undefined where less than two are left.
    Source: Borgatti, Computational & Mathematical Organization Theory 12 (2006), eq. 9.
    """
    keep = np.ones(graph.n, np.bool_)
    keep[[] if removed is None else removed] = False
    left = graph.undirected.among(keep)
    pairs = left.n * (left.n - 1)
    if not pairs:
        return Figure(None)
    apart = pairs - float(distances(left, threads=threads).inverse.sum())
    return Figure(apart / pairs, apart, pairs)


def reaching(
    graph: Graph, size: int, candidates: Ints | None = None, cutoff: int = STEPS, threads: int | None = None
) -> KeyPlayers:
    """The set of `size` candidates that reaches the rest best (KPP-POS), by greedy choice, ties by node number.

    `candidates`: by default the `CANDIDATES` of most contacts. Greedy is within 1 - 1/e of the best such set, for the reach is
    monotone and submodular. Exact up to `cutoff`.
    """
    pool = _pool(graph, candidates)
    near = _table(graph, pool, cutoff, threads)
    best = np.zeros(graph.n, np.float32)
    players: list[int] = []
    values: list[float] = []
    for _ in range(min(size, len(pool))):
        gains = _gains(near, best)
        gains[np.isin(pool, players)] = -1.0
        chosen = int(gains.argmax())
        best = np.maximum(best, near[chosen])
        players.append(int(pool[chosen]))
        values.append(float(best.sum(dtype=np.float64)) / graph.n)
    return KeyPlayers(np.array(players, np.int32), np.array(values), None, cutoff)


def breaking(
    graph: Graph,
    size: int,
    candidates: Ints | None = None,
    cutoff: int = STEPS,
    seed: int = 0,
    threads: int | None = None,
) -> KeyPlayers:
    """The set of `size` candidates whose loss fragments the network most (KPP-NEG), by greedy choice, ties by node number.

    `candidates`: by default the `CANDIDATES` of most contacts. Direction is ignored. Distances are cut at `cutoff`; where more
    than `SOURCES` nodes are left the sum rests on so many drawn at random: with n of them each value has a standard
    error of at most 1 / (2 √n), the same draw serves all candidates, and the choice has no guarantee.
    """
    both, pool = graph.undirected, _pool(graph, candidates)
    drawn = np.arange(graph.n, dtype=np.int32)
    if graph.n > SOURCES:
        drawn = np.sort(np.random.default_rng(seed).choice(drawn, SOURCES, replace=False))
    gone = np.zeros(graph.n, np.bool_)
    players: list[int] = []
    values: list[float] = []
    for _ in range(min(size, len(pool), graph.n - 2)):
        found = np.array([_apart(both, drawn, gone, i, cutoff, threads) for i in pool])
        chosen = int(pool[found.argmax()])
        gone[chosen] = True
        players.append(chosen)
        values.append(float(found.max()))
    known = None if len(drawn) == graph.n else len(drawn)
    return KeyPlayers(np.array(players, np.int32), np.array(values), known, cutoff)


def _nearness(away: Ints) -> Floats:
    """1 / d, 1 at a start, 0 where nobody reaches."""
    return np.asarray(np.where(away > 0, 1.0 / np.maximum(away, 1), away == 0))


def _pool(graph: Graph, candidates: Ints | None) -> Ints:
    if candidates is not None:
        return np.unique(candidates).astype(np.int32)
    order = np.argsort(-graph.undirected.degree_out(), kind="stable")
    return np.sort(order[:CANDIDATES]).astype(np.int32)


def _table(graph: Graph, pool: Ints, cutoff: int, threads: int | None) -> Rows:
    """1 / d from each candidate to each node, 1 to itself, 0 beyond `cutoff`."""

    def row(position: int) -> Floats:
        return _nearness(steps_from(graph, pool[position : position + 1], cutoff)).astype(np.float32)

    with workers(threads) as run:
        rows = run(row, len(pool))
    return np.stack(rows) if rows else np.zeros((0, graph.n), np.float32)


def _apart(both: Graph, sources: Ints, gone: Flags, also: int, cutoff: int, threads: int | None) -> float:
    """The fragmentation without `gone` and `also`, over the sources that are left; -1 where it is gone already."""
    if gone[also]:
        return -1.0
    without = gone.copy()
    without[also] = True
    found = distances(both, sources, cutoff, without, threads)
    others = both.n - int(without.sum()) - 1
    pairs = len(found.sources) * others
    return 1.0 - float(found.inverse.sum()) / pairs if pairs else -1.0


@nb.njit(cache=True, nogil=True)
def _gains(near: Rows, best: Row) -> Floats:
    gains = np.zeros(len(near))
    for row in range(len(near)):
        for j in range(len(best)):
            if near[row, j] > best[j]:
                gains[row] += near[row, j] - best[j]
    return gains
