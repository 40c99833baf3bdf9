"""The network as a picture that reads in print: households only as groups, names only of accounts that keep them."""

from __future__ import annotations

from html import escape

import numpy as np
import polars as pl

from simpul.report.study import Study
from simpul.report.words import Say

WIDTH, HEIGHT, MARGIN = 1000, 640, 30
MOST_NODES, MOST_TIES, MOST_LABELS = 900, 2200, 14
COLOURS = ("#1f6f6a", "#c8553d", "#e0b354", "#6b5b95", "#4f8fba", "#8a9a5b", "#b56576", "#7a6a53")
REST = "#b9bdb8"


def draw(study: Study, say: Say) -> str:
    """An SVG of the most tied nodes: colour by community, size by ties, the widest-known names written beside theirs."""
    nodes = _nodes(study)
    ties = _ties(study, nodes)
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(say("picture"))}" class="network">'
    ]
    parts.append('<g stroke="#8b9896" stroke-opacity=".16" stroke-width=".7">')
    parts += [f'<line x1="{a:.0f}" y1="{b:.0f}" x2="{c:.0f}" y2="{d:.0f}"/>' for a, b, c, d in ties]
    parts.append("</g>")
    for left, top, radius, colour, name in nodes.select("left", "top", "radius", "colour", "shown").rows():
        title = f"<title>{escape(name)}</title>" if name else ""
        parts.append(
            f'<circle cx="{left:.0f}" cy="{top:.0f}" r="{radius:.1f}" fill="{colour}" stroke="#fff" stroke-width=".8">{title}</circle>'
        )
    parts += _labels(nodes)
    parts.append("</svg>")
    return "".join(parts)


def _nodes(study: Study) -> pl.DataFrame:
    nodes = study.table("nodes").filter(~pl.col("kind").is_in(["household"]).fill_null(False))
    nodes = nodes.filter(layer=nodes["layer"].first())  # each layer has a place of its own
    strength = pl.col("degree_in") + pl.col("degree_out")
    top = (
        nodes.with_columns(strength=strength)
        .sort("strength", "id", descending=[True, False])
        .head(MOST_NODES)
    )
    spread = pl.DataFrame({"left": _spread(top["x"], WIDTH), "top": _spread(top["y"], HEIGHT)})
    communities = top["community"].value_counts(sort=True)["community"].to_list()
    colours = {label: COLOURS[i] for i, label in enumerate(communities[: len(COLOURS)])}
    return top.with_columns(
        spread["left"], spread["top"],
        radius=2.2 + 1.1 * pl.col("strength").sqrt().clip(0, 14),
        colour=pl.col("community").replace_strict(colours, default=REST, return_dtype=pl.String),
        shown=pl.col("id").replace_strict(study.accounts, default=None, return_dtype=pl.String),
    ).sort("strength", "id")  # fmt: skip


def _spread(values: pl.Series, size: int) -> pl.Series:
    """Positions stretched over the picture; the outermost percent on each side is drawn to the edge."""
    if values.len() < 2:
        return pl.Series([size / 2.0] * values.len(), dtype=pl.Float64)
    low, high = np.quantile(values.to_numpy(), [0.005, 0.995])
    scaled = ((values.to_numpy() - low) / max(high - low, 1e-9)).clip(0, 1)
    return pl.Series(MARGIN + scaled * (size - 2 * MARGIN))


def _ties(study: Study, nodes: pl.DataFrame) -> list[tuple[float, float, float, float]]:
    at = nodes.select("id", "left", "top")
    ties = (
        study.table("ties").lazy()
        .select("source", "target", "weight")
        .join(at.lazy(), left_on="source", right_on="id")
        .join(at.lazy(), left_on="target", right_on="id", suffix="_to")
        .group_by("source", "target").agg(pl.col("weight").sum(), pl.col("left", "top", "left_to", "top_to").first())
        .sort("weight", "source", "target", descending=[True, False, False])
        .head(MOST_TIES)
        .select("left", "top", "left_to", "top_to")
    )  # fmt: skip
    return ties.collect().rows()


def _labels(nodes: pl.DataFrame) -> list[str]:
    """Names beside the most tied named nodes; one that would lie over another is left out."""
    parts: list[str] = []
    taken: list[tuple[float, float, float]] = []
    named = nodes.filter(pl.col("shown").is_not_null()).sort("strength", "id", descending=[True, False])
    for left, top, radius, name in named.select("left", "top", "radius", "shown").rows():
        text = name if len(name) <= 34 else name[:33] + "…"
        width = 6.4 * len(text)
        start = left + radius + 4 if left + radius + 4 + width < WIDTH else left - radius - 4 - width
        if any(abs(top - y) < 16 and start < x + w and x < start + width for x, y, w in taken):
            continue
        taken.append((start, top, width))
        parts.append(f'<text x="{start:.0f}" y="{top + 4:.0f}" class="label">{escape(text)}</text>')
        if len(parts) == MOST_LABELS:
            break
    return parts
