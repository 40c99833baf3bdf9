"""One pass over an edge table: tables, figures, names and repeatability."""

from __future__ import annotations

import polars as pl
import pytest
from known_graphs import MAGELANG, MAGELANG_GROUPS, random_table, table
from polars.testing import assert_frame_equal

from simpul.network.analyse import COLUMNS, COMMUNITIES, NAMED, analyse

PEOPLE = pl.DataFrame(
    {
        "id": [*MAGELANG_GROUPS, "K3", "K4"],
        "pillar": [*MAGELANG_GROUPS.values(), "warga", None],
        "kind": ["official"] * 3
        + ["broker", "broker", "citizen", "citizen", "business", "citizen", "citizen"],
        "name": [f"Name of {id}" for id in [*MAGELANG_GROUPS, "K3", "K4"]],
    }
)


def test_the_toy_city() -> None:
    found = analyse(table(MAGELANG), PEOPLE)
    assert found.nodes.columns == ["id", "pillar", "kind", "name", *COLUMNS]
    assert found.nodes.select(*COLUMNS).schema == pl.Schema(COLUMNS)
    assert found.nodes["id"].to_list() == sorted(MAGELANG_GROUPS)
    rt = found.nodes.row(by_predicate=pl.col("id") == "RT1", named=True)
    assert {name: rt[name] for name in ("pillar", "degree_in", "degree_out", "strength_in", "core", "component")} == {
        "pillar": "warga", "degree_in": 3, "degree_out": 3, "strength_in": 3.0, "core": 2, "component": 0,
    }  # fmt: skip
    assert rt["betweenness"] == pytest.approx(16 / 42)
    assert found.summary["density"] == (pytest.approx(10 / 56), 10, 56)
    assert found.summary["reciprocity_edges"] == (0.4, 4, 10)
    assert found.summary["reciprocity_pairs"] == (0.25, 2, 8)
    assert found.summary["ei_pillar"] == (-0.2, -2, 10)
    assert found.summary["isolates"] == (0.2, 2, 10)
    assert found.summary["largest_component"] == (1.0, 8, 8)
    assert found.summary["betweenness_error"].value == 0
    assert "ei_place" not in found.summary


def test_communities_sum_up_and_name_only_who_keeps_a_name() -> None:
    found = analyse(table(MAGELANG, [2.0] * 10), PEOPLE)
    assert found.communities.schema == pl.Schema(COMMUNITIES)
    assert found.communities["size"].sum() == 8
    assert found.communities["inside"].sum() + found.communities["outside"].sum() / 2 == 20
    named = {name for names in found.communities["members"] for name in names}
    assert named == {"Name of Bappeda", "Name of Dinsos", "Name of Lurah", "Name of CSR"}
    without_kind = analyse(table(MAGELANG), PEOPLE.drop("kind"))
    assert without_kind.communities["members"].list.len().sum() == 8
    assert analyse(table(MAGELANG)).communities["members"].list.len().sum() == 0


@pytest.mark.parametrize("seed", range(3))
def test_neither_threads_nor_the_order_of_ties_change_a_byte(seed: int) -> None:
    edges, ids = random_table(seed)
    edges = edges.with_columns(pl.col("weight").round())
    people = pl.DataFrame({"id": ids, "place": [f"p{int(i) % 3}" for i in ids]})
    first = analyse(edges, people, seed=5, threads=1)
    for other in (
        analyse(edges, people, seed=5, threads=2),
        analyse(edges.reverse(), people.reverse(), seed=5),
    ):
        assert_frame_equal(first.nodes, other.nodes, check_exact=True)
        assert_frame_equal(first.communities, other.communities, check_exact=True)
        assert first.summary == other.summary


def test_loops_name_no_node() -> None:
    found = analyse(table([("a", "b"), ("c", "c")]), pl.DataFrame({"id": ["a", "c"]}))
    assert found.nodes["id"].to_list() == ["a", "b"]
    assert found.summary["isolates"] == (pytest.approx(1 / 3), 1, 3)


def test_nobody() -> None:
    found = analyse(table([]), PEOPLE)
    assert found.nodes.schema == pl.Schema({**PEOPLE.schema, **COLUMNS})
    assert found.nodes.height == 0
    assert_frame_equal(found.communities, pl.DataFrame(schema=COMMUNITIES))
    assert found.summary["density"].value is None
    assert found.summary["modularity"].value is None
    assert found.summary["isolates"] == (1.0, 10, 10)


def test_what_is_undefined_for_a_single_tie() -> None:
    found = analyse(table([("a", "b")]))
    assert found.nodes["betweenness"].to_list() == [None, None]
    assert found.nodes["constraint"].to_list() == [1.0, 1.0]
    assert found.summary["reciprocity_pairs"] == (0.0, 0, 1)


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        (pl.DataFrame({"name": ["a"]}), "need a column id"),
        (pl.DataFrame({"id": ["a", "b", "a"]}), "several rows for a"),
        (pl.DataFrame({"id": ["a"], "x": [1.0], "core": [2]}), "like measures: core, x"),
    ],
)
def test_attributes_that_do_not_fit_are_refused(attributes: pl.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        analyse(table([("a", "b")]), attributes)


def test_ego_networks_are_never_shown_as_a_whole_network() -> None:
    whole, named = analyse(table(MAGELANG), PEOPLE), analyse(table(MAGELANG), PEOPLE, sampled=True)
    kept = ["id", *PEOPLE.columns[1:], *NAMED, "community", "stability", "x", "y"]
    assert_frame_equal(named.nodes.select(kept), whole.nodes.select(kept))
    unknown = [name for name in COLUMNS if name not in kept]
    assert named.nodes.schema == whole.nodes.schema
    assert named.nodes.select(unknown).null_count().row(0) == (8,) * len(unknown)
    assert {name: figure.value for name, figure in named.summary.items() if figure.value is not None} == {
        "nodes": 8, "ties": 10,
    }  # fmt: skip
    assert set(named.summary) == set(whole.summary)
    assert set(named.reasons) == (set(whole.summary) - {"nodes", "ties"}) | set(unknown)
    assert set(named.reasons.values()) == {"ego_sample"}
    assert whole.reasons == {}


def test_ties_without_direction_count_once() -> None:
    pairs = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]
    found = analyse(table(pairs, [2.0] * 4), directed=False)
    assert found.summary["ties"].value == 4
    assert found.summary["density"] == (pytest.approx(4 / 6), 4, 6)
    assert found.nodes["strength_in"].to_list() == [4.0, 4.0, 6.0, 2.0]
    assert found.communities["inside"].sum() + found.communities["outside"].sum() / 2 == 8
