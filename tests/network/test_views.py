"""Ego views, diffusiveness of a place, and what carries what."""

from __future__ import annotations

import networkx as nx
import polars as pl
import pytest
from known_graphs import MAGELANG, MAGELANG_GROUPS, random_table, table
from test_survey_reach import HERE, THERE, actors, homes, told

from simpul.network.analyse import analyse
from simpul.network.brokerage import ROLES
from simpul.network.carriers import BETWEEN, CARRIERS, between, carriers
from simpul.network.diffusiveness import DIFFUSIVENESS, diffusiveness
from simpul.network.egos import ego
from simpul.network.ties import TIES

GROUPS = pl.DataFrame({"id": list(MAGELANG_GROUPS), "pillar": list(MAGELANG_GROUPS.values())})


def test_the_rt_head_of_the_toy_city() -> None:
    found = ego(table(MAGELANG), "RT1", attributes=GROUPS)
    assert found.alters.rows() == [
        ("RT1", 0, False, False, "warga"), ("Dinsos", 1, True, True, "OPD"), ("K1", 1, True, True, "warga"),
        ("Kader", 1, True, False, "warga"), ("Lurah", 1, False, True, "OPD"),
    ]  # fmt: skip
    assert found.ties.height == 7  # the tie between Dinsos and Lurah, and six of the RT head
    assert found.figures == {
        "size": (4, None, None), "density": (1 / 12, 1, 12), "alike_pillar": (0.5, 2, 4), "mixed_pillar": (0.5, None, None),
    }  # fmt: skip
    assert ego(table(MAGELANG), "CSR", steps=2).alters["steps"].to_list() == [0, 1, 2, 2, 2]
    with pytest.raises(ValueError, match="nobody has no tie"):
        ego(table(MAGELANG), "nobody")


@pytest.mark.parametrize("seed", range(6))
def test_ego_networks_of_networkx(seed: int) -> None:
    edges = random_table(seed)[0]
    oracle = nx.DiGraph((a, b) for a, b, _ in edges.rows())
    for id in list(oracle)[:5]:
        near = nx.ego_graph(oracle, id, radius=2, undirected=True)
        found = ego(edges, id, steps=2)
        assert set(found.alters["id"]) == set(near)
        assert set(found.ties.select("source", "target").rows()) == set(near.edges)


def test_strange_ids() -> None:
    edges = table([("pak 😀", 'o"x'), ("", "pak 😀")])
    assert set(ego(edges, "pak 😀").alters["id"]) == {"pak 😀", 'o"x', ""}


def test_diffusiveness_of_places() -> None:
    people = actors(*homes(0, 6, HERE, True), *homes(6, 10, THERE, True))
    pairs = [("h00", "h01"), ("h01", "h02"), ("h03", "h04"), ("h00", "h07")]
    found = diffusiveness(told(*pairs), people, sampled=False)
    assert found.schema == pl.Schema(DIFFUSIVENESS)
    graph = nx.Graph(pairs[:3])
    graph.add_node("h05")
    assert found.rows() == [
        (HERE, pytest.approx(nx.global_efficiency(graph)), 6, None), (THERE, None, None, "few_people"),
    ]  # fmt: skip
    assert diffusiveness(told(*pairs), people, sampled=True)["reason"].to_list() == [
        "ego_sample",
        "few_people",
    ]
    assert diffusiveness(told(), people.clear(), sampled=False).is_empty()


def test_what_carries_what() -> None:
    rows = [(f"s{i}", "t", "survey", "meeting", "A", 2.0) for i in range(6)]
    rows += [(f"s{i}", "u", "survey", "whatsapp", "A", 1.0) for i in range(9)]
    rows += [("a", "b", "survey", "radio", "A", 30.0), ("a", "b", "reply", None, "A", 1.0)]
    names = ("source", "target", "type", "channel", "topic", "weight")
    ties = pl.DataFrame([dict(zip(names, row, strict=True)) for row in rows], schema=TIES)
    found = carriers(ties, least=0)
    assert found.schema == pl.Schema(CARRIERS)
    assert found.select("type", "channel", "ties", "weight", "people", "share").rows() == [
        ("reply", None, 1, 1.0, 2, 1.0), ("survey", "radio", 1, 30.0, 2, 30 / 51),
        ("survey", "meeting", 6, 12.0, 7, 12 / 51), ("survey", "whatsapp", 9, 9.0, 10, 9 / 51),
    ]  # fmt: skip
    assert carriers(ties)["ties"].to_list() == [None, None, 6, None]
    assert carriers(ties.clear()).is_empty()


def test_brokerage_by_kind_of_actor() -> None:
    nodes = analyse(table(MAGELANG), GROUPS).nodes
    found = between(nodes, "pillar", least=0)
    assert found.schema == pl.Schema(BETWEEN)
    assert dict(found.select("group", pl.sum_horizontal(ROLES)).rows()) == {"OPD": 5, "usaha": 0, "warga": 8}
    assert between(nodes, "pillar")["suppressed"].all()
    sampled = analyse(table(MAGELANG), GROUPS, sampled=True).nodes
    assert between(sampled, "pillar", least=0).select(ROLES).null_count().row(0) == (3,) * len(ROLES)
