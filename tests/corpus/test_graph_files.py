"""Graph files and tables of ties and people: the same small network in every format is the same network."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from raw import SHARED, read, refusals

from simpul.corpus.importing import Import, import_paths
from simpul.corpus.reader import Options, Reader, readers
from simpul.corpus.recognising import choose
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.store import Store

TIES = [
    ("node:bu wiji", "node:slamet", 2.0),
    ("node:slamet", "node:bu wiji", 2.0),
    ("alter:code:rt03", "node:slamet", 1.0),
]

GEXF = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.2" version="1.2"><graph defaultedgetype="directed">
<attributes class="node"><attribute id="0" title="peran" type="string"><default>neighbour</default></attribute></attributes>
<attributes class="edge"><attribute id="0" title="hubungan" type="string"/></attributes>
<nodes><node id="0" label="Slamet"/><node id="1" label="Bu Wiji"><attvalues><attvalue for="0" value="Kader"/></attvalues></node>
<node id="2" label="RT-03"><attvalues><attvalue for="0" value="Ketua RT"/></attvalues></node></nodes>
<edges><edge id="a" source="1" target="0" weight="2" type="undirected"/>
<edge id="b" source="2" target="0" weight="1"><attvalues><attvalue for="0" value="memberi tahu"/></attvalues></edge></edges>
</graph></gexf>"""
GRAPHML = """<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="label"/><key id="d1" for="node" attr.name="role"><default>neighbour</default></key>
<key id="d2" for="edge" attr.name="weight"/><key id="d3" for="edge" attr.name="relation"/>
<graph edgedefault="directed"><node id="n0"><data key="d0">Slamet</data></node>
<node id="n1"><data key="d0">Bu Wiji</data><data key="d1">cadre</data></node>
<node id="n2"><data key="d0">RT-03</data><data key="d1">rt_head</data></node>
<edge source="n1" target="n0" directed="false"><data key="d2">2</data></edge>
<edge source="n2" target="n0"><data key="d2">1</data><data key="d3">informs</data></edge></graph></graphml>"""
EDGES = (
    "Source,Target,Type,Id,Label,timeset,Weight,hubungan\n1,0,Undirected,0,,,2,\n2,0,Directed,1,,,1,informs\n"
)
NODES = "Id,Label,timeset,peran\n0,Slamet,,Tetangga\n1,Bu Wiji,,Kader\n2,RT-03,,Ketua RT\n"
OWN_TIES = "dari;ke;hubungan;bobot;arah\nBu Wiji;Slamet;;2;undirected\nRT-03;Slamet;Memberi tahu;1;directed\n"
OWN_PEOPLE = "kode;peran;kelurahan\nSlamet;Tetangga;\nBu Wiji;Kader;\nRT-03;Ketua RT;\n"


def nodexl(path: Path, groups: bool = True) -> Path:
    book = openpyxl.Workbook()
    edges = book.active
    edges.title = "Edges"
    if groups:
        edges.append([None, None, "Visual Properties", "Add Your Own Columns Here", None, None])
    edges.append(["Vertex 1", "Vertex 2", "Width", "Weight", "Relationship", "ID"])
    for row in (["b", "a", 1.5, 2, None, 3], ["a", "b", 1.5, 2, None, 3], ["c", "a", 2, 1, "informs", 4]):
        edges.append(row)
    vertices = book.create_sheet("Vertices")
    if groups:
        vertices.append([None, "Visual Properties", "Labels", "Add Your Own Columns Here"])
    vertices.append(["Vertex", "Color", "Label", "Role"])
    for row in (
        ["a", None, "Slamet", "neighbour"],
        ["b", None, "Bu Wiji", "cadre"],
        ["c", None, "RT-03", "rt_head"],
    ):
        vertices.append(row)
    metrics = book.create_sheet("Overall Metrics")
    metrics.append(["Graph Metric", "Value"])
    metrics.append(["Graph Type", "Directed"])
    book.save(path)
    return path


def file(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def reader(path: Path) -> Reader:
    return choose(Source(path))[0]


def ties(tables: dict[str, pl.DataFrame]) -> list[tuple[str, str, float | None]]:
    rows = tables["survey_ties"].select("source", "target", "weight").rows()
    return sorted(rows, key=str)


def roles(tables: dict[str, pl.DataFrame]) -> dict[str, str | None]:
    return dict(tables["actors"].select("actor_id", "role").rows())


ROLES = {"node:slamet": "neighbour", "node:bu wiji": "cadre", "alter:code:rt03": "rt_head"}


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [("a.gexf", GEXF, "gexf"), ("a.graphml", GRAPHML, "graphml")],
)
def test_xml_graphs(tmp_path: Path, name: str, content: str, format: str) -> None:
    path = file(tmp_path, name, content)
    assert reader(path).name == format
    tables = read(readers()[format], path)
    assert ties(tables) == sorted(TIES, key=str)
    assert roles(tables) == ROLES
    assert dict(tables["actors"].select("actor_id", "pillar").rows())["alter:code:rt03"] == "community"
    related = tables["survey_ties"].filter(pl.col("source") == "alter:code:rt03")
    assert related["relation"].to_list() == ["informs"]
    assert refusals(tables) == []


