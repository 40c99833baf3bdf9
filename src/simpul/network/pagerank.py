"""PageRank, solved as a linear system."""

from __future__ import annotations

import numba as nb
import numpy as np

from simpul.network.graph import Flags, Floats, Graph, Ints, Longs


def pagerank(
    graph: Graph, damping: float = 0.85, tolerance: float = 1e-8, jumps: Floats | None = None
) -> Floats:
    """The share of time that a surfer who follows ties by weight, and jumps with 1 - damping, spends on each.

    `jumps` says how likely each node is jumped to: personalised PageRank, for instance from the poor; evenly where not given.
    Who has no way out jumps too. Sums to 1 (empty for the empty graph); the L1 distance from the true vector is at most
    `tolerance`. Raises ValueError where jumps are negative, no numbers, or all 0.

    The vector is, up to its sum, the solution of x = jumps + damping · Pᵀx with the rows of dead ends left at zero (Gleich,
    SIAM Review 57, 2015, §3). Gauss-Seidel sweeps solve it. Each sweep leaves a residual of at most damping · |change|, hence an
    error of at most damping / (1 - damping) · |change| before and twice that after scaling to sum 1.
    """
    if not graph.n:
        return np.empty(0)
    jump = np.full(graph.n, 1.0 / graph.n) if jumps is None else np.asarray(jumps, np.float64)
    if not np.isfinite(jump).all() or (jump < 0).any() or not jump.sum():
        raise ValueError("jumps must be 0 or more, and not all 0")
    back = graph.reverse
    out = graph.strength_out()
    flow = np.divide(back.weights, out[back.indices], out=np.zeros(graph.m), where=out[back.indices] > 0)
    stop = tolerance * (1 - damping) / (2 * damping)
    return _solve(back.indptr, back.indices, damping * flow, out > 0, jump / jump.sum(), stop)


@nb.njit(cache=True, nogil=True)
def _solve(indptr: Longs, indices: Ints, flow: Floats, leads_on: Flags, jump: Floats, stop: float) -> Floats:
    n = len(indptr) - 1
    x = jump.copy()
    # Only nodes with arcs both in and out move after the first sweep; dead ends are computed once, at the end.
    moving = np.array([i for i in range(n) if leads_on[i] and indptr[i + 1] > indptr[i]], dtype=np.int32)
    change = 2.0 * stop + 1.0
    while change > stop:
        change = 0.0
        for i in moving:
            value = jump[i]
            for slot in range(indptr[i], indptr[i + 1]):
                value += flow[slot] * x[indices[slot]]
            change += abs(value - x[i])
            x[i] = value
    for i in range(n):
        if not leads_on[i]:
            for slot in range(indptr[i], indptr[i + 1]):
                x[i] += flow[slot] * x[indices[slot]]
    x /= x.sum()
    return x
