"""The truth for small networks: every world counted, and the best plan by a solver."""

from __future__ import annotations

import numba as nb
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from simpul.network.graph import Floats, Ints, Longs
from simpul.network.outreach.problem import Problem

LARGEST = 22  # ties whose worlds can be counted


def reach(problem: Problem, chosen: Ints) -> float:
    """The expected weight reached in time, by counting every world of the cascade model.

    The two directions of a tie with equal chances are one coin, for only one of them can matter. Raises ValueError for more than
    `LARGEST` unsure ties, for the threshold model and for acceptance below 1.
    """
    graph = problem.graph
    low, high = np.minimum(graph.sources, graph.indices), np.maximum(graph.sources, graph.indices)
    ties = np.stack([low, high, problem.probability, _days(problem)], axis=1)
    unsure = (problem.probability > 0) & (problem.probability < 1)
    coins, coin = np.unique(ties[unsure], axis=0, return_inverse=True)
    if len(coins) > LARGEST or problem.model != "cascade" or problem.acceptance is not None:
        raise ValueError(
            f"only the cascade model on at most {LARGEST} ties, with all who are invited coming, can be counted"
        )
    of = np.where(problem.probability > 0, -1, -2)  # -1: always live, -2: never
    of[unsure] = coin.ravel()
    law = problem.deadline.chances
    last = len(law) - 1 if len(law) else graph.n * int(_days(problem).max(initial=1))
    worth = np.cumsum(law[::-1])[::-1].copy() if len(law) else np.ones(last + 1)
    return float(
        _count(
            graph.sources, graph.indices, _days(problem), of, coins[:, 2].copy(), problem.weights,
            np.asarray(chosen, np.int32), last, worth,
        )
    )  # fmt: skip


def _days(problem: Problem) -> Longs:
    return np.ones(problem.graph.m, np.int64) if problem.delay is None else problem.delay.astype(np.int64)


@nb.njit(cache=True, nogil=True)
def _count(
    sources: Ints, targets: Ints, delay: Longs, coin: Longs, chance: Floats, weights: Floats, chosen: Ints, last: int,
    worth: Floats,
) -> float:  # fmt: skip
    n, late = len(weights), last + 1
    day = np.empty(n, np.int64)
    total = 0.0
    for world in range(1 << len(chance)):
        likely = 1.0
        for c in range(len(chance)):
            likely *= chance[c] if (world >> c) & 1 else 1.0 - chance[c]
        day[:] = late
        for i in chosen:
            day[i] = 0
        moved = True
        while moved:
            moved = False
            for arc in range(len(sources)):
                live = coin[arc] == -1 or (coin[arc] >= 0 and (world >> coin[arc]) & 1)
                if live and day[sources[arc]] + delay[arc] < day[targets[arc]]:
                    day[targets[arc]] = day[sources[arc]] + delay[arc]
                    moved = True
        for i in range(n):
            if day[i] <= last:
                total += likely * weights[i] * worth[day[i]]
    return total


def best_one_step(problem: Problem, size: int) -> tuple[Ints, float]:
    """The best plan where word goes one step only, as a mixed-integer program (HiGHS): its members and its reach.

    A family j that hears from each told neighbour with its own chance hears with 1 - Π (1 - p), concave in Σ -log(1 - p): the
    program bounds it by its tangents at whole numbers of told neighbours, which is exact where all p are equal. Raises
    ValueError where the chances differ or reach 1.
    """
    graph = problem.graph
    chances = np.unique(problem.probability)
    if len(chances) != 1 or not 0 < chances[0] < 1:
        raise ValueError("all probabilities must be equal and between 0 and 1")
    p = float(chances[0])
    people = np.flatnonzero(problem.candidates)
    column = np.full(graph.n, -1)
    column[people] = np.arange(len(people))
    counts = (problem.weights[graph.indices] > 0) & problem.candidates[graph.sources]
    families, row = np.unique(graph.indices[counts], return_inverse=True)
    told = column[graph.sources[counts]]
    most = np.bincount(row, minlength=len(families))
    # z_j ≤ f(k) + (f(k+1) - f(k)) (x - k) with x the number of told neighbours, for each k
    lines = [(j, k) for j in range(len(families)) for k in range(int(most[j]))]
    at: dict[int, list[int]] = {}
    for arc in range(len(row)):
        at.setdefault(int(row[arc]), []).append(int(told[arc]))
    rows, columns, values, limits = [], [], [], []
    for number, (j, k) in enumerate(lines):
        heard, step = 1 - (1 - p) ** k, p * (1 - p) ** k
        rows += [number] * (1 + len(at[j]))
        columns += [len(people) + j, *at[j]]
        values += [1.0, *([-step] * len(at[j]))]
        limits.append(heard - step * k)
    variables = len(people) + len(families)
    matrix = coo_array((values, (rows, columns)), shape=(len(lines), variables)).tocsr()
    size_row = coo_array(
        (np.ones(len(people)), (np.zeros(len(people), int), np.arange(len(people)))), shape=(1, variables)
    ).tocsr()
    found = milp(
        np.concatenate([np.zeros(len(people)), -problem.weights[families]]),
        constraints=[LinearConstraint(matrix, -np.inf, limits), LinearConstraint(size_row, 0, size)],
        integrality=np.concatenate([np.ones(len(people)), np.zeros(len(families))]),
        bounds=Bounds(0, 1),
    )
    chosen = people[found.x[: len(people)] > 0.5].astype(np.int32)
    return chosen, float(-found.fun)
