"""What a study makes of less: fewer days, one district, no workbook, no survey, one post, nothing at all."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from planted import native_ids

from simpul.corpus.importing import import_paths
from simpul.example import City, Written
from simpul.measures.registry import families, measures
from simpul.report import write_report
from simpul.report.study import Study
from simpul.study import Request, StudyProblem, run
from simpul.study.inputs import importer

pytestmark = pytest.mark.usefixtures("as_person")
Run = Callable[..., Study]
TWEETS, VOICES = "tweet_harvest.csv", "suara.xlsx"


@pytest.fixture
def study(tmp_path: Path) -> Run:
    def made(*paths: Path, out: str = "hasil", **asked: Any) -> Study:
        folder = tmp_path / out
        run(Request(out=folder, paths=paths, **{"basis": "group-consent"} | asked))
        return Study(folder)

    return made


def refusals(study: Study) -> list[dict[str, str]]:
    with (study.root / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def page(study: Study) -> str:
    write_report(study.root)
    return (study.root / "report.html").read_text("utf-8")


def statuses(study: Study, ids: set[str]) -> set[str]:
    return set(study.findings.filter(pl.col("measure").is_in(list(ids)))["status"])


# --- days and place ----------------------------------------------------------------------------------------


def test_days_are_local_and_both_included(study: Run, exported: Written, city: City) -> None:
    tweets = exported.exports / TWEETS
    everything = native_ids(study(tweets, out="semua").root)["native"]
    made = study(tweets, since=date(2026, 3, 1), until=date(2026, 3, 31), out="maret")
    local = pl.col("created_at").dt.convert_time_zone("Asia/Jakarta").dt.date()
    march = city.posts.filter(
        pl.col("id").is_in(everything.implode()), local.is_between(date(2026, 3, 1), date(2026, 3, 31))
    )
    assert set(native_ids(made.root)["native"]) == set(march["id"]) != set()
    (left,) = made.manifest["left_out"]
    assert (left["what"], left["count"]) == ("posts", len(everything) - march.height)
    assert {tuple(row) for row in made.findings.select("from", "to").rows()} == {("2026-03-01", "2026-04-01")}
    assert "di luar jangka waktu" in page(made)


def test_days_without_a_post_are_a_study_of_nothing(study: Run, exported: Written) -> None:
    made = study(exported.exports / TWEETS, since=date(2031, 1, 1))
    assert made.manifest["counts"]["posts"] == 0
    assert {tuple(row) for row in made.findings.select("from", "to").rows()} == {("2031-01-01", "2031-01-02")}
    assert made.findings.filter(pl.col("status") == "ok", pl.col("n") > 0).is_empty()


def test_a_district_is_studied_without_the_others(study: Run, exported: Written) -> None:
    given = {"reference": exported.reference, "survey": exported.survey}
    made = study(exported.exports / TWEETS, exported.exports / VOICES, place="99.71.01", **given)
    assert made.manifest["city"]["place"] == "99.71.01"
    places = made.findings.filter(subject_kind="place")["subject_id"].unique().sort().to_list()
    assert places == [f"99.71.01.100{number}" for number in range(1, 7)]
    for table in ("posts", "labels", "actors", "needs", "coded_texts", "households", "nodes", "brokers"):
        there = made.table(table)["place"].drop_nulls().unique().to_list()
        assert [
            place for place in there if not place.startswith("99.71.01") and place not in ("99.71", "all")
        ] == [], table
    homes = made.table("actors").filter(kind="household")
    assert homes.height == 33 * 5 + 72
    left = {item["what"]: item["count"] for item in made.manifest["left_out"]}
    assert left["actors"] > 600 - homes.height and left["posts"] > 20
    assert made.table("posts")["place"].null_count() > 100  # those that name no place stay


# --- without -----------------------------------------------------------------------------------------------


def test_without_a_workbook_its_measures_are_not_available_and_never_0(study: Run, exported: Written) -> None:
    made = study(exported.exports / TWEETS)
    needs_workbook = {
        "response_rate",
        "posts_per_day",
        "agenda_gap",
        "voice_share",
        "poverty_share_official",
        "tumbuh_ikut",
    }
    found = made.findings.filter(pl.col("measure").is_in(list(needs_workbook)))
    assert set(found["measure"]) == needs_workbook
    assert set(found["status"]) == {"not_available"}
    assert found.select(pl.col("value", "low", "high").is_null().all()).row(0) == (True, True, True)
    assert found["reason"].null_count() == 0
    assert statuses(made, {"poverty_share_post"}) == {"ok"}
    assert made.table("accounts")["handle"].null_count() == made.table("accounts").height
    assert page(made).count("Tidak tersedia karena") > 20


def test_without_a_survey_reach_is_not_available(study: Run, exported: Written) -> None:
    made = study(exported.exports / TWEETS, reference=exported.reference)
    (reach,) = [family for family in families() if family.id == "keterjangkauan"]
    ids = {measure.id for measure in reach.measures}
    assert statuses(made, ids) == {"not_available"}
    assert set(made.findings["measure"]) == set(measures())
    assert "Belum ada survei" in page(made)
    assert "chart-coverage" not in page(made)


def test_chats_alone_are_a_study_and_their_files_are_not_named(
    study: Run, exported: Written, tmp_path: Path
) -> None:
    folder = tmp_path / "obrolan"
    folder.mkdir()
    for number, chat in enumerate(sorted(exported.exports.glob("Chat WhatsApp*.txt"))):
        shutil.copy(chat, folder / ("Bu Siti.txt" if number else "Chat WhatsApp dengan Pak Rahmat.txt"))
    (folder / "WhatsApp Chat with +62 812-0000-1111.txt").touch()
    made = study(folder)
    assert set(made.table("posts")["kind"]) == {"message"}
    assert statuses(made, {"poverty_share_message"}) == {"ok"}
    (refused,) = refusals(made)
    assert (refused["code"], refused["file"][:9]) == ("file_empty", "whatsapp:")
    assert {file["file"] for file in made.manifest["inputs"]} == {
        f"whatsapp:{file['id']}" for file in made.manifest["inputs"]
    }
    page(made)
    for name in ("manifest.json", "rejects.csv", "report.html"):
        text = (made.root / name).read_text("utf-8")
        assert not any(secret in text for secret in ("Siti", "Rahmat", "0000-1111")), name


def test_one_post_is_a_study_whose_person_is_hidden(study: Run, tmp_path: Path) -> None:
    tweet = tmp_path / "satu.csv"
    tweet.write_text(
        "conversation_id_str,created_at,favorite_count,full_text,id_str,image_url,in_reply_to_screen_name,lang,location,quote_count,"
        "reply_count,retweet_count,tweet_url,user_id_str,username\n"
        '"2006504808248246272","2026-01-01T01:00:00.000Z",1,"bansos PKH kok belum cair ya","2006504808248246272","","","in","",0,0,0,'
        '"https://x.com/warga_satu/status/2006504808248246272","77","warga_satu"\n',
        "utf-8",
    )  # fmt: skip
    made = study(tweet)
    assert made.manifest["counts"]["posts"] == 1
    assert refusals(made) == []
    about = made.one("poverty_share_post")
    assert about is not None and (about["status"], about["value"], about["n"]) == ("suppressed", None, None)
    assert "warga_satu" not in page(made) + (made.root / "findings.json").read_text("utf-8")


def test_nothing_readable_is_told_and_the_report_still_opens(study: Run, tmp_path: Path) -> None:
    folder = tmp_path / "campur"
    folder.mkdir()
    (folder / "kosong.csv").touch()
    (folder / "surat.pdf").write_bytes(b"%PDF-1.7 " + bytes(100))
    (folder / "foto.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    made = study(folder)
    assert ("media", 1) in [(row["what"], row["count"]) for row in made.manifest["left_out"]]
    assert made.manifest["counts"]["posts"] == 0
    assert sorted((row["file"], row["code"]) for row in refusals(made)) == [
        ("kosong.csv", "file_empty"),
        ("surat.pdf", "file_unknown"),
    ]
    assert statuses(made, set(measures())) <= {"not_available", "ok"}
    assert made.findings.filter(pl.col("status") == "ok", pl.col("value") != 0).is_empty()
    assert "Tidak ada kiriman yang terbaca" in page(made)
    assert json.loads((made.root / "findings.json").read_bytes())
    for name in ("network.gexf", "network.graphml"):
        assert (made.root / name).read_text("utf-8").startswith("<?xml")


# --- folders and workspaces --------------------------------------------------------------------------------


def test_a_folder_that_held_another_study_holds_only_this_one(study: Run, exported: Written) -> None:
    tweets, voices = exported.exports / TWEETS, exported.exports / VOICES
    fresh = study(voices, out="baru")
    first = study(tweets, survey=exported.survey, reference=exported.reference, out="bekas")
    assert first.has("reach") and first.has("plan")
    again = study(voices, out="bekas")
    files = [
        sorted(path.relative_to(made.root) for path in made.root.rglob("*") if path.is_file())
        for made in (fresh, again)
    ]
    assert files[0] == files[1]
    for path in files[0]:
        if path.name != "manifest.json" and path.parent.name != "batches":  # these say when they were made
            assert (again.root / path).read_bytes() == (fresh.root / path).read_bytes(), path


def test_a_workspace_is_studied_as_it_is(tmp_path: Path, exported: Written) -> None:
    home = tmp_path / "ruang"
    import_paths([exported.exports / TWEETS, exported.exports / VOICES], importer(home, exported.reference))
    manifest = run(Request(out=tmp_path / "hasil", workspace=home, reference=exported.reference))
    assert sorted(file["file"] for file in manifest["inputs"]) == [VOICES, TWEETS]
    assert manifest["parameters"]["workspace"] is True
    assert Study(tmp_path / "hasil").table("posts").filter(kind="report").height == 58
    assert not (tmp_path / "hasil" / "corpus").exists()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"paths": ("tidak-ada",)}, "Tidak ada berkas atau folder"),
        ({"paths": ("kosong",)}, "Tidak ada berkas di"),
        ({"paths": (".",)}, "ada di dalam folder ekspor"),
        ({}, "masih kosong"),
        ({"paths": ("satu.txt",), "survey": "tidak-ada.xlsx"}, "Tidak ada berkas atau folder"),
        ({"paths": ("satu.txt",), "reference": "satu.txt"}, "Buku rujukan"),
        ({"paths": ("satu.txt",), "since": date(2026, 2, 1), "until": date(2026, 1, 1)}, "lebih akhir"),
        ({"paths": ("satu.txt",), "place": "12.34"}, "Kode wilayah 12.34"),
    ],
)
def test_what_cannot_be_studied_is_told_before_anything_is_written(
    tmp_path: Path, asked: dict[str, Any], says: str
) -> None:
    (tmp_path / "kosong").mkdir()
    (tmp_path / "satu.txt").write_text("halo", "utf-8")
    named = {
        name: tmp_path / value if isinstance(value, str) and name != "place" else value
        for name, value in asked.items()
    }
    named["paths"] = tuple(tmp_path / path for path in asked.get("paths", ()))
    with pytest.raises(StudyProblem) as problem:
        run(Request(out=tmp_path / "hasil", workspace=tmp_path / "ruang", **named))
    assert says in problem.value.problem[0]
    assert len(problem.value.problem[1]) > 20
    assert not (tmp_path / "hasil" / "tables").exists()
