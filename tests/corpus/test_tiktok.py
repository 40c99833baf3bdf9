"""TikTok Studio in two languages and the Research API as JSON and CSV: times from ids, counts that are not there stay absent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from raw import FIXTURES, counts, read, refusals

from simpul.corpus import tiktok_ids
from simpul.corpus.reader import Blank
from simpul.corpus.readers import tiktok_research, tiktok_studio
from simpul.corpus.source import Source

STUDIO, RESEARCH = FIXTURES / "tiktok_studio", FIXTURES / "tiktok_research"
ONE, TWO = "7613600000000000001", "7613700000000000002"


def test_an_id_tells_the_time() -> None:
    # arXiv:2504.13279: bits 63 to 32 of an id are seconds since 1970
    told = pl.select(tiktok_ids.sent_at(pl.lit(str((1_596_000_000 << 32) + 12345)))).item()
    assert told == dt.datetime(2020, 7, 29, 5, 20, tzinfo=dt.UTC)
    assert pl.select(tiktok_ids.sent_at(pl.lit("123"))).item() is None


def test_studio_content() -> None:
    tables = read(tiktok_studio.READER, STUDIO / "Content.csv")
    assert tables["posts"].select("row", "native_id", "author", "author_kind", "text", "created_at", "mentions").rows() == [
        (1, ONE, "dinsos_tirtaloka", "official", "Bansos cair #PKH tanya @kelurahan_gumukjati", dt.datetime(2026, 3, 5, 2, 56, 28, tzinfo=dt.UTC), ["kelurahan_gumukjati"]),
        (2, TWO, "dinsos_tirtaloka", "official", "UMKM", dt.datetime(2026, 3, 5, 9, 24, 31, tzinfo=dt.UTC), []),
    ]  # fmt: skip
    assert tables["posts"]["extra"].to_list() == [
        '{"play_time":"12h:3m:4s","watch_time":"8.2s","watched_full":"31.5"}',
        None,
    ]
    assert counts(tables, ONE) == {"likes": 120, "comments": 14, "shares": 3, "views": 1250, "saves": 7}
    assert counts(tables, TWO) == {"comments": 0, "views": 88}
    assert refusals(tables) == [(2, "Total shares", "number_damaged"), (3, "Video link", "id_missing")]


def test_studio_in_indonesian_and_as_a_workbook(tmp_path: Path) -> None:
    tables = read(tiktok_studio.READER, STUDIO / "Konten.csv")
    assert counts(tables, ONE) == {"likes": 120, "comments": 14, "shares": 3, "views": 1250}
    pl.read_csv(STUDIO / "Konten.csv", separator=";", infer_schema=False).write_excel(tmp_path / "a.xlsx")
    assert tiktok_studio.READER.recognise(Source(tmp_path / "a.xlsx")).score == 93
    again = read(tiktok_studio.READER, tmp_path / "a.xlsx")
    assert again["posts"].equals(tables["posts"])


def test_a_daily_overview_names_no_account() -> None:
    with pytest.raises(Blank, match="does not name its account"):
        read(tiktok_studio.READER, STUDIO / "Overview.csv")


def test_research_videos() -> None:
    tables = read(tiktok_research.READER, RESEARCH / "videos.json")
    assert tables["posts"].select("row", "native_id", "author", "text", "created_at", "hashtags").rows() == [
        (1, ONE, "dinsos_tirtaloka", "Bansos cair #PKH @kelurahan_gumukjati", dt.datetime(2026, 3, 5, 3, tzinfo=dt.UTC), ["pkh"]),
        (2, "7613600000000000002", "bu_sri", None, dt.datetime(2026, 3, 5, 3, 1, 40, tzinfo=dt.UTC), None),
        (4, "7613600000000000003", None, None, None, None),
    ]  # fmt: skip
    assert tables["posts"]["extra"].to_list() == [
        '{"region_code":"ID","video_duration":"31"}', '{"region_code":"ID"}', None
    ]  # fmt: skip
    assert counts(tables, ONE) == {"likes": 120, "comments": 14, "shares": 3, "views": 1250, "saves": 7}
    assert counts(tables, "7613600000000000002") == {}  # -1 is no count
    assert refusals(tables) == [(3, "id", "id_missing"), (4, "create_time", "date_invalid")]


def test_research_comments_and_a_line_cut_short() -> None:
    tables = read(tiktok_research.READER, RESEARCH / "comments.jsonl")
    assert tables["posts"].select("native_id", "kind", "parent", "root", "text").rows() == [
        ("7613610000000000001", "comment", ONE, ONE, "Kapan cair?"),
        ("7613610000000000002", "reply", "7613610000000000001", ONE, "Sampun"),
    ]
    assert counts(tables, "7613610000000000001") == {"likes": 4, "comments": 1}
    assert refusals(tables) == [(3, None, "row_json")]


def test_research_csv_of_its_users() -> None:
    tables = read(tiktok_research.READER, RESEARCH / "videos.csv")
    assert tables["posts"].select("native_id", "author", "hashtags", "url").rows() == [
        (ONE, "dinsos_tirtaloka", ["pkh", "bansos"], f"https://www.tiktok.com/@dinsos_tirtaloka/video/{ONE}")
    ]
    assert refusals(tables) == [(2, "video_id", "id_damaged")]
