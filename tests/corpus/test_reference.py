"""The reference workbook: what an office writes, and what is made of it."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.corpus.forms import handle, urusan
from simpul.corpus.places import level, place_code, place_codes
from simpul.corpus.reference import (
    AGENCIES,
    CITY,
    OFFERS,
    PLACES,
    PLAN,
    POPULATION,
    REGISTER,
    read_reference,
    starter_reference,
)
from simpul.corpus.rejects import FileRefused
from simpul.corpus.vocabulary import choices, plain, questions

Rows = list[list[object]]
PLACE_ROWS: Rows = [
    ["kode", "nama", "jenis", "nama lain", "penduduk", "penduduk miskin", "tahun", "sumber", "tanggal"],
    ["99.71", "Kota Arumsari", None, None, "121.580", 9400, 2025, "BPS", datetime(2026, 1, 5)],
    ["99.71.01", "Arumsari Kidul", "Kecamatan", None, None, None, None, "BPS", "5 Januari 2026"],
    [
        "99.71.01.1001",
        "Kembangsari",
        None,
        "Kampung Gading | Sari Wetan",
        7420,
        "615",
        2025,
        "BPS",
        "05/01/2026",
    ],
    ["99.71.01.1002", "Arumsari", "kelurahan", None, "6.100", None, "2025", "BPS", "2026-01-05"],
]


def workbook(path: Path, sheets: dict[str, Rows]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def refusals(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    return frame.select("row", "column", "code", "value").rows()


def test_each_sheet_has_its_declared_columns(tmp_path: Path) -> None:
    found = read_reference(
        workbook(
            tmp_path / "r.xlsx",
            {
                "kota": [["nama", "kode", "sumber", "tanggal"], ["Kota Arumsari", "99.71", "BPS", "05/01/2026"]],
                "tempat": PLACE_ROWS,
                "keluarga": [
                    ["tempat", "kelompok", "keluarga", "keluarga miskin", "tahun", "sumber", "tanggal"],
                    ["Kembangsari", "Lansia", "410", 97, 2025, "Dinsos", "05/01/2026"],
                ],
                "akun": [
                    ["platform", "akun", "nama", "jenis", "opd", "tempat", "dibuka", "sumber", "tanggal"],
                    ["Instagram", "@Dinsos_Arumsari", "Dinsos", "OPD", "Dinas Sosial", "99.71", "4 Maret 2019", "SK", "2026-01-05"],
                ],
                "opd": [["kode", "nama", "urusan", "sumber", "tanggal"], ["dinsos", "Dinas Sosial", "1.06; 2,9", "Perda", "05/01/2026"]],
                "rencana": [["isu", "peringkat", "dokumen", "tahun", "sumber", "tanggal"], ["Kemiskinan", 1, "RPJMD", 2025, "Bappeda", "05/01/2026"]],
                "tawaran": [["perusahaan", "menu", "tempat", "nilai", "tanggal", "sumber"], ["PT Batik", "Beasiswa", "kel. Arumsari", "Rp25.000.000,-", "10/02/2026", "Forum"]],
            },
        )
    )  # fmt: skip
    assert found.rejects.is_empty()
    assert found.notes == ()
    schemas = {
        "city": CITY,
        "places": PLACES,
        "population": POPULATION,
        "register": REGISTER,
        "agencies": AGENCIES,
        "plan": PLAN,
        "offers": OFFERS,
    }
    assert {name: dict(frame.schema) for name, frame in found.tables().items()} == schemas
    day = date(2026, 1, 5)
    assert found.tables()["city"].rows() == [("Kota Arumsari", "99.71", "BPS", day)]
    assert found.tables()["population"].rows() == [("99.71.01.1001", "elderly", 410, 97, 2025, "Dinsos", day)]
    assert found.tables()["agencies"].rows() == [("dinsos", "Dinas Sosial", ["1.06", "2.09"], "Perda", day)]
    assert found.tables()["plan"].rows() == [("1", 1, "RPJMD", 2025, "Bappeda", day)]
    offer = ("PT Batik", "Beasiswa", "99.71.01.1002", 25_000_000.0, date(2026, 2, 10), "Forum")
    assert found.tables()["offers"].rows() == [(*offer, None, None, None)]
    assert found.tables()["register"].select("platform", "author", "handle", "kind", "agency", "pillar", "place", "opened").rows() == [
        ("instagram", "dinsos_arumsari", "Dinsos_Arumsari", "agency", "dinsos", "government", "99.71", date(2019, 3, 4))
    ]  # fmt: skip


def test_places_take_kind_and_parent_from_their_code(tmp_path: Path) -> None:
    places = read_reference(workbook(tmp_path / "r.xlsx", {"tempat": PLACE_ROWS})).tables()["places"]
    assert places.select("code", "kind", "parent", "aliases", "population", "poor", "year", "date").rows() == [
        ("99.71", "city", "99", None, 121_580, 9400, 2025, date(2026, 1, 5)),
        ("99.71.01", "district", "99.71", None, None, None, None, date(2026, 1, 5)),
        ("99.71.01.1001", "village", "99.71.01", ["Kampung Gading", "Sari Wetan"], 7420, 615, 2025, date(2026, 1, 5)),
        ("99.71.01.1002", "village", "99.71.01", None, 6100, None, 2025, date(2026, 1, 5)),
    ]  # fmt: skip


def test_a_name_shared_by_city_and_kelurahan_needs_its_kind(tmp_path: Path) -> None:
    lookup = read_reference(workbook(tmp_path / "r.xlsx", {"tempat": PLACE_ROWS})).places_lookup
    assert lookup == {
        "99.71": "99.71", "kota arumsari": "99.71",
        "99.71.01": "99.71.01", "arumsari kidul": "99.71.01", "kecamatan arumsari kidul": "99.71.01", "kec arumsari kidul": "99.71.01",
        "99.71.01.1001": "99.71.01.1001", "kembangsari": "99.71.01.1001", "kelurahan kembangsari": "99.71.01.1001",
        "kel kembangsari": "99.71.01.1001", "desa kembangsari": "99.71.01.1001", "kampung gading": "99.71.01.1001",
        "sari wetan": "99.71.01.1001",
        "99.71.01.1002": "99.71.01.1002", "kelurahan arumsari": "99.71.01.1002", "kel arumsari": "99.71.01.1002",
        "desa arumsari": "99.71.01.1002",
    }  # fmt: skip
    assert place_code("Arumsari", lookup) is None
    assert place_code("Arumsari", lookup, "village") == "99.71.01.1002"
    assert place_code("Kel.Kembangsari", lookup) == "99.71.01.1001"
    assert place_code("99.71.01.1001 Kembangsari", lookup) == "99.71.01.1001"
    assert place_code("99.71.01.1009", lookup) is None
    assert place_code("99.71.01.1009", {}) == "99.71.01.1009"
    assert place_code("99,7", {}) == "99.70"


def test_levels_of_codes() -> None:
    codes = ("99", "99.08", "99.71", "99.71.01", "99.71.01.1001", "9971011001", "x")
    assert [level(code) for code in codes] == [None, "regency", "city", "district", "village", None, None]


def test_a_missing_or_empty_sheet_is_absent(tmp_path: Path) -> None:
    found = read_reference(
        workbook(tmp_path / "r.xlsx", {"tempat": PLACE_ROWS, "opd": [["kode", "nama"]], "tawaran": []})
    )
    assert list(found.tables()) == ["places"]
    assert (found.city, found.population, found.register, found.plan) == (None,) * 4
    assert found.rejects.is_empty()


def test_bad_cells_and_rows_are_refused_one_by_one(tmp_path: Path) -> None:
    found = read_reference(
        workbook(
            tmp_path / "r.xlsx",
            {
                "tempat": [
                    *PLACE_ROWS,
                    ["Kembangsari", "tanpa kode", None, None, None, None, None, "BPS", "05/01/2026"],
                    [
                        "99.71.01.1003",
                        "Sidoluhur",
                        "Provinsi",
                        None,
                        "banyak",
                        "Jan-25",
                        25,
                        "BPS",
                        "kemarin",
                    ],
                    ["99.71.01.1004", "Tegalrejo", None, None, "9" * 40, "-3", "12,5", "BPS", "29/02/2025"],
                ],
                "akun": [
                    ["platform", "akun", "jenis", "tempat", "dibuka"],
                    ["Friendster", "dinsos", "OPD", None, None],
                    ["Instagram", None, "OPD", None, None],
                    ["Instagram", "warga_biasa", "Warga", None, None],
                    ["Instagram", "dinsos", "OPD", "Atlantis", "32/13/2026"],
                ],
            },
        )
    )
    assert sorted(refusals(found.rejects), key=str) == sorted(
        [
            (5, "tempat.kode", "cell_required", "Kembangsari"),
            (6, "tempat.jenis", "value_unknown", "Provinsi"),
            (6, "tempat.penduduk", "number_invalid", "banyak"),
            (6, "tempat.penduduk miskin", "number_damaged", "Jan-25"),
            (6, "tempat.tahun", "number_invalid", "25"),
            (6, "tempat.tanggal", "date_invalid", "kemarin"),
            (7, "tempat.penduduk", "number_invalid", "9" * 40),
            (7, "tempat.penduduk miskin", "number_invalid", "-3"),
            (7, "tempat.tahun", "number_invalid", "12,5"),
            (7, "tempat.tanggal", "date_invalid", "29/02/2025"),
            (1, "akun.platform", "cell_required", "Friendster"),
            (2, "akun.akun", "cell_required", None),
            (3, "akun.jenis", "cell_required", "Warga"),
            (4, "akun.tempat", "place_unknown", "Atlantis"),
            (4, "akun.dibuka", "date_invalid", "32/13/2026"),
        ],
        key=str,
    )
    assert found.tables()["places"]["code"].to_list() == ["99.71", "99.71.01", "99.71.01.1001", "99.71.01.1002", "99.71.01.1003", "99.71.01.1004"]  # fmt: skip
    kept = (
        found.tables()["places"]
        .filter(code="99.71.01.1003")
        .select("kind", "population", "poor", "year", "date")
    )
    assert kept.rows() == [("village", None, None, None, None)]
    assert found.tables()["register"].select("author", "place", "opened").rows() == [("dinsos", None, None)]


def test_a_sheet_without_a_required_column_is_refused_whole(tmp_path: Path) -> None:
    found = read_reference(
        workbook(tmp_path / "r.xlsx", {"akun": [["platform", "nama"], ["Instagram", "Dinsos"]]})
    )
    assert refusals(found.rejects) == [(None, "akun.akun, jenis", "file_columns", None)]
    assert found.register is None


def test_sheets_are_known_by_english_names_and_by_their_columns(tmp_path: Path) -> None:
    found = read_reference(
        workbook(
            tmp_path / "r.xlsx",
            {
                "Daftar Akun": [["Platform", "Handle", "Kind", "valid_from"], ["twitter", "https://x.com/Pemkot_Arumsari?lang=id", "official", 43831]],
                "agencies": [["code", "name", "urusan"], ["dinkes", "Dinas Kesehatan", 1.02]],
                "Catatan rapat": [["hal", "isi"], ["a", "b"]],
                "Petunjuk": [["Petunjuk pengisian"], ["baca ini"]],
            },
        )
    )  # fmt: skip
    register = found.tables()["register"].select("platform", "author", "handle", "kind", "valid_from").rows()
    assert register == [("x", "pemkot_arumsari", "Pemkot_Arumsari", "official", date(2020, 1, 1))]
    assert found.tables()["agencies"]["urusan"].to_list() == [["1.02"]]
    assert [english for _, english in found.notes] == [
        "Sheet “Catatan rapat” is not known and was not read.",
        "1 rows in “agencies” have no source or no date.",
        "1 rows in “Daftar Akun” have no source or no date.",
    ]


def test_named_gives_the_latest_entry_whatever_the_date(tmp_path: Path) -> None:
    rows: Rows = [
        ["platform", "akun", "nama", "jenis", "opd", "berlaku sejak", "berlaku sampai"],
        ["Facebook", "bappeda.arumsari", "Bappeda", "OPD", "bappeda", "2015-01-01", "2022-12-31"],
        ["Facebook", "Bappeda.Arumsari", "Bapperida", "OPD", "bapperida", "2023-01-01", None],
        ["Facebook", "pegiat_arumsari", "Pegiat Arumsari", "Komunitas", None, None, None],
        ["YouTube", "https://www.youtube.com/channel/UCabc-1", "Arumsari TV", "Media", None, None, None],
    ]
    found = read_reference(workbook(tmp_path / "r.xlsx", {"akun": rows}))
    assert found.named().columns == ["platform", "author", "kind", "agency", "pillar", "place", "name"]
    assert found.named().rows() == [
        ("facebook", "bappeda.arumsari", "agency", "bapperida", "government", None, "Bapperida"),
        ("facebook", "pegiat_arumsari", "community", None, "community", None, "Pegiat Arumsari"),
        ("youtube", "ucabc-1", "media", None, "community", None, "Arumsari TV"),
    ]
    assert found.tables()["register"].height == 4


def test_an_agency_that_is_on_no_sheet_is_told(tmp_path: Path) -> None:
    found = read_reference(
        workbook(
            tmp_path / "r.xlsx",
            {
                "opd": [["kode", "nama", "sumber", "tanggal"], ["dinsos", "Dinas Sosial", "a", "2026-01-05"]],
                "akun": [
                    ["platform", "akun", "jenis", "opd", "sumber", "tanggal"],
                    ["x", "dinkes", "OPD", "Dinas Kesehatan", "a", "2026-01-05"],
                    ["x", "dinsos", "OPD", "DINSOS", "a", "2026-01-05"],
                ],
            },
        )
    )
    assert found.notes == (
        ("OPD yang tidak ada di lembar opd: Dinas Kesehatan.", "Agencies not in the sheet: Dinas Kesehatan."),
    )
    assert found.tables()["register"]["agency"].to_list() == ["Dinas Kesehatan", "dinsos"]


def test_digests_follow_the_content_and_not_the_layout(tmp_path: Path) -> None:
    def digest(name: str, rows: Rows, extra: Rows | None = None) -> tuple[str, str]:
        sheets = {"tempat": PLACE_ROWS, "akun": rows} | ({"opd": extra} if extra else {})
        found = read_reference(workbook(tmp_path / name, sheets))
        return found.digest, found.register_digest

    head: list[object] = ["platform", "akun", "jenis"]
    one: list[object] = ["x", "dinsos", "OPD"]
    two: list[object] = ["x", "dinkes", "OPD"]
    base = digest("a.xlsx", [head, one, two])
    assert digest("b.xlsx", [["catatan", *head], [None, *two], ["baru", *one]]) == base
    other = digest("c.xlsx", [head, one, two], [["kode", "nama"], ["dinsos", "Dinas Sosial"]])
    assert (other[0] != base[0], other[1] == base[1]) == (True, True)
    assert digest("d.xlsx", [head, one])[1] != base[1]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_a_folder_of_csvs_reads_like_the_workbook(tmp_path: Path, separator: str, encoding: str) -> None:
    sheets: dict[str, Rows] = {
        "tempat": PLACE_ROWS,
        "accounts": [["platform", "akun", "jenis"], ["x", "dinsos", "OPD"]],
    }
    book = read_reference(workbook(tmp_path / "r.xlsx", sheets))
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream, delimiter=separator).writerows(rows)
    assert read_reference(folder).digest == book.digest


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"PK\x03\x04[Content_Types].xml broken", "file_unreadable"),
        (b"a,b\n1,2\n", "file_unknown"),
    ],
)
def test_what_is_no_reference_workbook_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refusal:
        read_reference(path)
    assert refusal.value.code == code


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_reference(tmp_path / "tidak-ada.xlsx")
    assert refusal.value.code == "file_unreadable"


def test_the_starter_knows_the_places_only() -> None:
    found = starter_reference()
    assert list(found.tables()) == ["places"]
    places = found.tables()["places"]
    assert dict(places.schema) == PLACES
    assert places.filter(pl.col("code").str.starts_with("33.71")).group_by("kind").len().sort("kind").rows() == [
        ("city", 1), ("district", 3), ("village", 17),
    ]  # fmt: skip
    assert places.select(pl.col("population", "poor").count()).row(0) == (0, 0)
    assert found.places_lookup["kelurahan magelang"] == "33.71.03.1004"
    assert "magelang" not in found.places_lookup
    assert found.named().is_empty()


def test_shipped_places_stand_in_only_for_their_own_city(tmp_path: Path) -> None:
    def places(code: str) -> pl.DataFrame | None:
        return read_reference(
            workbook(tmp_path / f"{code}.xlsx", {"kota": [["nama", "kode"], ["Kota", code]]})
        ).places

    assert places("99.71") is None
    own = places("33.71")
    assert own is not None
    assert own.height == 21


def test_every_word_of_a_vocabulary_means_one_thing() -> None:
    from collections import defaultdict

    from simpul.corpus.questionnaire import QUESTIONS
    from simpul.corpus.vocabulary import _choices, _rows

    vocabularies = {each.vocabulary for each in QUESTIONS.values() if each.kind != "place"} - {()}
    vocabularies |= {("platform",), ("account_kind",), ("pillar",), ("place_kind",), ("issue",)}
    for fields in vocabularies:
        meanings = defaultdict(set)
        for row in _choices(fields):
            meanings[plain(row["value"])].add(row["canonical"])
            meanings[plain(row["canonical"])].add(row["canonical"])
        assert {word: codes for word, codes in meanings.items() if len(codes) > 1} == {}
        assert len(choices(*fields)) == len(meanings) > 1
    asked = defaultdict(set)
    for row in _rows("questions.csv"):
        asked[plain(row["name"])].add(row["field"])
    assert {name for name, fields in asked.items() if len(fields) > 1} == set()
    assert set(questions().values()) == set(QUESTIONS)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("@dinsos", "dinsos"), ("  dinsos ", "dinsos"), ("https://www.instagram.com/dinsos.arumsari/", "dinsos.arumsari"),
        ("tiktok.com/@dinsos?lang=id", "dinsos"), ("https://www.facebook.com/profile.php?id=1000123", "1000123"),
        ("https://facebook.com/profile.php?sk=about&id=1000123", "1000123"),
        ("https://www.youtube.com/channel/UCab-1/videos", "UCab-1"), ("https://bsky.app/profile/dinsos.example", "dinsos.example"),
        ("@", None), ("dinsos.arumsari", "dinsos.arumsari"),
    ],
)  # fmt: skip
def test_handles(cell: str, expected: str | None) -> None:
    assert handle(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("1.06", ["1.06"]), ("1.06;2.09", ["1.06", "2.09"]), ("1,06", ["1.06"]), ("1.06,2.09", ["1.06", "2.09"]),
     ("2.1", ["2.10"]), ("2,1 | 1.06", ["2.10", "1.06"]), ("2.9, 1.6", ["2.09", "1.06"]), (" ; ", None), ("9.99", None),
     ("Sosial; Ketenteraman, ketertiban umum, pelindungan masyarakat", ["1.06", "1.05"]), ("1.06; sihir", None)],
)  # fmt: skip
def test_urusan(cell: str, expected: list[str] | None) -> None:
    assert urusan(cell) == expected


cells = st.one_of(
    st.none(), st.text(max_size=12), st.integers(-5, 10**9), st.floats(allow_nan=False, allow_infinity=False)
)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells, cells), max_size=5))
def test_no_cell_breaks_the_reading(rows: list[tuple[object, ...]]) -> None:
    from simpul.corpus.forms import read
    from simpul.corpus.reference_sheets import SHEETS

    for form in SHEETS:
        names = [column.id for column in form.columns][:4]
        table = pl.DataFrame(
            [[None if cell is None else str(cell) for cell in row[: len(names)]] for row in rows],
            schema=dict.fromkeys(names, pl.String), orient="row",
        ).with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64))  # fmt: skip
        filled = read(form, table, codes={})
        required = [name for name in form.required if name in {c.field for c in form.columns[:4]}]
        kept = set(filled.rows["row"])
        told = set(filled.rejects["row"])
        assert filled.rows.select(required).null_count().row(0) == (0,) * len(required)
        assert set(table["row"]) <= kept | told


def test_place_codes_need_no_aliases() -> None:
    places = pl.DataFrame(
        {"code": ["99.71.01.1001"], "name": ["Kembangsari"], "kind": ["village"], "aliases": [None]},
        schema_overrides={"aliases": pl.List(pl.String)},
    )
    assert set(place_codes(places).values()) == {"99.71.01.1001"}
