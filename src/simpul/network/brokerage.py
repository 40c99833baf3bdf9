"""Who stands between people or groups that would not meet otherwise: Burt's constraint, Gould and Fernandez' roles."""

from __future__ import annotations

from collections.abc import Iterator

import numba as nb
import numpy as np

from simpul.network.graph import Floats, Graph, Ints, Longs

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")


def constraint(graph: Graph) -> Floats:
    """Burt's constraint: how much of someone's ties lead back, directly or through others, to the same contacts.

    c(i) = Σ_j (p_ij + Σ_q p_iq p_qj)² over the neighbours j of i and third parties q, with p_ij the share of j in the
    weights of i, both directions added. Low values mark brokers. A tie of weight 0 is none here. Undefined (NaN) for who
    has no tie. Source: Burt, Structural Holes (1992), ch. 2.
    """
    both = graph.undirected
    strength = both.strength_out()
    with np.errstate(invalid="ignore", divide="ignore"):
        portion = both.weights / strength[both.sources]
        portion_back = both.weights / strength[both.indices]
    invested = _invested(both.indptr, both.indices, *_upward(both), portion, portion_back)
    found = np.bincount(both.sources, np.where(both.weights > 0, invested, 0.0) ** 2, minlength=both.n)
    return np.where(strength > 0, found, np.nan)


def gould_fernandez(graph: Graph, groups: Ints) -> Longs:
    """How often each node b brokers a → b → c without a → c, one column per role of `ROLES`.

    With the groups of a, b and c: all one (coordinator), a and c one other (itinerant, also called consultant), b and c
    one (gatekeeper), a and b one (representative), all different (liaison). Counts are whole, without the partial credit
    of UCINET. A node of unknown group (-1) brokers nothing and is nobody's neighbour here.
    Takes time in the order of Σ in-degree · out-degree. Source: Gould and Fernandez, Sociological Methodology 19 (1989).
    """
    return _roles(graph.indptr, graph.indices, groups)


def _upward(graph: Graph) -> tuple[Longs, Longs]:
    """The places of the arcs that lead to a node of more neighbours, row by row; ties are broken by number."""
    degree = graph.degree_out()
    start, end = degree[graph.sources], degree[graph.indices]
    up = (start < end) | ((start == end) & (graph.sources < graph.indices))
    return np.concatenate([[0], np.cumsum(up)])[graph.indptr], np.flatnonzero(up)


@nb.njit(cache=True, nogil=True)
def _mirror(indptr: Longs, indices: Ints) -> Longs:
    """For each arc of an undirected graph the place of the opposite one."""
    place = indptr[:-1].copy()
    mirror = np.empty(len(indices), np.int64)
    for i in range(len(indptr) - 1):
        for slot in range(indptr[i], indptr[i + 1]):
            j = indices[slot]
            mirror[slot] = place[j]
            place[j] += 1
    return mirror


@nb.njit(cache=True, nogil=True)
def _triangles(indices: Ints, up_indptr: Longs, up: Longs) -> Iterator[tuple[int, int, int]]:
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


@nb.njit(cache=True, nogil=True)
def _invested(
    indptr: Longs, indices: Ints, up_indptr: Longs, up: Longs, portion: Floats, back: Floats
) -> Floats:
    """p_ij + Σ_q p_iq p_qj for every arc i → j; `back` holds p_ji at the place of i → j."""
    mirror = _mirror(indptr, indices)
    total = portion.copy()
    for uv, uw, vw in _triangles(indices, up_indptr, up):
        total[uv] += portion[uw] * back[vw]
        total[mirror[uv]] += portion[vw] * back[uw]
        total[uw] += portion[uv] * portion[vw]
        total[mirror[uw]] += back[vw] * back[uv]
        total[vw] += back[uv] * portion[uw]
        total[mirror[vw]] += back[uw] * portion[uv]
    return total


@nb.njit(cache=True, nogil=True)
def _roles(indptr: Longs, indices: Ints, groups: Ints) -> Longs:
    n = len(groups)
    roles = np.zeros((n, 5), np.int64)
    informed_by = np.full(n, -1, np.int64)
    for a in range(n):
        if groups[a] < 0:
            continue
        informed_by[a] = a
        for slot in range(indptr[a], indptr[a + 1]):
            informed_by[indices[slot]] = a
        for slot in range(indptr[a], indptr[a + 1]):
            b = indices[slot]
            if groups[b] < 0:
                continue
            for further in range(indptr[b], indptr[b + 1]):
                c = indices[further]
                if groups[c] >= 0 and informed_by[c] != a:
                    roles[b, _role(groups[a], groups[b], groups[c])] += 1
    return roles


@nb.njit(cache=True, nogil=True)
def _role(a: int, b: int, c: int) -> int:
    """The place in `ROLES` for the groups of a → b → c."""
    if a == c:
        return 0 if a == b else 1
    if b == c:
        return 2
    return 3 if a == b else 4
