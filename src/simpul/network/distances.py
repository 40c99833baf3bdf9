"""How far apart nodes are, in hops: closeness, harmonic closeness, efficiency, exact or from sampled sources with a bound.

64 breadth-first searches run at once, one bit of a word each (Then et al., VLDB 2014), so that a pass over an arc serves
64 sources.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from simpul.network.figure import Figure
from simpul.network.graph import Flags, Floats, Graph, Ints, Longs
from simpul.network.parallel import workers

Words = NDArray[np.uint64]

EXACT = 20_000_000_000  # nodes × arcs up to which every node is a source
SOURCES = 4096  # sources walked above that
TOGETHER = 64  # searches in one word
BLOCKS = 8  # how the batches are cut, whatever the number of cores
FOREVER = 1 << 30


class Distances(NamedTuple):
    """What the walks found for each node, over the sources other than itself."""

    reached: Longs  # sources that have a way to it
    total: Longs  # sum of their distances, in hops
    inverse: Floats  # sum of 1 / distance
    sources: Ints  # who was walked from, ascending
    farthest: int  # the longest distance seen


class Sampled(NamedTuple):
    """One value per node; with probability `confidence` none is off by more than `error`, all together."""

    values: Floats
    samples: int | None  # None: exact
    error: float
    confidence: float


def distances(
    graph: Graph,
    sources: Ints | None = None,
    cutoff: int = FOREVER,
    without: Flags | None = None,
    threads: int | None = None,
) -> Distances:
    """Walk along the arcs from `sources` (all nodes where not given), at most `cutoff` steps far, around nodes left out."""
    gone = np.zeros(graph.n, np.bool_) if without is None else without
    chosen = np.arange(graph.n, dtype=np.int32) if sources is None else np.unique(sources).astype(np.int32)
    chosen = chosen[~gone[chosen]]
    batches = -(-len(chosen) // TOGETHER)

    def walk(block: int) -> tuple[Longs, Longs, Floats, int]:
        return _walk(graph.indptr, graph.indices, chosen, gone, block, min(BLOCKS, batches), batches, cutoff)

    reached, total = np.zeros(graph.n, np.int64), np.zeros(graph.n, np.int64)
    inverse, farthest = np.zeros(graph.n), 0
    with workers(threads) as run:
        for part in run(walk, min(BLOCKS, batches)):
            reached += part[0]
            total += part[1]
            inverse += part[2]
            farthest = max(farthest, part[3])
    return Distances(reached, total, inverse, chosen, farthest)


def walk(
    graph: Graph,
    *,
    exact: bool | None = None,
    samples: int = SOURCES,
    seed: int = 0,
    threads: int | None = None,
) -> Distances:
    """The walks behind `harmonic` and `closeness`, to be handed to both where both are wanted.

    From all nodes where nodes × arcs stay below `EXACT` or `exact` says so, else from so many drawn without replacement.
    """
    if exact if exact is not None else graph.n * graph.m <= EXACT or graph.n <= samples:
        return distances(graph, threads=threads)
    drawn = np.random.default_rng(seed).choice(graph.n, min(samples, graph.n), replace=False)
    return distances(graph, drawn.astype(np.int32), threads=threads)


def harmonic(
    graph: Graph,
    *,
    exact: bool | None = None,
    samples: int = SOURCES,
    confidence: float = 0.95,
    seed: int = 0,
    threads: int | None = None,
    walked: Distances | None = None,
) -> Sampled:
    """Harmonic closeness: Σ 1 / d(u, v) over all others u, divided by n - 1; unreachable ones add 0, so it lies in 0…1.

    On a directed graph the distance is that from the others to the node. Undefined (NaN) below two nodes. From a sample of
    sources the sum is scaled up; each term lies in 0…1, so Hoeffding's inequality bounds one node and a union all.
    Source: Marchiori and Latora, Physica A 285 (2000); Boldi and Vigna, Internet Mathematics 10 (2014).
    """
    if graph.n < 2:
        return Sampled(np.full(graph.n, np.nan), None, 0.0, 1.0)
    found = walked or walk(graph, exact=exact, samples=samples, seed=seed, threads=threads)
    error = _hoeffding(graph.n, len(found.sources), confidence)
    known = None if error == 0 else len(found.sources)
    return Sampled(
        found.inverse / _others(graph.n, found.sources), known, error, confidence if error else 1.0
    )


def closeness(
    graph: Graph,
    *,
    exact: bool | None = None,
    samples: int = SOURCES,
    confidence: float = 0.95,
    seed: int = 0,
    threads: int | None = None,
    walked: Distances | None = None,
) -> Sampled:
    """Closeness after Wasserman and Faust (1994): r / (n - 1) · r / Σ d(u, v) over the r others u with a way to the node.

    So a small component does not make its members close to all. 0 for whom nobody reaches; undefined (NaN) below two
    nodes. On a directed graph the distance is that from the others to the node. From a sample the share reached and the
    mean distance are estimated; `error` carries both Hoeffding bounds through the quotient, with the longest distance seen
    for the range, and is 1 (says nothing) where the sample is too small.
    """
    if graph.n < 2:
        return Sampled(np.full(graph.n, np.nan), None, 0.0, 1.0)
    found = walked or walk(graph, exact=exact, samples=samples, seed=seed, threads=threads)
    others = _others(graph.n, found.sources)
    part, mean = found.reached / others, found.total / others
    values = _quotient(part, mean)
    error = _hoeffding(graph.n, len(found.sources), confidence, statements=2)
    if error == 0:
        return Sampled(values, None, 0.0, 1.0)
    far = error * found.farthest
    highest = _quotient(np.minimum(part + error, 1), np.maximum(mean - far, 0), nothing=1.0)
    lowest = _quotient(np.maximum(part - error, 0), mean + far)
    off = np.maximum(np.minimum(highest, 1) - values, values - lowest)
    return Sampled(values, len(found.sources), float(off.max()), confidence)


def efficiency(graph: Graph, threads: int | None = None) -> Figure:
    """Global efficiency: the mean of 1 / d(u, v) over all ordered pairs, 0 where there is no way; exact.

    How well word passes inside a group: 1 where all are tied to all. Undefined below two nodes.
    Source: Latora and Marchiori, Physical Review Letters 87 (2001).
    """
    pairs = graph.n * (graph.n - 1)
    if not pairs:
        return Figure(None)
    total = float(distances(graph, threads=threads).inverse.sum())
    return Figure(total / pairs, total, pairs)


def _others(n: int, sources: Ints) -> Floats:
    """How many of the sources are somebody else, by node."""
    others = np.full(n, float(len(sources)))
    others[sources] -= 1
    return others


def _quotient(part: Floats, mean: Floats, nothing: float = 0.0) -> Floats:
    return np.asarray(np.divide(part * part, mean, out=np.full(len(part), nothing), where=mean > 0))


def _hoeffding(n: int, sources: int, confidence: float, statements: int = 1) -> float:
    """The half-width that holds for all nodes at once, for terms in 0…1 drawn without replacement; 0 if all are known."""
    if sources >= n:
        return 0.0
    return math.sqrt(math.log(2 * statements * n / (1 - confidence)) / (2 * max(sources - 1, 1)))


@nb.njit(cache=True, nogil=True)
def _bits(word: np.uint64) -> int:
    """How many bits are set."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@nb.njit(cache=True, nogil=True)
