"""The command line: what each command does, what it prints, and how it speaks of what went wrong."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from simpul.cli import app
from simpul.example import Written
from simpul.language import LABELS
from simpul.measures.registry import measures

pytestmark = pytest.mark.usefixtures("as_person")
HEAVY = (
    "altair",
    "narwhals",
    "numba",
    "numpy",
    "openpyxl",
    "polars",
    "pyarrow",
    "pyspark",
    "vl_convert",
    "xlsxwriter",
)


def simpul(*words: object, **environment: str) -> Result:
    """Runs a command in this process."""
    return CliRunner().invoke(app, [str(word) for word in words], env=environment)


def fine(*words: object, code: int = 0) -> str:
    """What a command prints; it ended well."""
    result = simpul(*words)
    assert result.exit_code == code, result.output
    return result.stdout


def told(*words: object, **environment: str) -> str:
    """What a wrong call is told: on standard error, with exit code 2, without a traceback."""
    result = simpul(*words, **environment)
    assert result.exit_code == 2, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert result.stdout == ""
    return result.stderr.strip()


# --- study -------------------------------------------------------------------------------------------------


def test_study_ends_with_a_table_and_0_where_nothing_was_refused(exported: Written, tmp_path: Path) -> None:
    printed = fine("study", exported.exports / "bluesky.json", "--out", tmp_path / "hasil")
    assert "Ringkasan studi" in printed and "Kiriman, komentar, pesan" in printed
    assert (tmp_path / "hasil" / "report.html").stat().st_size > 100_000


def test_study_ends_with_1_where_something_was_refused_and_prints_pure_json(
    exported: Written, tmp_path: Path
) -> None:
    out = tmp_path / "hasil"
    given = (
        "--reference",
        exported.reference,
        "--place",
        "99.71",
        "--since",
        "2026-01-01",
        "--until",
        "2026-06-30",
        "--seed",
        3,
    )
    printed = fine("study", exported.exports / "suara.xlsx", "--out", out, "--json", *given, code=1)
    summary = json.loads(printed)
    assert summary == json.loads((out / "manifest.json").read_text("utf-8"))
    assert (summary["counts"]["posts"], summary["counts"]["rejects"]) == (58, 2)
    asked = {name: summary["parameters"][name] for name in ("place", "since", "until", "seed", "engine")}
    assert asked == {
        "place": "99.71",
        "since": "2026-01-01",
        "until": "2026-06-30",
        "seed": 3,
        "engine": "polars",
    }


def test_study_speaks_english_if_asked(exported: Written, tmp_path: Path) -> None:
    printed = fine("study", exported.exports / "bluesky.json", "--out", tmp_path / "hasil", "--lang", "en")
    assert "Summary of the study" in printed
    assert '<html lang="en">' in (tmp_path / "hasil" / "report.html").read_text("utf-8")


def test_import_batches_undo_and_study_of_the_workspace(exported: Written, tmp_path: Path) -> None:
    at = ("--workspace", tmp_path / "ruang")
    fine(
        "import",
        exported.exports / "suara.xlsx",
        exported.exports / "bluesky.json",
        "--reference",
        exported.reference,
        *at,
        code=1,
    )
    batches = {batch["file"]: batch for batch in json.loads(fine("batches", *at, "--json"))}
    assert {name: batch["rows"]["posts"] for name, batch in batches.items()} == {
        "suara.xlsx": 58,
        "bluesky.json": 100,
    }
    assert "suara.xlsx" in fine("batches", *at)
    assert "bluesky.json" in fine("undo", batches["bluesky.json"]["id"], *at)
    again = json.loads(fine("study", "--out", tmp_path / "hasil", *at, "--json", code=1))
    assert [file["file"] for file in again["inputs"]] == ["suara.xlsx"]
    assert "Tidak ada impor" in told("undo", batches["bluesky.json"]["id"], *at)


def test_a_file_may_be_called_anything(exported: Written, tmp_path: Path) -> None:
    folder = tmp_path / "[red]a["
    folder.mkdir()
    file = folder / "[bold]suara & <b>.xlsx"
    file.write_bytes((exported.exports / "suara.xlsx").read_bytes())
    at = ("--workspace", tmp_path / "ruang")
    fine("import", file, *at, code=1)
    (batch,) = json.loads(fine("batches", *at, "--json"))
    assert batch["file"] == file.name
    assert "[bold]" in fine("batches", *at)


def test_import_by_a_named_format_and_the_environment(exported: Written, tmp_path: Path) -> None:
    home = str(tmp_path / "ruang")
    result = simpul(
        "import", exported.exports / "tweet_harvest.csv", "--as", "tweet_harvest", "--json", SIMPUL_HOME=home
    )
    (batch,) = json.loads(result.stdout)
    assert (result.exit_code, batch["reader"]) == (1, "tweet_harvest")
    assert (tmp_path / "ruang" / "corpus" / "batches").exists()


# --- single rooms ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_label_adds_the_columns_of_the_documentation(tmp_path: Path, ending: str) -> None:
    texts = pl.DataFrame({"nomor": ["1", "2", "3"], "isi": ["bansos PKH kok belum cair ya min?", "", None]})
    source, out = tmp_path / f"teks.{ending}", tmp_path / f"label.{ending}"
    getattr(texts, f"write_{ending}")(source)
    fine("label", source, "--text", "isi", "--out", out)
    labelled = pl.read_parquet(out) if ending == "parquet" else pl.read_csv(out, schema_overrides=LABELS)
    assert labelled.columns == ["nomor", "isi", *LABELS]
    assert labelled.height == 3
    first = labelled.row(0, named=True)
    assert (
        str(first["issue"]).startswith("1.")
        and first["poverty"] == 1
        and first["intent"] in ("question", "complaint")
    )
    assert 0.5 < first["issue_p"] <= 1 and "issue=" in first["evidence"]
    assert labelled["issue"][2] is None and labelled["poverty"][2] is None


def test_label_reads_and_writes_json_lines(tmp_path: Path) -> None:
    lines = [
        {"n": n, "isi": "jalan rusak" if n else None, "tanda": None if n < 200 else "x"} for n in range(300)
    ]
    source, out = tmp_path / "teks.jsonl", tmp_path / "label.ndjson"
    source.write_text("\n".join(map(json.dumps, lines)) + "\n", "utf-8")
    fine("label", source, "--text", "isi", "--out", out)
    labelled = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert list(labelled[0]) == ["n", "isi", "tanda", *LABELS]
    assert [row["tanda"] for row in labelled] == [line["tanda"] for line in lines]
    assert {row["issue"] for row in labelled[1:]} != {None} and labelled[0]["issue"] is None


def test_network_of_an_edge_list(tmp_path: Path) -> None:
    edges, actors = tmp_path / "hubungan.csv", tmp_path / "aktor.csv"
    edges.write_text("source,target,weight\na,b,2\nb,a,1\nb,c,1\nc,d,1\n", "utf-8")
    actors.write_text("id,role\na,rt_head\nd,cadre\n", "utf-8")
    printed = fine("network", edges, "--actors", actors, "--out", tmp_path / "jejaring")
    assert "% penarikan" in printed
    listed = {Path(line).name for line in printed.splitlines() if line.startswith(str(tmp_path))}
    assert listed == {path.name for path in (tmp_path / "jejaring").iterdir()}
    assert {
        "nodes.csv",
        "summary.json",
        "network.gexf",
        "network.svg",
        "network.html",
        "groups.html",
    } <= listed
    nodes = pl.read_csv(tmp_path / "jejaring" / "nodes.csv")
    assert nodes.select("id", "role", "degree_in", "degree_out").rows() == [
        ("a", "rt_head", 1, 1), ("b", None, 1, 2), ("c", None, 1, 1), ("d", "cadre", 1, 0),
    ]  # fmt: skip
    summary = json.loads((tmp_path / "jejaring" / "summary.json").read_text("utf-8"))
    assert summary["figures"]["reciprocity_pairs"]["value"] == pytest.approx(1 / 3)


def test_the_catalogue_of_measures_and_one_card() -> None:
    assert [row["id"] for row in json.loads(fine("measures", "--json"))] == list(measures())
    assert len(fine("measures").splitlines()) == len(measures())
    card = fine("measures", "p1", "--lang", "en")
    assert "P1 = 100 · (posts with L ≥ 1) / N" in card and "doi 10.1108/OIR-03-2012-0054" in card
    assert "rumus" in fine("measures", "p1")
    (row,) = json.loads(fine("measures", "response_rate", "--json", "--lang", "en"))
    assert row["name"] == "Response rate"


def test_formats_say_how_to_obtain_them() -> None:
    rows = json.loads(fine("formats", "--json", "--lang", "en"))
    assert len(rows) > 8
    assert all(row["obtain"] and row["title"] and row["gives"] for row in rows)
    assert all(row["name"] in fine("formats") for row in rows)


def test_templates_are_written_once(tmp_path: Path) -> None:
    names = [Path(line).name for line in fine("template", tmp_path / "lembar").splitlines()]
    assert sorted(names) == [
        "komentar.xlsx",
        "kuesioner.xlsx",
        "pengikut.xlsx",
        "referensi.xlsx",
        "suara.xlsx",
    ]
    (tmp_path / "lembar" / "suara.xlsx").write_bytes(b"terisi")
    assert "tidak ada yang ditimpa" in fine("template", tmp_path / "lembar")
    assert (tmp_path / "lembar" / "suara.xlsx").read_bytes() == b"terisi"


def test_a_blank_template_can_be_given_as_reference(exported: Written, tmp_path: Path) -> None:
    fine("template", tmp_path)
    given = ("--reference", tmp_path / "referensi.xlsx", "--survey", tmp_path / "suara.xlsx")
    printed = fine("study", exported.exports / "bluesky.json", "--out", tmp_path / "hasil", *given)
    assert "Ringkasan studi" in printed
    assert pl.read_csv(tmp_path / "hasil" / "rejects.csv").is_empty()
    assert pl.read_parquet(tmp_path / "hasil" / "tables" / "actors.parquet").is_empty()


def test_demo_makes_the_city_studies_it_and_lays_out_its_desk(tmp_path: Path) -> None:
    printed = fine("demo", "--no-serve", "--scale", 0.02, "--out", tmp_path / "demo")
    assert "Ringkasan studi" in printed
    assert (tmp_path / "demo" / "study" / "report.html").exists()
    assert (tmp_path / "demo" / "exports" / "ekspor").is_dir()
    people = [line.split()[0] for line in printed.splitlines() if "@contoh.test" in line]
    assert len(people) == 8
    with sqlite3.connect(tmp_path / "demo" / "desk" / "desk.sqlite3") as desk:
        assert [email for (email,) in desk.execute("SELECT email FROM people_user ORDER BY id")] == people
        assert desk.execute("SELECT count(*) FROM insight_study WHERE is_current").fetchone() == (1,)
        assert desk.execute("SELECT count(*) > 0 FROM needs_need").fetchone() == (1,)


# --- serving -----------------------------------------------------------------------------------------------


def test_serve_opens_the_desk_prints_a_link_once_mends_its_worker_and_ends_clean(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    call = [sys.executable, "-m", "simpul.cli", "serve", "--port", str(port), "--workspace", str(tmp_path), "--lang", "en"]  # fmt: skip
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as desk:
        assert desk.stdout and desk.stderr
        try:
            lines = [desk.stdout.readline() for _ in range(3)]
            assert lines[2], desk.stderr.read()
            assert "no admin yet" in lines[0] and "/undangan/" in lines[1] and str(port) in lines[2]
            assert wait_for(lambda: ask(port, "/sehat/")[0] == 200), ask(port, "/sehat/")
            assert ask(port, lines[1].strip().split(str(port))[1])[0] == 200
            worker = worker_of(desk.pid)
            os.kill(worker, signal.SIGKILL)
            (tmp_path / "desk-worker.beat").unlink()
            assert wait_for((tmp_path / "desk-worker.beat").exists)
            assert worker_of(desk.pid) not in (0, worker)
        finally:
            desk.send_signal(signal.SIGTERM)
        assert desk.wait(20) == 0
        assert "ended by itself" in desk.stderr.read()
    assert not (tmp_path / "desk-worker.beat").exists()
    with pytest.raises(OSError, match="refused"):
        ask(port, "/sehat/")


def ask(port: int, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def wait_for(condition: Callable[[], bool]) -> bool:
    """Whether a condition comes true within half a minute."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.2)
    return False


