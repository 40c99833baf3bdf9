"""Documents of one study: tagged, complete, in two pages where two are promised, and without a word of a citizen."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.measures.findings import short_code
from simpul.measures.registry import measures
from simpul.report.infographics.drawing import FORMATS
from simpul.report.infographics.facts import hidden
from simpul.report.menu import confirmed, items, matched
from simpul.report.menu_tjsl import counted, offers_of
from simpul.report.print import compiling
from simpul.report.print.brief import write_brief
from simpul.report.print.document import Issue
from simpul.report.print.glyphs import clean, coverage
from simpul.report.proposals import LONGEST, MOST, Proposal, proposals, write
from simpul.report.refusals import ReportProblem
from simpul.report.study import Study
from simpul.report.workbook import numeral
from simpul.report.writing import FORMS, Wishes, write_reports

DAY = date(2026, 11, 22)
NEEDS = {"need": pl.String, "place": pl.String, "source": pl.String, "voices": pl.Int64, "persons": pl.Int64, "status": pl.String}  # fmt: skip


class Printed:
    """The files of all forms, and the data that went to print."""

    def __init__(self, folder: Path, files: dict[str, list[Path]], data: dict[str, list[str]]) -> None:
        self.folder, self.files, self.data = folder, files, data

    def file(self, form: str, suffix: str) -> Path:
        return next(path for path in self.files[form] if path.suffix == suffix)


@pytest.fixture(scope="module")
def printed(studied: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printed]:
    folder = tmp_path_factory.mktemp("cetak")
    data: dict[str, list[str]] = {}
    real = compiling._typst

    def recording(source: Path, kind: Any, ppi: float = 72) -> Any:
        told = [
            path.read_text("utf-8") for path in (source.parent / "data.json", *source.parent.glob("*.svg"))
        ]
        data.setdefault(source.stem, []).extend(told)
        return real(source, kind, ppi)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiling, "_typst", recording)
        forms = [form for form in FORMS if form != "html"]
        yield Printed(folder, write_reports(studied, folder, forms, "id", Wishes(on=DAY)), data)


@pytest.fixture
def issue(studied: Path) -> Issue:
    return Issue(Study(studied), DAY)


def _objects(pdf: bytes) -> str:
    """A PDF's objects and streams, unpacked, as far as they are text."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            parts.append(stream)
    return b"\n".join(parts).decode("latin-1")


def _pages(pdf: Path) -> int:
    return len(re.findall(r"/Type\s*/Page\b(?!s)", _objects(pdf.read_bytes())))


# --- print -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["brief", "full", "agency", "lembar-warga", "menu-tjsl", "infographic"])
def test_a_pdf_is_tagged_titled_and_of_one_language(printed: Printed, form: str) -> None:
    objects = _objects(printed.file(form, ".pdf").read_bytes())
    assert re.search(r"/MarkInfo\s*<<[^>]*/Marked true", objects)
    assert "/StructTreeRoot" in objects and "/Lang(id)" in objects.replace(" ", "")
    assert "/DisplayDocTitle true" in objects and "<dc:title>" in objects
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", objects)
    assert re.search(r"/S\s*/H1\b", objects)


def test_every_picture_in_print_says_what_it_shows(printed: Printed) -> None:
    objects = _objects(printed.file("full", ".pdf").read_bytes())
    figures = re.findall(r"/S\s*/Figure\b", objects)
    assert len(figures) >= 6
    assert len(re.findall(r"/Alt\s*[(<]", objects)) >= len(figures)
    told = json.loads(printed.data["full"][0])
    pictures = [block for section in told["sections"] for block in section["blocks"] if block["kind"] == "picture"]  # fmt: skip
    assert len(pictures) == len(figures)
    assert all(len(picture["alt"]) > 5 for picture in pictures)


