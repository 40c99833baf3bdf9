"""The network of any edge list, without a corpus: measures, brokers with how sure their ranks are, groups, pictures and files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl

from simpul.network.analyse import Network, analyse
from simpul.network.brokerage import ROLES, brokerage_test
from simpul.network.exports import FORMATS
from simpul.network.figure import share
from simpul.network.graph import Graph, from_edges
from simpul.network.groups import grouped
from simpul.network.keyplayers import breaking, reaching
from simpul.network.mixing import ei_test, mixing
from simpul.network.naming import public_name
from simpul.network.node_measures import numbered
from simpul.network.resampling import RANKS, broker_ranks
from simpul.network.topics import topics
from simpul.network.words import Language
from simpul.study.edge_files import CODES, Edges, read_actors, read_edges, scan
from simpul.study.folder import Folder
from simpul.study.request import Progress, StudyProblem

RESAMPLES = ((20_000, 1000), (200_000, 100))  # draws by default, by the number of ties; none above
KEY_TIES = 200_000  # ties up to which key players are sought
STEPS = 2_000_000_000  # ties walked by the permutations of roles together
FEWEST = 100  # permutations below which a test says nothing
CLASSES = 200  # values of a grouping column; more are no groups
SHOWN_TIES = 100_000  # ties up to which every format is written unless some are named
LARGE_FORMATS = ("gexf", "graphml", "gephi-csv")
Pair = tuple[str, str]


@dataclass(frozen=True)
class EdgeRequest:
    """What is asked: `by` names the column of actors that groups them, `layer` one type of tie, `values` words or tags by id."""

    edges: Path
    out: Path
    actors: Path | None = None
    values: Path | None = None
    by: str | None = None
    layer: str | None = None
    quality: Literal["modularity", "cpm"] = "modularity"
    resamples: int | None = None
    seed: int = 0
    formats: tuple[str, ...] = ()
    language: Language = "id"
    made: date | None = None


@dataclass
class EdgeStudy:
    """What was found; `notes` say what was left out, and why. Households stand in `nodes` and `ties` as groups only."""

    ties: pl.DataFrame
    nodes: pl.DataFrame
    network: Network
    ranks: pl.DataFrame
    tests: dict[str, dict[str, Any]] = field(default_factory=dict)
    topics: pl.DataFrame | None = None
    rejects: pl.DataFrame = field(default_factory=pl.DataFrame)
    notes: list[Pair] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    title: str = ""


def study_edges(request: EdgeRequest, progress: Progress = lambda *_: None) -> EdgeStudy:
    """Reads, measures and writes everything into `request.out`.

    Ties and actors that cannot be used are listed in `rejects.csv`. Raises StudyProblem where nothing can be read, a column
    that was named is not there, a layer is empty, or an actor's attribute bears a measure's name.
    """
    progress("read", 0, 1)
    edges, notes = read_edges(request.edges), list[Pair]()
    ties = _layer(edges.ties, request, notes)
    tied = pl.concat([ties["source"], ties["target"].rename("source")]).unique().rename("id")
    attributes, alone = _attributes(edges, request, tied, notes)
    words = None if request.values is None else _values(request.values)
    progress("read", 1, 1)

    progress("network", 0, 1)
    try:
        network = analyse(ties, attributes, request.seed, directed=edges.directed, quality=request.quality)
    except ValueError as problem:
        raise StudyProblem(
            f"Daftar hubungan tidak dapat dihitung: {problem}.",
            f"The edge list cannot be measured: {problem}.",
        ) from problem
    if attributes is not None:
        network.summary["isolates"] = share(alone, network.nodes.height + alone)
    progress("network", 1, 1)

    shown_ties, shown_nodes = _public(ties, network.nodes, notes)
    study = EdgeStudy(
        shown_ties, shown_nodes, network, pl.DataFrame(schema=RANKS), title=request.edges.stem, notes=notes
    )
    study.rejects = pl.concat(edges.rejects) if edges.rejects else pl.DataFrame()
    study.topics = None if words is None else topics(network.nodes.select("id", "community"), words)
    folder = Folder(request.out)
    graph = from_edges(ties.filter(pl.col("source") != pl.col("target")), directed=edges.directed)
    progress("ranks", 0, 1)
    _ranks(folder, study, ties, request)
    _key_players(folder, study, graph, request)
    if request.by is not None:
        _between_groups(folder, study, graph, request.by, request.seed)
    progress("ranks", 1, 1)
    progress("exports", 0, 1)
    _tables(folder, study)
    _pictures(folder, study, request)
    _exports(folder, study, request)
    _summary(folder, study)
    progress("exports", 1, 1)
    return study


# --- what is read ----------------------------------------------------------------------------------------


def _layer(ties: pl.DataFrame, request: EdgeRequest, notes: list[Pair]) -> pl.DataFrame:
    """The ties of one type, or all with a word that they are measured together."""
    there = sorted(ties["type"].cast(pl.String).drop_nulls().unique()) if "type" in ties.columns else []
    if request.layer is None:
        if len(there) > 1:
            names = ", ".join(there[:12])
            notes.append((f"Jenis hubungan dihitung bersama: {names}. Pisahkan dengan --layer.", f"Types of ties measured together: {names}. Part them with --layer."))  # fmt: skip
        return ties
    if request.layer not in there:
        names = ", ".join(there[:12]) or "–"
        raise StudyProblem(
            f"Tidak ada hubungan jenis {request.layer}. Yang ada di kolom type: {names}.",
            f"There is no tie of type {request.layer}. The column type has: {names}.",
        )
    return ties.filter(pl.col("type") == request.layer)


def _attributes(
    edges: Edges, request: EdgeRequest, tied: pl.Series, notes: list[Pair]
) -> tuple[pl.DataFrame | None, int]:
    """Attributes of those who have a tie, and how many there are without one."""
    own = None
    alone = 0
    if edges.nodes is not None:
        nodes = edges.nodes.drop_nulls("id").unique("id", keep="first", maintain_order=True)
        own = nodes.join(tied.to_frame("id"), on="id", how="semi", maintain_order="left")
        alone = nodes.height - own.height
        own = own.rename({"label": "name"}) if "label" in own.columns and "name" not in own.columns else own
        own = _without_measures(own, notes)
    if request.actors is None:
        return own, alone
    actors, alone, refused = read_actors(request.actors, tied)
    edges.rejects += refused
    unknown = tied.len() - actors.height
    if unknown:
        notes.append((f"{unknown} simpul tidak ada di {request.actors.name}; sifatnya tidak diketahui.", f"{unknown} nodes are not in {request.actors.name}; nothing more is known of them."))  # fmt: skip
    if "poor" in actors.columns:
        truth = pl.col("poor").cast(pl.String).str.to_lowercase().str.strip_chars()
        actors = actors.with_columns(poor=truth.replace_strict({"true": True, "1": True, "ya": True, "yes": True, "false": False, "0": False, "tidak": False, "no": False}, default=None, return_dtype=pl.Boolean))  # fmt: skip
    if own is not None:
        actors = own.join(actors, on="id", how="full", coalesce=True, suffix="_file").sort("id")
    return actors, alone


def _without_measures(nodes: pl.DataFrame, notes: list[Pair]) -> pl.DataFrame:
    """A graph file often holds another program's measures; ours must not be taken for them."""
    from simpul.network.analyse import COLUMNS
    from simpul.network.shown import DRAWN

    theirs = [name for name in nodes.columns if name in {*COLUMNS, *DRAWN}]
    if theirs:
        names = ", ".join(theirs)
        notes.append((f"Ukuran dalam berkas tidak dipakai, dihitung ulang: {names}.", f"Measures in the file are not used but computed anew: {names}."))  # fmt: skip
    return nodes.drop(theirs)


