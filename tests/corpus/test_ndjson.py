"""NDJSON: good lines are typed, bad lines are refused by number, nothing else is touched."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.corpus.ndjson import document, ndjson, objects
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

SCHEMA = {"id": pl.String, "n": pl.Int64, "tags": pl.List(pl.String)}


def read(path: Path, content: bytes) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    path.write_bytes(content)
    pieces = list(ndjson(Source(path), SCHEMA))
    return [row for rows, _ in pieces for row in rows.rows()], [
        row for _, bad in pieces for row in bad.rows()
    ]


def test_bad_lines_are_refused_by_number(tmp_path: Path) -> None:
    lines = [
        b'{"id": "1", "n": 2, "more": true}',
        b"",
        b'{"id": "2"',
        b'{"id": 3, "tags": ["a"]}',
        b'{"id": "4", "n": "dua"}',
        b"[1]",
    ]
    assert read(tmp_path / "a", b"\n".join(lines)) == (
        [("1", 2, None, 1), ("3", None, ["a"], 4)],
        [
            (3, None, "row_json", '{"id": "2"'),
            (5, None, "row_json", '{"id": "4", "n": "dua"}'),
            (6, None, "row_json", "[1]"),
        ],
    )


def test_lone_surrogates_and_nul_are_mended_and_said(tmp_path: Path) -> None:
    rows, rejects = read(tmp_path / "a", b'{"id": "be\\ud800ras"}\n{"id": "ja\\u0000gung"}\n')
    assert [row[0] for row in rows] == ["beras", "jagung"]
    assert [(row, column, code) for row, column, code, _ in rejects] == [
        (1, "id", "text_repaired"),
        (2, "id", "text_repaired"),
    ]


def test_utf16_is_read(tmp_path: Path) -> None:
    assert read(tmp_path / "a", '{"id": "é"}\n'.encode("utf-16"))[0] == [("é", None, None, 1)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"a": [1, 2', "file_truncated"),
        ('{"a": "b', "file_truncated"),
        ("halo", "file_unknown"),
        ("", "file_empty"),
        ("[" * 100_000, "file_unknown"),
    ],
)
def test_broken_documents_are_refused(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(FileRefused) as refusal:
        document(Source(path))
    assert refusal.value.code == code


def test_rewriting_brings_odd_lines_into_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b'{"id": "1", "tags": "a"}\n{"id": "2", "tags": ["b"]}\n')
    rows, rejects = next(ndjson(Source(path), SCHEMA, lambda lines: lines.replace(b'"a"', b'["a"]')))
    assert rows["tags"].to_list() == [["a"], ["b"]]
    assert rejects.is_empty()


@pytest.mark.parametrize(
    "content",
    [
        '{"id": "1"}\n{"id": 2}\n',
        '[{"id": "1"}, {"id": 2}]',
        '\n[\n  {\n    "id": "1"\n  },\n  {\n    "id": 2\n  }\n]\n',
    ],
)
def test_an_array_is_read_like_lines(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    assert [row for rows, _ in objects(Source(path), SCHEMA) for row in rows.select("id", "row").rows()] == [
        ("1", 1),
        ("2", 2),
    ]


def test_one_object_over_several_lines_is_one_row(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"id": "1", "tags": ["a"]}, indent=2))
    assert [row for rows, _ in objects(Source(path), SCHEMA) for row in rows.rows()] == [
        ("1", None, ["a"], 1)
    ]


def test_a_bad_first_line_does_not_make_a_document(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"id": "1\n{"id": "2"}\n')
    ((rows, rejects),) = objects(Source(path), SCHEMA)
    assert rows["id"].to_list() == ["2"]
    assert rejects.select("row", "code").rows() == [(1, "row_json")]


def test_a_cut_array_gives_its_whole_elements(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"id": "1"}, {"id": "2"}, {"id": "3", "ta')
    pieces = objects(Source(path), SCHEMA)
    assert next(pieces)[0]["id"].to_list() == ["1", "2"]
    with pytest.raises(FileRefused, match="file_truncated"):
        next(pieces)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["id", "x"]),
            st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
        ),
        min_size=1,
    )
)
def test_every_object_comes_back(
    tmp_path_factory: pytest.TempPathFactory, objects: list[dict[str, str]]
) -> None:
    content = "\n".join(json.dumps(value) for value in objects).encode()
    rows, rejects = read(tmp_path_factory.mktemp("ndjson") / "a", content)
    assert rejects == []
    assert [row[0] for row in rows] == [value.get("id") for value in objects]
