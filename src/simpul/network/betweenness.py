"""Betweenness: how often someone lies on the shortest ways between others, exact or sampled with a bound."""

from __future__ import annotations

import math
from typing import NamedTuple

import numba as nb
import numpy as np

from simpul.network.graph import Floats, Graph, Ints, Longs
from simpul.network.parallel import workers

BLOCKS = 16  # how the work is cut, whatever the number of cores
EXACT = 400_000_000  # nodes × arcs up to which every source is walked
SAMPLES = 1 << 14


class Betweenness(NamedTuple):
    """`values` normalised to 0…1; with probability `confidence` no value is off by more than `error`, all together."""

    values: Floats
    samples: int | None  # None: exact
    error: float
    confidence: float


def betweenness(
    graph: Graph,
    *,
    exact: bool | None = None,
    samples: int = SAMPLES,
    confidence: float = 0.95,
    seed: int = 0,
    threads: int | None = None,
) -> Betweenness:
    """Freeman's betweenness over hops: Σ σ_st(v) / σ_st over ordered pairs, divided by (n - 1)(n - 2).

    Weights count contacts and are no distances, so they play no part. Undirected graphs give Freeman's normalised value
    too. Undefined (NaN) below three nodes, since there is nobody in between.

    Exact by Brandes (2001) where nodes × arcs stay below `EXACT`, unless `exact` says otherwise. Else from `samples`
    shortest ways between random pairs (Riondato and Kornaropoulos 2016): each is one Bernoulli trial for every node, so
    Chernoff's bound in its Kullback-Leibler form holds for each node, and a union over the nodes for all. Directed and
    undirected alike; the result depends on `seed` and `samples` only.
    """
    if graph.n < 3:
        return Betweenness(np.full(graph.n, np.nan), None, 0.0, 1.0)
    if exact if exact is not None else graph.n * graph.m <= EXACT:
        return Betweenness(_exact(graph, threads), None, 0.0, 1.0)
    return _sampled(graph, samples, confidence, seed, threads)


def from_sources(graph: Graph, sources: Ints) -> Floats:
    """Betweenness from the ways that start at these nodes only, scaled to all: unbiased for a random choice, without a bound.

    Cheap enough to be repeated over many networks, for ranking; `betweenness` states how far it may be off.
    """
    if graph.n < 3 or not len(sources):
        return np.full(graph.n, np.nan)
    total = _dependencies(graph.indptr, graph.indices, sources) * (graph.n / len(sources))
    return np.asarray(total / ((graph.n - 1) * (graph.n - 2)))


def _exact(graph: Graph, threads: int | None) -> Floats:
    sources = np.flatnonzero(graph.degree_out()).astype(np.int32)

    def walk(block: int) -> Floats:
        return _dependencies(graph.indptr, graph.indices, sources[block::BLOCKS])

    with workers(threads) as run:
        total = np.sum(run(walk, BLOCKS), axis=0)
    return np.asarray(total / ((graph.n - 1) * (graph.n - 2)))


