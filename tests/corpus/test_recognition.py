"""What is undecidable is asked, never guessed: two formats for one file, and the order of day and month, for every reader of tables."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from raw import read

from simpul.corpus.importing import Import, import_paths
from simpul.corpus.reader import Options, readers
from simpul.corpus.recognising import NAMED, choose
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.store import Store

BOTH = "id,platform,author,text,created_at,status,kategori\n1,facebook,a,Beras,2026-03-14,Proses,Bansos\n"
# A table of each reader whose dates may be either way: reader, file name, content with {} for the date, the column refused
TABLES = [
    ("complaint_table", "a.csv", "id,isi,instansi,tanggal,status\n1,Beras,Dinsos,{},Proses\n", "tanggal"),
    ("edge_table", "a.csv", "dari,ke,waktu\na,b,{}\n", "waktu"),
    ("generic_table", "a.csv", "id,platform,author,text,created_at\n1,facebook,a,Beras,{}\n", "created_at"),
    ("instagram_comments", "a.csv", "comment_id,link,username,text,created_at\n1,https://www.instagram.com/p/A1/,a,Beras,{}\n", "created_at"),
    ("facebook_page_insights", "a.csv", "Post ID,Posted,Type,Lifetime Post Total Reach,Lifetime Post Total Impressions\n1,{},Photo,1,2\n", "Posted"),
    ("meta_business_suite", "a.csv", "Post ID,Page ID,Page name,Description,Publish time,Post type,Date,Reach\n1,2,Dinsos,Beras,{},Photos,Lifetime,3\n", "Publish time"),
    ("meta_daily_insights", "facebook @dinsos.csv", "Tanggal,Jangkauan\n{},3\n", "Tanggal"),
    ("youtube_data_tools", "a.csv", "channelId,videoId,publishedAt,videoTitle\nUC1,v1,{},Beras\n", "publishedAt"),
]  # fmt: skip
CALLED = [name for name, *_ in TABLES]
TIMES = {  # as people write them in Indonesia → UTC
    "14 Maret 2026 08.30 WIB": "2026-03-14 01:30",
    "14 Mar 2026 08:30 WITA": "2026-03-14 00:30",
    "14-Agustus-2026 08:30:00 WIT": "2026-08-13 23:30",
    "14 Agt 2026": "2026-08-13 17:00",
    "31 Desember 2026 23.59": "2026-12-31 16:59",
    "14/03/2026 08.30": "2026-03-14 01:30",
    "14.03.26 08.30": "2026-03-14 01:30",
    "2026-03-14T08:30:00+08:00": "2026-03-14 00:30",
}


def times(tables: dict[str, pl.DataFrame]) -> list[str]:
    found = [
        *tables["posts"]["created_at"],
        *tables["observations"]["observed_at"],
        *tables["survey_ties"]["observed_at"],
    ]
    return list(dict.fromkeys(str(time)[:16] for time in found if time is not None))


@pytest.mark.parametrize(("name", "file", "content", "column"), TABLES, ids=CALLED)
def test_an_undecidable_date_order_is_asked_for(
    tmp_path: Path, name: str, file: str, content: str, column: str
) -> None:
    path = tmp_path / file
    path.write_text(content.format("05/03/2026"))
    assert choose(Source(path))[0].name == name
    with pytest.raises(FileRefused) as refusal:
        read(readers()[name], path)
    assert (refusal.value.code, refusal.value.column) == ("date_order_unknown", column)
    months = [times(read(readers()[name], path, Options(day_first=told)))[0][:7] for told in (True, False)]
    assert months == ["2026-03", "2026-05"]


@pytest.mark.parametrize(("name", "file", "content", "column"), TABLES, ids=CALLED)
def test_times_as_people_write_them(tmp_path: Path, name: str, file: str, content: str, column: str) -> None:
    del column
    zone = name == "youtube_data_tools"  # whose times are UTC where they do not say otherwise
    for written, expected in TIMES.items():
        if zone and not any(word in written for word in ("WI", "+")):
            continue
        path = tmp_path / file
        path.write_text(content.format(written))
        assert (written, times(read(readers()[name], path))) == (written, [expected])


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1.250", 1250), ('"1,250"', 1250), ("12.500.000", 12_500_000), ('"12,5"', 12.5), ("12.5", 12.5), ('"1.250,5"', 1250.5), ("1\u00a0250", 1250), ("", None)],
)  # fmt: skip
def test_numbers_as_people_write_them(tmp_path: Path, cell: str, value: float | None) -> None:
    contents = {
        "meta_business_suite": "Post ID,Page ID,Page name,Description,Publish time,Date,Reach\n1,2,Dinsos,Beras,2026-03-14 08:00,Lifetime,{}\n",
        "facebook_page_insights": "Post ID,Type,Lifetime Post Total Impressions,Lifetime Post Total Reach\n1,Photo,,{}\n",
        "youtube_data_tools": "channelId,videoId,publishedAt,videoTitle,viewCount\nUC1,v1,2026-03-14 08:00:00,Beras,{}\n",
        "instagram_comments": "comment_id,link,username,text,created_at,like_count\n1,https://www.instagram.com/p/A1/,a,Beras,2026-03-14,{}\n",
        "generic_table": "id,platform,author,text,created_at,likes\n1,facebook,a,Beras,2026-03-14,{}\n",
        "tweet_harvest": "id_str,full_text,created_at,tweet_url,user_id_str,conversation_id_str,favorite_count\n2030000000123456789,Beras,2026-03-14T08:00:00Z,,1,2030000000123456789,{}\n",
    }  # fmt: skip
    for name, content in contents.items():
        path = tmp_path / "a.csv"
        path.write_text(content.format(cell), "utf-8")
        found = read(readers()[name], path)["observations"]["value"].to_list()
        assert (name, found) == (name, [] if value is None else [value])


def test_two_formats_for_one_file_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(BOTH)
    with pytest.raises(FileRefused) as refusal:
        choose(Source(path))
    assert (refusal.value.code, refusal.value.value) == ("file_ambiguous", "complaint_table, generic_table")
    kinds = {}
    for name in ("complaint_table", "generic_table"):
        assert choose(Source(path), name) == (readers()[name], NAMED)
        store = Store(tmp_path / name)
        import_paths([path], Import(store, b"k" * 32, format=name))
        kinds[name] = store.scan("posts").collect()["kind"].to_list()
    assert kinds == {"complaint_table": ["report"], "generic_table": ["post"]}


@pytest.mark.parametrize(
    ("file", "header", "reader"),
    [
        ("Totals.csv", "Date,Views", "youtube_studio"), ("unduhan/totals.csv", "Date,Impressions", "youtube_studio"),
        ("@dinsos/Totals.csv", "Date,Views", "meta_daily_insights"), ("Views instagram @dinsos.csv", "Date,Views", "meta_daily_insights"),
        ("a.csv", "Date,Reach", "meta_daily_insights"), ("a.csv", "Date,Views,Watch time (hours)", "youtube_studio"),
        ("Chart data.csv", "Date,Content,Views", "youtube_studio"), ("a.csv", "Date,Views", None), ("a.csv", "Date,Impressions", None),
    ],
)  # fmt: skip
def test_bare_daily_figures_are_metas_or_youtubes(
    tmp_path: Path, file: str, header: str, reader: str | None
) -> None:
    """Both platforms write them; only where they lie, or a column of one of them, tells which."""
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{header}\n2026-03-05{',3' * header.count(',')}\n")
    if reader is not None:
        assert choose(Source(path, root=tmp_path))[0].name == reader
        return
    with pytest.raises(FileRefused) as refusal:
        choose(Source(path, root=tmp_path))
    assert (refusal.value.code, refusal.value.value) == (
        "file_ambiguous",
        "meta_daily_insights, youtube_studio",
    )


@pytest.mark.parametrize("name", readers())
def test_a_format_named_for_the_wrong_file_is_refused_in_words(tmp_path: Path, name: str) -> None:
    """Whoever names a format may be wrong: that is no fault of Simpul, and never silence."""
    files = {
        "a.csv": "halo,dunia\n1,2\n", "b.json": json.dumps({"halo": ["dunia"]}), "c.txt": "Selamat pagi\n", "d.xml": "<halo/>",
    }  # fmt: skip
    for file, content in files.items():
        (tmp_path / file).write_text(content)
        store = Store(tmp_path / f"{file}.corpus")
        [batch] = import_paths([tmp_path / file], Import(store, b"k" * 32, format=name))
        codes = store.scan("rejects").collect()["code"].to_list()
        assert (codes or batch.notes) and "file_failed" not in codes, (file, codes, batch)
