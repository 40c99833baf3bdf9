"""The Leiden algorithm on arrays (Traag, Waltman and van Eck, Scientific Reports 9, 2019), for any quality of one form.

The quality is Σ_c (weight inside c - γ · S_c² / 2), with S_c the sum of the nodes' sizes: modularity has sizes that are strengths
and γ over the weight of all ties, the constant Potts model has sizes of 1 and γ itself.
"""

from __future__ import annotations

import numba as nb
import numpy as np

from simpul.network.graph import Floats, Ints, Longs

CHANCE = 0.01  # θ of the paper: how willingly the refinement takes less than the best
LEAST = 1e-12  # a gain below this is rounding


@nb.njit(cache=True, nogil=True)
def leiden_kernel(
    indptr: Longs,
    indices: Ints,
    weights: Floats,
    sizes: Floats,
    gamma: float,
    start: Ints,
    iterations: int,
    seed: int,
) -> Ints:
    """The community of each node, in numbers without order, after so many iterations or when one changes nothing."""
    member = start.copy()
    state = _stirred(np.uint64(seed))
    for _ in range(iterations):
        before = member.copy()
        at, to, by, size, community = indptr, indices, weights, sizes, member.copy()
        owner = np.arange(len(member)).astype(np.int32)
        while True:
            state = _move(at, to, by, size, community, gamma, state)
            state, refined, parts = _refine(at, to, by, size, community, gamma, state)
            if parts == len(community):
                break
            at, to, by, size, community = _aggregate(at, to, by, size, community, refined, parts)
            for i in range(len(owner)):
                owner[i] = refined[owner[i]]
        for i in range(len(member)):
            member[i] = community[owner[i]]
        if _same(before, member):
            break
    return member


@nb.njit(cache=True, nogil=True)
def _stirred(state: np.uint64) -> np.uint64:
    """SplitMix64's finish, so that seeds 0, 1, 2 … start far apart."""
    z = state + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (z ^ (z >> np.uint64(31))) | np.uint64(1)


@nb.njit(cache=True, nogil=True)
def _next(state: np.uint64) -> np.uint64:
    """xorshift64 (Marsaglia 2003)."""
    state ^= state << np.uint64(13)
    state ^= state >> np.uint64(7)
    return state ^ (state << np.uint64(17))


@nb.njit(cache=True, nogil=True)
def _shuffled(n: int, state: np.uint64) -> tuple[np.uint64, Ints]:
    order = np.arange(n).astype(np.int32)
    for last in range(n - 1, 0, -1):
        state = _next(state)
        other = int(state % np.uint64(last + 1))
        order[last], order[other] = order[other], order[last]
    return state, order


@nb.njit(cache=True, nogil=True)
def _move(
    indptr: Longs,
    indices: Ints,
    weights: Floats,
    sizes: Floats,
    community: Ints,
    gamma: float,
    state: np.uint64,
) -> np.uint64:
    """Move nodes to the community of most gain until none wants to; who has a neighbour that moved is asked again."""
    n = len(community)
    total = np.zeros(n)
    members = np.zeros(n, np.int32)
    for i in range(n):
        total[community[i]] += sizes[i]
        members[community[i]] += 1
    empty = np.empty(n, np.int32)
    empties = 0
    for c in range(n):
        if not members[c]:
            empty[empties] = c
            empties += 1
    state, queue = _shuffled(n, state)
    waiting = np.ones(n, np.bool_)
    head, count = 0, n
    toward = np.zeros(n)
    touched = np.empty(n, np.int32)
    while count:
        i = queue[head]
        head = head + 1 if head + 1 < n else 0
        count -= 1
        waiting[i] = False
        own = community[i]
        found = 0
        for slot in range(indptr[i], indptr[i + 1]):
            c = community[indices[slot]]
            if toward[c] == 0.0:
                touched[found] = c
                found += 1
            toward[c] += weights[slot]
        total[own] -= sizes[i]
        members[own] -= 1
        best, best_gain = own, toward[own] - gamma * sizes[i] * total[own]
        for position in range(found):
            c = touched[position]
            gain = toward[c] - gamma * sizes[i] * total[c]
            if gain > best_gain + LEAST:
                best, best_gain = c, gain
            toward[c] = 0.0
        if best_gain < -LEAST and empties and members[own]:
            best = empty[empties - 1]
        if best != own:
            if not members[best]:
                empties -= 1
            if not members[own]:
                empty[empties] = own
                empties += 1
            community[i] = best
            for slot in range(indptr[i], indptr[i + 1]):
                j = indices[slot]
                if community[j] != best and not waiting[j]:
                    waiting[j] = True
                    tail = head + count
                    queue[tail if tail < n else tail - n] = j
                    count += 1
        total[best] += sizes[i]
        members[best] += 1
    return state


