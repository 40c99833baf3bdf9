"""YouTube Studio's tables and the Data API's answers: totals are no video, hidden counts stay absent, threads are whole."""

from __future__ import annotations

import datetime as dt

import pytest
from raw import FIXTURES, counts, read, refusals

from simpul.corpus.reader import Blank
from simpul.corpus.readers import youtube_api, youtube_studio

STUDIO, API = FIXTURES / "youtube_studio", FIXTURES / "youtube_api"
ONE, TWO, DINSOS = "dQw4w9WgXc1", "dQw4w9WgXc2", "UCdinsostirtaloka0000001"


def day(month: int, day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=dt.UTC)


def test_studio_table() -> None:
    tables = read(youtube_studio.READER, STUDIO / "Table data.csv")
    assert tables["posts"].select("row", "native_id", "text", "created_at", "hashtags").rows() == [
        (2, ONE, "Cara daftar #PKH", day(3, 4, 17), ["pkh"]),
        (3, TWO, "Jadwal bansos", day(2, 27, 17), []),
    ]
    assert counts(tables, ONE) == {"views": 1250, "impressions": 8000, "follows": 11}
    assert counts(tables, TWO) == {"views": 100, "impressions": 1000}
    assert tables["posts"]["extra"].to_list() == [
        '{"duration":"95","watch_hours":"40.2","impressions_rate":"4.5"}', '{"duration":"31","watch_hours":"1.3"}'
    ]  # fmt: skip
    assert refusals(tables) == [(4, "Content", "id_damaged")]


def test_studio_in_indonesian() -> None:
    tables = read(youtube_studio.READER, STUDIO / "Data tabel.csv")
    assert tables["posts"].select("native_id", "created_at").rows() == [(ONE, day(3, 4, 17))]
    assert counts(tables, ONE) == {"views": 1250, "likes": 7}


def test_studio_totals_are_said_to_be_unused() -> None:
    with pytest.raises(Blank, match="Table data"):
        read(youtube_studio.READER, STUDIO / "Totals.csv")


def test_api_videos() -> None:
    tables = read(youtube_api.READER, API / "videos.json")
    assert tables["posts"].select("native_id", "author", "author_name", "text", "created_at", "links").rows() == [
        (ONE, DINSOS, "Dinsos Tirtaloka", "Cara daftar & cek #PKH\nCek di https://bansos.tirtaloka.example", day(3, 5, 3), ["https://bansos.tirtaloka.example"]),
        (TWO, "UCkabar", None, "tanggal rusak", None, []),
    ]  # fmt: skip
    assert counts(tables, ONE) == {"views": 1250, "comments": 14}  # its likes are hidden
    assert counts(tables, TWO) == {"views": 12, "likes": 3}
    assert tables["posts"]["extra"].to_list() == [
        '{"categoryId":"25","defaultAudioLanguage":"id","duration":"PT1M35S"}', None
    ]  # fmt: skip
    assert [(row, code) for row, _, code in refusals(tables)] == [(2, "date_invalid"), (3, "row_kind")]


def test_api_search_results() -> None:
    tables = read(youtube_api.READER, API / "search.json")
    assert tables["posts"].select("native_id", "author", "text").rows() == [
        ("dQw4w9WgXc3", "UCkabar", "It's bansos\nPotongan ...")
    ]
    assert tables["observations"].is_empty()
    assert refusals(tables) == [(2, None, "row_kind")]


def test_api_threads_comments_and_channels_in_one_file() -> None:
    tables = read(youtube_api.READER, API / "threads.jsonl")
    columns = (
        "native_id",
        "kind",
        "author",
        "parent",
        "root",
        "parent_author",
        "text",
        "created_at",
        "mentions",
    )
    assert tables["posts"].select(columns).rows() == [
        ("Ugx1", "comment", "UCbusri", ONE, ONE, None, "Kapan cair?\nBu & Pak", day(3, 5, 4), []),
        ("Ugx1.a", "reply", DINSOS, "Ugx1", ONE, "UCbusri", "@bu_sri sampun Bu", day(3, 5, 5), ["UCbusri"]),
        ("Ugx1.b", "reply", "UCbusri", "Ugx1", None, "UCbusri", "Matur nuwun", day(3, 5, 6), []),
    ]
    assert counts(tables, "Ugx1") == {"likes": 4, "comments": 1}
    assert counts(tables, "Ugx1.a") == {"likes": 0}
    assert counts(tables, "Ugx1.b") == {}
    assert tables["accounts"]["author"].to_list() == [DINSOS, "UChid"]
    assert counts(tables, DINSOS) == {"followers": 520}
    assert counts(tables, "UChid") == {}
    assert refusals(tables) == [(5, None, "row_json")]
