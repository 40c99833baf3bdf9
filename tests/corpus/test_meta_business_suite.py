"""Meta Business Suite: three header languages, both platforms, and what Excel does to such a file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from simpul.corpus.chunks import conform
from simpul.corpus.reader import Options, readers
from simpul.corpus.readers.meta_business_suite import READER
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

FACEBOOK = """\
Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Permalink,Post type,Is share,Data comment,Date,Views,Reach,"Reactions, comments and shares",Reactions,Comments,Shares,Total clicks,Link clicks,Other clicks
122100000000000101,61550000000001,Dinas Sosial Kota Arumsari,,"Jadwal bansos beras, cek https://arumsari.example/beras #bansos",0,03/14/2026 08:30,https://www.facebook.com/61550000000001/posts/122100000000000101,Photos,0,,Lifetime,"1,250",980,45,30,10,5,12,7,5
122100000000000102,61550000000001,Dinas Sosial Kota Arumsari,Cara mengurus KKS yang hilang,,61,03/15/2026 19:05,https://www.facebook.com/reel/122100000000000102,Reels,0,,Lifetime,400,,3,2,1,0,,,
"""

INSTAGRAM = """\
Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,Data comment,Date,Views,Likes,Shares,Comments,Saves,Reach,Follows
18001000000000001,17841400000000001,Dinsos_Arumsari,Dinas Sosial Arumsari,Antrean beras di balai kelurahan @kel_sumberwaras,0,03/14/2026 08:30,https://www.instagram.com/p/DAbc-123_x/,IG carousel,,Lifetime,160,5,3,2,4,45,1
18001000000000002,17841400000000001,Dinsos_Arumsari,Dinas Sosial Arumsari,Siaran,15,03/15/2026 08:30,https://www.instagram.com/stories/dinsos_arumsari/18001000000000002,IG story,,Lifetime,90,0,0,0,0,60,0
"""

# The same two rows: the header words of one language, another column order, and numbers as that locale writes them.
SWEDISH = """\
Publicerings-id;Konto-id;Kontots användarnamn;Kontonamn;Beskrivning;Publiceringstid;Inläggstyp;Permalänk;Visningar;Räckvidd;Gilla-markeringar;Kommentarer;Delningar;Följer;Sparade objekt
18001000000000001;17841400000000001;Dinsos_Arumsari;Dinas Sosial Arumsari;Antrean beras di balai kelurahan @kel_sumberwaras;03/14/2026 08:30;IG-karusell;https://www.instagram.com/p/DAbc-123_x/;160;45;5;2;3;1;4
18001000000000002;17841400000000001;Dinsos_Arumsari;Dinas Sosial Arumsari;Siaran;03/15/2026 08:30;IG story;https://www.instagram.com/stories/dinsos_arumsari/18001000000000002;90;60;0;0;0;0;0
"""
INDONESIAN = """\
ID Postingan\tID Akun\tNama Pengguna Akun\tNama Akun\tDeskripsi\tWaktu Penerbitan\tTautan Permanen\tJenis Postingan\tTanggal\tTayangan\tJangkauan\tSuka\tBagikan\tKomentar\tDisimpan\tMengikuti
18001000000000001\t17841400000000001\tDinsos_Arumsari\tDinas Sosial Arumsari\tAntrean beras di balai kelurahan @kel_sumberwaras\t14/03/2026 08.30\thttps://www.instagram.com/p/DAbc-123_x/\tKarusel IG\tSeumur hidup\t160\t45\t5\t3\t2\t4\t1
18001000000000002\t17841400000000001\tDinsos_Arumsari\tDinas Sosial Arumsari\tSiaran\t15/03/2026 08.30\thttps://www.instagram.com/stories/dinsos_arumsari/18001000000000002\tCerita IG\tSeumur hidup\t90\t60\t0\t0\t0\t0\t0
"""


Read = tuple[pl.DataFrame, dict[tuple[str, str], float], list[tuple[object, ...]], list[str]]


def read(path: Path, content: str | bytes, **options: object) -> Read:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    [chunk] = READER.read(Source(path), Options(**options))  # type: ignore[arg-type]
    observed = conform(chunk.observations, "observations")
    values = {
        (subject, metric): value
        for subject, metric, value in observed.select("subject", "metric", "value").rows()
    }
    assert len(values) == observed.height
    return (
        conform(chunk.posts, "posts"),
        values,
        conform(chunk.rejects, "rejects").rows(),
        [note for note, _ in chunk.notes],
    )


def at(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]


def test_facebook_page(tmp_path: Path) -> None:
    posts, observed, refused, notes = read(tmp_path / "a.csv", b"\xef\xbb\xbf" + FACEBOOK.encode())
    assert posts.select("platform", "native_id", "kind", "author", "author_name", "author_kind", "media", "row").rows() == [
        ("facebook", "122100000000000101", "post", "61550000000001", "Dinas Sosial Kota Arumsari", "official", "image", 1),
        ("facebook", "122100000000000102", "post", "61550000000001", "Dinas Sosial Kota Arumsari", "official", "video", 2),
    ]  # fmt: skip
    assert posts["text"].to_list() == [
        "Jadwal bansos beras, cek https://arumsari.example/beras #bansos",
        "Cara mengurus KKS yang hilang",
    ]
    assert posts["created_at"].to_list() == [at(2026, 3, 14, 1, 30), at(2026, 3, 15, 12, 5)]
    assert posts["url"][0] == "https://www.facebook.com/61550000000001/posts/122100000000000101"
    assert (posts["hashtags"][0].to_list(), posts["links"][0].to_list()) == (["bansos"], ["https://arumsari.example/beras"])  # fmt: skip
    first, second = "122100000000000101", "122100000000000102"
    assert observed == {
        (first, "views"): 1250, (first, "reach"): 980, (first, "interactions"): 45, (first, "likes"): 30,
        (first, "comments"): 10, (first, "shares"): 5, (first, "clicks"): 12, (first, "link_clicks"): 7,
        (second, "views"): 400, (second, "interactions"): 3, (second, "likes"): 2, (second, "comments"): 1,
        (second, "shares"): 0,
    }  # fmt: skip
    assert refused == []
    assert notes == ["Tanggal di kolom Publish time dibaca sebagai bulan/hari, zona waktu Asia/Jakarta."]


@pytest.mark.parametrize("content", [INSTAGRAM, SWEDISH, INDONESIAN], ids=["en", "sv", "id"])
def test_instagram_in_three_languages(tmp_path: Path, content: str) -> None:
    posts, observed, refused, _ = read(tmp_path / "a.csv", content)
    assert posts.select("platform", "native_id", "author", "author_id", "author_name", "media").rows() == [
        ("instagram", "DAbc-123_x", "dinsos_arumsari", "17841400000000001", "Dinas Sosial Arumsari", "image"),
        ("instagram", "18001000000000002", "dinsos_arumsari", "17841400000000001", "Dinas Sosial Arumsari", None),
    ]  # fmt: skip
    assert posts["mentions"].to_list() == [["kel_sumberwaras"], []]
    assert posts["created_at"].to_list() == [at(2026, 3, 14, 1, 30), at(2026, 3, 15, 1, 30)]
    assert observed == {
        ("DAbc-123_x", "views"): 160, ("DAbc-123_x", "reach"): 45, ("DAbc-123_x", "likes"): 5, ("DAbc-123_x", "shares"): 3,
        ("DAbc-123_x", "comments"): 2, ("DAbc-123_x", "saves"): 4, ("DAbc-123_x", "follows"): 1,
        ("18001000000000002", "views"): 90, ("18001000000000002", "reach"): 60, ("18001000000000002", "likes"): 0,
        ("18001000000000002", "shares"): 0, ("18001000000000002", "comments"): 0, ("18001000000000002", "saves"): 0,
        ("18001000000000002", "follows"): 0,
    }  # fmt: skip
    assert refused == []
    assert READER.recognise(Source(tmp_path / "a.csv")).score >= 90


def test_columns_stand_anywhere_and_a_semicolon_copy_is_the_same(tmp_path: Path) -> None:
    table = pl.read_csv(FACEBOOK.encode(), infer_schema=False)
    shuffled = table.select(reversed(table.columns)).write_csv(separator=";")
    assert read(tmp_path / "b.csv", shuffled)[:2][1] == read(tmp_path / "a.csv", FACEBOOK)[1]
    assert read(tmp_path / "b.csv", shuffled)[0].equals(read(tmp_path / "a.csv", FACEBOOK)[0])


def test_a_video_export_has_another_id(tmp_path: Path) -> None:
    video = FACEBOOK.replace("Post ID,", "Video asset ID,", 1)
    posts, *_ = read(tmp_path / "a.csv", video)
    assert posts["native_id"].to_list() == ["122100000000000101", "122100000000000102"]
    assert READER.recognise(Source(tmp_path / "a.csv")).score >= 90


STORIES = """\
Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Replies,Profile visits,Link clicks,Sticker taps,Navigation,Follows
18002000000000001,17841400000000001,dinsos_arumsari,Dinas Sosial Arumsari,,7,03/14/2026 08:30,https://www.instagram.com/stories/dinsos_arumsari/18002000000000001,IG story,,Lifetime,90,60,2,1,3,4,5,6,"1,080",0
"""
VIDEOS = """\
Video asset ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Permalink,Is share,Post type,Date,Reactions,Comments,Shares,3-second video views,1-minute video views,Seconds viewed,Average seconds viewed,Estimated earnings (USD)
400000000000001,61550000000001,Dinas Sosial Kota Arumsari,Cara mengurus KKS,,61,03/15/2026 19:05,https://www.facebook.com/watch/?v=400000000000001,0,Videos,Lifetime,2,1,0,250,40,"3,610",14.4,0
"""


def test_stories_have_replies_and_taps(tmp_path: Path) -> None:
    posts, observed, refused, notes = read(tmp_path / "a.csv", STORIES)
    assert posts["native_id"].to_list() == ["18002000000000001"]
    assert {metric: value for (_, metric), value in observed.items()} == {
        "views": 90, "reach": 60, "likes": 2, "shares": 1, "replies": 3, "profile_visits": 4, "link_clicks": 5,
        "sticker_taps": 6, "navigation": 1080, "follows": 0,
    }  # fmt: skip
    assert (refused, notes[1:]) == ([], [])
    assert READER.recognise(Source(tmp_path / "a.csv")).score >= 90


def test_videos_have_seconds(tmp_path: Path) -> None:
    posts, observed, refused, notes = read(tmp_path / "a.csv", VIDEOS)
    assert posts.select("native_id", "media", "text").rows() == [
        ("400000000000001", "video", "Cara mengurus KKS")
    ]
    assert {metric: value for (_, metric), value in observed.items()} == {
        "likes": 2, "comments": 1, "shares": 0, "video_views_3s": 250, "video_views_1m": 40, "seconds_viewed": 3610,
        "seconds_viewed_mean": 14.4,
    }  # fmt: skip
    assert (refused, notes[1:]) == ([], [])


def test_ids_that_excel_rounded_are_refused(tmp_path: Path) -> None:
    damaged = FACEBOOK.replace("\n122100000000000102,", "\n1.221E+17,")
    posts, observed, refused, _ = read(tmp_path / "a.csv", damaged)
    assert posts["native_id"].to_list() == ["122100000000000101"]
    assert {subject for subject, _ in observed} == {"122100000000000101"}
    assert refused == [(2, "Post ID", "id_damaged", "1.221E+17")]


def test_a_rounded_page_id_is_refused_too(tmp_path: Path) -> None:
    damaged = FACEBOOK.replace("102,61550000000001,", "102,6.155E+13,")
    posts, _, refused, _ = read(tmp_path / "a.csv", damaged)
    assert posts.height == 1
    assert refused == [(2, "Page ID", "id_damaged", "6.155E+13")]


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("1.250", 1250, None),
        ('"1,250"', 1250, None),
        ("12.500.000", 12_500_000, None),
        ("Jan-25", None, "number_damaged"),
        ("01/02/2025", None, "number_damaged"),
        ("2025-01-25 00:00:00", None, "number_damaged"),
        ('"1,2E+03"', None, "number_damaged"),
        ("#REF!", None, "number_damaged"),
        ('"1,2 rb"', None, "number_invalid"),
        ("banyak", None, "number_invalid"),
        ("", None, None),
    ],
)
def test_counts_as_people_and_spreadsheets_write_them(tmp_path: Path, cell: str, value: float | None, code: str | None) -> None:  # fmt: skip
    _, observed, refused, _ = read(tmp_path / "a.csv", FACEBOOK.replace('"1,250"', cell))
    assert observed.get(("122100000000000101", "views")) == value
    assert refused == ([(1, "Views", code, cell.strip('"'))] if code else [])


def test_an_undecidable_date_order_is_refused_unless_told(tmp_path: Path) -> None:
    early = FACEBOOK.replace("03/14/2026", "03/04/2026").replace("03/15/2026", "03/05/2026")
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / "a.csv", early)
    assert (refusal.value.code, refusal.value.column, refusal.value.value) == ("date_order_unknown", "Publish time", "03/04/2026 08:30")  # fmt: skip
    months = [
        read(tmp_path / "a.csv", early, day_first=told)[0]["created_at"].dt.month().to_list()
        for told in (True, False)
    ]
    assert months == [[4, 5], [3, 3]]


def test_a_date_that_cannot_be_read_leaves_the_post_without_time(tmp_path: Path) -> None:
    posts, _, refused, _ = read(tmp_path / "a.csv", FACEBOOK.replace("03/15/2026 19:05", "kemarin"))
    assert posts["created_at"].is_null().to_list() == [False, True]
    assert refused == [(2, "Publish time", "date_invalid", "kemarin")]


def test_a_breakdown_by_day_gives_posts_and_no_counts(tmp_path: Path) -> None:
    header, first, _ = FACEBOOK.splitlines()
    days = [first.replace("Lifetime", f"03/{day}/2026") for day in (14, 15, 16)]
    posts, observed, refused, notes = read(tmp_path / "a.csv", "\n".join([header, *days]))
    assert posts["native_id"].to_list() == ["122100000000000101"]
    assert (observed, refused) == ({}, [])
    assert notes[-1].startswith("Ini rincian per hari")


def test_unknown_columns_are_named(tmp_path: Path) -> None:
    more = (
        FACEBOOK.replace("Other clicks\n", "Other clicks,Kolom Baru\n", 1)
        .replace(",5\n", ",5,x\n")
        .replace(",,\n", ",,,y\n")
    )
    posts, _, refused, notes = read(tmp_path / "a.csv", more)
    assert (posts.height, refused) == (2, [])
    assert notes[-1] == "Kolom yang tidak dibaca: Kolom Baru."


def test_header_only(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / "a.csv", FACEBOOK.splitlines()[0] + "\n")
    assert refusal.value.code == "file_header_only"


@pytest.mark.parametrize(
    "header",
    [
        "Post ID,Permalink,Publish time",
        "id,username,text,created_at,Reach,Likes",
        "Lifetime Post Total Reach,Lifetime Post Total Impressions,Type,like,share,comment,Paid",
        "halo",
    ],
)
def test_other_tables_are_not_taken(tmp_path: Path, header: str) -> None:
    (tmp_path / "a.csv").write_text(f"{header}\n1,2,3\n")
    assert READER.recognise(Source(tmp_path / "a.csv")).score == 0


def test_a_table_without_the_needed_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / "a.csv", "Post ID,Permalink\n1,2\n")
    assert refusal.value.code == "file_columns"


def test_the_reader_is_found() -> None:
    assert readers()["meta_business_suite"] is READER
