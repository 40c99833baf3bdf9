"""The network of any edge list, without a corpus: measures, communities and files for Gephi."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from simpul.network.analyse import analyse
from simpul.network.exports import write_gexf, write_graphml
from simpul.study.folder import Folder
from simpul.study.request import StudyProblem


def study_edges(edges: Path, actors: Path | None, out: Path, seed: int = 0) -> list[Path]:
    """Measures the network of `edges` (CSV or Parquet: source, target, and if given weight, relation, channel, topic).

    `actors` has one row per `id`. Writes `nodes.csv`, `communities.csv`, `summary.json`, `network.gexf` and
    `network.graphml`; returns their paths. Raises StudyProblem for a missing column, a weight that is no number or negative,
    and an id that stands twice.
    """
    ties = _columns(_read(edges), edges, ("source", "target")).with_columns(
        pl.col("source", "target").cast(pl.String)
    )
    if "weight" in ties.columns:
        ties = ties.with_columns(_weights(ties, edges))
    attributes = (
        None
        if actors is None
        else _columns(_read(actors), actors, ("id",)).with_columns(pl.col("id").cast(pl.String))
    )
    try:
        network = analyse(ties, attributes, seed)
    except ValueError as problem:
        raise StudyProblem(
            f"Daftar hubungan tidak dapat dihitung: {problem}.",
            f"The edge list cannot be measured: {problem}.",
        ) from problem
    folder = Folder(out)
    flat = network.communities.with_columns(pl.col("members").list.join("|"))
    for name, frame in (("nodes.csv", network.nodes), ("communities.csv", flat)):
        with folder.whole(name) as path:
            frame.write_csv(path)
    with folder.whole("summary.json") as path:
        figures = {name: figure._asdict() for name, figure in network.summary.items()}
        path.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", "utf-8")
    with folder.whole("network.gexf") as path:
        write_gexf(path, ties, network.nodes)
    with folder.whole("network.graphml") as path:
        write_graphml(path, ties, network.nodes)
    return [
        out / name
        for name in ("nodes.csv", "communities.csv", "summary.json", "network.gexf", "network.graphml")
    ]


def _read(file: Path) -> pl.DataFrame:
    try:
        return (
            pl.read_parquet(file)
            if file.suffix.lower() == ".parquet"
            else pl.read_csv(file, infer_schema=False)
        )
    except (pl.exceptions.PolarsError, OSError) as problem:
        raise StudyProblem(
            f"{file.name} tidak dapat dibaca: {problem}", f"{file.name} cannot be read: {problem}"
        ) from problem


def _columns(frame: pl.DataFrame, file: Path, wanted: tuple[str, ...]) -> pl.DataFrame:
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        names, there = ", ".join(missing), ", ".join(frame.columns)
        raise StudyProblem(
            f"{file.name} tidak punya kolom {names}. Yang ada: {there}.",
            f"{file.name} has no column {names}. It has: {there}.",
        )
    return frame


def _weights(ties: pl.DataFrame, file: Path) -> pl.Series:
    weights = ties["weight"].cast(pl.Float64, strict=False)
    bad = (weights.is_null() | weights.is_nan() | (weights < 0)).arg_true()
    if bad.len():
        row = bad[0] + 1
        raise StudyProblem(
            f"{file.name}, baris {row}: bobot harus angka nol atau lebih.",
            f"{file.name}, row {row}: a weight must be a number, zero or more.",
        )
    return weights
