"""Two posts side by side: which drew which response."""

from __future__ import annotations

import polars as pl
import pytest

from simpul.measures.intervals import difference, wilson
from simpul.measures.variants import variants

POSTS = pl.DataFrame(
    [
        {"post_id": "x:1", "likes": 120.0, "citizen_comments": 5.0, "shares": 30.0, "saves": None, "clicks": 9.0, "reach": 1000.0},
        {"post_id": "x:2", "likes": 60.0, "citizen_comments": 6.0, "shares": 28.0, "saves": None, "clicks": 900.0, "reach": 800.0},
        {"post_id": "x:3", "likes": 0.0, "citizen_comments": 0.0, "shares": 0.0, "saves": None, "clicks": None, "reach": None},
    ]
).with_columns(impressions=pl.lit(None, pl.Float64), followers_at=pl.lit(500.0))  # fmt: skip


def comments(**said: dict[str, int]) -> pl.DataFrame:
    rows = [
        {"post_id": f"x:{post}{kind}{who}", "author": f"x:~{post}{kind}{who}", "thread": f"x:{post[1:]}", "intent": kind, "stance": None}
        for post, kinds in said.items()
        for kind, count in kinds.items()
        for who in range(count)
    ]  # fmt: skip
    schema = dict.fromkeys(("post_id", "author", "thread", "intent", "stance"), pl.String)
    return pl.DataFrame(rows, schema=schema)


def row(table: pl.DataFrame, response: str) -> dict[str, object]:
    return table.filter(response=response).row(0, named=True)


def test_responses_are_shares_of_those_reached_with_newcombe_s_interval() -> None:
    found = row(variants(POSTS, comments(), "x:1", "x:2"), "likes")
    gap = difference((0.12, *wilson(120.0, 1000.0)), (0.075, *wilson(60.0, 800.0)))
    assert (found["base"], found["one_of"], found["other_of"]) == ("reach", 1000, 800)
    assert [found["difference"], found["low"], found["high"]] == pytest.approx([100 * x for x in gap])
    assert found["verdict"] == "one"


def test_what_may_be_luck_is_noise_and_what_cannot_be_a_share_is_not_available() -> None:
    found = variants(POSTS, comments(), "x:1", "x:2")
    assert row(found, "citizen_comments")["verdict"] == "noise"
    assert row(found, "saves")["verdict"] == "not_available"  # nobody counted them
    assert row(found, "clicks")["verdict"] == "not_available"  # 900 clicks of 800 people


def test_without_reach_followers_at_publication_stand_in_for_both() -> None:
    assert row(variants(POSTS, comments(), "x:1", "x:3"), "likes")["base"] == "followers_at"


def test_commenters_are_counted_once_and_few_are_hidden_with_another() -> None:
    loud = comments(
        p1={"question": 30, "praise": 12, "complaint": 3}, p2={"question": 8, "praise": 25, "complaint": 9}
    )
    twice = pl.concat([loud, loud.with_columns(post_id=pl.col("post_id") + "again")])
    found = variants(POSTS, twice, "x:1", "x:2")
    question = row(found, "intent:question")
    assert (question["one"], question["one_of"], question["verdict"]) == (30, 45, "one")
    hidden = found.filter(verdict="suppressed")
    assert hidden["response"].to_list() == ["intent:complaint", "intent:praise"]
    assert hidden.select("one", "other", "difference", "low").null_count().row(0) == (2, 2, 2, 2)


def test_a_post_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="x:9"):
        variants(POSTS, comments(), "x:1", "x:9")
