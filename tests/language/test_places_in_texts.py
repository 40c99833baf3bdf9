"""Which place a text names: kelurahan by name and alias, city and regency told apart, doubt left open."""

from __future__ import annotations

import polars as pl
import pytest

from simpul import language

CACABAN, WATES, MAGELANG, PANJANG = "33.71.03.1002", "33.71.02.1003", "33.71.03.1004", "33.71.03.1005"
NAMED = [
    ("Warga Kelurahan Cacaban belum didata", CACABAN), ("kel. cacaban", CACABAN), ("Kel.Cacaban RT 01", CACABAN),
    ("di Cacaban air mati", CACABAN), ("CACABAN!", CACABAN), ("𝗖𝗮𝗰𝗮𝗯𝗮𝗻", CACABAN), ("lurah Cacaban", CACABAN),
    ("Rejowinangun Utara banjir", "33.71.03.1003"), ("rejowinangun sel", "33.71.01.1003"),
    ("warga Nambangan", "33.71.03.1003"), ("kampung Karang Kidul", "33.71.01.1003"), ("Tidar Utara", "33.71.01.1010"),
    ("Kelurahan Wates", WATES), ("kelurahan Panjang", PANJANG), ("Kel. Magelang", MAGELANG),
    ("Kecamatan Magelang Selatan", "33.71.01"), ("Magelang Tengah", "33.71.03"),
    ("Kota Magelang", "33.71"), ("pemkot Magelang", "33.71"), ("Wali Kota Magelang hadir", "33.71"),
    ("Kabupaten Magelang", "33.08"), ("kab. Magelang", "33.08"), ("Muntilan", "33.08"), ("Kota Mungkid", "33.08"),
    ("Kecamatan Salaman", "33.08"),
    ("Kelurahan Cacaban, Kecamatan Magelang Tengah, Kota Magelang", CACABAN),
    ("Kota Magelang: Kecamatan Magelang Utara", "33.71.02"),
]  # fmt: skip
UNDECIDED = [
    "Magelang", "hujan di Magelang", "Tidar", "Gunung Tidar", "Terminal Tidar", "RSUD Tidar", "Universitas Tidar",
    "jalan masih panjang", "kain panjang", "wates antar desa", "salaman dulu", "kota Semarang",
    "Cacaban dan Gelangan", "Kota Magelang dan Kabupaten Magelang", "kota dan kabupaten Magelang",
    "Kecamatan Magelang Utara, Kelurahan Cacaban",  # Cacaban lies in another district
    "pasar Cacaban", "Jl. Cacaban 3", "SMP Gelangan", "tidak jelas, utara Tidar", "Tidar. Utara alun-alun",
    "RT 04 RW 03",
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), NAMED)
def test_a_place_is_named(text: str, code: str) -> None:
    assert language.label(pl.Series([text]))["place"].to_list() == [code]


@pytest.mark.parametrize("text", UNDECIDED)
def test_what_may_mean_another_place_stays_undecided(text: str) -> None:
    assert language.label(pl.Series([text]))["place"].to_list() == [None]


def test_the_words_that_name_a_place_are_shown() -> None:
    text = "Pak RT 04 RW 003 kel. Cacaban kok diam"
    found = [entry for entry in language.explain(text) if entry.column == "place"]
    assert [(entry.value, entry.words) for entry in found] == [
        (CACABAN, "kel Cacaban"),
        ("RT", "RT 04"),
        ("RW", "RW 003"),
    ]
    assert [text[entry.start : entry.end] for entry in found] == ["kel. Cacaban", "RT 04", "RW 003"]


def test_neighbourhood_numbers_show_where_the_place_does_not() -> None:
    found = [entry for entry in language.explain("rt4/rw2 banjir") if entry.column == "place"]
    assert [(entry.value, entry.words, entry.start, entry.end) for entry in found] == [
        ("RT", "rt4", 0, 3),
        ("RW", "rw2", 4, 7),
    ]


def fictitious() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "code": ["99.71", "99.71.01", "99.71.01.1001", "99.71.01.1002", "99.71.01.1003"],
            "name": ["Kota Sumberwangi", "Wangi Utara", "Kalirejo", "Bantuan", "Sumberwangi"],
            "kind": ["city", "district", "village", "village", "village"],
            "parent": ["99", "99.71", "99.71.01", "99.71.01", "99.71.01"],
            "aliases": [None, "Wangi Lor|Lor Wangi", "Kalirejo Lama", None, None],
        }
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("warga kalirejo", "99.71.01.1001"), ("kalirejo lama", "99.71.01.1001"), ("lor wangi", "99.71.01"),
        ("bantuan belum cair", None), ("kelurahan bantuan", "99.71.01.1002"),  # a name that is an ordinary word
        ("sumberwangi", None), ("kota sumberwangi", "99.71"), ("kelurahan sumberwangi", "99.71.01.1003"),
        ("kelurahan cacaban", None),
    ],
)  # fmt: skip
def test_places_of_another_city(text: str, code: str | None) -> None:
    assert language.label(pl.Series([text]), fictitious())["place"].to_list() == [code]


def test_aliases_may_come_as_a_list() -> None:
    listed = fictitious().with_columns(pl.col("aliases").str.split("|"))
    texts = pl.Series(["wangi lor", "kalirejo"])
    assert language.label(texts, listed).equals(language.label(texts, fictitious()))


def test_places_change_no_other_label() -> None:
    texts = pl.Series(["bansos belum cair di kalirejo", "warga sumberwangi minta bantuan"])
    others = pl.exclude("place", "evidence")
    assert language.label(texts, fictitious()).select(others).equals(language.label(texts).select(others))


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="parent"):
        language.label(pl.Series(["halo"]), fictitious().drop("parent"))


def test_no_places_at_all() -> None:
    assert language.label(pl.Series(["kota magelang"]), fictitious().clear())["place"].to_list() == [None]


def test_names_of_other_days_mean_the_same_place() -> None:
    renamed = pl.DataFrame(
        {
            "code": ["99.71.01.1001"] * 2,
            "name": ["Kalirejo", "Sumberejo"],
            "kind": ["village"] * 2,
            "parent": ["99.71.01"] * 2,
            "aliases": [None, "Kali Lama"],
            "valid_from": [None, "2024-01-01"],
        }
    )
    texts = pl.Series(["warga kalirejo", "sumberejo", "kali lama", "kalirejo, sekarang sumberejo"])
    assert language.label(texts, renamed)["place"].to_list() == ["99.71.01.1001"] * 4
