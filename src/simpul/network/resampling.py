"""How sure a network figure is: the same figure of many networks that might have been seen instead.

Two kinds of doubt, both by drawing ties anew:

* *bootstrap*: had others been asked, or other posts been written? Every unit (a respondent with all ties reported, or a single tie)
  stands in a draw as often as chance says, once on average (Poisson bootstrap: Chamandy et al., 2012);
* *missing*: had a part of the ties not been told? Every tie is left out with the same probability.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numba as nb
import numpy as np
import polars as pl

from simpul.corpus.records import Schema
from simpul.network.betweenness import from_sources
from simpul.network.communities import alike, leiden
from simpul.network.dominators import only_through
from simpul.network.graph import Flags, Floats, Graph, Ints, Longs, from_edges
from simpul.network.holes import constraint
from simpul.network.parallel import workers

How = Literal["bootstrap", "missing"]

RANKS: Schema = {
    "id": pl.String,
    "measure": pl.String,  # one of MEASURES
    "value": pl.Float64,  # in the network as seen; null where undefined
    "rank": pl.Int64,  # among the candidates, 1 is best, equals share the better rank
    "low": pl.Float64,  # 2.5 % and 97.5 % of the draws: how far the figure moves
    "high": pl.Float64,
    "rank_low": pl.Int64,
    "rank_high": pl.Int64,
    "among_top": pl.Float64,  # share of the draws in which the rank is `top` or better
    "draws": pl.Int64,
}
MEASURES = {
    "strength": True,
    "constraint": False,
    "betweenness": True,
    "coverage_lost": True,
}  # is much best?
CANDIDATES = 200
SOURCES = 256  # of betweenness in each draw; the same in all
BLOCKS = 16
INTERVAL = (2.5, 97.5)


def resampled(
    ties: pl.DataFrame,
    of: Callable[[Graph], Floats],
    *,
    how: How = "bootstrap",
    missing: float = 0.1,
    resamples: int = 1000,
    seed: int = 0,
    threads: int | None = None,
) -> Floats:
    """`of` each drawn network, one row per draw; nodes and their order are those of `from_edges(ties)`.

    `ties` has source, target, and optionally weight and `unit`: who reported the tie. Without it every row is a unit. For
    sampled ego networks the unit must be the respondent: their ties come and go together, and treating them as independent
    promises too much. Figures that are undefined in a draw may be NaN. The draws depend on `seed` and `resamples` only.

    Raises ValueError where `missing` is outside 0…1.
    """
    if not 0 <= missing < 1:
        raise ValueError(f"missing is {missing}, and must be 0 or more and below 1")
    graph = from_edges(ties)
    arc, weight, unit = _rows(graph, ties)
    units = int(unit.max(initial=-1)) + 1

    def draw(block: int) -> list[Floats]:
        found = []
        for number in range(block, resamples, BLOCKS):
            chance = np.random.default_rng([seed, number])
            times = chance.poisson(1.0, units) if how == "bootstrap" else chance.random(units) >= missing
            weights = np.bincount(arc, weight * times[unit], minlength=graph.m).astype(np.float64)
            rows = _thinned(graph.indptr, graph.indices, weights)
            found.append(of(Graph(graph.nodes, *rows, directed=True)))
        return found

    with workers(threads) as run:
        parts = run(draw, BLOCKS)
    return np.array([parts[number % BLOCKS][number // BLOCKS] for number in range(resamples)])


def broker_ranks(
    ties: pl.DataFrame,
    candidates: pl.Series | None = None,
    start: pl.Series | None = None,
    counted: pl.Series | None = None,
    *,
    top: int = 5,
    how: How = "bootstrap",
    missing: float = 0.1,
    resamples: int = 1000,
    seed: int = 0,
    threads: int | None = None,
) -> pl.DataFrame:
    """Who stands where as a broker, and how sure that is (columns `RANKS`, sorted by measure, rank and id).

    `candidates` are ids, by default the `CANDIDATES` of most contacts; ranks are among them. *strength* (weight of all ties, in a
    survey the number of namings) and *constraint* ignore direction; *betweenness* rests on `SOURCES` sources and is meant for ranking; *coverage_lost*, the number of `counted` that hear
    only through the node, is there where `start` (whence information comes) and `counted` are given. A low constraint ranks first;
    who has none in a draw ranks last in it. A bootstrap draw holds fewer different ties than the network, so only the interval of
    strength is one for the true value; those of the others say how much they move, and ranks compare within a draw.
    """
    graph = from_edges(ties)
    order = np.argsort(-graph.undirected.degree_out(), kind="stable")
    chosen = np.sort(order[:CANDIDATES]) if candidates is None else np.flatnonzero(_mask(graph, candidates))
    sources = np.arange(graph.n, dtype=np.int32)
    if graph.n > SOURCES:
        sources = np.sort(np.random.default_rng(seed).choice(sources, SOURCES, replace=False))
    begins = None if start is None or counted is None else (_mask(graph, start), _mask(graph, counted))
    names = [name for name in MEASURES if name != "coverage_lost" or begins]

    def of(drawn: Graph) -> Floats:
        return np.stack(_broker_values(drawn, sources, begins))[:, chosen]

    if not len(chosen):
        return pl.DataFrame(schema=RANKS)
    seen = of(graph)
    draws = resampled(ties, of, how=how, missing=missing, resamples=resamples, seed=seed, threads=threads)
    tables = [
        _ranked(graph.nodes.gather(chosen), name, seen[row], draws[:, row, :], top)
        for row, name in enumerate(names)
    ]
    return pl.concat(tables)


def community_support(
    ties: pl.DataFrame,
    labels: Ints,
    *,
    how: How = "bootstrap",
    missing: float = 0.1,
    resamples: int = 100,
    seed: int = 0,
    threads: int | None = None,
) -> Floats:
    """For each node of `from_edges(ties)` how alike its community is in drawn networks: mean Jaccard similarity, 0…1.

    `labels` is the division of the network as seen. A node that lost all its ties in a draw is alone there.
    """

    def of(drawn: Graph) -> Floats:
        return alike(labels, leiden(drawn, seed=seed, starts=1))

    draws = resampled(ties, of, how=how, missing=missing, resamples=resamples, seed=seed, threads=threads)
    return np.asarray(draws.mean(axis=0))


def _rows(graph: Graph, ties: pl.DataFrame) -> tuple[Longs, Floats, Longs]:
    """For each row the place of its arc, its weight and the number of its unit; loops are left out."""
    weight = pl.col("weight").cast(pl.Float64).fill_null(1.0) if "weight" in ties.columns else pl.lit(1.0)
    unit = pl.col("unit").cast(pl.String).rank("dense") if "unit" in ties.columns else pl.row_index() + 1
    kind = pl.Enum(graph.nodes)
    ends = pl.col("source", "target").cast(pl.String)
    rows = ties.drop_nulls(["source", "target"]).select(ends, weight=weight, unit=unit.cast(pl.Int64) - 1)
    rows = rows.filter(pl.col("source") != pl.col("target"), pl.col("weight") > 0)
    rows = rows.with_columns(pl.col("source", "target").cast(kind).to_physical().cast(pl.Int64))
    key = graph.sources.astype(np.int64) * graph.n + graph.indices
    arc = np.searchsorted(key, (rows["source"] * graph.n + rows["target"]).to_numpy())
    return arc, rows["weight"].to_numpy(), rows["unit"].fill_null(0).to_numpy()


def _mask(graph: Graph, ids: pl.Series) -> Flags:
    return graph.nodes.is_in(ids.cast(pl.String).implode()).to_numpy()


def _broker_values(graph: Graph, sources: Ints, begins: tuple[Flags, Flags] | None) -> list[Floats]:
    """The values of `MEASURES`, in that order, for every node."""
    values = [
        graph.undirected.strength_out(),
        constraint(graph),
        from_sources(graph, sources),
    ]
    if begins:
        back = graph.reverse
        lost = only_through(graph.indptr, graph.indices, back.indptr, back.indices, *begins)
        values.append(lost.astype(np.float64))
    return values


def _ranked(ids: pl.Series, name: str, seen: Floats, draws: Floats, top: int) -> pl.DataFrame:
    place = _ranks(draws, MEASURES[name])
    low, high = np.nanpercentile(np.where(np.isnan(draws).all(axis=0), 0.0, draws), INTERVAL, axis=0)
    undefined = np.isnan(draws).all(axis=0)
    rank_low, rank_high = np.percentile(place, INTERVAL, axis=0, method="nearest")
    return (
        pl.DataFrame(
            {
                "id": ids,
                "measure": [name] * len(ids),
                "value": seen,
                "rank": _ranks(seen[None, :], MEASURES[name])[0],
                "low": np.where(undefined, np.nan, low),
                "high": np.where(undefined, np.nan, high),
                "rank_low": rank_low,
                "rank_high": rank_high,
                "among_top": (place <= top).mean(axis=0),
                "draws": np.full(len(ids), len(draws)),
            }
        )
        .with_columns(pl.col(pl.Float64).fill_nan(None))
        .select(pl.col(column).cast(kind) for column, kind in RANKS.items())
        .sort("rank", "id")
    )


def _ranks(values: Floats, much_is_best: bool) -> Longs:
    """Row by row, 1 for the best; equals share the better rank, NaN comes last."""
    worst = -np.inf if much_is_best else np.inf
    filled = np.where(np.isnan(values), worst, values)
    return _competition(-filled if much_is_best else filled)


@nb.njit(cache=True, nogil=True)
def _competition(values: Floats) -> Longs:
    ranks = np.empty(values.shape, np.int64)
    for row in range(values.shape[0]):
        order = np.argsort(values[row], kind="mergesort")
        rank = 1
        for position in range(len(order)):
            if position and values[row, order[position]] > values[row, order[position - 1]]:
                rank = position + 1
            ranks[row, order[position]] = rank
    return ranks


@nb.njit(cache=True, nogil=True)
def _thinned(indptr: Longs, indices: Ints, weights: Floats) -> tuple[Longs, Ints, Floats]:
    """The arcs of weight above 0."""
    n = len(indptr) - 1
    out = np.zeros(n + 1, np.int64)
    to, by = np.empty(len(indices), np.int32), np.empty(len(indices), np.float64)
    kept = 0
    for i in range(n):
        for slot in range(indptr[i], indptr[i + 1]):
            if weights[slot] > 0:
                to[kept] = indices[slot]
                by[kept] = weights[slot]
                kept += 1
        out[i + 1] = kept
    return out, to[:kept].copy(), by[:kept].copy()
