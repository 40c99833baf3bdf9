"""Communities by the Leiden algorithm, and how good a division is."""

from __future__ import annotations

import numpy as np

from simpul.network.figure import Figure
from simpul.network.graph import Graph, Ints
from simpul.network.structure import components


def leiden(graph: Graph, resolution: float = 1.0, seed: int = 0) -> Ints:
    """The community of each node, numbered from 0 by falling size; direction is ignored, weights count.

    Maximises modularity (Traag, Waltman, van Eck 2019). Every community is connected: one that is not is split. Who has
    no tie of weight above 0 is a community of one. The same seed gives the same division on any number of cores, for which
    NetworKit must run on one thread.
    """
    both = graph.undirected
    once = (both.sources < both.indices) & (both.weights > 0)
    if not once.any():
        return np.arange(graph.n, dtype=np.int32)
    import networkit as nk  # takes a second, and only communities need it

    start, end = both.sources[once].astype(np.uint64), both.indices[once].astype(np.uint64)
    edges = nk.GraphFromCoo((both.weights[once], (start, end)), graph.n, weighted=True, directed=False)
    threads = nk.getMaxNumberOfThreads()
    nk.setNumberOfThreads(1)
    nk.setSeed(seed, False)
    try:
        found = nk.community.ParallelLeiden(edges, iterations=3, gamma=resolution)
        found.run()
        labels = np.array(found.getPartition().getVector(), dtype=np.int32)  # can be asked for once only
    finally:
        nk.setNumberOfThreads(threads)
    return connected(graph, labels)


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
