"""The shape of a whole network: density, reciprocity, components, cores, mixing between groups."""

from __future__ import annotations

import numba as nb
import numpy as np

from simpul.network.figure import Figure, share
from simpul.network.graph import Graph, Ints, Longs


def density(graph: Graph) -> Figure:
    """Ties over possible ties: m / n(n - 1) directed, edges / (n(n - 1) / 2) undirected; undefined below two nodes."""
    possible = graph.n * (graph.n - 1)
    return share(graph.m, possible) if graph.directed else share(graph.m // 2, possible // 2)


def reciprocity_pairs(graph: Graph) -> Figure:
    """Pairs tied both ways over pairs tied at all (NodeXL: reciprocated vertex pair ratio); undefined without ties."""
    pairs = graph.undirected.m // 2
    return share(graph.m - pairs, pairs) if graph.directed else share(pairs, pairs)


def reciprocity_edges(graph: Graph) -> Figure:
    """Arcs that are answered over arcs (NodeXL: reciprocated edge ratio); undefined without ties.

    Not the same as the ratio of pairs, which is this / (2 - this).
    """
    pairs = graph.undirected.m // 2
    return share(2 * (graph.m - pairs), graph.m) if graph.directed else share(graph.m, graph.m)


def components(graph: Graph) -> Ints:
    """The weakly connected component of each node, numbered from 0 by falling size, equal sizes by first node."""
    both = graph.undirected
    return by_size(_components(both.indptr, both.indices))


def core_numbers(graph: Graph) -> Ints:
    """The largest k for which the node lies in a part where all have k neighbours; direction is ignored.

    Computed on the simple undirected graph, as igraph does; networkx counts in- and out-arcs of directed graphs apart.
    Source: Batagelj and Zaversnik, arXiv cs/0310049 (2003).
    """
    both = graph.undirected
    return _cores(both.indptr, both.indices)


def by_size(labels: Ints) -> Ints:
    """The same groups, numbered from 0 by falling size; equal sizes by their first member."""
    if not len(labels):
        return labels
    _, first, number, size = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(size), np.int32)
    rank[np.lexsort((first, -size))] = np.arange(len(size), dtype=np.int32)
    return rank[number]


@nb.njit(cache=True, nogil=True)
def _components(indptr: Longs, indices: Ints) -> Ints:
    n = len(indptr) - 1
    label = np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    for start in range(n):
        if label[start] >= 0:
            continue
        label[start] = start
        queue[0] = start
        head, tail = 0, 1
        while head < tail:
            i = queue[head]
            head += 1
            for slot in range(indptr[i], indptr[i + 1]):
                j = indices[slot]
                if label[j] < 0:
                    label[j] = start
                    queue[tail] = j
                    tail += 1
    return label


@nb.njit(cache=True, nogil=True)
def _cores(indptr: Longs, indices: Ints) -> Ints:
    """Take away the node of least degree again and again; nodes wait in buckets by degree."""
    n = len(indptr) - 1
    degree = np.empty(n, np.int32)
    for i in range(n):
        degree[i] = indptr[i + 1] - indptr[i]
    bucket = np.zeros((degree.max() if n else 0) + 2, np.int64)
    for i in range(n):
        bucket[degree[i] + 1] += 1
    for d in range(len(bucket) - 1):
        bucket[d + 1] += bucket[d]
    first = bucket.copy()
    order = np.empty(n, np.int32)
    place = np.empty(n, np.int64)
    for i in range(n):
        place[i] = bucket[degree[i]]
        order[place[i]] = i
        bucket[degree[i]] += 1
    for position in range(n):
        i = order[position]
        for slot in range(indptr[i], indptr[i + 1]):
            j = indices[slot]
            if (
                degree[j] > degree[i]
            ):  # j moves to the front of its bucket, and the bucket's front moves past it
                front = max(first[degree[j]], position + 1)
                k = order[front]
                order[front], order[place[j]] = j, k
                place[k], place[j] = place[j], front
                first[degree[j]] = front + 1
                degree[j] -= 1
    return degree
