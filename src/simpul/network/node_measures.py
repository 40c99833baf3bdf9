"""Everything that is measured of each node, in one table."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.corpus.records import Schema
from simpul.network.betweenness import betweenness
from simpul.network.brokerage import ROLES, gould_fernandez
from simpul.network.clustering import local_bridges
from simpul.network.cuts import cuts
from simpul.network.distances import closeness, harmonic, walk
from simpul.network.figure import Figure
from simpul.network.graph import Flags, Floats, Graph, Ints, Longs
from simpul.network.holes import structural_holes
from simpul.network.influence import bridging, collective_influence
from simpul.network.pagerank import pagerank
from simpul.network.spectral import diffusion, eigenvector, hits
from simpul.network.structure import components, core_numbers

MEASURES: Schema = {
    "degree_in": pl.Int64,  # different others that turn to the node
    "degree_out": pl.Int64,  # different others that the node turns to
    "strength_in": pl.Float64,  # the same by weight
    "strength_out": pl.Float64,
    "pagerank": pl.Float64,
    "pagerank_poor": pl.Float64,  # jumps go to the poor; null where nobody is known to be poor
    "hub": pl.Float64,  # of hubs and authorities; null without ties of weight above 0
    "authority": pl.Float64,
    "eigenvector": pl.Float64,  # direction ignored
    "closeness": pl.Float64,  # from the others to the node; null below two nodes
    "harmonic": pl.Float64,
    "betweenness": pl.Float64,  # null below three nodes
    "bridging": pl.Float64,
    "core": pl.Int32,
    "constraint": pl.Float64,  # null where all ties have weight 0
    "effective_size": pl.Float64,
    "efficiency": pl.Float64,
    "hierarchy": pl.Float64,  # null below two contacts
    **dict.fromkeys(
        ROLES, pl.Float64
    ),  # between the groups of `GROUPS`' first that is known; null where none is
    "diffusion": pl.Float64,  # q = 1 / λ₁, five rounds
    "collective_influence": pl.Int64,  # radius 2
    "articulation": pl.Boolean,  # without it, others are parted
    "local_bridges": pl.Int64,  # ties to whom it has no contact in common with
    "component": pl.Int32,  # 0 is the largest
}
GROUPS = ("pillar", "place", "agency")  # attributes whose values are groups, the first for brokerage


class Nodes(NamedTuple):
    """`table`: columns `MEASURES`, one row per node. `errors`: how far sampled measures may be off, 0 where exact."""

    table: pl.DataFrame
    errors: dict[str, Figure]


def measure_nodes(graph: Graph, attributes: pl.DataFrame, seed: int = 0, threads: int | None = None) -> Nodes:
    """Measure every node; `attributes` has one row per node, in the same order, and may have `poor` and `GROUPS`."""
    between = betweenness(graph, seed=seed, threads=threads)
    walked = walk(graph, seed=seed, threads=threads)
    close, near = closeness(graph, walked=walked), harmonic(graph, walked=walked)
    holes, web = structural_holes(graph), hits(graph)
    columns = {
        "degree_in": graph.degree_in(),
        "degree_out": graph.degree_out(),
        "strength_in": graph.strength_in(),
        "strength_out": graph.strength_out(),
        "pagerank": pagerank(graph),
        "pagerank_poor": _from_the_poor(graph, attributes),
        "hub": web.hubs,
        "authority": web.authorities,
        "eigenvector": eigenvector(graph),
        "closeness": close.values,
        "harmonic": near.values,
        "betweenness": between.values,
        "bridging": bridging(graph, between.values),
        "core": core_numbers(graph),
        **holes._asdict(),
        **_roles(graph, attributes),
        "diffusion": diffusion(graph),
        "collective_influence": collective_influence(graph),
        "articulation": cuts(graph).articulation,
        "local_bridges": _count(graph, local_bridges(graph)),
        "component": components(graph),
    }
    errors = {
        "betweenness_error": Figure(between.error),
        "closeness_error": Figure(close.error),
        "harmonic_error": Figure(near.error),
    }
    return Nodes(pl.DataFrame(columns, schema=pl.Schema(MEASURES)), errors)


def numbered(groups: pl.Series) -> Ints:
    """Groups as numbers, -1 for null."""
    return groups.cast(pl.String).rank("dense").cast(pl.Int32).fill_null(-1).to_numpy()


def _from_the_poor(graph: Graph, attributes: pl.DataFrame) -> Floats:
    poor = (
        attributes["poor"].fill_null(False).to_numpy() if "poor" in attributes.columns else np.zeros(graph.n)
    )
    return pagerank(graph, jumps=poor.astype(np.float64)) if poor.any() else np.full(graph.n, np.nan)


def _roles(graph: Graph, attributes: pl.DataFrame) -> dict[str, Floats]:
    by = next((by for by in GROUPS if by in attributes.columns and attributes[by].n_unique() > 1), None)
    if by is None:
        return dict.fromkeys(ROLES, np.full(graph.n, np.nan))
    return dict(zip(ROLES, gould_fernandez(graph, numbered(attributes[by])).T, strict=True))


def _count(graph: Graph, arcs: Flags) -> Longs:
    return np.bincount(graph.undirected.sources[arcs], minlength=graph.n)
