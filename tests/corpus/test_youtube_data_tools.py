"""YouTube Data Tools: videos and comments as every version writes them, PHP's quotes, and names of files as the only link."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from raw import FIXTURES, counts, read, refusals

from simpul.corpus.reader import Options
from simpul.corpus.readers.youtube_data_tools import HASHED, READER, WHERE
from simpul.corpus.source import Source

HERE = FIXTURES / "youtube_data_tools"
VIDEO = "Tirta-Lok01"
TOP, OTHER = "UgzTirta0000000000000000001", "UgzTirta0000000000000000002"
FIRST, SECOND = f"{TOP}.9a", f"{TOP}.9b"
SRI, JOKO, PEMKOT = (f"{name:0<24}" for name in ("UCsri", "UCjoko", "UCtirtalokapemkot"))
COMMENTS = HERE / f"videoinfo_{VIDEO}_2024_01_16-00_00_00_comments.csv"
HASHED_COMMENTS = HERE / f"videoinfo_{VIDEO}_2024_01_16-00_00_01_comments.csv"
VIDEOS = HERE / "videolist_channel3_2024_01_16-00_00_00.csv"


def utc(day: int, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime(2024, 1, day, hour, minute, second, tzinfo=dt.UTC)


def fputcsv(cells: list[str]) -> str:
    """A line as PHP writes it: a quote is doubled, except after a backslash."""
    written = []
    for cell in cells:
        if re.search(r'[\s",\\]', cell):
            inner, escaped = "", False
            for sign in cell:
                inner += '""' if sign == '"' and not escaped else sign
                escaped = sign == "\\"
            cell = f'"{inner}"'
        written.append(cell)
    return ",".join(written) + "\n"


def test_videos_are_posts_with_their_counts() -> None:
    assert READER.recognise(Source(VIDEOS)).score == 95
    tables = read(READER, VIDEOS)
    assert tables["posts"].select(
        "native_id", "kind", "author", "author_name", "text", "created_at"
    ).rows() == [
        (
            *(VIDEO, "post", PEMKOT, "Pemkot Tirtaloka"),
            'Wali Kota: "PKH cair 22 Januari"\nJadwal di https://dinsos.tirtaloka.example/pkh #BansosPKH #Tirtaloka',
            utc(15, 2, 30),
        ),
        ("-Gumukjati2", "post", PEMKOT, "Pemkot Tirtaloka", "Kirab budaya, kelurahan Gumukjati", utc(14, 1)),
        ("Pasar_wuni3", "post", PEMKOT, "Pemkot Tirtaloka", r"Upacara \ apel pagi", utc(13, 1)),
    ]
    assert tables["posts"]["hashtags"].to_list()[0] == ["bansospkh", "tirtaloka"]
    assert tables["posts"]["url"].to_list()[0] == f"https://www.youtube.com/watch?v={VIDEO}"
    assert counts(tables, VIDEO) == {"views": 1540, "likes": 48, "comments": 4}
    assert counts(tables, "-Gumukjati2") == {"views": 812}  # likes hidden, comments off: unknown, not 0
    assert refusals(tables) == []


def test_the_old_list_of_videos_is_the_same_without_quotes() -> None:
    old = read(READER, HERE / "videolist_channel3_2019_01_16-00_00_00.tab")
    new = read(READER, VIDEOS)
    assert old["posts"].equals(new["posts"])
    assert old["observations"].equals(new["observations"])


def test_comments_and_replies() -> None:
    tables = read(READER, COMMENTS)
    columns = ("native_id", "kind", "author", "parent", "root", "parent_author", "created_at")
    assert tables["posts"].select(columns).rows() == [
        (TOP, "comment", SRI, VIDEO, VIDEO, None, utc(15, 3, 10, 5)),
        (FIRST, "reply", JOKO, TOP, VIDEO, SRI, utc(15, 3, 30)),
        (SECOND, "reply", PEMKOT, TOP, VIDEO, SRI, utc(15, 8, 41)),
        (OTHER, "comment", JOKO, VIDEO, VIDEO, None, utc(15, 9)),
    ]
    assert tables["posts"].select("text", "mentions").rows() == [
        (r"Jare \"cair\", kok aku ora entuk? @joko.k piye", [JOKO]),
        ('@BuSriRT04 sabar mbak, "antri" dhisik', [SRI]),
        ("Monggo dicek ke kelurahan, nggih", []),
        ("¯\\_(ツ)_/¯ beras SPHP habis; #sembako mahal\\", []),
    ]
    assert counts(tables, TOP) == {"likes": 6, "comments": 2}
    assert counts(tables, FIRST) == {"likes": 1}
    assert counts(tables, OTHER) == {"comments": 0}


@pytest.mark.parametrize(
    "name",
    [
        f"videoinfo_{PEMKOT}_{VIDEO}_2024_01_16-00_00_00_comments.tab",
        f"videoinfo_{VIDEO}_2019_01_16-00_00_00_comments.tab",
        "comments_bulk.csv",
    ],
)
def test_every_version_gives_the_same_comments(name: str) -> None:
    assert READER.recognise(Source(HERE / name)).score == 95
    tables, expected = read(READER, HERE / name), read(READER, COMMENTS)
    assert tables["posts"].equals(expected["posts"])
    assert (
        tables["observations"]
        .sort("subject", "metric")
        .equals(expected["observations"].sort("subject", "metric"))
    )


def test_hashed_comments_hang_together_and_say_so() -> None:
    tables = read(READER, HASHED_COMMENTS)
    top, sri = (hashlib.sha1(name.encode()).hexdigest() for name in (TOP, "@BuSriRT04"))
    assert tables["posts"].select("native_id", "author", "parent", "parent_author").rows()[:2] == [
        (top, sri, VIDEO, None),
        (
            *(hashlib.sha1(name.encode()).hexdigest() for name in (FIRST, "@joko.k")),
            *(top, sri),
        ),
    ]
    notes = [note for chunk in READER.read(Source(HASHED_COMMENTS), Options()) for note in chunk.notes]
    assert notes == [HASHED]


def test_a_renamed_file_of_comments_does_not_know_its_video(tmp_path: Path) -> None:
    path = tmp_path / "komentar januari.csv"
    shutil.copy(COMMENTS, path)
    assert READER.recognise(Source(path)).score == 95
    assert read(READER, path)["posts"].select("parent", "root").rows() == [
        (None, None), (TOP, None), (TOP, None), (None, None)
    ]  # fmt: skip
    assert [note for chunk in READER.read(Source(path), Options()) for note in chunk.notes] == [WHERE]


def test_what_excel_does_to_a_list_of_videos(tmp_path: Path) -> None:
    lines = list(csv.DictReader(VIDEOS.read_text().splitlines()))
    dates = ("15/01/2024 02:30", "14/01/2024 01:00", "kemarin")
    for line, date in zip(lines, dates, strict=True):
        line["publishedAt"] = date
    lines[0]["videoId"], lines[1]["videoId"], lines[1]["viewCount"] = "#NAME?", "", "Jan-24"
    lines[2]["viewCount"] = "1.250"
    path = tmp_path / "a.csv"
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, list(lines[0]), delimiter=";")
        table.writeheader()
        table.writerows([*lines, lines[2] | {"videoId": "Lojikencana", "publishedAt": "13/01/2024 06:00"}])
    tables = read(READER, path)
    assert refusals(tables) == [
        (1, "videoId", "id_damaged"),
        (2, "videoId", "id_missing"),
        (3, "publishedAt", "date_invalid"),
    ]
    assert tables["posts"].select("native_id", "created_at").rows() == [
        ("Pasar_wuni3", None), ("Lojikencana", utc(13, 6))
    ]  # fmt: skip
    assert counts(tables, "Pasar_wuni3")["views"] == 1250


@pytest.mark.parametrize(
    "header",
    [
        "id,likeCount,publishedAt,authorName,text",
        "author,count",
        "channelId,channelTitle,videoId",
        "video_id,comment_id,author_name,text,like_count,published_at",
        "",
    ],
)
def test_other_tables_are_not_taken_for_it(header: str, tmp_path: Path) -> None:
    path = tmp_path / COMMENTS.name
    path.write_text(header + "\n1,2,3,4,5,6\n")
    assert READER.recognise(Source(path)).score == 0


TEXT = st.text(st.sampled_from('ab",\\ é'), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_what_php_writes_is_read_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    assume(not any(re.search(r'\\"+,(?! )', text) for text in texts))  # there PHP's line has two meanings
    path = tmp_path_factory.mktemp("php") / COMMENTS.name
    head = COMMENTS.read_text().partition("\n")[0].split(",")
    rows = [
        [f"Ug{i}", "0", "1", "2024-01-15 03:10:05", "@a", text, SRI, "", "0", "", ""]
        for i, text in enumerate(texts)
    ]
    path.write_text(fputcsv(head) + "".join(fputcsv(row) for row in rows))
    tables = read(READER, path)
    assert tables["posts"]["text"].to_list() == texts
    assert refusals(tables) == []
