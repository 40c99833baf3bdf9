"""Do ties stay inside groups, and does one person hold them: E-I index, assortativity, mixing, centralisation."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.corpus.records import Schema
from simpul.network.figure import Figure, share
from simpul.network.graph import Floats, Graph, Ints
from simpul.network.parallel import workers

MIXING: Schema = {
    "source": pl.String,  # group
    "target": pl.String,  # group
    "ties": pl.Int64,
    "weight": pl.Float64,
    "possible": pl.Int64,  # ordered pairs (unordered where the graph is undirected) of their members
    "density": pl.Float64,  # ties / possible; null where no pair is possible
}
PERMUTATIONS = 1000
BLOCKS = 8


class Test(NamedTuple):
    """A figure against what chance gives: the same ties, with the groups dealt out anew."""

    observed: float | None
    expected: float | None  # mean over the permutations
    deviation: float | None  # standard deviation over them
    p: float | None  # two-sided, (1 + as far from the mean or farther) / (1 + permutations)
    permutations: int


def ei_index(graph: Graph, groups: Ints) -> Figure:
    """Krackhardt and Stern's E-I index: (external - internal ties) / both, from -1 (closed) to 1 (open).

    `groups` numbers the group of each node, -1 where unknown; ties to a node of unknown group are left out. Each arc of
    a directed graph counts, each edge of an undirected one. Undefined where no tie is left.
    Source: Krackhardt and Stern, Social Psychology Quarterly 51 (1988).
    """
    start, end = groups[graph.sources], groups[graph.indices]
    known = (start >= 0) & (end >= 0)
    times = 1 if graph.directed else 2
    total = int(known.sum()) // times
    external = int((known & (start != end)).sum()) // times
    return share(2 * external - total, total)


def ei_test(
    graph: Graph, groups: Ints, permutations: int = PERMUTATIONS, seed: int = 0, threads: int | None = None
) -> Test:
    """The E-I index against groups of the same sizes dealt out at random among the nodes whose group is known.

    With groups of unequal size the index of a random network is not 0; only the distance from `expected` says whether ties
    seek or shun their own group. `p` is null where there is but one group.
    """
    observed = ei_index(graph, groups).value
    members = np.flatnonzero(groups >= 0)
    if observed is None:
        return Test(None, None, None, None, 0)

    def deal(block: int) -> Floats:
        chance = np.random.default_rng([seed, block])
        dealt, found = groups.copy(), []
        for _ in range(block, permutations, BLOCKS):
            dealt[members] = chance.permutation(groups[members])
            found.append(ei_index(graph, dealt).value)
        return np.array(found, np.float64)

    with workers(threads) as run:
        chance = np.concatenate(run(deal, BLOCKS))
    return compared(observed, chance)


def compared(observed: float, chance: Floats) -> Test:
    """An observed figure against the same figure of random networks."""
    mean = float(chance.mean())
    off = abs(observed - mean) * (1 - 1e-12)
    p = (1 + int((np.abs(chance - mean) >= off).sum())) / (1 + len(chance))
    constant = bool(np.ptp(chance) == 0)
    return Test(
        observed,
        mean,
        float(chance.std(ddof=1)) if len(chance) > 1 else None,
        None if constant else p,
        len(chance),
    )


def assortativity(graph: Graph, groups: Ints) -> Figure:
    """Newman's assortativity by group: (Σ e_gg - Σ a_g b_g) / (1 - Σ a_g b_g), 1 if all ties stay inside, 0 as by chance.

    e holds the share of arcs from group to group, a and b its margins; arcs of unknown groups (-1) are left out, each edge of an
    undirected graph counts both ways. Undefined without arcs and with one group only. Source: Newman, Physical Review E 67 (2003).
    """
    table = _arcs(graph, groups)[0]
    total = table.sum()
    if not total:
        return Figure(None)
    shares = table / total
    chance = float((shares.sum(axis=1) * shares.sum(axis=0)).sum())
    return share(float(np.trace(shares)) - chance, 0 if math.isclose(chance, 1) else 1 - chance)


def numeric_assortativity(graph: Graph, values: Floats) -> Figure:
    """Pearson's correlation of `values` at the two ends of each arc, both ways for an edge of an undirected graph.

    Arcs with a value that is NaN are left out; undefined where one side does not vary. With the number of contacts as
    values this is degree assortativity. Source: Newman, Physical Review E 67 (2003).
    """
    start, end = values[graph.sources].astype(np.float64), values[graph.indices].astype(np.float64)
    known = ~(np.isnan(start) | np.isnan(end))
    start, end = start[known], end[known]
    if not len(start) or not np.ptp(start) or not np.ptp(end):
        return Figure(None)
    return Figure(float(np.corrcoef(start, end)[0, 1]))


def mixing(graph: Graph, groups: pl.Series) -> pl.DataFrame:
    """Ties from group to group (columns `MIXING`), such as pillar × pillar; null groups are left out.

    All pairs of groups stand there, also those without a tie. An edge of an undirected graph counts once, in the row whose
    source comes first.
    """
    names = groups.cast(pl.String).drop_nulls().unique().sort()
    number = groups.cast(pl.String).replace_strict(names, np.arange(len(names)), default=-1).to_numpy()
    ties, weight = _arcs(graph, number, len(names))
    size = np.bincount(number[number >= 0], minlength=len(names))
    possible = (np.outer(size, size) - np.diag(size)).astype(np.float64)
    if not graph.directed:
        both_ways = np.diag(np.full(len(names), 0.5)) + np.triu(np.ones((len(names), len(names))), 1)
        ties, weight, possible = ties * both_ways, weight * both_ways, possible * both_ways
    rows = [
        (
            names[a],
            names[b],
            ties[a, b],
            weight[a, b],
            possible[a, b],
            ties[a, b] / possible[a, b] if possible[a, b] else None,
        )
        for a in range(len(names))
        for b in range(0 if graph.directed else a, len(names))
    ]
    table = pl.DataFrame(rows, schema=list(MIXING), orient="row", infer_schema_length=None)
    return table.cast(pl.Schema(MIXING))


def centralisation(values: Floats, highest: float) -> Figure:
    """Freeman's centralisation: Σ (max - value) over the largest such sum that any network of this size can have.

    `highest`: (n - 1)(n - 2) for the contacts of an undirected graph, (n - 1)² for those in or out of a directed one, n - 1 for
    normalised betweenness, (n - 1)(n - 2) / (2n - 3) for closeness of a connected undirected graph. 1 for a star, 0 where
    all are equal. Undefined where `highest` is 0 or a value is NaN. Source: Freeman, Social Networks 1 (1979).
    """
    if not len(values) or np.isnan(values).any():
        return Figure(None)
    return share(float((values.max() - values).sum()), highest)


def _arcs(graph: Graph, groups: Ints, count: int | None = None) -> tuple[Floats, Floats]:
    """Arcs and their weight from group to group."""
    size = int(groups.max(initial=-1)) + 1 if count is None else count
    start, end = groups[graph.sources].astype(np.int64), groups[graph.indices].astype(np.int64)
    known = (start >= 0) & (end >= 0)
    cell = start[known] * size + end[known]
    many = np.bincount(cell, minlength=size * size)
    weight = np.bincount(cell, graph.weights[known], minlength=size * size)
    return many.reshape(size, size).astype(np.float64), weight.reshape(size, size).astype(np.float64)
