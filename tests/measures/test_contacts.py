"""Who touches an account, who comes again, and which rung of the ladder that is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pytest
from city_tables import City, at, cell

from simpul.measures.computing import compute
from simpul.measures.material import Material
from simpul.measures.views.contacts import CONTACTS
from simpul.measures.views.loyalty import LADDER, VISITS

OFFICE, OTHER = "x:dinsos", "x:kota"
ANA, BUDI = "x:~ana", "x:~budi"


def office() -> tuple[City, str]:
    city = City()
    city.account(OFFICE, "agency", "dinsos")
    city.account(OTHER, "official")
    return city, city.post(OFFICE, at(days=1), url="https://www.x.example/dinsos/status/1")


def contacts(city: City) -> list[tuple[Any, ...]]:
    frame = Material(city.tables(), at(), at(days=60)).read(CONTACTS)
    return frame.sort("created_at", "how").select("how", "account_id", "target", "by", "passes_on").rows()


def test_every_way_of_touching() -> None:
    city, post = office()
    said = city.comment(ANA, post, at(days=2))
    city.comment(BUDI, post, at(days=3), parent=said, parent_account_id=ANA)
    city.post(ANA, at(days=4), "share", shared_id=post)
    city.post(ANA, at(days=5), "quote", shared_account_id=OFFICE, shared_id="x:~unknown")
    city.post(ANA, at(days=6), links=["http://m.x.example/dinsos/status/1/?s=20", "https://else.example/"])
    city.post(ANA, at(days=7), mentions=[OFFICE, OFFICE, OTHER])
    city.post(OTHER, at(days=8), mentions=[OFFICE])
    assert contacts(city) == [
        ("comment", OFFICE, post, "public", False),
        ("comment", OFFICE, post, "public", True),
        ("share", OFFICE, post, "public", True),
        ("quote", OFFICE, None, "public", True),
        ("link", OFFICE, post, "public", True),
        ("mention", OFFICE, None, "public", True),
        ("mention", OTHER, None, "public", True),
        ("mention", OFFICE, None, "official", True),
    ]


def test_what_the_account_says_of_itself_is_no_contact() -> None:
    city, post = office()
    city.comment(OFFICE, post, at(days=2))
    city.post(OFFICE, at(days=3), "share", shared_id=post)
    city.post(OFFICE, at(days=4), mentions=[OFFICE], links=["https://x.example/dinsos/status/1"])
    assert contacts(city) == []


def test_naming_the_account_inside_its_own_thread_is_no_mention() -> None:
    city, post = office()
    city.comment(ANA, post, at(days=2), mentions=[OFFICE, OTHER])
    assert [(how, account) for how, account, *_ in contacts(city)] == [
        ("comment", OFFICE),
        ("mention", OTHER),
    ]


def test_an_item_counts_once_per_author_message_and_local_day() -> None:
    city, post = office()
    second = city.post(OFFICE, at(days=1), url="https://x.example/2")
    for hours in (0, 23.9):
        city.post(ANA, at(days=4, hours=hours), "share", shared_id=post)
    city.post(ANA, at(days=4, hours=5), links=["https://x.example/dinsos/status/1#top"])
    city.post(ANA, at(days=4, hours=24), "share", shared_id=post)  # the next local day
    city.post(ANA, at(days=4), "share", shared_id=second)
    city.post(BUDI, at(days=4), "share", shared_id=post)
    found = compute(city.tables(), at(), at(days=60), ["taut", "taut_akun"], least=1)
    pointing = cell(found, "taut", "account", OFFICE)
    assert (pointing["value"], pointing["n"]) == (4, 6)
    assert cell(found, "taut_akun", "account", OFFICE)["value"] == 2


def test_people_talking_are_counted_once_per_subject() -> None:
    city, post = office()
    for author in (ANA, ANA, BUDI):
        city.comment(author, post, at(days=2))
    city.post(BUDI, at(days=3), mentions=[OTHER])
    city.post(OTHER, at(days=3), mentions=[OFFICE])
    found = compute(city.tables(), at(), at(days=60), ["bicara"], least=1)
    people = {row["subject_id"]: row["value"] for row in found.iter_rows(named=True)}
    assert people == {OFFICE: 2, OTHER: 1, "dinsos": 2, "x": 2, "all": 2}


def tiers(city: City) -> dict[str, dict[str, str]]:
    frame = Material(city.tables(), at(), at(days=60)).read(LADDER)
    found: dict[str, dict[str, str]] = {}
    for kind, subject, person, tier in frame.select("subject_kind", "subject_id", "person", "tier").rows():
        found.setdefault(f"{kind}:{subject}", {})[person] = tier
    return found


def test_the_rungs_of_the_ladder() -> None:
    city, post = office()
    city.comment("x:~once", post, at(days=2))
    for hours in (1, 2):
        city.comment("x:~oneday", post, at(days=2, hours=hours))
    for days in (2, 3):
        city.comment("x:~client", post, at(days=days))
        city.label(city.comment("x:~supporter", post, at(days=days)), stance="supports")
        city.post("x:~two", at(days=days), mentions=[OFFICE])
    for hours in (1, 2, 3):
        city.post("x:~ambassador", at(days=2, hours=hours), mentions=[OFFICE])
    city.label(city.comment("x:~kind", post, at(days=2)), stance="supports")
    assert tiers(city)[f"account:{OFFICE}"] == {
        "x:~once": "greeter", "x:~oneday": "greeter", "x:~client": "client", "x:~supporter": "supporter",
        "x:~two": "client", "x:~ambassador": "ambassador", "x:~kind": "greeter",
    }  # fmt: skip


def test_of_the_city_all_accounts_count_together_and_a_post_once() -> None:
    city, _ = office()
    for days in (2, 3):
        city.post(ANA, at(days=days), mentions=[OFFICE, OTHER])
    city.post(BUDI, at(days=2), mentions=[OFFICE])
    city.post(BUDI, at(days=3), mentions=[OTHER])
    assert tiers(city) == {
        f"account:{OFFICE}": {ANA: "client", BUDI: "greeter"},
        f"account:{OTHER}": {ANA: "client", BUDI: "greeter"},
        "corpus:all": {ANA: "client", BUDI: "client"},
    }


def test_the_rungs_share_out_the_active_accounts(found: pl.DataFrame) -> None:
    rungs = ["penyapa", "klien", "pendukung", "duta"]
    for kind in ("account", "corpus"):
        shares = found.filter(pl.col("measure").is_in(rungs), subject_kind=kind, status="ok")
        sums = shares.group_by("subject_id").agg(pl.col("value").sum(), pl.col("denominator").n_unique())
        assert sums.height > 0
        assert sums["value"].to_list() == pytest.approx([100] * sums.height)
        assert set(sums["denominator"]) == {1}


def visits(city: City, since: datetime, until: datetime) -> list[tuple[Any, ...]]:
    frame = Material(city.tables(), since, until).read(VISITS)
    return frame.filter(subject_kind="account").select("person", "month", "returned").rows()


JANUARY = 2026 * 12


def test_returning_is_counted_by_local_month_and_whole_months_only() -> None:
    city, post = office()
    city.comment(ANA, post, at(days=30, hours=23.99))  # the last minute of January in Magelang
    city.comment(ANA, post, at(days=31))  # the first of February
    city.comment(BUDI, post, at(days=5))
    city.comment(BUDI, post, at(days=62))  # March
    assert visits(city, at(), at(days=90)) == [
        (ANA, JANUARY, True), (ANA, JANUARY + 1, False), (BUDI, JANUARY, False),
    ]  # fmt: skip
    assert visits(city, at(), at(days=89)) == [(ANA, JANUARY, True), (BUDI, JANUARY, False)]
    assert visits(city, at(days=1), at(days=90)) == [(ANA, JANUARY + 1, False)]
    found = compute(city.tables(), at(), at(days=90), ["kembali"], least=1)
    finding = cell(found, "kembali", "corpus")
    assert (finding["numerator"], finding["denominator"], finding["n"]) == (1, 3, 3)


def test_one_month_has_nobody_to_return() -> None:
    city, post = office()
    city.comment(ANA, post, at(days=5))
    finding = cell(compute(city.tables(), at(), at(days=31), ["kembali"]), "kembali", "corpus")
    assert (finding["value"], finding["reason"]) == (None, "no_two_months")
