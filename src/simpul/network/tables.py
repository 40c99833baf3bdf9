"""Two CSV tables, nodes and edges, under the headers by which Gephi's import knows them."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.network.shown import ROWS, Ties, attributes, between, plain, shown


def write_node_table(path: Path, nodes: pl.DataFrame) -> None:
    """Write `Id, Label` and every attribute, undefined values as empty cells.

    Raises ValueError if a single household is among the nodes: group them first (`groups.grouped`).
    """
    nodes = shown(nodes)
    rest = attributes(nodes.schema, ("id", "label"))
    columns = [pl.col("id").alias("Id"), pl.col("label").alias("Label")]
    nodes.select(*columns, *(plain(name, nodes.schema[name]) for name in rest)).write_csv(path)


def write_edge_table(path: Path, ties: Ties, nodes: pl.DataFrame) -> None:
    """Write `Source, Target, Type, Id, Label, Weight` and every other column of the ties among the nodes; `Label` is the tie's type.

    Streamed as GEXF is. Raises ValueError as `write_node_table` does.
    """
    nodes, schema = shown(nodes), ties.collect_schema()
    rest = attributes(schema, ("source", "target", "weight", "type"))
    weight = pl.col("weight") if "weight" in schema else pl.lit(1.0)
    columns = [
        pl.col("source").alias("Source"), pl.col("target").alias("Target"), pl.lit("Directed").alias("Type"),
        pl.col("row").alias("Id"), (pl.col("type") if "type" in schema else pl.lit("")).alias("Label"), weight.alias("Weight"),
        *(plain(name, schema[name]) for name in rest),
    ]  # fmt: skip
    with path.open("wb") as file:
        empty = pl.DataFrame(schema=schema).with_row_index("row")
        empty.select(columns).write_csv(file)
        for piece in between(ties, nodes["id"]):
            piece.select(columns).write_csv(file, include_header=False, batch_size=ROWS)
