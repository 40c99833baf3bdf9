"""Pajek: a network (.net), a partition (.clu) and a vector (.vec)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.network.numbered import by_number, quoted, weight
from simpul.network.shown import SIDE, Ties, lines, shown, write

UNKNOWN = 999_999_998  # what Pajek reads as a missing value


def write_pajek(path: Path, ties: Ties, nodes: pl.DataFrame) -> None:
    """Write a Pajek network: vertices by number with their id as label and their place, one arc per tie, its type as label.

    The order of `nodes` is that of partitions and vectors. Quotes, backslashes and control characters in ids cannot be
    written and are replaced (`numbered.quoted`); other attributes do not fit in. Streamed as GEXF is.

    Raises ValueError if a single household is among the nodes: group them first (`groups.grouped`).
    """
    nodes, schema = shown(nodes), ties.collect_schema()
    upright = nodes.with_row_index("number", 1).with_columns(pl.col("x") / SIDE, y=1 - pl.col("y") / SIDE)
    vertex = [
        pl.format("{} {}", "number", quoted("id")),
        pl.format(" {} {} 0.5", "x", "y"),
    ]
    arc = [pl.format("{} {} {}", "source", "target", weight(schema))]
    if "type" in schema:
        named = pl.col("type").cast(pl.String)
        arc.append(pl.when(named.is_not_null()).then(pl.format(" l {}", quoted("type"))))
    write(
        path,
        [[f"*Vertices {nodes.height}"], lines([upright], vertex), ["*Arcs"],
         lines(by_number(ties, nodes["id"]), arc)],
    )  # fmt: skip


def write_partition(path: Path, groups: pl.Series) -> None:
    """Write a .clu file: the group of each vertex, in the order of the network; Pajek counts from 1, 0 is unknown."""
    numbers = groups.cast(pl.Int64) + 1
    write(path, [[f"*Vertices {len(groups)}"], map(str, numbers.fill_null(0))])


def write_vector(path: Path, values: pl.Series) -> None:
    """Write a .vec file: a number for each vertex, in the order of the network; what is undefined is Pajek's missing value."""
    write(path, [[f"*Vertices {len(values)}"], map(str, values.cast(pl.Float64).fill_null(UNKNOWN))])
