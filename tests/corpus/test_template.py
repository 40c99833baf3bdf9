"""The blank sheets: untouched they give nothing; filled in they give exactly what was written."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from simpul.corpus.questionnaire import QUESTIONS, xlsform
from simpul.corpus.reader import Blank, Options
from simpul.corpus.readers.entry_sheets import READER
from simpul.corpus.readers.entry_sheets import SHEETS as ENTRY
from simpul.corpus.reference import read_reference, starter_reference
from simpul.corpus.reference_sheets import SHEETS
from simpul.corpus.source import Source
from simpul.corpus.template import write_templates

FILES = ["referensi.xlsx", "komentar.xlsx", "pengikut.xlsx", "suara.xlsx", "kuesioner.xlsx"]


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("blank") / "isian"
    assert [path.name for path in write_templates(folder)] == FILES
    return folder


@pytest.fixture
def folder(blank: Path, tmp_path: Path) -> Path:
    """The blank sheets, to fill in."""
    return Path(shutil.copytree(blank, tmp_path / "isian"))


def fill(path: Path, rows: dict[str, list[list[Any]]], keep_example: bool = True) -> Path:
    """Types rows under the example, as an officer would."""
    book = openpyxl.load_workbook(path)
    for name, lines in rows.items():
        for number, line in enumerate(lines, 3 if keep_example else 2):
            for place, cell in enumerate(line, 2):
                typed = book[name].cell(number, place, cell)
                if typed.data_type == "f":  # the cell is formatted as text, so Excel would not calculate it
                    typed.data_type = "s"
            if not keep_example:
                book[name].cell(number, 1).value = None
    book.save(path)
    return path


def test_an_untouched_reference_says_nothing(folder: Path) -> None:
    found = read_reference(folder / "referensi.xlsx")
    assert found.digest == starter_reference().digest
    assert (found.rejects.height, found.notes) == (0, ())


@pytest.mark.parametrize("name", ["komentar", "pengikut", "suara"])
def test_an_untouched_entry_sheet_is_blank_and_no_fault(folder: Path, name: str) -> None:
    source = Source(folder / f"{name}.xlsx")
    assert READER.recognise(source).score == 95
    with pytest.raises(Blank) as blank:
        list(READER.read(source, Options()))
    assert "kosong" in blank.value.note[0]


def test_the_filled_reference_reads_back(folder: Path) -> None:
    day, said = date(2026, 1, 5), datetime(2026, 1, 5)
    path = fill(
        folder / "referensi.xlsx",
        {
            "kota": [["Kota Arumsari", "99.71", "BPS", said]],
            "tempat": [
                ["99.71", "Kota Arumsari", "Kota", "Pemkot Arumsari", 121_580, 9_400, 2025, None, None, "BPS", said],
                ["99.71.02.1003", "Sidoluhur", None, None, "7.420", None, "2025", datetime(2001, 1, 1), None, "BPS", said],
            ],
            "keluarga": [["Sidoluhur", "Lanjut usia", 410, 97, 2025, "Dinsos", said]],
            "akun": [["X", "@Pemkot_Arumsari", "Pemkot", "Resmi pemerintah kota", "setda", None, "99.71", None, None, said, None, None, "Daftar", said]],
            "opd": [["setda", "Sekretariat Daerah", "4.01", "Perda", said]],
            "rencana": [["Kemiskinan dan kesejahteraan", 1, "RPJMD", 2025, "Bappeda", said]],
            "tawaran": [["PT Batik", "Beasiswa", "Sidoluhur", 25_000_000, said, "Forum", said, None, None]],
            "program": [["setda", "Bantuan", "Keluarga terbantu", "Ya", "Pangan", 12.5, "9,5", 2025, "Renja", said]],
            "indikator": [["Kemiskinan (P0)", 2025, "7,10", "%", None, None, "di bawah garis", "BPS", said]],
            "periksa": [["X", "@Pemkot_Arumsari", "Mudah dipakai", "Tidak", "A", "pengamatan", said]],
            "kematangan": [["Pengumpulan data", "Ya", "laporan", "Bappeda", said]],
            "pengeluaran": [[450_000, "585.000", 4, 1.25, "Sidoluhur", 2025, "survei", said]],
        },
    )  # fmt: skip
    found = read_reference(path)
    assert (found.rejects.height, found.notes) == (0, ())
    assert {name: frame.rows() for name, frame in found.tables().items()} == {
        "city": [("Kota Arumsari", "99.71", "BPS", day)],
        "places": [
            ("99.71", "Kota Arumsari", "city", ["Pemkot Arumsari"], 121_580, 9_400, 2025, None, None, "BPS", day, "99"),
            ("99.71.02.1003", "Sidoluhur", "village", None, 7_420, None, 2025, date(2001, 1, 1), None, "BPS", day, "99.71.02"),
        ],
        "population": [("99.71.02.1003", "elderly", 410, 97, 2025, "Dinsos", day)],
        "register": [
            ("pemkot_arumsari", "x", "Pemkot_Arumsari", "Pemkot", "official", "setda", "government", "99.71", None, None, day, None, None, "Daftar", day)
        ],
        "agencies": [("setda", "Sekretariat Daerah", ["4.01"], "Perda", day)],
        "plan": [("1", 1, "RPJMD", 2025, "Bappeda", day)],
        "offers": [("PT Batik", "Beasiswa", "99.71.02.1003", 25_000_000.0, day, "Forum", day, None, None)],
        "programmes": [("setda", "Bantuan", "Keluarga terbantu", "true", "N01", 12.5, 9.5, 2025, "Renja", day)],
        "indicators": [("Kemiskinan (P0)", 2025, 7.1, "%", None, None, "di bawah garis", "BPS", day)],
        "checklist": [("x", "Pemkot_Arumsari", "ease", "false", "A", "pengamatan", day)],
        "maturity": [("collecting", "true", "laporan", "Bappeda", day)],
        "expenditures": [(450_000.0, 585_000.0, 4, 1.25, "99.71.02.1003", 2025, "survei", day)],
    }  # fmt: skip


def test_the_filled_entry_sheets_read_back(folder: Path) -> None:
    when = datetime(2026, 3, 4, 17, tzinfo=UTC)
    fill(
        folder / "komentar.xlsx",
        {
            "komentar": [
                ["Instagram", "dinsos_arumsari", datetime(2026, 3, 5), "Jadwal", "=cmd|' /C calc'!A0"]
            ]
        },
    )
    fill(
        folder / "pengikut.xlsx", {"pengikut": [["Facebook", "dinsos.arumsari", datetime(2026, 3, 5), 1310]]}
    )
    fill(
        folder / "suara.xlsx",
        {
            "suara": [
                [datetime(2026, 3, 5), "99.71.01.1001", "Ketua RW", "Disabilitas", "Butuh kursi roda", "Ya"]
            ]
        },
    )
    chunks = {}
    for name in ("komentar", "pengikut", "suara"):
        (chunks[name],) = READER.read(Source(folder / f"{name}.xlsx"), Options())
        assert chunks[name].rejects is not None
        assert chunks[name].rejects.is_empty()
    comment, follower, voice = (
        chunks["komentar"].posts,
        chunks["pengikut"].observations,
        chunks["suara"].posts,
    )
    assert comment is not None
    assert follower is not None
    assert voice is not None
    assert comment.select("platform", "parent_author", "text", "created_at", "row").rows() == [
        ("instagram", "dinsos_arumsari", "=cmd|' /C calc'!A0", when, 2)
    ]
    assert follower.select("platform", "subject", "metric", "value", "observed_at", "row").rows() == [
        ("facebook", "dinsos.arumsari", "followers", 1310.0, when, 2)
    ]
    assert voice.select("platform", "kind", "passed_on_by", "place", "text", "created_at", "row").rows() == [
        ("offline", "report", "rw_head", "99.71.01.1001", "Butuh kursi roda", when, 2)
    ]


def test_data_typed_over_the_example_is_not_lost_in_silence(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "pengikut.xlsx")
    book["pengikut"]["E2"] = 1310
    book.save(folder / "pengikut.xlsx")
    (chunk,) = READER.read(Source(folder / "pengikut.xlsx"), Options())
    assert chunk.observations is not None
    assert chunk.observations.is_empty()
    assert chunk.rejects is not None
    assert chunk.rejects.select("row", "column", "code", "value").rows() == [
        (1, "catatan", "row_example", None)
    ]


def test_a_row_typed_in_place_of_the_example_is_read(folder: Path) -> None:
    path = fill(
        folder / "pengikut.xlsx", {"pengikut": [["X", "dinsos", datetime(2026, 3, 5), 7]]}, keep_example=False
    )
    (chunk,) = READER.read(Source(path), Options())
    assert chunk.observations is not None
    assert chunk.observations.select("subject", "value", "row").rows() == [("dinsos", 7.0, 1)]


def test_what_is_there_already_is_left_alone(folder: Path) -> None:
    filled = fill(
        folder / "pengikut.xlsx", {"pengikut": [["X", "dinsos", datetime(2026, 3, 5), 7]]}
    ).read_bytes()
    (folder / "suara.xlsx").unlink()
    assert [path.name for path in write_templates(folder)] == ["suara.xlsx"]
    assert (folder / "pengikut.xlsx").read_bytes() == filled


def test_the_same_bytes_each_time(folder: Path, tmp_path: Path) -> None:
    again = write_templates(tmp_path / "lagi")
    assert [path.read_bytes() for path in again] == [(folder / name).read_bytes() for name in FILES]


def test_headers_help_and_lists_are_in_the_workbook(folder: Path) -> None:
    for name, forms in [("referensi", SHEETS), *((form.id, (form,)) for form in ENTRY)]:
        book = openpyxl.load_workbook(folder / f"{name}.xlsx")
        has_lists = any(column.kind == "choice" for form in forms for column in form.columns)
        assert book.sheetnames == [
            *(form.id for form in forms),
            "petunjuk",
            *(["pilihan"] if has_lists else []),
        ]
        for form in forms:
            sheet = book[form.id]
            assert [cell.value for cell in sheet[1]] == ["catatan", *(column.id for column in form.columns)]
            assert sheet["A2"].value == "CONTOH"
            assert sheet.freeze_panes == "B2"
            rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
            for place, column in enumerate(form.columns, 2):
                rule = rules[sheet.cell(2, place).coordinate]
                assert rule.prompt == column.help
                assert (rule.type == "list") == (column.kind == "choice")


def test_no_cell_is_a_formula(folder: Path) -> None:
    for name in FILES:
        with ZipFile(folder / name) as archive:
            sheets = [each for each in archive.namelist() if each.startswith("xl/worksheets/")]
            assert sheets
            assert not any(b"<f>" in archive.read(each) for each in sheets)


def test_the_example_of_every_sheet_is_a_valid_row() -> None:
    import polars as pl

    from simpul.corpus.forms import read

    for form in (*SHEETS, *ENTRY):
        names = [column.id for column in form.columns]
        row = [cell or None for cell in form.example]
        table = pl.DataFrame(
            [[1, *row]], schema={"row": pl.Int64, **dict.fromkeys(names, pl.String)}, orient="row"
        )
        filled = read(form, table, codes={})
        assert (filled.rows.height, filled.rejects.height, filled.ignored) == (1, 0, [])


def test_the_questionnaire_is_a_sound_xlsform(folder: Path) -> None:
    form = xlsform()
    book = openpyxl.load_workbook(folder / "kuesioner.xlsx")
    assert book.sheetnames == ["survey", "choices", "settings"]
    written = [[cell.value for cell in row] for row in book["survey"].iter_rows()]
    assert [dict(zip(written[0], row, strict=True)) for row in written[1:]] == [
        {name: row.get(name) or None for name in written[0]} for row in form["survey"]
    ]
    opened: list[str] = []
    for row in form["survey"]:
        kind, _, what = row["type"].partition("_")
        if kind == "begin":
            opened.append(what)
        if kind == "end" and what:
            assert opened.pop() == what
    assert opened == []
    names = [row["name"] for row in form["survey"] if "name" in row]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    lists = {row["type"].split()[1] for row in form["survey"] if row["type"].startswith("select")}
    assert lists == {row["list_name"] for row in form["choices"]}
    offered = [(row["list_name"], row["name"]) for row in form["choices"]]
    assert len(offered) == len(set(offered))
    assert not any(" " in name for _, name in offered)
    relevant = " ".join(row.get("relevant", "") for row in form["survey"])
    assert set(re.findall(r"\$\{(\w+)\}", relevant)) <= set(names)
    fields = {
        row["name"]
        for row in form["survey"]
        if row["type"].split()[0] in ("select_one", "select_multiple", "text", "calculate")
    }
    assert len(fields) == len(QUESTIONS)


def test_cells_for_dates_take_dates_only(tmp_path: Path) -> None:
    """Else a day and month typed as text could be read two ways."""
    write_templates(tmp_path)
    for name, form in (("komentar", "tanggal komentar"), ("pengikut", "tanggal hitung"), ("suara", "tanggal suara")):  # fmt: skip
        sheet = openpyxl.load_workbook(tmp_path / f"{name}.xlsx").worksheets[0]
        place = [cell.value for cell in sheet[1]].index(form) + 1
        (rule,) = (rule for rule in sheet.data_validations.dataValidation if sheet.cell(3, place).coordinate in rule.sqref)  # fmt: skip
        assert (rule.type, rule.operator or "between") == ("date", "between")
        assert sheet.cell(2, place).is_date