def _walk(
    indptr: Longs,
    indices: Ints,
    sources: Ints,
    gone: Flags,
    block: int,
    blocks: int,
    batches: int,
    cutoff: int,
) -> tuple[Longs, Longs, Floats, int]:
    n = len(indptr) - 1
    reached, total = np.zeros(n, np.int64), np.zeros(n, np.int64)
    inverse = np.zeros(n, np.float64)
    seen, here, there = np.zeros(n, np.uint64), np.zeros(n, np.uint64), np.zeros(n, np.uint64)
    active, waiting = np.empty(n, np.int32), np.empty(n, np.int32)
    farthest = 0
    for batch in range(block, batches, blocks):
        for i in range(n):
            seen[i] = ~np.uint64(0) if gone[i] else np.uint64(0)
        count = 0
        for position in range(batch * TOGETHER, min((batch + 1) * TOGETHER, len(sources))):
            i = sources[position]
            here[i] = seen[i] = np.uint64(1) << np.uint64(position % TOGETHER)
            active[count] = i
            count += 1
        step = 0
        while count and step < cutoff:
            step += 1
            found = 0
            for a in range(count):
                i = active[a]
                for slot in range(indptr[i], indptr[i + 1]):
                    j = indices[slot]
                    fresh = here[i] & ~seen[j]
                    if fresh:
                        if not there[j]:
                            waiting[found] = j
                            found += 1
                        there[j] |= fresh
            for a in range(found):
                j = waiting[a]
                here[j] = there[j]
                seen[j] |= there[j]
                there[j] = 0
                many = _bits(here[j])
                reached[j] += many
                total[j] += many * step
                inverse[j] += many / step
            if found:
                farthest = max(farthest, step)
            active, waiting = waiting, active
            count = found
    return reached, total, inverse, farthest
