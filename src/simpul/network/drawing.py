"""A network laid out on paper: circles that do not cover each other, ties as few lines as tell the same, names and colours."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.network.graph import Floats
from simpul.network.groups import KIND as GROUP
from simpul.network.label_places import Box
from simpul.network.naming import public_name
from simpul.network.shown import COLOURS, GREY, Ties, shown
from simpul.network.words import Say

MOST_NODES = 20_000
SPREAD = 1500  # nodes up to which circles are pushed apart
REST = len(COLOURS)  # the number that stands for all groups without a colour of their own
CELL = 22.0  # side of the squares whose ties are pooled in a large network


class Drawing(NamedTuple):
    """`nodes`: `id`, `caption` (null where nobody may read it), `left`, `top`, `radius`, `ties`, `group` (0 … `REST`), `kind`;
    the largest circle first. `lines`: `source`, `target` (row numbers in `nodes`), `weight`, heaviest last. `total`: nodes in all."""

    nodes: pl.DataFrame
    lines: pl.DataFrame
    total: int

    @property
    def places(self) -> Floats:
        return self.nodes.select("left", "top").to_numpy()


def drawing(ties: Ties, nodes: pl.DataFrame, area: Box, say: Say, most: int = MOST_NODES) -> Drawing:
    """Fit the `most` most tied nodes into `area`. `nodes` is a table such as `analyse(…).nodes`, with `x` and `y`.

    Raises ValueError if a single household is among the nodes, or where they have no place.
    """
    if not {"x", "y"} <= set(nodes.columns):
        raise ValueError("nodes without x and y cannot be drawn; measure them first")
    caption = group_caption(nodes, say)
    table = shown(nodes.with_columns(caption=caption)).select(
        "id", "caption", "x", "y", ties_of(nodes.columns).alias("ties"), _group(nodes.columns).alias("group"),
        (pl.col("kind") if "kind" in nodes.columns else pl.lit(None, pl.String)).alias("kind"),
    )  # fmt: skip
    table = table.sort("ties", "id", descending=[True, False]).head(most)
    radius = _radius(table["ties"].to_numpy())
    places = _fitted(table.select(pl.col("x", "y").fill_null(0.5)).to_numpy(), radius, area)
    if 1 < table.height <= SPREAD:
        places = _apart(places, radius, area)
    table = table.drop("x", "y").with_columns(left=places[:, 0], top=places[:, 1], radius=radius)
    return Drawing(table, _lines(ties, table["id"]), nodes.height)


def colour(group: int) -> str:
    return "#{:02x}{:02x}{:02x}".format(*(COLOURS[group] if group < REST else GREY))


def radius_of(ties: float, most: float, count: int) -> float:
    """The radius of a circle whose area grows with its ties, from a dot to one that fits the number of circles."""
    count = max(count, 1)
    small, large = float(np.clip(17 / count**0.33, 0.8, 5.5)), float(np.clip(62 / count**0.2, 9, 28))
    return float(np.sqrt(small**2 + (large**2 - small**2) * ties / max(most, 1)))


def pooled(drawing: Drawing) -> pl.DataFrame:
    """Ties within a group as lines between squares of the paper: `x1`, `y1`, `x2`, `y2`, `group`, `ties`, most ties last."""
    at = drawing.nodes.with_row_index("row").select(
        "row",
        "group",
        "left",
        "top",
        column=(pl.col("left") / CELL).floor(),
        line=(pl.col("top") / CELL).floor(),
    )
    key = ["group", "column", "line"]
    middle = at.group_by(key).agg(pl.col("left").mean(), pl.col("top").mean())
    at = at.select("row", *key)
    lines = drawing.lines.select("source", "target").join(at, left_on="source", right_on="row")
    lines = lines.join(at, left_on="target", right_on="row", suffix="_to").filter(pl.col("group") == pl.col("group_to"))  # fmt: skip
    ends = [*key, "group_to", "column_to", "line_to"]
    far = pl.struct("column", "line") != pl.struct(column="column_to", line="line_to")
    counted = lines.filter(far).group_by(ends).agg(ties=pl.len())
    counted = counted.join(middle, on=key).join(middle, left_on=["group_to", "column_to", "line_to"], right_on=key, suffix="_to")  # fmt: skip
    order = ["ties", "group", "left", "top", "left_to", "top_to"]
    return counted.sort(order).select(x1="left", y1="top", x2="left_to", y2="top_to", group="group", ties="ties")  # fmt: skip


def bands(drawing: Drawing) -> pl.DataFrame:
    """Ties between two coloured groups, both directions as one: `a`, `b`, `ties`, most first."""
    of = drawing.nodes["group"].to_numpy()
    start, end = of[drawing.lines["source"].to_numpy()], of[drawing.lines["target"].to_numpy()]
    pair = pl.DataFrame({"a": np.minimum(start, end), "b": np.maximum(start, end)})
    counted = pair.filter(pl.col("a") != pl.col("b"), pl.col("b") < REST).group_by("a", "b").agg(ties=pl.len())  # fmt: skip
    return counted.sort("ties", "a", "b", descending=[True, False, False])


def group_caption(nodes: pl.DataFrame, say: Say) -> pl.Expr:
    """The name that may be read: of a group of households how many they are, of a table that knows neither kinds nor names the id."""
    if not {"kind", "name", "handle"} & set(nodes.columns):
        return pl.col("id")
    caption = public_name(nodes.columns)
    if "kind" not in nodes.columns:
        return caption
    return pl.when(pl.col("kind") == GROUP).then(_group_name(nodes, say)).otherwise(caption)


def _group_name(nodes: pl.DataFrame, say: Say) -> pl.Expr:
    poor = pl.col("poor") if "poor" in nodes.columns else pl.lit(False)
    count = pl.col("n").cast(pl.String) if "n" in nodes.columns else pl.lit("5+")
    words = [pl.format(say(key, n="{}"), count) for key in ("poor_group", "household_group")]
    return pl.when(poor.fill_null(False)).then(words[0]).otherwise(words[1])


def ties_of(columns: list[str]) -> pl.Expr:
    """Different others in both directions; of a group of households, whose members share them, the weight instead."""
    if {"degree_in", "degree_out"} <= set(columns):
        degree = pl.col("degree_in") + pl.col("degree_out")
        if {"strength_in", "strength_out"} <= set(columns):
            degree = degree.fill_null(pl.col("strength_in") + pl.col("strength_out"))
        return degree.cast(pl.Float64).fill_null(0.0)
    return pl.lit(1.0)


def _group(columns: list[str]) -> pl.Expr:
    if "community" not in columns:
        return pl.lit(REST)
    return pl.col("community").cast(pl.Int64).fill_null(REST).clip(0, REST)


def _radius(ties: Floats) -> Floats:
    most = float(ties.max(initial=0))
    return np.array([radius_of(each, most, len(ties)) for each in ties.tolist()])


def _fitted(places: Floats, radius: Floats, area: Box) -> Floats:
    """Turned so that the longest side lies along the paper's, and scaled into the area with room for the circles."""
    if not len(places):
        return places
    centred = places - places.mean(axis=0)
    axes = np.linalg.svd(centred.T @ centred)[0]
    axes *= np.where(axes[np.abs(axes).argmax(axis=0), range(2)] < 0, -1, 1)  # the same turn on every machine
    turned = centred @ axes
    low, high = turned.min(axis=0), turned.max(axis=0)
    room = np.array([area.right - area.left, area.bottom - area.top]) - 2 * radius.max()
    span = np.maximum(high - low, 1e-9)
    scale = (room / span).min()
    # A picture may be stretched a little to fill its paper: distances of a force layout are no measure.
    scales = np.minimum(room / span, scale * 1.35)
    middle = np.array([(area.left + area.right) / 2, (area.top + area.bottom) / 2])
    return np.asarray(np.round(middle + (turned - (low + high) / 2) * np.where(span > 1e-8, scales, 0), 2))


