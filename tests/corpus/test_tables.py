"""Delimited files and workbooks: whatever office software did to them, each row is in or refused by number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.tables import header, sheets, table

Write = Callable[[bytes | str], Source]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def source(content: bytes | str) -> Source:
        path = tmp_path / "berkas"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Source(path)

    return source


def read(source: Source, **options: str) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    pieces = list(table(source, **options))
    return [row for rows, _ in pieces for row in rows.rows()], [
        row for _, bad in pieces for row in bad.rows()
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators(write: Write, encoding: str, separator: str) -> None:
    text = f"nama{separator}isi\r\nKafé{separator}beras habis\r\nBu Sri{separator}dua kali\r\n"
    source = write(text.encode(encoding))
    assert header(source) == ["nama", "isi"]
    assert read(source) == ([("Kafé", "beras habis", 1), ("Bu Sri", "dua kali", 2)], [])


def test_ragged_rows_are_refused_by_number_and_the_rest_stays(write: Write) -> None:
    source = write('a,b\n1,2\n3\n"dua\nbaris",5\n6,7,8\n9,10\n')
    assert read(source) == (
        [("1", "2", 1), ("dua\nbaris", "5", 3), ("9", "10", 5)],
        [(2, None, "row_ragged", "3"), (4, None, "row_ragged", "6,7,8")],
    )


def test_an_unclosed_quote_is_reported(write: Write) -> None:
    _, rejects = read(write('a,b\n1,"terbuka\n2,3\n4,5\n'))
    assert rejects == [(1, None, "row_quote", None)]


def test_nul_and_huge_cells_are_mended_and_said(write: Write) -> None:
    rows, rejects = read(write(b'a,b\n1,be\x00ras\n2,"' + b"x" * 1_000_000 + b'"\n'))
    assert rows[0] == ("1", "beras", 1)
    assert len(str(rows[1][1])) == 100_000
    assert [(row, column, code) for row, column, code, _ in rejects] == [
        (1, "b", "text_repaired"),
        (2, "b", "text_long"),
    ]


def test_excel_separator_hint_and_odd_headers(write: Write) -> None:
    source = write('sep=;\nId;"Nama; alias";;Id\n1;2;3;4\n')
    assert header(source) == ["Id", "Nama; alias", "column_3", "Id_2"]
    assert read(source) == ([("1", "2", "3", "4", 1)], [])


@pytest.mark.parametrize(
    ("php", "text"),
    [
        (r'"kata \"baik\" dan ""ramah"""', r'kata \"baik\" dan "ramah"'),
        (r'"jare \"cair\", kapan"', r"jare \"cair\", kapan"),
        (r'"garis miring \"', "garis miring \\"),
        (r'"kutip \""', r"kutip \""),
        (r'"dua \""" kutip"', r'dua \"" kutip'),
        (r'"angkat bahu ¯\_(ツ)_/¯"', r"angkat bahu ¯\_(ツ)_/¯"),
        (r'"disimpan ulang \""oleh Excel\"""', r"disimpan ulang \"oleh Excel\""),
    ],
)
def test_quotes_after_a_backslash_as_php_leaves_them(write: Write, php: str, text: str) -> None:
    assert read(write(f'a,b,c\n1,{php},"x"\n2,{php},\n'), quoting="php") == (
        [("1", text, "x", 1), ("2", text, None, 2)],
        [],
    )


def test_a_table_without_quoting_keeps_its_quotes(write: Write) -> None:
    assert read(write('a\tb\n1\t"PKH" kapan?\n2\t5" hujan\n'), quoting="none") == (
        [("1", '"PKH" kapan?', 1), ("2", '5" hujan', 2)],
        [],
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "file_empty"),
        ("\ufeff \n", "file_empty"),
        ("a,b\n", "file_header_only"),
        ('{"a": 1}', "file_unknown"),
    ],
)
def test_files_without_rows_are_refused(write: Write, content: str, code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        list(table(write(content)))
    assert refusal.value.code == code


def test_workbook_cells_become_text_and_lost_digits_show(tmp_path: Path) -> None:
    path = tmp_path / "buku.bin"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        for column, values in enumerate(
            (["id", 1221580000000000123, 12], ["jumlah", 3, 4.5], ["teks", " halo ", None])
        ):
            sheet.write_column(0, column, values)
        book.add_worksheet("Lain")
    source = Source(path)
    assert sheets(source) == ["Data", "Lain"]
    assert header(source) == ["id", "jumlah", "teks"]
    assert read(source)[0] == [("1.22E+18", "3", "halo", 1), ("12", "4.5", None, 2)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_polars_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    frame = pl.DataFrame(rows, schema=["a", "b"], orient="row")
    frame.write_csv(path, quote_style="always")
    read_rows, rejects = read(Source(path))
    assert rejects == []
    assert [row[:2] for row in read_rows] == [tuple(cell or None for cell in row) for row in rows]