@pytest.mark.parametrize("groups", [True, False])
def test_nodexl_with_and_without_its_row_of_groups(tmp_path: Path, groups: bool) -> None:
    path = nodexl(tmp_path / "n.xlsx", groups)
    assert reader(path).name == "nodexl"
    tables = read(readers()["nodexl"], path)
    assert ties(tables) == sorted(TIES, key=str)
    assert roles(tables) == ROLES
    assert refusals(tables) == []


def test_gephi_tables_meet_by_their_ids(tmp_path: Path) -> None:
    edges, nodes = file(tmp_path, "g edges.csv", EDGES), file(tmp_path, "g nodes.csv", NODES)
    assert (reader(edges).name, reader(nodes).name) == ("edge_table", "people_table")
    assert ties(read(readers()["edge_table"], edges)) == sorted(TIES, key=str)
    assert roles(read(readers()["people_table"], nodes)) == ROLES
    how = Import(Store(tmp_path / "corpus"), b"k" * 32)
    import_paths([edges, nodes], how)
    actors, stored = (how.store.scan(name).collect() for name in ("actors", "survey_ties"))
    assert set(stored["source"]) | set(stored["target"]) == set(actors["actor_id"])
    assert actors.height == 3


def test_an_offices_own_tables(tmp_path: Path) -> None:
    edges, people = file(tmp_path, "hubungan.csv", OWN_TIES), file(tmp_path, "orang.csv", OWN_PEOPLE)
    assert (reader(edges).name, reader(people).name) == ("edge_table", "people_table")
    assert ties(read(readers()["edge_table"], edges)) == sorted(TIES, key=str)
    assert roles(read(readers()["people_table"], people)) == ROLES
    alone = tmp_path / "sendiri"
    alone.mkdir()
    tables = read(readers()["edge_table"], file(alone, "hubungan.csv", OWN_TIES))
    assert ties(tables) == sorted(TIES, key=str)
    assert set(roles(tables)) == set(ROLES)


def test_cosmograph(tmp_path: Path) -> None:
    tables = read(readers()["edge_table"], file(tmp_path, "c.csv", "source;target\nSlamet;Wiji\n"))
    assert ties(tables) == [("node:slamet", "node:wiji", None)]


@pytest.mark.parametrize(
    "content",
    [
        "DL N = 3\nlabels:\nSlamet, \"Bu Wiji\", RT-03\ndata:\n0 2 0\n2 0 0\n1 0 0\n",
        "dl n=3 format=fullmatrix\nlabels embedded:\ndata:\nSlamet \"Bu Wiji\" RT-03\nSlamet 0 2 0\n\"Bu Wiji\" 2 0 0\nRT-03 1 0 0\n",
        "dl n=3, format = fullmatrix diagonal absent\nlabels:\nSlamet\n\"Bu Wiji\"\nRT-03\ndata:\n2 0\n2 0\n1 0\n",
        "DL n=3\nformat = edgelist1\nlabels:\nSlamet,\"Bu Wiji\",RT-03\ndata:\n2 1 2\n1 2 2\n3 1 1\n",
        "DL n=3\nformat = edgelist1\nlabels embedded:\ndata:\n\"Bu Wiji\" Slamet 2\nSlamet \"Bu Wiji\" 2\nRT-03 Slamet\n",
        "DL nr=3 nc=3\nrow labels embedded\ncolumn labels:\nSlamet \"Bu Wiji\" RT-03\ndata:\nSlamet 0 2\n0 \"Bu Wiji\" 2 0 0 RT-03 1 0 0\n",
    ],
)  # fmt: skip
def test_ucinet_in_all_its_forms(tmp_path: Path, content: str) -> None:
    path = file(tmp_path, "a.txt", content)
    assert reader(path).name == "ucinet_dl"
    tables = read(readers()["ucinet_dl"], path)
    assert ties(tables) == sorted(TIES, key=str)
    assert set(roles(tables)) == set(ROLES)
    assert refusals(tables) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("dl n=3 format=nodelist1\nlabels:\na b c\ndata:\n1 2 3\n3 1\n", [("a", "b"), ("a", "c"), ("c", "a")]),
        ("dl n=3 format=nodelist1\nlabels embedded:\ndata:\na b c\nc a\n", [("a", "b"), ("a", "c"), ("c", "a")]),
        ("dl n=3 format=nodelist1b\nlabels:\na b c\ndata:\n2 2 3\n0\n1 1\n", [("a", "b"), ("a", "c"), ("c", "a")]),
        ("dl n=3 format=upperhalf\nlabels:\na b c\ndata:\n0 1 0\n0 1\n0\n", [("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")]),
        ("dl n=3 format=lowerhalf diagonal absent\nlabels:\na b c\ndata:\n1\n0 1\n", [("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")]),
        ("dl nr=2 nc=3 format=edgelist2\nrow labels:\na b\ncolumn labels:\nx y z\ndata:\n1 3\n2 1\n", [("a", "z"), ("b", "x")]),
        ("dl nr=2 nc=3\nrow labels:\na b\ncolumn labels:\nx y z\ndata:\n0 0 1\n1 0 0\n", [("a", "z"), ("b", "x")]),
    ],
)  # fmt: skip
def test_ucinets_lists_and_halves(tmp_path: Path, content: str, expected: list[tuple[str, str]]) -> None:
    tables = read(readers()["ucinet_dl"], file(tmp_path, "a.txt", content))
    found = [(source[5:], target[5:]) for source, target, _ in ties(tables)]
    assert sorted(found) == sorted(expected)


