"""Entry sheets: comments without author, follower counts, voices passed on."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from simpul.corpus.chunks import Chunk, conform
from simpul.corpus.reader import Options
from simpul.corpus.readers.entry_sheets import READER, _post
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

COMMENTS = ["catatan", "platform", "akun", "tanggal komentar", "kiriman", "isi komentar"]
FOLLOWERS = ["catatan", "platform", "akun", "tanggal hitung", "pengikut"]
VOICES = [
    "catatan",
    "tanggal suara",
    "kelurahan",
    "peran perantara",
    "atas nama",
    "kebutuhan atau pesan",
    "izin diberikan",
]
PLACES = Options(place_codes={"kembangsari": "99.71.01.1001", "99.71.01.1001": "99.71.01.1001"})
MIDNIGHT = datetime(2026, 3, 4, 17, tzinfo=UTC)  # 5 March 2026 in Jakarta


def sheet(path: Path, rows: list[list[Any]]) -> Source:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell in [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]:
        cell.data_type = "s"
    book.save(path)
    return Source(path)


def sheet_csv(path: Path, rows: list[list[Any]], **form: Any) -> Source:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, **form).writerows(rows)
    return Source(path)


def read(source: Source, options: Options = PLACES) -> Chunk:
    (chunk,) = list(READER.read(source, options))
    for table in ("posts", "accounts", "observations", "rejects"):
        conform(getattr(chunk, table), table)
    return chunk


def refusals(chunk: Chunk) -> list[tuple[Any, ...]]:
    assert chunk.rejects is not None
    return chunk.rejects.select("row", "column", "code", "value").rows()


def posts(chunk: Chunk, *columns: str) -> list[tuple[Any, ...]]:
    return conform(chunk.posts, "posts").select(columns).rows()


def test_comments_have_no_author(tmp_path: Path) -> None:
    rows = [
        COMMENTS,
        [None, "IG", "@Dinsos_Arumsari", datetime(2026, 3, 5, 19, 30), "https://www.instagram.com/p/C4abc-1/", "Kapan cair, Min?"],
        [None, "Facebook", "https://facebook.com/dinsos.arumsari", "5 Maret 2026", "Jadwal beras", "=SUM(1) matur nuwun"],
        ["sudah dijawab", "facebook", "dinsos.arumsari", "05/03/2026", "jadwal beras", "Amin"],
        [None, "facebook", "dinsos.arumsari", "05/03/2026", None, "Amin"],
    ]  # fmt: skip
    source = sheet(tmp_path / "a.xlsx", rows)
    assert READER.recognise(source).score == 95
    chunk = read(source)
    assert posts(chunk, "platform", "kind", "author", "parent_author", "text", "created_at", "row") == [
        ("instagram", "comment", None, "dinsos_arumsari", "Kapan cair, Min?", datetime(2026, 3, 5, 12, 30, tzinfo=UTC), 1),
        ("facebook", "comment", None, "dinsos.arumsari", "=SUM(1) matur nuwun", MIDNIGHT, 2),
        ("facebook", "comment", None, "dinsos.arumsari", "Amin", MIDNIGHT, 3),
        ("facebook", "comment", None, "dinsos.arumsari", "Amin", MIDNIGHT, 4),
    ]  # fmt: skip
    parents = [parent for (parent,) in posts(chunk, "parent")]
    assert parents[0] == "C4abc-1"
    assert parents[1] == parents[2] != parents[3] is None
    assert posts(chunk, "root") == posts(chunk, "parent")
    assert len({native for (native,) in posts(chunk, "native_id")}) == 4
    assert refusals(chunk) == []
    assert [english for _, english in chunk.notes] == [
        "Comments copied by hand carry no author, so persons cannot be counted from them.",
        "Dates in column tanggal komentar were read as day/month, as the sheet's guide says. If that is wrong, import again with --month-first.",
    ]


def test_a_longer_sheet_gives_the_old_rows_the_same_ids(tmp_path: Path) -> None:
    row = [None, "x", "dinsos", "05/03/2026", "a", "Amin"]
    first = read(sheet(tmp_path / "a.xlsx", [COMMENTS, row, row]))
    later = read(
        sheet(
            tmp_path / "b.xlsx", [COMMENTS, row, [None, "x", "dinsos", "06/03/2026", "a", "Matur nuwun"], row]
        )
    )
    ids = [native for (native,) in posts(later, "native_id")]
    assert [native for (native,) in posts(first, "native_id")] == [ids[0], ids[2]]
    assert len(set(ids)) == 3


def test_a_column_of_authors_is_not_read(tmp_path: Path) -> None:
    rows = [[*COMMENTS, "penulis"], [None, "x", "dinsos", "05/03/2026", "a", "Amin", "Slamet Riyadi"]]
    chunk = read(sheet(tmp_path / "a.xlsx", rows))
    assert "Slamet" not in repr((chunk.posts.to_dicts(), chunk.notes, refusals(chunk)))  # type: ignore[union-attr]
    assert ("Kolom yang tidak disimpan: penulis.", "Columns that are not stored: penulis.") in chunk.notes


def test_follower_counts(tmp_path: Path) -> None:
    rows = [
        FOLLOWERS,
        [None, "Instagram", "@Dinsos_Arumsari", datetime(2026, 3, 5), 1240],
        [None, "Instagram", "dinsos_arumsari", "05/04/2026", "1.310"],
        [None, "Instagram", "dinsos_arumsari", "05/05/2026", "1,2 rb"],
        [None, "Friendster", "dinsos_arumsari", "05/05/2026", 3],
    ]
    source = sheet(tmp_path / "a.xlsx", rows)
    assert READER.recognise(source).score == 95
    chunk = read(source)
    assert chunk.observations is not None
    columns = ("platform", "subject_kind", "subject", "metric", "value", "observed_at", "row")
    assert chunk.observations.select(columns).rows() == [
        ("instagram", "account", "dinsos_arumsari", "followers", 1240.0, MIDNIGHT, 1),
        ("instagram", "account", "dinsos_arumsari", "followers", 1310.0, datetime(2026, 4, 4, 17, tzinfo=UTC), 2),
    ]  # fmt: skip
    assert chunk.accounts is not None
    assert chunk.accounts.rows() == [("instagram", "dinsos_arumsari")]
    assert sorted(refusals(chunk)) == [
        (3, "pengikut", "cell_required", "1,2 rb"),
        (4, "platform", "cell_required", "Friendster"),
    ]


def test_voices_need_permission_and_keep_no_person(tmp_path: Path) -> None:
    rows = [
        VOICES,
        [None, "5 Maret 2026", "Kembangsari", "Ketua RT", "Lansia", "Simbah belum dapat kiriman makan", "Ya"],
        [None, "5 Maret 2026", "Kembangsari", "Kader", None, "Air sumur keruh", "Tidak"],
        [None, "5 Maret 2026", "Kembangsari", "Kader", None, "Air sumur keruh", None],
        [None, "5 Maret 2026", "Atlantis", "Kader", "Lansia", "Air sumur keruh", "ya"],
        [None, "5 Maret 2026", None, "Pak Slamet", None, "Air sumur keruh", "ya"],
    ]
    source = sheet(tmp_path / "a.xlsx", rows)
    assert READER.recognise(source).score == 95
    chunk = read(source)
    columns = (
        "platform",
        "kind",
        "author",
        "place",
        "passed_on_by",
        "spoken_for",
        "text",
        "created_at",
        "row",
    )
    said = "Simbah belum dapat kiriman makan"
    assert posts(chunk, *columns) == [
        ("offline", "report", None, "99.71.01.1001", "rt_head", "elderly", said, MIDNIGHT, 1),
        ("offline", "report", None, None, "cadre", "elderly", "Air sumur keruh", MIDNIGHT, 4),
    ]
    assert sorted(refusals(chunk)) == [
        (2, "izin diberikan", "consent_missing", None),
        (3, "izin diberikan", "consent_missing", None),
        (4, "kelurahan", "place_unknown", "Atlantis"),
        (5, "peran perantara", "cell_required", "Pak Slamet"),
    ]


@pytest.mark.parametrize(
    ("form", "name"), [({"delimiter": ";"}, "a.csv"), ({"delimiter": "\t"}, "a.tsv"), ({}, "a.txt")]
)
def test_saved_as_csv_and_with_english_headers(tmp_path: Path, form: dict[str, str], name: str) -> None:
    rows = [["platform", "account", "date", "followers"], ["x", "dinsos", "2026-03-05", "7"]]
    source = sheet_csv(tmp_path / name, rows, **form)
    assert READER.recognise(source).score == 80
    chunk = read(source)
    assert chunk.observations is not None
    assert chunk.observations.select("subject", "value", "observed_at").rows() == [("dinsos", 7.0, MIDNIGHT)]


@pytest.mark.parametrize(
    ("cells", "day_first", "expected"),
    [(["05/06/2026"], None, [(6, 4)]), (["05/06/2026"], False, [(5, 5)]), (["05/06/2026", "05/13/2026"], None, [(5, 5), (5, 12)])],
)  # fmt: skip
def test_the_day_comes_first_unless_the_column_says_otherwise(
    tmp_path: Path, cells: list[str], day_first: bool | None, expected: list[tuple[int, int]]
) -> None:
    rows = [FOLLOWERS, *([None, "x", f"a{n}", cell, 1] for n, cell in enumerate(cells))]
    chunk = read(sheet(tmp_path / "a.xlsx", rows), Options(day_first=day_first))
    assert chunk.observations is not None
    assert [(t.month, t.day) for t in chunk.observations["observed_at"]] == expected
    asked = any("--month-first" in said for note in chunk.notes for said in note)
    assert asked == (day_first is None and len(cells) == 1)  # only what is read by the sheet's rule alone


def test_other_tables_are_not_taken(tmp_path: Path) -> None:
    other = sheet_csv(tmp_path / "a.csv", [["id", "text", "date"], ["1", "halo", "2026-03-05"]])
    assert READER.recognise(other).score == 0
    (tmp_path / "b.json").write_text('{"a": 1}')
    assert READER.recognise(Source(tmp_path / "b.json")).score == 0
    with pytest.raises(FileRefused) as refusal:
        read(other)
    assert refusal.value.code == "file_columns"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://x.com/dinsos/status/1789?s=20", "1789"), ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ", "dQw4w9WgXcQ"), ("https://www.tiktok.com/@dinsos/video/73", "73"),
        ("https://www.facebook.com/dinsos/posts/1022", "1022"), ("https://www.facebook.com/dinsos/posts/judul-kiriman/1022", "1022"),
        ("https://m.facebook.com/story.php?story_fbid=55&id=9", "55"), ("https://www.instagram.com/reel/C9_x/", "C9_x"),
        ("https://bsky.app/profile/dinsos.example/post/3kabc", "3kabc"),
    ],
)  # fmt: skip
def test_the_post_that_a_link_names(address: str, expected: str) -> None:
    assert _post("x", "dinsos", address) == expected
