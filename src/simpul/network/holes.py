"""Structural holes: whose contacts would not meet without them, after Burt."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from simpul.network.graph import Flags, Floats, Graph, Ints, Longs
from simpul.network.triangles import mirror, triangles, upward


class Holes(NamedTuple):
    """One value per node, all NaN for who has no tie of weight above 0."""

    constraint: Floats
    effective_size: Floats
    efficiency: Floats
    hierarchy: Floats


def structural_holes(graph: Graph) -> Holes:
    """Burt's four measures of an ego's contacts, in one pass over the triangles; both directions of a tie are added.

    With p_ij the share of j in the weights of i, and m_jq the weight of j–q over the largest weight of j:

    * constraint c(i) = Σ_j (p_ij + Σ_q p_iq p_qj)², how much of someone's ties lead back to the same contacts: low values mark
      brokers;
    * effective size Σ_j (1 - Σ_q p_iq m_jq), how many contacts are left when those who know each other count as one; for ties
      of equal weight this is Borgatti's degree - 2t / degree, with t the ties among contacts;
    * efficiency, effective size over the number of contacts N;
    * hierarchy Σ_j r_j ln r_j / (N ln N) with r_j = N c_ij / c(i): 0 where all contacts constrain alike, 1 where one does all.
      Undefined (NaN) below two contacts.

    Source: Burt, Structural Holes (1992), ch. 2; Borgatti, Connections 20 (1997).
    """
    both = graph.undirected
    contacts = np.bincount(both.sources, both.weights > 0, minlength=both.n)
    strength = both.strength_out()
    largest = np.zeros(both.n)
    rows = np.flatnonzero(np.diff(both.indptr))
    largest[rows] = np.maximum.reduceat(both.weights, both.indptr[rows]) if len(rows) else 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        portion = both.weights / strength[both.sources]
        portion_back = both.weights / strength[both.indices]
        marginal = both.weights / largest[both.sources]
        invested, redundant = _over_triangles(
            both.indptr, both.indices, *upward(both), portion, portion_back, marginal
        )
        held = np.where(both.weights > 0, invested, 0.0) ** 2
        constraint = _by_node(both, held, strength > 0)
        effective = np.where(strength > 0, contacts - redundant, np.nan)
        part = contacts[both.sources] * held / constraint[both.sources]
        uneven = np.where(held > 0, part * np.log(part), 0.0)
        hierarchy = _by_node(both, uneven, contacts > 1) / (contacts * np.log(contacts))
        return Holes(constraint, effective, effective / contacts, hierarchy)


def constraint(graph: Graph) -> Floats:
    """Burt's constraint alone: see `structural_holes`."""
    return structural_holes(graph).constraint


def _by_node(both: Graph, values: Floats, defined: Flags) -> Floats:
    return np.where(defined, np.bincount(both.sources, values, minlength=both.n), np.nan)


@nb.njit(cache=True, nogil=True)
def _over_triangles(
    indptr: Longs, indices: Ints, up_indptr: Longs, up: Longs, portion: Floats, back: Floats, marginal: Floats
) -> tuple[Floats, Floats]:
    """p_ij + Σ_q p_iq p_qj for every arc i → j, and Σ_j Σ_q p_iq m_jq for every node i.

    `back` holds p_ji and `marginal` m_ij at the place of i → j.
    """
    opposite = mirror(indptr, indices)
    total = portion.copy()
    redundant = np.zeros(len(indptr) - 1)
    for uv, uw, vw in triangles(indices, up_indptr, up):
        vu, wu, wv = opposite[uv], opposite[uw], opposite[vw]
        u, v, w = indices[vu], indices[uv], indices[uw]
        total[uv] += portion[uw] * back[vw]
        total[vu] += portion[vw] * back[uw]
        total[uw] += portion[uv] * portion[vw]
        total[wu] += back[vw] * back[uv]
        total[vw] += back[uv] * portion[uw]
        total[wv] += back[uw] * portion[uv]
        if portion[uv] > 0 and portion[uw] > 0:
            redundant[u] += portion[uw] * marginal[vw] + portion[uv] * marginal[wv]
        if portion[vu] > 0 and portion[vw] > 0:
            redundant[v] += portion[vw] * marginal[uw] + portion[vu] * marginal[wu]
        if portion[wu] > 0 and portion[wv] > 0:
            redundant[w] += portion[wv] * marginal[uv] + portion[wu] * marginal[vu]
    return total, redundant
