"""Every format is read with its places; what cannot be read is refused with a reason and advice."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from simpul.checking import Unreadable, check, read
from simpul.checking.finding import Finding

SLIP = "Sebanyak 7 dari 15 peserta (87%) puas."


def told(path: Path) -> list[tuple[str, str]]:
    return [(each.code, each.place.where[0]) for each in check([read(path)])]


def of_text(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def test_text_and_markdown_have_lines(tmp_path: Path) -> None:
    text = f"---\njudul: uji\n---\n\n# Judul\n\nKalimat pertama\nberlanjut di sini.\n\n> **{SLIP}**\n\n```\n{SLIP}\n```\n"
    assert told(of_text(tmp_path, "a.md", text)) == [("share", "baris 10")]
    assert told(of_text(tmp_path, "a.txt", f"Judul\n\n{SLIP}\r\n")) == [("share", "baris 3")]


def test_utf_16_that_says_so_is_read(tmp_path: Path) -> None:
    assert told(of_text(tmp_path, "a.txt", SLIP.encode("utf-16"))) == [("share", "baris 1")]


def test_html_has_lines_and_leaves_out_what_is_not_shown(tmp_path: Path) -> None:
    page = f"""<!DOCTYPE html><html><head><title>Uji</title><style>p {{ width: 7% }}</style></head><body>
<script>var x = "{SLIP}";</script>
<div><p>Kalimat <b>pertama</b>.</p>
<p>Sebanyak <b>7</b> dari 15 peserta (87%) puas.</p></div>
<table><tr><th>Kelurahan</th><th>Keluarga</th></tr><tr><td>A</td><td>12</td></tr><tr><td>B</td><td>15</td></tr>
<tr><td>Jumlah</td><td>37</td></tr></table></body></html>"""
    assert told(of_text(tmp_path, "a.html", page)) == [
        ("share", "baris 4"),
        ("total", "baris 6, kolom 2"),
    ]


def test_word_has_paragraphs_and_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Laporan", 1)
    document.add_paragraph(SLIP)
    table = document.add_table(rows=4, cols=2)
    for row, cells in enumerate((("Kelurahan", "Keluarga"), ("A", "12"), ("B", "15"), ("Jumlah", "37"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.save(str(tmp_path / "a.docx"))
    assert sorted(told(tmp_path / "a.docx")) == [
        ("share", "paragraf 2"),
        ("total", "tabel 1, baris 4, kolom 2"),
    ]


def test_csv_finds_its_delimiter(tmp_path: Path) -> None:
    text = "kelurahan;keluarga;persen\nA;1.200;60,0\nB;500;25,0\nC;300;25,0\nJumlah;2.000;100,0\n"
    path = of_text(tmp_path, "a.csv", text)
    findings = check([read(path)])
    assert [(each.code, each.place.where[0], each.arithmetic[0]) for each in findings] == [
        ("percent_column", "baris 4, kolom 3", "300/2.000 = 15,0 %, bukan 25,0 %"),
        ("total", "baris 5, kolom 3", "persen: 60,0 + 25,0 + 25,0 = 110,0, bukan 100,0"),
    ]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Data"
    for row in (
        ["Kelurahan", "Keluarga", "Bagian", "Catatan"], ["A", 12, 0.3, "#REF!"], ["B", 15, 0.375, None], ["C", "13", 0.325, None],
        ["Jumlah", 50, 1.0, None],
    ):  # fmt: skip
        sheet.append(row)
    for cell in sheet["C"][1:]:
        cell.number_format = "0.0%"
    sheet["D3"] = "=SUM(B2:B4)"
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_workbooks_have_cells(workbook: Path) -> None:
    findings: list[Finding] = check([read(workbook)])
    assert sorted((each.code, each.place.where[0]) for each in findings) == [
        ("cell_error", "lembar Data, sel D2"),
        ("text_number", "lembar Data, sel B4"),
        ("total", "lembar Data, sel B5"),
        ("uncalculated", "lembar Data, sel D3"),
    ]
    (total,) = [each for each in findings if each.code == "total"]
    assert total.arithmetic[0] == "Keluarga: 12 + 15 + 13 = 40, bukan 50"


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def encrypted() -> bytes:
    """A zip whose parts are marked as encrypted."""
    data = bytearray(zipped({"word/document.xml": b"<a/>"}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.md", b" \n\n ", "empty"),
        ("a.txt", bytes(range(256)) * 4, "binary"),
        ("a.txt", "Jumlah – 7 dari 15".encode("cp1252"), "encoding"),
        ("a.txt", SLIP.encode("utf-16-le"), "encoding"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected"),
        ("a.docx", encrypted(), "protected"),
        ("a.pdf", b"%PDF-1.7\n", "foreign"),
        ("a.docx", SLIP.encode(), "damaged"),
        ("a.docx", b"PK\x03\x04 cut off", "damaged"),
        ("a.docx", zipped({"word/document.xml": b"<w:document"}), "damaged"),
        ("a.xlsx", zipped({"xl/workbook.xml": b"<workbook/>"}), "damaged"),
        ("a.zip", zipped({"catatan.txt": SLIP.encode()}), "archive"),
        ("a.docx", zipped({"word/document.xml": b" " * (8 * 2**20)}), "bomb"),
        ("a.xlsx", zipped({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "entities"),
        ("a.html", b"<html></html>", "empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        read(of_text(tmp_path, name, data))
    assert refused.value.reason == reason
    assert all(str(tmp_path / name) in told_ for told_ in refused.value.problem)
