"""One pass over an edge table: what is measured of each node, each community and the whole."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.corpus.records import Schema
from simpul.network.betweenness import betweenness
from simpul.network.communities import leiden, modularity
from simpul.network.figure import Figure, share
from simpul.network.graph import Graph, Ints, from_edges
from simpul.network.holes import constraint
from simpul.network.layout import layout
from simpul.network.mixing import ei_index
from simpul.network.naming import public_name
from simpul.network.pagerank import pagerank
from simpul.network.structure import (
    components,
    core_numbers,
    density,
    reciprocity_edges,
    reciprocity_pairs,
)

MEASURES: Schema = {
    "degree_in": pl.Int64,  # different others that turn to the node
    "degree_out": pl.Int64,  # different others that the node turns to
    "strength_in": pl.Float64,  # the same by weight
    "strength_out": pl.Float64,
    "pagerank": pl.Float64,
    "betweenness": pl.Float64,  # null below three nodes
    "core": pl.Int32,
    "constraint": pl.Float64,  # null where all ties have weight 0
    "component": pl.Int32,  # 0 is the largest
    "community": pl.Int32,  # 0 is the largest
    "x": pl.Float64,
    "y": pl.Float64,
}
COMMUNITIES: Schema = {
    "community": pl.Int32,
    "size": pl.Int64,
    "inside": pl.Float64,  # weight of the ties among its members
    "outside": pl.Float64,  # weight of the ties between members and others
    "members": pl.List(pl.String),  # names of at most ten members that have one, most tied first
}
GROUPS = ("pillar", "place", "agency")  # attributes between whose values the E-I index is taken
DIGITS = 10  # significant digits kept, so that the same input gives the same bytes


class Network(NamedTuple):
    """`nodes`: id, the attributes, `MEASURES`. `communities`: `COMMUNITIES`. `summary`: figures by name."""

    nodes: pl.DataFrame
    communities: pl.DataFrame
    summary: dict[str, Figure]


def analyse(
    ties: pl.DataFrame,
    attributes: pl.DataFrame | None = None,
    seed: int = 0,
    layout_nodes: int = 5000,
    threads: int | None = None,
) -> Network:
    """Measure the network of an edge table (`source`, `target`, optionally `weight`; for instance `ties.TIES`).

    Rows of a pair are merged whatever their type or channel; to measure one layer, filter it first. The nodes are those that
    have a tie, sorted by id. `attributes` has one row per `id` and any other columns: they are carried over, and who stands
    there without a tie counts as isolate. Density, reciprocity and E-I are taken on the directed graph among tied nodes;
    components, cores, communities, constraint and layout ignore direction. An empty table gives empty frames and undefined
    figures.

    Raises ValueError where `attributes` has no `id`, repeats one or has a column named like a measure, and where a
    weight is negative or no number.
    """
    _check(attributes)
    graph = from_edges(ties.filter(pl.col("source") != pl.col("target")))  # so every node has a tie
    between = betweenness(graph, seed=seed, threads=threads)
    label = leiden(graph, seed=seed)
    place = layout(graph, layout_nodes, seed, threads)
    component = components(graph)
    columns = {
        "degree_in": graph.degree_in(),
        "degree_out": graph.degree_out(),
        "strength_in": graph.strength_in(),
        "strength_out": graph.strength_out(),
        "pagerank": pagerank(graph),
        "betweenness": between.values,
        "core": core_numbers(graph),
        "constraint": constraint(graph),
        "component": component,
        "community": label,
        "x": place[:, 0],
        "y": place[:, 1],
    }
    measured = pl.DataFrame(columns, schema=pl.Schema(MEASURES)).with_columns(
        pl.col(pl.Float64).fill_nan(None).round_sig_figs(DIGITS)
    )
    nodes = pl.DataFrame({"id": graph.nodes})
    if attributes is not None:
        nodes = nodes.join(attributes, on="id", how="left", maintain_order="left")
    nodes = nodes.hstack(measured)

    size = np.bincount(component)
    summary = {
        "nodes": Figure(graph.n),
        "ties": Figure(graph.m),
        "density": density(graph),
        "reciprocity_pairs": reciprocity_pairs(graph),
        "reciprocity_edges": reciprocity_edges(graph),
        "components": Figure(len(size)),
        "largest_component": share(int(size.max(initial=0)), graph.n),
        "communities": Figure(len(np.unique(label))),
        "modularity": modularity(graph, label),
        "betweenness_error": Figure(between.error),
    }
    if attributes is not None:
        alone = attributes.join(nodes, on="id", how="anti").height
        summary["isolates"] = share(alone, graph.n + alone)
        summary |= {
            f"ei_{by}": ei_index(graph, _numbers(nodes[by])) for by in GROUPS if by in attributes.columns
        }
    return Network(nodes, _communities(graph, nodes), {name: _rounded(f) for name, f in summary.items()})


def _check(attributes: pl.DataFrame | None) -> None:
    if attributes is None:
        return
    if "id" not in attributes.columns:
        raise ValueError("attributes need a column id")
    if attributes["id"].is_duplicated().any():
        twice = attributes["id"].filter(attributes["id"].is_duplicated())[0]
        raise ValueError(f"attributes have several rows for {twice}")
    taken = sorted(set(attributes.columns) & set(MEASURES))
    if taken:
        raise ValueError(f"attributes have columns named like measures: {', '.join(taken)}")


def _numbers(groups: pl.Series) -> Ints:
    """Groups as numbers, -1 for null."""
    number = groups.cast(pl.String).rank("dense").cast(pl.Int32)
    return number.fill_null(-1).to_numpy()


def _rounded(figure: Figure) -> Figure:
    if figure.value is None:
        return figure
    return figure._replace(value=float(f"{figure.value:.{DIGITS}g}"))


def _communities(graph: Graph, nodes: pl.DataFrame) -> pl.DataFrame:
    label = nodes["community"].to_numpy()
    count = int(label.max(initial=-1)) + 1
    start, end = label[graph.sources], label[graph.indices]
    same = start == end
    inside = np.bincount(start[same], graph.weights[same], minlength=count)
    across = np.concatenate([start[~same], end[~same]])
    outside = np.bincount(across, np.tile(graph.weights[~same], 2), minlength=count)
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
