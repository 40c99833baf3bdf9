"""Standing by the standing of one's contacts: eigenvector centrality, hubs and authorities, diffusion centrality."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, eigsh

from simpul.network.figure import Figure
from simpul.network.graph import Floats, Graph

SMALL = 16  # nodes up to which the whole spectrum is taken


class Hits(NamedTuple):
    """Each sums to 1."""

    hubs: Floats
    authorities: Floats


def eigenvector(graph: Graph) -> Floats:
    """Bonacich's eigenvector centrality: x with A x = λ₁ x, x ≥ 0 and ‖x‖₂ = 1; direction is ignored, weights count.

    Where several components share λ₁, x is spread over them as the walk from everyone would; who lies in none of them has 0.
    Undefined (NaN) without ties of weight above 0. Source: Bonacich, American Journal of Sociology 92 (1987).
    """
    both = graph.undirected
    if not (both.weights > 0).any():
        return np.full(graph.n, np.nan)
    return _spread(*_top(_matrix(both), both.n))


def largest_eigenvalue(graph: Graph) -> Figure:
    """λ₁ of the adjacency matrix, direction ignored, weights counted; undefined for the empty graph."""
    both = graph.undirected
    if not both.n:
        return Figure(None)
    return Figure(float(_top(_matrix(both), both.n, 1)[0][-1]) if (both.weights > 0).any() else 0.0)


def hits(graph: Graph) -> Hits:
    """Kleinberg's hubs and authorities: the leading vectors of A Aᵀ and Aᵀ A, by weight, each scaled to sum 1.

    Undefined (NaN) without arcs of weight above 0. Not unique where several parts of the network share the leading value;
    then it is the limit of the walk from everyone. Source: Kleinberg, Journal of the ACM 46 (1999).
    """
    if not (graph.weights > 0).any():
        return Hits(np.full(graph.n, np.nan), np.full(graph.n, np.nan))
    forth = _matrix(graph)
    back = csr_array(forth.T)
    authorities = _leading_product(forth, back)
    hubs = forth @ authorities
    return Hits(hubs / hubs.sum(), authorities / authorities.sum())


def diffusion(graph: Graph, q: float | None = None, steps: int = 5) -> Floats:
    """Diffusion centrality DC(q, T) = Σ_{t=1…T} qᵗ Aᵗ 1: how often news from the node is heard within T rounds.

    Each round everyone who heard it in the round before passes it on along each arc of weight above 0 with probability `q`,
    1 / λ₁ where not given. No matrix power is built. 0 for who has no way out.
    Raises ValueError where q is outside 0…1 or steps below 1.
    Source: Banerjee, Chandrasekhar, Duflo and Jackson, Science 341 (2013); Review of Economic Studies 86 (2019).
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}, and must be 1 or more")
    if q is None:
        top = largest_eigenvalue(_unweighted(graph)).value
        q = min(1.0, 1.0 / top) if top else 0.0
    if not 0 <= q <= 1:
        raise ValueError(f"q is {q}, and must lie in 0 to 1")
    ties = _matrix(_unweighted(graph))
    heard, wave = np.zeros(graph.n), np.ones(graph.n)
    for _ in range(steps):
        wave = q * (ties @ wave)
        heard += wave
    return heard


def _unweighted(graph: Graph) -> Graph:
    return Graph(
        graph.nodes,
        graph.indptr,
        graph.indices,
        (graph.weights > 0).astype(np.float64),
        directed=graph.directed,
    )


def _matrix(graph: Graph) -> csr_array:
    return csr_array((graph.weights, graph.indices, graph.indptr), shape=(graph.n, graph.n))


def _leading_product(forth: csr_array, back: csr_array) -> Floats:
    n = forth.shape[0]
    if n <= SMALL:
        return _spread(*_top((back @ forth).toarray(), n))
    product = LinearOperator((n, n), matvec=lambda x: back @ (forth @ x), dtype=np.float64)
    return _spread(*_top(product, n))


def _top(matrix: csr_array | LinearOperator | Floats, n: int, k: int = 6) -> tuple[Floats, Floats]:
    """The `k` largest eigenvalues, or all of a small matrix, ascending, and their vectors as columns.

    Several are asked for where a vector is wanted, for the largest may be there more than once.
    """
    if n <= SMALL:
        values, vectors = np.linalg.eigh(matrix if isinstance(matrix, np.ndarray) else matrix.toarray())
        return values, vectors
    values, vectors = eigsh(matrix, k=min(k, n - 1), which="LA", v0=np.ones(n), tol=1e-12, maxiter=10_000)
    order = np.argsort(values)
    return values[order], vectors[:, order]


def _spread(values: Floats, vectors: Floats) -> Floats:
    """The part of the vector of ones that lies in the space of the largest eigenvalue, scaled to length 1."""
    same = vectors[:, values >= values[-1] * (1 - 1e-9)]
    vector = same @ same.sum(axis=0)
    vector = np.maximum(vector, 0.0)
    vector[vector < 1e-14 * vector.max()] = 0.0
    return np.asarray(vector / np.linalg.norm(vector))