def test_several_matrices_are_relations(tmp_path: Path) -> None:
    content = "dl n=2 nm=2\nlabels:\na b\nmatrix labels:\ninforms trusts\ndata:\n0 1\n0 0\n0 0\n1 0\n"
    tables = read(readers()["ucinet_dl"], file(tmp_path, "a.txt", content))
    assert tables["survey_ties"].select("source", "target", "relation").rows() == [
        ("node:a", "node:b", "informs"),
        ("node:b", "node:a", "trusts"),
    ]


def test_ucinets_faults_are_told(tmp_path: Path) -> None:
    short = read(readers()["ucinet_dl"], file(tmp_path, "a.txt", "dl n=2\nlabels:\na b\ndata:\n0 x\n1\n"))
    assert refusals(short) == [(5, "weight", "number_invalid"), (2, "b", "file_truncated")]
    with pytest.raises(FileRefused) as refusal:
        read(readers()["ucinet_dl"], file(tmp_path, "b.txt", "dl n=2 format=blockmatrix\ndata:\n1\n"))
    assert refusal.value.code == "file_unknown"


def test_bare_ids_hold_for_their_file_only(tmp_path: Path) -> None:
    one, two = (file(tmp_path, f"{n}.txt", f"dl n=2 format=edgelist1\ndata:\n1 2 {n}\n") for n in (1, 2))
    first, second = (ties(read(readers()["ucinet_dl"], path))[0][0] for path in (one, two))
    assert first != second and first.endswith(":1") and second.endswith(":1")


def test_two_nodes_of_one_name_stay_two(tmp_path: Path) -> None:
    tables = read(readers()["gexf"], file(tmp_path, "a.gexf", GEXF.replace("Bu Wiji", "SLAMET")))
    assert tables["actors"].height == 3
    assert not any(actor == "node:slamet" for actor in roles(tables))


def test_an_edge_to_nobody_is_refused_in_a_closed_graph(tmp_path: Path) -> None:
    content = GEXF.replace('target="0" weight="1"', 'target="9" weight="1"')
    tables = read(readers()["gexf"], file(tmp_path, "a.gexf", content))
    assert refusals(tables) == [(2, "target", "actor_missing")]
    assert tables["survey_ties"].height == 2


def test_unknown_words_and_bad_weights_leave_the_cell_empty(tmp_path: Path) -> None:
    rows = (
        "dari,ke,hubungan,bobot,kolom lain\nA1,B2,bermusuhan,banyak,x\nA1,B2,informs,-3,y\n,B2,informs,1,z\n"
    )
    tables = read(readers()["edge_table"], file(tmp_path, "t.csv", rows))
    assert sorted(refusals(tables)) == sorted([
        (1, "hubungan", "value_unknown"), (1, "bobot", "number_invalid"), (2, "bobot", "number_invalid"), (3, "source", "actor_missing"),
    ])  # fmt: skip
    assert tables["survey_ties"].select("relation", "weight").rows() == [(None, None), ("informs", None)]


def test_decimal_commas_thousand_dots_months_and_zones(tmp_path: Path) -> None:
    rows = "dari;ke;bobot;waktu\nA1;B2;0,5;5 Maret 2026 08.30 WIT\nA1;C3;1.250;14 Agustus 2026\n"
    found = read(readers()["edge_table"], file(tmp_path, "t.csv", rows))["survey_ties"]
    assert found["weight"].to_list() == [0.5, 1250.0]
    assert [str(time)[:16] for time in found["observed_at"]] == ["2026-03-04 23:30", "2026-08-13 17:00"]


