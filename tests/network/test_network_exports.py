"""GEXF and GraphML: read back by networkx as written, safe for any text, and no household alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_graphs import random_table

from simpul.network import shown
from simpul.network.analyse import MEASURES, analyse
from simpul.network.exports import write_gexf, write_graphml
from simpul.network.ties import TIES

Writer = Callable[..., None]
FORMATS = pytest.mark.parametrize(
    ("write", "read"),
    [
        pytest.param(write_gexf, lambda path: nx.read_gexf(path, version="1.3"), id="gexf"),
        pytest.param(write_graphml, lambda path: nx.read_graphml(path, force_multigraph=True), id="graphml"),
    ],
)
MORNING = datetime(2025, 3, 1, 8, 30, tzinfo=UTC)
TABLE = pl.DataFrame(
    [
        {"source": "x:~a", "target": "x:dinsos", "type": "reply", "topic": "1.1", "platform": "x", "weight": 3.0,
         "first_at": MORNING, "last_at": MORNING + timedelta(days=40)},
        {"source": "x:~a", "target": "x:dinsos", "type": "mention", "platform": "x", "weight": 1.0},
        {"source": "x:~b", "target": "x:~a", "type": "share", "platform": "x", "weight": 1.5},
    ],
    schema=TIES,
)  # fmt: skip
PEOPLE = pl.DataFrame(
    {
        "id": ["x:dinsos", "x:~a", "x:~b"],
        "kind": ["agency", "citizen", "community"],
        "handle": ["dinsos", "budi_asli", None],
        "name": ["Dinas Sosial", "Budi", "Karang Taruna"],
    }
)
NODES = analyse(TABLE, PEOPLE).nodes


@FORMATS
def test_what_is_written_is_read_back(tmp_path: Path, write: Writer, read: Callable) -> None:
    path = tmp_path / "network"
    write(path, TABLE, NODES)
    found = read(path)
    assert sorted(found.nodes) == ["x:dinsos", "x:~a", "x:~b"]
    for row in NODES.to_dicts():
        node = found.nodes[row["id"]]
        for name in MEASURES:
            if name not in ("x", "y"):
                assert node.get(name) == row[name]
        drawn = node.get("viz", {}).get("position", node)
        assert (drawn["x"], drawn["y"]) == (row["x"] * shown.SIDE, row["y"] * shown.SIDE)
        colour = node.get("viz", {}).get("color", node)
        assert (colour["r"], colour["g"], colour["b"]) == shown.COLOURS[row["community"]]
    edges = {(a, b, data["type"]): data for a, b, data in found.edges(data=True)}
    assert {key: data["weight"] for key, data in edges.items()} == {
        ("x:~a", "x:dinsos", "reply"): 3.0,
        ("x:~a", "x:dinsos", "mention"): 1.0,
        ("x:~b", "x:~a", "share"): 1.5,
    }
    assert edges["x:~a", "x:dinsos", "reply"]["topic"] == "1.1"
    assert "topic" not in edges["x:~b", "x:~a", "share"]


def test_times_of_a_tie(tmp_path: Path) -> None:
    write_gexf(tmp_path / "g", TABLE, NODES)
    spans = [
        (data.get("start"), data.get("end"))
        for _, _, data in nx.read_gexf(tmp_path / "g", version="1.3").edges(data=True)
    ]
    assert sorted(spans, key=str) == [("2025-03-01", "2025-04-10"), (None, None), (None, None)]
    write_graphml(tmp_path / "g", TABLE, NODES)
    times = [data.get("first_at") for _, _, data in nx.read_graphml(tmp_path / "g").edges(data=True)]
    assert sorted(times, key=str) == ["2025-03-01T08:30:00.000000+00:00", None, None]


@FORMATS
def test_citizens_are_not_named(tmp_path: Path, write: Writer, read: Callable) -> None:
    write(tmp_path / "g", TABLE, NODES)
    labels = {node: data["label"] for node, data in read(tmp_path / "g").nodes(data=True)}
    assert labels == {"x:dinsos": "Dinas Sosial", "x:~a": "x:~a", "x:~b": "x:~b"}
    text = (tmp_path / "g").read_text(encoding="utf-8")
    assert "Budi" not in text and "budi_asli" not in text and "Karang" not in text


@FORMATS
def test_a_single_household_is_refused(tmp_path: Path, write: Writer, read: Callable) -> None:
    with pytest.raises(ValueError, match="household is never exported"):
        write(tmp_path / "g", TABLE, NODES.with_columns(kind=pl.lit("household")))
    assert not (tmp_path / "g").exists()


@FORMATS
def test_ties_to_those_not_shown_are_left_out(tmp_path: Path, write: Writer, read: Callable) -> None:
    write(tmp_path / "g", TABLE, NODES.filter(pl.col("id") != "x:~b"))
    found = read(tmp_path / "g")
    assert sorted(found.nodes) == ["x:dinsos", "x:~a"]
    assert found.number_of_edges() == 2


@FORMATS
def test_columns_of_any_type(tmp_path: Path, write: Writer, read: Callable) -> None:
    values = {
        "flag": True, "count": 2**40, "small": 7, "share": 0.1, "price": Decimal("1.50"), "day": date(2025, 1, 2),
        "at": MORNING, "took": timedelta(hours=1), "tags": ["a<b", "c"], "pair": {"k": 1}, "bytes": b"\x00\xff", "none": None,
        "infinite": float("inf"), 'odd "<name>"\x01': "v",
    }  # fmt: skip
    nodes = pl.DataFrame([{"id": "a"} | values, {"id": "b"} | dict.fromkeys(values)]).with_columns(
        small=pl.col("small").cast(pl.UInt8), choice=pl.Series(["p", None], dtype=pl.Categorical)
    )
    ties = pl.DataFrame({"source": ["a"], "target": ["b"]})
    write(tmp_path / "g", ties, nodes)
    found = read(tmp_path / "g")
    told = {
        name: value for name, value in found.nodes["a"].items() if name in {*values, "choice", 'odd "<name>"'}
    }
    assert told == {
        "flag": True, "count": 2**40, "small": 7, "share": 0.1, "price": 1.5, "day": "2025-01-02",
        "at": "2025-03-01T08:30:00.000000+00:00", "took": "PT1H", "tags": "a<b|c", "pair": '{"k":1}', "bytes": "00ff",
        "choice": "p", 'odd "<name>"': "v",
    }  # fmt: skip
    assert not set(found.nodes["b"]) & set(values)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4, unique=True), st.text(max_size=20))
def test_any_text_gives_well_formed_xml(tmp_path_factory, names: list[str], topic: str) -> None:
    def kept(text: str) -> str:
        return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))

    path = tmp_path_factory.mktemp("xml") / "g"
    nodes = pl.DataFrame({"id": [f"n{i}" for i in range(len(names))], "name": names})
    ties = pl.DataFrame({"source": ["n0"], "target": ["n0"], "topic": [topic]})
    write_gexf(path, ties, nodes)
    labels = [node.get("label") for node in ElementTree.parse(path).iter("{http://gexf.net/1.3}node")]
    assert labels == [kept(name) for name in names]
    write_graphml(path, ties, nodes)
    data = [
        each.text or ""
        for each in ElementTree.parse(path).iter("{http://graphml.graphdrawing.org/xmlns}data")
    ]
    assert data[-1] == kept(topic)


@FORMATS
def test_a_scan_in_small_pieces_gives_the_same_file(
    tmp_path: Path, write: Writer, read: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    edges, ids = random_table(3)
    nodes = ids.to_frame("id")
    write(tmp_path / "whole", edges, nodes)
    edges.write_parquet(tmp_path / "edges.parquet")
    monkeypatch.setattr(shown, "ROWS", 7)
    write(tmp_path / "pieces", edges, nodes)
    write(tmp_path / "scan", pl.scan_parquet(tmp_path / "edges.parquet"), nodes)
    whole = (tmp_path / "whole").read_bytes()
    assert (tmp_path / "pieces").read_bytes() == (tmp_path / "scan").read_bytes() == whole
    assert read(tmp_path / "whole").number_of_edges() == edges.height


@FORMATS
def test_an_empty_network(tmp_path: Path, write: Writer, read: Callable) -> None:
    empty = pl.DataFrame(schema=TIES)
    write(tmp_path / "g", empty, analyse(empty).nodes)
    assert list(read(tmp_path / "g").nodes) == []
