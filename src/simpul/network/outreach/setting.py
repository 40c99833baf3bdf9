"""A problem with the names of what its numbers stand for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import polars as pl

from simpul.network.dominators import hangs_on
from simpul.network.graph import Flags, Floats, Graph, Ints
from simpul.network.outreach.problem import Problem
from simpul.network.outreach.simulating import simulate
from simpul.network.outreach.tables import Pair


@dataclass(frozen=True, eq=False)
class Setting:
    """A problem with the names of what its numbers stand for."""

    problem: Problem
    people: pl.DataFrame  # by node: id, kind, role, place, poor, internet_phone, agency, candidate, numbered (has a code), family, group
    channel: pl.Series  # by arc
    groups: list[str]
    zones: list[str]
    marks: dict[str, int]  # ties by where their chance comes from: given, learned, assumption
    excluded: pl.DataFrame  # id, reason, declined
    interval: tuple[Floats, Floats] | None  # of the chances by arc, where some were learned
    days: int  # by which families are to hear, whatever the aim
    notes: list[Pair]
    attended: pl.DataFrame = field(  # of earlier briefings, who came on which day and who did not
        default_factory=lambda: pl.DataFrame(schema={"id": pl.String, "came": pl.Boolean, "day": pl.Int64})
    )

    @property
    def families(self) -> Flags:
        """By node: who is to be reached."""
        flags: Flags = self.problem.weights > 0
        return flags

    @cached_property
    def hangs(self) -> Ints:
        """By node: the candidate that every way in leads through, -1 several ways, -2 none."""
        graph = self.problem.graph
        live = self.problem.probability > 0
        indptr = np.concatenate([[0], np.cumsum(live)])[graph.indptr]
        there = Graph(graph.nodes, indptr, graph.indices[live], graph.weights[live])
        back = there.reverse
        return hangs_on(there.indptr, there.indices, back.indptr, back.indices, self.problem.candidates)

    @cached_property
    def in_time(self) -> Flags:
        """By node: would hear within the days if every candidate came and every tie passed word on."""
        problem = self.problem
        sure = replace(
            problem, probability=(problem.probability > 0).astype(np.float64), model="cascade",
            acceptance=None if problem.acceptance is None else (problem.acceptance > 0).astype(np.float64),
        )  # fmt: skip
        everyone = np.flatnonzero(problem.candidates).astype(np.int32)
        heard: Flags = simulate(sure, [everyone], 1, self.days).heard > 0
        return heard

    @cached_property
    def even(self) -> Ints:
        """By node: the group among which a plan can be fair, -1 for groups that no candidate can bring word to in time."""
        none = np.full(self.problem.graph.n, -1, np.int32)
        given = none if self.problem.groups is None else self.problem.groups
        reachable = np.unique(given[self.families & self.in_time])
        even: Ints = np.where(np.isin(given, reachable), given, -1).astype(np.int32)
        return even
