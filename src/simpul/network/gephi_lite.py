"""A file that Gephi Lite opens as it is: a serialised graphology graph, placed, sized and coloured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from simpul.network.shown import DRAWN, Ties, attributes, between, lines, plain, shown, write


def write_gephi_lite(path: Path, ties: Ties, nodes: pl.DataFrame) -> None:
    """Write JSON for Gephi Lite (gephi.org/gephi-lite: *Open a graph from this computer*); its name must end in `.json`.

    Content and rules are those of `gexf.write_gexf`, without time: Gephi Lite has no timeline; times become text. Streamed.

    Raises ValueError if a single household is among the nodes: group them first (`groups.grouped`).
    """
    nodes, schema = shown(nodes), ties.collect_schema()
    of_node = attributes(nodes.schema, ("id", *DRAWN))
    drawn = [
        pl.col("x", "y").fill_null(0.0),
        pl.col("size"),
        pl.format("rgb({},{},{})", "r", "g", "b").alias("color"),
    ]
    node = pl.struct(
        pl.col("id").alias("key"),
        pl.struct(*drawn, *(plain(name, nodes.schema[name]) for name in of_node)).alias("attributes"),
    )
    of_edge = [plain(name, schema[name]) for name in attributes(schema, ("source", "target"))]
    edge = pl.struct(
        pl.col("row").cast(pl.String).alias("key"), "source", "target",
        *([pl.struct(of_edge).alias("attributes")] if of_edge else []),
    )  # fmt: skip
    write(
        path,
        [['{"attributes":{"creator":"Simpul"},"options":{"type":"directed","multi":true,"allowSelfLoops":true},"nodes":['],
         _listed([nodes], node), ['],"edges":['], _listed(between(ties, nodes["id"]), edge), ["]}"]],
    )  # fmt: skip


def _listed(frames: Iterable[pl.DataFrame], row: pl.Expr) -> Iterator[str]:
    """Rows as JSON with commas between them, none after the last."""
    comma = ""
    for piece in lines((frame for frame in frames if frame.height), [row.struct.json_encode()], "\n,"):
        yield comma + piece
        comma = ","
