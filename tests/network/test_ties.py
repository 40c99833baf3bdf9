"""Ties from posts and from a survey: who does what to whom, counted once."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from simpul.corpus.records import LINKS, POSTS, SURVEY_TIES
from simpul.network.ties import KEY, TIES, from_posts, from_survey, multilayer


def day(number: int) -> datetime:
    return datetime(2025, 3, number, 8, 30, tzinfo=UTC)


def posts(*rows: dict) -> pl.LazyFrame:
    return pl.LazyFrame([{"platform": "x", "kind": "post"} | row for row in rows], schema=POSTS)


def ties(*rows: tuple, **same) -> pl.DataFrame:
    """Rows of source, target, type, weight, first day, last day."""
    return pl.DataFrame(
        [
            {"platform": "x", "source": a, "target": b, "type": kind, "weight": w}
            | {"first_at": first and day(first), "last_at": last and day(last)}
            | same
            for a, b, kind, w, first, last in rows
        ],
        schema=TIES,
    ).sort(KEY)


OFFICE = {"post_id": "x:1", "account_id": "x:dinsos", "created_at": day(1)}


def made(*rows: dict, **options) -> pl.DataFrame:
    return from_posts(posts(*rows), **options).collect()


def test_each_type_apart_with_weight_and_times() -> None:
    found = made(
        OFFICE,
        {"post_id": "x:~2", "kind": "comment", "account_id": "x:~a", "parent_id": "x:1", "created_at": day(2)},
        {"post_id": "x:~3", "kind": "comment", "account_id": "x:~a", "parent_id": "x:1", "created_at": day(5)},
        {"post_id": "x:4", "kind": "reply", "account_id": "x:dinsos", "parent_account_id": "x:~a", "created_at": day(6)},
        {"post_id": "x:~5", "kind": "share", "account_id": "x:~b", "shared_id": "x:1", "created_at": day(3)},
        {"post_id": "x:~6", "kind": "quote", "account_id": "x:~b", "shared_account_id": "x:dinsos", "created_at": day(4)},
        {"post_id": "x:~7", "account_id": "x:~b", "mentions": ["x:dinsos", "x:~a", "x:dinsos"], "created_at": day(7)},
    )  # fmt: skip
    expected = ties(
        ("x:~a", "x:dinsos", "reply", 2, 2, 5),
        ("x:dinsos", "x:~a", "reply", 1, 6, 6),
        ("x:~b", "x:dinsos", "share", 1, 3, 3),
        ("x:~b", "x:dinsos", "quote", 1, 4, 4),
        ("x:~b", "x:dinsos", "mention", 1, 7, 7),
        ("x:~b", "x:~a", "mention", 1, 7, 7),
    )
    assert_frame_equal(found, expected)
    assert found.schema == pl.Schema(TIES)


def test_answering_or_passing_on_is_not_also_a_mention() -> None:
    found = made(
        OFFICE,
        {"post_id": "x:~2", "kind": "reply", "account_id": "x:~a", "parent_id": "x:1", "mentions": ["x:dinsos", "x:~c"]},
        {"post_id": "x:~3", "kind": "quote", "account_id": "x:~b", "shared_id": "x:1", "mentions": ["x:dinsos", "x:~c"]},
    )  # fmt: skip
    expected = ties(
        ("x:~a", "x:dinsos", "reply", 1, None, None),
        ("x:~a", "x:~c", "mention", 1, None, None),
        ("x:~b", "x:dinsos", "quote", 1, None, None),
        ("x:~b", "x:~c", "mention", 1, None, None),
    )
    assert_frame_equal(found, expected)


def test_a_share_repeats_the_words_of_another_and_mentions_nobody() -> None:
    found = made(
        OFFICE,
        {"post_id": "x:~2", "kind": "share", "account_id": "x:~a", "shared_id": "x:1", "mentions": ["x:~c"]},
    )
    assert_frame_equal(found, ties(("x:~a", "x:dinsos", "share", 1, None, None)))


def test_a_reply_that_quotes_makes_both_ties() -> None:
    found = made(
        {
            "post_id": "x:~2",
            "kind": "reply",
            "account_id": "x:~a",
            "parent_account_id": "x:p",
            "shared_account_id": "x:q",
        }
    )
    assert_frame_equal(
        found, ties(("x:~a", "x:p", "reply", 1, None, None), ("x:~a", "x:q", "quote", 1, None, None))
    )


def test_the_thread_tells_whom_a_comment_answers_where_nothing_nearer_does() -> None:
    found = made(
        OFFICE | {"root_id": "x:1"},
        {"post_id": "x:~2", "kind": "comment", "account_id": "x:~a", "root_id": "x:1"},
        {"post_id": "x:~3", "kind": "comment", "account_id": "x:~b", "root_id": "x:1", "parent_id": "x:~2"},
        {"post_id": "x:~4", "kind": "comment", "account_id": "x:~c", "root_id": "x:1", "parent_id": "x:gone"},
        {"post_id": "x:~5", "kind": "post", "account_id": "x:~d", "root_id": "x:1"},
    )
    assert_frame_equal(
        found, ties(("x:~a", "x:dinsos", "reply", 1, None, None), ("x:~b", "x:~a", "reply", 1, None, None))
    )


def test_oneself_and_the_unknown_make_no_tie() -> None:
    found = made(
        OFFICE,
        {
            "post_id": "x:2",
            "kind": "reply",
            "account_id": "x:dinsos",
            "parent_id": "x:1",
            "mentions": ["x:dinsos"],
        },
        {"post_id": "x:~3", "kind": "comment", "account_id": None, "parent_id": "x:1", "mentions": ["x:~a"]},
        {"post_id": "x:~4", "kind": "reply", "account_id": "x:~a", "parent_id": "x:elsewhere"},
        {"post_id": "x:~5", "kind": "share", "account_id": "x:~a"},
    )
    assert_frame_equal(found, pl.DataFrame(schema=TIES))


def test_topics_split_a_pair_and_no_topic_stays_null() -> None:
    rows = [
        {"post_id": f"x:~{i}", "kind": "reply", "account_id": "x:~a", "parent_account_id": "x:p"}
        for i in range(4)
    ]
    topics = pl.LazyFrame(
        {"post_id": ["x:~0", "x:~1", "x:~3"], "issue": ["1.1", "1.1", "2.4"], "needs": ["", "", ""]}
    )
    found = made(*rows, topics=topics)
    assert found.select("topic", "weight").rows() == [(None, 1.0), ("1.1", 2.0), ("2.4", 1.0)]


def test_platforms_stay_apart() -> None:
    found = made(
        {"post_id": "x:~1", "account_id": "a", "mentions": ["b"]},
        {"post_id": "ig:~1", "account_id": "a", "mentions": ["b"], "platform": "instagram"},
    )
    assert found.select("platform", "weight").rows() == [("instagram", 1.0), ("x", 1.0)]


def survey(*rows: dict) -> pl.LazyFrame:
    return pl.LazyFrame(rows, schema=SURVEY_TIES)


def test_a_survey_tie_told_twice_is_one_tie() -> None:
    base = {"source": "rt", "target": "h1", "relation": "informs", "channel": "meeting"}
    found = from_survey(
        survey(
            base | {"weight": 4.0, "wave": "1", "observed_at": day(1)},
            base | {"weight": 12.0, "wave": "2", "observed_at": day(9)},
            base | {"channel": "whatsapp", "topic": "A.1"},
            base | {"target": "rt"},
        )
    ).collect()
    expected = ties(
        ("rt", "h1", "survey", 12, 1, 9), relation="informs", channel="meeting", platform=None
    ).vstack(
        ties(
            ("rt", "h1", "survey", 1, None, None),
            relation="informs",
            channel="whatsapp",
            topic="A.1",
            platform=None,
        )
    )
    assert_frame_equal(found, expected)


def test_layers_meet_in_the_persons_that_are_linked() -> None:
    online = from_posts(
        posts(
            {"post_id": "1", "account_id": "x:rt", "mentions": ["x:dinsos"]},
            {"post_id": "2", "account_id": "x:rt2", "mentions": ["x:dinsos"]},
            {"post_id": "3", "account_id": "x:rt", "mentions": ["x:rt2"]},
        )
    )
    offline = from_survey(survey({"source": "rt", "target": "h1", "relation": "informs"}))
    links = pl.LazyFrame(
        [("x:rt", "rt", "broker", "b"), ("x:rt2", "rt", "broker", "b")], schema=LINKS, orient="row"
    )
    apart = multilayer(online, offline).collect()
    assert apart.height == 4
    assert apart.schema == pl.Schema(TIES)
    joined = multilayer(online, offline, links=links).collect()
    assert joined.select("source", "target", "type", "weight").rows() == [
        ("rt", "h1", "survey", 1.0),
        ("rt", "x:dinsos", "mention", 2.0),
    ]


def test_nothing_gives_nothing() -> None:
    assert_frame_equal(made(), pl.DataFrame(schema=TIES))
    assert_frame_equal(from_survey(survey()).collect(), pl.DataFrame(schema=TIES))


@pytest.mark.spark
def test_spark_gives_the_same_ties(tmp_path, monkeypatch) -> None:
    pyspark = pytest.importorskip("pyspark.sql")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    rows = [
        OFFICE | {"mentions": ["x:bappeda"]},
        {"post_id": "x:~2", "kind": "comment", "account_id": "x:~a", "parent_id": "x:1", "mentions": ["x:dinsos", "x:~b"]},
        {"post_id": "x:~3", "kind": "quote", "account_id": "x:~b", "shared_id": "x:1", "created_at": day(3)},
        {"post_id": "x:~4", "kind": "comment", "account_id": "x:~b", "root_id": "x:1", "created_at": day(4)},
    ]  # fmt: skip
    here = made(*rows)
    posts(*rows).collect().write_parquet(tmp_path / "posts.parquet")
    session = (
        pyspark.SparkSession.builder.master("local[2]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    try:
        there = from_posts(session.read.parquet(str(tmp_path / "posts.parquet")))
        there.write.parquet(str(tmp_path / "ties"))
    finally:
        session.stop()
    assert_frame_equal(pl.read_parquet(tmp_path / "ties" / "*.parquet").cast(TIES).sort(KEY), here)