def test_links_need_a_basis_and_are_never_on_x(tmp_path: Path) -> None:
    rows = "kode,peran,jejaring,akun,dasar\nK1,Kader,Instagram,@kader_satu,persetujuan\nK2,Ketua RT,X,@rt_dua,resmi\nK3,Lurah,Facebook,lurah3,\nK4,PNS,,,\n"
    tables = read(readers()["people_table"], file(tmp_path, "o.csv", rows))
    assert tables["links"].rows() == [("instagram", "kader_satu", "alter:code:k1", "consent")]
    assert refusals(tables) == [(2, "akun", "link_not_allowed"), (3, "akun", "link_not_allowed")]
    assert tables["actors"].height == 4


def test_names_become_pseudonyms(tmp_path: Path) -> None:
    how = Import(Store(tmp_path / "corpus"), b"k" * 32)
    import_paths([file(tmp_path, "a.gexf", GEXF), file(tmp_path, "hubungan.csv", OWN_TIES)], how)
    tables = [how.store.scan(name).collect() for name in ("actors", "survey_ties", "rejects")]
    written = repr([table.to_dicts() for table in tables]).lower()
    assert "slamet" not in written and "wiji" not in written
    assert tables[0]["actor_id"].n_unique() == 3  # both files mean the same people


@pytest.mark.parametrize("content", ["<gexf><graph><nodes>", '<!DOCTYPE a [<!ENTITY b "c">]><graphml>&b;</graphml>', "<graphml></wrong>"])  # fmt: skip
def test_unsound_xml_is_refused(tmp_path: Path, content: str) -> None:
    path = file(tmp_path, "a.xml", content)
    with pytest.raises(FileRefused):
        read(reader(path), path)


def test_other_tables_are_no_graphs(tmp_path: Path) -> None:
    for header in (
        "id,text,username",
        "Post ID,Page ID",
        "tanggal,isi,instansi,status",
        "id,platform,author,text,created_at",
        "kode,nama",
    ):
        path = file(tmp_path, "x.csv", f"{header}\n1,2,3,4,5\n")
        assert (header, readers()["edge_table"].recognise(Source(path)).score) == (header, 0)
        assert (header, readers()["people_table"].recognise(Source(path)).score) == (header, 0)


def shared(path: str) -> Path:
    found = SHARED / "data" / path
    if not found.exists():
        pytest.skip(f"the real sample {path} is not on this machine (SIMPUL_SHARED)")
    return found


@pytest.mark.parametrize(("name", "nodes", "edges"), [("miserables", 77, 508), ("painters", 14, 50)])
def test_real_graphml(name: str, nodes: int, edges: int) -> None:
    path = shared(f"graphs/{name}.graphml")
    tables = read(readers()["graphml"], path)
    assert (tables["actors"].height, tables["survey_ties"].height) == (nodes, edges)
    assert refusals(tables) == []
    if name == "miserables":  # undirected, 254 ties: the same as the list of ties beside it
        with (path.parent / "miserables.tsv").open(encoding="utf-8") as stream:
            listed = {
                frozenset(name.strip().lower() for name in row) for row in csv.reader(stream, delimiter="\t")
            }
        found = {frozenset((a.rpartition(":")[2], b.rpartition(":")[2])) for a, b, _ in ties(tables)}
        assert found == listed and 2 * len(found) == edges


@pytest.mark.parametrize("name", ["flo_marriage", "ht_advice", "karate"])
def test_real_edge_and_node_tables(name: str) -> None:
    path = shared(f"networks/networkdata/{name}.edges.csv")
    tables = read(readers()["edge_table"], path)
    raw = pl.read_csv(path)
    assert tables["survey_ties"].height == raw.height
    assert refusals(tables) == []
    if name == "flo_marriage":  # its node table names the families
        people = read(readers()["people_table"], path.with_name("flo_marriage.nodes.csv"))
        assert people["actors"].height == 16
        ends = set(tables["survey_ties"]["source"]) | set(tables["survey_ties"]["target"])
        assert ends <= set(people["actors"]["actor_id"]) and "node:medici" in ends


def test_options_reach_the_times(tmp_path: Path) -> None:
    rows = "dari,ke,waktu\nA1,B2,03/04/2026\n"
    found = read(readers()["edge_table"], file(tmp_path, "t.csv", rows), Options(day_first=True))
    assert found["survey_ties"]["observed_at"].dt.month().to_list() == [4]
    with pytest.raises(FileRefused) as refusal:
        read(readers()["edge_table"], tmp_path / "t.csv")
    assert refusal.value.code == "date_order_unknown"