def _apart(places: Floats, radius: Floats, area: Box, rounds: int = 60) -> Floats:
    """Circles that cover each other are pushed apart, the smaller one farther."""
    from scipy.spatial import cKDTree

    moved = places.copy()
    low = np.array([area.left, area.top]) + radius[:, None]
    high = np.array([area.right, area.bottom]) - radius[:, None]
    gap_wanted = 1.5 + 600 / (len(places) + 20)  # room for names between few circles
    for _ in range(rounds):
        pairs = cKDTree(moved).query_pairs(2 * radius.max() + gap_wanted, output_type="ndarray")
        if not len(pairs):
            break
        a, b = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
        gap = moved[b] - moved[a]
        distance = np.hypot(*gap.T)
        short = radius[a] + radius[b] + gap_wanted - distance
        close = short > 0
        if not close.any():
            break
        a, b, gap, distance, short = (each[close] for each in (a, b, gap, distance, short))
        angle = 2.399963 * a  # those on one spot leave it in different directions
        way = np.where(distance[:, None] > 1e-6, gap / np.maximum(distance, 1e-6)[:, None], np.stack([np.cos(angle), np.sin(angle)], 1))  # fmt: skip
        share = (radius[b] ** 2 / (radius[a] ** 2 + radius[b] ** 2))[:, None]
        push = 0.5 * short[:, None] * way
        np.add.at(moved, a, -push * share)
        np.add.at(moved, b, push * (1 - share))
        moved = np.clip(moved, low, high)
    return np.round(moved, 2)


def _lines(ties: Ties, ids: pl.Series) -> pl.DataFrame:
    """Pairs with a tie in either direction once for each direction, loops left out."""
    row = ids.to_frame("id").with_row_index("row").with_columns(pl.col("row").cast(pl.Int64)).lazy()
    weight = pl.col("weight") if "weight" in ties.collect_schema() else pl.lit(1.0)
    ends = ties.lazy().select("source", "target", weight=weight.cast(pl.Float64).fill_null(1.0))
    found = (
        ends.filter(pl.col("source") != pl.col("target"))
        .join(row.rename({"row": "a"}), left_on="source", right_on="id")
        .join(row.rename({"row": "b"}), left_on="target", right_on="id")
        .group_by("a", "b")
        .agg(pl.col("weight").sum())
        .select(source="a", target="b", weight="weight")
        .sort("weight", "source", "target")
    )
    return found.collect()