def _values(file: Path) -> pl.DataFrame:
    table = scan(file)
    columns = table.collect_schema().names()
    missing = [name for name in ("id", "value") if name not in columns]
    if missing:
        names, there = ", ".join(missing), ", ".join(columns)
        raise StudyProblem(f"{file.name} tidak punya kolom {names}. Yang ada: {there}.", f"{file.name} has no column {names}. It has: {there}.")  # fmt: skip
    count = [pl.col("count").cast(pl.Float64, strict=False)] if "count" in columns else []
    return table.select(pl.col("id", "value").cast(pl.String), *count).collect()


def _public(ties: pl.DataFrame, nodes: pl.DataFrame, notes: list[Pair]) -> tuple[pl.DataFrame, pl.DataFrame]:
    if "kind" not in nodes.columns or not (nodes["kind"] == "household").any():
        return ties, nodes
    notes.append(("Keluarga hanya tampil sebagai kelompok lima atau lebih.", "Families are shown only as groups of five or more."))  # fmt: skip
    return grouped(ties, nodes)


# --- what is found ---------------------------------------------------------------------------------------


def _ranks(folder: Folder, study: EdgeStudy, ties: pl.DataFrame, request: EdgeRequest) -> None:
    """Brokers by draws of the ties; of households nobody is ranked."""
    draws = request.resamples
    if draws is None:
        draws = next((draws for most, draws in RESAMPLES if ties.height <= most), 0)
    if not draws or not ties.height:
        study.notes.append(("Peringkat tidak diuji dengan penarikan ulang; pakai --resamples N.", "Ranks were not tested by resampling; use --resamples N."))  # fmt: skip
        return
    nodes = study.network.nodes
    people = pl.Series("id", nodes["id"])
    kind = nodes["kind"] if "kind" in nodes.columns else None
    if kind is not None:
        people = nodes.filter(kind.ne_missing("household"))["id"]
    strength = nodes.filter(pl.col("id").is_in(people.implode())).sort("strength_in", "id", descending=[True, False])  # fmt: skip
    start = counted = None
    if kind is not None and "poor" in nodes.columns:
        start = nodes.filter(kind.is_in(["official", "agency"]).fill_null(False))["id"]
        counted = nodes.filter(pl.col("poor").fill_null(False))["id"]
        if not start.len() or not counted.len():
            start = counted = None
    study.ranks = broker_ranks(
        ties, strength["id"].head(200), start, counted, resamples=draws, seed=request.seed
    )
    called = nodes.select("id", name=pl.coalesce(public_name(nodes.columns), "id"))
    _csv(folder, study, "ranks.csv", study.ranks.join(called, on="id", how="left", maintain_order="left"))


