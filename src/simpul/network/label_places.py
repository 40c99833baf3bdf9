"""Where names stand beside their nodes, so that none covers another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.network.graph import Floats

GAP = 3.0  # between a circle and its name
LINE = 1.16  # height of a line in font sizes
# Beside the circle: towards which side the box lies. Right first, as people read; then left, above, below, and the corners.
SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


def place_labels(
    places: Floats,
    radius: Floats,
    order: npt.NDArray[np.intp],
    widths: Floats,
    size: float,
    area: Box,
    most: int,
    taken: list[Box] | None = None,
    lines: Floats | None = None,
) -> dict[int, Box]:
    """For each node that gets a name the box it stands in: greedily in `order`, at the side where it covers least.

    No box overlaps another or one of `taken`, leaves `area`, or covers more than a corner of a circle as large as a letter; who
    finds no such place stays without a name. `widths` are those of the names, by node; `lines` are points that names had better not
    cover. At most `most` are named.
    """
    boxes = np.array([*(taken or [])], np.float64).reshape(-1, 4)
    avoided = np.empty((0, 2)) if lines is None else lines
    found: dict[int, Box] = {}
    for node in order:
        if len(found) == most:
            break
        best, least = None, np.inf
        for rank, side in enumerate(SIDES):
            box = _box(places[node], radius[node], side, widths[node], size * LINE)
            if not _inside(box, area) or _overlaps(boxes, box):
                continue
            covered = _covered(places, radius, box, int(node), size)
            if covered >= size:
                continue
            cost = covered + rank * 0.1 + 0.3 * _within(avoided, box)
            if cost < least:
                best, least = box, cost
        if best is not None:
            found[int(node)] = best
            boxes = np.vstack([boxes, best])
    return found


def _box(place: Floats, radius: float, side: tuple[int, int], width: float, height: float) -> Box:
    away = (radius + GAP) * (0.75 if side[0] and side[1] else 1.0)
    x, y = place[0] + side[0] * away, place[1] + side[1] * away
    left = x - width * (1 - side[0]) / 2
    top = y - height * (1 - side[1]) / 2
    return Box(left, top, left + width, top + height)


def _inside(box: Box, area: Box) -> bool:
    return (
        box.left >= area.left
        and box.right <= area.right
        and box.top >= area.top
        and box.bottom <= area.bottom
    )


def _overlaps(boxes: Floats, box: Box) -> bool:
    apart = (
        (boxes[:, 0] >= box.right)
        | (boxes[:, 2] <= box.left)
        | (boxes[:, 1] >= box.bottom)
        | (boxes[:, 3] <= box.top)
    )
    return not bool(apart.all())


def _within(points: Floats, box: Box) -> int:
    x, y = points[:, 0], points[:, 1]
    return int(((x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)).sum())


def _covered(places: Floats, radius: Floats, box: Box, own: int, size: float) -> float:
    """Radii of other circles that the box touches; a circle as large as a letter forbids the place."""
    x, y = places[:, 0], places[:, 1]
    off_x = np.maximum(np.maximum(box.left - x, x - box.right), 0)
    off_y = np.maximum(np.maximum(box.top - y, y - box.bottom), 0)
    hit = off_x * off_x + off_y * off_y < radius * radius
    hit[own] = False
    touched = radius[hit]
    return float(np.where(touched > size * 0.45, size, touched * 0.2).sum())
