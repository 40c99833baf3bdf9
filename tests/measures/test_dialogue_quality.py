"""Meta's rule, turns, reciprocity, the engagement matrix and the dialogic checklist."""

from __future__ import annotations

from datetime import date

import pytest
from city_tables import City, at, cell

from simpul.measures.computing import compute

OFFICE = "facebook:dinsos"
MINUTES = (2, 4, 5, 6, 8, 10, 12, 15, 60, 600)  # the published toy


def office(*others: str) -> City:
    city = City()
    for account in (OFFICE, *others):
        city.account(account, agency=account.split(":")[1])
    return city


def test_metas_rule_on_the_published_toy() -> None:
    city = office()
    post = city.post(OFFICE, at(days=50))
    for number, minutes in enumerate(MINUTES):
        person = f"facebook:~{number}"
        asked = city.label(city.comment(person, post, at(days=51, hours=number)), intent="question")
        city.comment(OFFICE, post, at(days=51, hours=number, minutes=minutes), parent=asked)
        city.label(
            city.comment(person, post, at(days=51, hours=number + 20)), intent="question"
        )  # no silence
    found = compute(city.tables(), at(), at(days=60))
    rate, time = cell(found, "meta_rate"), cell(found, "meta_time")
    assert (rate["value"], rate["n"]) == (100, 10)
    assert (round(60 * time["value"], 2), time["n"]) == (13.56, 9)
    answered = [cell(found, id)["value"] for id in ("response_time", "response_time_mean")]
    assert [round(60 * hours, 1) for hours in answered] == [9.0, 72.2]


def test_metas_rule_takes_thirty_days_or_the_last_ten() -> None:
    city = office()
    post = city.post(OFFICE, at(days=1))
    for number in range(12):
        asked = city.comment(f"facebook:~{number}", post, at(days=2 + number))
        if number < 4:
            city.comment(OFFICE, post, at(days=2 + number, hours=1), parent=asked)
    few = compute(city.tables(), at(), at(days=100), ["meta_rate"], least=1)
    assert (cell(few, "meta_rate")["numerator"], cell(few, "meta_rate")["n"]) == (2, 10)
    recent = compute(city.tables(), at(), at(days=16), ["meta_rate"], least=1)
    assert (cell(recent, "meta_rate")["numerator"], cell(recent, "meta_rate")["n"]) == (4, 12)


def test_a_call_comes_after_a_day_of_silence_on_either_side() -> None:
    city = office()
    post = city.post(OFFICE, at(days=1))
    asked = city.comment("facebook:~a", post, at(days=2))
    city.comment(OFFICE, post, at(days=2, hours=20), parent=asked)
    city.comment("facebook:~a", post, at(days=3, hours=10))  # 14 hours after the answer
    city.comment("facebook:~a", post, at(days=4, hours=10))  # 24 hours later: a new call
    found = compute(city.tables(), at(), at(days=10), ["meta_rate"], least=1)
    assert (cell(found, "meta_rate")["numerator"], cell(found, "meta_rate")["n"]) == (1, 2)


def test_turns_are_runs_of_one_side() -> None:
    city = office()
    deep, shallow = city.post(OFFICE, at(days=1)), city.post(OFFICE, at(days=1))
    for hour, author in enumerate(
        ("~a", "~b", OFFICE, OFFICE, "~a", OFFICE)
    ):  # citizens, owner, citizen, owner
        city.comment(author if author == OFFICE else f"facebook:{author}", deep, at(days=2, hours=hour))
    city.comment("facebook:~c", shallow, at(days=2))
    found = compute(city.tables(), at(), at(days=9), ["giliran", "utas_dalam"])
    assert cell(found, "giliran")["value"] == (4 + 1) / 2
    assert (cell(found, "utas_dalam")["value"], cell(found, "utas_dalam")["n"]) == (50, 2)


def test_reciprocity_is_of_pairs_of_a_person_and_an_account() -> None:
    city = office()
    post = city.post(OFFICE, at(days=1))
    for number in range(6):
        asked = city.comment(f"facebook:~{number}", post, at(days=2, hours=number))
        if number < 2:
            city.comment(OFFICE, post, at(days=3), parent=asked)
    city.comment(OFFICE, post, at(days=4), mentions=["facebook:~never"])  # turned to, silent
    finding = cell(compute(city.tables(), at(), at(days=9), ["timbal_balik"]), "timbal_balik")
    assert (finding["numerator"], finding["denominator"]) == (2, 7)


