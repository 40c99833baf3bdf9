"""Reverse-reachable sets: in a random world, who could have told one family in time.

A world draws a family by weight, a deadline by its law, and which ties would pass word on. The set holds every candidate who would reach
the family by then. A plan hits the set with the chance that the family hears, so reach is total weight × share of sets hit
(Borgs, Brautbar, Chayes and Lucier 2014); with weights, deadlines and acceptance it stays monotone and submodular.
"""

from __future__ import annotations

import math
from copy import copy
from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from simpul.network.graph import Flags, Floats, Ints, Longs
from simpul.network.outreach.problem import Problem
from simpul.network.parallel import workers

SURE = np.uint64(2**64 - 1)
BELOW_ONE = 1 - 2.0**-53
BLOCK = 1 << 13  # sets drawn from one seed, so that the same sets come from any number of cores
FEW = 8  # arcs up to which each is tried; above, arcs that do not pass word on are jumped over

NOBODY = np.empty(0, np.bool_)

Words = NDArray[np.uint64]


class Sets(NamedTuple):
    """The candidates of set r are `members[offsets[r]:offsets[r + 1]]`."""

    members: Ints
    offsets: Longs
    known: int = 0  # of the sets that are empty: those that someone known beforehand to be in the plan hits

    @property
    def drawn(self) -> int:
        return len(self.offsets) - 1


class Arcs(NamedTuple):
    """Arcs by whom they reach, the likeliest first.

    Arcs with probabilities of any kind are passed over as Guo, Wang, Wei and Chen (SIGMOD 2020) do in sorted rows: the jump to the next
    that might pass word on is drawn as if all left were as likely as the first of them, and where it lands the arc is taken with the ratio
    of its chance to that. Rows in which all chances are equal need no array by arc but who tells.
    """

    indptr: Longs
    indices: Ints  # who tells
    even: Words  # by node: chance of each of its arcs in 64 binary digits, 0 where they differ
    even_pace: Floats  # by node: 1 / log(1 - p)
    chance: Floats  # by arc
    pace: Floats  # by arc, or empty where all rows are even


class Sampler:
    """Draws the sets of a problem; set number r of a stream is the same whenever and wherever it is drawn."""

    def __init__(self, problem: Problem, seed: int = 0, threads: int | None = None) -> None:
        self.seed, self.threads = seed, threads
        indptr, indices, probability, delay = problem.incoming
        acceptance = np.ones(problem.graph.n) if problem.acceptance is None else problem.acceptance
        comes = np.where(problem.candidates, acceptance, 0.0)
        comes[problem.forced] = acceptance[problem.forced]
        law = np.cumsum(problem.deadline.chances)
        first = np.append(probability, 0.0)[np.minimum(indptr[:-1], len(probability))]
        last = np.append(probability, 0.0)[indptr[1:] - 1]
        even = first == last  # rows are sorted
        with np.errstate(divide="ignore"):  # a sure or impossible arc is never jumped to
            even_pace = 1.0 / np.log1p(-first)
            pace = np.empty(0) if even.all() else 1.0 / np.log1p(-probability)
        arcs = Arcs(
            indptr, indices, np.where(even, digits(first), np.uint64(0)), even_pace, probability, pace
        )
        self._world = (arcs, delay, law, problem.model == "threshold")
        self._comes = np.empty(0) if (comes == 1.0).all() else comes
        self._roots = _roots(problem.weights)

    def among(self, weights: Floats, seed: int) -> Sampler:
        """Sets of the same problem for others to be reached."""
        other = copy(self)
        other.seed, other._roots = seed, _roots(weights)
        return other

    def draw(self, stream: int, first: int, count: int, known: Flags | None = None) -> Sets:
        """Blocks of sets `first` … `first + count - 1` of a stream; 0 is for choosing, others for judging.

        Where some are `known` to be in the plan, sets that they hit are left as soon as that is seen, and are empty.
        """

        def block(number: int) -> Sets:
            seed = _seed(self.seed, stream, first + number)
            return Sets(
                *_sample(
                    seed, BLOCK, NOBODY if known is None else known, *self._world, *self._roots, self._comes
                )
            )

        with workers(self.threads) as run:
            return joined(run(block, count))

    def covered(self, chosen: Flags, stream: int, first: int, count: int) -> int:
        """How many of these sets the chosen hit; each is left as soon as it is hit, which high influence makes cheap."""

        def block(number: int) -> int:
            seed = _seed(self.seed, stream, first + number)
            return int(_hits(seed, BLOCK, chosen, *self._world, *self._roots, self._comes))

        with workers(self.threads) as run:
            return sum(run(block, count))


