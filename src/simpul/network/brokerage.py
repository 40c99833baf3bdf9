"""Who stands between groups: Gould and Fernandez' roles."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from simpul.network.graph import Floats, Graph, Ints, Longs
from simpul.network.parallel import workers

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
BLOCKS = 8


class Tested(NamedTuple):
    """Brokerage against chance, one row per node and one column per role, then one for all roles together."""

    observed: Floats
    expected: Floats  # mean over the permutations
    z: Floats  # (observed - expected) / standard deviation; NaN where chance gives but one value
    p: Floats  # (1 + permutations with as much or more) / (1 + permutations)


def gould_fernandez(graph: Graph, groups: Ints, partial: bool = False, threads: int | None = None) -> Floats:
    """How often each node b brokers a → b → c without a → c, one column per role of `ROLES`.

    With the groups of a, b and c: all one (coordinator), a and c one other (itinerant, also called consultant), b and c
    one (gatekeeper), a and b one (representative), all different (liaison). `partial`: where k nodes broker between a and c each
    gets 1 / k, as UCINET offers. A node of unknown group (-1) brokers nothing and is nobody's neighbour here.
    Takes time in the order of Σ in-degree · out-degree. Source: Gould and Fernandez, Sociological Methodology 19 (1989).
    """

    def walk(block: int) -> Floats:
        return _roles(graph.indptr, graph.indices, groups, partial, block, BLOCKS)

    with workers(threads) as run:
        return np.asarray(np.sum(run(walk, BLOCKS), axis=0))


def brokerage_test(
    graph: Graph, groups: Ints, permutations: int = 1000, seed: int = 0, threads: int | None = None
) -> Tested:
    """Do people broker in these roles more than chance gives? The ties stay, the groups are dealt out anew each time.

    Deals among the nodes whose group is known, so group sizes stay. The column after the roles is their sum, which no
    deal changes: its z is NaN.
    """
    observed = _with_sum(gould_fernandez(graph, groups))
    members = np.flatnonzero(groups >= 0)

    def deal(block: int) -> tuple[Floats, Floats, Floats]:
        chance = np.random.default_rng([seed, block])
        total, squares, as_much = (np.zeros_like(observed) for _ in range(3))
        dealt = groups.copy()
        for _ in range(block, permutations, BLOCKS):
            dealt[members] = chance.permutation(groups[members])
            found = _with_sum(_roles(graph.indptr, graph.indices, dealt, False, 0, 1))
            total += found
            squares += found * found
            as_much += found >= observed
        return total, squares, as_much

    with workers(threads) as run:
        total, squares, as_much = (np.sum(part, axis=0) for part in zip(*run(deal, BLOCKS), strict=True))
    expected = total / permutations
    variance = (
        np.maximum(squares / permutations - expected * expected, 0) * permutations / max(permutations - 1, 1)
    )
    varies = variance > 1e-9 * np.maximum(expected, 1)
    z = np.divide(observed - expected, np.sqrt(variance), out=np.full_like(observed, np.nan), where=varies)
    return Tested(observed, expected, z, (1 + as_much) / (1 + permutations))


def _with_sum(roles: Floats) -> Floats:
    return np.hstack([roles, roles.sum(axis=1, keepdims=True)])


@nb.njit(cache=True, nogil=True)
def _roles(indptr: Longs, indices: Ints, groups: Ints, partial: bool, first: int, step: int) -> Floats:
    """What is brokered from every `step`th node from `first` on."""
    n = len(groups)
    roles = np.zeros((n, 5), np.float64)
    informed_by = np.full(n, -1, np.int32)
    brokers = np.zeros(n, np.int32)  # how many stand between a and each node
    for a in range(first, n, step):
        if groups[a] < 0:
            continue
        informed_by[a] = a
        for slot in range(indptr[a], indptr[a + 1]):
            informed_by[indices[slot]] = a
        if partial:
            for slot in range(indptr[a], indptr[a + 1]):
                b = indices[slot]
                if groups[b] >= 0:
                    for c in indices[indptr[b] : indptr[b + 1]]:
                        brokers[c] += 1
        for slot in range(indptr[a], indptr[a + 1]):
            b = indices[slot]
            if groups[b] < 0:
                continue
            for c in indices[indptr[b] : indptr[b + 1]]:
                if groups[c] >= 0 and informed_by[c] != a:
                    credit = 1.0 / brokers[c] if partial else 1.0
                    roles[b, _role(groups[a], groups[b], groups[c])] += credit
        if partial:
            for slot in range(indptr[a], indptr[a + 1]):
                b = indices[slot]
                if groups[b] >= 0:
                    for c in indices[indptr[b] : indptr[b + 1]]:
                        brokers[c] = 0
    return roles


@nb.njit(cache=True, nogil=True)
def _role(a: int, b: int, c: int) -> int:
    """The place in `ROLES` for the groups of a → b → c."""
    if a == c:
        return 0 if a == b else 1
    if b == c:
        return 2
    return 3 if a == b else 4