def test_answered_within_three_days_and_questions_answered() -> None:
    city = office()
    post = city.post(OFFICE, at(days=1))
    for number, (intent, days) in enumerate(
        [("question", 1), ("question", 4), ("complaint", 2), ("question", None)]
    ):
        asked = city.label(city.comment(f"facebook:~{number}", post, at(days=2)), intent=intent)
        if days is not None:
            city.comment(OFFICE, post, at(days=2 + days), parent=asked)
    found = compute(
        city.tables(), at(), at(days=20), ["response_3d", "tanya_dijawab", "perlu_jawab"], least=1
    )
    assert (cell(found, "response_3d")["numerator"], cell(found, "response_3d")["n"]) == (2, 4)
    assert (cell(found, "tanya_dijawab")["numerator"], cell(found, "tanya_dijawab")["n"]) == (2, 3)
    assert cell(found, "perlu_jawab")["value"] == 4


PAGES = {  # Poland 2021, as published: fans, posts, likes, comments → P3, C3
    "burek": (3779, 435, 12_539, 3012, 7.628, 1.832),
    "kozlowski": (4007, 266, 20_443, 2551, 19.180, 2.393),
    "gwiazda": (4701, 334, 10_052, 2495, 6.402, 1.589),
    "witkowski": (16_431, 308, 52_488, 7548, 10.372, 1.491),
}


def polish_pages(*names: str) -> City:
    """One post stands for all of a page's posts, with its means."""
    city = City()
    for name in names:
        fans, posts, likes, comments, *_ = PAGES[name]
        account = city.account(f"facebook:{name}")
        city.followers(account, fans, at())
        city.counts(city.post(account, at(days=1)), likes=likes / posts, comments=comments / posts)
    return city


def test_the_matrix_is_cut_at_the_median_of_the_pages_compared() -> None:
    found = compute(polish_pages(*PAGES).tables(), at(), at(days=9))
    for name, (*_, p3, c3) in PAGES.items():
        assert round(cell(found, "p3", subject=f"facebook:{name}")["value"], 3) == p3
        assert round(cell(found, "c3", subject=f"facebook:{name}")["value"], 3) == c3
    quadrants = {
        id: cell(found, f"kuadran_{id}", "corpus")["value"]
        for id in ("unggul", "populer", "berbincang", "sepi")
    }
    assert quadrants == {"unggul": 1, "populer": 1, "berbincang": 1, "sepi": 1}
    beside = cell(found, "popularitas_banding", subject="facebook:witkowski")
    assert beside["value"] == pytest.approx(10.372 / ((10.372 + 7.628) / 2), rel=1e-3)
    assert beside["n"] == 1
    assert cell(found, "komitmen_banding", subject="facebook:witkowski")["value"] < 1


@pytest.mark.parametrize("names", [("burek",), ()])
def test_one_account_alone_is_compared_with_nobody(names: tuple[str, ...]) -> None:
    city = polish_pages(*names)
    city.account("facebook:tanpa_hitungan")
    found = compute(city.tables(), at(), at(days=9), ["kuadran_unggul"])
    assert found["status"].to_list() == ["not_available"]
    assert found["reason"][0] in ("few_accounts", "table_absent:observations")
    assert found["value"][0] is None


def test_the_checklist_takes_the_newest_day_and_needs_every_coder() -> None:
    city = office("x:dinkes")
    day = date(2026, 1, 5)
    rows = [
        ("loop", "true", day),
        ("loop", "false", date(2025, 1, 1)),
        ("ease", "true", day),
        ("ease", "false", day),
    ]
    city.sheet(
        "checklist",
        *(
            {"platform": "facebook", "handle": "Dinsos", "item": i, "present": p, "date": d}
            for i, p, d in rows
        ),
    )
    found = compute(city.tables(), at(), at(days=9))
    both = cell(found, "syarat_dialog", subject=OFFICE)
    assert (both["numerator"], both["denominator"]) == (1, 2)
    assert cell(found, "syarat_jalur", subject=OFFICE)["value"] == 100
    assert cell(found, "syarat_jalur", subject="x:dinkes")["reason"] == "no_rows:dialogue_checks"
