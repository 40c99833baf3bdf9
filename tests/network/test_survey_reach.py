"""Who hears, through whom, and who would not without that person."""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl
import pytest

from simpul.corpus.records import ACTORS, SURVEY_TIES
from simpul.network.dominators import only_through
from simpul.network.graph import from_edges
from simpul.network.reach import BROKERS, FIGURES, Flow, brokers, flow, households, reach

HERE, THERE = "99.71.01.1001", "99.71.02.1002"


def actors(*rows: tuple) -> pl.DataFrame:
    """Rows of id, role, place, poor; the role `home` is a household's."""
    return pl.DataFrame(
        [
            {"actor_id": id, "role": None if role == "home" else role, "place": place, "poor": poor}
            | {"kind": "household" if role == "home" else "organisation" if role == "agency" else "person"}
            for id, role, place, poor in rows
        ],
        schema=ACTORS,
    )


def told(*pairs: tuple[str, str], relation: str | None = "informs") -> pl.DataFrame:
    return pl.DataFrame(
        [{"source": a, "target": b, "relation": relation} for a, b in pairs], schema=SURVEY_TIES
    )


def homes(first: int, last: int, place: str, poor: bool | None) -> list[tuple]:
    return [(f"h{i:02}", "home", place, poor) for i in range(first, last)]


def fan(source: str, first: int, last: int) -> list[tuple[str, str]]:
    return [(source, f"h{i:02}") for i in range(first, last)]


# The agency tells the RT head and households 10 to 15; the RT head tells 0 to 5 and the cadre, who tells 5 to 7; the poor are 0
# to 9; 6 passes on to 8; a neighbour, whom nobody tells, tells 9; nobody tells 16.
PEOPLE = actors(
    ("dinsos", "agency", None, None),
    ("rt", "rt_head", HERE, None),
    ("kader", "cadre", HERE, None),
    ("mbok", "neighbour", HERE, None),
    *homes(0, 10, HERE, True),
    *homes(10, 17, THERE, False),
)
TOLD = told(
    ("dinsos", "rt"), *fan("dinsos", 10, 16), *fan("rt", 0, 6), ("rt", "kader"), *fan("kader", 5, 8), ("h06", "h08"),
    ("mbok", "h09"),
)  # fmt: skip


def figure(
    found: pl.DataFrame, measure: str, item: str = "", group: str = "poor", place: str | None = None
) -> tuple:
    row = found.row(
        by_predicate=(pl.col("measure") == measure)
        & (pl.col("item") == item)
        & (pl.col("group") == group)
        & pl.col("place").eq_missing(pl.lit(place)),
        named=True,
    )
    return row["numerator"], row["denominator"], row["n"]


def test_access_of_each_household() -> None:
    found = {row["id"]: (row["steps"], row["access"]) for row in households(flow(TOLD, PEOPLE)).to_dicts()}
    assert found["h10"] == (1, "direct")
    assert found["h00"] == (2, "broker")
    assert found["h05"] == (2, "broker")
    assert found["h07"] == (3, "broker")
    assert found["h08"] == (4, "broker")
    assert found["h09"] == found["h16"] == (None, "none")


def test_figures_of_the_poor() -> None:
    found = reach(flow(TOLD, PEOPLE), steps=(1, 2, 3, 9), stopped=(1, 2), least=0)
    assert found.schema == pl.Schema(FIGURES)
    assert [figure(found, "cakupan", k) for k in ("1", "2", "3", "9")] == [
        (0, 10, 10),
        (6, 10, 10),
        (8, 10, 10),
        (9, 10, 10),
    ]
    assert figure(found, "terasing") == (1, 10, 10)
    assert figure(found, "ketergantungan", "path") == (9, 10, 10)
    assert figure(found, "ketergantungan", "named") == (10, 10, 10)
    assert figure(found, "kerapuhan", "1") == (9, 9, 10)
    assert figure(found, "sumber", "rt_head") == (6, 10, 10)
    assert figure(found, "sumber", "cadre") == (3, 10, 10)
    assert figure(found, "sumber", "neighbour") == (1, 10, 10)
    assert figure(found, "sumber", "agency") == (0, 10, 10)


def test_figures_of_all_and_by_place() -> None:
    found = reach(flow(TOLD, PEOPLE), least=0)
    assert figure(found, "cakupan", "1", "all") == (6, 17, 17)
    assert figure(found, "cakupan", "1", "all", THERE) == (6, 7, 7)
    assert figure(found, "terasing", group="all", place=THERE) == (1, 7, 7)
    assert figure(found, "ketergantungan", "path", "all", THERE) == (0, 7, 7)
    assert figure(found, "sumber", "agency", "all") == (6, 16, 17)
    assert found.filter(group="poor", place=THERE).is_empty()


def test_few_households_are_never_shown() -> None:
    found = reach(flow(TOLD, PEOPLE))
    shown = pl.concat(
        found.select(name).rename({name: "count"}) for name in ("numerator", "denominator", "n")
    )
    assert shown.filter(pl.col("count").is_between(1, 4)).is_empty()
    hidden = found.filter("suppressed")
    assert hidden.select("numerator", "denominator", "n", "value").null_count().row(0) == (hidden.height,) * 4
    assert not hidden.is_empty()
    assert figure(found, "terasing") == (None, None, None)
    assert figure(found, "cakupan", "2") == (None, None, None)  # 6 of 10: four are left
    # three poor households in a kelurahan of their own: not even how many were asked
    few = actors(("dinsos", "agency", None, None), *homes(0, 3, THERE, True), *homes(3, 20, HERE, True))
    found = reach(flow(told(*fan("dinsos", 0, 20)), few))
    there = found.filter(place=THERE)
    assert there["suppressed"].all() and there["n"].is_null().all()
    # nor by subtracting the other kelurahan from the whole
    assert figure(found, "cakupan", "1") == (20, 20, 20)
    assert figure(found, "cakupan", "1", place=HERE) == (None, None, None)


