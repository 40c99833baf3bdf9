"""Complaint tables: reports, the agencies they are addressed to, and the agencies' answers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from raw import SHARED, read, refusals

from simpul.corpus.importing import Import, import_paths
from simpul.corpus.reader import Options
from simpul.corpus.readers.complaint_table import READER
from simpul.corpus.recognising import choose
from simpul.corpus.source import Source
from simpul.corpus.store import Store

LAPOR = """\
Nomor Laporan;Nama Pelapor;NIK;No HP;Judul Laporan;Isi Laporan;Kategori;Klasifikasi;Instansi Terdisposisi;Kelurahan;Tanggal Laporan;Status;Tindak Lanjut;Tanggal Tindak Lanjut
7001;Sulastri Wulandari;3371010101900001;081234567890;Beras belum diterima;"Sudah tiga bulan, KKS saya kosong.";Kemiskinan;Pengaduan;Dinas Sosial  Kota;Kembangsari;14 Maret 2026 08.30 WIB;Selesai;Sudah kami cek, silakan ke kelurahan.;16 Maret 2026 10.00 WIB
7002;Anonim;;;Lampu jalan mati;Lampu jalan mati sejak Senin;Jalan;Pengaduan;DPU;Entah;15 Maret 2026 19.05 WIB;Proses;;
7003;Budi;;;;;Jalan;Pengaduan;DPU;;15 Maret 2026;Proses;;
"""
OPEN311 = """\
service_request_id,status,service_name,description,agency_responsible,requested_datetime,updated_datetime,lat,long,status_notes
1-2,closed,Bantuan sosial,Bansos tidak tepat sasaran,Dinas Sosial,2026-03-14T08:30:00+07:00,2026-03-15T09:00:00+07:00,-7.4,110.2,Didata ulang
"""
PLACES = Options(place_codes={"kembangsari": "99.71.01.1001"})


def at(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]


def file(folder: Path, content: str, name: str = "aduan.csv") -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def test_a_report_its_agency_and_its_answer(tmp_path: Path) -> None:
    tables = read(READER, file(tmp_path, LAPOR), PLACES)
    posts = tables["posts"]
    assert posts.select("platform", "native_id", "kind", "author", "author_kind", "parent", "root", "place", "row").rows() == [
        ("lapor", "7001", "report", "sulastri wulandari", None, None, None, "99.71.01.1001", 1),
        ("lapor", "7002", "report", None, None, None, None, None, 2),
        ("lapor", "7001-answer-1", "reply", "dinas sosial kota", "agency", "7001", "7001", None, 1),
    ]  # fmt: skip
    assert posts["text"].to_list() == [
        "Beras belum diterima\nSudah tiga bulan, KKS saya kosong.",
        "Lampu jalan mati sejak Senin",
        "Sudah kami cek, silakan ke kelurahan.",
    ]
    assert posts["created_at"].to_list() == [
        at(2026, 3, 14, 1, 30),
        at(2026, 3, 15, 12, 5),
        at(2026, 3, 16, 3),
    ]
    assert posts["mentions"].to_list() == [["dinas sosial kota"], ["dpu"], None]
    assert posts["extra"].to_list() == [
        '{"topic":"kemiskinan","classification":"pengaduan","status":"selesai"}',
        '{"topic":"jalan","classification":"pengaduan","status":"proses"}',
        None,
    ]
    assert tables["accounts"].select("author", "author_name", "author_kind").rows() == [
        ("dinas sosial kota", "Dinas Sosial  Kota", "agency"),
        ("dpu", "DPU", "agency"),
    ]
    assert refusals(tables) == [(3, "Isi Laporan", "cell_required"), (2, "Kelurahan", "place_unknown")]


def test_what_names_a_reporter_is_not_stored_and_agencies_are(tmp_path: Path) -> None:
    store = Store(tmp_path / "corpus")
    import_paths([file(tmp_path, LAPOR)], Import(store, b"k" * 32, options=PLACES))
    kept = [store.scan(name).collect() for name in ("posts", "accounts", "observations", "rejects")]
    written = repr([frame.to_dicts() for frame in kept]).lower()
    assert "sulastri" not in written
    assert "3371010101900001" not in written
    assert "81234567890" not in written
    posts = kept[0].sort("row", "kind")
    assert posts.filter(kind="reply")["account_id"].to_list() == ["lapor:dinas sosial kota"]
    assert posts.filter(row=1, kind="report")["mentions"].to_list() == [["lapor:dinas sosial kota"]]


def test_open311(tmp_path: Path) -> None:
    tables = read(READER, file(tmp_path, OPEN311))
    assert tables["posts"].select("native_id", "kind", "parent", "created_at").rows() == [
        ("1-2", "report", None, at(2026, 3, 14, 1, 30)),
        ("1-2-answer-1", "reply", "1-2", at(2026, 3, 15, 2)),
    ]
    assert choose(Source(tmp_path / "aduan.csv"))[0] is READER


def test_a_table_without_ids_keeps_its_ids_when_it_grows(tmp_path: Path) -> None:
    short = "tanggal,isi,instansi,status\n2026-03-14,a b,X,baru\n2026-03-15,c d,X,baru\n"
    first = read(READER, file(tmp_path, short))["posts"]["native_id"]
    longer = read(READER, file(tmp_path, short + "2026-03-16,e f,X,baru\n"))["posts"]["native_id"]
    assert longer.head(2).equals(first)
    assert longer.n_unique() == 3


def test_one_column_of_dates_decides_the_order_for_both(tmp_path: Path) -> None:
    rows = "isi,instansi,tanggal,tanggapan,tanggal tanggapan\na,X,04/03/2026,b,14/03/2026\n"
    posts = read(READER, file(tmp_path, rows))["posts"]
    assert posts["created_at"].dt.month().to_list() == [3, 3]


@pytest.mark.parametrize(
    "header",
    [
        "id,platform,author,text,created_at,source,category",
        "text,status",
        "created_at,full_text,id_str,username,tweet_url,conversation_id_str,favorite_count,user_id_str",
        "Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Post type,Views,Reach",
        "id,name;;;;",
    ],
)
def test_other_tables_are_not_taken(tmp_path: Path, header: str) -> None:
    path = file(tmp_path, f"{header}\n1,2,3,4,5,6,7\n")
    assert READER.recognise(Source(path)).score == 0


def test_real_complaints_of_a_city() -> None:
    path = SHARED / "data/nlp/wargaku-surabaya/keluhan.csv"
    if not path.exists():
        pytest.skip("the real complaints are not on this machine (SIMPUL_SHARED)")
    tables = read(READER, path)
    raw = pl.read_csv(path, infer_schema=False)
    posts = tables["posts"]
    assert posts.height == raw["id"].n_unique()
    assert posts["created_at"].null_count() == 0
    assert posts["text"].to_list()[:50] == [text.strip() for text in raw["text"][:50]]
    assert set(tables["accounts"]["author_name"]) <= set(raw["instansi"].str.strip_chars())
    assert set(tables["rejects"]["code"]) == {"place_unknown"}  # no places of that city were given
    assert choose(Source(path))[0] is READER