def _key_players(folder: Folder, study: EdgeStudy, graph: Graph, request: EdgeRequest) -> None:
    if not graph.n or graph.m > KEY_TIES:
        study.notes.append(("Pemain kunci tidak dicari: jejaring terlalu besar.", "Key players were not sought: the network is too large."))  # fmt: skip
        return
    nodes = study.network.nodes
    pool = None
    if "kind" in nodes.columns:
        order = np.argsort(-graph.undirected.degree_out(), kind="stable")
        open_to = nodes["kind"].ne_missing("household").to_numpy()
        pool = order[open_to[order]][:200].astype(np.int32)
    called = nodes.select(pl.coalesce(public_name(nodes.columns), "id")).to_series()
    found = {"reach": reaching(graph, 5, pool), "fragmentation": breaking(graph, 5, pool, seed=request.seed)}
    rows = [
        (aim, at + 1, graph.nodes[int(player)], called[int(player)], float(value))
        for aim, chosen in found.items()
        for at, (player, value) in enumerate(zip(chosen.players, chosen.values, strict=True))
    ]
    _csv(folder, study, "keyplayers.csv", pl.DataFrame(rows, schema=["aim", "rank", "id", "name", "value"], orient="row"))  # fmt: skip


def _between_groups(folder: Folder, study: EdgeStudy, graph: Graph, by: str, seed: int) -> None:
    nodes = study.network.nodes
    if by not in nodes.columns:
        there = ", ".join(name for name in nodes.columns if nodes.schema[name] in (pl.String, pl.Boolean, pl.Int64)) or "–"  # fmt: skip
        raise StudyProblem(f"Aktor tidak punya kolom {by}. Yang ada: {there}.", f"Actors have no column {by}. There is: {there}.")  # fmt: skip
    classes = nodes[by].drop_nulls().n_unique()
    if classes < 2:
        study.notes.append((f"Kolom {by} hanya punya {classes} nilai: tidak ada hubungan antarkelompok untuk dihitung.", f"The column {by} has {classes} value only: there are no ties between groups to count."))  # fmt: skip
        return
    if classes > CLASSES:
        raise StudyProblem(f"Kolom {by} punya {classes} nilai; kelompok paling banyak {CLASSES}.", f"The column {by} has {classes} values; at most {CLASSES} can be groups.")  # fmt: skip
    groups = numbered(nodes[by])
    _csv(folder, study, "mixing.csv", mixing(graph, nodes[by]))
    study.tests["ei"] = ei_test(graph, groups, seed=seed)._asdict()
    walked = int((graph.degree_in() * graph.degree_out()).sum()) + graph.m
    permutations = min(1000, STEPS // max(walked, 1))
    if permutations < FEWEST:
        study.notes.append(("Peran perantara tidak diuji: terlalu banyak jalur.", "Brokerage roles were not tested: there are too many ways."))  # fmt: skip
        return
    tested = brokerage_test(graph, groups, permutations, seed)
    columns = {
        f"{role}{suffix}": values[:, at]
        for at, role in enumerate((*ROLES, "all_roles"))
        for suffix, values in (("", tested.observed), ("_expected", tested.expected), ("_z", tested.z), ("_p", tested.p))
    }  # fmt: skip
    called = nodes.select("id", by, name=pl.coalesce(public_name(nodes.columns), "id"))
    roles = called.hstack(pl.DataFrame(columns).with_columns(pl.col(pl.Float64).fill_nan(None).round_sig_figs(10)))  # fmt: skip
    if "kind" in nodes.columns:
        roles = roles.filter(nodes["kind"].ne_missing("household"))
    _csv(folder, study, "roles.csv", roles.filter(pl.col("all_roles") > 0).sort("all_roles", "id", descending=[True, False]))  # fmt: skip


# --- what is written -------------------------------------------------------------------------------------


def _tables(folder: Folder, study: EdgeStudy) -> None:
    lists = [name for name, kind in study.nodes.schema.items() if isinstance(kind, pl.List)]
    _csv(folder, study, "nodes.csv", study.nodes.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join("|")))  # fmt: skip
    _csv(folder, study, "communities.csv", study.network.communities.with_columns(pl.col("members").list.join("|")))  # fmt: skip
    if study.topics is not None:
        _csv(folder, study, "topics.csv", study.topics)


