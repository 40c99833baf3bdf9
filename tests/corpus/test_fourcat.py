"""4CAT's eight tables: each is known by its columns, and says who answers, shares and counts what."""

from __future__ import annotations

import datetime as dt

import pytest
from raw import FIXTURES, counts, read, refusals

from simpul.corpus.readers.fourcat import READER
from simpul.corpus.source import Source

HERE = FIXTURES / "fourcat"
NOON = dt.datetime(2026, 3, 5, 3, tzinfo=dt.UTC)
NEWS, ASK, RETWEET, QUOTE = (f"202900000000000000{n}" for n in range(1, 5))
VIDEO = "7613600000000000001"


def rows(name: str, *columns: str) -> list[tuple[object, ...]]:
    return read(READER, HERE / name)["posts"].select(columns).rows()


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        *(("x.csv", "x"), ("x.ndjson", "x"), ("tiktok.csv", "tiktok"), ("tiktok-comments.csv", "tiktok")),
        *(("instagram.csv", "instagram"), ("telegram.csv", "telegram"), ("facebook.csv", "facebook")),
        *(("bluesky.csv", "bluesky"), ("threads.csv", "threads")),
    ],
)
def test_each_table_is_known_by_its_columns(name: str, platform: str) -> None:
    match = READER.recognise(Source(HERE / name))
    assert match.score == 90 and match.reason[1].endswith(f"table for {platform}")
    assert set(read(READER, HERE / name)["posts"]["platform"]) == {platform}


def test_x() -> None:
    tables = read(READER, HERE / "x.csv")
    columns = ("native_id", "kind", "author", "root", "shared", "parent_author", "shared_author", "text")
    assert tables["posts"].select(columns).rows() == [
        (NEWS, "post", "DinsosTirtaloka", None, None, None, None, "Bansos & PKH #PKH"),
        (ASK, "reply", "bu_sri", NEWS, None, "DinsosTirtaloka", None, "kapan?"),
        (RETWEET, "share", "joko", None, None, None, "kabar", "RT @kabar: Jalan rusak"),
        (QUOTE, "quote", "siti", None, NEWS, None, "DinsosTirtaloka", "lihat"),
    ]
    first = tables["posts"].row(0, named=True)
    assert (first["created_at"], first["hashtags"], first["mentions"], first["links"]) == (
        NOON, ["pkh", "bansos"], ["kabar"], ["https://bansos.tirtaloka.example"]
    )  # fmt: skip
    assert counts(tables, NEWS) == {"likes": 3, "comments": 1, "shares": 2, "quotes": 0, "impressions": 250}
    assert counts(tables, RETWEET) == {}
    assert refusals(tables) == [(5, "id", "id_damaged")]


def test_x_as_ndjson_keeps_what_is_absent_absent() -> None:
    tables = read(READER, HERE / "x.ndjson")
    assert counts(tables, NEWS) == {"likes": 3}
    assert tables["posts"].select("native_id", "author", "created_at").rows() == [
        (NEWS, "DinsosTirtaloka", NOON)
    ]


def test_tiktok_and_its_comments() -> None:
    tables = read(READER, HERE / "tiktok.csv")
    assert tables["posts"].select("native_id", "kind", "author", "hashtags", "created_at").rows() == [
        (VIDEO, "post", "dinsos_tirtaloka", ["pkh", "bansos"], NOON)
    ]
    assert counts(tables, VIDEO) == {"likes": 120, "comments": 14, "shares": 3, "views": 1250}
    assert counts(tables, "dinsos_tirtaloka") == {"followers": 520}
    assert rows("tiktok-comments.csv", "native_id", "kind", "author", "parent", "root", "parent_author") == [
        ("7613610000000000001", "comment", "bu_sri", VIDEO, VIDEO, "dinsos_tirtaloka"),
        ("7613610000000000002", "reply", "dinsos_tirtaloka", "7613610000000000001", VIDEO, None),
    ]


def test_instagram_with_hidden_likes() -> None:
    tables = read(READER, HERE / "instagram.csv")
    assert tables["posts"].select(
        "native_id", "author", "author_id", "mentions", "media", "extra"
    ).rows() == [("DVx1", "dinsos_tirtaloka", "5", ["kabar.tirtaloka"], "image", '{"likes_hidden":"yes"}')]
    assert counts(tables, "DVx1") == {"comments": 14}


def test_telegram_ids_count_within_their_chat() -> None:
    columns = ("native_id", "kind", "author", "parent", "shared_author", "links", "media")
    assert rows("telegram.csv", *columns) == [
        (
            "infotirtaloka/2",
            "post",
            "infotirtaloka",
            None,
            None,
            ["https://a.example", "https://b.example"],
            "image",
        ),
        ("infotirtaloka/3", "reply", "1501", "infotirtaloka/2", None, [], None),
        ("infotirtaloka/4", "share", "infotirtaloka", None, "kabartirtaloka", [], None),
    ]


def test_facebook_bluesky_and_threads() -> None:
    assert rows("facebook.csv", "native_id", "author", "author_name", "text", "media", "extra") == [
        ("991", "100001", "Joko", "Jalan rusak", "image", '{"is_in_group":"yes"}')
    ]
    first = "at://did:plc:a/app.bsky.feed.post/1"
    assert rows(
        "bluesky.csv", "native_id", "kind", "author", "parent", "root", "parent_author", "hashtags"
    ) == [
        (first, "post", "dinsos.bsky.social", None, None, None, ["pkh"]),
        (
            "at://did:plc:b/app.bsky.feed.post/2",
            "reply",
            "sri.bsky.social",
            first,
            first,
            "dinsos.bsky.social",
            [],
        ),
    ]
    tables = read(READER, HERE / "threads.csv")
    # the local time in `timestamp` is seven hours off; `unix_timestamp` speaks first
    assert tables["posts"].select("native_id", "author", "created_at").rows() == [("DTh1", "dinsos", NOON)]
    assert counts(tables, "DTh1") == {"likes": 3, "comments": 1, "shares": 2, "quotes": 0}
