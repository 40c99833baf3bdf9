"""Greedy choice of whom to brief, over sets drawn beforehand, with a bound on what the best choice could cover."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from simpul.network.graph import Flags, Floats, Ints, Longs
from simpul.network.outreach.sampling import Sets


class Rules(NamedTuple):
    """What a plan may cost: at most `size` people, `budget` in costs, and `quota[z]` of zone z; forced ones first and counted."""

    size: int
    allowed: Flags  # by node
    costs: Floats  # by node
    budget: float  # infinite where costs do not matter
    zones: Ints  # by node, 0 for all where there are no quotas
    quota: Longs  # by zone
    forced: Ints

    @property
    def by_cost(self) -> bool:
        return bool(np.isfinite(self.budget))


class Choice(NamedTuple):
    """Whom to brief, in the order of choice, and how many sets the first 1, 2, … of them hit."""

    chosen: Ints
    covered: Longs
    bound: float  # no choice within the rules hits more of these sets


class Index(NamedTuple):
    """The sets that node v stands in are `sets[starts[v]:starts[v + 1]]`."""

    starts: Longs
    sets: Ints


def indexed(sets: Sets, n: int) -> Index:
    return Index(*_invert(n, sets.members, sets.offsets))


def most(sets: Sets, index: Index, rules: Rules) -> Choice:
    """Each time whoever hits most sets not hit yet (per cost where a budget binds), ties by node number.

    Guarantees, of the best choice on these sets: 1 - 1/e for a number of people; 1/2 with quotas by zone; with costs the better of
    choosing by hits and by hits per cost has (1 - 1/e) / 2 (Nemhauser, Wolsey and Fisher 1978; Fisher, Nemhauser and Wolsey 1978;
    Leskovec et al. 2007). Sets of which some are known to be hit need those who hit them as the first of the forced ones. `bound` holds whatever the rules: hits of any prefix plus the largest gains the rules leave room for.
    """
    plain = _choice(sets, index, rules, per_cost=False)
    if not rules.by_cost:
        return plain
    dear = _choice(sets, index, rules, per_cost=True)
    better = plain if plain.covered[-1] >= dear.covered[-1] else dear
    return better._replace(bound=min(plain.bound, dear.bound))


def _choice(sets: Sets, index: Index, rules: Rules, per_cost: bool) -> Choice:
    return Choice(
        *_greedy(
            sets.members, sets.offsets, sets.known, *index, rules.size, rules.allowed, rules.costs, rules.budget, rules.zones,
            rules.quota, rules.forced, per_cost,
        )
    )  # fmt: skip


@nb.njit(cache=True, nogil=True)
def _invert(n: int, members: Ints, offsets: Longs) -> tuple[Longs, Ints]:
    starts = np.zeros(n + 1, np.int64)
    for position in range(len(members)):
        starts[members[position] + 1] += 1
    for v in range(n):
        starts[v + 1] += starts[v]
    place = starts[:-1].copy()
    sets = np.empty(len(members), np.int32)
    for r in range(len(offsets) - 1):
        for position in range(offsets[r], offsets[r + 1]):
            v = members[position]
            sets[place[v]] = r
            place[v] += 1
    return starts, sets


@nb.njit(cache=True, nogil=True)
def _ranked(gain: Longs, places: Longs) -> tuple[Ints, Longs]:
    """Those who gain anything by halving classes of gain, the largest first, in each by number; and a gain that none exceeds from there on."""
    ends = np.zeros(65, np.int64)
    for v in places:
        ends[64 - _digits(gain[v])] += 1
    ends = np.cumsum(ends)
    order, most = np.empty(ends[63], np.int32), np.empty(ends[63], np.int64)
    for position in range(len(places) - 1, -1, -1):
        v = places[position]
        if gain[v]:
            ends[64 - _digits(gain[v])] -= 1
            at = ends[64 - _digits(gain[v])]
            order[at], most[at] = v, (np.int64(1) << _digits(gain[v])) - 1
    return order, most


@nb.njit(inline="always")
def _digits(value: int) -> int:
    count = 0
    while value:
        value >>= 1
        count += 1
    return count


@nb.njit(cache=True, nogil=True)
def _greedy(
    members: Ints, offsets: Longs, known: int, starts: Longs, sets: Ints, size: int, allowed: Flags, costs: Floats, budget: float,
    zones: Ints, quota: Longs, forced: Ints, per_cost: bool,
) -> tuple[Ints, Longs, float]:  # fmt: skip
    """Gains only ever fall, so those whose first gain was too small for the best one so far need no look."""
    n = len(allowed)
    gain = np.empty(n, np.int64)
    for node in range(n):
        gain[node] = starts[node + 1] - starts[node]
    free = allowed.copy()
    room = quota.copy()
    hit = np.zeros(len(offsets) - 1, np.bool_)
    chosen, covered = np.empty(size, np.int32), np.zeros(size + 1, np.int64)
    count, total, spent, bound = 0, known, 0.0, np.inf
    places, most = _ranked(gain, np.flatnonzero(allowed))
    plain = len(quota) == 1 and not np.isfinite(budget)
    while True:
        picked = -1  # nobody
        if count < len(forced):
            picked = int(forced[count])
        else:
            best = 0.0
            for position in range(len(places)):
                v = places[position]
                if not per_cost and most[position] < best:
                    break
                if not free[v] or not room[zones[v]] or spent + costs[v] > budget or not gain[v]:
                    continue
                worth = gain[v] / costs[v] if per_cost and costs[v] > 0 else float(gain[v])
                if worth > best or (worth == best and v < picked):
                    best, picked = worth, int(v)
            more = (
                _top(gain, places, most, size)
                if plain
                else _largest(gain, costs, zones, quota, places, size, budget)
            )
            bound = min(bound, total + more)
        if picked < 0 or count >= size:
            break
        chosen[count] = picked
        free[picked] = False
        room[zones[picked]] -= 1
        spent += costs[picked]
        total += gain[picked]
        for position in range(starts[picked], starts[picked + 1]):
            r = sets[position]
            if not hit[r]:
                hit[r] = True
                for other in range(offsets[r], offsets[r + 1]):
                    gain[members[other]] -= 1
        count += 1
        covered[count] = total
    return chosen[:count].copy(), covered[: count + 1].copy(), bound


@nb.njit(cache=True, nogil=True)
def _largest(
    gain: Longs, costs: Floats, zones: Ints, quota: Longs, places: Ints, size: int, budget: float
) -> float:
    """At least the most that any plan within the rules could add: the largest gains that quotas or budget admit."""
    if np.isfinite(budget):
        return _fractional(gain, costs, places, budget)
    best = np.empty(0, np.int64)
    for zone in range(len(quota)):
        inside = places[zones[places] == zone]
        values = np.sort(gain[inside])[::-1]
        best = np.concatenate((best, values[: quota[zone]]))
    return float(np.sort(best)[::-1][:size].sum())


@nb.njit(cache=True, nogil=True)
def _top(gain: Longs, places: Ints, most: Longs, size: int) -> float:
    """The sum of the `size` largest gains, by a heap of the largest so far."""
    heap = np.zeros(size, np.int64)
    total = 0
    for position in range(len(places)):
        v = places[position]
        if not size or most[position] <= heap[0]:
            break
        if gain[v] > heap[0]:
            total += gain[v] - heap[0]
            heap[0] = gain[v]
            at = 0
            while True:
                below = 2 * at + 1
                if below >= size:
                    break
                if below + 1 < size and heap[below + 1] < heap[below]:
                    below += 1
                if heap[at] <= heap[below]:
                    break
                heap[at], heap[below] = heap[below], heap[at]
                at = below
    return float(total)


@nb.njit(cache=True, nogil=True)
def _fractional(gain: Longs, costs: Floats, places: Ints, budget: float) -> float:
    """The knapsack's value if people could be briefed in part."""
    worth = np.empty(len(places))
    for position in range(len(places)):
        v = places[position]
        worth[position] = gain[v] / costs[v] if costs[v] > 0 else 1e300
    total, left = 0.0, budget
    for position in np.argsort(-worth):
        v = places[position]
        if costs[v] <= left:
            total += gain[v]
            left -= costs[v]
        else:
            return float(total + gain[v] * left / costs[v])
    return total
