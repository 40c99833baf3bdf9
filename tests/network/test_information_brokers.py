"""From whom information arrives, by which channel, and whom to brief next."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import polars as pl
import pytest
from test_survey_reach import HERE, PEOPLE, THERE, TOLD, actors, fan, homes, told

from simpul.corpus.records import ACTORS, LINKS
from simpul.network.access import CHANNELS, PREFERRED, channels, matrix, preferences
from simpul.network.cells import CELLS
from simpul.network.next_brokers import NEXT, next_brokers
from simpul.network.reach import brokers, flow, reach
from simpul.network.routes import ARRIVING, ROUTES, arriving, routes


def by_channel(ties: pl.DataFrame, of: dict[str, str]) -> pl.DataFrame:
    return ties.with_columns(
        channel=pl.col("source").replace_strict(of, default=None, return_dtype=pl.String)
    )


TIES = by_channel(
    TOLD, {"dinsos": "meeting", "rt": "face_to_face", "kader": "whatsapp", "h06": "face_to_face"}
)


def test_the_way_to_each_household() -> None:
    found = routes(flow(TIES, PEOPLE), TIES)
    assert found.schema == pl.Schema(ROUTES)
    rows = {row["id"]: row for row in found.to_dicts()}
    assert rows["h10"] == {
        "id": "h10", "place": THERE, "poor": False, "steps": 1, "entry": "dinsos", "entry_role": "agency",
        "informant": "dinsos", "informant_role": "agency", "channel": "meeting", "roles": "agency",
    }  # fmt: skip
    assert rows["h00"]["roles"] == "agency > rt_head" and rows["h00"]["channel"] == "face_to_face"
    assert rows["h07"]["roles"] == "agency > rt_head > cadre" and rows["h07"]["steps"] == 3
    assert rows["h08"]["roles"] == "agency > rt_head > cadre > ?" and rows["h08"]["informant"] == "h06"
    assert [rows["h09"][name] for name in ("steps", "entry", "informant", "channel", "roles")] == [None] * 5


@pytest.mark.parametrize("seed", range(10))
def test_ways_are_shortest(seed: int) -> None:
    chance = np.random.default_rng(seed)
    n = 25
    people = actors(("o1", "agency", None, None), ("o2", "agency", None, None), *homes(0, n, HERE, True))
    names = people["actor_id"].to_list()
    pairs = [tuple(chance.choice(names, 2, replace=False)) for _ in range(40)]
    ties = told(*pairs)
    spread = flow(ties, people)
    oracle = nx.DiGraph(pairs)
    oracle.add_nodes_from(names)
    steps = nx.multi_source_dijkstra_path_length(oracle, {"o1", "o2"})
    for row in routes(spread, ties).to_dicts():
        assert row["steps"] == steps.get(row["id"])
        if row["steps"]:
            assert steps[row["informant"]] == row["steps"] - 1
            assert oracle.has_edge(row["informant"], row["id"])
            assert row["roles"].count(" > ") == row["steps"] - 1


def test_how_it_arrives_by_place_without_small_cells() -> None:
    ties = told(*fan("rt", 0, 12), *fan("kader", 12, 18))
    spread = flow(
        ties, actors(("rt", "rt_head", HERE, None), ("kader", "cadre", HERE, None), *homes(0, 18, HERE, True))
    )
    found = arriving(routes(spread, ties))
    assert found.schema == pl.Schema(ARRIVING)
    assert found.filter(question="informant_role", group=HERE).select("answer", "count", "n").rows() == [
        ("cadre", 6, 18), ("rt_head", 12, 18),
    ]  # fmt: skip
    assert found.filter(question="channel").is_empty()
    shown = arriving(routes(flow(TIES, PEOPLE), TIES))
    assert shown.filter(pl.col("count").is_between(1, 4)).is_empty()


def test_channels_of_each_kind_of_source() -> None:
    found = channels(flow(TIES, PEOPLE), TIES, least=0)
    assert found.schema == pl.Schema(CHANNELS)
    assert found.select("role", "channel", "households", "n").rows() == [
        ("rt_head", "face_to_face", 6, 10), ("cadre", "whatsapp", 3, 10), ("neighbour", None, 1, 10),
        (None, "face_to_face", 1, 10),
    ]  # fmt: skip
    assert channels(flow(TIES, PEOPLE), TIES)["households"].to_list() == [None] * 4  # 6 of 10 leaves four


def described(rows: list[dict]) -> pl.DataFrame:
    base = {"kind": "household", "poor": True, "place": HERE}
    return pl.DataFrame([base | row for row in rows], schema=ACTORS)


def test_access_and_connection() -> None:
    asked = [
        {"actor_id": f"h{i:02}", "internet_phone": phone}
        for i, phone in enumerate([True] * 12 + [False] * 18 + [None])
    ]
    people = pl.concat([described(asked), actors(("rt", "rt_head", HERE, None))])
    found = matrix(flow(told(*fan("rt", 0, 5), *fan("rt", 12, 19)), people), people)
    assert found.schema == pl.Schema(CELLS)
    assert found.filter(group="all").select("answer", "count", "n").rows() == [
        ("beradaptasi_lewat_perantara", 7, 30), ("langsung", 5, 30), ("mandiri_tanpa_jejaring", 7, 30),
        ("terasing_secara_digital", 11, 30),
    ]  # fmt: skip
    nobody = pl.concat([described([]), actors(("rt", "rt_head", HERE, None))])
    assert matrix(flow(told(), nobody), nobody).is_empty()


def test_what_the_poor_prefer() -> None:
    asked = [
        {"actor_id": f"h{i:02}", "preferred_source": "rt_head" if i % 3 else "cadre", "sex": "P" if i < 12 else "L",
         "poor": i < 24}
        for i in range(40)
    ]  # fmt: skip
    people = described(asked)
    found = preferences(flow(told(), people), people)
    assert found.schema == pl.Schema(PREFERRED)
    assert found["question"].unique().to_list() == ["preferred_source"]
    assert found.filter(by="sex").select("group", "answer", "count", "n", "suppressed").rows() == [
        ("L", "cadre", None, 12, True), ("L", "rt_head", None, 12, True),
        ("P", "cadre", None, 12, True), ("P", "rt_head", None, 12, True),
        ("all", "cadre", 8, 24, False), ("all", "rt_head", 16, 24, False),
    ]  # fmt: skip
    assert set(found["by"]) == {"place", "age_group", "sex", "occupation"}


def test_median_steps() -> None:
    found = reach(flow(TOLD, PEOPLE), least=0).filter(measure="waktu")
    assert found.select("group", "place", "value", "n").rows() == [
        ("poor", None, 2.0, 10), ("poor", HERE, 2.0, 10), ("all", None, 2.0, 17), ("all", HERE, 2.0, 10), ("all", THERE, 1.0, 7),
    ]  # fmt: skip
    few = reach(flow(told(*fan("rt", 0, 4)), actors(("rt", "rt_head", HERE, None), *homes(0, 9, HERE, True))))
    assert few.filter(measure="waktu").select("value", "suppressed").rows() == [(None, True)] * 4


def test_brokers_who_are_found_through_the_survey_only() -> None:
    links = pl.DataFrame([{"account_id": "x:rt", "actor_id": "rt", "basis": "broker"}], schema=LINKS)
    found = brokers(flow(TOLD, PEOPLE), 0, links)
    assert found.select("id", "account").rows() == [("rt", True), ("kader", False)]
    assert brokers(flow(TOLD, PEOPLE), 0, links.clear())["account"].to_list() == [None, None]


def covered_by(ties: list[tuple[str, str]], chosen: tuple[str, ...], within: int, poor: set[str]) -> int:
    oracle = nx.DiGraph(ties)
    oracle.add_nodes_from(chosen)
    return len(
        {h for b in chosen for h in nx.single_source_shortest_path_length(oracle, b, cutoff=within)} & poor
    )


@pytest.mark.parametrize("seed", range(8))
def test_the_next_broker_is_the_one_who_adds_most(seed: int) -> None:
    chance = np.random.default_rng(seed)
    people = actors(*((f"b{i}", "cadre", HERE, None) for i in range(6)), *homes(0, 30, HERE, True))
    names = people["actor_id"].to_list()
    pairs = [(str(a), str(b)) for a, b in (chance.choice(names, 2, replace=False) for _ in range(45))]
    within, poor = int(chance.integers(1, 4)), {f"h{i:02}" for i in range(30)}
    found = next_brokers(flow(told(*pairs), people), within=within, least=0)
    assert found.schema == pl.Schema(NEXT)
    before: tuple[str, ...] = ()
    for row in found.to_dicts():
        gain = {
            b: covered_by(pairs, (*before, b), within, poor)
            for b in (f"b{i}" for i in range(6))
            if b not in before
        }
        assert row["covered"] == gain[row["id"]] == max(gain.values())
        assert row["adds"] == row["covered"] - covered_by(pairs, before, within, poor)
        before = (*before, row["id"])
    if found.height >= 2:
        best = max(
            covered_by(pairs, pair, within, poor) for pair in combinations([f"b{i}" for i in range(6)], 2)
        )
        assert found["covered"][1] >= 0.63 * best


def test_what_is_covered_already_and_few_added() -> None:
    ties = told(*fan("dinsos", 0, 5), *fan("rt", 3, 12), *fan("kader", 10, 15))
    people = actors(
        ("dinsos", "agency", None, None), ("rt", "rt_head", HERE, None), ("kader", "cadre", HERE, None), *homes(0, 17, HERE, True)
    )  # fmt: skip
    spread = flow(ties, people)
    assert next_brokers(spread).drop("place").rows() == [
        (1, "rt", "rt_head", 7, 12, 17)
    ]  # kader would add three
    assert next_brokers(spread, least=0)["adds"].to_list() == [7, 3]
    assert next_brokers(spread, briefed=["rt"], least=0)["covered"].to_list() == [15]
    assert next_brokers(spread, candidates=["h00", "nobody"], least=0).is_empty()
