"""Instagram comments: whom a comment answers, and what exporters and Excel make of the columns."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from simpul.corpus.chunks import conform
from simpul.corpus.reader import Options, readers
from simpul.corpus.readers.instagram_comments import READER
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

COMMENTS = """\
link,comment_id,parent_id,username,text,created_at,like_count,reply_count
https://www.instagram.com/p/DAbc-1_x/,17900000000000001,,Painem_RT4,"Kapan cair, min? @dinsos_arumsari #pkh",2026-03-05T02:00:00.000Z,2,1
https://www.instagram.com/p/DAbc-1_x/,17900000000000002,17900000000000001,dinsos_arumsari,Minggu depan nggih Bu,2026-03-05T03:30:00+00:00,1,0
https://www.instagram.com/dinsos_arumsari/reel/DXyz9/,17900000000000003,0,wahyu.w,"baris satu
baris dua",2026-03-05 11:00:00,,
"""


def read(
    path: Path, content: str, **options: object
) -> tuple[pl.DataFrame, list[tuple[object, ...]], list[tuple[object, ...]], list[str]]:
    path.write_text(content)
    [chunk] = READER.read(Source(path), Options(**options))  # type: ignore[arg-type]
    observed = conform(chunk.observations, "observations").select("subject", "metric", "value").rows()
    return (
        conform(chunk.posts, "posts"),
        sorted(observed),
        conform(chunk.rejects, "rejects").rows(),
        [id for id, _ in chunk.notes],
    )


def test_comments_and_replies(tmp_path: Path) -> None:
    posts, observed, refused, notes = read(tmp_path / "a.csv", COMMENTS)
    assert posts.select("native_id", "kind", "author", "parent", "root", "parent_author", "text").rows() == [
        ("17900000000000001", "comment", "painem_rt4", "DAbc-1_x", "DAbc-1_x", None, "Kapan cair, min? @dinsos_arumsari #pkh"),
        ("17900000000000002", "reply", "dinsos_arumsari", "17900000000000001", "DAbc-1_x", None, "Minggu depan nggih Bu"),
        ("17900000000000003", "comment", "wahyu.w", "DXyz9", "DXyz9", "dinsos_arumsari", "baris satu\nbaris dua"),
    ]  # fmt: skip
    assert posts["created_at"].to_list() == [
        dt.datetime(2026, 3, 5, 2, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 5, 3, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 5, 4, tzinfo=dt.UTC),
    ]
    assert posts["mentions"].to_list() == [["dinsos_arumsari"], [], []]
    assert posts["hashtags"].to_list() == [["pkh"], [], []]
    assert posts["platform"].to_list() == ["instagram"] * 3
    assert observed == [
        ("17900000000000001", "comments", 1.0),
        ("17900000000000001", "likes", 2.0),
        ("17900000000000002", "comments", 0.0),
        ("17900000000000002", "likes", 1.0),
    ]
    assert (refused, notes) == ([], [])
    assert READER.recognise(Source(tmp_path / "a.csv")).score >= 90


@pytest.mark.parametrize(
    "header",
    [
        "post_url,id,parent_comment_id,owner_username,comment,timestamp,likes,replies",
        "tautan,id komentar,id komentar induk,nama pengguna,isi komentar,waktu,jumlah suka,jumlah balasan",
    ],
)
def test_other_names_for_the_columns(tmp_path: Path, header: str) -> None:
    expected = read(tmp_path / "a.csv", COMMENTS)
    other = "\n".join([header, *COMMENTS.splitlines()[1:]])
    assert READER.recognise(Source(tmp_path / "a.csv")).score >= 90
    found = read(tmp_path / "b.csv", other)
    assert found[0].equals(expected[0])
    assert found[1:] == expected[1:]


def test_seconds_and_milliseconds_since_1970(tmp_path: Path) -> None:
    epoch = COMMENTS.replace("2026-03-05T02:00:00.000Z", "1772676000").replace(
        "2026-03-05T03:30:00+00:00", "1772681400000"
    )
    assert (
        read(tmp_path / "a.csv", epoch)[0]["created_at"].to_list()
        == read(tmp_path / "b.csv", COMMENTS)[0]["created_at"].to_list()
    )


def test_damage(tmp_path: Path) -> None:
    damaged = COMMENTS.replace("17900000000000002,", "1.79E+16,").replace(",2,1\n", ",Feb-01,x\n")
    posts, observed, refused, _ = read(tmp_path / "a.csv", damaged)
    assert posts["native_id"].to_list() == ["17900000000000001", "17900000000000003"]
    assert observed == []
    assert refused == [
        (2, "comment_id", "id_damaged", "1.79E+16"),
        (1, "like_count", "number_damaged", "Feb-01"),
        (1, "reply_count", "number_invalid", "x"),
    ]


def test_a_short_code_column_and_no_times(tmp_path: Path) -> None:
    content = "shortcode,comment_id,username,text,tema\nDAbc,1,painem,nggih,x\n,2,wahyu,siap,y\n"
    posts, _, _, notes = read(tmp_path / "a.csv", content)
    assert posts.select("parent", "root", "created_at").rows() == [("DAbc", "DAbc", None), (None, None, None)]
    assert notes == [
        "Berkas ini tidak memuat tanggal: isinya masuk tanpa waktu.",
        "Kolom yang tidak dibaca: tema.",
    ]


def test_minet_names_no_post(tmp_path: Path) -> None:
    content = (
        "id,index,parent_id,child_index,text,comment_like_count,is_liked_by_media_owner,child_comment_count,created_at_utc,utc_time,username,user_id,user_full_name\n"
        "179001,0,,,Nggih,2,False,1,1772676000,2026-03-05T02:00:00,painem,77,Bu Painem\n"
        "179002,0,179001,0,Siap,,False,,1772676060,2026-03-05T02:01:00,wahyu,78,Pak Wahyu\n"
    )
    posts, observed, refused, notes = read(tmp_path / "a.csv", content)
    assert posts.select(
        "native_id", "kind", "parent", "root", "author", "author_id", "author_name"
    ).rows() == [
        ("179001", "comment", None, None, "painem", "77", "Bu Painem"),
        ("179002", "reply", "179001", None, "wahyu", "78", "Pak Wahyu"),
    ]
    assert posts["created_at"][1] == dt.datetime(2026, 3, 5, 2, 1, tzinfo=dt.UTC)
    assert observed == [("179001", "comments", 1.0), ("179001", "likes", 2.0)]
    assert (refused, notes) == ([], ["Berkas ini tidak menyebut kiriman yang dikomentari."])
    assert READER.recognise(Source(tmp_path / "a.csv")).score >= 90


def test_day_and_month(tmp_path: Path) -> None:
    local = COMMENTS.replace("2026-03-05 11:00:00", "05/03/2026 11.00")
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / "a.csv", local)
    assert refusal.value.code == "date_order_unknown"
    posts, _, _, notes = read(tmp_path / "a.csv", local, day_first=True)
    assert posts["created_at"].to_list() == read(tmp_path / "b.csv", COMMENTS)[0]["created_at"].to_list()
    assert notes == ["Tanggal di kolom created_at dibaca sebagai hari/bulan, zona waktu Asia/Jakarta."]


@pytest.mark.parametrize(
    "content",
    [
        "id,username,text,created_at,platform\n1,a,b,c,d\n",
        "conversation_id_str,created_at,full_text,id_str,username,tweet_url\n1,2,3,4,5,https://x.com/a/status/4\n",
        "link,comment_id,username,text\nhttps://www.tiktok.com/@a/video/1,1,a,b\n",
        "comment_id;text\n1;https://www.instagram.com/p/x/\n",
    ],
)
def test_other_tables_are_not_taken(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.csv").write_text(content)
    assert READER.recognise(Source(tmp_path / "a.csv")).score == 0


def test_the_reader_is_found() -> None:
    assert readers()["instagram_comments"] is READER
