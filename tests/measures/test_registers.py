"""Sheets of the reference workbook as measures: offers, programmes, accounts, maturity, indicators, poverty."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from city_tables import City, at, cell

from simpul.measures.computing import compute
from simpul.measures.findings import reason_text

VILLAGE = "99.71.01.1001"


def measured(city: City, *ids: str, least: int = 5) -> pl.DataFrame:
    return compute(city.tables(), at(), at(days=60), ids or None, least=least)


def test_the_csr_funnel_goes_from_offers_to_proofs() -> None:
    city = City()
    early, late = date(2026, 1, 20), date(2026, 5, 1)
    rows: list[tuple[str, date | None, date | None, str | None, float | None]] = [
        ("PT A", early, early, "BAST 1", 10e6),
        ("PT A", None, early, None, 5e6),  # delivered without a match on record: matched it must have been
        ("PT B", early, None, "BAST 9", None),
        ("PT C", late, None, None, 1e6),  # matched after the window
        ("PT D", None, None, None, None),
    ]
    for company, matched, delivered, proof, amount in rows:
        city.sheet("offers", {
            "company": company, "menu_item": "beasiswa", "amount": amount, "date": date(2026, 1, 10), "matched": matched,
            "delivered": delivered, "proof": proof, "place": VILLAGE if company == "PT A" else None,
        })  # fmt: skip
    city.sheet("offers", {"company": "PT Z", "menu_item": "nanti", "date": late})
    found = measured(city)
    steps = {
        id: cell(found, f"csr_{id}", "corpus")
        for id in ("tawaran", "perusahaan", "nilai", "cocok", "serah", "bukti")
    }
    assert [steps[id]["value"] for id in ("tawaran", "perusahaan", "nilai")] == [5, 4, 16e6]
    counts = {id: (steps[id]["numerator"], steps[id]["denominator"]) for id in ("cocok", "serah", "bukti")}
    assert counts == {"cocok": (3, 5), "serah": (2, 3), "bukti": (1, 2)}
    assert cell(found, "csr_tawaran", "place", VILLAGE)["value"] == 2


def test_companies_that_respond_are_counted_once() -> None:
    city = City()
    office = city.account("x:dinsos", "agency", "dinsos")
    batik = city.account("x:batik", "business")
    post = city.post(office, at(days=1))
    city.comment(batik, post, at(days=2))
    city.post(batik, at(days=3), mentions=[office])
    city.comment("x:~warga", post, at(days=2))
    assert cell(measured(city, "csr_menanggapi"), "csr_menanggapi", "account", office)["value"] == 1


def test_agencies_that_never_meet() -> None:
    city = City()
    offices = {name: city.account(f"x:{name}", "agency", name) for name in ("dinsos", "dinkes", "dlh")}
    city.post(offices["dinsos"], at(days=1), mentions=[offices["dinkes"]])
    found = measured(city, "opd_tanpa_hubungan")
    assert cell(found, "opd_tanpa_hubungan", "corpus")["value"] == pytest.approx(400 / 6)
    by_agency = {name: cell(found, "opd_tanpa_hubungan", "agency", name)["value"] for name in offices}
    assert by_agency == {"dinsos": 50, "dinkes": 50, "dlh": 100}


def test_programmes_for_the_poor_their_needs_and_targets() -> None:
    city = City()
    rows: list[tuple[str, str | None, str | None, float | None, int]] = [
        ("dinsos", "true", "N01.2", 100, 2025), ("dinsos", "true", None, 90, 2025), ("dinsos", "false", "N05", 100, 2025),
        ("dlh", None, None, None, 2025), ("dlh", "true", "N06", 100, 2019),
    ]  # fmt: skip
    for number, (agency, poor, need, achieved, year) in enumerate(rows):
        city.sheet("programmes", {
            "agency": agency, "programme": "p", "indicator": str(number), "pro_poor": poor, "need": need, "target": 100.0,
            "achieved": achieved, "year": year,
        })  # fmt: skip
    for number, needs in enumerate(["N01.1|N05.1", "N05.2", "N06.1"]):
        city.label(city.post(f"x:~{number}", at(days=1)), needs=needs)
    found = measured(city)
    counts = {id: (cell(found, id, "corpus")["numerator"], cell(found, id, "corpus")["denominator"]) for id in ("propoor", "propoor_kebutuhan", "target_tercapai", "kebutuhan_terprogram")}  # fmt: skip
    assert counts == {
        "propoor": (2, 3), "propoor_kebutuhan": (1, 2), "target_tercapai": (2, 3), "kebutuhan_terprogram": (1, 3),
    }  # fmt: skip
    unsaid = cell(found, "propoor", "agency", "dlh")
    assert (unsaid["status"], unsaid["reason"]) == ("not_available", "value_absent:programmes.pro_poor")
    assert cell(found, "kebutuhan_terprogram", "service", "N01")["value"] == 100


def test_accounts_without_admin_or_decree_and_agencies_without_account() -> None:
    city = City()
    city.account("x:dinsos", "agency", "dinsos")
    city.post("x:dinsos", at(days=1))
    entries: list[dict[str, Any]] = [
        {"author": "dinsos", "agency": "dinsos", "admin": "humas", "decree": "SK 1"},
        {"author": "dinkes", "agency": "dinkes", "admin": "", "decree": None},
        {"author": "lama", "agency": "dlh", "admin": "humas", "valid_to": date(2025, 6, 1)},
        {"author": "warta", "kind": "media"},
    ]
    city.sheet("register", *({"platform": "x", "kind": "agency"} | entry for entry in entries))
    city.sheet("agencies", *({"code": code} for code in ("dinsos", "dinkes", "dlh")))
    found = measured(city)
    ids = ("akun_admin", "akun_sk", "akun_aktif", "opd_akun", "opd_admin")
    counts = {id: (cell(found, id, "corpus")["numerator"], cell(found, id, "corpus")["n"]) for id in ids}
    assert counts == {
        "akun_admin": (1, 2),
        "akun_sk": (1, 2),
        "akun_aktif": (1, 2),
        "opd_akun": (2, 3),
        "opd_admin": (1, 3),
    }
    assert cell(found, "akun_sk", "account", "x:dinkes")["value"] == 0


@pytest.mark.parametrize(
    ("reached", "rung"),
    [("yyy---", 3), ("yny---", 1), ("nyy---", 0), ("y-y---", 1), ("yyyyyy", 6)],
)
def test_a_rung_counts_only_with_all_rungs_below_it(reached: str, rung: int) -> None:
    city = City()
    steps = ("collecting", "describing", "exchanging", "transacting", "monetizing", "deciding")
    for step, mark in zip(steps, reached, strict=True):
        if mark != "-":
            city.sheet("maturity", {"step": step, "reached": "true" if mark == "y" else "false", "evidence": "laporan" if step == "collecting" else None})  # fmt: skip
    finding = cell(measured(city, "kematangan"), "kematangan", "corpus")
    assert (finding["status"], finding["value"]) == ("ok", rung)


def test_figures_that_differ_stand_side_by_side_and_the_printed_percent_is_checked() -> None:
    city = City()
    share = {"indicator": "PD dengan e-government", "year": 2025, "unit": "%"}
    city.sheet(
        "indicators",
        {"indicator": "P0", "year": 2021, "value": 7.75, "unit": "%", "source": "Bappeda"},
        {"indicator": "P0", "year": 2021, "value": 7.16, "unit": "%", "source": "DataGo"},
        share | {"value": 73.3, "numerator": 202.6, "denominator": 274.9, "source": "koran"},
        {"indicator": "Wifi", "year": 2025, "value": 12.0, "unit": "ha", "source": "Diskominfo", "numerator": 1.0, "denominator": 0.0},
    )  # fmt: skip
    found = measured(city, "indikator", "indikator_persen", "indikator_selisih")
    stated = {
        row["subject_id"]: (row["value"], row["reason"])
        for row in found.filter(measure="indikator").iter_rows(named=True)
    }
    assert stated["P0 (2021; Bappeda)"] == (7.75, "sources_differ:1,2")
    assert stated["P0 (2021; DataGo)"] == (7.16, "sources_differ:1,2")
    assert stated["Wifi (2025; Diskominfo)"] == (12.0, "sources_differ:0,1")
    assert "2" in reason_text("sources_differ:1,2")
    printed = "PD dengan e-government (2025; koran)"
    assert round(cell(found, "indikator_persen", "indicator", printed)["value"], 2) == 73.70
    assert round(cell(found, "indikator_selisih", "indicator", printed)["value"], 1) == -0.4
    wifi = cell(found, "indikator_persen", "indicator", "Wifi (2025; Diskominfo)")
    assert (wifi["status"], wifi["reason"], wifi["value"]) == ("not_available", "zero_denominator:1", None)


def test_poverty_indices_of_the_published_toy() -> None:
    city = City()
    for spent in (600, 450, 400, 250, 800):
        city.sheet(
            "expenditures", {"expenditure": spent, "poverty_line": 500, "place": VILLAGE, "year": 2025}
        )
    city.sheet(
        "expenditures",
        {"expenditure": 1, "poverty_line": 500, "year": 2020},
        {"expenditure": 1, "poverty_line": 0, "year": 2025},
    )
    found = measured(city)
    for kind in ("corpus", "place"):
        values = [cell(found, f"fgt_p{a}", kind)["value"] for a in (0, 1, 2)]
        assert values == pytest.approx([60, 16, 6])
        assert values == sorted(values, reverse=True)
    assert cell(found, "fgt_p0", "corpus")["reason"] == "line_of_the_row:0,5"


def test_poverty_indices_count_people_by_their_weights_and_hide_few_households() -> None:
    city = City()
    city.sheet(
        "expenditures",
        {"expenditure": 250, "poverty_line": 500, "members": 4, "weight": 1.5},
        {"expenditure": 500, "poverty_line": 500, "members": 2},
    )
    found = measured(city, "fgt_p0", "fgt_p1", least=1)
    assert cell(found, "fgt_p0", "corpus")["value"] == pytest.approx(
        75
    )  # 6 of 8 people; at the line is not poor
    assert cell(found, "fgt_p1", "corpus")["value"] == pytest.approx(37.5)
    assert cell(measured(city, "fgt_p0"), "fgt_p0", "corpus")["status"] == "suppressed"


def test_a_groups_voice_is_set_against_its_poor_families() -> None:
    city = City()
    for group, poor in (("all", 200), ("elderly", 50), ("disability", 20)):
        city.sheet("population", {"place": VILLAGE, "group": group, "poor": poor, "year": 2025})
    for number in range(10):
        city.post(
            None, at(days=1), "report", platform="field", spoken_for="elderly" if number < 5 else "children"
        )
    city.post(None, at(days=1), "report", platform="field")
    found = measured(city, "voice_share_group")
    elderly = cell(found, "voice_share_group", "group", "elderly")
    assert (elderly["value"], elderly["numerator"], elderly["denominator"], elderly["n"]) == (2, 5, 2.5, 10)
    assert cell(found, "voice_share_group", "group", "disability")["value"] == 0
