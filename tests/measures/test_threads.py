"""Whose comment is whose: threads, answers in their several forms, exchanges, and what counts as C."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
from city_tables import City, at, cell

from simpul.measures.computing import compute
from simpul.measures.material import Material
from simpul.measures.views.posts import OFFICIAL_POSTS
from simpul.measures.views.threads import COMMENTS, EXCHANGES, THREADS

OFFICE, OTHER = "instagram:dinsos", "instagram:dinkes"
ANA, BUDI = "instagram:~ana", "instagram:~budi"


def office() -> tuple[City, str]:
    city = City()
    city.account(OFFICE, "agency", "dinsos")
    city.account(OTHER, "agency", "dinkes")
    return city, city.post(OFFICE, at(days=1))


def view_of(city: City, view: Any, until: datetime | None = None) -> pl.DataFrame:
    return Material(city.tables(), at(), until or at(days=30)).read(view)


def answered(city: City) -> list[bool]:
    return view_of(city, COMMENTS).sort("created_at")["answered"].to_list()


def test_a_reply_to_the_comment_answers_that_comment_only() -> None:
    city, post = office()
    first = city.comment(ANA, post, at(days=2))
    city.comment(BUDI, post, at(days=2, hours=1))
    city.comment(OFFICE, post, at(days=2, hours=2), parent=first)
    assert answered(city) == [True, False]


def test_in_flat_threads_addressing_the_person_answers() -> None:
    for address in ({"mentions": [ANA]}, {"parent_account_id": ANA}):
        city, post = office()
        city.comment(ANA, post, at(days=2))
        city.comment(BUDI, post, at(days=2, hours=1))
        city.comment(OFFICE, post, at(days=2, hours=2), **address)
        assert answered(city) == [True, False]


def test_what_was_written_before_the_comment_is_no_answer_to_it() -> None:
    city, post = office()
    city.comment(OFFICE, post, at(days=2), mentions=[ANA])
    city.comment(ANA, post, at(days=2, hours=1))
    assert answered(city) == [False]


def test_another_thread_another_office_and_another_citizen_do_not_answer() -> None:
    city, post = office()
    said = city.comment(ANA, post, at(days=2))
    elsewhere = city.post(OFFICE, at(days=1))
    city.comment(OFFICE, elsewhere, at(days=2, hours=1), mentions=[ANA])
    city.comment(OTHER, post, at(days=2, hours=2), parent=said)
    city.comment(BUDI, post, at(days=2, hours=3), parent=said)
    assert answered(city) == [False, False]


def test_the_first_answer_gives_the_hours() -> None:
    city, post = office()
    said = city.comment(ANA, post, at(days=2))
    for hours in (30, 1.5, 7):
        city.comment(OFFICE, post, at(days=2, hours=hours), parent=said)
    assert view_of(city, COMMENTS)["hours"].to_list() == [1.5]


def test_who_speaks_in_a_thread() -> None:
    city, post = office()
    city.account("instagram:harian", "media")
    said = city.comment(ANA, post, at(days=2))
    city.comment(OFFICE, post, at(days=3), parent=said)
    city.comment(OTHER, post, at(days=4))
    city.comment("instagram:harian", post, at(days=5))
    threads = view_of(city, THREADS).sort("created_at")
    assert threads["by"].to_list() == ["public", "owner", "official", "public"]
    comments = view_of(city, COMMENTS).sort("created_at")
    assert comments["author"].to_list() == [ANA, "instagram:harian"]
    assert comments["person"].to_list() == [ANA, None]


def test_a_reply_whose_thread_is_unknown_belongs_to_the_office_it_answers() -> None:
    city, _ = office()
    city.post(ANA, at(days=2), "reply", parent_id="instagram:~gone", parent_account_id=OFFICE)
    city.post(ANA, at(days=2), "reply", parent_id="instagram:~gone", parent_account_id=BUDI)
    assert view_of(city, THREADS)["account_id"].to_list() == [OFFICE]


def test_comments_without_author_count_but_make_no_exchange() -> None:
    city, post = office()
    for hours in range(4):
        city.comment(None, post, at(days=2, hours=hours), platform="instagram")
    found = compute(city.tables(), at(), at(days=30), ["response_rate_all", "exchange_depth", "bicara"])
    assert cell(found, "response_rate_all", "corpus")["status"] == "suppressed"
    assert cell(found, "bicara", "corpus")["reason"] == "no_rows:contacts"
    assert view_of(city, EXCHANGES).is_empty()
    city.comment(None, post, at(days=3), platform="instagram")
    found = compute(city.tables(), at(), at(days=30), ["response_rate_all"])
    assert (cell(found, "response_rate_all", "corpus")["value"], found["n"].max()) == (0, 5)


def test_an_exchange_is_deep_when_the_person_comes_back_after_the_answer() -> None:
    city, post = office()
    first = city.comment(ANA, post, at(days=2))
    city.comment(ANA, post, at(days=2, hours=1))
    city.comment(BUDI, post, at(days=2))
    city.comment(OFFICE, post, at(days=2, hours=3), parent=first)
    assert view_of(city, EXCHANGES)["came_back"].to_list() == [False, False]
    city.comment(ANA, post, at(days=2, hours=4))
    exchanges = view_of(city, EXCHANGES)
    assert exchanges.select("author", "comments", "came_back").rows() == [(ANA, 3, True), (BUDI, 1, False)]


def test_only_comments_of_the_window_are_measured_but_all_belong_to_the_post() -> None:
    city, post = office()
    for days in (2, 40):
        city.comment(ANA, post, at(days=days))
    assert view_of(city, COMMENTS).height == 1
    assert view_of(city, OFFICIAL_POSTS)["citizen_comments"].to_list() == [2]
    assert view_of(city, OFFICIAL_POSTS, at(days=1)).is_empty()


def test_comments_are_those_seen_where_the_thread_was_read_else_the_platforms_count() -> None:
    city, post = office()
    city.comment(ANA, post, at(days=2))
    city.comment(OFFICE, post, at(days=2, hours=1))
    unread, owner_only, unknown = (city.post(OFFICE, at(days=3 + i)) for i in range(3))
    city.comment(OFFICE, owner_only, at(days=6))
    for counted, comments in ((post, 9), (unread, 4), (owner_only, 1)):
        city.counts(counted, comments=comments)
    posts = {row["post_id"]: row for row in view_of(city, OFFICIAL_POSTS).iter_rows(named=True)}
    assert [posts[p]["citizen_comments"] for p in (post, unread, owner_only, unknown)] == [1, 4, 0, None]
    assert [posts[p]["comments_seen"] for p in (post, unread, owner_only, unknown)] == [
        True,
        False,
        True,
        False,
    ]
    assert posts[post]["owner_comments"] == 1


def test_bare_shares_comments_and_posts_of_others_are_no_official_posts() -> None:
    city, post = office()
    quote = city.post(OFFICE, at(days=2), "quote")
    city.post(OFFICE, at(days=2), "share")
    city.comment(OFFICE, post, at(days=2))
    city.post(ANA, at(days=2))
    assert view_of(city, OFFICIAL_POSTS)["post_id"].to_list() == sorted([post, quote])


def test_quotes_link_clicks_and_views_stand_in_where_they_must() -> None:
    city, post = office()
    city.counts(post, shares=2, quotes=3, link_clicks=4, views=50)
    second = city.post(OFFICE, at(days=2))
    city.counts(second, quotes=3, clicks=1, link_clicks=4, impressions=9, views=50)
    rows = {row["post_id"]: row for row in view_of(city, OFFICIAL_POSTS).iter_rows(named=True)}
    assert [rows[post][name] for name in ("shares", "clicks", "impressions", "passed_on")] == [5, 4, 50, 5]
    assert [rows[second][name] for name in ("shares", "clicks", "impressions", "passed_on")] == [
        None,
        1,
        9,
        None,
    ]
