"""X API v2: pages, flattened tweets and streams give the same posts; what is no tweet is said."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw import FIXTURES, counts, read, refusals, sample

from simpul.corpus import ndjson
from simpul.corpus.reader import Options
from simpul.corpus.readers.x_api_v2 import READER
from simpul.corpus.source import Source

HERE = FIXTURES / "x_api_v2"
NEWS, ASK, ANSWER, RETWEET, QUOTE = (
    "1746700000000000001", "1746710000000000002", "1746790000000000003", "1746720000000000004", "1746730000000000005"
)  # fmt: skip


def posts(path: Path, *columns: str) -> dict[str, tuple[object, ...]]:
    """The columns of each post by its id."""
    return {row[0]: row[1:] for row in read(READER, path)["posts"].select("native_id", *columns).rows()}


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_who_answers_quotes_and_retweets_whom() -> None:
    found = posts(HERE / "pages.jsonl", "kind", "author", "parent", "root", "shared", "parent_author", "shared_author")  # fmt: skip
    assert found == {
        NEWS: ("post", "dinsostirtaloka", None, None, None, None, None),
        ASK: ("reply", "bu_sri_gumukjati", NEWS, NEWS, None, "dinsostirtaloka", None),
        ANSWER: ("reply", "dinsostirtaloka", ASK, NEWS, None, "bu_sri_gumukjati", None),
        RETWEET: ("share", "joko_kalimendung", None, None, NEWS, None, "dinsostirtaloka"),
        QUOTE: ("quote", "kabartirtaloka", None, None, NEWS, None, "dinsostirtaloka"),
        "1746740000000000006": ("post", "joko_kalimendung", None, None, None, None, None),
        "1746750000000000008": (
            *("reply", "bu_sri_gumukjati", "1746740000000000006", "1746740000000000006", None),
            *("joko_kalimendung", None),
        ),
    }


@pytest.mark.parametrize("shape", ["flattened", "stream", "utf-16", "array", "indented"])
def test_every_packaging_gives_the_same_posts(shape: str, tmp_path: Path) -> None:
    pages = HERE / "pages.jsonl"
    other = HERE / f"{shape}.jsonl"
    if not other.exists():
        other = tmp_path / "other.json"
        objects = [json.loads(line) for line in pages.read_text().splitlines()]
        content = {
            "utf-16": pages.read_text().encode("utf-16"),
            "array": json.dumps(objects).encode(),
            "indented": json.dumps(objects[0], indent=4).encode(),
        }
        other.write_bytes(content[shape])
    assert READER.recognise(Source(other)).score == 95
    whole, part = (
        {post["native_id"]: post for post in read(READER, path)["posts"].drop("row").to_dicts()}
        for path in (pages, other)
    )
    expected = {
        "flattened": {NEWS, ASK, ANSWER, RETWEET, QUOTE},
        "stream": {NEWS, ASK, RETWEET, QUOTE},
        "indented": {NEWS, ASK, RETWEET, QUOTE},
    }.get(shape, set(whole))
    if shape == "stream":  # its last line has no `includes`: only the id of the author is known
        part[QUOTE] |= {"author": "kabartirtaloka"}
    assert part == {key: whole[key] for key in expected}


def test_a_large_file_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(READER, HERE / "flattened.jsonl")
    monkeypatch.setattr(ndjson, "PIECE", 3000)
    assert len(list(READER.read(Source(HERE / "flattened.jsonl"), Options()))) > 1
    pieces = read(READER, HERE / "flattened.jsonl")
    for table, key in (("posts", "native_id"), ("accounts", "author")):
        once = pieces[table].unique(key, keep="first").sort(key)
        assert once.drop("row", strict=False).equals(whole[table].sort(key).drop("row", strict=False))


def test_a_long_text_is_whole_and_its_entities_are_used() -> None:
    text, hashtags, mentions = posts(HERE / "pages.jsonl", "text", "hashtags", "mentions")[ANSWER]
    assert str(text).endswith("siapkan KTP serta KK. Info: @KabarTirtaloka #CekBansos")
    assert (hashtags, mentions) == (["cekbansos"], ["bu_sri_gumukjati", "kabartirtaloka"])


def test_media_links_and_links_to_tweets_are_no_links() -> None:
    found = posts(HERE / "pages.jsonl", "links", "media")
    assert found[NEWS] == (["https://dinsos.tirtaloka.example/pkh?tahap=1"], "image")
    assert found[QUOTE] == ([], "poll")
    assert found[ASK] == ([], None)


def test_a_retweet_does_not_count_what_it_shares() -> None:
    tables = read(READER, HERE / "pages.jsonl")
    assert counts(tables, RETWEET) == {}
    assert counts(tables, NEWS) == {
        "likes": 11, "comments": 2, "shares": 3, "quotes": 1, "impressions": 940, "saves": 4
    }  # fmt: skip


def test_an_edited_tweet_is_one_post_under_its_first_id() -> None:
    tables = read(READER, HERE / "pages.jsonl")
    edited = tables["posts"].filter(author="joko_kalimendung", kind="post")
    assert edited.select("native_id", "text").rows() == [("1746740000000000006", "BLT cair besok Senin")]
    assert counts(tables, "1746740000000000006") == {"likes": 3, "comments": 1, "shares": 0, "quotes": 0}


def test_counts_and_followers_carry_the_time_of_their_page() -> None:
    seen = read(READER, HERE / "pages.jsonl")["observations"]
    likes = seen.filter(subject=ASK, metric="likes").select("observed_at", "value").rows()
    day = dt.datetime(2024, 1, 16, tzinfo=dt.UTC)
    assert sorted(likes) == [
        (day, 6), (day + dt.timedelta(seconds=2), 6), (day + dt.timedelta(days=1), 9)
    ]  # fmt: skip
    followers = seen.filter(subject="bu_sri_gumukjati", metric="followers").select("observed_at", "value")
    assert dict(followers.rows())[day + dt.timedelta(days=1)] == 144
    assert set(seen.filter(pl.col("metric") == "followers")["subject_kind"]) == {"account"}


def test_impressions_before_x_counted_them_are_absent(tmp_path: Path) -> None:
    tweet = {"id": "1597000000000000001", "text": "BPNT", "created_at": "2022-11-27T22:00:00.000Z"}
    metrics = {"like_count": 0, "impression_count": 0}
    path = written(tmp_path / "a", {"data": [tweet | {"public_metrics": metrics}], "__twarc": {}})
    assert counts(read(READER, path), tweet["id"]) == {"likes": 0}


def test_places_of_the_reference_workbook_are_recognised() -> None:
    tables = read(READER, HERE / "flattened.jsonl", Options(place_codes={"tirtaloka selatan": "99.71.01"}))
    assert dict(tables["posts"].select("native_id", "place").rows())[NEWS] == "99.71.01"
    assert tables["posts"]["place"].null_count() == 4


def test_what_is_no_tweet_is_said_line_by_line() -> None:
    tables = read(READER, HERE / "faults.jsonl")
    assert refusals(tables) == [
        (1, "text", "text_repaired"),
        (3, "id", "id_missing"),
        (4, "id", "id_damaged"),
        (5, None, "row_kind"),
        (6, None, "row_kind"),
        (8, None, "row_json"),
        (9, None, "row_json"),
    ]
    assert tables["posts"].select("row", "native_id", "author", "text").rows() == [
        (1, "1746760000000000009", "bu_sri_gumukjati", "beras SPHP kapan?"),
        (2, "1746760000000000010", "811000000000000003", "kartu KIS ku mati"),
        (3, "1746760000000000011", None, "hanya id dan teks, #PKH @KabarTirtaloka"),
    ]
    assert counts(tables, "1746760000000000010") == {"likes": 2}
    assert counts(tables, "rt03_pasarwuni") == {"followers": 12, "following": 40}
    assert refusals(read(READER, HERE / "stream.jsonl")) == [(2, None, "row_kind")]


def test_a_tweet_without_a_date_is_dated_by_its_id(tmp_path: Path) -> None:
    # the id and date of the platform's own example: developer.x.com, "Snowflake" ids
    path = written(tmp_path / "a", {"data": [{"id": "1541815603606036480", "text": "x"}], "__twarc": {}})
    assert posts(path, "created_at") == {
        "1541815603606036480": (dt.datetime(2022, 6, 28, 16, 7, 40, 105000, tzinfo=dt.UTC),)
    }


def test_text_is_freed_of_entities_once(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a", {"data": [{"id": "1746760000000000013", "text": "KK &amp; KTP &amp;lt; &lt;3"}]}
    )
    assert posts(path, "text") == {"1746760000000000013": ("KK & KTP &lt; <3",)}


@pytest.mark.parametrize(
    "content",
    [
        '{"id": "1", "text": "biasa", "author": "budi"}',
        '{"uri": "at://did:plc:a/app.bsky.feed.post/1", "author": {}}',
        '{"id_str": "1", "full_text": "gaya lama", "conversation_id_str": "1"}',
        "id,text,author_id,conversation_id\n1,a,2,3\n",
        "",
    ],
)
def test_other_files_are_not_taken_for_it(content: str, tmp_path: Path) -> None:
    (tmp_path / "x_api_v2.jsonl").write_text(content)
    assert READER.recognise(Source(tmp_path / "x_api_v2.jsonl")).score == 0


TWEETS = st.lists(
    st.fixed_dictionaries(
        {"id": st.integers(10**18, 2 * 10**18).map(str), "text": st.text(min_size=1)},
        optional={
            "created_at": st.sampled_from(["2024-01-15T02:30:00.000Z", "", None, 5]),
            "public_metrics": st.dictionaries(
                st.sampled_from(["like_count", "reply_count"]), st.one_of(st.none(), st.integers(0, 9))
            ),
            "referenced_tweets": st.lists(
                st.fixed_dictionaries({"type": st.sampled_from(["replied_to", "quoted"]), "id": st.just("1")})
            ),
            "entities": st.just({"hashtags": [{"tag": "PKH"}]}),
        },
    ),
    unique_by=lambda tweet: tweet["id"],
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(TWEETS)
def test_every_tweet_of_a_page_becomes_one_post(
    tmp_path_factory: pytest.TempPathFactory, tweets: list[dict[str, object]]
) -> None:
    tables = read(READER, written(tmp_path_factory.mktemp("x") / "a", {"data": tweets, "__twarc": {}}))
    assert tables["posts"]["native_id"].to_list() == [tweet["id"] for tweet in tweets]
    assert set(tables["rejects"]["code"]) <= {"text_repaired"}


# --- real files -------------------------------------------------------------------------------------------

REAL = {  # tweets in `data` and `includes` together, without older versions of edited ones; lines refused
    "counts.jsonl": (0, 1),
    "edited_after.jsonl": (1, 0),
    "edited_before.jsonl": (1, 0),
    "geo_tweets.jsonl": (3, 0),
    "many_urls.jsonl": (2, 0),
    "media_tweet.jsonl": (1, 0),
    "mentions_tweet.jsonl": (2, 0),
    "quoted_edit.jsonl": (2, 0),
    "tweets_compliance.jsonl": (0, 2),
    "two_tweets.jsonl": (2, 0),
    "verified_type.jsonl": (1, 0),
}


@pytest.mark.parametrize("name", REAL)
def test_real_pages(name: str) -> None:
    path = sample(f"x-api-v2/{name}")
    assert READER.recognise(Source(path)).score >= 70
    tables = read(READER, path)
    assert (tables["posts"].height, tables["rejects"].height) == REAL[name]
    assert tables["posts"].select(pl.col("author", "created_at").null_count()).row(0) == (0, 0)


@pytest.mark.parametrize("name", ["payload-v2.json", "payload-v2-geo.json", "payload-v2-tweet-retweet.json"])
def test_real_documents_agree_with_their_json(name: str) -> None:
    path = sample(f"x-minet/{name}")
    page = json.loads(path.read_text())
    handles = {user["id"]: user["username"].lower() for user in page["includes"]["users"]}
    tweets = {tweet["id"]: tweet for tweet in page["includes"]["tweets"] + page["data"]}
    found = read(READER, path)["posts"]
    assert set(found["native_id"]) == set(tweets)
    for post in found.to_dicts():
        tweet = tweets[post["native_id"]]
        related = {item["type"]: item["id"] for item in tweet.get("referenced_tweets", [])}
        assert post["author"] == handles[tweet["author_id"]]
        assert post["parent"] == related.get("replied_to")
        assert post["shared"] == related.get("retweeted", related.get("quoted"))
        assert post["created_at"] == dt.datetime.fromisoformat(tweet["created_at"])
        mentions = [item["username"].lower() for item in tweet.get("entities", {}).get("mentions", [])]
        assert post["mentions"] == list(dict.fromkeys(mentions))
        assert post["hashtags"] == list(
            dict.fromkeys(item["tag"].lower() for item in tweet.get("entities", {}).get("hashtags", []))
        )