def test_brokers_in_the_order_of_what_is_lost_without_them() -> None:
    found = brokers(flow(TOLD, PEOPLE), least=0)
    assert found.schema == pl.Schema(BROKERS)
    assert found.drop("suppressed").rows() == [
        ("rt", "rt_head", HERE, 6, 9, 9, 10, None),
        ("kader", "cadre", HERE, 3, 3, 9, 10, None),
    ]
    shown = brokers(flow(TOLD, PEOPLE))
    assert shown.select("id", "direct", "sole", "suppressed").rows() == [
        ("rt", 6, 9, False),
        ("kader", None, None, True),
    ]


def test_a_survey_of_households_alone_takes_brokers_as_informed() -> None:
    asked = told(*fan("rt", 0, 6), *fan("kader", 5, 9), *fan("mbok", 8, 10))
    found = flow(asked, PEOPLE)
    assert found.brokers_informed
    assert not flow(TOLD, PEOPLE).brokers_informed
    table = reach(found, least=0)
    assert figure(table, "cakupan", "1") == (9, 10, 10)
    assert figure(table, "terasing") == (1, 10, 10)
    assert figure(table, "ketergantungan", "path") == (9, 10, 10)
    assert figure(table, "kerapuhan", "1") == (5, 9, 10)
    assert brokers(found, least=0).select("id", "direct", "sole").rows() == [("rt", 6, 5), ("kader", 4, 3)]
    strict = reach(flow(asked, PEOPLE, brokers_informed=False), least=0)
    assert figure(strict, "terasing") == (10, 10, 10)


def test_chosen_sources_and_brokers() -> None:
    found = reach(flow(TOLD, PEOPLE, officials=["kader"], brokers=["h06"]), least=0)
    assert figure(found, "cakupan", "1") == (3, 10, 10)
    assert figure(found, "cakupan", "2") == (4, 10, 10)
    assert figure(found, "ketergantungan", "path") == (2, 10, 10)


def test_only_relations_that_inform_count() -> None:
    trust = told(*fan("dinsos", 0, 10), relation="trusts")
    assert (
        reach(flow(trust, PEOPLE), least=0)
        .filter(measure="cakupan", item="3", group="poor")["numerator"]
        .sum()
        == 0
    )
    unsaid = told(*fan("dinsos", 0, 10), relation=None)
    assert figure(reach(flow(unsaid, PEOPLE), least=0), "cakupan", "1") == (10, 10, 10)


def test_without_any_source_reach_is_not_zero_but_undefined() -> None:
    people = actors(("mbok", "neighbour", HERE, None), *homes(0, 10, HERE, True))
    found = reach(flow(told(*fan("mbok", 0, 5)), people), least=0)
    assert set(found["measure"]) == {"sumber", "ketergantungan"}
    assert figure(found, "ketergantungan", "named") == (5, 5, 10)


def test_nobody_named_anyone() -> None:
    found = reach(flow(told(), PEOPLE), least=0)
    assert figure(found, "terasing") == (10, 10, 10)
    assert figure(found, "ketergantungan", "named") == (None, 0, 10)
    assert figure(found, "kerapuhan", "1") == (None, 0, 10)
    nobody = reach(flow(told(), actors()), least=0)
    assert nobody.select("numerator", "denominator", "n", "value").unique().rows() == [(None, 0, 0, None)]
    assert brokers(flow(told(), actors())).schema == pl.Schema(BROKERS)


@pytest.mark.parametrize("seed", range(25))
def test_dominators_are_those_whose_removal_cuts_off(seed: int) -> None:
    chance = np.random.default_rng(seed)
    n = int(chance.integers(2, 25))
    ends = chance.integers(0, n, (int(chance.integers(1, 3 * n)), 2))
    edges = pl.DataFrame(ends, schema=["source", "target"]).cast(pl.String)
    graph = from_edges(edges, pl.Series([str(i) for i in range(n)]))
    start, counted = chance.random(n) < 0.2, chance.random(n) < 0.6
    back = graph.reverse
    found = only_through(graph.indptr, graph.indices, back.indptr, back.indices, start, counted)
    oracle = nx.DiGraph(zip(graph.sources.tolist(), graph.indices.tolist(), strict=True))
    oracle.add_nodes_from(range(n))

    def reached(gone: int | None) -> set[int]:
        left = oracle if gone is None else oracle.subgraph(set(oracle) - {gone})
        roots = [i for i in np.flatnonzero(start).tolist() if i != gone]
        return {j for root in roots for j in (root, *nx.descendants(left, root))}

    whole = reached(None)
    lost = [sum(counted[j] for j in whole - reached(i) if j != i) if i in whole else 0 for i in range(n)]
    assert found.tolist() == lost


def test_flow_is_made_of_ties_of_the_study_too() -> None:
    ties = TOLD.select("source", "target", "relation").with_columns(type=pl.lit("survey"))
    online = pl.DataFrame({"source": ["dinsos"], "target": ["h16"], "relation": [None], "type": ["reply"]})
    found = flow(pl.concat([ties, online], how="vertical_relaxed"), PEOPLE)
    assert isinstance(found, Flow)
    assert households(found).row(by_predicate=pl.col("id") == "h16", named=True)["access"] == "none"
