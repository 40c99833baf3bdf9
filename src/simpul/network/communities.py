"""Communities by the Leiden algorithm: one division, the consensus of many, and how sure each node's place is."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from simpul.network.figure import Figure
from simpul.network.graph import Floats, Graph, Ints, Longs
from simpul.network.leiden_kernel import leiden_kernel
from simpul.network.parallel import workers
from simpul.network.structure import components

ITERATIONS = 4
STARTS = 10
AFFORDED = 500_000  # arcs that all starts together may walk
RUNS = 20
AGREED = 0.5  # share of runs that must put both ends of a tie together for the tie to count in the consensus
ROUNDS = 10  # until all runs agree; past it, the first run of the last round stands

Quality = Literal["modularity", "cpm"]


class Consensus(NamedTuple):
    """A division that many seeds agree on."""

    labels: Ints  # numbered from 0 by falling size
    stability: Floats  # by node, 0…1: how alike its community is in all runs (mean Jaccard similarity)
    agreement: Figure  # mean adjusted Rand index over pairs of runs; 1 where all seeds give the same division
    runs: int


def leiden(
    graph: Graph,
    resolution: float = 1.0,
    seed: int = 0,
    quality: Quality = "modularity",
    starts: int | None = None,
) -> Ints:
    """The community of each node, numbered from 0 by falling size; direction is ignored, weights count.

    Maximises modularity, or the constant Potts model Σ_c (weight inside - resolution · n_c (n_c - 1) / 2), whose communities are
    denser inside than `resolution` whatever the size of the network. Every community is connected: one that is not is split. Who
    has no tie of weight above 0 is a community of one. The same seed gives the same division: the best of so many `starts`,
    by default as many as a small network affords, up to `STARTS`.
    Source: Traag, Waltman and van Eck, Scientific Reports 9 (2019); Traag, Van Dooren and Nesterov, Physical Review E 84 (2011).
    """
    both = graph.undirected
    total = float(both.weights.sum())
    if not total:
        return np.arange(graph.n, dtype=np.int32)
    by_strength = quality == "modularity"
    sizes = both.strength_out() if by_strength else np.ones(graph.n)
    gamma = resolution / total if by_strength else resolution
    best, most = np.zeros(graph.n, np.int32), -np.inf
    for start in range(starts or min(STARTS, 1 + AFFORDED // both.m)):
        alone = np.arange(graph.n, dtype=np.int32)
        chance = seed * STARTS + start
        labels = leiden_kernel(
            both.indptr, both.indices, both.weights, sizes, gamma, alone, ITERATIONS, chance
        )
        inside = both.weights[labels[both.sources] == labels[both.indices]].sum()
        found = float(inside - gamma * np.square(np.bincount(labels, sizes)).sum())
        if found > most:
            best, most = labels, found
    return connected(graph, best)


def consensus(
    graph: Graph,
    runs: int = RUNS,
    resolution: float = 1.0,
    seed: int = 0,
    quality: Quality = "modularity",
    threads: int | None = None,
) -> Consensus:
    """The division that `runs` seeds agree on, and how stable each node is in it.

    Ties are weighted by the share of runs that put both ends together, those below `AGREED` left out, and divided again until all
    runs agree. Only ties of the network count, so pairs without one need no matrix. Stability looks back at the first round.
    Source: Lancichinetti and Fortunato, Scientific Reports 2 (2012); Tandon et al., Physical Review E 99 (2019).
    """
    first = _runs(graph, runs, resolution, seed, quality, threads)
    divisions, network = first, graph.undirected
    for _ in range(ROUNDS):
        if all(np.array_equal(divisions[0], other) for other in divisions[1:]):
            break
        both = network
        together = np.mean([labels[both.sources] == labels[both.indices] for labels in divisions], axis=0)
        kept = np.where(together >= AGREED, together, 0.0)
        network = Graph(both.nodes, both.indptr, both.indices, kept, directed=False)
        divisions = _runs(network, runs, resolution, seed, quality, threads)
    labels = connected(graph, divisions[0])
    stability = np.mean([alike(labels, other) for other in first], axis=0)
    pairs = [_adjusted_rand(a, b) for position, a in enumerate(first) for b in first[:position]]
    return Consensus(labels, stability, Figure(float(np.mean(pairs)) if pairs else None), runs)


def connected(graph: Graph, labels: Ints) -> Ints:
    """The same division with every part that hangs together by no tie of weight above 0 split, numbered by size."""
    both = graph.undirected
    inside = (labels[both.sources] == labels[both.indices]) & (both.weights > 0)
    kept = np.concatenate([[0], np.cumsum(inside)])[both.indptr]
    return components(Graph(both.nodes, kept, both.indices[inside], both.weights[inside], directed=False))


def modularity(graph: Graph, labels: Ints, resolution: float = 1.0) -> Figure:
    """Newman's modularity on weights: Σ_c L_c / m - resolution · (S_c / 2m)²; undefined without ties.

    L_c is the weight inside community c, S_c the strength of its nodes, m the weight of all; direction is ignored.
    """
    both = graph.undirected
    total = float(both.weights.sum())  # 2m
    if total == 0:
        return Figure(None)
    inside = float(both.weights[labels[both.sources] == labels[both.indices]].sum())
    strength = np.bincount(labels, both.strength_out())
    return Figure(inside / total - resolution * float(np.square(strength / total).sum()))


def even_density(graph: Graph) -> float:
    """The weight that each pair of nodes would share if all ties were spread evenly: the plain resolution for "cpm".

    A constant Potts model at this resolution asks whether a community is denser inside than the network. 0 below two nodes.
    """
    both = graph.undirected
    pairs = both.n * (both.n - 1)
    return float(both.weights.sum()) / pairs if pairs else 0.0


def _runs(
    graph: Graph, runs: int, resolution: float, seed: int, quality: Quality, threads: int | None
) -> list[Ints]:
    with workers(threads) as run:
        return run(lambda number: leiden(graph, resolution, seed * runs + number, quality, starts=1), runs)


def alike(labels: Ints, other: Ints) -> Floats:
    """For each node the Jaccard similarity of its two communities."""
    number, count = np.unique(_cells(labels, other), return_inverse=True, return_counts=True)[1:]
    shared = count[number]
    return np.asarray(shared / (np.bincount(labels)[labels] + np.bincount(other)[other] - shared))


def _cells(labels: Ints, other: Ints) -> Longs:
    """One number for each pair of communities that a node lies in."""
    return labels.astype(np.int64) * (int(other.max(initial=0)) + 1) + other


def _adjusted_rand(labels: Ints, other: Ints) -> float:
    """Hubert and Arabie's index (Journal of Classification 2, 1985); 1 where both divisions are the same."""
    both = _pairs(np.unique(_cells(labels, other), return_counts=True)[1])
    one, two, everyone = (
        _pairs(np.bincount(labels)),
        _pairs(np.bincount(other)),
        _pairs(np.array([len(labels)])),
    )
    chance = one * two / everyone if everyone else 0.0
    most = (one + two) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def _pairs(sizes: Longs) -> float:
    return float((sizes * (sizes - 1) / 2).sum())
