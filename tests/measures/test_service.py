"""Complaint and praise by agency and service; what people propose; the counts beside Social Mention's ratio; sets of measures."""

from __future__ import annotations

from city_tables import City, at, cell

from simpul.measures import indicator_sets
from simpul.measures.computing import compute
from simpul.measures.registry import measures

OFFICE = "instagram:dinkes"


def test_complaint_and_praise_by_agency_and_service() -> None:
    city = City()
    city.account(OFFICE, "agency", "dinkes")
    post = city.post(OFFICE, at(days=1))
    said = (
        [("complaint", "N05.1|N01.1", 1)] * 6
        + [("appreciation", "N05.2", 0)] * 5
        + [("question", None, None)] * 4
    )
    for number, (intent, needs, wish) in enumerate(said):
        comment = city.comment(f"instagram:~{number}", post, at(days=2, hours=number))
        city.label(comment, intent=intent, needs=needs, aspiration=wish)
    found = compute(city.tables(), at(), at(days=9))
    for kind, subject in (
        ("agency", "dinkes"),
        ("account", OFFICE),
        ("platform", "instagram"),
        ("corpus", "all"),
    ):
        complaint, praise = (cell(found, id, kind, subject) for id in ("keluhan", "pujian"))
        assert (complaint["numerator"], complaint["n"]) == (6, 15)
        assert (praise["numerator"], praise["n"]) == (5, 15)
    served = cell(found, "keluhan_layanan", "service", "N05")
    assert (served["numerator"], served["n"]) == (6, 11)
    assert cell(found, "keluhan_layanan", "service", "N01") == {}
    wishes = cell(found, "aspirasi", "corpus")
    assert (wishes["numerator"], wishes["n"]) == (6, 11)


def test_answers_among_citizens() -> None:
    city = City()
    city.account(OFFICE, "agency", "dinkes")
    post = city.post(OFFICE, at(days=1))
    asked = city.comment("instagram:~asker", post, at(days=2))
    for number in range(5):
        city.comment(
            f"instagram:~{number}", post, at(days=3), parent=asked, parent_account_id="instagram:~asker"
        )
    city.comment("instagram:~asker", post, at(days=4), parent=asked, parent_account_id="instagram:~asker")
    found = cell(compute(city.tables(), at(), at(days=9), ["warga_jawab"]), "warga_jawab", "account")
    assert (found["value"], found["n"]) == (5, 7)


def test_social_mentions_other_fields_on_the_worked_example() -> None:
    """Ten mentions, A×5, B×2, C, D, E; four in the last 24 hours; 3 positive, 1 negative, 6 neutral; two texts on another issue."""
    city = City()
    mood = ["positive"] * 3 + ["negative"] + ["neutral"] * 6
    for number, (author, sentiment) in enumerate(zip("AAAAABBCDE", mood, strict=True)):
        day = 9.5 if number < 4 else number / 2
        city.label(city.post(f"x:~{author}", at(days=day)), issue="1.2", sentiment=sentiment)
    for number in range(2):
        city.label(city.post(f"x:~F{number}", at(days=9.5)), issue="5")
    found = compute(city.tables(), at(), at(days=10), least=1)
    values = {id: cell(found, f"sm_{id}", "corpus")["value"] for id in (
        "strength", "sentiment", "passion", "reach", "positive", "negative", "neutral", "authors", "interval", "last",
    )}  # fmt: skip
    assert values == {
        "strength": 40, "sentiment": 3, "passion": 70, "reach": 50, "positive": 3, "negative": 1, "neutral": 6,
        "authors": 5, "interval": (9.5 - 2) * 24 / 9, "last": 12,
    }  # fmt: skip
    voice = cell(found, "sm_voice", "corpus")
    assert (round(voice["value"], 2), voice["numerator"], voice["denominator"]) == (66.67, 4, 6)


def test_sets_name_measures_that_exist_and_never_a_total() -> None:
    table = indicator_sets.frame()
    assert set(table["measure"]) <= set(measures())
    assert table.group_by("group").agg(sets=table["set"].n_unique()).height == len(indicator_sets.GROUPS)
    sizes = dict(table.unique(["group", "set"]).group_by("group").len().rows())
    assert sizes == {"goal": 5, "principle": 5, "role": 4, "mission": 3, "comparison": 2}
    assert table.unique(["set", "measure"]).height == table.height
