"""The largest communities side by side: their top ten members, their words, what ties them to each other; and the whole in figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from simpul.network.definitions import told
from simpul.network.drawing import colour, group_caption, ties_of
from simpul.network.figure import Figure
from simpul.network.graph import Longs
from simpul.network.page import foot, render
from simpul.network.shown import Ties, shown
from simpul.network.words import Language, Say, number, speaker

MOST = 10  # groups, and members or words of each
TOPS = ("degree_in", "betweenness")
KINDS = {"hashtags": r"^#", "links": r"^(https?://|www\.)|^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/|$)"}


def group_page(
    ties: Ties,
    nodes: pl.DataFrame,
    summary: dict[str, Figure],
    *,
    title: str,
    source: str = "",
    made: date | None = None,
    groups: Mapping[int, str] | None = None,
    values: pl.DataFrame | None = None,
    language: Language = "id",
) -> str:
    """One HTML file about the `MOST` largest communities of `nodes` (such as `analyse(…).nodes`) and the figures in `summary`.

    `values` has the columns `topics.TOPICS`: words, hashtags or links that set a community apart. Members without a public name are counted, not
    listed. Ties are counted as rows of pairs, both ways apart. Raises ValueError if a single household is among the nodes.
    """
    say = speaker(language)
    table = _table(nodes, say)
    largest = table.drop_nulls("community")["community"].value_counts().sort("count", "community", descending=[True, False])  # fmt: skip
    chosen = largest.head(MOST)["community"].to_list()
    counts = _matrix(ties, table, chosen)
    sections = []
    for at, community in enumerate(chosen):
        members = table.filter(community=community)
        inside, outside = counts[at, at], counts[at].sum() + counts[:, at].sum() - 2 * counts[at, at]
        stability = members["stability"].mean() if "stability" in members.columns else None
        sections.append({
            "name": _name(community, members, groups or {}, say), "colour": colour(community),
            "told": say("groups_told", members=members.height, inside=int(inside), outside=int(outside), stability=stability),
            "tops": [(say(f"groups_{name}"), _top(members, name, language)) for name in TOPS if name in members.columns],
            "words": _words(values, community, say),
        })  # fmt: skip
    return render(
        "groups.html", language, say, title=title, groups=sections, matrix=_told(counts, sections, language, say),
        lead=say("groups_lead", shown=len(chosen), groups=largest.height), figures=told(summary, language),
        foot=foot(source, made, language, say),
    )  # fmt: skip


def _table(nodes: pl.DataFrame, say: Say) -> pl.DataFrame:
    """Nodes with a community and the name that may be read."""
    caption = group_caption(nodes, say)
    return shown(nodes.with_columns(called=caption, tied=ties_of(nodes.columns))).with_columns(
        pl.col("community").cast(pl.Int64) if "community" in nodes.columns else pl.lit(0, pl.Int64).alias("community")
    )  # fmt: skip


def _matrix(ties: Ties, table: pl.DataFrame, chosen: list[int]) -> Longs:
    """Different pairs from group to group; the last row and column are all other groups."""
    place = {community: at for at, community in enumerate(chosen)}
    group = pl.col("community").replace_strict(place, default=len(chosen), return_dtype=pl.Int64)
    of = table.lazy().select("id", group=group)
    ends = ties.lazy().select("source", "target").filter(pl.col("source") != pl.col("target")).unique()
    pairs = ends.join(of, left_on="source", right_on="id").join(of, left_on="target", right_on="id", suffix="_to")  # fmt: skip
    counted = pairs.group_by("group", "group_to").len().collect()
    counts = np.zeros((len(chosen) + 1, len(chosen) + 1), np.int64)
    counts[counted["group"].to_numpy(), counted["group_to"].to_numpy()] = counted["len"].to_numpy()
    return counts


def _name(community: int, members: pl.DataFrame, groups: Mapping[int, str], say: Say) -> str:
    best = members.sort("tied", "id", descending=[True, False])["called"].drop_nulls().head(3).to_list()
    return groups.get(community) or ", ".join(best) or say("group", number=community + 1)


def _top(members: pl.DataFrame, measure: str, language: Language) -> list[tuple[str, str]]:
    named = members.drop_nulls(["called", measure]).filter(pl.col(measure) > 0)
    best = named.sort(measure, "id", descending=[True, False]).head(MOST)
    return [(name, number(value, language)) for name, value in best.select("called", measure).rows()]


def _words(values: pl.DataFrame | None, community: int, say: Say) -> list[tuple[str, str]]:
    """Hashtags, links and words, each on a line of its own."""
    if values is None:
        return []
    own = values.filter(pl.col("community") == community)
    left, found = own, []
    for kind, pattern in KINDS.items():
        these = pl.col("value").str.contains(pattern)
        found.append((kind, left.filter(these)))
        left = left.filter(~these)
    found.append(("words", left))
    return [(say(f"groups_{kind}"), ", ".join(some["value"].head(MOST))) for kind, some in found if some.height]  # fmt: skip


def _told(counts: Longs, sections: list[dict[str, Any]], language: Language, say: Say) -> dict[str, Any]:
    """Each row shaded by its share of the ties that leave the group."""
    names = [f"{at}. {section['name']}" for at, section in enumerate(sections, 1)]
    last = [say("page_others")] if counts[-1].any() or counts[:, -1].any() else []
    width = len(names) + len(last)
    rows = []
    for at, name in enumerate([*names, *last]):
        total = max(int(counts[at].sum()), 1)
        rows.append((name, [(number(int(cell), language), round(0.5 * float(cell) / total, 3)) for cell in counts[at, :width]]))  # fmt: skip
    return {"columns": [*(str(at) for at in range(1, len(names) + 1)), *last], "rows": rows}
