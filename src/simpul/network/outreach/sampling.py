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

BLOCK = 1 << 13  # sets drawn from one seed, so that the same sets come from any number of cores
FEW = 8  # arcs up to which each is tried; above, arcs of equal probability are jumped over

Bytes = NDArray[np.uint8]


class Sets(NamedTuple):
    """The candidates of set r are `members[offsets[r]:offsets[r + 1]]`."""

    members: Ints
    offsets: Longs

    @property
    def drawn(self) -> int:
        return len(self.offsets) - 1


class Sampler:
    """Draws the sets of a problem; set number r of a stream is the same whenever and wherever it is drawn."""

    def __init__(self, problem: Problem, seed: int = 0, threads: int | None = None) -> None:
        self.seed, self.threads = seed, threads
        indptr, indices, probability, delay = problem.incoming
        acceptance = np.ones(problem.graph.n) if problem.acceptance is None else problem.acceptance
        comes = np.where(problem.candidates, acceptance, 0.0)
        comes[problem.forced] = acceptance[problem.forced]
        law = np.cumsum(problem.deadline.chances)
        with np.errstate(divide="ignore"):  # a sure or impossible arc is never jumped to
            pace = 1.0 / np.log1p(-probability)
        world = (
            indptr,
            indices,
            probability,
            _runs(indptr, probability),
            pace,
            delay,
            problem.model == "threshold",
        )
        self._arguments = (*world, *_roots(problem.weights), law, comes)

    def among(self, weights: Floats, seed: int) -> Sampler:
        """Sets of the same problem for others to be reached."""
        other = copy(self)
        other.seed = seed
        other._arguments = (*self._arguments[:7], *_roots(weights), *self._arguments[10:])
        return other

    def draw(self, stream: int, first: int, count: int) -> Sets:
        """Blocks of sets `first` … `first + count - 1` of a stream; 0 is for choosing, others for judging."""

        def block(number: int) -> tuple[Ints, Longs]:
            return _sample(_seed(self.seed, stream, first + number), BLOCK, *self._arguments)

        with workers(self.threads) as run:
            parts = [Sets(*part) for part in run(block, count)]
        return joined(parts)

    def covered(self, chosen: Flags, stream: int, first: int, count: int) -> int:
        """How many of these sets the chosen hit; each is left as soon as it is hit, which high influence makes cheap."""

        def block(number: int) -> int:
            return int(_hits(_seed(self.seed, stream, first + number), BLOCK, chosen, *self._arguments))

        with workers(self.threads) as run:
            return sum(run(block, count))


def _roots(weights: Floats) -> tuple[Ints, Floats, Ints]:
    families = np.flatnonzero(weights > 0).astype(np.int32)
    return families, *_alias(weights[families])


def joined(parts: list[Sets]) -> Sets:
    """Sets after sets."""
    if len(parts) == 1:
        return parts[0]
    ends, base, none = [np.zeros(1, np.int64)], 0, np.empty(0, np.int32)
    for part in parts:
        ends.append(part.offsets[1:] + base)
        base += int(part.offsets[-1])
    return Sets(np.concatenate([none, *(part.members for part in parts)]), np.concatenate(ends))


def _seed(seed: int, stream: int, block: int) -> np.uint64:
    return np.uint64(np.random.SeedSequence([seed, stream, block]).generate_state(1, np.uint64)[0])


