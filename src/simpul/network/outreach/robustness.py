"""Does the plan hold if the network is not quite so: other chances, ties that were not told, brokers who do not come."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from simpul.network.graph import Ints
from simpul.network.outreach.choosing import Rules
from simpul.network.outreach.problem import Problem
from simpul.network.outreach.sampling import BLOCK, Sampler
from simpul.network.outreach.solving import JUDGE, Solution, solve

SETS = 1 << 17  # for each scenario; a difference of a few percent shows


class Scenario(NamedTuple):
    """One way in which things may be otherwise."""

    name: str
    problem: Problem
    reach: float  # of the plan as it stands
    possible: float  # of a plan made for this scenario
    ratio: float  # reach / possible; 1 where nothing can be reached


def scenarios(problem: Problem, seed: int = 0) -> dict[str, Problem]:
    """Chances halved and doubled; a tenth and three tenths of the ties gone, and a tenth more among strangers; a quarter not coming."""
    chance = np.random.default_rng(seed)
    graph, p = problem.graph, problem.probability
    told = chance.random(graph.m)
    come = np.ones(graph.n) if problem.acceptance is None else problem.acceptance
    cascade = problem.model == "cascade"
    found = {
        "chances_half": replace(problem, probability=p / 2),
        "ties_missing_10": replace(problem, probability=np.where(told < 0.1, 0.0, p)),
        "ties_missing_30": replace(problem, probability=np.where(told < 0.3, 0.0, p)),
        "no_shows_25": replace(problem, acceptance=come * 0.75),
    }
    if cascade:
        found["chances_double"] = replace(problem, probability=np.minimum(2 * p, 1.0))
    return found


def robustness(
    problem: Problem,
    within: Rules,
    chosen: Ints,
    others: dict[str, Problem] | None = None,
    sets: int = SETS,
    seed: int = 0,
    threads: int | None = None,
) -> list[Scenario]:
    """How the plan does in each scenario beside a plan made for it, worst ratio first."""
    found = []
    for name, other in (others or scenarios(problem, seed)).items():
        best = _solved(other, within, sets, seed, threads)
        here, there = (_reach(other, plan, sets, seed, threads) for plan in (chosen, best.chosen))
        found.append(
            Scenario(
                name, other, here, max(here, there), here / max(here, there) if max(here, there) else 1.0
            )
        )
    return sorted(found, key=lambda scenario: (scenario.ratio, scenario.name))


def robust(
    problem: Problem, within: Rules, sets: int = SETS, seed: int = 0, threads: int | None = None
) -> tuple[Solution, list[Scenario]]:
    """Of the plans made for each scenario and for the problem itself, the one whose worst ratio over all is best.

    No constant factor exists for the best worst case; the ratio that comes out is what is known.
    """
    others = {"as_given": problem, **scenarios(problem, seed)}
    plans = [_solved(other, within, sets, seed, threads) for other in others.values()]
    reach = np.array(
        [[_reach(other, plan.chosen, sets, seed, threads) for other in others.values()] for plan in plans]
    )
    possible = reach.max(axis=0)
    ratios = np.divide(reach, possible, out=np.ones_like(reach), where=possible > 0)
    best = int(ratios.min(axis=1).argmax())
    rows = [
        Scenario(
            name, other, float(reach[best, column]), float(possible[column]), float(ratios[best, column])
        )
        for column, (name, other) in enumerate(others.items())
    ]
    return plans[best], sorted(rows, key=lambda scenario: (scenario.ratio, scenario.name))


def _solved(problem: Problem, within: Rules, sets: int, seed: int, threads: int | None) -> Solution:
    return solve(problem, within, floor=sets, ceiling=sets, seed=seed, threads=threads)


def _reach(problem: Problem, chosen: Ints, sets: int, seed: int, threads: int | None) -> float:
    """The same judging sets for every plan, so that plans differ by what they do and not by luck."""
    if not problem.total:
        return 0.0
    mask = np.zeros(problem.graph.n, np.bool_)
    mask[chosen] = True
    blocks = max(1, sets // BLOCK)
    hits = Sampler(problem, seed + 1, threads).covered(mask, JUDGE, 0, blocks)
    return hits / (blocks * BLOCK) * problem.total
