"""Pajek, UCINET, NodeXL, CSV and Gephi Lite: read back by other programs as written, whatever the ids are made of."""

from __future__ import annotations

import csv
import io
import json
import math
import shlex
from pathlib import Path

import networkx as nx
import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from simpul.network import nodexl, shown
from simpul.network.analyse import analyse
from simpul.network.exports import FORMATS
from simpul.network.gephi_lite import write_gephi_lite
from simpul.network.nodexl import write_nodexl
from simpul.network.pajek import UNKNOWN, write_pajek, write_partition, write_vector
from simpul.network.tables import write_edge_table, write_node_table
from simpul.network.ucinet import write_ucinet

ODD = ["RT 03 Pak \"Budi\"", "=SUM(A1)", "ibu 👩‍👧", "a,b;c|d", "back\\slash\\", "tab\tnew\nline\x07", "<&>'", "007", "  sisi  "]  # fmt: skip
TIES = pl.DataFrame(
    {
        "source": [ODD[0], ODD[1], ODD[2], ODD[3], ODD[4], ODD[5], ODD[6], ODD[7], ODD[0]],
        "target": [ODD[1], ODD[2], ODD[3], ODD[4], ODD[5], ODD[6], ODD[7], ODD[8], ODD[1]],
        "type": ["reply"] * 8 + ["share"],
        "weight": [1.0, 2.5, 3.0, 1.0, 1.0, 1.0, 1.0, 0.5, 4.0],
    }
)
NETWORK = analyse(TIES).nodes
ENDS = [(a, b, w, t) for a, b, t, w in TIES.rows()]
ALL = [(name, file) for name, files in FORMATS.items() for file in files]


def cells(sheet: Worksheet) -> list[tuple[object, ...]]:
    """Rows as Excel shows them: characters that XML cannot hold are written as _x0007_."""
    return [tuple(unescape(v) if isinstance(v, str) else v for v in row) for row in sheet.values]


def single_line(text: str) -> str:
    """What Pajek and UCINET keep of an id."""
    kept = text.replace('"', "”").replace("\\", "＼")
    return "".join(" " if c < " " or c in "\x7f\x85\u2028\u2029" else c for c in kept)


def test_pajek_is_read_back_by_networkx(tmp_path: Path) -> None:
    write_pajek(tmp_path / "n.net", TIES, NETWORK)
    found = nx.read_pajek(tmp_path / "n.net")
    assert sorted(found.nodes) == sorted(map(single_line, ODD))
    arcs = sorted((a, b, data["weight"], data["l"]) for a, b, data in found.edges(data=True))
    assert arcs == sorted((single_line(a), single_line(b), w, t) for a, b, w, t in ENDS)


def test_pajek_partition_and_vector_follow_the_vertices(tmp_path: Path) -> None:
    write_partition(tmp_path / "n.clu", pl.Series([0, None, 4]))
    assert (tmp_path / "n.clu").read_text() == "*Vertices 3\n1\n0\n5\n"
    write_vector(tmp_path / "n.vec", pl.Series([0.25, None]))
    assert (tmp_path / "n.vec").read_text() == f"*Vertices 2\n0.25\n{float(UNKNOWN)}\n"


def test_ucinet_has_one_line_for_each_pair(tmp_path: Path) -> None:
    write_ucinet(tmp_path / "n.dl", TIES, NETWORK)
    head, body = (tmp_path / "n.dl").read_text("utf-8").split("data:\n")
    first, word, *labels = head.rstrip("\n").split("\n")
    assert (first, word) == ("dl n=9 format=edgelist1", "labels:")
    names = [shlex.split(label)[0] for label in labels]
    assert names == [single_line(each) for each in NETWORK["id"]]
    cells = [line.split() for line in body.splitlines()]
    told = sorted((names[int(a) - 1], names[int(b) - 1], float(w)) for a, b, w in cells)
    added: dict[tuple[str, str], float] = {}
    for a, b, weight, _ in ENDS:
        key = (single_line(a), single_line(b))
        added[key] = added.get(key, 0.0) + weight
    assert told == sorted((a, b, w) for (a, b), w in added.items())


