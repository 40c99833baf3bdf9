"""Fair plans: nobody's kelurahan or group left behind, and what that costs the others."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numba as nb
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from simpul.network.graph import Flags, Floats, Ints, Longs
from simpul.network.outreach.certificate import lower, upper
from simpul.network.outreach.choosing import Index, Rules, indexed, most
from simpul.network.outreach.problem import Problem
from simpul.network.outreach.sampling import BLOCK, Sampler, Sets, joined
from simpul.network.outreach.solving import CHOOSE, JUDGE, MEMBERS

SETS = 1 << 20  # drawn for all groups together
SMALL = 1e-4  # share that keeps the logarithm of a group nobody reaches finite, and leaving it out never worthwhile
PATIENCE = 5.0  # seconds for counting the fewest people; what is known by then is a lower bound
STEPS = 12  # of the search for the highest floor


class Aim(NamedTuple):
    """What greedy adds up over the groups, by the share u of each that is reached and its weight n.

    *total* Σ n u; *welfare* Σ n (log u, or u^power); *floor* Σ min(u, power): everyone's share up to a floor.
    """

    kind: str
    power: float = 0.0


TOTAL, WELFARE = Aim("total"), Aim("welfare")
_KINDS = {"total": 0, "floor": 1, "power": 2, "welfare": 3}


class Shares(NamedTuple):
    """What a plan brings each part, such as each group, judged on sets that played no part in the choice."""

    chosen: Ints
    share: Floats  # by group: part of its weight reached in time
    low: Floats  # intervals that hold for all groups at once
    high: Floats
    size: Floats  # by group: its weight
    reach: float  # weight reached in all

    @property
    def worst(self) -> float:
        """The lowest share of any group."""
        return float(self.share.min()) if len(self.share) else 0.0


class Strata:
    """Sets drawn part by part, as many for each, so that a small part is known as well as a large one.

    Parts are groups of families (`FairSampler`) or ways in which things may be. `size` is what a share of each weighs in the aim,
    `whole` what counts as a share of one, as part of the weight that its sampler draws from.
    """

    def __init__(
        self,
        problem: Problem,
        samplers: list[Sampler],
        size: Floats,
        sets: int = SETS,
        whole: Floats | None = None,
    ) -> None:
        self.problem, self.size, self._samplers = problem, size, samplers
        self.whole: Floats = np.ones(len(size)) if whole is None else whole
        self.blocks = max(1, sets // BLOCK // len(samplers))

    @cached_property
    def drawn(self) -> tuple[Sets, Index, Ints]:
        """Sets for choosing, where each node stands in them, and the part (by position) that each belongs to.

        Fewer than were asked for, as many for each part, where they would not fit into memory.
        """
        first = [sampler.draw(CHOOSE, 0, 1) for sampler in self._samplers]
        fitting = MEMBERS // max(sum(len(part.members) for part in first), 1)
        blocks = max(1, min(self.blocks, fitting))
        parts = [
            joined([part, sampler.draw(CHOOSE, 1, blocks - 1)])
            for part, sampler in zip(first, self._samplers, strict=True)
        ]
        group = np.repeat(np.arange(len(parts), dtype=np.int32), [part.drawn for part in parts])
        sets = joined(parts)
        return sets, indexed(sets, self.problem.graph.n), group

    def chosen(self, within: Rules, aim: Aim) -> Ints:
        """Whom greedy choice takes for `aim`, in the order of choice."""
        sets, index, group = self.drawn
        each = self.whole * (sets.drawn / len(self.size))
        return _greedy(
            sets.members, sets.offsets, *index, group, self.size, each, _KINDS[aim.kind], aim.power,
            within.size, within.allowed, within.costs, within.budget, within.zones, within.quota, within.forced,
        )  # fmt: skip

    def judge(self, chosen: Ints, failure: float = 0.05) -> Shares:
        """The shares of a plan; its intervals fail with chance `failure`, all parts together."""
        mask: Flags = np.zeros(self.problem.graph.n, np.bool_)
        mask[chosen] = True
        drawn, each = self.blocks * BLOCK, failure / (2 * len(self.size))
        hits = [sampler.covered(mask, JUDGE, 0, self.blocks) for sampler in self._samplers]
        share = np.array(hits) / drawn / self.whole
        low, high = (
            np.array([bound(hit, drawn, each) for hit in hits]) / self.whole for bound in (lower, upper)
        )
        return Shares(chosen, share, low, high, self.size, float(share @ self.size))

    def possible(self, within: Rules, failure: float = 0.05) -> Floats:
        """By part the share that no plan within the rules exceeds, not even one made for this part alone; all fail with chance `failure`."""
        sets = self.drawn[0]
        each = sets.drawn // len(self.size)
        found = []
        for part in range(len(self.size)):
            first, last = part * each, (part + 1) * each
            start, end = sets.offsets[first], sets.offsets[last]
            own = Sets(sets.members[start:end], sets.offsets[first : last + 1] - start)
            hits = most(own, indexed(own, self.problem.graph.n), within).bound
            found.append(upper(hits, each, failure / len(self.size)) if hits else 0.0)
        return np.minimum(np.array(found) / self.whole, 1.0)

    def fewest(self, allowed: Flags) -> int:
        """How many people it takes at least that no part is left without anybody whose word may come, as a set cover (HiGHS)."""
        sets, _, group = self.drawn
        touches = np.zeros((self.problem.graph.n, len(self.size)), np.bool_)
        touches[sets.members, np.repeat(group, np.diff(sets.offsets))] = True
        kinds = np.unique(touches[allowed], axis=0)  # people who touch the same parts stand for each other
        kinds = kinds[:, touches[allowed].any(axis=0)]
        found = milp(
            np.ones(len(kinds)), constraints=LinearConstraint(kinds.T.astype(np.float64), 1, np.inf), integrality=np.ones(len(kinds)),
            bounds=Bounds(0, 1), options={"time_limit": PATIENCE},
        )  # fmt: skip
        return 0 if found.mip_dual_bound is None else int(np.ceil(found.mip_dual_bound - 1e-6))


class FairSampler(Strata):
    """Sets drawn group by group."""

    def __init__(self, problem: Problem, seed: int = 0, threads: int | None = None, sets: int = SETS) -> None:
        if problem.groups is None:
            raise ValueError("a fair plan needs groups")
        size = np.bincount(problem.groups[problem.groups >= 0], problem.weights[problem.groups >= 0])
        self.groups = np.flatnonzero(size > 0)  # a group with nobody to reach has no share
        if not len(self.groups):
            raise ValueError("no group has a family to be reached")
        whole = Sampler(problem, seed, threads)
        samplers = [
            whole.among(np.where(problem.groups == group, problem.weights, 0.0), seed + 7919 * int(group))
            for group in self.groups
        ]
        super().__init__(problem, samplers, size[self.groups].astype(np.float64), sets)


def fair(sampler: Strata, within: Rules, aim: Aim = WELFARE) -> Shares:
    """The plan that greedy choice finds for `aim`.

    Total and welfare are monotone and submodular, so greedy has 1 - 1/e of the best value of the aim (with a number of people; half
    with quotas). A budget in costs is respected by choosing per cost. Log welfare is the default: it lifted the worst
    group most for the least loss on published networks.
    Source: Tsang, Wilder, Rice, Tambe and Zick (IJCAI 2019); Ali et al. (TKDE 2021); Rahmattalabi et al. (NeurIPS 2021).
    """
    return sampler.judge(sampler.chosen(within, aim))


def with_floor(sampler: Strata, within: Rules, floor: float) -> tuple[Shares, bool]:
    """The plan of most reach among those found whose every group reaches at least `floor`, and whether one was found.

    First every group is raised to the floor, then the rest of the people go where they add most. No guarantee exists for floors; where
    none is met, the plan that raises the groups as far as greedy can is given. Raises ValueError for a floor outside 0…1.
    """
    if not 0 <= floor <= 1:
        raise ValueError(f"the floor is {floor}, and must lie in 0 to 1")
    tries = [
        sampler.chosen(within, Aim("floor", floor)),
        sampler.chosen(within, WELFARE),
    ]
    found = [sampler.judge(plan) for plan in tries]
    meets = [plan for plan in found if plan.worst >= floor]
    best = max(meets, key=lambda plan: plan.reach) if meets else max(found, key=lambda plan: plan.worst)
    return best, bool(meets)


def maximin(sampler: Strata, within: Rules) -> Shares:
    """A what-if: the plan with the highest lowest share that a search over floors finds. No constant factor exists for it."""
    best = sampler.judge(sampler.chosen(within, WELFARE))
    low, high = min(best.worst, 1.0), 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        plan = sampler.judge(sampler.chosen(within, Aim("floor", middle)))
        best = max(best, plan, key=lambda shares: shares.worst)
        low, high = (middle, high) if plan.worst >= middle else (low, middle)
    return best


def price(
    sampler: Strata, within: Rules, powers: tuple[float, ...] = (1.0, 0.75, 0.5, 0.25, 0.0)
) -> list[Shares]:
    """The price of fairness as a curve: from most reach (power 1) over u^power to log welfare (power 0)."""
    aims = [TOTAL if power >= 1 else WELFARE if power <= 0 else Aim("power", power) for power in powers]
    return [sampler.judge(sampler.chosen(within, aim)) for aim in aims]


@nb.njit(cache=True, nogil=True)
def _value(share: float, size: float, kind: int, power: float) -> float:
    if kind == 0:
        return size * share
    if kind == 1:
        return min(share, power) + 1e-6 * size * share  # past the floor, whoever adds most
    if kind == 2:
        return float(size * share**power)
    return float(size * np.log(share + SMALL))


@nb.njit(cache=True, nogil=True)
def _greedy(
    members: Ints, offsets: Longs, starts: Longs, sets: Ints, group: Ints, sizes: Floats, each: Floats, kind: int,
    power: float, size: int, allowed: Flags, costs: Floats, budget: float, zones: Ints, quota: Longs, forced: Ints,
) -> Ints:  # fmt: skip
    """Exact gains by group are kept up to date as sets are hit, so each choice is one look at every candidate."""
    n = len(allowed)
    hit = np.zeros(len(offsets) - 1, np.bool_)
    counts = np.zeros((n, len(sizes)), np.int32)  # sets of each group that a node would add
    for node in range(n):
        for position in range(starts[node], starts[node + 1]):
            counts[node, group[sets[position]]] += 1
    covered = np.zeros(len(sizes), np.int64)
    free, room = allowed.copy(), quota.copy()
    chosen = np.empty(size, np.int32)
    places = np.flatnonzero(allowed)
    spent, count = 0.0, 0
    while count < size:
        picked = -1  # nobody
        if count < len(forced):
            picked = int(forced[count])
        else:
            best = 0.0
            for v in places:
                if not free[v] or not room[zones[v]] or spent + costs[v] > budget:
                    continue
                gain = 0.0
                for g in range(len(sizes)):
                    if counts[v, g]:
                        before, after = covered[g] / each[g], (covered[g] + counts[v, g]) / each[g]
                        gain += _value(after, sizes[g], kind, power) - _value(before, sizes[g], kind, power)
                if np.isfinite(budget) and costs[v] > 0:
                    gain /= costs[v]
                if gain > best:
                    best, picked = gain, int(v)
        if picked < 0:
            break
        chosen[count] = picked
        count += 1
        free[picked] = False
        room[zones[picked]] -= 1
        spent += costs[picked]
        for position in range(starts[picked], starts[picked + 1]):
            r = sets[position]
            if not hit[r]:
                hit[r] = True
                covered[group[r]] += 1
                for other in range(offsets[r], offsets[r + 1]):
                    counts[members[other], group[r]] -= 1
    return chosen[:count].copy()
