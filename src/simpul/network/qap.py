"""Do two relations among the same people go together? The quadratic assignment procedure."""

from __future__ import annotations

import numba as nb
import numpy as np

from simpul.network.graph import Floats, Graph, Ints, Longs
from simpul.network.mixing import Test, compared
from simpul.network.parallel import workers

PERMUTATIONS = 1000
BLOCKS = 8


def qap(
    graph: Graph, other: Graph, permutations: int = PERMUTATIONS, seed: int = 0, threads: int | None = None
) -> Test:
    """Pearson's correlation of two networks over all ordered pairs, against the same with the people of one dealt out anew.

    Cells without a tie are 0, the diagonal is left out; weights count. Dealing people, not cells, keeps what makes cells of one
    person alike, so p is not too small. No dense matrix is built: sums over cells come from the ties. Undefined (None) where one of
    the networks has no tie or all cells are equal. Raises ValueError where the networks are not over the same nodes.
    Source: Krackhardt, Social Networks 10 (1988).
    """
    if not graph.nodes.equals(other.nodes):
        raise ValueError("the two networks must have the same nodes")
    cells = graph.n * (graph.n - 1)
    spread = _spread(graph.weights, cells) * _spread(other.weights, cells)
    if not cells or spread <= 0:
        return Test(None, None, None, None, 0)
    chance_product = graph.weights.sum() * other.weights.sum() / cells

    def correlation(order: Ints) -> float:
        product = _product(
            graph.indptr, graph.indices, graph.weights, other.indptr, other.indices, other.weights, order
        )
        return float((product - chance_product) / np.sqrt(spread))

    def deal(block: int) -> list[float]:
        return [
            correlation(np.random.default_rng([seed, number]).permutation(graph.n).astype(np.int32))
            for number in range(block, permutations, BLOCKS)
        ]

    with workers(threads) as run:
        parts = run(deal, BLOCKS)
    chance = np.array([parts[number % BLOCKS][number // BLOCKS] for number in range(permutations)])
    return compared(correlation(np.arange(graph.n, dtype=np.int32)), chance)


def _spread(weights: Floats, cells: int) -> float:
    """Sum of squared deviations over all cells, most of which are 0."""
    return float(np.square(weights).sum() - weights.sum() ** 2 / cells) if cells else 0.0


@nb.njit(cache=True, nogil=True)
def _product(
    indptr: Longs,
    indices: Ints,
    weights: Floats,
    indptr2: Longs,
    indices2: Ints,
    weights2: Floats,
    order: Ints,
) -> float:
    """Σ a(i, j) · b(order[i], order[j]) over the arcs of the first."""
    total = 0.0
    for i in range(len(indptr) - 1):
        first, last = indptr2[order[i]], indptr2[order[i] + 1]
        if first == last:
            continue
        row = indices2[first:last]
        for slot in range(indptr[i], indptr[i + 1]):
            j = order[indices[slot]]
            place = np.searchsorted(row, j)
            if place < len(row) and row[place] == j:
                total += weights[slot] * weights2[first + place]
    return total
