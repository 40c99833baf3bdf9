"""How many ties away everybody is from where something starts: the walk behind reach, key players, brokers and ego networks."""

from __future__ import annotations

import numba as nb
import numpy as np

from simpul.network.distances import FOREVER
from simpul.network.graph import Flags, Graph, Ints, Longs


def steps_from(graph: Graph, starts: Ints | Longs, most: int = FOREVER, without: Flags | None = None) -> Ints:
    """Fewest arcs from the nearest of `starts` to each node, 0 there; -1 for who is farther than `most` or not reached.

    `without`: nodes taken out of the network, starts too. Repeated starts count once.
    """
    gone = np.zeros(graph.n, np.bool_) if without is None else without
    return _steps(graph.indptr, graph.indices, np.asarray(starts, np.int32), most, gone)


@nb.njit(cache=True, nogil=True)
def _steps(indptr: Longs, indices: Ints, starts: Ints, most: int, gone: Flags) -> Ints:
    n = len(indptr) - 1
    away = np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    tail = 0
    for i in starts:
        if away[i] < 0 and not gone[i]:
            away[i] = 0
            queue[tail] = i
            tail += 1
    head = 0
    while head < tail:
        i = queue[head]
        head += 1
        if away[i] == most:
            break
        for j in indices[indptr[i] : indptr[i + 1]]:
            if away[j] < 0 and not gone[j]:
                away[j] = away[i] + 1
                queue[tail] = j
                tail += 1
    return away