def test_the_brief_has_two_pages_even_with_the_longest_proposals(
    issue: Issue, printed: Printed, tmp_path: Path
) -> None:
    assert _pages(printed.file("brief", ".pdf")) == 2
    code = next(iter(issue.study.by_code))
    text = ("Tetapkan petugas yang menjawab setiap hari kerja. " * 20)[:LONGEST].strip()
    long = [Proposal(text, (code,) * 4, "Dinas Sosial dan Dinas Kesehatan", "30 Juni 2027", "Analis")] * MOST
    write(long, tmp_path / "usulan.csv")
    assert _pages(write_brief(issue, tmp_path / "ringkasan.pdf", tmp_path / "usulan.csv")) == 2


def test_each_agency_has_one_page_and_each_kelurahan_its_sheet(issue: Issue, printed: Printed) -> None:
    assert _pages(printed.file("agency", ".pdf")) == len(issue.study.agencies)
    sheets = [path for path in printed.files["lembar-warga"] if path.suffix == ".pdf"]
    assert len(sheets) == sum(len(code) == 13 for code in issue.study.places)
    assert {_pages(path) for path in sheets[:4]} == {1}


def test_every_printed_code_opens_a_finding(issue: Issue, printed: Printed) -> None:
    told = json.loads(printed.data["full"][0])
    cells = [
        cell
        for section in told["sections"] + told["annexes"]
        for block in section["blocks"]
        for row in block.get("rows", [])
        for cell in row
        if isinstance(cell, list)
    ]
    cells += [card["value"] for section in told["sections"] for block in section["blocks"] for card in block.get("cards", []) if card["value"][1]]  # fmt: skip
    assert len(cells) > 100
    assert {code for _, code in cells} <= set(issue.study.by_code)
    rate = issue.study.one("response_rate")
    assert rate is not None
    assert short_code(rate) in {code for _, code in cells}
    listed = {entry["code"] for measure in told["codes"] for entry in measure["entries"]}
    assert listed == {code for _, code in cells}


def test_the_same_study_and_day_give_the_same_bytes(issue: Issue, printed: Printed, tmp_path: Path) -> None:
    again = write_reports(issue.study.root, tmp_path, ["brief", "menu-tjsl"], "id", Wishes(on=DAY))
    for form in ("brief", "menu-tjsl"):
        for path in again[form]:
            before = next(each for each in printed.files[form] if each.name == path.name)
            assert path.read_bytes() == before.read_bytes(), path.name


# --- what must not be in them ----------------------------------------------------------------------------------


def _texts(path: Path) -> str:
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as book:
            return " ".join(
                book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".xml")
            )
    return path.read_text("utf-8") if path.suffix in (".txt", ".csv") else ""


def test_no_word_of_a_citizen_and_no_pseudonym_is_in_any_file(printed: Printed, studied: Path) -> None:
    accounts = pl.read_parquet(studied / "tables" / "accounts.parquet").filter(pl.col("name").is_null())
    posts = pl.read_parquet(studied / "tables" / "posts.parquet").join(accounts.select("account_id"), on="account_id")  # fmt: skip
    said = posts["text"].drop_nulls().unique(maintain_order=True).to_list()
    said = [text for text in said if len(text) > 25][::8]
    assert len(said) > 200
    told = " ".join(
        [*(text for texts in printed.data.values() for text in texts if text.startswith("{"))]
        + [_texts(path) for paths in printed.files.values() for path in paths]
    )
    assert len(told) > 100_000
    assert [text for text in said if text in told] == []
    assert re.findall(r"~[a-z2-7]{26}", told) == []


# --- proposals -------------------------------------------------------------------------------------------------


