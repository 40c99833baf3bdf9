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


def run(*arguments: object, code: int = 0, width: int = 200) -> str:
    result = CliRunner().invoke(app, [str(each) for each in arguments], env={"COLUMNS": str(width)})
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
        stream.writestr("media/foto.jpg", "x")
    return path


def test_one_screen_for_a_mixed_drop(mixed: Path, tmp_path: Path) -> None:
    at = ("--workspace", tmp_path / "ruang")
    screen = run("import", mixed, *at, code=1)
    for said in (
        "campur.zip\n!  x.csv ",
        "4 × id_damaged",
        "kolom conversation_id_str · baris 1, 2, 3, 4",
        "1 × file_unknown\n      Format berkas tidak dikenali.",
        "1 × date_order_unknown  kolom Tanggal Laporan · “05/03/2026”",
        "Contoh, bukan semuanya",
        "x.csv: Suka kosong pada 2 dari 4 baris.",
        "1 gambar, video, dan rekaman suara dilewati.",
        "`simpul rejects`",
        "--as FORMAT",
        "`simpul study --out hasil`",
    ):
        assert said in screen, said
    assert "Hanya jumlah per hari, tanpa kiriman" in screen  # a gap of the daily numbers
    assert "Hanya yang melapor" not in screen  # of a file of which nothing was read
    again = run("import", mixed, *at, "--lang", "en", code=1)
    assert "not recognised" in again and "Not in the files" in again and "kosong" not in again


@pytest.mark.parametrize("width", [80, 120])
def test_each_file_is_one_line_that_fits(mixed: Path, tmp_path: Path, width: int) -> None:
    screen = run("import", mixed, "--workspace", tmp_path / "ruang", code=1, width=width).splitlines()
    assert max(map(len, screen)) <= width
    files = [line.split() for line in screen if line[:1] in "!✓✗" and line]
    assert [(mark, file, format) for mark, file, format, *_ in files] == [
        ("!", "x.csv", "tweet_harvest"), ("✓", "bluesky/feed.json", "bluesky"), ("✓", "yt.csv", "youtube_data_tools"),
        ("✗", "aneh.csv", "tidak"), ("✗", "aduan.csv", "complaint_table"), ("✓", "@dinsos/Reach.csv", "meta_daily_insights"),
    ]  # fmt: skip
    assert files[0][-2:] == ["6", "ditolak"] and "4 kiriman" in " ".join(files[0])
    assert not any("Id rusak oleh Excel" in line for line in screen[screen.index("Catatan") :])
    gaps = screen[screen.index("Tidak ada di dalam berkasnya") + 1 : screen.index("Catatan") - 1]
    assert len(gaps) <= 9 and gaps[0].startswith("  x.csv: Suka kosong")  # what was found stands first


def test_many_files_of_a_format_share_a_line(tmp_path: Path) -> None:
    folder = tmp_path / "unduhan"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.csv").write_text(
            f"id,platform,author,text,created_at\n{number},x,a,Beras,2026-03-14\n"
        )
    (folder / "aneh.csv").write_text("halo,dunia\n1,2\n")
    screen = run("import", folder, "--workspace", tmp_path / "ruang", code=1, width=80).splitlines()
    assert [line.split() for line in screen if line.startswith("✓")] == [["✓", "30", "berkas", "generic_table", "30", "kiriman"]]  # fmt: skip
    assert any(line.startswith("✗  aneh.csv") for line in screen)


def test_the_list_of_imports_gives_whole_ids_at_80_columns(mixed: Path, tmp_path: Path) -> None:
    at = ("--workspace", tmp_path / "ruang")
    run("import", mixed, *at, code=1)
    ids = [each["id"] for each in json.loads(run("batches", *at, "--json"))]
    listed = run("batches", *at, width=80).splitlines()
    assert max(map(len, listed)) <= 80
    assert [line.split()[0] for line in listed[1:-1]] == ids


def test_one_import_in_full_says_why_and_what_is_missing(mixed: Path, tmp_path: Path) -> None:
    at = ("--workspace", tmp_path / "ruang")
    run("import", mixed, *at, code=1)
    batch = next(each["id"] for each in json.loads(run("batches", *at, "--json")) if each["reader"] == "tweet_harvest")  # fmt: skip
    whole = run("batches", batch, *at)
    assert "Kolom berkas tweet-harvest." in whole and "Suka kosong pada 2 dari 4 baris." in whole


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
