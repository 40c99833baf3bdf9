"""Does the plan hold if the network is not quite so: other chances, ties that were not told, brokers who do not come."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from simpul.network.graph import Graph, Ints
from simpul.network.outreach.choosing import Rules
from simpul.network.outreach.fairness import Strata, maximin
from simpul.network.outreach.problem import Problem
from simpul.network.outreach.sampling import BLOCK, Sampler
from simpul.network.outreach.solving import JUDGE, solve

SETS = 1 << 17  # for each scenario; a difference of a few percent shows


class Scenario(NamedTuple):
    """One way in which things may be otherwise."""

    name: str
    problem: Problem
    reach: float  # of the plan as it stands
    possible: float  # of a plan made for this scenario
    ratio: float  # reach / possible; 1 where nothing can be reached


def scenarios(problem: Problem, seed: int = 0) -> dict[str, Problem]:
    """Chances halved and doubled; a tenth and three tenths of the ties not there, a fifth more that nobody told of; a quarter not coming.

    A tie with both its directions is there or not. Ties that nobody told of lead from who has ties, in proportion, to anyone of the
    group of whom that tie reaches, with that tie's chance and delay. Under the threshold model chances are not doubled and no ties added,
    for those that reach a node may sum to 1 at most.
    """
    chance = np.random.default_rng(seed)
    graph, p = problem.graph, problem.probability
    come = np.ones(graph.n) if problem.acceptance is None else problem.acceptance
    low, high = np.minimum(graph.sources, graph.indices), np.maximum(graph.sources, graph.indices)
    pairs, tie = np.unique(low.astype(np.int64) * graph.n + high, return_inverse=True)
    gone = chance.random(len(pairs))[tie]
    found = {
        "chances_half": replace(problem, probability=p / 2),
        "ties_missing_10": replace(problem, probability=np.where(gone < 0.1, 0.0, p)),
        "ties_missing_30": replace(problem, probability=np.where(gone < 0.3, 0.0, p)),
        "no_shows_25": replace(problem, acceptance=come * 0.75),
    }
    if problem.model == "cascade":
        found["chances_double"] = replace(problem, probability=np.minimum(2 * p, 1.0))
        found["ties_untold_20"] = _with_untold(problem, 0.2, chance)
    return found


def _with_untold(problem: Problem, share: float, chance: np.random.Generator) -> Problem:
    """The problem with a `share` more ties."""
    graph = problem.graph
    if not graph.m:
        return problem
    like = chance.integers(0, graph.m, round(share * graph.m))
    groups = np.zeros(graph.n, np.int32) if problem.groups is None else problem.groups
    order = np.argsort(groups, kind="stable").astype(np.int32)
    first = np.searchsorted(groups[order], groups[graph.indices[like]], "left")
    last = np.searchsorted(groups[order], groups[graph.indices[like]], "right")
    heads = order[first + (chance.random(len(like)) * (last - first)).astype(np.int64)]
    sources = np.concatenate([graph.sources, graph.sources[like]])
    targets = np.concatenate([graph.indices, heads])
    arc = np.concatenate([np.arange(graph.m), like])
    _, once = np.unique(
        sources.astype(np.int64) * graph.n + targets, return_index=True
    )  # a tie that is there stays as it is
    once = once[sources[once] != targets[once]]
    indptr = np.zeros(graph.n + 1, np.int64)
    np.cumsum(np.bincount(sources[once], minlength=graph.n), out=indptr[1:])
    more = Graph(graph.nodes, indptr, targets[once].astype(np.int32), graph.weights[arc[once]])
    delay = None if problem.delay is None else problem.delay[arc[once]]
    return replace(problem, graph=more, probability=problem.probability[arc[once]], delay=delay)


def ideals(
    others: dict[str, Problem], within: Rules, sets: int = SETS, seed: int = 0, threads: int | None = None
) -> dict[str, Ints]:
    """For each scenario the plan that would be made if it were known to hold."""
    return {
        name: solve(other, within, floor=sets, ceiling=sets, seed=seed, threads=threads).chosen
        for name, other in others.items()
    }


def robustness(
    others: dict[str, Problem],
    made: dict[str, Ints],
    chosen: Ints,
    sets: int = SETS,
    seed: int = 0,
    threads: int | None = None,
) -> list[Scenario]:
    """How a plan does in each scenario beside the plan `made` for it, worst ratio first."""
    found = []
    for name, other in others.items():
        here, there = (_reach(other, plan, sets, seed, threads) for plan in (chosen, made[name]))
        possible = max(here, there)
        found.append(Scenario(name, other, here, possible, here / possible if possible else 1.0))
    return sorted(found, key=lambda scenario: (scenario.ratio, scenario.name))


def robust(
    others: dict[str, Problem],
    made: dict[str, Ints],
    within: Rules,
    sets: int = SETS,
    seed: int = 0,
    threads: int | None = None,
) -> Ints:
    """The plan whose worst ratio over the scenarios is best, of the plans `made` for each and of a search for plans between them.

    The search raises the ratios of all scenarios together, as far as greedy can, to one floor after another (Krause, McMahan, Guestrin and
    Gupta, JMLR 2008). No constant factor exists for the best worst case; the ratio that comes out is what is known.
    """
    reach = {name: _reach(other, made[name], sets, seed, threads) for name, other in others.items()}
    some = [name for name, value in reach.items() if value > 0]
    if not some:
        return next(iter(made.values()))
    whole = np.array([reach[name] / others[name].total for name in some])
    samplers = [Sampler(others[name], seed, threads) for name in some]
    strata = Strata(others[some[0]], samplers, np.ones(len(some)), sets * len(some), whole)
    plans = [maximin(strata, within).chosen, *(made[name] for name in some)]
    return max(plans, key=lambda plan: strata.judge(plan).worst)


def _reach(problem: Problem, chosen: Ints, sets: int, seed: int, threads: int | None) -> float:
    """The same judging sets for every plan, so that plans differ by what they do and not by luck."""
    if not problem.total:
        return 0.0
    mask = np.zeros(problem.graph.n, np.bool_)
    mask[chosen] = True
    blocks = max(1, sets // BLOCK)
    hits = Sampler(problem, seed + 1, threads).covered(mask, JUDGE, 0, blocks)
    return hits / (blocks * BLOCK) * problem.total
