"""What accounts publish: five kinds, five purposes, calls to care, variety, repetition, efficiency."""

from __future__ import annotations

import polars as pl
import pytest
from city_tables import City, at, cell

from simpul.measures.computing import compute

OFFICE, OTHER = "instagram:dinsos", "instagram:dinkes"


@pytest.fixture(scope="module")
def found() -> pl.DataFrame:
    city = City()
    for account in (OFFICE, OTHER):
        city.account(account, agency=account.split(":")[1])
    rows = [
        # issue, purpose, progress, call, media, text, L, C, S, reach
        ("1.1", "berbicara", "done", 0, "image", "Angka miskin 7,1%. Sumber: BPS", 10, 0, 1, 300),
        ("1.1", "berbicara", "planned", 0, "image", "Angka  MISKIN 7,1%. sumber: bps", 10, 2, 1, 100),
        ("1.2", "menyimak", "planned", 1, "video", "Ayo bantu", 30, 6, 5, 600),
        ("2", "berbicara", None, 1, "image", "Kabar jalan", 10, 2, 1, None),
    ]
    for number, (issue, purpose, progress, call, media, text, *counts) in enumerate(rows):
        post = city.post(OFFICE, at(days=number + 1), media=media, text=text)
        names = ("likes", "comments", "shares", "reach")
        known = {name: value for name, value in zip(names, counts, strict=True) if value is not None}
        city.counts(post, **known)
        city.label(post, issue=issue, purpose=purpose, progress=progress, call_to_care=call)
    city.label(city.post(OTHER, at(days=2)), issue="9")
    return compute(city.tables(), at(), at(days=10))


def test_completeness_counts_kinds_and_a_missing_kind_is_an_honest_zero(found: pl.DataFrame) -> None:
    kinds = {
        id: cell(found, f"isi_{id}", subject=OFFICE)["value"]
        for id in ("data", "program", "syarat", "pengaduan", "penghubung")
    }
    assert kinds == {"data": 2, "program": 1, "syarat": 0, "pengaduan": 0, "penghubung": 0}
    assert cell(found, "isi_data", subject=OFFICE)["n"] == 4
    assert cell(found, "isi_lengkap", subject=OFFICE)["value"] == 2
    assert cell(found, "isi_lengkap", subject=OTHER)["value"] == 0
    assert cell(found, "isi_lengkap", "corpus")["value"] == 2


def test_the_last_post_on_poverty(found: pl.DataFrame) -> None:
    assert cell(found, "hari_isu_miskin", subject=OFFICE)["value"] == 7
    silent = cell(found, "hari_isu_miskin", subject=OTHER)
    assert (silent["status"], silent["reason"]) == ("not_available", "no_rows:official_posts")


def test_balances_are_shares_of_posts_that_have_the_label(found: pl.DataFrame) -> None:
    talking = cell(found, "tujuan_berbicara", subject=OFFICE)
    assert (talking["value"], talking["numerator"], talking["n"]) == (75, 3, 4)
    assert cell(found, "tujuan_merangkul", subject=OFFICE)["value"] == 0
    assert cell(found, "tujuan_merangkul", subject=OTHER)["value"] is None
    stages = [cell(found, f"tahap_{id}", subject=OFFICE)["numerator"] for id in ("akan", "sedang", "sudah")]
    assert stages == [2, 0, 1]
    assert cell(found, "fungsi_kebijakan", subject=OFFICE)["reason"] == "value_absent:labels.function"


def test_response_per_call_to_care_stands_beside_all_posts(found: pl.DataFrame) -> None:
    assert cell(found, "ajakan", subject=OFFICE)["value"] == 2
    per_call = [
        cell(found, f"ajakan_{id}", subject=OFFICE)["value"] for id in ("suka", "komentar", "bagikan")
    ]
    assert per_call == [20, 4, 3]
    assert [cell(found, id, subject=OFFICE)["value"] for id in ("p2", "c2", "v2")] == [15, 2.5, 2]


def test_variety_is_how_often_two_posts_differ(found: pl.DataFrame) -> None:
    assert cell(found, "ragam_isu", subject=OFFICE)["value"] == pytest.approx(
        100 * (1 - 2 / 12)
    )  # 1.1 twice of four
    assert cell(found, "ragam_media", subject=OFFICE)["value"] == pytest.approx(50)  # three images of four
    one_post = cell(found, "ragam_isu", subject=OTHER)
    assert (one_post["status"], one_post["reason"]) == ("not_available", "zero_denominator:1")


def test_repetition_looks_past_case_and_spaces(found: pl.DataFrame) -> None:
    repeated = cell(found, "ulang", subject=OFFICE)
    assert (repeated["numerator"], repeated["n"]) == (1, 4)
    sourced = cell(found, "sumber_data", subject=OFFICE)
    assert (sourced["numerator"], sourced["n"]) == (2, 2)


def test_efficiency_counts_people_where_they_are_known(found: pl.DataFrame) -> None:
    mean, median = (cell(found, id, subject=OFFICE) for id in ("efisiensi", "efisiensi_median"))
    assert (mean["value"], mean["n"]) == (pytest.approx(1000 / 3), 3)
    assert median["value"] == 300
    assert cell(found, "interaksi_kiriman", subject=OFFICE)["value"] == (11 + 13 + 41 + 13) / 4
