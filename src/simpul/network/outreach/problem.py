"""The question: over which ties word passes, who may be briefed, which families count, and by when."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numba as nb
import numpy as np

from simpul.network.graph import Flags, Floats, Graph, Ints, Longs

Model = Literal["cascade", "threshold"]
NEVER = 1 << 30  # a deadline that does not bind


@dataclass(frozen=True, eq=False)
class Deadline:
    """When a family must have heard, as chances of each number of days from 0: F is the mean over them.

    `chances[d]` is the chance that the deadline is day d; they sum to 1. An empty law means that any day will do.
    """

    name: str
    chances: Floats

    @property
    def horizon(self) -> int:
        """The last day that counts."""
        return len(self.chances) - 1 if len(self.chances) else NEVER


def ever() -> Deadline:
    """Families reached at all."""
    return Deadline("ever", np.empty(0))


def by(days: int) -> Deadline:
    """Families reached by day `days`. Raises ValueError where it is negative."""
    _positive(days)
    return Deadline("by", np.eye(days + 1)[days])


def soonest(days: int) -> Deadline:
    """The area under the reach curve of days 0 … `days`, over their number: each day earlier counts alike.

    It stays within a few percent of every plan made for one fixed day, so it is the default aim.
    """
    _positive(days)
    return Deadline("soonest", np.full(days + 1, 1.0 / (days + 1)))


def discounted(days: int, keep: float) -> Deadline:
    """Each day later is worth `keep` times the day before; nothing after `days`."""
    _positive(days)
    if not 0 < keep < 1:
        raise ValueError(f"keep is {keep}, and must lie between 0 and 1")
    worth = keep ** np.arange(days + 1)
    chances = -np.diff(worth, append=0.0)
    return Deadline("discounted", chances / chances.sum())


def _positive(days: int) -> None:
    if days < 0:
        raise ValueError(f"the deadline is {days} days, and must be 0 or more")


@dataclass(frozen=True, eq=False)
class Problem:
    """Arrays by node or arc of `graph`, whose arcs lead from who tells to who hears.

    `weights` say how much each node counts where it is reached (families to be reached; 0 for all others), `groups` which group it
    belongs to (-1: none). `candidates` may be briefed: they come with chance `acceptance`, at `costs`, from `zones`.
    """

    graph: Graph
    probability: Floats  # by arc, 0…1
    weights: Floats  # by node, 0 or more
    candidates: Flags
    deadline: Deadline
    delay: Ints | None = None  # days by arc, 1 where not given
    groups: Ints | None = None
    acceptance: Floats | None = None  # by node, 1 where not given
    costs: Floats | None = None  # by node, 1 where not given
    zones: Ints | None = None  # by node; quotas are by zone
    forced: Ints = field(default_factory=lambda: np.empty(0, np.int32))  # who is briefed in any case
    model: Model = "cascade"

    def __post_init__(self) -> None:
        n, m = self.graph.n, self.graph.m
        for name, values, size in (
            ("probability", self.probability, m), ("weights", self.weights, n), ("candidates", self.candidates, n),
            ("delay", self.delay, m), ("groups", self.groups, n), ("acceptance", self.acceptance, n),
            ("costs", self.costs, n), ("zones", self.zones, n),
        ):  # fmt: skip
            if values is not None and len(values) != size:
                raise ValueError(f"{name} has {len(values)} values, and there are {size}")
        _within("probability", self.probability, 0, 1)
        _within("weights", self.weights, 0, np.inf)
        if self.acceptance is not None:
            _within("acceptance", self.acceptance, 0, 1)
        if self.costs is not None:
            _within("costs", self.costs, 0, np.inf)
        if self.delay is not None:
            _within("delay", self.delay, 0, NEVER)
        if self.model == "threshold" and (self._chances_in() > 1 + 1e-9).any():
            raise ValueError(
                "under the threshold model the probabilities that reach a node may sum to 1 at most"
            )

    def _chances_in(self) -> Floats:
        return np.bincount(self.graph.indices, self.probability, minlength=self.graph.n).astype(np.float64)

    @property
    def total(self) -> float:
        """The weight of all who are to be reached."""
        return float(self.weights.sum())

    @cached_property
    def incoming(self) -> tuple[Longs, Ints, Floats, Ints]:
        """For each node the arcs that reach it: indptr, who tells, probability, delay; likelier arcs first in each row."""
        graph = self.graph
        given = np.zeros(0, np.int32) if self.delay is None else self.delay.astype(np.int32)
        return _incoming(graph.indptr, graph.indices, self.probability, given)


@nb.njit(cache=True, nogil=True)
def _incoming(
    indptr: Longs, indices: Ints, probability: Floats, delay: Ints
) -> tuple[Longs, Ints, Floats, Ints]:
    """By counting, for rows of arcs are few or alike, and a sort of all of them would take longest of all."""
    n, m = len(indptr) - 1, len(indices)
    ends = np.zeros(n + 1, np.int64)
    for slot in range(m):
        ends[indices[slot] + 1] += 1
    for node in range(n):
        ends[node + 1] += ends[node]
    place = ends[:-1].copy()
    tellers, chances, days = np.empty(m, np.int32), np.empty(m, np.float64), np.empty(len(delay), np.int32)
    for teller in range(n):
        for slot in range(indptr[teller], indptr[teller + 1]):
            at = place[indices[slot]]
            place[indices[slot]] += 1
            tellers[at], chances[at] = teller, probability[slot]
            if len(delay):
                days[at] = delay[slot]
    for node in range(n):
        first, last = ends[node], ends[node + 1]
        sorted_already = True
        for at in range(first + 1, last):
            sorted_already &= chances[at] <= chances[at - 1]
        if sorted_already:
            continue
        order = first + np.argsort(-chances[first:last], kind="mergesort")
        tellers[first:last], chances[first:last] = tellers[order], chances[order]
        if len(delay):
            days[first:last] = days[order]
    return ends, tellers, chances, days


def _within(name: str, values: Floats | Ints, low: float, high: float) -> None:
    if len(values) and not (np.isfinite(values).all() and values.min() >= low and values.max() <= high):
        raise ValueError(f"{name} must lie in {low:g} to {high:g}, and does not")
