"""The screen after an import, the list of rejects and the formats: every row is in, or listed with a reason."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from simpul.cli import app
from simpul.corpus.store import Store

FIXTURES = Path(__file__).parent / "corpus" / "fixtures"
ADUAN = "Nomor Laporan;Isi Laporan;Instansi;Tanggal Laporan;Status\n1;Beras belum datang;Dinsos;05/03/2026;Proses\n"
REACH = 'sep=,\n"Facebook reach"\n"Date","Primary"\n"2026-03-01T00:00:00","12"\n'


def run(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, [str(each) for each in arguments], env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return result.stdout


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Six exports of six kinds in one ZIP, one of them unknown and one with an undecidable date."""
    path = tmp_path / "campur.zip"
    with zipfile.ZipFile(path, "w") as stream:
        stream.write(FIXTURES / "tweet_harvest" / "after_excel.csv", "x.csv")
        stream.write(FIXTURES / "bluesky" / "feed.json", "bluesky/feed.json")
        stream.write(FIXTURES / "youtube_data_tools" / "comments_bulk.csv", "yt.csv")
        stream.writestr("aneh.csv", "halo,dunia\n1,2\n")
        stream.writestr("aduan.csv", ADUAN)
        stream.writestr("@dinsos/Reach.csv", REACH)
    return path


def test_one_screen_for_a_mixed_drop(mixed: Path, tmp_path: Path) -> None:
    at = ("--workspace", tmp_path / "ruang")
    screen = run("import", mixed, *at, code=1)
    for said in (
        "tweet_harvest: Kolom berkas tweet-harvest.",
        "meta_daily_insights: angka harian Meta: reach",
        "4 × id_damaged",
        "kolom conversation_id_str · baris 1, 2, 3, 4",
        "1 × file_unknown  campur.zip!aneh.csv",
        "1 × date_order_unknown  campur.zip!aduan.csv · kolom Tanggal Laporan · “05/03/2026”",
        "Contoh, bukan semuanya",
        "Suka kosong pada 2 dari 4 baris.  (campur.zip!x.csv)",
        "`simpul rejects`",
        "--as FORMAT",
        "`simpul study --out hasil`",
    ):
        assert said in screen, said
    assert "suara warga" in screen  # a gap of the daily numbers
    assert "Hanya yang melapor" not in screen  # of a file of which nothing was read
    again = run("import", mixed, *at, "--lang", "en", code=1)
    assert "recognised as" in again and "Not in the files" in again and "kosong" not in again


def test_every_row_of_the_drop_is_in_or_listed(mixed: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "ruang"
    run("import", mixed, "--workspace", workspace, code=1)
    store = Store(workspace / "corpus")
    rows = store.scan("rejects").collect()
    told = run("rejects", "--workspace", workspace)
    assert sum(int(line.split(" × ")[0]) for line in told.splitlines() if " × " in line) == rows.height
    assert set(rows["file"]) == {"campur.zip!x.csv", "campur.zip!aneh.csv", "campur.zip!aduan.csv"}


def test_rejects_as_csv_in_both_languages_and_by_batch(mixed: Path, tmp_path: Path) -> None:
    at = ("--workspace", tmp_path / "ruang")
    run("import", mixed, *at, code=1)
    batches = {batch["file"]: batch["id"] for batch in json.loads(run("batches", *at, "--json"))}
    for language, word in (("id", "Urutan tanggal"), ("en", "Day and month")):
        target = tmp_path / f"{language}.csv"
        run("rejects", batches["campur.zip!aduan.csv"], "--csv", target, "--lang", language, *at)
        (row,) = csv.DictReader(target.read_text("utf-8-sig").splitlines())
        assert row["code"] == "date_order_unknown" and row["advice"].startswith(word)
    assert json.loads(run("rejects", batches["campur.zip!bluesky/feed.json"], *at, "--json")) == []
    assert "Tidak ada yang ditolak" in run("rejects", batches["campur.zip!bluesky/feed.json"], *at)


def test_gaps_stand_in_the_batch(mixed: Path, tmp_path: Path) -> None:
    at = ("--workspace", tmp_path / "ruang")
    run("import", mixed, *at, code=1)
    gaps = {batch["file"]: batch["gaps"] for batch in json.loads(run("batches", *at, "--json"))}
    assert ["found_partly", "likes", 2, 4] in gaps["campur.zip!x.csv"]
    assert ["sampled", "", 0, 0] in gaps["campur.zip!x.csv"]
    assert gaps["campur.zip!aneh.csv"] == gaps["campur.zip!aduan.csv"] == []


def test_gaps_stand_beside_the_rejects_of_a_study(mixed: Path, tmp_path: Path) -> None:
    run("study", mixed, "--out", tmp_path / "hasil", "--lang", "en", code=1)
    table = pl.read_csv(tmp_path / "hasil" / "gaps.csv")
    assert table.columns == ["file", "code", "field", "n", "of", "what"]
    likes = table.filter(file="campur.zip!x.csv", field="likes")
    assert likes.select("code", "n", "of", "what").rows() == [
        ("found_partly", 2, 4, "Likes is empty in 2 of 4 rows.")
    ]


def test_columns_name_the_format(tmp_path: Path) -> None:
    table, plan = tmp_path / "a.csv", tmp_path / "peta.toml"
    table.write_text("halo,dunia\nBeras,1\n")
    plan.write_text('platform = "facebook"\n[columns]\ntext = "halo"\n')
    (batch,) = json.loads(run("import", table, "--columns", plan, "--workspace", tmp_path / "r", "--json"))
    assert (batch["reader"], batch["rows"]["posts"]) == ("generic_table", 1)


@pytest.mark.parametrize(("language", "step", "gap"), [("id", "1. Buka business", "Tidak memuat komentar."), ("en", "1. Open business", "Contains no comments.")])  # fmt: skip
def test_one_format_in_full(language: str, step: str, gap: str) -> None:
    card = run("formats", "meta_business_suite", "--lang", language)
    assert step in card and gap in card and "Post ID | ID Postingan" in card and "posts.native_id" in card
    whole = json.loads(run("formats", "meta_business_suite", "--lang", language, "--json"))
    assert {"source", "column", "type", "missing"} == set(whole["mapping"][0])


def test_an_unknown_format_is_told() -> None:
    result = CliRunner().invoke(app, ["formats", "friendster"])
    assert (result.exit_code, "Format friendster tidak ada" in result.output) == (2, True)