def digits(chances: Floats) -> Words:
    """Chances as their first 64 binary digits; the largest word is a sure thing."""
    whole: Words = (np.clip(chances, 0.0, BELOW_ONE) * 2.0**64).astype(np.uint64)
    return np.where(chances >= 1.0, SURE, whole)


def _roots(weights: Floats) -> tuple[Ints, Floats, Ints]:
    """Who is to be reached, and, unless all weigh the same, Walker's alias table for drawing them by weight."""
    families = np.flatnonzero(weights > 0).astype(np.int32)
    own = weights[families]
    alike = not len(own) or (own == own[0]).all()
    return families, *((np.empty(0), np.empty(0, np.int32)) if alike else _alias(own))


def joined(parts: list[Sets]) -> Sets:
    """Sets after sets."""
    if len(parts) == 1:
        return parts[0]
    ends, base, none = [np.zeros(1, np.int64)], 0, np.empty(0, np.int32)
    for part in parts:
        ends.append(part.offsets[1:] + base)
        base += int(part.offsets[-1])
    members = np.concatenate([none, *(part.members for part in parts)])
    return Sets(members, np.concatenate(ends), sum(part.known for part in parts))


def _seed(seed: int, stream: int, block: int) -> np.uint64:
    return np.uint64(np.random.SeedSequence([seed, stream, block]).generate_state(1, np.uint64)[0])


@nb.njit(cache=True, nogil=True)
def _alias(weights: Floats) -> tuple[Floats, Ints]:
    """Walker's alias table: entry i keeps i with its chance, else gives its alias."""
    n = len(weights)
    keep = weights * (n / max(weights.sum(), 1e-300))
    alias = np.zeros(n, np.int32)
    small, large = np.empty(n, np.int32), np.empty(n, np.int32)
    few, many = 0, 0
    for i in range(n):
        if keep[i] < 1.0:
            small[few] = i
            few += 1
        else:
            large[many] = i
            many += 1
    while few and many:
        few -= 1
        s, b = small[few], large[many - 1]
        alias[s] = b
        keep[b] -= 1.0 - keep[s]
        if keep[b] < 1.0:
            many -= 1
            small[few] = b
            few += 1
    for position in range(few):
        keep[small[position]] = 1.0
    return keep, alias


@nb.njit(inline="always")
def _next(state: np.uint64) -> tuple[np.uint64, np.uint64]:
    """SplitMix64 (Steele, Lea and Flood 2014)."""
    state = state + np.uint64(0x9E3779B97F4A7C15)
    z = state
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state, z ^ (z >> np.uint64(31))


