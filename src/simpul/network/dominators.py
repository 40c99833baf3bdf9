"""Whom one depends on: the nodes through which every way leads (dominators)."""

from __future__ import annotations

import numba as nb
import numpy as np

from simpul.network.graph import Flags, Ints, Longs


@nb.njit(cache=True, nogil=True)
def only_through(
    indptr: Longs, indices: Ints, back_indptr: Longs, back_indices: Ints, start: Flags, counted: Flags
) -> Longs:
    """For each node the number of counted nodes that every way in reaches through it, itself not included."""
    n = len(indptr) - 1
    above, order, done = _dominators(indptr, indices, back_indptr, back_indices, start)
    below = np.zeros(n + 1, np.int64)
    for position in range(done):
        i = order[position]
        below[above[i]] += below[i] + counted[i]
    return below[:n]


@nb.njit(cache=True, nogil=True)
def hangs_on(indptr: Longs, indices: Ints, back_indptr: Longs, back_indices: Ints, start: Flags) -> Ints:
    """For each node the start that every way in leads through, itself where it is one; -1 where several ways lead, -2 where none."""
    n = len(indptr) - 1
    above, order, done = _dominators(indptr, indices, back_indptr, back_indices, start)
    hangs = np.full(n, -2, np.int32)
    for position in range(done - 1, -1, -1):
        i = order[position]
        if start[i]:
            hangs[i] = i
        else:
            hangs[i] = -1 if above[i] == n else hangs[above[i]]
    return hangs


@nb.njit(cache=True, nogil=True)
def _dominators(
    indptr: Longs, indices: Ints, back_indptr: Longs, back_indices: Ints, start: Flags
) -> tuple[Ints, Ints, int]:
    """The immediate dominator of each node (n is a root that points to every start), and the nodes reached in postorder.

    By sweeps in reverse postorder (Cooper, Harvey and Kennedy, A Simple, Fast Dominance Algorithm, 2001).
    """
    n = len(indptr) - 1
    root = n
    number = np.full(n + 1, -1, np.int32)  # postorder
    order = np.empty(n + 1, np.int32)
    seen = np.zeros(n, np.bool_)
    stack = np.empty(n, np.int32)
    place = indptr[:-1].copy()
    done = 0
    for s in range(n):
        if not start[s] or seen[s]:
            continue
        seen[s] = True
        stack[0] = s
        top = 1
        while top > 0:
            i = stack[top - 1]
            if place[i] == indptr[i + 1]:
                number[i] = done
                order[done] = i
                done += 1
                top -= 1
                continue
            j = indices[place[i]]
            place[i] += 1
            if not seen[j]:
                seen[j] = True
                stack[top] = j
                top += 1
    number[root] = done

    above = np.full(n + 1, -1, np.int32)
    above[root] = root
    changed = True
    while changed:
        changed = False
        for position in range(done - 1, -1, -1):
            i = order[position]
            found = root if start[i] else -1
            for j in back_indices[back_indptr[i] : back_indptr[i + 1]]:
                if above[j] < 0:
                    continue
                if found < 0:
                    found = j
                while found != j:  # the nearest node above both
                    while number[found] < number[j]:
                        found = above[found]
                    while number[j] < number[found]:
                        j = above[j]
            if above[i] != found:
                above[i] = found
                changed = True
    return above, order, done
