"""Published numbers as oracles: the reference cases of the research report, §2.5, §3.2 and §4."""

from __future__ import annotations

from datetime import timedelta

import pytest
from city_tables import City, at, cell

from simpul.measures.computing import compute
from simpul.measures.intervals import wilson

YEAR = (at(), at(days=365))


def spread(total: int, over: int) -> list[int]:
    """Whole numbers that differ by at most one and add up."""
    return [total // over + (i < total % over) for i in range(over)]


def page(city: City, name: str, posts: int, likes: int, comments: int, fans: int | None = None) -> str:
    """A page with so many posts, and counts spread over them."""
    account = city.account(f"facebook:{name}")
    if fans is not None:
        city.followers(account, fans, at(days=1))
    for number, (liked, said) in enumerate(zip(spread(likes, posts), spread(comments, posts), strict=True)):
        post = city.post(account, at(hours=number % 8000), id=f"facebook:{name}{number}")
        city.counts(post, likes=liked, comments=said)
    return account


def test_portuguese_municipalities() -> None:
    """84 municipalities, November 2021: 6,897 posts, 25,761 comments, 432,031 likes (hdl.handle.net/10773/40794)."""
    city = City()
    page(city, "municipios", 6897, 432_031, 25_761)
    found = compute(city.tables(), *YEAR, ["p2", "c2"])
    assert round(cell(found, "p2", "corpus")["value"], 2) == 62.64
    assert round(cell(found, "c2", "corpus")["value"], 3) == 3.735
    assert cell(found, "c2", "corpus")["reason"] == "comments_seen:0,6897"


POLISH_PAGES = {  # fans, posts, likes, comments, P2, P3, C2, C3
    "burek": (3779, 435, 12_539, 3012, 28.825, 7.628, 6.924, 1.832),
    "kozlowski": (4007, 266, 20_443, 2551, 76.853, 19.180, 9.590, 2.393),
    "gwiazda": (4701, 334, 10_052, 2495, 30.096, 6.402, 7.470, 1.589),
    "witkowski": (16_431, 308, 52_488, 7548, 170.416, 10.372, 24.506, 1.491),
}


def test_polish_official_pages() -> None:
    """Poland 2021, cozadzien.pl: the biggest page is first by likes per post and last by C3."""
    city = City()
    for name, (fans, posts, likes, comments, *_) in POLISH_PAGES.items():
        page(city, name, posts, likes, comments, fans)
    found = compute(city.tables(), *YEAR, ["p2", "p3", "c2", "c3", "posts_per_day"])
    for name, (*_, p2, p3, c2, c3) in POLISH_PAGES.items():
        values = [
            round(cell(found, measure, "account", f"facebook:{name}")["value"], 3)
            for measure in ("p2", "p3", "c2", "c3")
        ]
        assert values == [p2, p3, c2, c3], name
    per_day = cell(found, "posts_per_day", "account", "facebook:burek")
    assert (round(per_day["value"], 2), per_day["numerator"], per_day["denominator"]) == (1.19, 435, 365)


def test_engagement_rate_with_saves() -> None:
    """500 likes, 50 comments, 20 shares, 30 saves; 10,000 followers: 6 %; 8,000 impressions: 7.5 % (socialtalk)."""
    city = City()
    account = city.account("instagram:a")
    city.followers(account, 10_000, at())
    city.counts(city.post(account, at(days=1)), likes=500, comments=50, shares=20, saves=30, impressions=8000)
    found = compute(city.tables(), at(), at(days=30), ["er_f_saves", "er_m_saves"])
    assert cell(found, "er_f_saves")["value"] == 6
    assert cell(found, "er_m_saves", "corpus")["value"] == 7.5


def test_response_times() -> None:
    """Minutes 2, 4, 5, 6, 8, 10, 12, 15, 60, 600: mean 72.2, median 9.0, mean of the fastest 90 % 13.56."""
    city = City()
    account = city.account("facebook:a")
    post = city.post(account, at(days=1))
    for number, minutes in enumerate([60, 2, 12, 600, 4, 5, 15, 6, 8, 10]):
        asked = at(days=2, hours=number)
        said = city.label(city.comment(f"facebook:~p{number}", post, asked), intent="question")
        city.comment(account, post, asked + timedelta(minutes=minutes), parent=said)
        city.comment(account, post, asked + timedelta(days=3), parent=said)  # a second answer changes nothing
    ids = ["response_time", "response_time_mean", "response_time_fast90"]
    found = compute(city.tables(), at(), at(days=30), ids, least=1)
    minutes_of = {id: 60 * cell(found, id, "account")["value"] for id in ids}
    assert minutes_of["response_time"] == pytest.approx(9.0, rel=1e-9)
    assert round(minutes_of["response_time_mean"], 1) == 72.2
    assert round(minutes_of["response_time_fast90"], 2) == 13.56
    assert [cell(found, id, "account")["n"] for id in ids] == [10, 10, 9]


def test_social_mention() -> None:
    """10 mentions by A×5, B×2, C, D, E; 4 in the last 24 h; 3 positive, 1 negative: 40 %, 3:1, 70 %, 50 %."""
    city = City()
    end = at(days=30)
    for number, author in enumerate("AAAAABBCDE"):
        when = end - timedelta(hours=5 + number) if number < 4 else at(days=number)
        sentiment = {0: "positive", 1: "positive", 2: "positive", 3: "negative"}.get(number, "neutral")
        city.label(city.post(f"x:~{author}", when), issue="1.2", sentiment=sentiment)
    city.label(city.post("x:~A", end - timedelta(hours=1)), issue="2", sentiment="positive")
    found = compute(city.tables(), at(), end, least=1)
    printed = {"sm_strength": 40, "sm_sentiment": 3, "sm_passion": 70, "sm_reach": 50}
    for id, value in printed.items():
        assert cell(found, id, "corpus")["value"] == value, id
        assert cell(found, id, "issue", "1.2")["value"] == value, id
    assert cell(found, "sm_sentiment", "corpus")["numerator"] == 3
    other = cell(found, "sm_sentiment", "issue", "2")
    assert (other["value"], other["status"], other["reason"]) == (None, "not_available", "zero_denominator:1")
    assert (other["numerator"], other["denominator"], other["n"]) == (1, 0, 1)


@pytest.mark.parametrize(("hits", "n", "low", "high"), [(13, 15, 62, 96), (7, 15, 25, 70), (2, 3, 21, 94)])
def test_wilson_intervals(hits: int, n: int, low: int, high: int) -> None:
    ends = wilson(float(hits), float(n))
    assert [round(100 * end) for end in ends] == [low, high]