@nb.njit(cache=True, nogil=True)
def _runs(indptr: Longs, probability: Floats) -> Longs:
    """For each arc the end of the arcs of equal probability that it stands in."""
    run = np.empty(len(probability), np.int64)
    for i in range(len(indptr) - 1):
        end = indptr[i + 1]
        for slot in range(indptr[i + 1] - 1, indptr[i] - 1, -1):
            if slot + 1 < indptr[i + 1] and probability[slot] != probability[slot + 1]:
                end = slot + 1
            run[slot] = end
    return run


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
def _world(
    state: np.uint64, mark: Ints, stamp: int, queue: Ints, day: Ints, chosen: Flags,
    indptr: Longs, indices: Ints, probability: Floats, run: Longs, pace: Floats, delay: Ints, threshold: bool,
    families: Ints, keep: Floats, alias: Ints, law: Floats, comes: Floats,
) -> tuple[np.uint64, int, bool]:  # fmt: skip
    """Everyone from whom word would reach a random family in time, into `queue`; how many; and did a chosen one stand there.

    Stops at the first chosen one that comes, where any are given.
    """
    state, z = _next(state)
    k = np.int64(z % np.uint64(len(families)))
    state, z = _next(state)
    if _unit(z) >= keep[k]:
        k = np.int64(alias[k])
    root = families[k]
    left = 1 << 30
    if len(law):
        state, z = _next(state)
        x = _unit(z)
        left = 0
        while left < len(law) - 1 and x >= law[left]:
            left += 1
    mark[root] = stamp
    queue[0] = root
    day[root] = 0
    head, count = 0, 1
    judge = len(chosen) > 0
    while head < count:
        node = queue[head]
        if len(delay) and len(law):  # the earliest of those waiting goes first
            best = head
            for position in range(head + 1, count):
                if day[queue[position]] < day[queue[best]]:
                    best = position
            node = queue[best]
            queue[best], queue[head] = queue[head], node
        head += 1
        if judge and chosen[node]:
            if comes[node] >= 1.0:
                return state, count, True
            state, z = _next(state)
            if _unit(z) < comes[node]:
                return state, count, True
        first, last = indptr[node], indptr[node + 1]
        if first == last or (day[node] >= left and not len(delay)):
            continue
        if threshold:
            state, z = _next(state)
            x = _unit(z)
            for slot in range(first, last):
                x -= probability[slot]
                if x < 0.0:
                    teller = indices[slot]
                    when = day[node] + (delay[slot] if len(delay) else 1)
                    if mark[teller] != stamp and when <= left:
                        mark[teller] = stamp
                        day[teller] = when
                        queue[count] = teller
                        count += 1
                    break
            continue
        slot = first
        few = last - first <= FEW
        while slot < last:
            p = probability[slot]
            if p <= 0.0:
                break
            if few or p >= 0.5:
                state, z = _next(state)
                if _unit(z) >= p:
                    slot += 1
                    continue
            else:
                state, z = _next(state)
                jump = math.log(1.0 - _unit(z)) * pace[slot]
                if jump >= run[slot] - slot:
                    slot = run[slot]
                    continue
                slot += np.int64(jump)
            teller = indices[slot]
            when = day[node] + (delay[slot] if len(delay) else 1)
            if when <= left:
                if mark[teller] != stamp:
                    mark[teller] = stamp
                    day[teller] = when
                    queue[count] = teller
                    count += 1
                elif when < day[teller]:
                    day[teller] = when
            slot += 1
    return state, count, False


@nb.njit(cache=True, nogil=True)
def _sample(
    state: np.uint64, sets: int,
    indptr: Longs, indices: Ints, probability: Floats, run: Longs, pace: Floats, delay: Ints, threshold: bool,
    families: Ints, keep: Floats, alias: Ints, law: Floats, comes: Floats,
) -> tuple[Ints, Longs]:  # fmt: skip
    n = len(indptr) - 1
    mark, queue, day = np.zeros(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int32)
    nobody = np.zeros(0, np.bool_)
    members = np.empty(4 * sets, np.int32)
    offsets = np.zeros(sets + 1, np.int64)
    size = 0
    if not len(families):
        return members[:0].copy(), offsets
    for r in range(sets):
        state, count, _ = _world(
            state, mark, r + 1, queue, day, nobody, indptr, indices, probability, run, pace, delay, threshold,
            families, keep, alias, law, comes,
        )  # fmt: skip
        if size + count > len(members):
            wider = np.empty(max(2 * len(members), size + count), np.int32)
            wider[:size] = members[:size]
            members = wider
        for position in range(count):
            node = queue[position]
            if comes[node] >= 1.0:
                members[size] = node
                size += 1
            elif comes[node] > 0.0:
                state, z = _next(state)
                if _unit(z) < comes[node]:
                    members[size] = node
                    size += 1
        offsets[r + 1] = size
    return members[:size].copy(), offsets


@nb.njit(cache=True, nogil=True)
def _hits(
    state: np.uint64, sets: int, chosen: Flags,
    indptr: Longs, indices: Ints, probability: Floats, run: Longs, pace: Floats, delay: Ints, threshold: bool,
    families: Ints, keep: Floats, alias: Ints, law: Floats, comes: Floats,
) -> int:  # fmt: skip
    n = len(indptr) - 1
    mark, queue, day = np.zeros(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int32)
    hits = 0
    if not len(families):
        return 0
    for r in range(sets):
        state, _, hit = _world(
            state, mark, r + 1, queue, day, chosen, indptr, indices, probability, run, pace, delay, threshold,
            families, keep, alias, law, comes,
        )  # fmt: skip
        hits += hit
    return hits
