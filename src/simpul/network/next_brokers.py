"""Whom to brief next so that most poor households hear who do not hear yet."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from simpul.corpus.records import Schema
from simpul.network.graph import Flags
from simpul.network.reach import LEAST, Flow
from simpul.network.steps import steps_from

NEXT: Schema = {
    "order": pl.Int64,  # 1 is to be briefed first
    "id": pl.String,
    "role": pl.String,
    "place": pl.String,
    "adds": pl.Int64,  # poor households that hear within the steps and did not before
    "covered": pl.Int64,  # poor households that hear then
    "n": pl.Int64,  # poor households asked
}


def next_brokers(
    flow: Flow,
    briefed: Iterable[str] = (),
    candidates: Iterable[str] | None = None,
    within: int = 3,
    many: int = 10,
    least: int = LEAST,
) -> pl.DataFrame:
    """At most `many` brokers, each the one that adds most after those before (columns `NEXT`).

    Covered is who is within `within` ties of an official source or of somebody briefed; a broker who is only taken as informed by
    office is not. `candidates` are by default the brokers of the flow. The choice by greatest gain reaches at least 63 % of the best
    choice of as many (Nemhauser, Wolsey and Fisher 1978). It ends where the next would add fewer than `least`, or nobody, so that
    no small number is shown; equals in order of id. Empty where fewer than `least` poor households were asked.
    """
    people, graph = flow.people, flow.graph
    kind_poor = (pl.col("kind") == "household") & pl.col("poor")
    poor = people.select(kind_poor.fill_null(False)).to_series().to_numpy().astype(np.bool_)
    told = flow.official | _mask(people, briefed)
    chosen = flow.broker if candidates is None else _mask(people, candidates)
    able = np.flatnonzero(chosen & ~told).astype(np.int32)
    covered = steps_from(graph, np.flatnonzero(told), within)[poor] >= 0
    reached = np.array(
        [steps_from(graph, able[i : i + 1], within)[poor] >= 0 for i in range(len(able))],
        dtype=np.bool_,
    ).reshape(len(able), int(poor.sum()))
    rows: list[tuple[int, int, int]] = []
    while len(rows) < many and len(able) and poor.sum() >= least:
        gains = (reached & ~covered).sum(axis=1)
        best = int(gains.argmax())
        if gains[best] < max(least, 1):
            break
        covered = covered | reached[best]
        rows.append((int(able[best]), int(gains[best]), int(covered.sum())))
    found = pl.DataFrame(
        rows, schema={"node": pl.UInt32, "adds": pl.Int64, "covered": pl.Int64}, orient="row"
    )
    return (
        found.with_row_index("order", offset=1)
        .join(people.select("node", "id", "role", "place"), on="node", maintain_order="left")
        .with_columns(n=pl.lit(int(poor.sum())))
        .select(pl.col(name).cast(kind) for name, kind in NEXT.items())
    )


def _mask(people: pl.DataFrame, ids: Iterable[str]) -> Flags:
    return people["id"].is_in(list(ids)).to_numpy().astype(np.bool_)