@nb.njit(cache=True, nogil=True)
def _refine(
    indptr: Longs,
    indices: Ints,
    weights: Floats,
    sizes: Floats,
    community: Ints,
    gamma: float,
    state: np.uint64,
) -> tuple[np.uint64, Ints, int]:
    """Within each community merge single nodes into parts that are well connected to the rest of it; parts from 0."""
    n = len(community)
    whole = np.zeros(n)
    for i in range(n):
        whole[community[i]] += sizes[i]
    part = np.arange(n).astype(np.int32)
    alone = np.ones(n, np.bool_)
    total = sizes.copy()  # by part
    outward = np.zeros(n)  # weight of a part to the rest of its community
    for i in range(n):
        for slot in range(indptr[i], indptr[i + 1]):
            if community[indices[slot]] == community[i]:
                outward[i] += weights[slot]
    state, order = _shuffled(n, state)
    toward = np.zeros(n)
    touched = np.empty(n, np.int32)
    gains = np.empty(n)
    for i in order:
        rest = whole[community[i]]
        if not alone[part[i]] or outward[part[i]] < gamma * sizes[i] * (rest - sizes[i]):
            continue
        found = 0
        for slot in range(indptr[i], indptr[i + 1]):
            j = indices[slot]
            if community[j] == community[i]:
                if toward[part[j]] == 0.0:
                    touched[found] = part[j]
                    found += 1
                toward[part[j]] += weights[slot]
        best = 0.0
        for position in range(found):
            p = touched[position]
            gain = toward[p] - gamma * sizes[i] * total[p]
            if outward[p] < gamma * total[p] * (rest - total[p]):
                gain = -1.0
            gains[position] = gain
            best = max(best, gain)
        ways = np.exp(-best / CHANCE)  # to stay alone
        for position in range(found):
            if gains[position] >= 0.0:
                ways += np.exp((gains[position] - best) / CHANCE)
        state = _next(state)
        mark = float(state >> np.uint64(11)) / float(1 << 53) * ways - np.exp(-best / CHANCE)
        chosen = part[i]
        for position in range(found):
            if mark < 0.0:
                break
            if gains[position] >= 0.0:
                chosen = touched[position]
                mark -= np.exp((gains[position] - best) / CHANCE)
        if chosen != part[i]:
            outward[chosen] += outward[part[i]] - 2.0 * toward[chosen]
            total[chosen] += sizes[i]
            alone[chosen] = False
            part[i] = chosen
        for position in range(found):
            toward[touched[position]] = 0.0
    number = np.full(n, -1, np.int32)
    parts = 0
    for i in range(n):
        if number[part[i]] < 0:
            number[part[i]] = parts
            parts += 1
        part[i] = number[part[i]]
    return state, part, parts


@nb.njit(cache=True, nogil=True)
def _aggregate(
    indptr: Longs, indices: Ints, weights: Floats, sizes: Floats, community: Ints, part: Ints, parts: int
) -> tuple[Longs, Ints, Floats, Floats, Ints]:
    """The graph of the parts, each in the community of its nodes; ties inside a part decide nothing and are left out."""
    n = len(part)
    first = np.zeros(parts + 1, np.int64)
    for i in range(n):
        first[part[i] + 1] += 1
    for p in range(parts):
        first[p + 1] += first[p]
    place = first[:-1].copy()
    nodes = np.empty(n, np.int32)
    for i in range(n):
        nodes[place[part[i]]] = i
        place[part[i]] += 1
    size, label = np.zeros(parts), np.empty(parts, np.int32)
    at = np.zeros(parts + 1, np.int64)
    to, by = np.empty(len(indices), np.int32), np.empty(len(indices), np.float64)
    slot_of = np.full(parts, -1, np.int64)
    number = np.full(n, -1, np.int32)
    labels = 0
    kept = 0
    for p in range(parts):
        for i in nodes[first[p] : first[p + 1]]:
            size[p] += sizes[i]
            for slot in range(indptr[i], indptr[i + 1]):
                q = part[indices[slot]]
                if q == p:
                    continue
                if slot_of[q] < at[p]:
                    slot_of[q] = kept
                    to[kept] = q
                    by[kept] = 0.0
                    kept += 1
                by[slot_of[q]] += weights[slot]
        at[p + 1] = kept
        c = community[nodes[first[p]]]
        if number[c] < 0:
            number[c] = labels
            labels += 1
        label[p] = number[c]
    return at, to[:kept].copy(), by[:kept].copy(), size, label


@nb.njit(cache=True, nogil=True)
def _same(before: Ints, after: Ints) -> bool:
    """Are these the same division, whatever the numbers?"""
    n = len(before)
    there, back = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    for i in range(n):
        b, a = before[i], after[i]
        if there[b] < 0 and back[a] < 0:
            there[b], back[a] = a, b
        elif there[b] != a or back[a] != b:
            return False
    return True
