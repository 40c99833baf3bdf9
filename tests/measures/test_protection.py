"""Small cells stay hidden, also against subtraction."""

from __future__ import annotations

from collections import defaultdict

import polars as pl
from city_tables import City, at, cell
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.measures.computing import compute
from simpul.measures.protection import protect
from simpul.measures.registry import measures

HIDDEN = ["value", "numerator", "denominator", "n", "low", "high"]


def offices(**commenters: int) -> City:
    """One account per keyword (platform_agency), each with so many commenters, one comment each."""
    city = City()
    for name, people in commenters.items():
        platform, agency = name.split("_")
        account = city.account(f"{platform}:{agency}", "agency", agency)
        post = city.post(account, at(days=1))
        for number in range(people):
            city.comment(f"{platform}:~{agency}{number}", post, at(days=2))
    return city


def statuses(city: City, measure: str = "response_rate_all") -> dict[str, str]:
    found = compute(city.tables(), at(), at(days=30), [measure])
    return {row["subject_id"]: row["reason"] or row["status"] for row in found.iter_rows(named=True)}


def test_four_persons_are_too_few_and_five_are_not() -> None:
    few, enough = statuses(offices(x_a=4)), statuses(offices(x_a=5))
    assert set(few.values()) == {"few_persons:5"}
    assert set(enough.values()) == {"ok"}


def test_many_texts_of_few_persons_are_hidden() -> None:
    city = offices(x_a=3)
    for hours in range(20):
        city.comment("x:~a0", "x:0", at(days=3, hours=hours))
    assert set(statuses(city).values()) == {"few_persons:5"}


def test_the_only_small_part_takes_the_next_smallest_with_it() -> None:
    found = statuses(offices(x_a=3, x_b=9, x_c=7))
    assert found == {
        "x:a": "few_persons:5", "x:b": "ok", "x:c": "complement",
        "a": "few_persons:5", "b": "ok", "c": "complement", "x": "ok", "all": "ok",
    }  # fmt: skip


def test_two_small_parts_protect_each_other() -> None:
    found = statuses(offices(x_a=3, x_b=9, x_c=2))
    assert [found[id] for id in ("x:a", "x:b", "x:c", "all")] == [
        "few_persons:5",
        "ok",
        "few_persons:5",
        "ok",
    ]


def test_a_total_with_one_small_part_and_no_other_goes_too() -> None:
    found = statuses(offices(x_a=3, facebook_a=9, x_b=8, facebook_b=8))
    assert found["x:a"] == "few_persons:5"
    hidden = [id for id, status in found.items() if status not in ("ok",)]
    # x:a could be had from the agency a less facebook:a, and from the platform x less x:b
    assert set(hidden) >= {"x:a", "facebook:a", "x:b"}


def test_hidden_cells_hold_nothing_that_could_leak() -> None:
    city = offices(x_a=3, x_b=9, x_c=7)
    found = compute(city.tables(), at(), at(days=30))
    hidden = found.filter(status="suppressed")
    assert hidden.height > 5
    assert hidden.select(pl.col(HIDDEN).is_null().all()).row(0) == (True,) * 6


def test_the_few_who_voice_a_need_are_hidden_among_many_who_do_not() -> None:
    city = City()
    city.account("x:kota")
    for number in range(40):
        city.label(city.post(f"x:~p{number}", at(days=1)), needs="N01.1" if number < 3 else None)
    found = compute(city.tables(), at(), at(days=30), ["need_rate"])
    assert cell(found, "need_rate", "corpus")["status"] == "suppressed"


def test_texts_without_author_count_as_persons_of_their_own() -> None:
    city = City()
    city.account("x:kota")
    for _ in range(4):
        city.label(city.post(None, at(days=1), platform="x"), issue="1.1")
    ids = ["poverty_share_post"]
    assert cell(compute(city.tables(), at(), at(days=30), ids), ids[0], "corpus")["status"] == "suppressed"
    city.label(city.post(None, at(days=1), platform="x"), issue="1.1")
    assert cell(compute(city.tables(), at(), at(days=30), ids), ids[0], "corpus")["value"] == 100


def test_measures_of_posts_are_not_personal() -> None:
    found = compute(offices(x_a=1).tables(), at(), at(days=30), ["c2", "posts_per_day"])
    assert set(found["status"]) == {"ok"}


Cell = tuple[str, str, int]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 12)), min_size=1, max_size=9))
def test_no_set_of_parts_has_a_single_hidden_one_beside_a_shown_total(accounts: list[Cell]) -> None:
    """Whatever the accounts: after protection no agency, platform or corpus total gives a hidden account away."""
    people = {(f"p{p}", f"a{a}"): n for p, a, n in accounts}
    cells = [("account", f"{p}:{a}", n) for (p, a), n in people.items()]
    for kind, index in (("platform", 0), ("agency", 1)):
        totals: dict[str, int] = defaultdict(int)
        for names, n in people.items():
            totals[names[index]] += n
        cells += [(kind, name, n) for name, n in totals.items()]
    cells.append(("corpus", "all", sum(people.values())))
    table = pl.DataFrame(
        [
            {
                "measure": "response_rate_all", "subject_kind": kind, "subject_id": id, "persons": n,
                "status": "suppressed" if n < 5 else "ok", "reason": None,
            }
            for kind, id, n in cells
        ],
        schema_overrides={"reason": pl.String},
    )  # fmt: skip
    parents = pl.DataFrame(
        [
            {"subject_kind": "account", "subject_id": f"{p}:{a}", "parent": parent}
            for p, a in people
            for parent in (f"platform:{p}", f"agency:{a}")
        ]
    )
    after = protect(table, parents, measures())
    hidden = {
        (row["subject_kind"], row["subject_id"])
        for row in after.filter(status="suppressed").iter_rows(named=True)
    }
    assert hidden >= {(kind, id) for kind, id, n in cells if n < 5}
    sets: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for p, a in people:
        for total in (("platform", p), ("agency", a), ("corpus", "all")):
            sets[total].append(("account", f"{p}:{a}"))
    for total, members in sets.items():
        if total not in hidden:
            assert sum(member in hidden for member in members) != 1


def test_a_place_cannot_be_had_from_the_whole_that_stands_beside_the_others() -> None:
    city = City()
    city.account("x:kota")
    places = {f"99.71.01.100{i}": voices for i, voices in enumerate((3, 6, 8))}
    for place, voices in places.items():
        city.place(place, 1000, 100)
        for number in range(voices):
            city.label(city.post(f"x:~{place}{number}", at(days=1)), needs="N01.1", place=place)
    found = compute(city.tables(), at(), at(days=30), ["voice_share", "need_share"])
    for id in ("voice_share", "need_share"):
        assert [cell(found, id, "place", place)["status"] for place in places] == [
            "suppressed",
            "suppressed",
            "ok",
        ]


def test_nothing_changes_where_nothing_is_hidden(found: pl.DataFrame) -> None:
    table = found.with_columns(persons=pl.lit(9))
    assert protect(table, pl.DataFrame(), measures()) is table


def test_the_rungs_hide_each_other() -> None:
    city = offices(x_a=20)
    for number in range(3):
        for hours in range(3):
            city.post(f"x:~a{number}", at(days=5, hours=hours), mentions=["x:a"])
    found = compute(city.tables(), at(), at(days=30), ["penyapa", "klien", "pendukung", "duta"])
    assert cell(found, "duta", "corpus")["reason"] == "few_persons:5"
    assert cell(found, "penyapa", "corpus")["reason"] == "complement"
