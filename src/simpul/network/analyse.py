"""One pass over an edge table: what is measured of each node, each community and the whole."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.corpus.records import Schema
from simpul.network.communities import RUNS, Quality, consensus, even_density, modularity
from simpul.network.figure import Figure, share
from simpul.network.graph import Graph, from_edges
from simpul.network.layout import layout
from simpul.network.naming import public_name
from simpul.network.node_measures import MEASURES, measure_nodes
from simpul.network.whole import measure_whole

COMMUNITY: Schema = {
    "community": pl.Int32,  # 0 is the largest
    "stability": pl.Float64,  # how alike the node's community is under other seeds, 0…1
}
PLACE: Schema = {"x": pl.Float64, "y": pl.Float64}
COLUMNS: Schema = {**MEASURES, **COMMUNITY, **PLACE}
COMMUNITIES: Schema = {
    "community": pl.Int32,
    "size": pl.Int64,
    "inside": pl.Float64,  # weight of the ties among its members
    "outside": pl.Float64,  # weight of the ties between members and others
    "members": pl.List(pl.String),  # names of at most ten members that have one, most tied first
}
AFFORDED = 4_000_000  # arcs that all runs of the consensus together may walk
DIGITS = 10  # significant digits kept, so that the same input gives the same bytes


NAMED = ("degree_in", "degree_out", "strength_in", "strength_out")  # what ego networks tell of a node
COUNTED = ("nodes", "ties")  # and of the whole
SAMPLED = "ego_sample"  # why all else is not there


class Network(NamedTuple):
    """`nodes`: id, the attributes, `COLUMNS`. `communities`: `COMMUNITIES`. `summary`: figures by name; `reasons`: why one is not there."""

    nodes: pl.DataFrame
    communities: pl.DataFrame
    summary: dict[str, Figure]
    reasons: dict[str, str]


def analyse(
    ties: pl.DataFrame,
    attributes: pl.DataFrame | None = None,
    seed: int = 0,
    layout_nodes: int = 5000,
    threads: int | None = None,
    *,
    directed: bool = True,
    sampled: bool = False,
    quality: Quality = "modularity",
) -> Network:
    """Measure the network of an edge table (`source`, `target`, optionally `weight`; for instance `ties.TIES`).

    Rows of a pair are merged whatever their type or channel; to measure one layer, filter it first. The nodes are those that
    have a tie, sorted by id. `attributes` has one row per `id` and any other columns: they are carried over, and who stands
    there without a tie counts as isolate. Density, reciprocity and E-I are taken on the directed graph among tied nodes;
    components, cores, communities, structural holes and layout ignore direction. Closeness, harmonic closeness and betweenness are
    sampled in a large network; `…_error` says how far they may be off. An empty table gives empty frames and undefined
    figures. `directed=False` reads each row as a tie of both to each other (`projections.project`). `quality` "cpm" takes communities to be
    denser inside than the network is (`communities.even_density`), "modularity" denser than their strengths let expect.

    `sampled` says that the ties are those that some people were asked for, about themselves (ego networks). Who is tied to whom among
    all others is then not known, so only the number of nodes and ties, degrees and strengths (as named), the grouping
    and the place in a picture are given; all other measures and figures are null, with the reason `SAMPLED`.

    Raises ValueError where `attributes` has no `id`, repeats one or has a column named like a measure, and where a
    weight is negative or no number.
    """
    _check(attributes)
    between_two = ties.filter(pl.col("source") != pl.col("target"))  # so every node has a tie
    graph = from_edges(between_two, directed=directed)
    nodes = pl.DataFrame({"id": graph.nodes})
    if attributes is not None:
        nodes = nodes.join(attributes, on="id", how="left", maintain_order="left")
    measured = measure_nodes(graph, nodes, seed, threads)
    runs = max(2, min(RUNS, AFFORDED // max(graph.m, 1)))
    resolution = even_density(graph) if quality == "cpm" else 1.0
    groups = consensus(graph, runs, resolution, seed, quality, threads)
    place = layout(graph, layout_nodes, seed, threads)
    columns = {"community": groups.labels, "stability": groups.stability, "x": place[:, 0], "y": place[:, 1]}
    values = measured.table.hstack(pl.DataFrame(columns, schema=pl.Schema({**COMMUNITY, **PLACE})))
    nodes = nodes.hstack(values.with_columns(pl.col(pl.Float64).fill_nan(None).round_sig_figs(DIGITS)))

    summary = measure_whole(graph, nodes) | measured.errors
    summary["communities"] = Figure(len(np.unique(groups.labels)))
    summary["modularity"] = modularity(graph, groups.labels)
    summary["agreement"] = groups.agreement
    if attributes is not None:
        alone = attributes.join(nodes, on="id", how="anti").height
        summary["isolates"] = share(alone, graph.n + alone)
    figures = {name: _rounded(figure) for name, figure in summary.items()}
    found = Network(nodes, _communities(graph, nodes), figures, {})
    return _as_named(found) if sampled else found


def _as_named(whole: Network) -> Network:
    """Without what only a whole network can tell."""
    unknown = [name for name in MEASURES if name not in NAMED]
    nodes = whole.nodes.with_columns(pl.lit(None, dtype=MEASURES[name]).alias(name) for name in unknown)
    figures = {name: figure if name in COUNTED else Figure(None) for name, figure in whole.summary.items()}
    return Network(
        nodes, whole.communities, figures, dict.fromkeys(set(figures) - set(COUNTED) | set(unknown), SAMPLED)
    )


def _check(attributes: pl.DataFrame | None) -> None:
    if attributes is None:
        return
    if "id" not in attributes.columns:
        raise ValueError("attributes need a column id")
    if attributes["id"].is_duplicated().any():
        twice = attributes["id"].filter(attributes["id"].is_duplicated())[0]
        raise ValueError(f"attributes have several rows for {twice}")
    taken = sorted(set(attributes.columns) & set(COLUMNS))
    if taken:
        raise ValueError(f"attributes have columns named like measures: {', '.join(taken)}")


def _rounded(figure: Figure) -> Figure:
    if figure.value is None:
        return figure
    return figure._replace(value=float(f"{figure.value:.{DIGITS}g}"))


def _communities(graph: Graph, nodes: pl.DataFrame) -> pl.DataFrame:
    label = nodes["community"].to_numpy()
    count = int(label.max(initial=-1)) + 1
    start, end = label[graph.sources], label[graph.indices]
    same = start == end
    rows = (
        graph.weights if graph.directed else graph.weights / 2
    )  # an edge without direction stands in both ends' rows
    inside = np.bincount(start[same], rows[same], minlength=count)
    across = np.concatenate([start[~same], end[~same]])
    outside = np.bincount(across, np.tile(rows[~same], 2), minlength=count)
    members = (
        nodes.with_columns(
            called=public_name(nodes.columns), strength=pl.col("strength_in") + pl.col("strength_out")
        )
        .sort("strength", "id", descending=[True, False])
        .group_by("community")
        .agg(size=pl.len().cast(pl.Int64), members=pl.col("called").drop_nulls().head(10))
    )
    weights = pl.DataFrame(
        {"community": np.arange(count), "inside": inside, "outside": outside},
        schema={"community": pl.Int32, "inside": pl.Float64, "outside": pl.Float64},
    ).with_columns(pl.col(pl.Float64).round_sig_figs(DIGITS))
    return members.join(weights, on="community").sort("community").select(*COMMUNITIES)
