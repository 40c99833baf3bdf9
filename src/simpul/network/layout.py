"""Where to draw each node: a force layout of the core, and everyone else beside those they are tied to."""

from __future__ import annotations

import numba as nb
import numpy as np

from simpul.network.graph import Flags, Floats, Graph, Ints, Longs
from simpul.network.parallel import Run, workers

ROUNDS = 300
BLOCKS = 8
OPEN = 1.2  # a quadrant is looked into where its width / distance is larger
GRAVITY = 6.0
LEAF_STEP = 0.006  # distance between the leaves of one node, less where they would cover the picture


def layout(graph: Graph, largest: int = 5000, seed: int = 0, threads: int | None = None) -> Floats:
    """Positions (n × 2) in [0, 1], rounded to 5 digits; the same for a seed whatever the number of cores.

    The `largest` nodes by degree are laid out by ForceAtlas2 with logarithmic attraction (Jacomy et al., PLoS ONE 9(6),
    2014; Noack 2009): repulsion (d_i + 1)(d_j + 1) / distance by Barnes and Hut's tree, attraction log(1 + distance)
    along each tie, gravity towards the middle, and their adaptive speed. Direction and weights are ignored. All others
    are set around the middle of the neighbours already placed; parts without any go to the rim. One node stands in the
    middle; the empty graph gives an empty array.
    """
    both = graph.undirected
    degree = both.degree_out()
    core = np.zeros(graph.n, np.bool_)
    core[np.lexsort((np.arange(graph.n), -degree))[:largest]] = degree.max(initial=0) > 0
    places = np.zeros((graph.n, 2))
    if core.any():
        places[core] = _fit(_forces(both.among(core), seed, threads))
    step = min(LEAF_STEP, 0.25 / np.sqrt(max(graph.n - int(core.sum()), 1)))
    _place_rest(both.indptr, both.indices, core, places, step)
    return np.round(_fit(places), 5)


def _fit(places: Floats) -> Floats:
    """Moved and scaled into the unit square, the longer side filling it."""
    if not len(places):
        return places
    low, high = places.min(axis=0), places.max(axis=0)
    span = float((high - low).max())
    return 0.5 + (places - (low + high) / 2) / span if span > 0 else np.full_like(places, 0.5)


def _forces(graph: Graph, seed: int, threads: int | None) -> Floats:
    n = graph.n
    mass = 1.0 + graph.degree_out().astype(np.float64)
    places = _start(graph, seed)
    old = np.zeros((n, 2))
    speed, efficiency = 1.0, 1.0
    with workers(threads) as run:
        for _ in range(ROUNDS):
            force = _force(graph, places, mass, run)
            swing = mass * np.hypot(*(force - old).T)
            traction = 0.5 * mass * np.hypot(*(force + old).T)
            speed, efficiency = _speed(speed, efficiency, float(swing.sum()), float(traction.sum()), n)
            places = places + force * (speed / (1.0 + np.sqrt(speed * swing)))[:, None]
            old = force
    return places


def _force(graph: Graph, places: Floats, mass: Floats, run: Run) -> Floats:
    tree = _tree(places, mass)
    edges = np.linspace(0, graph.n, BLOCKS + 1).astype(np.int64)

    def push(block: int) -> Floats:
        return _push(*tree, places, mass, graph.indptr, graph.indices, edges[block], edges[block + 1])

    return np.concatenate(run(push, BLOCKS))


def _start(graph: Graph, seed: int) -> Floats:
    """Random places averaged along ties, so that neighbours start together; ranks instead of values spread them evenly.

    Averaging with the mean taken out is power iteration towards the spectral drawing (Koren, COCOON 2003).
    """
    degree = np.maximum(graph.degree_out(), 1)
    places = np.random.default_rng(seed).standard_normal((2, graph.n))
    for axis in places:
        for _ in range(30):
            axis += np.bincount(graph.sources, axis[graph.indices], minlength=graph.n) / degree
            axis -= np.average(axis, weights=degree)
            axis /= np.abs(axis).max() or 1.0
    rank = np.argsort(np.argsort(places, axis=1, kind="stable"), axis=1, kind="stable").T
    return np.asarray((rank / graph.n - 0.5) * np.sqrt(graph.n) * 10)


def _speed(speed: float, efficiency: float, swing: float, traction: float, n: int) -> tuple[float, float]:
    """ForceAtlas2's global speed: as fast as nodes move straight on, slower where they swing to and fro."""
    estimate = 0.05 * np.sqrt(n)
    jitter = max(np.sqrt(estimate), min(10.0, estimate * traction / n**2))
    if traction > 0 and swing / traction > 2.0:
        efficiency = max(efficiency * 0.5, 0.05)
        jitter = max(jitter, 1.0)
    target = jitter * efficiency * traction / swing if swing > 0 else speed
    if swing > jitter * traction:
        efficiency = max(efficiency * 0.7, 0.05)
    elif speed < 1000:
        efficiency *= 1.3
    return speed + min(target - speed, 0.5 * speed), efficiency


