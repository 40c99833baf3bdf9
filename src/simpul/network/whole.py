"""Everything that is measured of a network as a whole, as figures by name."""

from __future__ import annotations

import numpy as np
import polars as pl

from simpul.network.clustering import transitivity
from simpul.network.cuts import cuts
from simpul.network.figure import Figure, share
from simpul.network.graph import Graph
from simpul.network.mixing import assortativity, centralisation, ei_index, numeric_assortativity
from simpul.network.node_measures import GROUPS, numbered
from simpul.network.structure import density, reciprocity_edges, reciprocity_pairs


def measure_whole(graph: Graph, nodes: pl.DataFrame) -> dict[str, Figure]:
    """Figures of the network; `nodes` has its `MEASURES` and attributes, in the order of the graph's nodes.

    Density, reciprocity, E-I and assortativity by group are taken on the directed graph; transitivity, degree assortativity,
    components and bridges ignore direction. Centralisation of betweenness is undefined below three nodes.
    """
    n, both = graph.n, graph.undirected
    size = np.bincount(nodes["component"].to_numpy())
    contacts = both.degree_out().astype(np.float64)
    figures = {
        "nodes": Figure(n),
        "ties": Figure(graph.m if graph.directed else graph.m // 2),
        "density": density(graph),
        "reciprocity_pairs": reciprocity_pairs(graph),
        "reciprocity_edges": reciprocity_edges(graph),
        "components": Figure(len(size)),
        "largest_component": share(int(size.max(initial=0)), n),
        "transitivity": transitivity(graph),
        "degree_assortativity": numeric_assortativity(both, contacts),
        "centralisation_in": centralisation(graph.degree_in().astype(np.float64), (n - 1) ** 2),
        "centralisation_out": centralisation(graph.degree_out().astype(np.float64), (n - 1) ** 2),
        "centralisation_betweenness": centralisation(_filled(nodes["betweenness"]), n - 1),
        "articulation_points": share(int(nodes["articulation"].sum()), n),
        "bridges": share(int(cuts(graph).bridges.sum()) // 2, both.m // 2),
    }
    for by in GROUPS:
        if by in nodes.columns:
            figures[f"ei_{by}"] = ei_index(graph, numbered(nodes[by]))
            figures[f"assortativity_{by}"] = assortativity(graph, numbered(nodes[by]))
    return figures


def _filled(values: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return values.cast(pl.Float64).fill_null(float("nan")).to_numpy()
