"""Bluesky: every answer of its API, repository records and Jetstream events; links, names and quotes are not lost."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw import FIXTURES, counts, read, refusals, sample

from simpul.corpus.readers.bluesky import READER
from simpul.corpus.source import Source

HERE = FIXTURES / "bluesky"
DID = {name: f"did:plc:{name:0<24}" for name in ("dinsos", "sri", "joko", "kabar", "hilang")}
NEWS, ASK, ANSWER, QUOTE, QUOTE2 = (
    f"at://{DID[who]}/app.bsky.feed.post/3kj0{key}"
    for who, key in (
        *(("dinsos", "news"), ("sri", "ask"), ("dinsos", "ans"), ("kabar", "quote"), ("joko", "quote2")),
    )
)
DINSOS, SRI, JOKO, KABAR = (
    "dinsos.tirtaloka.example", "busri.bsky.example", "joko-k.bsky.example", "kabar.tirtaloka.example"
)  # fmt: skip


def posts(path: Path, *columns: str) -> dict[str, tuple[object, ...]]:
    """The columns of each post by its id."""
    return {row[0]: row[1:] for row in read(READER, path)["posts"].select("native_id", *columns).rows()}


RELATIONS = ("kind", "author", "parent", "root", "shared", "parent_author", "shared_author")
POST = ("post", DINSOS, None, None, None, None, None)
ASKED = ("reply", SRI, NEWS, NEWS, None, DINSOS, None)
ANSWERED = ("reply", DINSOS, ASK, NEWS, None, SRI, None)
QUOTED = ("quote", KABAR, None, None, NEWS, None, DINSOS)


def test_a_search_gives_its_posts_and_those_they_quote() -> None:
    assert posts(HERE / "search.json", *RELATIONS) == {
        NEWS: POST,
        ASK: ASKED,
        QUOTE: QUOTED,
        QUOTE2: ("quote", JOKO, None, None, QUOTE, None, KABAR),
        f"at://{DID['hilang']}/app.bsky.feed.post/3kj0gone": (
            *("quote", DID["hilang"], None, None, f"at://{DID['sri']}/app.bsky.feed.post/3kj0deleted"),
            *(None, SRI),
        ),
    }


def test_a_feed_gives_reposts_and_what_is_answered() -> None:
    found = posts(HERE / "feed.json", *RELATIONS)
    assert found == {
        f"{NEWS}#repost-{DID['joko']}": ("share", JOKO, None, None, NEWS, None, DINSOS),
        NEWS: POST,
        ASK: ASKED,
        ANSWER: ANSWERED,
        QUOTE: QUOTED,
    }
    assert posts(HERE / "feed.json", "created_at")[f"{NEWS}#repost-{DID['joko']}"] == (
        dt.datetime(2024, 1, 15, 3, 50, tzinfo=dt.UTC),
    )


def test_a_thread_gives_all_its_branches() -> None:
    assert posts(HERE / "thread.json", *RELATIONS) == {NEWS: POST, ASK: ASKED, ANSWER: ANSWERED}


def test_answers_one_a_line_give_what_they_give_alone(tmp_path: Path) -> None:
    names = ("search.json", "feed.json", "thread.json")
    path = tmp_path / "a"
    path.write_text("".join(json.dumps(json.loads((HERE / name).read_text())) + "\n" for name in names))
    together = posts(path, *RELATIONS)
    assert together == {**posts(HERE / names[0], *RELATIONS), **posts(HERE / names[1], *RELATIONS)}


def test_marks_on_the_text_are_placed_by_bytes() -> None:
    found = posts(HERE / "feed.json", "hashtags", "links", "mentions", "media")
    assert found[NEWS] == (["pkh"], ["https://dinsos.tirtaloka.example/pkh?tahap=1"], [KABAR], "image")
    assert found[ASK] == ([], [], [DINSOS, JOKO], None)
    assert found[QUOTE] == (["cekbansos"], ["https://kabar.tirtaloka.example/pkh"], [], "link")


def test_counts_belong_to_posts_and_not_to_reposts() -> None:
    tables = read(READER, HERE / "feed.json")
    assert counts(tables, NEWS) == {"likes": 11, "comments": 2, "shares": 3, "quotes": 1, "saves": 0}
    assert counts(tables, f"{NEWS}#repost-{DID['joko']}") == {}
    assert tables["posts"].filter(kind="share")["url"].to_list() == [None]


def test_profiles_give_accounts_and_followers() -> None:
    tables = read(READER, HERE / "profiles.json")
    assert tables["accounts"].select("author", "author_id").rows() == [
        (DINSOS, DID["dinsos"]), (SRI, DID["sri"]), (DID["hilang"], DID["hilang"])
    ]  # fmt: skip
    assert counts(tables, DINSOS) == {"followers": 812, "following": 41}
    assert set(tables["observations"]["subject_kind"]) == {"account"}
    assert READER.recognise(Source(HERE / "profiles.json")).score == 90


def test_events_without_handles_name_accounts_by_did() -> None:
    tables = read(READER, HERE / "jetstream.ndjson")
    assert tables["posts"].select("native_id", *RELATIONS).rows() == [
        (NEWS, "post", DID["dinsos"], None, None, None, None, None),
        (ASK, "reply", DID["sri"], NEWS, NEWS, None, DID["dinsos"], None),
        (
            *(f"at://{DID['joko']}/app.bsky.feed.repost/3kj0rep", "share", DID["joko"], None, None),
            *(NEWS, None, DID["dinsos"]),
        ),
    ]
    assert tables["posts"]["mentions"].to_list() == [[KABAR], [DINSOS, JOKO], []]
    assert refusals(tables) == [(row, None, "row_kind") for row in (4, 5, 6, 7)]


def test_faults_are_said_line_by_line() -> None:
    tables = read(READER, HERE / "faults.ndjson")
    assert refusals(tables) == [
        (2, "text", "text_repaired"),
        (3, "createdAt", "date_invalid"),  # the year 0
        (5, None, "row_kind"),  # a like of a post is neither a post nor a repost
        (8, None, "row_json"),
    ]
    assert tables["posts"].select("row", "text", "created_at").rows()[1:] == [
        (2, "beras SPHP kapan?", dt.datetime(2024, 1, 15, 6, tzinfo=dt.UTC)),  # said to be of 2031
        (3, "jam HP rusak", None),
        (4, "é @busri", dt.datetime(2024, 1, 15, 6, 10, tzinfo=dt.UTC)),
        (6, "dari repositori", dt.datetime(2024, 1, 15, 7, tzinfo=dt.UTC)),
    ]
    odd = tables["posts"].filter(row=4)  # marks that cut a character in two, or lie behind the text
    assert odd.select("mentions", "hashtags").rows() == [([SRI, DID["kabar"]], ["beras"])]


@pytest.mark.parametrize(
    "content",
    ['{"id": "1", "handle": "budi"}', '{"data": [{"id": "1"}]}', "did,handle\ndid:plc:a,b\n", ""],
)
def test_other_files_are_not_taken_for_it(content: str, tmp_path: Path) -> None:
    (tmp_path / "bluesky.json").write_text(content)
    assert READER.recognise(Source(tmp_path / "bluesky.json")).score == 0


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["post", "posts", "feed", "thread", "replies", "record", "value", "embed", "embeds"]
            )
            | st.sampled_from(["reply", "reason", "by", "author", "uri", "did", "handle", "text", "facets"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(JSON, max_size=4))
def test_no_shape_stops_the_import(tmp_path_factory: pytest.TempPathFactory, lines: list[object]) -> None:
    path = tmp_path_factory.mktemp("bluesky") / "a"
    good = json.loads((HERE / "search.json").read_text())["posts"][0]
    path.write_text("".join(json.dumps(line) + "\n" for line in [good, *lines, good]))
    assert ASK in read(READER, path)["posts"]["native_id"].to_list()


# --- real files -------------------------------------------------------------------------------------------


def expected(name: str) -> list[dict[str, str]]:
    with sample(f"bluesky/{name}-export.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def by_uri(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """The rows by URI; of a post that stands there twice, the first."""
    return {row["uri"]: row for row in reversed(rows)}


def instant(time: dt.datetime) -> int:
    return int(time.timestamp())


def plain(link: str) -> str:
    """A link as far as both keep it: the other program drops tracking, sorts parameters, escapes and unescapes."""
    address = re.split(r"[?#]", unquote(link).lower())[0]
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")


def hashtags_in(document: Any, uri: str) -> set[str]:
    """The hashtags of a post, found by walking the JSON."""
    if isinstance(document, list):
        return set().union(*(hashtags_in(node, uri) for node in document))
    if not isinstance(document, dict):
        return set()
    record = document.get("record", document.get("value"))
    if document.get("uri") == uri and isinstance(record, dict) and "text" in record:
        marks = [mark for facet in record.get("facets", []) for mark in facet["features"]]
        written = [mark["tag"] for mark in marks if "tag" in mark] + record.get("tags", [])
        return {tag.strip(" #").lower() for tag in written}
    return set().union(*(hashtags_in(node, uri) for node in document.values()))


@pytest.mark.parametrize("name", ["bluesky-posts", "bluesky-firehose-posts"])
def test_real_posts_agree_with_the_expected_table(name: str) -> None:
    path = sample(f"bluesky/{name}.json")
    tables = read(READER, path)
    found = {post["native_id"]: post for post in tables["posts"].to_dicts()}
    rows = expected(name)
    wanted = by_uri(rows)
    undated = {uri for uri, row in wanted.items() if int(row["timestamp_utc"]) < 0}  # the year 0
    assert len(undated) == tables["rejects"].filter(code="date_invalid").height
    assert {uri for uri, post in found.items() if post["created_at"] is None} == undated
    reposts = set(found) - set(wanted)  # the other program makes them columns of the post
    assert {found[uri]["shared"] for uri in reposts} == {
        row["uri"] for row in rows if row.get("repost_by_user_did")
    }
    unshown = 0
    for uri in wanted:
        post, row = found[uri], wanted[uri]
        handle = row.get("user_handle", "handle.invalid")
        assert post["author"] == (row["user_did"] if handle == "handle.invalid" else handle.lower())
        assert post["text"].replace("\r\n", "\n") == row["original_text"]
        assert (post["parent"] or "", post["root"] or "") == (row["to_post_uri"], row["to_root_post_uri"])
        assert (post["shared"] or "") == (
            row["quoted_uri"] if "/app.bsky.feed.post/" in row["quoted_uri"] else ""
        )
        if uri not in undated and instant(post["created_at"]) != int(
            row["timestamp_utc"]
        ):  # dated after Bluesky saw it
            seen = dt.datetime.fromisoformat(row["indexed_at_utc"])
            assert instant(post["created_at"]) == instant(seen) < int(row["timestamp_utc"])
        seen_counts = counts(tables, uri)
        for metric, column in [
            ("likes", "like_count"), ("comments", "reply_count"), ("shares", "repost_count"),
            ("quotes", "quote_count"), ("saves", "bookmark_count"),
        ]:  # fmt: skip
            assert seen_counts.get(metric) == (float(row[column]) if row.get(column) else None)
        declared = row["media_types"].partition("/")[0]
        if declared in ("image", "video") and post["media"] != declared:
            unshown += 1
        elif not declared:
            assert post["media"] in (None, "link")
    # embeds of no type that Bluesky knows, so that it shows nothing
    assert unshown == (5 if name == "bluesky-posts" else 0)


def test_real_hashtags_and_links_agree_but_for_known_differences() -> None:
    path = sample("bluesky/bluesky-posts.json")
    document, wanted = json.loads(path.read_text()), by_uri(expected("bluesky-posts"))
    found = read(READER, path)["posts"].filter(pl.col("native_id").is_in(list(wanted)))
    other_tags = other_links = other_names = 0
    for post in found.to_dicts():
        row = wanted[post["native_id"]]
        assert set(post["hashtags"]) == hashtags_in(document, post["native_id"])
        other_tags += set(post["hashtags"]) != set(filter(None, row["hashtags"].split("|")))
        ours = {plain(link) for link in post["links"]}
        theirs = {
            plain(link)
            for link in filter(None, row["links"].split("|"))
            if not ("bsky.app/profile/" in link and "/post/" in link)  # quoted posts: `shared` says it
        }
        other_links += ours != theirs
        other_names += set(post["mentions"]) != set(filter(None, row["mentioned_user_handles"].split("|")))
    # tags of the record itself (3) and with blanks (1), which they drop; marks without a tag (2), which they cut from the text
    assert other_tags == 6
    # they drop links to lists and feeds (2), the choices of polls (2), a mark's picture (1) and a card of an odd type (1);
    # they add the address of a starter pack (1) and a link from an embed of no type that Bluesky knows (1)
    assert other_links == 8
    # a mark that cuts a name in two or holds other words: the DID, or the handle that the file knows, stands for it
    assert other_names == 3


def test_real_profiles_agree_with_the_expected_table() -> None:
    path = sample("bluesky/bluesky-profiles.json")
    tables = read(READER, path)
    rows = expected("bluesky-profiles")
    assert set(tables["accounts"].select("author_id", "author", "author_name").rows()) == {
        (row["did"], row["handle"], row["display_name"]) for row in rows
    }
    for row in rows:
        assert counts(tables, row["handle"]) == {
            "followers": float(row["followers"]), "following": float(row["follows"])
        }  # fmt: skip