def test_ucinet_is_read_back_by_our_own_reader(tmp_path: Path) -> None:
    ucinet_dl = pytest.importorskip("simpul.corpus.readers.ucinet_dl")
    from simpul.corpus.reader import Options
    from simpul.corpus.source import Source

    plain = pl.DataFrame(
        {"source": ["Pak RT", "Bu Kader"], "target": ["Bu Kader", "Lurah Kota"], "weight": [2.0, 1.5]}
    )
    write_ucinet(tmp_path / "n.dl", plain, analyse(plain).nodes)
    (chunk,) = ucinet_dl.read(Source(tmp_path / "n.dl"), Options())
    assert chunk.survey_ties is not None
    assert sorted(chunk.survey_ties["weight"]) == [1.5, 2.0]
    assert chunk.actors is not None and chunk.actors.height == 3


def test_a_nodexl_workbook_has_its_sheets_headers_and_cells(tmp_path: Path) -> None:
    write_nodexl(tmp_path / "n.xlsx", TIES, NETWORK)
    book = openpyxl.load_workbook(tmp_path / "n.xlsx")
    assert book.sheetnames == ["Edges", "Vertices", "Groups", "Group Vertices", "Overall Metrics"]
    head, *edges = cells(book["Edges"])
    assert head == ("Vertex 1", "Vertex 2", "Edge Weight", "Relationship")
    assert edges == ENDS
    head, *vertices = cells(book["Vertices"])
    assert head[:12] == (
        "Vertex", "Color", "Size", "Label", "X", "Y", "In-Degree", "Out-Degree", "Betweenness Centrality",
        "Closeness Centrality", "Eigenvector Centrality", "PageRank",
    )  # fmt: skip
    table = {row[0]: dict(zip(head, row, strict=True)) for row in vertices}
    assert sorted(table) == sorted(ODD)
    for row in NETWORK.to_dicts():
        found = table[row["id"]]
        assert (found["Label"], found["In-Degree"], found["constraint"]) == (
            row["id"],
            row["degree_in"],
            row["constraint"],
        )
        assert found["articulation"] is row["articulation"]
        assert math.isclose(found["PageRank"], row["pagerank"], rel_tol=1e-12)
    assert {cell.data_type for cell in book["Edges"]["A"]} == {"s"}  # no formula
    groups = dict(row[::-1] for row in cells(book["Group Vertices"])[1:])
    assert groups == {row["id"]: f"G{row['community'] + 1}" for row in NETWORK.to_dicts()}
    assert list(book["Overall Metrics"].values)[1] == ("Graph Type", "Directed")


def test_what_a_sheet_cannot_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodexl, "ROWS", 8)
    with pytest.raises(ValueError, match="a sheet of Excel holds 8 rows, and there are 9 nodes"):
        write_nodexl(tmp_path / "n.xlsx", TIES, NETWORK)
    monkeypatch.setattr(nodexl, "ROWS", 9)
    with pytest.raises(ValueError, match="a sheet of Excel holds 9 rows, and there are more ties"):
        write_nodexl(tmp_path / "n.xlsx", pl.concat([TIES] * 2), NETWORK)


def test_gephi_lite_gets_a_graphology_graph(tmp_path: Path) -> None:
    write_gephi_lite(tmp_path / "n.json", TIES, NETWORK)
    graph = json.loads((tmp_path / "n.json").read_bytes())
    assert graph["options"] == {"type": "directed", "multi": True, "allowSelfLoops": True}
    assert [node["key"] for node in graph["nodes"]] == NETWORK["id"].to_list()
    first, row = graph["nodes"][0]["attributes"], NETWORK.row(0, named=True)
    assert (first["x"], first["y"], first["label"]) == (
        row["x"] * shown.SIDE,
        row["y"] * shown.SIDE,
        row["id"],
    )
    assert first["color"] == "rgb({},{},{})".format(*shown.COLOURS[row["community"]])
    assert first["articulation"] is row["articulation"] and first["hierarchy"] == row["hierarchy"]
    found = [(e["source"], e["target"], e["attributes"]["weight"], e["attributes"]["type"]) for e in graph["edges"]]  # fmt: skip
    assert found == ENDS
    assert len({edge["key"] for edge in graph["edges"]}) == len(ENDS)