def worker_of(pid: int) -> int:
    """The process number of a desk's background worker, 0 if there is none."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return next((child for child, command in commands.items() if b"\0worker\0" in command), 0)


def test_a_taken_port_is_told_before_the_work_begins(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert "is taken" in told("demo", "--port", port, "--out", tmp_path / "demo", "--lang", "en")
    assert not (tmp_path / "demo").exists()


# --- what went wrong ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "id", "en"),
    [
        (("study", "tidak-ada", "--out", "{}/x"), "Tidak ada berkas atau folder tidak-ada", "There is no file or folder tidak-ada"),
        (("study", "{}", "--out", "{}/x"), "Pilih --out di luarnya", "Choose --out outside of it"),
        (("study", "{}/a.csv", "--out", "{}/x", "--reference", "{}/a.csv"), "Buku rujukan", "The reference workbook"),
        (("study", "{}/a.csv", "--out", "{}/x", "--place", "12.34"), "Kode wilayah 12.34", "The place code 12.34"),
        (("study", "{}/a.csv", "--out", "{}/x", "--since", "2026-02-02", "--until", "2026-01-01"), "Tukar keduanya", "Swap them"),
        (("study", "{}/a.csv", "--out", "{}/a.csv"), "adalah berkas, bukan folder", "is a file, not a folder"),
        (("study", "--out", "{}/x", "--workspace", "{}/kosong"), "masih kosong", "is empty"),
        (("import", "tidak-ada"), "Tidak ada berkas", "There is no file"),
        (("import", "{}/a.csv", "--as", "friendster"), "Format friendster tidak ada", "There is no format friendster"),
        (("import", "{}/a.csv", "--columns", "{}/peta.toml"), "Tidak ada berkas", "There is no file"),
        (("label", "tidak-ada.csv", "--text", "a", "--out", "{}/x.csv"), "Tidak ada berkas", "There is no file"),
        (("label", "{}/a.csv", "--text", "isi", "--out", "{}/x.csv"), "Kolom isi tidak ada", "has no column isi"),
        (("label", "{}/a.csv", "--text", "a", "--out", "{}/x.docx"), "Akhiran .docx", "The ending .docx"),
        (("label", "{}/a.csv", "--text", "a", "--out", "{}/tanpa/folder/x.csv"), "tidak dapat dibaca atau ditulis", "cannot be read or written"),
        (("network", "{}/a.csv", "--out", "{}/x"), "tidak punya kolom source, target", "has no column source, target"),
        (("network", "{}/rusak.csv", "--out", "{}/x"), "bobot harus angka", "a weight must be a number"),
        (("measures", "bahagia"), "Ukuran bahagia tidak ada", "There is no measure bahagia"),
        (("undo", "0000", "--workspace", "{}/kosong"), "Tidak ada impor", "There is no batch"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_in_one_sentence_in_either_language(
    tmp_path: Path, call: tuple[str, ...], id: str, en: str
) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "rusak.csv").write_text("source,target,weight\na,b,banyak\n", "utf-8")
    words = [word.replace("{}", str(tmp_path)) for word in call]
    assert id in told(*words)
    assert en in told(*words, "--lang", "en")
    assert en in told(*words, SIMPUL_LANG="en")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (("studi",), "No such command 'studi'"),
        (("study", "a.csv"), "Missing option '--out'"),
        (("study", "a.csv", "--out", "x", "--since", "kemarin"), "'kemarin' does not match"),
        (("study", "a.csv", "--out", "x", "--engine", "dask"), "'dask' is not one of"),
        (("study", "a.csv", "--out", "x", "--seed", "banyak"), "valid integer"),
        (("demo", "--scale", "0"), "0"),
        (("measures", "--warna"), "No such option"),
    ],
)
def test_a_call_that_does_not_exist_is_told_with_how_to_get_help(call: tuple[str, ...], says: str) -> None:
    assert says in told(*call)


def test_a_damaged_key_and_a_missing_engine_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    call = ("study", tmp_path / "a.csv", "--out", tmp_path / "x")
    assert "32 bita dalam base64" in told(*call, SIMPUL_KEY="bukan kunci")
    monkeypatch.setattr(
        "simpul.measures.spark.missing", lambda: ("Java belum terpasang.", "Java is not installed.")
    )
    assert told(*call, "--engine", "spark") == "Java belum terpasang."
    assert not (tmp_path / "x").exists()


def test_a_fault_of_our_own_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what a person can solve is told in a sentence."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    (tmp_path / "a.csv").write_text("a\nhalo\n", "utf-8")
    monkeypatch.setattr("simpul.study.labelling.label_file", broken)
    result = simpul("label", tmp_path / "a.csv", "--text", "a", "--out", tmp_path / "b.csv")
    assert isinstance(result.exception, ZeroDivisionError)


def test_the_command_starts_without_the_heavy_rooms() -> None:
    ask = f"import sys, simpul.cli; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    helped = subprocess.run([sys.executable, "-m", "simpul.cli", "--help"], capture_output=True, text=True)
    assert helped.returncode == 0
    for command in (
        "study",
        "demo",
        "template",
        "import",
        "batches",
        "undo",
        "formats",
        "label",
        "network",
        "measures",
    ):
        assert f"  {command} " in helped.stdout
