"""Zeeschuimer's records of five platforms, and the same without the envelope, as 4CAT hands them on."""

from __future__ import annotations

import datetime as dt

import pytest
from raw import FIXTURES, counts, read, refusals

from simpul.corpus.readers import (
    zeeschuimer_instagram,
    zeeschuimer_threads,
    zeeschuimer_tiktok,
    zeeschuimer_tiktok_comments,
    zeeschuimer_x,
)
from simpul.corpus.source import Source

HERE = FIXTURES / "zeeschuimer"
NEWS, ASK, RETWEET, ORIGINAL, QUOTE, LIMITED = (f"202900000000000000{n}" for n in range(1, 7))
VIDEO, DUET = "7613600000000000001", "7613600000000000002"
NOON = dt.datetime(2026, 3, 5, 3, tzinfo=dt.UTC)


def test_x_who_answers_shares_and_quotes_whom() -> None:
    tables = read(zeeschuimer_x.READER, HERE / "x.ndjson")
    columns = (
        "row",
        "native_id",
        "kind",
        "author",
        "parent",
        "root",
        "shared",
        "parent_author",
        "shared_author",
    )
    assert tables["posts"].select(columns).rows() == [
        (1, NEWS, "post", "dinsostirtaloka", None, None, None, None, None),
        (2, ASK, "reply", "bu_sri", NEWS, NEWS, None, "dinsostirtaloka", None),
        (3, RETWEET, "share", "joko", None, None, ORIGINAL, None, "kabar"),
        (4, QUOTE, "quote", "warga_03", None, None, NEWS, None, "dinsostirtaloka"),
        (5, LIMITED, "post", "siti", None, None, None, None, None),
        (3, ORIGINAL, "post", "kabar", None, None, None, None, None),
    ]
    assert refusals(tables) == [
        (6, "rest_id", "id_missing"), (7, "source_platform", "row_kind"), (8, None, "row_json"), (9, None, "row_json")
    ]  # fmt: skip


def test_x_texts_counts_and_entities() -> None:
    tables = read(zeeschuimer_x.READER, HERE / "x.ndjson")
    news = tables["posts"].row(0, named=True)
    assert (news["text"], news["created_at"]) == ("Bansos & PKH cair #PKH https://t.co/x @kabar", NOON)
    assert (news["hashtags"], news["mentions"], news["links"], news["media"]) == (
        ["pkh"], ["kabar"], ["https://bansos.tirtaloka.example"], "image"
    )  # fmt: skip
    assert counts(tables, NEWS) == {
        "likes": 3, "comments": 1, "shares": 2, "quotes": 0, "saves": 0, "impressions": 250
    }  # fmt: skip
    assert counts(tables, RETWEET) == {}  # they are those of the post that it shares
    assert counts(tables, ORIGINAL)["likes"] == 3
    assert counts(tables, "bu_sri") == {"followers": 10}
    seen = tables["observations"].filter(subject=ASK)["observed_at"].unique().to_list()
    assert seen == [dt.datetime(2026, 3, 5, 8, 40, 0, 2000, dt.UTC)]


def test_x_as_4cat_hands_it_on() -> None:
    path = HERE / "x-4cat.ndjson"
    assert zeeschuimer_x.READER.recognise(Source(path)).score == 90
    bare, enveloped = (
        read(zeeschuimer_x.READER, file)["posts"].head(2) for file in (path, HERE / "x.ndjson")
    )
    assert bare.equals(enveloped)