def _summary(folder: Folder, study: EdgeStudy) -> None:
    told = {
        "figures": {name: figure._asdict() for name, figure in study.network.summary.items()},
        "tests": study.tests,
        "notes": [{"id": one, "en": other} for one, other in study.notes],
        "rejects": dict(study.rejects["code"].value_counts(sort=True).rows()) if study.rejects.height else {},
    }
    _whole(folder, study, "summary.json", lambda path: path.write_text(json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8"))  # fmt: skip
    if study.rejects.height:
        advice = [pl.col("code").replace_strict({code: pair[at] for code, pair in CODES.items()}).alias(name) for at, name in enumerate(("saran", "advice"))]  # fmt: skip
        _csv(folder, study, "rejects.csv", study.rejects.with_columns(advice).sort("file", "row", "column"))


def _pictures(folder: Folder, study: EdgeStudy, request: EdgeRequest) -> None:
    from simpul.network.group_page import group_page
    from simpul.network.page import page
    from simpul.network.picture import draw, write_png
    from simpul.network.words import speaker

    say = speaker(request.language)
    title = say("title", name=study.title)
    names = _names(study)
    svg = draw(study.ties, study.nodes, title=title, source=request.edges.name, made=request.made, groups=names, language=request.language)  # fmt: skip
    _whole(folder, study, "network.svg", lambda path: path.write_text(svg, "utf-8"))
    _whole(folder, study, "network.png", lambda path: write_png(path, svg))
    twin = page(study.ties, study.nodes, title=title, source=request.edges.name, made=request.made, groups=names, language=request.language)  # fmt: skip
    _whole(folder, study, "network.html", lambda path: path.write_text(twin, "utf-8"))
    largest = group_page(study.ties, study.nodes, study.network.summary, title=title, source=request.edges.name, made=request.made, groups=names, values=study.topics, language=request.language)  # fmt: skip
    _whole(folder, study, "groups.html", lambda path: path.write_text(largest, "utf-8"))


def _names(study: EdgeStudy) -> dict[int, str]:
    """Communities by the words that set them apart, where words were handed in."""
    if study.topics is None or study.topics.is_empty():
        return {}
    named = study.topics.group_by("community", maintain_order=True).agg(pl.col("value").head(3).str.join(", "))  # fmt: skip
    return dict(named.rows())


def _exports(folder: Folder, study: EdgeStudy, request: EdgeRequest) -> None:
    formats = request.formats or (FORMATS if study.ties.height <= SHOWN_TIES else LARGE_FORMATS)
    if not request.formats and study.ties.height > SHOWN_TIES:
        study.notes.append(("Karena besar, hanya ditulis sebagai GEXF, GraphML, dan CSV; format lain dengan --format.", "Being large, it was written as GEXF, GraphML and CSV only; other formats with --format."))  # fmt: skip
    for name in formats:
        for file, write in FORMATS[name].items():
            try:
                _whole(folder, study, file, partial(write, ties=study.ties, nodes=study.nodes))
            except ValueError as problem:
                study.notes.append((f"{file} tidak ditulis: {problem}.", f"{file} was not written: {problem}."))  # fmt: skip


def _csv(folder: Folder, study: EdgeStudy, name: str, frame: pl.DataFrame) -> None:
    _whole(folder, study, name, lambda path: frame.write_csv(path))


def _whole(folder: Folder, study: EdgeStudy, name: str, write: Callable[[Path], Any]) -> None:
    with folder.whole(name) as path:
        write(path)
    study.files.append(folder.root / name)
