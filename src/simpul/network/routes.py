"""By which way information gets to each household: where it enters, through whom it comes last, by which channel, in how many steps."""

from __future__ import annotations

import numba as nb
import numpy as np
import polars as pl

from simpul.corpus.records import Schema
from simpul.network.cells import CELLS, LEAST, crossed
from simpul.network.graph import Flags, Ints, Longs
from simpul.network.reach import Flow, households

ROUTES: Schema = {
    "id": pl.String,  # the household
    "place": pl.String,
    "poor": pl.Boolean,
    "steps": pl.Int32,  # fewest ties from where information enters; null where no way leads here
    "entry": pl.String,  # who it enters at
    "entry_role": pl.String,
    "informant": pl.String,  # who tells the household
    "informant_role": pl.String,
    "channel": pl.String,  # of that last tie; the heaviest, where there are several
    "roles": pl.String,  # all of the way, such as agency > rt_head
}
QUESTIONS = ("entry_role", "informant_role", "channel", "steps")
ARRIVING: Schema = {"question": pl.String, **CELLS}  # one of QUESTIONS


def routes(flow: Flow, ties: pl.DataFrame) -> pl.DataFrame:
    """The shortest way to each household asked (columns `ROUTES`, in order of id); for counting, never for showing.

    Of several shortest ways, the one that is found first, the informants taken in order of id. `ties` are those that `flow` was
    made of.
    """
    graph, people = flow.graph, flow.people
    before, entry = _ways(graph.indptr, graph.indices, flow.start)
    homes = households(flow).sort("id").select("node", "id", "place", "poor", "steps")
    at = homes["node"].to_numpy().astype(np.int32)
    last, first = before[at], entry[at]
    role = people["role"].fill_null("?")
    told = pl.DataFrame(
        {
            "id": homes["id"],
            "entry": _gather(people["id"], first),
            "entry_role": _gather(people["role"], first),
            "informant": _gather(people["id"], last),
            "informant_role": _gather(people["role"], last),
            "roles": _roles(role, before, at),
        }
    )
    weight = pl.col("weight") if "weight" in ties.columns else pl.lit(1.0)
    heaviest = (
        ties.select("source", "target", "channel", weight=weight)
        .drop_nulls("channel")
        .sort("weight", "channel", descending=[True, False])
        .unique(["source", "target"], keep="first", maintain_order=True)
        .select("channel", informant="source", id="target")
    )
    return (
        homes.join(told, on="id", maintain_order="left")
        .join(heaviest, on=["informant", "id"], how="left", maintain_order="left")
        .select(pl.col(name).cast(kind) for name, kind in ROUTES.items())
    )


def arriving(routes: pl.DataFrame, least: int = LEAST) -> pl.DataFrame:
    """How information gets to poor households, by place (columns `ARRIVING`): the answers to each of `QUESTIONS`, without small cells.

    n is the number of those whom a way leads to, and for the channel of those whose last tie names one.
    """
    poor = routes.filter("poor")
    tables = [
        crossed(poor, "place", question, least).select(pl.lit(question).alias("question"), pl.all())
        for question in QUESTIONS
    ]
    return pl.concat([pl.DataFrame(schema=ARRIVING), *tables])


def named_by(flow: Flow, ties: pl.DataFrame) -> pl.DataFrame:
    """The ties by which poor households are told at first hand: source, target, role (of the source), channel, topic."""
    poor = flow.people.filter(pl.col("kind") == "household", pl.col("poor")).select(target="id")
    edges = flow.people["id"].gather(flow.graph.sources), flow.people["id"].gather(flow.graph.indices)
    arcs = pl.DataFrame({"source": edges[0], "target": edges[1]})
    return (
        ties.join(arcs, on=["source", "target"], how="semi")
        .join(poor, on="target", how="semi")
        .join(flow.people.select("role", source="id"), on="source", how="left")
        .select("source", "target", "role", "channel", "topic")
        .unique()
    )


def _gather(values: pl.Series, at: Ints) -> pl.Series:
    return values.gather(pl.Series(at).replace(-1, None).cast(pl.UInt32))


def _roles(role: pl.Series, before: Ints, at: Ints) -> pl.Series:
    """The roles on the way to each, from where it enters to the last informant; null where there is no way or nobody on it."""
    way, here = pl.Series([""] * len(at), dtype=pl.String), before[at]
    while (here >= 0).any():
        named = _gather(role, here) + " > " + way
        way = named.fill_null(way)
        here = np.where(here >= 0, before[here], -1).astype(np.int32)
    return way.str.strip_suffix(" > ").replace("", None)


@nb.njit(cache=True, nogil=True)
def _ways(indptr: Longs, indices: Ints, start: Flags) -> tuple[Ints, Ints]:
    """For each node who comes before it on a shortest way, and where the way begins; -1 where nobody."""
    n = len(indptr) - 1
    before, entry = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    tail = 0
    for i in range(n):
        if start[i]:
            entry[i] = queue[tail] = i
            tail += 1
    head = 0
    while head < tail:
        i = queue[head]
        head += 1
        for j in indices[indptr[i] : indptr[i + 1]]:
            if entry[j] < 0:
                before[j], entry[j] = i, entry[i]
                queue[tail] = j
                tail += 1
    return before, entry
