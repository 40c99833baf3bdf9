"""Forward in time: what a plan brings in the same random worlds in which others are tried, 64 worlds at once.

A bit of a word is a world. In world w an arc passes word on where a number that belongs to (seed, w, arc) lies below its probability, and a
candidate comes where that of (seed, w, node) lies below the acceptance. So all plans meet the same worlds, and their differences are worth
more than their separate figures. Such numbers are drawn for all 64 worlds together, one binary digit after another, until each of the
worlds that ask is known to lie below or above: some seven words for 64 worlds.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from simpul.network.graph import Floats, Ints, Longs
from simpul.network.outreach.problem import Problem
from simpul.network.outreach.sampling import SURE, Words, digits
from simpul.network.parallel import workers

Cube = NDArray[np.float64]
Table = NDArray[np.int32]

WORLDS = 2000
WORD = 64
# an entry: on day DUE word comes to NODE, from the briefing of person VIA of the plan; AFTER is the next entry of that day
NODE, VIA, DUE, AFTER = 0, 1, 2, 3
BLOCKS = 16
LATE = 30  # days drawn where no deadline binds


class Outcome(NamedTuple):
    """What the plans bring: axis 0 is the plan, in the order given; the last three are of the first plan."""

    curve: Cube  # plans × days from 0 × groups: mean weight that has heard by the end of the day
    totals: Floats  # plans × worlds: weight that heard by the last day
    value: Floats  # plans × worlds: what the deadline makes of it
    heard: Floats  # nodes: share of worlds in which the node heard by the last day
    paths: Cube  # worlds × days × groups: weight that has heard by the end of the day
    credit: Floats  # its people × groups: mean weight that hears from their briefing first


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
    worth = _worth(problem.deadline.chances, last)
    starts = np.concatenate([[0], np.cumsum([len(plan) for plan in plans])]).astype(np.int64)
    people = np.concatenate(plans).astype(np.int32) if plans else np.empty(0, np.int32)
    if problem.model == "threshold":
        high = _ends(graph.indices, problem.probability)
        low = digits(high - problem.probability)
    else:
        high, low = problem.probability, np.empty(0, np.uint64)
    words = -(-worlds // WORD)
    totals, value = np.zeros((len(plans), words * WORD)), np.zeros((len(plans), words * WORD))
    paths = np.zeros((words * WORD if plans else 0, last + 1, count))
    arguments = (
        np.uint64(seed), graph.indptr, graph.indices, digits(high), low, delay, digits(comes), problem.weights, groups, count, last,
        worth, starts, people, totals, value, paths,
    )  # fmt: skip

    def play(block: int) -> tuple[Cube, Longs, Floats]:
        return _play(np.arange(block, words, BLOCKS), worlds, *arguments)

    with workers(threads) as run:
        parts = run(play, min(BLOCKS, words))
    curve = np.cumsum(sum((part[0] for part in parts), np.zeros((len(plans), last + 1, count))), axis=1)
    heard = sum((part[1] for part in parts), np.zeros(graph.n))
    credit = sum((part[2] for part in parts), np.zeros((len(plans[0]) if plans else 0, count)))
    return Outcome(
        curve / worlds, totals[:, :worlds], value[:, :worlds], heard / worlds, np.cumsum(paths[:worlds], axis=1), credit / worlds
    )  # fmt: skip


def _worth(chances: Floats, last: int) -> Floats:
    """What hearing on each day is worth: the chance that the deadline is not before it."""
    law = np.zeros(last + 1)
    law[: len(chances)] = chances[: last + 1]
    law[last] += 1.0 - law.sum()
    return np.cumsum(law[::-1])[::-1].copy()


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
def _mixed(z: np.uint64) -> np.uint64:
    """The finish of SplitMix64 (Steele, Lea and Flood 2014)."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@nb.njit(inline="always")
def _below(word: np.uint64, thing: int, chance: np.uint64, asked: np.uint64) -> np.uint64:
    """In which of the worlds asked for the number that belongs to this thing lies below a chance."""
    if chance == SURE:
        return asked
    below, state = np.uint64(0), word + np.uint64(thing) * np.uint64(0xD1342543DE82EF95)
    while asked and chance:  # once no digit of the chance is left, the rest is equal to it or above
        state += np.uint64(0x9E3779B97F4A7C15)
        drawn = _mixed(state)
        if chance >> np.uint64(63):
            below |= asked & ~drawn
            asked &= drawn
        else:
            asked &= ~drawn
        chance <<= np.uint64(1)
    return below


