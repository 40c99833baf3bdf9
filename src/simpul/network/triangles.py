"""Every triangle of a network once, the walk behind constraint, transitivity and local bridges."""

from __future__ import annotations

from collections.abc import Iterator

import numba as nb
import numpy as np

from simpul.network.graph import Graph, Ints, Longs


def upward(graph: Graph) -> tuple[Longs, Longs]:
    """The places of the arcs that lead to a node of more neighbours, row by row; ties are broken by number."""
    degree = graph.degree_out()
    start, end = degree[graph.sources], degree[graph.indices]
    up = (start < end) | ((start == end) & (graph.sources < graph.indices))
    return np.concatenate([[0], np.cumsum(up)])[graph.indptr], np.flatnonzero(up)


@nb.njit(cache=True, nogil=True)
def mirror(indptr: Longs, indices: Ints) -> Longs:
    """For each arc of an undirected graph the place of the opposite one."""
    place = indptr[:-1].copy()
    found = np.empty(len(indices), np.int64)
    for i in range(len(indptr) - 1):
        for slot in range(indptr[i], indptr[i + 1]):
            j = indices[slot]
            found[slot] = place[j]
            place[j] += 1
    return found


@nb.njit(nogil=True)  # without a cache of its own: Numba cannot lend a cached generator to a second caller
def triangles(indices: Ints, up_indptr: Longs, up: Longs) -> Iterator[tuple[int, int, int]]:
    """Every triangle u, v, w once, as the places of u-v, u-w and v-w, in O(m^1.5) (Chiba and Nishizeki 1985)."""
    n = len(up_indptr) - 1
    seen = np.full(n, -1, np.int64)
    for u in range(n):
        row = up[up_indptr[u] : up_indptr[u + 1]]
        for uw in row:
            seen[indices[uw]] = uw
        for uv in row:
            v = indices[uv]
            for vw in up[up_indptr[v] : up_indptr[v + 1]]:
                uw = seen[indices[vw]]
                if uw >= 0:
                    yield uv, uw, vw
        for uw in row:
            seen[indices[uw]] = -1
