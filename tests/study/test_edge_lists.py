"""Any edge list: all kinds of files, what is wrong in them, and everything that is written."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.network.exports import FORMATS
from simpul.study import edges as module
from simpul.study.edge_files import read_actors, read_edges
from simpul.study.edges import EdgeRequest, study_edges
from simpul.study.request import StudyProblem

ODD = ["RT 03 \"Budi\"", "ibu 👩‍👧", "a,b;c", "back\\slash", "<&>'", "007"]  # fmt: skip
CAVES = nx.connected_caveman_graph(4, 6)


def village(folder: Path) -> tuple[Path, Path]:
    """Four caves of offices, cadres and poor families; the families know only each other and one cadre."""
    edges, actors = folder / "hubungan.csv", folder / "aktor.csv"
    rows = [f"n{a},n{b},{1 + (a + b) % 3},{'whatsapp' if a % 2 else 'rapat'}" for a, b in CAVES.edges]
    edges.write_text("dari,ke,bobot,type\n" + "\n".join(rows) + "\n", "utf-8")
    kinds = ["agency"] * 6 + ["community"] * 6 + ["household"] * 12
    people = [f"n{i},{kind},Nama {i},{'pemerintah' if i < 6 else 'warga'},{'ya' if i > 17 else 'tidak'},99.71.01.1001" for i, kind in enumerate(kinds)]  # fmt: skip
    actors.write_text("id,kind,name,pillar,poor,place\n" + "\n".join(people) + "\nsendiri,person,X,warga,,\n", "utf-8")  # fmt: skip
    return edges, actors


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, module.EdgeStudy]:
    folder = tmp_path_factory.mktemp("daftar")
    edges, actors = village(folder)
    values = folder / "kata.csv"
    values.write_text("id,value,count\n" + "".join(f"n{i},{'beras' if i < 6 else 'air'},20\n" for i in range(12)))  # fmt: skip
    asked = EdgeRequest(edges, folder / "hasil", actors, values, by="pillar", resamples=30)
    return folder / "hasil", study_edges(asked)


def test_everything_is_written_and_listed(made: tuple[Path, module.EdgeStudy]) -> None:
    out, study = made
    assert sorted(study.files) == sorted(out.iterdir())
    formats = {file for files in FORMATS.values() for file in files}
    assert {path.name for path in out.iterdir()} == formats | {
        "nodes.csv", "communities.csv", "topics.csv", "ranks.csv", "keyplayers.csv", "mixing.csv", "roles.csv", "summary.json",
        "network.svg", "network.png", "network.html", "groups.html",
    }  # fmt: skip


def test_families_are_shown_as_groups_only(made: tuple[Path, module.EdgeStudy]) -> None:
    out, study = made
    nodes = pl.read_csv(out / "nodes.csv")
    homes = nodes.filter(kind="household_group")
    assert homes["n"].sum() == 12 and homes["n"].min() == 6
    assert "household" not in set(nodes["kind"])
    families = {f"n{i}" for i in range(12, 24)}
    for file in out.iterdir():
        if file.suffix in (".csv", ".gexf", ".graphml", ".net", ".dl", ".html", ".svg"):
            words = set(file.read_text("utf-8").replace('"', " ").replace(",", " ").replace("<", " ").split())
            assert not words & families, file.name
    assert any("lima atau lebih" in note for note, _ in study.notes)


def test_summary_has_figures_tests_and_notes(made: tuple[Path, module.EdgeStudy]) -> None:
    out, _ = made
    told = json.loads((out / "summary.json").read_text("utf-8"))
    assert told["figures"]["nodes"]["value"] == 24
    assert told["figures"]["isolates"]["numerator"] == 1
    assert told["tests"]["ei"]["p"] < 0.05
    assert any("rapat, whatsapp" in note["en"] for note in told["notes"])
    ranks = pl.read_csv(out / "ranks.csv")
    assert set(ranks["measure"]) == {"strength", "constraint", "betweenness", "coverage_lost"}
    assert ranks["draws"].unique().to_list() == [30]
    mixing = pl.read_csv(out / "mixing.csv")
    assert mixing["ties"].sum() == CAVES.number_of_edges()
    players = pl.read_csv(out / "keyplayers.csv")
    assert players["aim"].unique().sort().to_list() == ["fragmentation", "reach"]
    assert pl.read_csv(out / "topics.csv")["value"].to_list() == ["beras", "air"]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet", ".ndjson"])
def test_tables_of_every_kind_say_the_same(tmp_path: Path, suffix: str) -> None:
    table = pl.DataFrame({"Source": ODD[:-1], "Target": ODD[1:], "Weight": [1.0, 2.0, 0.5, 0.0, 3.0]})
    file = tmp_path / f"e{suffix}"
    if suffix == ".parquet":
        table.write_parquet(file)
    elif suffix == ".ndjson":
        table.write_ndjson(file)
    else:
        table.write_csv(file, separator="\t" if suffix == ".tsv" else ",")
    found = read_edges(file)
    assert found.ties.select("source", "target", "weight").rows() == table.rows()
    assert found.directed and sum(each.height for each in found.rejects) == 0


def test_a_semicolon_is_seen(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text("asal;tujuan;bobot\na, b;c;2\n", "utf-8")
    assert read_edges(tmp_path / "e.csv").ties.rows() == [("a, b", "c", 2.0)]


@pytest.mark.parametrize("suffix", [".gexf", ".graphml", ".net"])
@pytest.mark.parametrize("directed", [True, False])
def test_graph_files_of_networkx_are_read(tmp_path: Path, suffix: str, directed: bool) -> None:
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_node("alone", **({} if suffix == ".net" else {"role": "kader", "poor": True}))
    for at, (a, b) in enumerate(zip(ODD[1:], ODD[2:], strict=False)):
        graph.add_edge(a.replace("\\", "/"), b.replace("\\", "/"), weight=at + 0.5)
    write = {".gexf": nx.write_gexf, ".graphml": nx.write_graphml, ".net": nx.write_pajek}[suffix]
    write(graph, tmp_path / f"g{suffix}")
    found = read_edges(tmp_path / f"g{suffix}")
    assert found.nodes is not None and set(found.nodes["id"]) == set(graph.nodes)
    assert found.directed is directed
    told = {frozenset((a, b)) if not directed else (a, b): w for a, b, w in found.ties.select("source", "target", "weight").rows()}  # fmt: skip
    wanted = {frozenset((a, b)) if not directed else (a, b): w for a, b, w in graph.edges(data="weight")}
    assert told == wanted
    if suffix != ".net":
        assert found.nodes.filter(id="alone").select("role", "poor").rows() == [("kader", True)]


@pytest.mark.parametrize("file", ["network.gexf", "network.graphml", "network.net"])
def test_our_own_files_are_read_back(made: tuple[Path, module.EdgeStudy], file: str) -> None:
    out, study = made
    found = read_edges(out / file)
    shown = study.ties.join(study.nodes, left_on="source", right_on="id", how="semi").join(study.nodes, left_on="target", right_on="id", how="semi")  # fmt: skip
    key = ["source", "target", "weight"]
    assert found.ties.select(key).sort(key).rows() == shown.select(key).sort(key).rows()
    assert found.nodes is not None and set(found.nodes["id"]) == set(study.nodes["id"])


def test_what_cannot_be_used_is_listed_and_the_rest_measured(tmp_path: Path) -> None:
    lines = ["a,b,1,2025-01-02", ",b,1,", "a, ,1,", "a,c,-1,", "a,c,NaN,", "a,c,inf,", "a,c,banyak,", "b,c,,1969-12-31", "c,a,2,kemarin", "c,d,2,2025-03-01 10:30"]  # fmt: skip
    (tmp_path / "e.csv").write_text("source,target,weight,waktu\n" + "\n".join(lines) + "\n", "utf-8")
    study = study_edges(EdgeRequest(tmp_path / "e.csv", tmp_path / "o", formats=("gexf",), resamples=0))
    found = pl.read_csv(tmp_path / "o" / "rejects.csv")
    assert found.select("row", "code").rows() == [
        (2, "end_missing"), (3, "end_missing"), (4, "weight_invalid"), (5, "weight_invalid"), (6, "weight_invalid"),
        (7, "weight_invalid"), (8, "time_invalid"), (9, "time_invalid"),
    ]  # fmt: skip
    assert study.ties.select("source", "target", "weight").rows() == [("a", "b", 1.0), ("b", "c", 1.0), ("c", "a", 2.0), ("c", "d", 2.0)]  # fmt: skip
    assert study.ties["first_at"].is_null().to_list() == [False, True, True, False]
    assert not (tmp_path / "o" / "network.graphml").exists()


def test_actors_that_stand_twice_and_those_without_a_tie(tmp_path: Path) -> None:
    lines = ["a,kader", "a,kader", "b,lurah", "b,camat", ",x", "tanpa,warga", "tanpa,lain"]
    (tmp_path / "a.csv").write_text("id,role\n" + "\n".join(lines) + "\n", "utf-8")
    kept, alone, refused = read_actors(tmp_path / "a.csv", pl.Series("id", ["a", "b", "c"]))
    assert kept.rows() == [("a", "kader"), ("b", "lurah")]
    assert alone == 1
    assert pl.concat(refused).select("row", "code").rows() == [(4, "id_conflict"), (5, "id_missing")]


def test_millions_without_a_tie_are_only_counted(tmp_path: Path) -> None:
    many = 300_000
    pl.DataFrame({"id": np.arange(many), "role": "warga"}).write_parquet(tmp_path / "a.parquet")
    kept, alone, _ = read_actors(tmp_path / "a.parquet", pl.Series("id", ["5", "x"]))
    assert (kept.rows(), alone) == ([("5", "warga")], many - 1)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("e.csv", "source,target\n", None),
        ("e.csv", "source,target,weight\na,b,-1\n", "no tie can be used. 1 × a weight must be"),
        ("e.csv", "x,y\n1,2\n", "has no column source, target. It has: x, y"),
        ("e.docx", "x", "this kind of file is not known"),
        ("e.dl", "dl n=2", "Save the ties as CSV"),
        ("e.parquet", "tidak", "cannot be read"),
        ("e.ndjson", "{", "cannot be read"),
        ("e.graphml", "<graphml><graph><node id='a'/>", "line 1: the file is cut short or damaged"),
        ("e.gexf", "<?xml version='1.0'?><gexf><graph><nodes><node id='a'", "cut short or damaged"),
        ("e.gexf", "<graphml><graph/></graphml>", "its content (graphml) is not what its ending promises"),
        ("e.graphml", "", "cut short or damaged"),
        ("e.graphml", "<!DOCTYPE a [<!ENTITY b 'c'>]><graphml/>", "cut short or damaged"),
        ("e.net", "*Matrix\n0 1\n1 0\n", "its content (*Matrix) is not what"),
        ("e.net", "*Vertices 2\n1 a\n2 b\n*Arcs\n1\n", "line 5: the file is cut short"),
        ("e.net", "\x00\x01", "is not what its ending promises"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_in_one_sentence(
    tmp_path: Path, name: str, content: str, says: str | None
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    if says is None:
        assert read_edges(tmp_path / name).ties.height == 0
        return
    with pytest.raises(StudyProblem) as told:
        read_edges(tmp_path / name)
    assert says in told.value.problem[1]
    assert told.value.problem[0] != told.value.problem[1]


def test_ends_that_a_graph_file_does_not_have(tmp_path: Path) -> None:
    (tmp_path / "g.graphml").write_text("<graphml><graph edgedefault='directed'><node id='a'/><node id='b'/><edge source='a' target='b'/><edge source='a' target='c'/></graph></graphml>")  # fmt: skip
    found = read_edges(tmp_path / "g.graphml")
    assert found.ties.rows() == [("a", "b")]
    assert pl.concat(found.rejects).select("row", "code").rows() == [(2, "end_unknown")]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"layer": "surat"}, "There is no tie of type surat. The column type has: rapat, whatsapp"),
        ({"by": "suku"}, "Actors have no column suku"),
    ],
)
def test_a_wrong_wish_is_told(tmp_path: Path, asked: dict[str, str], says: str) -> None:
    edges, actors = village(tmp_path)
    with pytest.raises(StudyProblem) as told:
        study_edges(EdgeRequest(edges, tmp_path / "o", actors, resamples=0, formats=("gexf",), **asked))  # type: ignore[arg-type]
    assert says in told.value.problem[1]


def test_one_layer_and_one_class(tmp_path: Path) -> None:
    edges, actors = village(tmp_path)
    asked = EdgeRequest(edges, tmp_path / "o", actors, by="place", layer="rapat", resamples=0, formats=("ucinet",), quality="cpm", language="en")  # fmt: skip
    study = study_edges(asked)
    assert set(study.ties["type"]) == {"rapat"}
    assert any("has 1 value only" in note for _, note in study.notes)
    assert not (tmp_path / "o" / "mixing.csv").exists()
    assert "Network of hubungan" in (tmp_path / "o" / "network.svg").read_text("utf-8")


def test_an_empty_list_gives_empty_results(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text("source,target\n", "utf-8")
    study = study_edges(EdgeRequest(tmp_path / "e.csv", tmp_path / "o"))
    assert study.nodes.height == 0 and (tmp_path / "o" / "network.svg").exists()


def test_the_same_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    edges, actors = village(tmp_path)
    for name in ("1", "2"):
        study_edges(EdgeRequest(edges, tmp_path / name, actors, by="pillar", resamples=20))
    for file in (tmp_path / "1").iterdir():
        if file.suffix != ".xlsx":  # holds the minute it was made
            assert file.read_bytes() == (tmp_path / "2" / file.name).read_bytes(), file.name


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5), st.text(max_size=4), st.text(max_size=6)), min_size=1, max_size=6))  # fmt: skip
def test_any_table_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    file = tmp_path_factory.mktemp("any") / "e.parquet"
    pl.DataFrame(rows, schema=["source", "target", "weight", "time"], orient="row").write_parquet(file)
    try:
        found = read_edges(file)
    except StudyProblem:
        return
    assert found.ties.height + sum(each.filter(pl.col("code") != "time_invalid").height for each in found.rejects) == len(rows)  # fmt: skip
    assert found.ties["weight"].is_between(0, 1e100).all()
