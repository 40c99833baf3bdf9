"""The network of a study as a page may show it: institutions by name, brokers by role, citizens and households as groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from simpul.measures.catalogue.information import ROLES
from simpul.network.groups import LEAST, grouped
from simpul.report.numbers import number
from simpul.report.study import Language, Study

LAYERS = ("online", "survey")
SIZES = ("degree_in", "degree_out", "betweenness", "pagerank")
COLOURS = ("community", "pillar", "role")
MOST_TIES = 6000
GROUP = "group"


@dataclass(frozen=True)
class Drawn:
    """One layer, ready to be drawn: nodes and ties by number, so that no pseudonym leaves the study."""

    nodes: list[dict[str, Any]]
    ties: list[list[int]]  # source, target, weight, months since the first tie
    months: list[str]

    def as_json(self) -> dict[str, Any]:
        return {"nodes": self.nodes, "ties": self.ties, "months": self.months}


def layers_of(folder: Study) -> list[str]:
    """The layers that a study has."""
    if not folder.has("nodes"):
        return []
    there = set(folder.table("nodes")["layer"].unique())
    return [layer for layer in LAYERS if layer in there]


def drawn(root: Path, layer: str, language: Language) -> Drawn:
    """A layer of a study; computed once per process and state of the folder."""
    return _drawn(root, layer, language, (root / "tables" / "nodes.parquet").stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _drawn(root: Path, layer: str, language: Language, written: int) -> Drawn:
    folder = Study(root, language)
    nodes = folder.table("nodes").filter(layer=layer)
    ties = folder.table("ties").select("source", "target", "weight", "first_at", "last_at")
    if layer == "online":
        nodes, ties = _citizens_grouped(nodes, ties)
    else:
        ties, nodes = grouped(ties, nodes)
    return _numbered(folder, nodes, ties)


def _citizens_grouped(nodes: pl.DataFrame, ties: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Citizens become one node a community; communities of fewer than five citizens together make one, or none."""
    citizens = nodes.filter(kind="citizen")
    counts = citizens.group_by("community").len()
    large = counts.filter(pl.col("len") >= LEAST)["community"].to_list()
    member = citizens.select(
        "id",
        group=pl.when(pl.col("community").is_in(large))
        .then(pl.format("c{}", "community"))
        .otherwise(pl.lit("c-")),
    )
    sizes = dict(member["group"].value_counts().rows())
    member = member.filter(pl.col("group").replace_strict(sizes, return_dtype=pl.Int64) >= LEAST)
    groups = (
        member.join(citizens, on="id")
        .group_by(id="group")
        .agg(
            pl.col("x").mean(), pl.col("y").mean(), pl.col("community").mode().min(), n=pl.len(),
            degree_in=pl.col("degree_in").sum(), degree_out=pl.col("degree_out").sum(),
        )
        .with_columns(kind=pl.lit(GROUP), pillar=pl.lit("household"))
    )  # fmt: skip
    named = nodes.filter(pl.col("kind") != "citizen")
    shown = pl.concat([named, groups], how="diagonal_relaxed").sort("id")
    names = dict(member.rows())
    ends = [pl.col(end).replace(names) for end in ("source", "target")]
    merged = (
        ties.with_columns(ends)
        .filter(pl.col("source") != pl.col("target"))
        .group_by("source", "target")
        .agg(pl.col("weight").sum(), pl.col("first_at").min(), pl.col("last_at").max())
    )
    return shown, merged


def _numbered(folder: Study, nodes: pl.DataFrame, ties: pl.DataFrame) -> Drawn:
    numbers = {id: at for at, id in enumerate(nodes["id"])}
    kept = (
        ties.filter(pl.col("source").is_in(list(numbers)) & pl.col("target").is_in(list(numbers)))
        .sort("weight", "source", "target", descending=[True, False, False])
        .head(MOST_TIES)
        .with_columns(month=pl.col("first_at").dt.strftime("%Y-%m"))
    )
    months = kept["month"].drop_nulls().unique().sort().to_list()
    at = {month: number for number, month in enumerate(months)}
    rows = [
        [numbers[source], numbers[target], round(weight or 1), at.get(month, 0)]
        for source, target, weight, month in kept.select("source", "target", "weight", "month").rows()
    ]
    return Drawn([_node(folder, row) for row in nodes.iter_rows(named=True)], rows, months)


def _node(folder: Study, row: dict[str, Any]) -> dict[str, Any]:
    """What the page may know of a node."""
    place = folder.places.get(row["place"], row["place"] or "") if row.get("place") else ""
    return {
        "label": _label(folder, row, place),
        "kind": GROUP if row.get("n") else row["kind"],
        "n": row.get("n") or 1,
        "x": row.get("x"), "y": row.get("y"),
        "community": row.get("community"), "pillar": row.get("pillar") or "", "role": row.get("role") or "",
        **{size: row.get(size) for size in SIZES},
    }  # fmt: skip


def _label(folder: Study, row: dict[str, Any], place: str) -> str:
    english = folder.language == "en"
    if row.get("n"):
        people = (
            ("citizens" if row["kind"] == GROUP else "families")
            if english
            else ("warga" if row["kind"] == GROUP else "keluarga")
        )
        return f"{number(row['n'], folder.language)} {people}" + (f", {place}" if place else "")
    if row["id"] in folder.accounts:
        return folder.accounts[row["id"]]
    role = ROLES[row["role"]][english] if row.get("role") in ROLES else row.get("name") or ""
    return ", ".join(part for part in (role, place) if part)
