"""The question that all of this is for: from whom does official information reach poor families, and whom does it not reach?"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from simpul.network.access import channels, matrix, preferences
from simpul.network.cells import LEAST
from simpul.network.next_brokers import next_brokers
from simpul.network.reach import Flow, brokers, flow, households, reach
from simpul.network.resampling import broker_ranks
from simpul.network.responses import responses
from simpul.network.routes import arriving, routes

RESAMPLES = 200
RANKED = ("strength", "coverage_lost")  # what ego networks tell of a broker


class Information(NamedTuple):
    """Tables of one survey. `access` and `routes` hold single households, for counting on the analyst's own machine; all others are
    without small cells.
    """

    flow: Flow
    responses: pl.DataFrame  # `responses.RESPONSES`
    reach: pl.DataFrame  # `reach.FIGURES`
    brokers: pl.DataFrame  # `reach.BROKERS`
    broker_ranks: pl.DataFrame  # `resampling.RANKS`: how sure their order is
    next_brokers: pl.DataFrame  # `next_brokers.NEXT`
    arriving: pl.DataFrame  # `routes.ARRIVING`
    channels: pl.DataFrame  # `access.CHANNELS`
    matrix: pl.DataFrame  # `cells.CELLS`
    preferences: pl.DataFrame  # `access.PREFERRED`
    access: pl.DataFrame
    routes: pl.DataFrame  # `routes.ROUTES`


def information(
    ties: pl.DataFrame,
    actors: pl.DataFrame,
    links: pl.DataFrame | None = None,
    frame: pl.DataFrame | None = None,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
    least: int = LEAST,
    threads: int | None = None,
) -> Information:
    """All of it at once, from survey ties (`ties.TIES`), `records.ACTORS`, and if there are any `records.LINKS` and the survey's `frame`
    (`responses`). What each table holds and when it is undefined stands with the function that makes it.
    """
    spread = flow(ties, actors)
    ways = routes(spread, ties)
    return Information(
        flow=spread,
        responses=responses(actors, ties, frame, least),
        reach=reach(spread, least=least),
        brokers=brokers(spread, least, links),
        broker_ranks=ranks(spread, resamples, seed, least, threads),
        next_brokers=next_brokers(spread, least=least),
        arriving=arriving(ways, least),
        channels=channels(spread, ties, least),
        matrix=matrix(spread, actors, least),
        preferences=preferences(spread, actors, least),
        access=households(spread),
        routes=ways,
    )


def ranks(
    flow: Flow, resamples: int = RESAMPLES, seed: int = 0, least: int = LEAST, threads: int | None = None
) -> pl.DataFrame:
    """How sure the order of the brokers is, had other households been asked (columns `resampling.RANKS`).

    The unit drawn is who was told, with all of their ties: the household, and in a survey of brokers the broker. Only `RANKED` is given, since constraint and betweenness need the
    whole network. Values from 1 to `least` - 1, as numbers of households, are left out; ranks stay. A draw holds fewer different
    households than were asked, so how many are lost without a broker has ranks, but no interval.
    """
    ids, graph = flow.people["id"], flow.graph
    ends = {"source": ids.gather(graph.sources), "target": ids.gather(graph.indices)}
    told = pl.DataFrame(ends).with_columns(unit="target")
    homes = flow.people.filter(pl.col("kind") == "household", pl.col("poor"))["id"]
    found = broker_ranks(
        told, ids.filter(pl.Series(flow.broker)), ids.filter(pl.Series(flow.start)), homes,
        resamples=resamples, seed=seed, threads=threads,
    )  # fmt: skip
    few = [
        pl.when(~pl.col(name).is_between(1, least - 1)).then(name).alias(name)
        for name in ("value", "low", "high")
    ]
    interval = pl.when(pl.col("measure") == "strength").then(pl.col("low", "high")).name.keep()
    return found.filter(pl.col("measure").is_in(RANKED)).with_columns(few).with_columns(interval)
