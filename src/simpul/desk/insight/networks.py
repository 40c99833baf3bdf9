"""The network of a study as a page may show it: institutions by name, brokers by role, citizens and households as groups."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from simpul.measures.catalogue.information import ROLES
from simpul.network.crowds import GROUP, crowds
from simpul.network.groups import grouped
from simpul.report.numbers import number
from simpul.report.study import Language, Study

LAYERS = ("online", "survey")
SIZES = ("degree_in", "degree_out", "betweenness", "pagerank")
COLOURS = ("community", "pillar", "role")
FAMILIES = "families"
MEMBERS = {
    "household": ("warga", "citizens"),
    "community": ("akun komunitas", "accounts of associations"),
    FAMILIES: ("keluarga", "families"),
}
MOST_TIES = 6000


@dataclass(frozen=True, eq=False)  # one object for one state of a study
class Drawn:
    """One layer, ready to be drawn: nodes and ties by number, so that no pseudonym leaves the study."""

    nodes: list[dict[str, Any]]
    ties: list[list[int]]  # source, target, weight, months since the first tie
    months: list[str]

    @cached_property
    def named(self) -> list[dict[str, Any]]:
        """The nodes with a name or role, the most connected first."""
        return sorted(
            (node for node in self.nodes if node["label"]),
            key=lambda node: -((node["degree_in"] or 0) + (node["degree_out"] or 0)),
        )

    @cached_property
    def written(self) -> bytes:
        """All of it as JSON."""
        return json.dumps({"nodes": self.nodes, "ties": self.ties, "months": self.months}).encode()


def layers_of(folder: Study) -> list[str]:
    """The layers that a study has."""
    if not folder.has("nodes"):
        return []
    nodes = folder.root / "tables" / "nodes.parquet"
    return _layers(nodes, nodes.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _layers(nodes: Path, written: int) -> list[str]:
    lines = pl.scan_parquet(nodes)
    if "layer" not in lines.collect_schema():  # a study of an older format
        return []
    there = set(lines.select(pl.col("layer").unique()).collect()["layer"])
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
        ties, nodes = crowds(ties, nodes)
    else:
        ties, nodes = grouped(ties, nodes)
    return _numbered(folder, nodes, ties)


def _numbered(folder: Study, nodes: pl.DataFrame, ties: pl.DataFrame) -> Drawn:
    numbers = {id: at for at, id in enumerate(nodes["id"])}
    between = ties.filter(
        pl.col("source").is_in(list(numbers)) & pl.col("target").is_in(list(numbers))
    ).with_columns(month=pl.col("first_at").dt.strftime("%Y-%m"), last=pl.col("last_at").dt.strftime("%Y-%m"))
    kept = between.sort("weight", "source", "target", descending=[True, False, False]).head(MOST_TIES)
    months = sorted({*kept["month"].drop_nulls(), *between["last"].drop_nulls()})
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
        members = MEMBERS[row["pillar"] if row["kind"] == GROUP else FAMILIES][english]
        return f"{number(row['n'], folder.language)} {members}" + (f", {place}" if place else "")
    if row["id"] in folder.accounts:
        return folder.accounts[row["id"]]
    role = ROLES[row["role"]][english] if row.get("role") in ROLES else row.get("name") or ""
    return ", ".join(part for part in (role, place) if part)
