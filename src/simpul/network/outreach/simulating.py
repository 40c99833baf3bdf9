"""Forward in time: what a plan brings in the same random worlds in which others are tried.

In world w an arc passes word on where a number drawn from (seed, w, arc) lies below its probability, and a candidate comes where one
drawn from (seed, w, node) lies below the acceptance. So all plans meet the same worlds, and their differences are worth more than
their separate figures.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from simpul.network.graph import Floats, Ints, Longs
from simpul.network.outreach.problem import Problem
from simpul.network.parallel import workers

Cube = NDArray[np.float64]

WORLDS = 2000
BLOCKS = 16
LATE = 30  # days drawn where no deadline binds


class Outcome(NamedTuple):
    """What the plans bring: axis 0 is the plan, in the order given."""

    curve: Cube  # plans × days from 0 × groups: mean weight that has heard by the end of the day
    totals: Floats  # plans × worlds: weight that heard by the last day
    heard: Floats  # plans × nodes: share of worlds in which the node heard by the last day
    value: Floats  # plans × worlds: what the deadline makes of it
    paths: Cube  # worlds × days × groups: weight that has heard by the end of the day, of the first plan
    credit: Floats  # people of the first plan × groups: mean weight that hears from their briefing first


def simulate(
    problem: Problem,
    plans: list[Ints],
    worlds: int = WORLDS,
    days: int | None = None,
    seed: int = 0,
    threads: int | None = None,
) -> Outcome:
    """Play every plan in the same `worlds`, for `days` days (by default the deadline's horizon, `LATE` where there is none).

    The last group of the curve holds those of none (-1). Under a law without a deadline the value counts who heard by the last day.
    """
    graph = problem.graph
    last = days if days is not None else min(problem.deadline.horizon, LATE)
    groups = np.zeros(graph.n, np.int32) if problem.groups is None else problem.groups.astype(np.int32)
    count = int(groups.max(initial=-1)) + 2
    groups = np.where(groups < 0, count - 1, groups).astype(np.int32)
    delay = np.ones(graph.m, np.int32) if problem.delay is None else problem.delay.astype(np.int32)
    comes = np.ones(graph.n) if problem.acceptance is None else problem.acceptance
    law = np.zeros(last + 1)
    chances = problem.deadline.chances
    law[: len(chances)] = chances[: last + 1]
    law[last] += 1.0 - law.sum()
    worth = np.cumsum(law[::-1])[
        ::-1
    ].copy()  # of hearing on that day: the chance that the deadline is not before it
    starts = np.concatenate([[0], np.cumsum([len(plan) for plan in plans])]).astype(np.int64)
    people = np.concatenate(plans).astype(np.int32) if plans else np.empty(0, np.int32)
    live = _ends(graph.indices, problem.probability) if problem.model == "threshold" else np.empty(0)

    def play(block: int) -> tuple[Cube, Floats, Floats, Floats, Cube, Floats]:
        mine = np.arange(block, worlds, BLOCKS)
        return _play(
            mine, np.uint64(seed), graph.indptr, graph.indices, problem.probability, live, delay, comes,
            problem.weights, groups, count, last, worth, starts, people,
        )  # fmt: skip

    shape = (len(plans), worlds)
    curve, heard = np.zeros((len(plans), last + 1, count)), np.zeros((len(plans), graph.n))
    totals, value = np.zeros(shape), np.zeros(shape)
    paths, credit = np.zeros((worlds, last + 1, count)), np.zeros((len(plans[0]) if plans else 0, count))
    with workers(threads) as run:
        for block, part in enumerate(run(play, min(BLOCKS, worlds))):
            curve += part[0]
            heard += part[1]
            totals[:, block::BLOCKS], value[:, block::BLOCKS] = part[2], part[3]
            paths[block::BLOCKS] = part[4]
            credit += part[5]
    curve, paths = np.cumsum(curve, axis=1) / worlds, np.cumsum(paths, axis=1)
    return Outcome(curve, totals, heard / worlds, value, paths, credit / worlds)


def _ends(heads: Ints, probability: Floats) -> Floats:
    """Under the threshold model the upper end of the part of 0…1 in which an arc is the one its head listens to."""
    order = np.argsort(heads, kind="stable")
    running = np.cumsum(probability[order])
    first = (
        np.concatenate([[True], heads[order][1:] != heads[order][:-1]])
        if len(order)
        else np.empty(0, np.bool_)
    )
    base = (
        np.maximum.accumulate(np.where(first, running - probability[order], 0.0)) if len(order) else running
    )
    ends = np.empty(len(order))
    ends[order] = running - base
    return ends


@nb.njit(inline="always")
def _drawn(seed: np.uint64, world: int, thing: int) -> float:
    """A number in 0…1 that belongs to this thing in this world (two rounds of SplitMix64's finish)."""
    z = seed + np.uint64(world) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x632BE59BD9B4E019)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = (z ^ (z >> np.uint64(31))) + np.uint64(thing) * np.uint64(0xD1342543DE82EF95)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.float64((z ^ (z >> np.uint64(31))) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@nb.njit(cache=True, nogil=True)
def _play(
    worlds: Longs, seed: np.uint64, indptr: Longs, indices: Ints, probability: Floats, live: Floats, delay: Ints,
    comes: Floats, weights: Floats, groups: Ints, count: int, last: int, worth: Floats, starts: Longs, people: Ints,
) -> tuple[Cube, Floats, Floats, Floats, Cube, Floats]:  # fmt: skip
    n, plans = len(indptr) - 1, len(starts) - 1
    curve, heard = np.zeros((plans, last + 1, count)), np.zeros((plans, n))
    totals, value = np.zeros((plans, len(worlds))), np.zeros((plans, len(worlds)))
    paths = np.zeros((len(worlds) if plans else 0, last + 1, count))
    credit = np.zeros((starts[1] if plans else 0, count))
    day = np.full(n, -1, np.int32)
    first = np.full(last + 1, -1, np.int64)  # the entry that is looked at next on each day
    entry, via, after = np.empty(1024, np.int32), np.empty(1024, np.int32), np.empty(1024, np.int64)
    for position in range(len(worlds)):
        world = worlds[position]
        for plan in range(plans):
            entries = 0
            for place in range(starts[plan], starts[plan + 1]):
                i = people[place]
                if comes[i] >= 1.0 or _drawn(seed, world, -1 - i) < comes[i]:
                    if entries == len(entry):
                        entry, via, after = _wider(entry, via, after)
                    entry[entries], via[entries], after[entries] = i, place - starts[plan], first[0]
                    first[0] = entries
                    entries += 1
            for today in range(last + 1):
                while first[today] >= 0:
                    i, briefed = entry[first[today]], via[first[today]]
                    first[today] = after[first[today]]
                    if day[i] >= 0:
                        continue
                    day[i] = today
                    heard[plan, i] += 1
                    if weights[i] > 0:
                        curve[plan, today, groups[i]] += weights[i]
                        totals[plan, position] += weights[i]
                        value[plan, position] += weights[i] * worth[today]
                        if plan == 0:
                            paths[position, today, groups[i]] += weights[i]
                            credit[briefed, groups[i]] += weights[i]
                    for slot in range(indptr[i], indptr[i + 1]):
                        j = indices[slot]
                        when = today + delay[slot]
                        if day[j] >= 0 or when > last:
                            continue
                        if len(live):
                            x = _drawn(seed, world, -1 - n - j)
                            if x >= live[slot] or x < live[slot] - probability[slot]:
                                continue
                        elif _drawn(seed, world, slot) >= probability[slot]:
                            continue
                        if entries == len(entry):
                            entry, via, after = _wider(entry, via, after)
                        entry[entries], via[entries], after[entries] = j, briefed, first[when]
                        first[when] = entries
                        entries += 1
            for number in range(entries):
                day[entry[number]] = -1
    return curve, heard, totals, value, paths, credit


@nb.njit(cache=True, nogil=True)
def _wider(entry: Ints, via: Ints, after: Longs) -> tuple[Ints, Ints, Longs]:
    size = len(entry)
    more, whose, then = (
        np.empty(2 * size, np.int32),
        np.empty(2 * size, np.int32),
        np.empty(2 * size, np.int64),
    )
    more[:size], whose[:size], then[:size] = entry, via, after
    return more, whose, then
