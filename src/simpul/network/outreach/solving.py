"""The plan of most reach: draw sets until the plan is certified well enough, twice as many each round."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simpul.network.graph import Flags, Floats, Ints
from simpul.network.outreach.certificate import Certificate, lower, upper
from simpul.network.outreach.choosing import Choice, Rules, indexed, most
from simpul.network.outreach.problem import Problem
from simpul.network.outreach.sampling import BLOCK, Sampler, Sets, joined

FLOOR = 1 << 20  # sets drawn at least: stopping as soon as a promise is kept loses 4 to 7 % of the reach
CEILING = 1 << 23
MEMBERS = (
    1 << 26
)  # of all sets together: where sets are large fewer will do, and more would not fit a small machine
RARE = 64  # where a plan hits fewer than one set in so many, more are drawn: the best differ from the next by luck else
LARGE = 64  # members of a set on average, from which it pays to end sets early
SURE = 32  # who hits one set in so many is told from few sets
TRIED = 1  # blocks from which the size of sets is told, and who leads
CHOOSE, JUDGE = 0, 1  # streams of sets


class Solution(NamedTuple):
    """Nodes in order of choice, with what is known of the plan."""

    chosen: Ints
    gains: Floats  # families that each adds, by the sets of the choice
    certificate: Certificate


def rules(
    problem: Problem,
    size: int | None = None,
    budget: float | None = None,
    quota: dict[int, int] | None = None,
) -> Rules:
    """The rules of a plan of `size` people, within `budget` where costs are given, and at most `quota[zone]` of a zone.

    A size above the number of candidates means all of them. Raises ValueError where neither size nor budget is given, where the
    forced ones alone break the rules, and for quotas without zones.
    """
    if size is None and budget is None:
        raise ValueError("a plan needs a size or a budget")
    if quota and problem.zones is None:
        raise ValueError("quotas need zones")
    n = problem.graph.n
    allowed = problem.candidates.copy()
    allowed[problem.forced] = True
    costs = np.ones(n) if problem.costs is None else problem.costs
    people = int(allowed.sum())
    zones = np.zeros(n, np.int32) if problem.zones is None or not quota else problem.zones.astype(np.int32)
    caps = np.full(int(zones.max(initial=0)) + 1, people, np.int64)
    for zone, cap in (quota or {}).items():
        if not 0 <= zone < len(caps):
            raise ValueError(f"there is no zone {zone}")
        caps[zone] = cap
    most_people = people if size is None else min(size, people)
    limit = np.inf if budget is None else float(budget)
    if len(problem.forced) > most_people or costs[problem.forced].sum() > limit:
        raise ValueError("those who must be briefed are more than the plan allows")
    if (np.bincount(zones[problem.forced], minlength=len(caps)) > caps).any():
        raise ValueError("those who must be briefed are more than a zone's quota allows")
    return Rules(most_people, allowed, costs, limit, zones, caps, problem.forced)


def solve(
    problem: Problem,
    within: Rules,
    *,
    epsilon: float = 0.1,
    failure: float = 0.01,
    floor: int = FLOOR,
    ceiling: int = CEILING,
    seed: int = 0,
    threads: int | None = None,
) -> Solution:
    """Whom to brief so that the expected number of families reached in time is as large as greedy choice makes it.

    Draws at least `floor` sets (fewer where they would not fit into memory) for choosing and as many others for judging, and doubles
    them until the plan is proven to reach
    1 - 1/e - `epsilon` of the best possible, or `ceiling` sets or the memory they may take are used up; the certificate says what
    was achieved. Round i may fail with chance `failure` / (i (i + 1)), so all rounds together with `failure`. The bound on the best
    plan is also at least the largest lower bound of one candidate, never a guess. The same seed gives the same plan on any number of
    cores. Nobody to reach or to brief gives an empty plan.
    """
    if not problem.total or not within.size:
        return Solution(np.empty(0, np.int32), np.empty(0), Certificate(0.0, 0.0, 0.0, 0.0, 0.0, failure, 0))
    sampler = Sampler(problem, seed, threads)
    first = sampler.draw(CHOOSE, 0, min(TRIED, max(1, floor // BLOCK)))
    lead, told = _leaders(first, problem, within)
    within = within._replace(forced=lead) if len(lead) else within
    mask = _mask(problem, lead) if len(lead) else None
    sets = sampler.draw(CHOOSE, 0, first.drawn // BLOCK, mask) if len(lead) else first
    started = sets.drawn // BLOCK
    fitting = MEMBERS * started // max(len(sets.members), 1)
    blocks, turn = max(started, min(floor // BLOCK, fitting)), 0
    sets = joined([sets, sampler.draw(CHOOSE, started, blocks - started, mask)])
    wanted = 1 - 1 / np.e - epsilon
    while True:
        turn += 1
        each = failure / (turn * (turn + 1))
        choice = most(sets, indexed(sets, problem.graph.n), within)
        full = 2 * blocks * BLOCK > ceiling or 2 * len(sets.members) > MEMBERS or not choice.bound
        rare = choice.covered[-1] < floor / RARE
        hopeful = _certified(problem, choice, sets, int(choice.covered[-1]), each, failure)
        if full or (
            hopeful.ratio >= wanted and not rare
        ):  # else not even the sets of the choice, which flatter it, would do
            hits = sampler.covered(_mask(problem, choice.chosen), JUDGE, 0, blocks)
            found = _certified(problem, choice, sets, hits, each, failure)
            if full or found.ratio >= wanted:
                covered = choice.covered.astype(np.float64)
                covered[: len(told)] = told * covered[len(lead)]
                return Solution(choice.chosen, np.diff(covered) * problem.total / sets.drawn, found)
        sets = joined([sets, sampler.draw(CHOOSE, blocks, blocks, mask)])
        blocks *= 2


def _leaders(sets: Sets, problem: Problem, within: Rules) -> tuple[Ints, Floats]:
    """Where word goes far and sets are large: the first of a plan, who can be told from few sets; and of what they hit the part of
    the first 0, 1, … of them.

    Sets drawn afterwards end where they meet one of them, so they stay small. The bound on the best plan holds whoever they are, for it
    counts what the sets leave to others after them (the sentinels of Guo, Wang, Wei and Chen, SIGMOD 2020).
    """
    nobody = np.empty(0, np.int32), np.empty(0)
    if len(sets.members) < LARGE * sets.drawn or within.by_cost:
        return nobody
    choice = most(sets, indexed(sets, problem.graph.n), within)
    sure = np.diff(choice.covered) >= sets.drawn / SURE
    count = max(len(sure) if sure.all() else int(sure.argmin()), len(within.forced))
    if not choice.covered[count]:
        return nobody
    return choice.chosen[:count], choice.covered[: count + 1] / choice.covered[count]


def judged(
    problem: Problem,
    chosen: Ints,
    beside: Certificate,
    *,
    failure: float = 0.01,
    seed: int = 0,
    threads: int | None = None,
) -> Certificate:
    """The certificate of any plan, such as a fair one, beside the bound on the best plan that `solve` found for the same problem.

    It fails where one of its two statements or that bound does: with chance `failure` and that of `beside` together.
    """
    if not beside.sets:
        return beside
    sampler = Sampler(problem, seed, threads)
    hits = sampler.covered(_mask(problem, chosen), JUDGE, 0, beside.sets // BLOCK)
    low, high = (bound(hits, beside.sets, failure / 2) * problem.total for bound in (lower, upper))
    best = max(beside.best, low)
    reach = hits / beside.sets * problem.total
    return Certificate(
        reach, low, high, best, low / best if best else 0.0, failure + beside.failure, beside.sets
    )


def _certified(
    problem: Problem, choice: Choice, sets: Sets, hits: int, failure: float, whole: float
) -> Certificate:
    """Three statements share a round's failure: low, high and best. As many sets judge as were drawn for choosing."""
    each, total, judged = failure / 3, problem.total, sets.drawn
    low, high = lower(hits, judged, each) * total, upper(hits, judged, each) * total
    best = max(upper(choice.bound, sets.drawn, each) * total, low)
    return Certificate(hits / judged * total, low, high, best, low / best if best else 0.0, whole, judged)


def _mask(problem: Problem, chosen: Ints) -> Flags:
    mask = np.zeros(problem.graph.n, np.bool_)
    mask[chosen] = True
    return mask
