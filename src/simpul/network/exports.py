"""The network as files for other programs, by the name of the format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from simpul.network.gephi_lite import write_gephi_lite
from simpul.network.gexf import write_gexf
from simpul.network.graphml import write_graphml
from simpul.network.nodexl import write_nodexl
from simpul.network.pajek import write_pajek, write_partition, write_vector
from simpul.network.shown import Ties
from simpul.network.tables import write_edge_table, write_node_table
from simpul.network.ucinet import write_ucinet

__all__ = ["FORMATS", "write_gexf", "write_graphml"]

Writer = Callable[..., None]  # path, ties, nodes


def _pajek_groups(path: Path, ties: Ties, nodes: pl.DataFrame) -> None:
    write_partition(path, nodes["community"])


def _pajek_betweenness(path: Path, ties: Ties, nodes: pl.DataFrame) -> None:
    write_vector(path, nodes["betweenness"])


def _nodes(path: Path, ties: Ties, nodes: pl.DataFrame) -> None:
    write_node_table(path, nodes)


FORMATS: dict[str, dict[str, Writer]] = {  # format → file → its writer
    "gexf": {"network.gexf": write_gexf},
    "graphml": {"network.graphml": write_graphml},
    "gephi-lite": {"gephi-lite.json": write_gephi_lite},
    "gephi-csv": {"gephi-nodes.csv": _nodes, "gephi-edges.csv": write_edge_table},
    "pajek": {
        "network.net": write_pajek,
        "network.clu": _pajek_groups,
        "network.vec": _pajek_betweenness,
    },
    "ucinet": {"network.dl": write_ucinet},
    "nodexl": {"network.xlsx": write_nodexl},
}
