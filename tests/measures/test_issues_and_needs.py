"""What is talked about, how far that is from the plan, and whether the places of the poor are heard."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from city_tables import City, at, cell

from simpul.measures.computing import compute
from simpul.measures.material import Material
from simpul.measures.views.coded import CODED

OFFICE = "instagram:dinsos"
A, B, C = (f"99.71.01.100{i}" for i in (1, 2, 3))


def measured(city: City, *ids: str, least: int = 1) -> pl.DataFrame:
    return compute(city.tables(), at(), at(days=30), ids, least=least)


def talk(*issues: str | None, official: tuple[str | None, ...] = ()) -> City:
    city = City()
    city.account(OFFICE, "agency", "dinsos")
    for number, issue in enumerate(issues):
        city.label(city.post(f"x:~p{number}", at(days=1, hours=number)), issue=issue)
    for number, issue in enumerate(official):
        city.label(city.post(OFFICE, at(days=1, hours=number)), issue=issue)
    return city


def test_poverty_is_chapter_one_and_undecided_texts_are_left_out() -> None:
    city = talk("1", "1.1", "1.7", "10", "10.1", "2", None, official=("1.2", "9", "9", "9"))
    found = measured(city, "poverty_share_post", "poverty_share_official", "poverty_share_comment")
    citizens = cell(found, "poverty_share_post", "corpus")
    assert (citizens["value"], citizens["numerator"], citizens["n"]) == (50, 3, 6)
    for kind, id in (("corpus", "all"), ("platform", "instagram"), ("agency", "dinsos"), ("account", OFFICE)):
        assert cell(found, "poverty_share_official", kind, id)["value"] == 25
    assert cell(found, "poverty_share_comment", "corpus")["reason"] == "value_absent:labels.issue"


def test_sources_are_kept_apart() -> None:
    city = talk(official=("1",))
    own = city.rows["posts"][0]["post_id"]
    texts = {
        "answer": city.comment(OFFICE, own, at(days=2)),
        "comment": city.comment("instagram:~a", own, at(days=2)),
        "post": city.post("x:~a", at(days=2), "quote"),
        "message": city.post("whatsapp:~a", at(days=2), "message"),
        "report": city.post(None, at(days=2), "report", platform="whatsapp"),
    }
    for text in [*texts.values(), city.post("x:~a", at(days=2), "share"), city.post("x:~a", at(days=40))]:
        city.label(text, issue="2")
    coded = Material(city.tables(), at(), at(days=30)).read(CODED)
    sources = dict(coded.select("source", "post_id").rows())
    assert sources == {**texts, "official": own}
    persons = dict(coded.select("source", "person").rows())
    assert persons == {
        "official": None, "answer": None, "comment": "instagram:~a", "post": "x:~a", "message": "whatsapp:~a",
        "report": texts["report"],
    }  # fmt: skip


def test_issue_shares_are_of_the_whole() -> None:
    found = measured(
        talk("1.1", "1.1", "2", "3", None, official=("9",)), "issue_share", "issue_share_official"
    )
    shares = found.filter(measure="issue_share").select(
        "subject_id", "value", "numerator", "denominator", "n"
    )
    assert shares.rows() == [("1", 50, 2, 4, 4), ("2", 25, 1, 4, 4), ("3", 25, 1, 4, 4), ("9", 0, 0, 4, 4)]
    assert cell(found, "issue_share_official", "issue", "9")["value"] == 100


def gaps(city: City) -> dict[str, tuple[Any, ...]]:
    found = measured(city, "agenda_gap").filter(status="ok")
    return {
        row[0]: row[1:] for row in found.select("subject_id", "value", "numerator", "denominator", "n").rows()
    }


def test_the_gap_is_plan_rank_less_talk_rank() -> None:
    city = talk("2", "2", "2", "3", "3", "1.4", "9", "9", "9", "9")
    city.plan("1", "2", "3", "6")
    assert gaps(city) == {"1": (-2, 1, 10, 10), "2": (1, 3, 10, 10), "3": (1, 2, 10, 10), "6": (0, 0, 10, 10)}


def test_a_sub_issue_of_the_plan_stands_for_itself_and_ties_share_the_better_rank() -> None:
    city = talk("1.1", "1.2", "1.2", "1.3", "2")
    city.plan("1.2", "1", "2")
    assert gaps(city) == {"1.2": (0, 2, 5, 5), "1": (1, 2, 5, 5), "2": (0, 1, 5, 5)}


def test_the_newest_plan_counts() -> None:
    city = talk("1.1", "2", "2")
    city.plan("2", "1", year=2019)
    city.plan("1", "2", year=2025)
    assert {issue: gap for issue, (gap, *_) in gaps(city).items()} == {"1": -1, "2": 1}


def voices(*places: str | None, needs: str | None = "N01.1") -> City:
    city = City()
    city.account(OFFICE)
    for number, place in enumerate(places):
        city.label(city.post(f"x:~p{number}", at(days=1, hours=number)), needs=needs, place=place)
    for code, poor in ((A, 100), (B, 300), (C, 0)):
        city.place(code, 1000, poor)
    return city


def test_voices_are_set_against_the_number_of_the_poor() -> None:
    city = voices(A, A, A, B, None, "99.71", f"{A}.RT02")
    city.label(city.post(OFFICE, at(days=2)), needs="N01.1", place=B)
    found = measured(city, "voice_share", "need_share", "place_known")
    rows = found.filter(measure="voice_share", status="ok").select(
        "subject_id", "value", "numerator", "denominator", "n"
    )
    assert rows.rows() == [(A, 3.2, 4, 1.25, 5), (B, pytest.approx(1 / 3.75), 1, 3.75, 5)]
    without_poor = cell(found, "voice_share", "place", C)
    assert (without_poor["status"], without_poor["reason"]) == ("not_available", "zero_denominator:0")
    shares = found.filter(measure="need_share").select("subject_id", "value", "numerator", "n")
    assert shares.rows() == [(A, 80, 4, 5), (B, 20, 1, 5), (C, 0, 0, 5)]
    known = cell(found, "place_known", "corpus")
    assert (known["numerator"], known["denominator"]) == (5, 7)
    assert set(found.filter(measure="need_share")["reason"]) == {"place_known:5,7"}
    assert cell(found, "voice_share", "place", A)["reason"] == "place_known:5,7"


def test_a_silent_kelurahan_is_shown_with_zero() -> None:
    found = measured(voices(*[A] * 6), "voice_share", "need_share", least=5)
    silent = cell(found, "voice_share", "place", B)
    assert (silent["status"], silent["value"], silent["n"]) == ("ok", 0, 6)


def test_the_place_that_the_source_gives_stands_before_the_one_in_the_text() -> None:
    city = voices()
    city.label(city.post("x:~a", at(days=2), place=B), needs="N01.1", place=A)
    found = measured(city, "need_share")
    assert [cell(found, "need_share", "place", place)["value"] for place in (A, B)] == [0, 100]


def test_need_rates_count_texts_with_a_need() -> None:
    city = voices(A, B)
    city.label(city.post("x:~q", at(days=3)), needs=None, place=A)
    city.label(city.post("x:~r", at(days=3)), needs="", place=None)
    found = measured(city, "need_rate", "need_rate_place")
    assert cell(found, "need_rate", "corpus")["value"] == 50
    assert cell(found, "need_rate_place", "place", A)["value"] == 50
    assert cell(found, "need_rate_place", "place", B)["value"] == 100
    assert cell(found, "need_rate_place", "place", A)["reason"] == "place_known:3,4"


def test_support_is_of_those_who_take_a_stand() -> None:
    city = City()
    city.account(OFFICE)
    liked, disliked, even = (city.post(OFFICE, at(days=i)) for i in range(3))
    for post, stances in (
        (liked, ["supports", "supports", "opposes", "neither"]),
        (disliked, ["opposes"]),
        (even, ["supports", "opposes"]),
    ):
        for number, stance in enumerate(stances):
            city.label(city.comment(f"instagram:~p{number}", post, at(days=4)), stance=stance)
    city.label(city.comment(OFFICE, disliked, at(days=4)), stance="supports")
    found = measured(city, "dukung", "dukung_pesan")
    support = cell(found, "dukung", "corpus")
    assert (support["numerator"], support["n"]) == (3, 6)
    messages = cell(found, "dukung_pesan", "corpus")
    assert (messages["value"], messages["numerator"], messages["denominator"]) == (1, 1, 3)


def test_households_of_the_survey_speak_too() -> None:
    city = City()
    for number in range(6):
        city.household(
            f"~h{number}",
            A if number < 4 else B,
            poor=number != 5,
            internet_phone=number > 1,
            needs=["N01.1"] * (number % 2),
        )
    found = measured(city, "need_rate_survey", "offline_poor")
    assert cell(found, "need_rate_survey", "corpus")["value"] == 50
    offline = cell(found, "offline_poor", "corpus")
    assert (offline["value"], offline["n"]) == (40, 5)
    assert cell(found, "offline_poor", "place", A)["value"] == 50
