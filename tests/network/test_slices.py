"""Ties by window of local time."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
from polars.testing import assert_frame_equal

from simpul.corpus.records import POSTS
from simpul.network.slices import slices
from simpul.network.ties import CONTACTS, TIES, added_up, contacts, from_posts


def made(*rows: tuple[str, str, datetime | None]) -> pl.LazyFrame:
    return pl.LazyFrame(
        [{"source": a, "target": b, "type": "reply", "platform": "x", "at": at} for a, b, at in rows],
        schema=CONTACTS,
    )


def test_windows_begin_at_local_midnight() -> None:
    late = datetime(2026, 1, 31, 16, 59, tzinfo=UTC)  # 23.59 WIB
    early = datetime(2026, 1, 31, 17, 0, tzinfo=UTC)  # 1 February, 00.00 WIB
    found = slices(made(("a", "b", late), ("a", "b", early), ("a", "b", early), ("a", "b", None))).collect()
    assert found.columns == ["window", *TIES]
    assert found.select("window", "weight").rows() == [
        (datetime(2025, 12, 31, 17, tzinfo=UTC), 1.0),
        (datetime(2026, 1, 31, 17, tzinfo=UTC), 2.0),
    ]
    assert slices(made(("a", "b", late), ("a", "b", early)), "1mo", "UTC").collect().height == 1


def test_times_before_1970_have_a_window_too() -> None:
    old = datetime(1969, 12, 30, 12, tzinfo=UTC)  # a Tuesday
    found = slices(made(("a", "b", old)), "1w").collect()
    assert found["window"].to_list() == [datetime(1969, 12, 28, 17, tzinfo=UTC)]


def test_one_window_over_everything_is_the_network() -> None:
    posts = pl.LazyFrame(
        [
            {"post_id": f"p{i}", "platform": "x", "kind": "reply", "account_id": f"u{i % 3}", "parent_account_id": f"u{i % 4}",
             "created_at": datetime(2026, 1 + i % 5, 2, tzinfo=UTC)}
            for i in range(24)
        ],
        schema=POSTS,
    )  # fmt: skip
    every = contacts(posts)
    assert_frame_equal(added_up(every).collect(), from_posts(posts).collect())
    assert_frame_equal(slices(every, "1y").collect().drop("window"), from_posts(posts).collect())
    assert slices(every, "1mo").collect()["weight"].sum() == from_posts(posts).collect()["weight"].sum()
