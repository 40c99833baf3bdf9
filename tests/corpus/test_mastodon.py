"""Mastodon: statuses in lists and pages, and the outbox of an account's archive; accounts by their whole address."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from raw import FIXTURES, counts, read, refusals

from simpul.corpus.reader import Options
from simpul.corpus.readers.mastodon import READER
from simpul.corpus.source import Source

HERE = FIXTURES / "mastodon"
NEWS, ASK = (
    "https://sosial.example/users/dinsos/statuses/101",
    "https://lain.example/users/bu_sri/statuses/102",
)
BOOST, BOOSTED = (
    "https://sosial.example/users/joko/statuses/103",
    "https://sosial.example/users/kabar/statuses/99",
)
DINSOS, SRI = "dinsos@sosial.example", "bu_sri@lain.example"


def test_statuses() -> None:
    tables = read(READER, HERE / "statuses.json")
    columns = (
        "row",
        "native_id",
        "kind",
        "author",
        "parent",
        "shared",
        "parent_author",
        "shared_author",
        "text",
    )
    assert tables["posts"].select(columns).rows() == [
        (1, NEWS, "post", DINSOS, None, None, None, None, "Bansos & PKH\ncair\ncek sini #PKH"),
        (2, ASK, "reply", SRI, NEWS, None, DINSOS, None, "@dinsos kapan?"),
        (
            3,
            BOOST,
            "share",
            "joko@sosial.example",
            None,
            BOOSTED,
            None,
            "kabar@sosial.example",
            "Jalan rusak",
        ),
        (3, BOOSTED, "post", "kabar@sosial.example", None, None, None, None, "Jalan rusak"),
    ]
    news, ask = tables["posts"].head(2).to_dicts()
    assert (news["links"], news["hashtags"], news["media"]) == (
        ["https://bansos.tirtaloka.example"],
        ["pkh"],
        "image",
    )
    assert (ask["links"], ask["mentions"]) == ([], [DINSOS])
    assert news["created_at"] == dt.datetime(2026, 3, 5, 3, tzinfo=dt.UTC)
    assert counts(tables, NEWS) == {"likes": 3, "comments": 1, "shares": 2}
    assert counts(tables, BOOST) == {}
    assert counts(tables, DINSOS) == {"followers": 520, "following": 3}
    assert refusals(tables) == [(5, None, "row_json"), (6, "uri", "id_missing")]


def test_a_direct_message_is_not_stored() -> None:
    chunks = list(READER.read(Source(HERE / "statuses.json"), Options()))
    assert all("rahasia" not in str(chunk) for chunk in chunks)
    assert any(note[1].startswith("1 posts for followers") for chunk in chunks for note in chunk.notes)


@pytest.mark.parametrize("shape", ["lines", "search"])
def test_other_packagings_give_the_same(shape: str, tmp_path: Path) -> None:
    statuses = json.loads((HERE / "statuses.json").read_text())
    lines = "".join(json.dumps(status) + "\n" for status in statuses)
    search = json.dumps({"accounts": [], "statuses": statuses, "hashtags": []})
    (tmp_path / "a").write_text(lines if shape == "lines" else search)
    assert READER.recognise(Source(tmp_path / "a")).score == 95
    assert read(READER, tmp_path / "a")["posts"].equals(read(READER, HERE / "statuses.json")["posts"])


def test_a_context_joins_what_stands_above_and_below() -> None:
    found = read(READER, HERE / "context.json")["posts"].select("native_id", "parent", "parent_author")
    assert found.rows() == [(NEWS, None, None), (ASK, NEWS, DINSOS)]


def test_an_archive() -> None:
    tables = read(READER, HERE / "outbox.json")
    columns = (
        "native_id",
        "kind",
        "author",
        "parent",
        "parent_author",
        "shared",
        "text",
        "hashtags",
        "mentions",
        "media",
    )
    own = "https://sosial.example/users/dinsos/statuses"
    assert tables["posts"].select(columns).rows() == [
        (NEWS, "post", DINSOS, None, None, None, "Bansos #PKH", ["pkh"], ["kabar@lain.example"], "image"),
        (f"{own}/102", "reply", DINSOS, "https://lain.example/users/bu_sri/statuses/9", SRI, None, "Sampun", [], [], None),
        (f"{own}/103/activity", "share", DINSOS, None, None, "https://lain.example/users/kabar/statuses/7", None, None, None, None),
    ]  # fmt: skip
    assert [(row, code) for row, _, code in refusals(tables)] == [(4, "id_missing")]
    assert tables["observations"].is_empty()
