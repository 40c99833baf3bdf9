"""Who is new, who is silent, and how followers come and go."""

from __future__ import annotations

from city_tables import City, at, cell

from simpul.measures.computing import compute

OFFICE = "instagram:dinsos"


def contacts() -> City:
    """Six people touch a post on programmes (1.2), one only a post on ceremonies, one came before."""
    city = City()
    city.account(OFFICE, agency="dinsos")
    early, valuable, other = (city.post(OFFICE, at(days=day)) for day in (0, 40, 41))
    for post, issue in ((early, "1.2"), (valuable, "1.2"), (other, "9")):
        city.label(post, issue=issue)
    city.comment("instagram:~old", early, at(days=1))
    city.comment("instagram:~old", valuable, at(days=41))
    for number in range(6):
        city.comment(f"instagram:~new{number}", valuable, at(days=41, hours=number))
    city.comment("instagram:~other", other, at(days=42))
    city.comment("instagram:~other", valuable, at(days=43))
    return city


def test_a_relation_is_new_if_the_whole_record_does_not_know_it() -> None:
    for since in (at(), at(days=35)):  # the look-back lies in the window, or before it
        finding = cell(compute(contacts().tables(), since, at(days=60), ["baru_relasi"]), "baru_relasi")
        assert (finding["value"], finding["n"]) == (6, 7)


def test_a_short_record_knows_nobody_as_new() -> None:
    finding = cell(compute(contacts().tables(), at(), at(days=20), ["baru_relasi"]), "baru_relasi")
    assert (finding["status"], finding["reason"], finding["value"]) == ("not_available", "no_look_back", None)


def test_talk_of_the_last_seven_days() -> None:
    found = compute(contacts().tables(), at(), at(days=48), ["bicara", "ptat7"])
    assert (cell(found, "bicara")["value"], cell(found, "ptat7")["value"]) == (8, 8)
    later = compute(contacts().tables(), at(), at(days=49), ["ptat7"], least=1)
    assert cell(later, "ptat7")["value"] == 1  # one person, twice; nobody of day 41
    none = compute(contacts().tables(), at(), at(days=59), ["ptat7"])
    assert cell(none, "ptat7")["reason"] == "no_rows:contacts"


def test_passive_followers_are_a_lower_bound_and_never_negative() -> None:
    city = contacts()
    city.followers(OFFICE, 100, at())
    found = cell(compute(city.tables(), at(), at(days=60), ["pasif"]), "pasif")
    assert (found["value"], found["numerator"]) == (92, 92)
    city.followers(OFFICE, 3, at(days=1))
    city.followers(OFFICE, 3, at(days=59))
    city.rows["observations"].pop(0)
    fewer = cell(compute(city.tables(), at(), at(days=60), ["pasif"]), "pasif")
    assert (fewer["status"], fewer["value"]) == ("not_available", None)


def test_gross_follows_are_summed_by_day_and_net_growth_may_fall() -> None:
    city = City()
    city.account(OFFICE)
    for day, gained in enumerate((3, 0, 5)):
        city.observe(OFFICE, "account", "follows", gained, at(days=day))
        city.observe(OFFICE, "account", "follows", gained, at(days=day))  # the same export twice
    city.observe(OFFICE, "account", "follows", 9, at(days=90))
    city.followers(OFFICE, 100, at())
    city.followers(OFFICE, 96, at(days=9))
    found = compute(city.tables(), at(), at(days=9))
    assert (cell(found, "ikut_kotor")["value"], cell(found, "ikut_kotor")["n"]) == (8, 3)
    assert cell(found, "baru_ikut")["value"] == -4
    assert cell(found, "tumbuh_ikut")["value"] == -4


def test_growth_by_month_leaves_gaps_open() -> None:
    city = City()
    city.account(OFFICE)
    city.post(OFFICE, at(days=1))
    city.post(OFFICE, at(days=70))
    for day, value in (
        (10, 90),
        (30, 100),
        (40, 110),
        (100, 121),
        (119, 0),
    ):  # January, February, (March), April
        city.followers(OFFICE, value, at(days=day))
    found = compute(city.tables(), at(), at(days=120))
    growth = cell(found, "tumbuh_bulanan")
    assert (growth["numerator"], growth["denominator"], growth["n"]) == (10, 100, 1)
    assert cell(found, "pengikut_bulanan")["value"] == (100 + 110 + 0) / 3
    gap = cell(found, "bulan_tanpa_hitungan", "account")
    assert (gap["value"], gap["n"]) == (25, 4)
    assert cell(found, "bulan_aktif", "account")["value"] == 50