def test_a_draft_is_marked_until_an_analyst_signs_every_proposal(issue: Issue, tmp_path: Path) -> None:
    file = tmp_path / "usulan.csv"
    drafted, signed = proposals(issue.study, issue.say, file)
    assert 0 < len(drafted) <= MOST and not signed
    assert all(set(each.codes) <= set(issue.study.by_code) for each in drafted)
    table = pl.read_csv(file, infer_schema=False).with_columns(edited_by=pl.lit("Analis Bapperida"))
    file.write_text(table.write_csv(separator=";"), "utf-8-sig")  # as a spreadsheet in Indonesian saves it
    again, signed = proposals(issue.study, issue.say, file)
    assert signed and [each.proposal for each in again] == [each.proposal for each in drafted]
    assert [each.codes for each in again] == [each.codes for each in drafted]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["a,,Dinsos"], "baris 2: usulan tanpa kode"),
        (["a,ZZZZZZ,Dinsos"], "kode “ZZZZZZ” tidak ada"),
        (["a,CODE,"] * 6, "memuat 6 usulan"),
        (["a" * 241 + ",CODE,"], "sepanjang 241 huruf"),
    ],
)
def test_proposals_that_rest_on_nothing_are_refused(
    issue: Issue, tmp_path: Path, rows: list[str], said: str
) -> None:
    code = next(iter(issue.study.by_code))
    file = tmp_path / "usulan.csv"
    file.write_text("\n".join(["proposal,codes,owner", *rows]).replace("CODE", code), "utf-8")
    with pytest.raises(ReportProblem) as problem:
        proposals(issue.study, issue.say, file)
    assert said in problem.value.problem[0]


def test_what_is_no_list_of_proposals_is_told_so(issue: Issue, tmp_path: Path) -> None:
    file = tmp_path / "usulan.csv"
    file.write_text("usul,kode\na,b\n", "utf-8")
    with pytest.raises(ReportProblem, match="proposal, codes"):
        proposals(issue.study, issue.say, file)
    file.write_bytes("proposal,codes\nmenyapa café,X\n".encode("utf-16"))
    with pytest.raises(ReportProblem, match="UTF-8"):
        proposals(issue.study, issue.say, file)


# --- files to work with --------------------------------------------------------------------------------------------


def test_the_workbook_holds_numbers_as_numbers_and_explains_every_column(
    issue: Issue, printed: Printed
) -> None:
    book = openpyxl.load_workbook(printed.file("xlsx", ".xlsx"))
    findings = list(book["Temuan"].iter_rows(min_row=2, values_only=True))
    rate = issue.study.one("response_rate")
    assert rate is not None
    (row,) = [row for row in findings if row[0] == short_code(rate)]
    assert row[5:12] == (rate["value"], "%", rate["numerator"], rate["denominator"], rate["n"], rate["low"], rate["high"])  # fmt: skip
    assert len(findings) == issue.study.findings.height
    hidden_rows = [row for row in findings if row[12] == "disembunyikan"]
    assert hidden_rows and all(row[5] is None and row[9] is None for row in hidden_rows)
    assert not any(cell.data_type == "f" for sheet in book for line in sheet.iter_rows() for cell in line)
    defined = {
        row[0]: (row[3], row[6])
        for row in book[issue.say("definitions")].iter_rows(min_row=2, values_only=True)
    }
    assert defined == {id: (measure.formula[0], measure.source[0]) for id, measure in measures().items()}
    explained = {row[:2] for row in book["Kamus data"].iter_rows(min_row=2, values_only=True)}
    for sheet in book.worksheets[1:-1]:
        head = [cell.value for cell in sheet[1]]
        assert {(sheet.title, name) for name in head} <= explained, sheet.title
    poor = next(sheet for sheet in book if sheet["C1"].value == "Penduduk miskin")
    assert all(isinstance(poor.cell(at, 3).value, int) for at in range(2, poor.max_row + 1))


def test_a_name_like_a_formula_stays_a_text(studied: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(studied, tmp_path / "studi", ignore=shutil.ignore_patterns("corpus")))
    file = copy / "tables" / "agencies.parquet"
    hostile = '=HYPERLINK("http://x","a")'
    pl.read_parquet(file).with_columns(name=pl.lit(hostile)).write_parquet(file)
    made = write_reports(copy, tmp_path, ["xlsx"], "en", Wishes(on=DAY))["xlsx"][0]
    book = openpyxl.load_workbook(made)
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert hostile in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize(
    ("printed_as", "language", "value"),
    [("1.234,5", "id", 1234.5), ("1,234.5", "en", 1234.5), ("7.420", "id", 7420), ("–", "id", None), ("<5", "id", "<5"), ("-3", "en", -3), ("8,3–10,5", "id", "8,3–10,5"), ("0", "id", 0), ("N01.2", "id", "N01.2")],
)  # fmt: skip
def test_a_printed_cell_becomes_the_number_it_is(printed_as: str, language: str, value: object) -> None:
    made = numeral(printed_as, language)
    assert (made, type(made)) == (value, type(value))


