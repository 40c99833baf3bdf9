"""Tables that are right in ways that look wrong, and the other way round."""

from __future__ import annotations

import pytest

from simpul.checking import check, text_document


def codes(table: str) -> list[str]:
    lines = [line.strip() for line in table.strip().split("\n")]
    return [
        each.code
        for each in check(
            [text_document("\n".join([lines[0], "|" + "---|" * (lines[0].count("|") - 1), *lines[1:]]))]
        )
    ]


@pytest.mark.parametrize(
    "table",
    [
        # subtotals between
        "| Jenis | Orang |\n| A | 10 |\n| B | 15 |\n| Subtotal | 25 |\n| C | 5 |\n| Subtotal | 5 |\n| Total | 30 |",
        # the total of rates is an average of its own
        "| Kecamatan | Penduduk | Miskin (%) |\n| Utara | 1.000 | 6,0 |\n| Selatan | 3.000 | 8,0 |\n| Jumlah | 4.000 | 7,5 |",
        # rounded parts
        "| Jenis | Nilai (juta) |\n| A | 10,4 |\n| B | 15,4 |\n| C | 5,4 |\n| Jumlah | 31,3 |",
        # the first rows as a total above is no total row
        "| No | Uraian | Unit |\n| 1 | Meja | 12 |\n| 2 | Kursi | 40 |\n| | Jumlah | 52 |",
        # negative amounts in brackets
        "| Uraian | Rp |\n| Pendapatan | 1.000 |\n| Belanja | (400) |\n| Jumlah | 600 |",
    ],
)
def test_right_tables_are_left_alone(table: str) -> None:
    assert codes(table) == []


def test_a_column_of_totals() -> None:
    table = "| Kel | L | P | Jumlah |\n| A | 10 | 12 | 22 |\n| B | 11 | 15 | 26 |\n| C | 9 | 8 | 18 |\n| Total | 30 | 35 | 66 |"
    assert codes(table) == ["total", "total"]  # row C, and the row of totals


def test_a_year_out_of_its_series_and_a_point_among_commas() -> None:
    rows = ["2012 | 0,59 | 200.100", "2013 | 0,57 | 210.050", "2014 | 0,55 | 220.810", "2015 | 0.48 | 288.573", "2016 | 0,46 | 239.339", "2017 | 0,45 | 250.339"]  # fmt: skip
    table = "| Tahun | P2 | Garis kemiskinan |\n" + "\n".join(f"| {row} |" for row in rows)
    assert codes(table) == ["mixed_marks", "outlier"]


def test_a_dip_of_the_pandemic_and_lively_small_counts_are_no_outliers() -> None:
    visits = "| Tahun | 2017 | 2018 | 2019 | 2020 | 2021 | 2022 |\n| Wisatawan | 900.100 | 950.200 | 990.300 | 310.400 | 800.500 | 960.600 |"
    assert codes(visits) == []
    assert (
        codes("| Tahun | 2017 | 2018 | 2019 | 2020 | 2021 | 2022 |\n| Kasus | 3 | 12 | 2 | 7 | 5 | 9 |") == []
    )


def test_a_table_against_a_sentence() -> None:
    text = "Tingkat pengangguran terbuka tahun 2019 sebesar 4,73 persen.\n\n| Indikator | 2018 | 2019 |\n|---|---|---|\n| Tingkat pengangguran terbuka (%) | 4,78 | 4,37 |\n"
    assert [each.code for each in check([text_document(text)])] == ["conflict"]
    assert check([text_document(text.replace("4,37", "4,73"))]) == []
