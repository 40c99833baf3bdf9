"""Who could carry news far, or holds distant parts together: collective influence and bridging."""

from __future__ import annotations

import numba as nb
import numpy as np

from simpul.network.graph import Floats, Graph, Ints, Longs
from simpul.network.parallel import workers

BLOCKS = 8  # how the nodes are dealt out, whatever the number of cores


def collective_influence(graph: Graph, radius: int = 2, threads: int | None = None) -> Longs:
    """CI_l(i) = (k_i - 1) Σ (k_j - 1) over those exactly `radius` steps away; direction is ignored, loops and repeats too.

    0 for who has at most one contact, and for who has nobody that far away. Raises ValueError where radius is below 1. Source: Morone and Makse, Nature 524 (2015).
    """
    if radius < 1:
        raise ValueError(f"radius is {radius}, and must be 1 or more")
    both = graph.undirected

    def walk(block: int) -> Longs:
        return _collective(both.indptr, both.indices, radius, block)

    with workers(threads) as run:
        return np.asarray(np.sum(run(walk, BLOCKS), axis=0))


def bridging(graph: Graph, betweenness: Floats) -> Floats:
    """Bridging centrality: betweenness times the bridging coefficient (1 / k_i) / Σ_j 1 / k_j over the contacts j.

    High for who joins parts that are dense elsewhere. `betweenness` has one value per node, exact or sampled; direction is
    ignored for k. Undefined (NaN) for who has no contact. Source: Hwang, Cho, Zhang and Ramanathan, SAC (2006).
    """
    both = graph.undirected
    degree = both.degree_out()
    around = np.bincount(both.sources, 1.0 / np.maximum(degree, 1)[both.indices], minlength=both.n)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(degree > 0, betweenness / (degree * around), np.nan))


@nb.njit(cache=True, nogil=True)
def _collective(indptr: Longs, indices: Ints, radius: int, block: int) -> Longs:
    """The values of every `BLOCKS`th node from `block` on, 0 for all others. Who stands at the rim is counted and not walked on from."""
    n = len(indptr) - 1
    found = np.zeros(n, np.int64)
    seen = np.full(n, -1, np.int32)  # the root that reached the node last
    queue = np.empty(n, np.int32)
    for root in range(block, n, BLOCKS):
        degree = indptr[root + 1] - indptr[root]
        if degree < 2:
            continue
        seen[root] = root
        queue[0] = root
        head, tail, total = 0, 1, 0
        for step in range(1, radius + 1):
            last = tail
            while head < last:
                i = queue[head]
                head += 1
                for j in indices[indptr[i] : indptr[i + 1]]:
                    if seen[j] != root:
                        seen[j] = root
                        if step == radius:
                            total += indptr[j + 1] - indptr[j] - 1
                        else:
                            queue[tail] = j
                            tail += 1
        found[root] = (degree - 1) * total
    return found