@nb.njit(inline="always")
def _unit(z: np.uint64) -> float:
    return np.float64(z >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@nb.njit(forceinline=True)
def _reach(
    teller: int, when: int, left: int, mark: Ints, stamp: int, queue: Ints, day: Ints, count: int, late: bool
) -> int:
    """Puts who would have told at the end of the queue, unless they stand there or it would be too late; how long it is then."""
    if mark[teller] == stamp:
        if late and when < day[teller]:
            day[teller] = when
        return count
    if when > left:
        return count
    mark[teller] = stamp
    day[teller] = when
    queue[count] = teller
    return count + 1


@nb.njit(forceinline=True)
def _world(
    state: np.uint64, mark: Ints, stamp: int, queue: Ints, day: Ints, chosen: Flags, arcs: Arcs, delay: Ints,
    law: Floats, threshold: bool, families: Ints, keep: Floats, alias: Ints, comes: Floats,
) -> tuple[np.uint64, int, bool]:  # fmt: skip
    """Everyone from whom word would reach a random family in time, into `queue`; how many; and did a chosen one stand there.

    Stops at the first chosen one that comes, where any are given.
    """
    state, z = _next(state)
    x = _unit(z) * len(families)
    k = int(x)
    if len(keep) and x - k >= keep[k]:
        k = int(alias[k])
    left = 1 << 30
    if len(law):
        state, z = _next(state)
        x, left = _unit(z), 0
        while left < len(law) - 1 and x >= law[left]:
            left += 1
    mark[families[k]], queue[0], day[families[k]] = stamp, families[k], 0
    head, count, late = 0, 1, len(delay) > 0
    judge = len(chosen) > 0
    while head < count:
        node = queue[head]
        if late and len(law):  # the earliest of those waiting goes first
            best = head
            for position in range(head + 1, count):
                if day[queue[position]] < day[queue[best]]:
                    best = position
            node = queue[best]
            queue[best], queue[head] = queue[head], node
        head += 1
        if judge and chosen[node]:
            come = True
            if len(comes):
                state, z = _next(state)
                come = _unit(z) < comes[node]
            if come:
                return state, count, True
        first, last = arcs.indptr[node], arcs.indptr[node + 1]
        when = day[node] + 1
        if first == last or (not late and when > left):
            continue
        if threshold:
            state, z = _next(state)
            x = _unit(z)
            for slot in range(first, last):
                x -= arcs.chance[slot]
                if x < 0.0:
                    if late:
                        when = day[node] + delay[slot]
                    count = _reach(arcs.indices[slot], when, left, mark, stamp, queue, day, count, late)
                    break
            continue
        even, slot = arcs.even[node], first
        if last - first <= FEW or even == SURE:
            while slot < last:
                state, z = _next(state)
                if (z < even or even == SURE) if even else _unit(z) < arcs.chance[slot]:
                    if late:
                        when = day[node] + delay[slot]
                    count = _reach(arcs.indices[slot], when, left, mark, stamp, queue, day, count, late)
                slot += 1
            continue
        while slot < last:
            p = arcs.chance[slot]
            if p <= 0.0:
                break
            if p < 1.0:
                state, z = _next(state)
                pace = arcs.even_pace[node] if even else arcs.pace[slot]
                jump = math.log(1.0 - _unit(z)) * pace
                if jump >= last - slot:
                    break
                slot += int(jump)
                if not even and arcs.chance[slot] < p:
                    state, z = _next(state)
                    if _unit(z) * p >= arcs.chance[slot]:
                        slot += 1
                        continue
            if late:
                when = day[node] + delay[slot]
            count = _reach(arcs.indices[slot], when, left, mark, stamp, queue, day, count, late)
            slot += 1
    return state, count, False


@nb.njit(cache=True, nogil=True)
def _sample(
    state: np.uint64, sets: int, known: Flags, arcs: Arcs, delay: Ints, law: Floats, threshold: bool,
    families: Ints, keep: Floats, alias: Ints, comes: Floats,
) -> tuple[Ints, Longs, int]:  # fmt: skip
    n = len(arcs.indptr) - 1
    mark, queue, day = np.zeros(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int32)
    members = np.empty(4 * sets, np.int32)
    offsets = np.zeros(sets + 1, np.int64)
    size, hits = 0, 0
    if not len(families):
        return members[:0].copy(), offsets, 0
    for r in range(sets):
        state, count, hit = _world(
            state, mark, r + 1, queue, day, known, arcs, delay, law, threshold, families, keep, alias, comes
        )
        if hit:
            hits += 1
            offsets[r + 1] = size
            continue
        if size + count > len(members):
            wider = np.empty(max(2 * len(members), size + count), np.int32)
            wider[:size] = members[:size]
            members = wider
        for position in range(count):
            node = queue[position]
            if len(known) and known[node]:
                continue  # did not come
            if len(comes):
                if comes[node] <= 0.0:
                    continue
                if comes[node] < 1.0:
                    state, z = _next(state)
                    if _unit(z) >= comes[node]:
                        continue
            members[size] = node
            size += 1
        offsets[r + 1] = size
    return members[:size].copy(), offsets, hits


@nb.njit(cache=True, nogil=True)
def _hits(
    state: np.uint64, sets: int, chosen: Flags, arcs: Arcs, delay: Ints, law: Floats, threshold: bool,
    families: Ints, keep: Floats, alias: Ints, comes: Floats,
) -> int:  # fmt: skip
    n = len(arcs.indptr) - 1
    mark, queue, day = np.zeros(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int32)
    hits = 0
    if not len(families):
        return 0
    for r in range(sets):
        state, _, hit = _world(
            state, mark, r + 1, queue, day, chosen, arcs, delay, law, threshold, families, keep, alias, comes
        )
        hits += hit
    return hits
