"""A workbook with NodeXL's sheets and headers, written row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from simpul.corpus.inert import WORKBOOK
from simpul.network.shown import Ties, attributes, between, plain, shown

ROWS = 1_048_575  # that a sheet of Excel holds below its headers
CHARACTERS = 32_767  # that a cell holds
EDGES = {"Vertex 1": "source", "Vertex 2": "target", "Edge Weight": "weight", "Relationship": "type"}
VERTICES = {
    "Vertex": "id", "Color": "colour", "Size": "size", "Label": "label", "X": "x", "Y": "y", "In-Degree": "degree_in",
    "Out-Degree": "degree_out", "Betweenness Centrality": "betweenness", "Closeness Centrality": "closeness",
    "Eigenvector Centrality": "eigenvector", "PageRank": "pagerank",
}  # fmt: skip


def write_nodexl(path: Path, ties: Ties, nodes: pl.DataFrame) -> None:
    """Write the sheets Edges, Vertices, Groups, Group Vertices and Overall Metrics under NodeXL's own headers.

    In NodeXL: *Import, From Open Workbook*, with the sheet Edges in front; its measures stand in its own columns, ours in columns
    after them. Text stays text: no cell becomes a formula, a link or a number. Rows go straight to disk.

    Raises ValueError if a single household is among the nodes, and where a sheet of Excel cannot hold the nodes or ties.
    """
    import xlsxwriter

    nodes, schema = shown(nodes), ties.collect_schema()
    nodes = nodes.with_columns(colour=pl.format("{}, {}, {}", "r", "g", "b")).drop("r", "g", "b")
    if nodes.height > ROWS:
        raise ValueError(f"a sheet of Excel holds {ROWS:,} rows, and there are {nodes.height:,} nodes")
    book = xlsxwriter.Workbook(path, {"constant_memory": True, **WORKBOOK})
    try:
        _sheet(book, "Edges", _named(schema, EDGES, ("row",)), between(ties, nodes["id"]))
        _sheet(book, "Vertices", _named(nodes.schema, VERTICES), [nodes])
        if "community" in nodes.columns:
            group = (pl.col("community").cast(pl.Int64) + 1).cast(pl.String)
            members = nodes.select(group=pl.format("G{}", group), id="id", colour="colour")
            groups = members.unique("group", keep="first", maintain_order=True)
            _sheet(book, "Groups", {"Group": pl.col("group"), "Vertex Color": pl.col("colour")}, [groups])
            pairs = members.drop_nulls("group")
            _sheet(book, "Group Vertices", {"Group": pl.col("group"), "Vertex": pl.col("id")}, [pairs])
        metrics = pl.DataFrame(
            {"metric": ["Graph Type", "Vertices"], "value": ["Directed", str(nodes.height)]}
        )
        _sheet(book, "Overall Metrics", {"Metric": pl.col("metric"), "Value": pl.col("value")}, [metrics])
    finally:
        book.close()


def _named(schema: pl.Schema, known: dict[str, str], without: tuple[str, ...] = ()) -> dict[str, pl.Expr]:
    """Headers and their values: NodeXL's first, then every other column under its own name."""
    own = {title: plain(name, schema[name]) for title, name in known.items() if name in schema}
    rest = attributes(schema, (*known.values(), *without))
    taken = {title.lower() for title in own}
    further = {
        name if name.lower() not in taken else f"{name} (2)": plain(name, schema[name]) for name in rest
    }
    return own | further


def _sheet(book: Any, name: str, columns: dict[str, pl.Expr], frames: Iterable[pl.DataFrame]) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, list(columns), book.add_format({"bold": True}))
    values = [value.alias(str(at)) for at, value in enumerate(columns.values())]
    for number, row in enumerate(_rows(frames, values), 1):
        if number > ROWS:
            raise ValueError(f"a sheet of Excel holds {ROWS:,} rows, and there are more ties")
        for at, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, at, value[:CHARACTERS])
            elif value is not None:
                sheet.write(number, at, value)


def _rows(frames: Iterable[pl.DataFrame], values: list[pl.Expr]) -> Iterator[tuple[Any, ...]]:
    for frame in frames:
        yield from frame.select(values).iter_rows()
