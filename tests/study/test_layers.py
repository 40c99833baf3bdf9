"""The layers of a study: apart, and as one only where a link says who is the same."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from simpul.corpus.records import ACCOUNTS, ACTORS, LINKS, POSTS, SURVEY_TIES
from simpul.study.folder import Folder
from simpul.study.networks import ABOUT, map_network, public

HERE = "99.71.01.1001"
POST = {"platform": "x", "kind": "reply"}
TALK = [
    POST | {"post_id": "1", "account_id": "x:~rt", "parent_account_id": "x:dinsos"},
    POST | {"post_id": "2", "account_id": "x:~a", "parent_account_id": "x:dinsos"},
]
PEOPLE = [{"actor_id": "rt", "kind": "person", "role": "rt_head", "place": HERE}] + [
    {"actor_id": f"h{i}", "kind": "household", "place": HERE, "poor": True} for i in range(8)
]
NAMED = [{"source": "rt", "target": f"h{i}", "relation": "informs"} for i in range(7)]
LINK = {"account_id": "x:~rt", "actor_id": "rt", "basis": "consent"}


def mapped(
    root: Path, talk: list[dict], people: list[dict], named: list[dict], links: list[dict]
) -> tuple[Folder, dict]:
    folder = Folder(root)
    accounts = [
        {"account_id": "x:dinsos", "kind": "official", "name": "Dinas Sosial", "pillar": "government"}
    ]
    accounts += [{"account_id": id, "kind": "citizen"} for id in ("x:~rt", "x:~a")]
    tables = {
        "posts": (talk, POSTS), "accounts": (accounts, ACCOUNTS), "actors": (people, ACTORS),
        "survey_ties": (named, SURVEY_TIES), "links": (links, LINKS),
        "labels": ([], {"post_id": pl.String, "issue": pl.String}),
    }  # fmt: skip
    for name, (rows, schema) in tables.items():
        folder.write(name, pl.DataFrame(rows, schema=schema))
    manifest = SimpleNamespace(network={})
    map_network(folder, 0, manifest)
    return folder, manifest.network


def layers(folder: Folder) -> dict[str, int]:
    return dict(folder.scan("nodes").group_by("layer").len().collect().rows())


def test_without_links_nothing_is_joined(tmp_path: Path) -> None:
    folder, figures = mapped(tmp_path, TALK, PEOPLE, NAMED, [])
    assert layers(folder) == {"online": 3, "survey": 8}
    assert set(figures) == {"online", "survey"}
    assert figures["online"]["density"]["value"] == pytest.approx(2 / 6)
    assert figures["survey"]["density"] == {
        "value": None,
        "numerator": None,
        "denominator": None,
        "reason": "ego_sample",
    }
    assert figures["survey"]["ties"]["value"] == 7
    ties, nodes = public(folder)
    assert nodes["id"].is_unique().all() and nodes.filter(kind="household").is_empty()
    assert nodes.filter(kind="household_group")["n"].to_list() == [7]  # of eight, one had no tie
    online = nodes.filter(pl.col("id").str.starts_with("x:"))
    assert online["x"].max() < nodes.filter(id="rt")["x"].item()
    assert not set(online["community"]) & set(nodes.filter(id="rt")["community"])
    assert set(ties["type"]) == {"reply", "survey"}


def test_a_link_joins_both(tmp_path: Path) -> None:
    stranger = {"account_id": "x:elsewhere", "actor_id": "rt", "basis": "consent"}
    folder, _ = mapped(tmp_path, TALK, PEOPLE, NAMED, [LINK, stranger])
    assert layers(folder) == {"online": 3, "survey": 8, "joined": 10}
    joined = folder.scan("nodes").filter(layer="joined").collect()
    rt = joined.row(by_predicate=pl.col("id") == "rt", named=True)
    assert (rt["kind"], rt["degree_out"], rt["betweenness"]) == ("person", 8, None)
    assert "x:~rt" not in set(joined["id"])
    ties, nodes = public(folder)
    assert ("rt", "x:dinsos") in ties.select("source", "target").rows()
    assert nodes.height == 4
    assert folder.scan("brokers").collect()["account"].to_list() == [True]


def test_a_roster_of_everybody_is_a_whole_network(tmp_path: Path) -> None:
    people = [row | {"kind": "person"} for row in PEOPLE]
    _, figures = mapped(tmp_path, TALK, people, NAMED, [])
    assert figures["survey"]["density"]["value"] == pytest.approx(7 / 56)


def test_nothing_online_and_nothing_asked(tmp_path: Path) -> None:
    folder, figures = mapped(tmp_path, [], [], [], [])
    assert layers(folder) == {} and figures["online"]["nodes"]["value"] == 0
    assert not any(folder.path(name).exists() for name in ABOUT)
    assert public(folder)[1].is_empty()
