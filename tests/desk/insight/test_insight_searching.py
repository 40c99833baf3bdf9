"""Searching: whatever is typed only searches, and what is found is what was asked for."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simpul.desk.insight import indexing, waiting
from simpul.desk.insight.search import LENGTH, Query, QueryProblem, match_expression, search, thread
from simpul.desk.people.models import Event

pytestmark = pytest.mark.django_db
HOSTILE = (
    '" OR 1=1 --',
    "text : x",
    "{tokens}: a",
    "NEAR(a b, 2)",
    "a* ^b",
    "(((",
    '"',
    "-",
    "a AND NOT",
    "_place_",
    "a\0b",
    "tokens:_need_",
)


@pytest.fixture(scope="module")
def few() -> Any:
    """An index of two texts with a secret token each."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        """CREATE VIRTUAL TABLE words USING fts5(text, tokens, tokenize="unicode61 remove_diacritics 2 tokenchars '_'")"""
    )
    connection.execute(
        "INSERT INTO words VALUES ('belum dapat bantuan', '_rahasia_ zzz'), ('sudah dapat', 'zzz')"
    )
    with closing(connection):
        yield connection


def test_what_was_counted_for_a_search_is_counted_anew_when_the_index_changes(
    study: Any, tmp_path: Path
) -> None:
    index = indexing.index_of(study.path) or indexing.build(study.path)
    copy = Path(shutil.copy(index, tmp_path))
    before, queue = search(copy, Query()), waiting.queue(copy, None, waiting.COMMENT, [])
    assert before.surveyed > 10 and queue.count > 10

    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DELETE FROM posts WHERE row > 10")
        connection.execute("DELETE FROM waiting WHERE row > (SELECT min(row) FROM waiting)")
        connection.commit()

    after = search(copy, Query())
    assert (after.count, after.surveyed, len(after.posts)) == (10, 10, 10)
    assert sum(n for _platform, n in after.facets["platform"]) == 10
    assert waiting.queue(copy, None, waiting.COMMENT, []).count <= 1


def matched(connection: sqlite3.Connection, words: str) -> set[int]:
    expression = match_expression(words)
    if not expression:
        return {1, 2}
    asked = "SELECT rowid FROM words WHERE words MATCH ?"
    return {row for (row,) in connection.execute(asked, (f"text : ({expression})",))}


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
@example('" OR zzz')
@example("a OR OR b -")
def test_whatever_is_typed_can_be_searched_for_or_is_refused_in_words(
    few: sqlite3.Connection, words: str
) -> None:
    try:
        found = matched(few, words)
    except QueryProblem as problem:
        assert all(problem.problem)
    else:
        assert found <= {1, 2}


@pytest.mark.parametrize("words", HOSTILE)
def test_none_of_the_index_own_syntax_is_reached(few: sqlite3.Connection, words: str) -> None:
    try:
        found = matched(few, f"{words} zzz")
    except QueryProblem:
        return
    assert found == set()  # the filter tokens, where zzz stands, are out of reach


def test_words_phrases_alternatives_and_exclusions(few: sqlite3.Connection) -> None:
    asked = {"dapat": {1, 2}, '"dapat bantuan"': {1}, "bantuan OR sudah": {1, 2}, "dapat -bantuan": {2}, "bantuan sudah": set(), "DAPÁT": {1, 2}}  # fmt: skip
    assert {words: matched(few, words) for words in asked} == asked
    for refused in ("-bantuan", "a" * (LENGTH + 1), "kata " * 41):
        with pytest.raises(QueryProblem):
            match_expression(refused)


def test_a_search_finds_all_posts_with_the_word_page_by_page(study: Any) -> None:
    index: Path = indexing.index_of(study.path) or indexing.build(study.path)
    texts = pl.read_parquet(study.path / "tables" / "posts.parquet", columns=["post_id", "text"])
    true = set(texts.filter(pl.col("text").str.contains(r"(?i)(^|[^\w])pkh([^\w]|$)"))["post_id"])
    found: list[str] = []
    before: int | None = None
    while True:
        page = search(index, Query(words="pkh", before=before))
        found += [post["post_id"] for post in page.posts]
        if page.following is None:
            break
        before = page.following
    assert len(found) == len(set(found)) == page.count
    assert set(found) == true


def test_a_page_of_posts_names_no_citizen_and_leaves_a_line_in_the_trail(
    study: Any, signed_in: Callable[[str], Client]
) -> None:
    index: Path = indexing.index_of(study.path) or indexing.build(study.path)
    page = signed_in("analyst").get(reverse("insight:listen"), {"kata": "bantuan"}).content.decode()
    citizens = pl.read_parquet(study.path / "tables" / "accounts.parquet").filter(kind="citizen")[
        "account_id"
    ]
    assert "@~" not in page
    assert [id for id in citizens if id.partition(":")[2] in page] == []
    assert Event.objects.latest("number").action == "posts_read"
    root = search(index, Query(facets={"kind": "comment"})).posts[0]["root_id"]
    opened = signed_in("researcher").get(reverse("insight:thread"), {"akar": root})
    assert [post["post_id"] for post in opened.context["posts"]] == [
        post["post_id"] for post in thread(index, root)
    ]
