"""The reference fixtures: they are what their code makes, Simpul reads them as they say, and every declared field is really used."""

from __future__ import annotations

import io
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from simpul.corpus.chunks import conform
from simpul.corpus.reader import Field, Options, Reader, readers
from simpul.corpus.recognising import choose
from simpul.corpus.records import RAW_TABLES
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # `fixtures` lies at the root, for everybody and not only for Simpul
from fixtures import build  # noqa: E402
from fixtures.files import File  # noqa: E402

FILES = build.all_files()
CASES = [(name, file) for name, files in FILES.items() for file in files]
NAMES = [f"{name}/{file.name}" for name, file in CASES]
HEADERS = pl.read_csv(ROOT / "src/simpul/data/headers.csv")
Tables = dict[str, list[dict[str, Any]]]


def reader_of(name: str) -> Reader:
    return next(reader for reader in readers().values() if reader.name.replace("-", "_") == name)


def place(folder: Path, name: str, content: bytes) -> Source:
    """The file in a folder with the other files of its format, since some formats come in several files."""
    for other in FILES[name]:
        path = folder / other.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(other.content)
    return Source(folder / content.decode()) if content.decode() else Source(folder)


def read(source: Source, reader: Reader, file: File) -> Tables:
    chunks = list(reader.read(source, Options(**file.options)))
    found: Tables = {}
    for table in RAW_TABLES:
        rows = [row for chunk in chunks for row in conform(getattr(chunk, table), table).to_dicts()]
        if rows:
            found[table] = rows
    return found


def plain(value: Any) -> Any:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if hasattr(value, "strftime") else value


def vouched(tables: Tables, expected: Tables) -> Tables:
    """The tables in the columns that the fixture vouches for, in one order."""
    return {
        table: sorted(
            (
                {column: plain(row[column]) for column in expected[table][0]} if table in expected else row
                for row in rows
            ),
            key=repr,
        )
        for table, rows in tables.items()
    }


def test_the_folder_is_what_the_code_makes() -> None:
    made = build.contents()
    there = {
        path.relative_to(build.HERE).as_posix(): path.read_bytes()
        for folder in ("data", "expected")
        for path in (build.HERE / folder).rglob("*")
        if path.is_file()
    }
    there |= {name: (build.HERE / name).read_bytes() for name in ("datapackage.json", "README.md")}
    assert sorted(there) == sorted(made), "run `make fixtures`"
    assert [name for name in made if made[name] != there[name]] == [], "run `make fixtures`"


@pytest.mark.parametrize(("name", "file"), CASES, ids=NAMES)
def test_simpul_reads_what_is_expected(tmp_path: Path, name: str, file: File) -> None:
    source = place(tmp_path, name, file.name.encode())
    expected = {table: sorted(rows, key=repr) for table, rows in file.expected.items() if rows}
    assert vouched(read(source, reader_of(name), file), expected) == expected
    assert sum(map(len, file.expected.values())) < 500 and file.content.count(b"\n") < 60


@pytest.mark.parametrize(("name", "file"), CASES, ids=NAMES)
def test_each_file_is_recognised_by_its_content(tmp_path: Path, name: str, file: File) -> None:
    assert choose(place(tmp_path, name, file.name.encode()))[0] is reader_of(name)


@pytest.mark.parametrize("reader", readers().values(), ids=readers())
def test_every_declared_field_is_used(tmp_path: Path, reader: Reader) -> None:
    """With the field renamed, at least one of the format's files reads otherwise or is refused."""
    name = reader.name.replace("-", "_")
    if name not in FILES:
        pytest.skip(f"{reader.name} has no fixture yet: fixtures/formats/{name}.py")
    sources = [(place(tmp_path, name, file.name.encode()), file) for file in FILES[name]]
    before = {file.name: outcome(source, reader, file) for source, file in sources}
    unused = []
    for field in dict.fromkeys(reader.mapping):
        if field.source.startswith("<"):
            continue
        if not any(differs(source, reader, file, field, before[file.name]) for source, file in sources):
            unused.append(f"{field.source} → {field.column}")
    assert unused == []


def differs(source: Source, reader: Reader, file: File, field: Field, before: Any) -> bool:
    changed = renamed(file, field)
    if changed is None:
        return False
    source.path.write_bytes(changed)
    try:
        return bool(outcome(Source(source.path), reader, file) != before)
    finally:
        source.path.write_bytes(file.content)


def outcome(source: Source, reader: Reader, file: File) -> Any:
    try:
        tables = read(source, reader, file)
    except FileRefused as refused:
        return refused.code
    return {table: repr(rows) for table, rows in tables.items() if table != "rejects"}


