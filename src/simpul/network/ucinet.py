"""UCINET's data language (DL): one matrix as a list of edges, with labels."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.network.numbered import by_number, quoted, weight
from simpul.network.shown import Ties, lines, shown, write


def write_ucinet(path: Path, ties: Ties, nodes: pl.DataFrame) -> None:
    """Write `format = edgelist1`: ids as labels, and one line for each pair with the sum of its weights, in order.

    A DL matrix has one cell for a pair, so ties of several types are added up: filter them first to keep a type apart. That takes
    memory by the number of pairs. Quotes, backslashes and control characters in ids are replaced (`numbered.quoted`).

    Raises ValueError if a single household is among the nodes: group them first (`groups.grouped`).
    """
    nodes = shown(nodes)
    key = ["source", "target"]
    pairs = (
        ties.lazy()
        .select(*key, weight=weight(ties.collect_schema()))
        .group_by(key)
        .agg(pl.col("weight").sum())
    )
    cells = pairs.sort(key).collect(engine="streaming")
    head = [f"dl n={nodes.height} format=edgelist1", "labels:"]
    write(
        path,
        [head, lines([nodes], [quoted("id")]), ["data:"],
         lines(by_number(cells, nodes["id"]), [pl.format("{} {} {}", "source", "target", "weight")])],
    )  # fmt: skip