@nb.njit(cache=True, nogil=True)
def _tree(places: Floats, mass: Floats) -> tuple[Floats, Ints]:
    """Barnes and Hut's quadtree: per cell mass, middle (x, y) and width; per cell four children and one lone node.

    A child is -1 where its quadrant is empty. `lone` is a node's number where the cell holds it alone, else -1; nodes at
    one place share the smallest cell, which stands for them by mass.
    """
    n = len(places)
    cells = 4 * n + 64
    values = np.zeros((cells, 4))
    links = np.full((cells, 5), -1, np.int32)
    low_x, low_y = places[:, 0].min(), places[:, 1].min()
    width = max(places[:, 0].max() - low_x, places[:, 1].max() - low_y) * 1.0001 + 1e-9
    values[0, 3] = width
    used = 1
    for node in range(n):
        x, y, m = places[node, 0], places[node, 1], mass[node]
        left, bottom, side, cell, depth = low_x, low_y, width, 0, 0
        while True:
            total = values[cell, 0] + m
            other = links[cell, 4]
            alone = values[cell, 0] == 0.0
            values[cell, 1] += (x - values[cell, 1]) * m / total
            values[cell, 2] += (y - values[cell, 2]) * m / total
            values[cell, 0] = total
            if alone:
                links[cell, 4] = node
                break
            if depth == 40:
                links[cell, 4] = -1
                break
            if used + 2 > cells:
                values = np.concatenate((values, np.zeros((cells, 4))))
                links = np.concatenate((links, np.full((cells, 5), -1, np.int32)))
                cells *= 2
            half = side / 2
            if other >= 0:  # the one that was here alone moves one cell down
                links[cell, 4] = -1
                q = (places[other, 0] >= left + half) + 2 * (places[other, 1] >= bottom + half)
                links[cell, q] = used
                values[used, 0], values[used, 3] = mass[other], half
                values[used, 1], values[used, 2] = places[other, 0], places[other, 1]
                links[used, 4] = other
                used += 1
            right, upper = x >= left + half, y >= bottom + half
            q = right + 2 * upper
            if links[cell, q] < 0:
                links[cell, q] = used
                values[used, 3] = half
                used += 1
            cell = links[cell, q]
            left += half * right
            bottom += half * upper
            side = half
            depth += 1
    return values[:used].copy(), links[:used].copy()


@nb.njit(cache=True, nogil=True)
def _push(
    values: Floats,
    links: Ints,
    places: Floats,
    mass: Floats,
    indptr: Longs,
    indices: Ints,
    start: int,
    stop: int,
) -> Floats:
    """The force on each node from `start` to `stop`."""
    force = np.zeros((stop - start, 2))
    stack = np.empty(256, np.int32)
    for i in range(start, stop):
        x, y, m = places[i, 0], places[i, 1], mass[i]
        fx = fy = 0.0
        stack[0] = 0
        top = 1
        while top > 0:
            top -= 1
            cell = stack[top]
            if links[cell, 4] == i:
                continue
            dx, dy = x - values[cell, 1], y - values[cell, 2]
            squared = dx * dx + dy * dy
            whole = links[cell, 4] >= 0 or values[cell, 3] ** 2 < OPEN * OPEN * squared
            if not whole:
                before = top
                for q in range(4):
                    if links[cell, q] >= 0:
                        stack[top] = links[cell, q]
                        top += 1
                whole = top == before
            if whole and squared > 1e-12:
                pull = m * values[cell, 0] / squared
                fx += dx * pull
                fy += dy * pull
        for slot in range(indptr[i], indptr[i + 1]):
            dx, dy = places[indices[slot], 0] - x, places[indices[slot], 1] - y
            distance = np.sqrt(dx * dx + dy * dy)
            if distance > 0.0:
                pull = np.log1p(distance) / distance
                fx += dx * pull
                fy += dy * pull
        distance = np.sqrt(x * x + y * y)
        if distance > 0.0:
            fx -= GRAVITY * m * x / distance
            fy -= GRAVITY * m * y / distance
        force[i - start, 0], force[i - start, 1] = fx, fy
    return force


@nb.njit(cache=True, nogil=True)
def _place_rest(indptr: Longs, indices: Ints, core: Flags, places: Floats, step: float) -> None:
    """Outwards from the core: the middle of the neighbours already placed, turned and moved off by a sunflower step."""
    n = len(indptr) - 1
    turn = np.pi * (3.0 - np.sqrt(5.0))
    placed = core.copy()
    leaves = np.zeros(n, np.int64)
    queue = np.empty(n, np.int32)
    tail = 0
    for i in range(n):
        if core[i]:
            queue[tail] = i
            tail += 1
    head, parts, fresh = 0, 0, 0
    while True:
        while head < tail:
            anchor = queue[head]
            head += 1
            for slot in range(indptr[anchor], indptr[anchor + 1]):
                i = indices[slot]
                if placed[i]:
                    continue
                x = y = 0.0
                known = 0
                for other in indices[indptr[i] : indptr[i + 1]]:
                    if placed[other]:
                        x += places[other, 0]
                        y += places[other, 1]
                        known += 1
                leaves[anchor] += 1
                away, angle = step * np.sqrt(leaves[anchor]), turn * leaves[anchor]
                places[i, 0] = x / known + away * np.cos(angle)
                places[i, 1] = y / known + away * np.sin(angle)
                placed[i] = True
                queue[tail] = i
                tail += 1
        while fresh < n and placed[fresh]:
            fresh += 1
        if fresh == n:
            return
        parts += 1
        radius, angle = 0.56 + step * parts / 10, turn * parts
        places[fresh, 0], places[fresh, 1] = 0.5 + radius * np.cos(angle), 0.5 + radius * np.sin(angle)
        placed[fresh] = True
        queue[tail] = fresh
        tail += 1