def test_the_document_can_be_read_again_with_heads_and_described_pictures(printed: Printed) -> None:
    document = docx.Document(str(printed.file("docx", ".docx")))
    assert document.core_properties.title.startswith("Laporan lengkap") and document.core_properties.language == "id-ID"  # fmt: skip
    headings = [each.text for each in document.paragraphs if each.style.name.startswith("Heading")]
    assert "Siapa menjawab, seberapa cepat" in headings and "LP2KD Bab II: kondisi umum dan profil kemiskinan" in headings  # fmt: skip
    assert len(document.tables) > 15
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in document.tables)
    pictures = document.element.xpath(".//wp:docPr")
    assert len(pictures) >= 6 and all(len(each.get("descr")) > 5 for each in pictures)


@pytest.mark.long
def test_the_document_opens_in_libreoffice(printed: Printed, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: apt install libreoffice-writer")
    call = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", tmp_path]  # fmt: skip
    subprocess.run([*call, printed.file("docx", ".docx")], check=True, timeout=120, capture_output=True)
    assert (tmp_path / "laporan.pdf").stat().st_size > 50_000


# --- infographics ------------------------------------------------------------------------------------------------


def test_each_format_has_its_size_and_its_words(printed: Printed) -> None:
    sizes = {"instagram-4x5": (1080, 1350), "instagram-1x1": (1080, 1080), "facebook": (1200, 630), "whatsapp-status": (1080, 1920)}  # fmt: skip
    assert set(sizes) | {"a4"} == {form.name for form in FORMATS}
    alt = (printed.folder / "infografis" / "kemiskinan.alt.txt").read_text("utf-8").strip()
    assert "Sumber: Data rekaan untuk contoh, 2025." in alt
    for name, size in sizes.items():
        png = (printed.folder / "infografis" / f"kemiskinan-{name}.png").read_bytes()
        assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == size
        assert b"iTXtDescription\0\0\0\0\0" + alt.encode() in png
        root = ElementTree.parse(io.BytesIO((printed.folder / "infografis" / f"kemiskinan-{name}.svg").read_bytes())).getroot()  # fmt: skip
        assert root[0].text == "Penduduk miskin menurut kelurahan" and root[1].text == alt


def test_all_formats_draw_one_definition(printed: Printed) -> None:
    told = [json.loads(text) for text in printed.data["infographic"] if text.startswith("{")]
    graphics = {one["title"] for one in told}
    assert len(graphics) == 3
    for title in graphics:
        same = [one for one in told if one["title"] == title]
        assert len({(one["figure"], one["meaning"], one["source"], one["made"]) for one in same}) == 1
        longest = max(same, key=lambda one: len(one["bars"]))["bars"]
        assert all(one["bars"] == longest[: len(one["bars"])] for one in same)
    assert all(bar["shown"] == "<5" or int(bar["shown"].replace(".", "")) >= 5 for one in told for bar in one["bars"])  # fmt: skip


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_small_bar_cannot_be_worked_out_from_the_total(values: list[int]) -> None:
    hide = hidden(values, total_known=True)
    assert all(hide[at] for at, value in enumerate(values) if value < 5)
    assert sum(hide) != 1 or len(values) == 1
    assert sum(hide) <= max(2, sum(value < 5 for value in values))
    assert hidden(values, total_known=False) == [value < 5 for value in values]


# --- menu TJSL -----------------------------------------------------------------------------------------------------


def test_only_needs_that_five_families_named_are_confirmed() -> None:
    here = "99.71.01.1001"
    rows = [
        ("N06", here, "survey", 7, 7, "ok"), ("N06", here, "broker", 6, None, "ok"), ("N07", here, "survey", None, None, "suppressed"),
        ("N01", here, "online", 90, 80, "ok"), ("N06", "all", "survey", 40, 40, "ok"), ("N06.1", here, "survey", 6, 6, "ok"),
        ("N10", here, "survey", 4, 4, "ok"),
    ]  # fmt: skip
    table = confirmed(pl.DataFrame(rows, schema=NEEDS, orient="row"))
    assert table.rows() == [("T01", here, 7, 6)]


def test_offers_are_linked_to_a_confirmed_need_or_the_reason_is_said() -> None:
    here, there = "99.71.01.1001", "99.71.02.1001"
    needs = pl.DataFrame([("N06", here, "survey", 7, 7, "ok")], schema=NEEDS, orient="row")
    offers = pl.DataFrame(
        {
            "menu_item": ["Beasiswa anak", "beasiswa", "T01 Pendidikan", "Pengajian akbar", "Kursus masak kerja", "Beasiswa", None],
            "place": [here, "99.71", None, here, here, there, here],
        }
    )  # fmt: skip
    places = {here: "A", there: "B", "99.71": "Kota"}
    found = matched(offers, needs, places)
    assert found.select("item", "families", "reason").rows() == [
        ("T01", 7, None), ("T01", 7, None), ("T01", 7, None), (None, None, "item_unknown"), ("T08", None, "not_confirmed"),
        ("T01", None, "not_confirmed"), (None, None, "item_unknown"),
    ]  # fmt: skip
    assert matched(offers.head(1), needs, {})["reason"].to_list() == ["place_unknown"]


def test_a_filled_menu_is_read_back_and_counted(issue: Issue, printed: Printed, tmp_path: Path) -> None:
    before = counted(offers_of(issue))
    book = openpyxl.load_workbook(printed.file("menu-tjsl", ".xlsx"))
    item, place, families, _ = confirmed(issue.study.table("needs")).row(0)
    named = dict(items().select("code", "name").rows())
    sheet = book["Tawaran"]
    sheet.append(["PT Wuni Makmur", f"{item} {named[item]}", issue.study.places[place], "Rp25.000.000", None])
    sheet.append(["PT Tanpa Menu", "pengajian akbar", issue.study.places[place], 1_000_000, None])
    sheet.append([None, "beasiswa", None, None, None])
    file = tmp_path / "terisi.xlsx"
    book.save(file)
    offers = offers_of(issue, file)
    assert counted(offers) == (before[0] + 1, before[1] + 1)
    row = offers.filter(company="PT Wuni Makmur").row(0, named=True)
    assert (row["item"], row["place"], row["amount"], row["families"], row["reason"]) == (item, place, 25e6, families, None)  # fmt: skip
    with pytest.raises(ReportProblem, match="Tawaran"):
        offers_of(issue, printed.file("xlsx", ".xlsx"))
    with pytest.raises(ReportProblem, match="Tawaran"):
        offers_of(issue, printed.file("menu-tjsl", ".pdf"))


# --- glyphs and folders ------------------------------------------------------------------------------------------


def test_the_font_has_what_indonesian_print_needs() -> None:
    assert set("AZaz09.,–“”’%×é²…·") <= coverage()
    assert not set("→≥😀ꦱ") & coverage()
    assert clean("Halo 😀 warga ꦱꦸ → x ≥ 5, ﬁx") == "Halo warga › x >= 5, fix"


@given(st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_a_cleaned_text_is_in_the_font_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert set(once) <= coverage() | {"\n"}
    assert clean(once) == once


def test_what_is_no_study_and_what_is_not_there_is_told(studied: Path, tmp_path: Path) -> None:
    with pytest.raises(ReportProblem) as problem:
        write_reports(tmp_path, tmp_path, ["brief"], "id", Wishes(on=DAY))
    assert "bukan folder studi: manifest.json tidak ada" in problem.value.problem[0]
    with pytest.raises(ReportProblem, match="There is no file"):
        write_reports(studied, tmp_path, ["menu-tjsl"], "id", Wishes(on=DAY, offers=tmp_path / "x.xlsx"))
    with pytest.raises(ReportProblem, match="no agency dinas-x"):
        write_reports(studied, tmp_path, ["agency"], "id", Wishes(on=DAY, agency="dinas-x"))
