"""Small networks with published numbers, and random ones with every trap, as graphs and as their oracles see them."""

from __future__ import annotations

import os
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest

from simpul.network.graph import Graph, from_edges

SHARED = Path(os.environ.get("SIMPUL_SHARED", Path(__file__).parents[2] / "../shared"))

KITE = [
    (0, 1), (0, 2), (0, 3), (0, 5), (1, 3), (1, 4), (1, 6), (2, 3), (2, 5), (3, 4), (3, 5), (3, 6), (4, 6), (5, 6), (5, 7),
    (6, 7), (7, 8), (8, 9),
]  # fmt: skip

MAGELANG = [
    ("Bappeda", "Dinsos"), ("Dinsos", "Lurah"), ("Dinsos", "RT1"), ("Lurah", "RT1"), ("RT1", "Kader"), ("RT1", "K1"),
    ("Kader", "K2"), ("K1", "RT1"), ("RT1", "Dinsos"), ("Dinsos", "CSR"),
]  # fmt: skip
MAGELANG_GROUPS = {
    "Bappeda": "OPD", "Dinsos": "OPD", "Lurah": "OPD", "RT1": "warga", "Kader": "warga", "K1": "warga", "K2": "warga",
    "CSR": "usaha",
}  # fmt: skip


def table(edges, weights=None) -> pl.DataFrame:
    frame = pl.DataFrame(
        [(str(a), str(b)) for a, b in edges],
        schema={"source": pl.String, "target": pl.String},
        orient="row",
    )
    return frame if weights is None else frame.with_columns(weight=pl.Series(weights, dtype=pl.Float64))


def graph(edges, nodes=None, directed=True) -> Graph:
    extra = None if nodes is None else pl.Series([str(node) for node in nodes], dtype=pl.String)
    return from_edges(table(edges), extra, directed)


def groups(network: Graph, of: dict[str, str]) -> np.ndarray:
    names = sorted(set(of.values()))
    return np.array([names.index(of[node]) for node in network.nodes], dtype=np.int32)


def by_node(network: Graph, values) -> dict[str, float]:
    return dict(zip(network.nodes, np.asarray(values).tolist(), strict=True))


def published(name: str, directed: bool = True) -> tuple[Graph, pl.DataFrame]:
    """A network of the shared data and its table of nodes; the test is skipped where the data are not at hand."""
    folder = SHARED / "data" / "networks" / "networkdata"
    if not folder.is_dir():
        pytest.skip(f"reference networks are not at {folder}")
    nodes = pl.read_csv(folder / f"{name}.nodes.csv")
    edges = pl.read_csv(folder / f"{name}.edges.csv").rename({"src": "source", "dst": "target"})
    return from_edges(edges, nodes["id"], directed), nodes


def random_table(seed: int) -> tuple[pl.DataFrame, pl.Series]:
    """Edges with loops, repeats, several components and isolates, of weight 0 to 3; and the ids of all nodes."""
    chance = np.random.default_rng(seed)
    n, m = int(chance.integers(3, 40)), int(chance.integers(1, 120))
    ends = (
        chance.integers(0, n, (m, 2)) // (1 + seed % 2) * (1 + seed % 2)
    )  # odd seeds leave half of the ids alone
    weights = np.round(chance.random(m) * 3, 2 if seed % 3 else 0)
    return table(ends, weights), pl.Series([str(i) for i in range(n)])


def random_graph(seed: int, directed: bool = True) -> tuple[Graph, nx.DiGraph | nx.Graph]:
    """A random graph, and the same built by hand for networkx."""
    edges, nodes = random_table(seed)
    oracle = nx.DiGraph() if directed else nx.Graph()
    oracle.add_nodes_from(nodes)
    for a, b, weight in edges.iter_rows():
        if a == b:
            continue
        before = oracle.edges[a, b]["weight"] if oracle.has_edge(a, b) else 0.0
        oracle.add_edge(a, b, weight=before + weight)
    return from_edges(edges, nodes, directed), oracle