def test_tiktok_videos() -> None:
    tables = read(zeeschuimer_tiktok.READER, HERE / "tiktok.ndjson")
    assert tables["posts"].select("native_id", "kind", "author", "author_name", "shared", "created_at", "mentions").rows() == [
        (VIDEO, "post", "dinsos_tirtaloka", "Dinsos Tirtaloka", None, NOON, ["kelurahan_gumukjati"]),
        (DUET, "quote", "bu_sri", "Bu Sri", VIDEO, dt.datetime(2026, 3, 5, 2, 56, 28, tzinfo=dt.UTC), ["kelurahan_gumukjati"]),
    ]  # fmt: skip
    assert counts(tables, VIDEO) == {"likes": 120, "comments": 14, "shares": 3, "views": 1250, "saves": 7}
    assert counts(tables, DUET) == {}
    assert counts(tables, "dinsos_tirtaloka") == {"followers": 520, "following": 3}
    assert tables["posts"]["extra"][0] == '{"duration":"31","textLanguage":"id","isAd":"false"}'
    assert refusals(tables) == [(3, "id", "id_missing")]


def test_tiktok_comments() -> None:
    tables = read(zeeschuimer_tiktok_comments.READER, HERE / "tiktok-comments.ndjson")
    first = "7613610000000000001"
    assert tables["posts"].select("native_id", "kind", "author", "parent", "root", "parent_author", "text").rows() == [
        (first, "comment", "bu_sri", VIDEO, VIDEO, "dinsos_tirtaloka", "Kapan cair?"),
        ("7613610000000000002", "reply", "68", first, VIDEO, "bu_sri", "Sampun"),
        ("7613610000000000003", "comment", "joko", VIDEO, VIDEO, "dinsos_tirtaloka", "Kapan cair?"),
    ]  # fmt: skip
    assert counts(tables, first) == {"likes": 4, "comments": 1}
    assert refusals(tables) == [(3, "create_time", "date_invalid")]


def test_instagram_in_both_shapes() -> None:
    tables = read(zeeschuimer_instagram.READER, HERE / "instagram.ndjson")
    assert tables["posts"].select("row", "native_id", "author", "author_id", "text", "created_at", "media").rows() == [
        (1, "DVx1", "dinsos_tirtaloka", "5", "Bansos #PKH", NOON, "image"),
        (2, "DVx2", "kabar.tirtaloka", "6", "lama", dt.datetime(2026, 3, 5, 3, 1, 40, tzinfo=dt.UTC), "video"),
        (4, "DVx4", "bu_sri", None, None, dt.datetime(2026, 3, 5, 3, 3, 20, tzinfo=dt.UTC), "image"),
    ]  # fmt: skip
    assert counts(tables, "DVx1") == {"comments": 14}  # its likes are hidden, though a number stands there
    assert counts(tables, "DVx2") == {"likes": 7, "comments": 2, "views": 90}
    assert counts(tables, "DVx4") == {"comments": 0}  # -1 likes is no count
    assert refusals(tables) == [(3, "product_type", "row_kind")]


def test_threads() -> None:
    tables = read(zeeschuimer_threads.READER, HERE / "threads.ndjson")
    assert tables["posts"].select("native_id", "kind", "author", "parent_author", "shared", "shared_author", "media").rows() == [
        ("DTh1", "post", "dinsos_tirtaloka", None, None, None, "link"),
        ("DTh2", "reply", "bu_sri", "dinsos_tirtaloka", "DTh1", "dinsos_tirtaloka", "image"),
    ]  # fmt: skip
    assert counts(tables, "DTh1") == {"likes": 3, "comments": 1, "shares": 2, "quotes": 0}
    assert counts(tables, "DTh2") == {"likes": 0, "comments": 0}


@pytest.mark.parametrize("reader", [zeeschuimer_x, zeeschuimer_tiktok, zeeschuimer_tiktok_comments, zeeschuimer_instagram, zeeschuimer_threads])  # fmt: skip
def test_each_reader_takes_its_own_platform_only(reader: object) -> None:
    scores = {path.stem: reader.READER.recognise(Source(path)).score for path in HERE.glob("*.ndjson")}  # type: ignore[attr-defined]
    taken = {stem for stem, score in scores.items() if score}
    own = str(getattr(reader, "__name__", "")).rpartition("zeeschuimer_")[2].replace("_", "-")
    assert taken == ({"x", "x-4cat"} if own == "x" else {own})