@nb.njit(inline="always")
def _count(z: np.uint64) -> int:
    """How many bits are set."""
    z = z - ((z >> np.uint64(1)) & np.uint64(0x5555555555555555))
    z = (z & np.uint64(0x3333333333333333)) + ((z >> np.uint64(2)) & np.uint64(0x3333333333333333))
    z = (z + (z >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((z * np.uint64(0x0101010101010101)) >> np.uint64(56))


@nb.njit(cache=True, nogil=True)
def _play(
    mine: Longs, worlds: int, seed: np.uint64, indptr: Longs, indices: Ints, high: Words, low: Words, delay: Ints, comes: Words,
    weights: Floats, groups: Ints, count: int, last: int, worth: Floats, starts: Longs, people: Ints,
    totals: Floats, value: Floats, paths: Cube,
) -> tuple[Cube, Longs, Floats]:  # fmt: skip
    """Writes the columns of its own worlds into `totals`, `value` and `paths`."""
    n, plans = len(indptr) - 1, len(starts) - 1
    curve, heard = np.zeros((plans, last + 1, count)), np.zeros(n, np.int64)
    credit = np.zeros((starts[1] if plans else 0, count))
    told = np.zeros(n, np.uint64)  # worlds in which the node has heard
    latest = np.full(n, -1, np.int32)  # its entry that was made last
    live = np.empty(len(indices), np.uint64)  # worlds in which an arc passes word on
    drawn = np.full(n, -1, np.int32)  # for which word that was drawn of the arcs of a node
    first = np.full(last + 1, -1, np.int32)  # the entry that is looked at next on each day
    lanes, entries = np.empty(1024, np.uint64), np.empty((1024, 4), np.int32)
    for word in mine:
        key = _mixed(seed + np.uint64(word) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x632BE59BD9B4E019))
        base = word * WORD
        every = ~np.uint64(0) >> np.uint64(WORD - min(worlds - base, WORD))
        for plan in range(plans):
            briefed = people[starts[plan] : starts[plan + 1]]
            made, today = 0, 0
            while len(entries) < len(briefed):
                lanes, entries = _wider(lanes, entries)
            for place in range(len(briefed)):
                i = briefed[place]
                lanes[made] = _below(key, -1 - i, comes[i], every)
                if lanes[made]:
                    entries[made, NODE], entries[made, VIA], entries[made, DUE], entries[made, AFTER] = (
                        i,
                        place,
                        0,
                        first[0],
                    )
                    first[0], latest[i] = made, made
                    made += 1
            while True:
                today, made = _spread(
                    today, made, plan == 0, key, word, base, every, indptr, indices, high, low, delay, weights, groups, worth,
                    told, latest, live, drawn, first, lanes, entries, heard, curve[plan], totals[plan], value[plan], credit, paths,
                )  # fmt: skip
                if today > last:
                    break
                lanes, entries = _wider(lanes, entries)
            for entry in range(made):
                told[entries[entry, NODE]], latest[entries[entry, NODE]] = 0, -1
    return curve, heard, credit


@nb.njit(cache=True, nogil=True)
def _spread(
    today: int, made: int, detailed: bool, key: np.uint64, word: int, base: int, every: np.uint64, indptr: Longs, indices: Ints,
    high: Words, low: Words, delay: Ints, weights: Floats, groups: Ints, worth: Floats, told: Words, latest: Ints, live: Words,
    drawn: Ints, first: Ints, lanes: Words, entries: Table, heard: Longs, curve: Floats, totals: Floats, value: Floats,
    credit: Floats, paths: Cube,
) -> tuple[int, int]:  # fmt: skip
    """Lets word spread from day `today`, until the last day is over or the entries could not hold what comes of the next."""
    n, last = len(told), len(first) - 1
    while today <= last:
        entry = first[today]
        if entry < 0:
            today += 1
            continue
        i, briefed = entries[entry, NODE], entries[entry, VIA]
        if made + indptr[i + 1] - indptr[i] > len(entries):
            return today, made
        first[today] = entries[entry, AFTER]
        fresh = lanes[entry] & ~told[i]
        lanes[entry] = 0
        if not fresh:
            continue
        told[i] |= fresh
        if detailed:
            heard[i] += _count(fresh)
        if weights[i] > 0:
            weight, group = weights[i], groups[i]
            many = weight * _count(fresh)
            curve[today, group] += many
            if detailed:
                credit[briefed, group] += many
            rest = fresh
            while rest:
                world = base + _count((rest & (~rest + np.uint64(1))) - np.uint64(1))
                rest &= rest - np.uint64(1)
                totals[world] += weight
                value[world] += weight * worth[today]
                if detailed:
                    paths[world, today, group] += weight
        if drawn[i] != word:
            drawn[i] = word
            for slot in range(indptr[i], indptr[i + 1]):
                thing = -1 - n - indices[slot] if len(low) else slot
                live[slot] = _below(key, thing, high[slot], every)
                if len(low):
                    live[slot] &= ~_below(key, thing, low[slot], every)
        for slot in range(indptr[i], indptr[i + 1]):
            passed = fresh & live[slot]
            if not passed:
                continue
            j, when = indices[slot], today + delay[slot]
            passed &= ~told[j]
            if not passed or when > last:
                continue
            same = latest[j]
            waiting = same >= 0 and lanes[same] and entries[same, DUE] == when
            if waiting and (not detailed or entries[same, VIA] == briefed):
                lanes[same] |= passed
                continue
            lanes[made] = passed
            entries[made, NODE], entries[made, VIA], entries[made, DUE], entries[made, AFTER] = (
                j,
                briefed,
                when,
                first[when],
            )
            first[when], latest[j] = made, made
            made += 1
    return today, made


@nb.njit(cache=True, nogil=True)
def _wider(lanes: Words, entries: Table) -> tuple[Words, Table]:
    size = 2 * len(lanes)
    more, wider = np.empty(size, np.uint64), np.empty((size, 4), np.int32)
    more[: len(lanes)], wider[: len(lanes)] = lanes, entries
    return more, wider
