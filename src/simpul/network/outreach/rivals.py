"""What people do without a tool, to be compared with in the same worlds."""

from __future__ import annotations

import numba as nb
import numpy as np
import polars as pl

from simpul.network.betweenness import betweenness
from simpul.network.graph import Floats, Ints, Longs
from simpul.network.outreach.choosing import Rules
from simpul.network.outreach.problem import Problem


def rivals(
    problem: Problem,
    within: Rules,
    roles: pl.Series | None = None,
    nominations: Floats | None = None,
    seed: int = 0,
    threads: int | None = None,
) -> dict[str, Ints]:
    """Plans under the same rules by other ways of choosing, name → nodes in order.

    *popular*: most different people told; *between*: highest betweenness; *rt_heads*, if `roles` has any
    `rt_head` among the candidates: RT heads in the order of their neighbours, all of them if the rules allow; *nominated*,
    if `nominations` are given: most often named by others; *snowball*: a candidate by lot, then whom the last chosen know, and so on.
    """
    chance = np.random.default_rng(seed)
    n = problem.graph.n
    told = problem.graph.degree_out().astype(np.float64)
    order = {
        "popular": told,
        "between": betweenness(problem.graph, seed=seed, threads=threads).values if n > 2 else told,
    }
    if roles is not None:
        heads = (roles == "rt_head").fill_null(False).to_numpy() & within.allowed
        if heads.any():
            order["rt_heads"] = np.where(heads, 1 + told, -1.0)
    if nominations is not None:
        order["nominated"] = nominations
    plans = {
        name: _kept(np.argsort(-values, kind="stable").astype(np.int32), values, within)
        for name, values in order.items()
    }
    plans["snowball"] = _kept(_snowball(problem, chance), np.ones(n), within)
    return plans


def drawn(problem: Problem, within: Rules, seed: int) -> Ints:
    """A plan by lot."""
    chance = np.random.default_rng([seed, 1])
    return _kept(chance.permutation(problem.graph.n).astype(np.int32), np.ones(problem.graph.n), within)


def _kept(order: Ints, values: Floats, within: Rules) -> Ints:
    """As many of the order as the rules allow, the forced ones first; who has a value below 0 is no candidate here."""
    chosen: list[int] = []
    spent, room = 0.0, within.quota.copy()
    for node in [*within.forced, *order]:
        if len(chosen) == within.size:
            break
        fits = spent + within.costs[node] <= within.budget and room[within.zones[node]] > 0
        if within.allowed[node] and values[node] >= 0 and fits and node not in chosen:
            chosen.append(int(node))
            spent += within.costs[node]
            room[within.zones[node]] -= 1
    return np.array(chosen, np.int32)


def _snowball(problem: Problem, chance: np.random.Generator) -> Ints:
    """Everyone, in the order in which a snowball from candidates by lot meets them."""
    starts = chance.permutation(np.flatnonzero(problem.candidates))
    return _met(problem.graph.indptr, problem.graph.indices, starts)


@nb.njit(cache=True, nogil=True)
def _met(indptr: Longs, indices: Ints, starts: Longs) -> Ints:
    met, order = np.zeros(len(indptr) - 1, np.bool_), np.empty(len(indptr) - 1, np.int32)
    head, count = 0, 0
    for start in starts:
        if met[start]:
            continue
        met[start], order[count] = True, start
        count += 1
        while head < count:
            node = order[head]
            head += 1
            for other in indices[indptr[node] : indptr[node + 1]]:
                if not met[other]:
                    met[other], order[count] = True, other
                    count += 1
    return order[:count].copy()