def test_csv_for_gephi(tmp_path: Path) -> None:
    write_node_table(tmp_path / "nodes.csv", NETWORK)
    write_edge_table(tmp_path / "edges.csv", TIES, NETWORK)
    nodes = list(csv.DictReader(io.StringIO((tmp_path / "nodes.csv").read_text("utf-8"), newline="")))
    assert [row["Id"] for row in nodes] == NETWORK["id"].to_list()
    assert nodes[0]["Label"] == NETWORK["id"][0] and float(nodes[0]["pagerank"]) == NETWORK["pagerank"][0]
    edges = list(csv.DictReader(io.StringIO((tmp_path / "edges.csv").read_text("utf-8"), newline="")))
    assert [(e["Source"], e["Target"], float(e["Weight"]), e["Label"]) for e in edges] == ENDS
    assert {edge["Type"] for edge in edges} == {"Directed"}


@pytest.mark.parametrize(("name", "file"), ALL)
def test_no_format_shows_a_single_household(tmp_path: Path, name: str, file: str) -> None:
    if file in ("network.clu", "network.vec"):  # numbers without ids, for a network that has been refused
        return
    people = NETWORK.with_columns(kind=pl.lit("household"))
    with pytest.raises(ValueError, match="household is never exported"):
        FORMATS[name][file](tmp_path / file, TIES, people)
    assert not (tmp_path / file).exists()


@pytest.mark.parametrize(("name", "file"), ALL)
def test_every_format_writes_an_empty_network_and_one_in_pieces(
    tmp_path: Path, name: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = FORMATS[name][file]
    write(tmp_path / file, TIES.head(0), analyse(TIES.head(0)).nodes)
    assert (tmp_path / file).stat().st_size > 0
    if file == "gephi-lite.json":
        assert json.loads((tmp_path / file).read_bytes())["nodes"] == []
    write(tmp_path / file, TIES, NETWORK)
    whole = (tmp_path / file).read_bytes()
    monkeypatch.setattr(shown, "ROWS", 2)
    write(tmp_path / file, TIES.lazy(), NETWORK)
    if file == "network.xlsx":  # holds the minute it was made
        assert cells(openpyxl.load_workbook(tmp_path / file)["Edges"])[1:] == ENDS
    else:
        assert (tmp_path / file).read_bytes() == whole


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=6), min_size=2, max_size=5, unique=True))
def test_any_ids_keep_their_ties(tmp_path_factory: pytest.TempPathFactory, ids: list[str]) -> None:
    folder = tmp_path_factory.mktemp("ids")
    ties = pl.DataFrame({"source": ids[:-1], "target": ids[1:]})
    nodes = pl.DataFrame({"id": ids})
    write_gephi_lite(folder / "g.json", ties, nodes)
    graph = json.loads((folder / "g.json").read_bytes())
    assert [(edge["source"], edge["target"]) for edge in graph["edges"]] == ties.rows()
    write_pajek(folder / "g.net", ties, nodes)
    text = (folder / "g.net").read_text("utf-8").rstrip("\n").split("\n")
    assert len(text) == 1 + len(ids) + 1 + len(ids) - 1
    assert [shlex.split(line)[1] for line in text[1 : len(ids) + 1]] == [single_line(each) for each in ids]
    assert text[len(ids) + 2 :] == [f"{i} {i + 1} 1.0" for i in range(1, len(ids))]
    write_edge_table(folder / "g.csv", ties, nodes)
    rows = csv.DictReader(io.StringIO((folder / "g.csv").read_bytes().decode("utf-8"), newline=""))
    assert [(row["Source"], row["Target"]) for row in rows] == ties.rows()
