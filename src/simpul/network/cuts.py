"""Where a network falls apart if one person, or one tie, goes."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from simpul.network.graph import Flags, Graph, Ints, Longs


class Cuts(NamedTuple):
    """What holds the network together alone."""

    articulation: Flags  # one per node: without it, others in its component are parted
    bridges: Flags  # one per arc of `graph.undirected`: the only way between its two sides


def cuts(graph: Graph) -> Cuts:
    """Articulation points and bridges, direction ignored, in one walk.

    Source: Tarjan, SIAM Journal on Computing 1 (1972); Hopcroft and Tarjan, Communications of the ACM 16 (1973).
    """
    both = graph.undirected
    return Cuts(*_cuts(both.indptr, both.indices))


@nb.njit(cache=True, nogil=True)
def _cuts(indptr: Longs, indices: Ints) -> tuple[Flags, Flags]:
    n = len(indptr) - 1
    articulation, bridge = np.zeros(n, np.bool_), np.zeros(len(indices), np.bool_)
    first = np.full(n, -1, np.int64)  # when the walk came by
    low = np.zeros(n, np.int64)  # the earliest that can be met again from below
    next_slot = indptr[:-1].copy()
    came_by = np.full(n, -1, np.int64)  # the arc that led here
    path = np.empty(n, np.int32)
    clock = 0
    for root in range(n):
        if first[root] >= 0:
            continue
        first[root] = low[root] = clock
        clock += 1
        path[0], depth, children = root, 1, 0
        while depth:
            i = path[depth - 1]
            if next_slot[i] < indptr[i + 1]:
                slot = next_slot[i]
                next_slot[i] += 1
                j = indices[slot]
                if first[j] < 0:
                    first[j] = low[j] = clock
                    clock += 1
                    came_by[j] = slot
                    path[depth] = j
                    depth += 1
                elif depth < 2 or j != path[depth - 2]:
                    low[i] = min(low[i], first[j])
                continue
            depth -= 1
            if not depth:
                break
            above = path[depth - 1]
            low[above] = min(low[above], low[i])
            if low[i] > first[above]:
                bridge[came_by[i]] = True
                bridge[indptr[i] + np.searchsorted(indices[indptr[i] : indptr[i + 1]], above)] = True
            if above == root:
                children += 1
            elif low[i] >= first[above]:
                articulation[above] = True
        articulation[root] = children > 1
    return articulation, bridge