def _sampled(graph: Graph, samples: int, confidence: float, seed: int, threads: int | None) -> Betweenness:
    back = graph.reverse
    starts = np.flatnonzero(graph.degree_out()).astype(np.int32)
    ends = np.flatnonzero(back.degree_out()).astype(np.int32)
    pairs = len(starts) * len(ends) - len(np.intersect1d(starts, ends, assume_unique=True))
    if not pairs:
        return Betweenness(np.zeros(graph.n), samples, 0.0, confidence)
    indptr, indices = (graph.indptr, back.indptr), (graph.indices, back.indices)
    each = -(-samples // BLOCKS)

    def draw(block: int) -> Ints:
        return _inner_nodes(indptr, indices, starts, ends, each, seed * BLOCKS + block)

    drawn = each * BLOCKS
    with workers(threads) as run:
        hits = np.bincount(np.concatenate(run(draw, BLOCKS)), minlength=graph.n)
    scale = pairs / ((graph.n - 1) * (graph.n - 2))  # pairs that cannot be joined were never drawn
    seen = np.unique(hits) / drawn
    half_width = _half_width(seen, math.log(2 * graph.n / (1 - confidence)) / drawn)
    return Betweenness(hits / drawn * scale, drawn, float(half_width.max() * scale), confidence)


def _half_width(seen: Floats, level: float) -> Floats:
    """The farther end of {p : KL(seen ‖ p) ≤ level}, by bisection."""

    def divergence(p: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            hit = np.where(seen > 0, seen * np.log(seen / p), 0.0)
            miss = np.where(seen < 1, (1 - seen) * np.log((1 - seen) / (1 - p)), 0.0)
        return np.asarray(hit + miss)

    farthest = np.zeros_like(seen)
    for limit in (0.0, 1.0):
        inside, outside = seen.copy(), np.full_like(seen, limit)
        for _ in range(60):
            middle = (inside + outside) / 2
            fits = divergence(middle) <= level
            inside, outside = np.where(fits, middle, inside), np.where(fits, outside, middle)
        farthest = np.maximum(farthest, np.abs(outside - seen))
    return farthest


@nb.njit(cache=True, nogil=True)
def _dependencies(indptr: Longs, indices: Ints, sources: Ints) -> Floats:
    """Brandes' sum over the given sources. On the way back only the level below holds a share, so none is looked up."""
    n = len(indptr) - 1
    total = np.zeros(n)
    level = np.full(n, -1, np.int32)
    ways = np.zeros(n)
    share = np.zeros(n)  # (1 + dependency) / ways, of one level at a time
    queue = np.empty(n, np.int32)
    first = np.empty(n + 2, np.int64)  # where each level starts in the queue
    for source in sources:
        level[source], ways[source], queue[0] = 0, 1.0, source
        depth, head, tail = 0, 0, 1
        while head < tail:
            first[depth] = head
            depth += 1
            frontier = queue[head:tail]
            head = tail
            for i in frontier:
                for slot in range(indptr[i], indptr[i + 1]):
                    j = indices[slot]
                    if level[j] < 0:
                        level[j], ways[j], queue[tail] = depth, ways[i], j
                        tail += 1
                    elif level[j] == depth:
                        ways[j] += ways[i]
        first[depth] = first[depth + 1] = tail
        for d in range(depth - 1, -1, -1):
            here, below = queue[first[d] : first[d + 1]], queue[first[d + 1] : first[d + 2]]
            for i in here:
                sum_below = 0.0
                for slot in range(indptr[i], indptr[i + 1]):
                    sum_below += share[indices[slot]]
                if d:
                    total[i] += sum_below * ways[i]
                ways[i] = 1.0 / ways[i] + sum_below
            share[below] = 0.0
            for i in here:
                share[i] = ways[i]
                level[i] = -1
        share[source] = 0.0
    return total


@nb.njit(cache=True, nogil=True, inline="always")
def _random(state: np.uint64) -> tuple[np.uint64, float]:
    """SplitMix64: the next state and a number in [0, 1)."""
    state = state + np.uint64(0x9E3779B97F4A7C15)
    z = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state, np.float64((z ^ (z >> np.uint64(31))) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@nb.njit(cache=True, nogil=True)
def _inner_nodes(
    indptr: tuple[Longs, Longs], indices: tuple[Ints, Ints], starts: Ints, ends: Ints, count: int, seed: int
) -> Ints:
    """The nodes strictly inside `count` random shortest ways between random pairs; a pair without a way adds none.

    Two searches, 0 along the arcs from the start and 1 against them from the end, grow level by level, always the one
    with fewer arcs to look at, until an arc joins them. Every shortest way then crosses exactly one joining arc.
    """
    n = len(indptr[0]) - 1
    state = np.uint64(seed) * np.uint64(0xD1342543DE82EF95) + np.uint64(1)
    level = np.full((2, n), -1, np.int32)
    ways = np.zeros((2, n))
    queue = np.empty((2, n), np.int32)
    first, last, tail = np.zeros(2, np.int64), np.zeros(2, np.int64), np.zeros(2, np.int64)
    inner = np.empty(4 * count + n, np.int32)
    size = 0
    for _ in range(count):
        source = target = starts[0]
        while source == target:
            state, u = _random(state)
            source = starts[int(u * len(starts))]
            state, u = _random(state)
            target = ends[int(u * len(ends))]
        for side, root in enumerate((source, target)):
            level[side, root], ways[side, root], queue[side, 0] = 0, 1.0, root
            first[side], last[side], tail[side] = 0, 1, 1

        side, joined = 0, 0.0
        while joined == 0.0:
            work = [_arcs(indptr[s], queue[s, first[s] : last[s]]) for s in range(2)]
            side = 0 if work[0] <= work[1] else 1
            if first[side] == last[side]:
                break
            frontier = queue[side, first[side] : last[side]]
            tail[side], joined = _grow(
                indptr[side], indices[side], frontier, level[side], ways[side], queue[side], tail[side],
                level[1 - side], ways[1 - side],
            )  # fmt: skip
            if joined == 0.0:
                first[side], last[side] = last[side], tail[side]

        if joined > 0.0:
            if size + n > len(inner):
                inner = np.concatenate((inner, np.empty(len(inner), np.int32)))
            state, u = _random(state)
            frontier = queue[side, first[side] : last[side]]
            end = _joining_arc(
                indptr[side], indices[side], frontier, ways[side], level[1 - side], ways[1 - side], u * joined
            )
            for s in range(2):
                node = end[0] if s == side else end[1]
                state, size = _walk_home(
                    indptr[1 - s], indices[1 - s], level[s], ways[s], node, inner, size, state
                )
        for side in range(2):
            for position in range(tail[side]):
                level[side, queue[side, position]] = -1
                ways[side, queue[side, position]] = 0.0
    return inner[:size].copy()


@nb.njit(cache=True, nogil=True)
def _arcs(indptr: Longs, frontier: Ints) -> int:
    total = 0
    for i in frontier:
        total += indptr[i + 1] - indptr[i]
    return total


@nb.njit(cache=True, nogil=True)
def _grow(
    indptr: Longs, indices: Ints, frontier: Ints, level: Ints, ways: Floats, queue: Ints, tail: int,
    other_level: Ints, other_ways: Floats,
) -> tuple[int, float]:  # fmt: skip
    """One level further; the new end of the queue, and the number of shortest ways that now join both searches."""
    joined = 0.0
    for i in frontier:
        for slot in range(indptr[i], indptr[i + 1]):
            j = indices[slot]
            if other_level[j] >= 0:
                joined += ways[i] * other_ways[j]
            elif level[j] < 0:
                level[j] = level[i] + 1
                ways[j] = ways[i]
                queue[tail] = j
                tail += 1
            elif level[j] > level[i]:
                ways[j] += ways[i]
    return tail, joined


@nb.njit(cache=True, nogil=True)
def _joining_arc(
    indptr: Longs,
    indices: Ints,
    frontier: Ints,
    ways: Floats,
    other_level: Ints,
    other_ways: Floats,
    mark: float,
) -> tuple[int, int]:
    """The joining arc at which the running number of shortest ways passes `mark`."""
    arc = (0, 0)
    for i in frontier:
        for slot in range(indptr[i], indptr[i + 1]):
            j = indices[slot]
            if other_level[j] >= 0:
                arc = (i, j)
                mark -= ways[i] * other_ways[j]
                if mark < 0.0:
                    return arc
    return arc  # rounding left the mark just behind the last arc


@nb.njit(cache=True, nogil=True)
def _walk_home(
    indptr: Longs,
    indices: Ints,
    level: Ints,
    ways: Floats,
    node: int,
    inner: Ints,
    size: int,
    state: np.uint64,
) -> tuple[np.uint64, int]:
    """From `node` back to the root of its search, each shortest way equally likely; notes the nodes before the root."""
    while level[node] > 0:
        inner[size] = node
        size += 1
        state, u = _random(state)
        mark = u * ways[node]
        before = node
        for slot in range(indptr[node], indptr[node + 1]):
            j = indices[slot]
            if level[j] == level[node] - 1:
                before = j
                mark -= ways[j]
                if mark < 0.0:
                    break
        node = before
    return state, size