def renamed(file: File, field: Field) -> bytes | None:
    """The file with the field's names spoilt; None where it has none of them."""
    names = [part.replace("[]", "").rpartition(".")[2] for part in field.source.split(" | ")]
    names = list(dict.fromkeys([*names, *field.source.split(" | "), *spellings(field)]))
    if file.name.endswith(".xlsx"):
        return _in_workbook(file.content, names)
    text = file.content.decode(_encoding(file.content))
    spoilt = _in_json(text, names) if text.lstrip()[:1] in "{[" else _in_xml(text, names) if text.lstrip()[:1] == "<" else _in_lines(text, names)  # fmt: skip
    return None if spoilt == text else spoilt.encode(_encoding(file.content))


def spellings(field: Field) -> list[str]:
    """All names that the header dictionary has for the same field."""
    means = HEADERS.filter(pl.col("header").is_in(field.source.split(" | ")), pl.col("field") != "-").select(
        "format", "field"
    )
    return HEADERS.join(means.unique(), on=["format", "field"])["header"].to_list()


def _encoding(content: bytes) -> str:
    if content.startswith(b"\xff\xfe"):
        return "utf-16"
    try:
        content.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _in_workbook(content: bytes, names: list[str]) -> bytes | None:
    book, found = openpyxl.load_workbook(io.BytesIO(content)), False
    for sheet in book:
        for row in sheet.iter_rows(max_row=2):
            for cell in row:
                if str(cell.value).strip().lower() in {name.lower() for name in names}:
                    cell.value, found = "kolom lain", True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue() if found else None


def _in_json(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(f'"{name}"', '"bidang_lain"')
    return text


def _in_xml(text: str, names: list[str]) -> str:
    for name in names:
        text = re.sub(rf'(?<=[\s"]){re.escape(name)}(?=["=])', "lain", text, flags=re.IGNORECASE)
    return text


def _in_lines(text: str, names: list[str]) -> str:
    """In the first lines, which hold a table's header or a file's description; a name must be a whole cell or word."""
    spoilt = text.split("\n")
    titled = text.lstrip("\ufeff").startswith("sep=")  # then tables with titles follow one another
    for at, line in enumerate(spoilt if titled else spoilt[:6]):
        spoilt[at] = "".join(_parts(line, names))
    return "\n".join(spoilt)


def _parts(line: str, names: list[str]) -> Iterator[str]:
    wanted = {name.casefold() for name in names}
    for part in re.split(r'("[^"]*"|[,;\t:])', line):
        bare = part.strip().strip("\ufeff").strip('"').casefold().removeprefix("facebook ")
        yield (
            re.sub(re.escape(bare), "kolom lain", part, flags=re.IGNORECASE)
            if bare in wanted and bare
            else part
        )


@pytest.mark.parametrize(("name", "file"), CASES, ids=NAMES)
def test_faulty_files_hold_what_they_say(name: str, file: File) -> None:
    if "BOM" in file.faults:
        assert file.content.startswith(b"\xef\xbb\xbf")
    if "UTF-16" in file.faults:
        assert file.content.startswith(b"\xff\xfe")
    if "semicolons" in file.faults:
        assert file.content.split(b"\n")[0].count(b";") > 1
    if "shifted row" in file.faults:
        assert {"row_ragged"} <= {record["code"] for record in file.expected["rejects"]}


def test_the_guides_reader_and_fixture_agree(tmp_path: Path) -> None:
    """docs/adding-a-format.md: both pieces of code, as they stand there."""
    guide = (ROOT / "docs" / "adding-a-format.md").read_text("utf-8")
    pieces = [textwrap.dedent(code) for _, code in re.findall(r"( *)```python\n(.*?)```", guide, re.DOTALL)]
    of_reader, of_fixture = {}, {}  # type: ignore[var-annotated]
    exec(compile(pieces[0], "guest_book.py", "exec"), of_reader)
    exec(compile(pieces[1], "fixture.py", "exec"), of_fixture)
    reader, (file,) = of_reader["READER"], of_fixture["files"]()
    path = tmp_path / file.name
    path.write_bytes(file.content)
    source = Source(path)
    expected = {table: sorted(rows, key=repr) for table, rows in file.expected.items()}
    assert vouched(read(source, reader, file), expected) == expected
    assert reader.recognise(source).score >= 90
    before = outcome(source, reader, file)
    assert all(differs(source, reader, file, field, before) for field in reader.mapping)
