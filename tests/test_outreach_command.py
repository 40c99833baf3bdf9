"""`simpul outreach` from files to a sheet."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from simpul.cli import app

FILES = [
    "attended.csv", "comparison.csv", "curve.csv", "groups.csv", "plan.csv", "plan.html", "plan.json", "price.csv", "robustness.csv", "routes.csv", "unreached.csv",
]  # fmt: skip


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tables")
    ties = [(f"Ketua {b}", f"Keluarga {b}-{f}", "face_to_face") for b in range(6) for f in range(6 + b)]
    actors = [(f"Ketua {b}", "person", "rt_head", f"Kampung {b % 2}", "tidak", 1) for b in range(6)]
    actors += [(home, "household", "resident", f"Kampung {int(home[9]) % 2}", "ya", 1) for _, home, _ in ties]
    pl.DataFrame(ties, ["dari", "ke", "channel"], orient="row").write_csv(folder / "hubungan.csv")
    names = ["id", "kind", "role", "place", "poor", "cost"]
    pl.DataFrame(actors, names, orient="row").write_csv(folder / "aktor.csv", separator=";")
    return folder / "hubungan.csv", folder / "aktor.csv"


def call(
    tables: tuple[Path, Path], out: Path, *more: str | Path, budget: int = 2, days: int = 3
) -> tuple[int, str]:
    words = [
        "outreach",
        tables[0],
        "--actors",
        tables[1],
        "--budget",
        budget,
        "--deadline",
        days,
        "--out",
        out,
        *more,
    ]
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def test_a_plan_in_files(tables: tuple[Path, Path], tmp_path: Path) -> None:
    code, said = call(tables, tmp_path, "--fair", "floor=0.05")
    assert code == 0
    assert "Sertifikat: sedikitnya" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES
    plan = pl.read_csv(tmp_path / "plan.csv")
    assert plan["place"].sort().to_list() == ["Kampung 0", "Kampung 1"]
    assert plan["within_reach"].sort().to_list() == [10, 11]
    told = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    assert told["families"] == 51
    assert told["certificate"]["low"] <= told["certificate"]["reach"] <= told["certificate"]["best"]
    for path in tmp_path.iterdir():
        text = path.read_text("utf-8")
        assert not re.search(r"Ketua \d", text)  # a person; "Ketua RT" is a role
        assert "Keluarga " not in re.sub(r"Keluarga (?!\d)", "", text)
    assert "target" not in re.sub(
        r"<script.*?</script>|<style.*?</style>", "", (tmp_path / "plan.html").read_text("utf-8"), flags=re.S
    )


def test_the_same_seed_gives_the_same_bytes(tables: tuple[Path, Path], tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert call(tables, tmp_path / name, "--seed", "3", "--json")[0] == 0
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in FILES)


def test_names_go_to_the_coordinator_only(tables: tuple[Path, Path], tmp_path: Path) -> None:
    assert call(tables, tmp_path, "--for", "coordinator")[0] == 0
    names = tmp_path / "names.csv"
    assert pl.read_csv(names)["id"].str.starts_with("Ketua ").all()
    assert stat.S_IMODE(names.stat().st_mode) == 0o600
    assert call(tables, tmp_path)[0] == 0
    assert not names.exists()


def test_who_is_excluded_is_logged_and_who_must_be_is_there(
    tables: tuple[Path, Path], tmp_path: Path
) -> None:
    gone, must = tmp_path / "gone.csv", tmp_path / "must.csv"
    gone.write_text("id,reason,declined\nKetua 5,pindah rumah,\nKetua 4,,ya\n", "utf-8")
    must.write_text("id\nKetua 0\n", "utf-8")
    code, _ = call(tables, tmp_path / "out", "--exclude", gone, "--must", must, "--for", "coordinator")
    assert code == 0
    chosen = pl.read_csv(tmp_path / "out" / "names.csv")["id"].to_list()
    assert chosen[0] == "Ketua 0"
    assert not {"Ketua 4", "Ketua 5"} & set(chosen)
    logged = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))["exclusions"]
    assert [(row["reason"], row["declined"]) for row in logged] == [("pindah rumah", False), (None, True)]
    sheet = (tmp_path / "out" / "plan.html").read_text("utf-8")
    assert "<td>pindah rumah</td>" in sheet
    assert "<td>menolak sendiri</td>" in sheet


def test_a_robust_plan_with_nominations_and_attendance(tables: tuple[Path, Path], tmp_path: Path) -> None:
    named = tmp_path / "named.csv"
    named.write_text("respondent,nominee\nx,Ketua 0\ny,Ketua 0\ny,Ketua 1\n", "utf-8")
    code, said = call(
        tables,
        tmp_path / "out",
        "--fair",
        "robust",
        "--nominations",
        named,
        "--attendance",
        "0.8",
        "--model",
        "threshold",
    )
    assert code == 0
    assert "robust tidak ada jaminan umum" in " ".join(said.split())
    comparison = pl.read_csv(tmp_path / "out" / "comparison.csv")
    assert {"nominated", "rt_heads", "popular", "between", "random", "snowball", "most_reach"} < set(
        comparison["way"]
    )
    assert (comparison["low"] <= comparison["families"]).all()
    asked = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))["parameters"]
    assert (asked["fair"], asked["attendance"], asked["model"]) == ("robust", 0.8, "threshold")


def test_tables_in_the_words_of_an_office(tmp_path: Path) -> None:
    (tmp_path / "hubungan.csv").write_text(
        "dari,ke,saluran\n" + "".join(f"Bu Sri,Kel. {home},{way}\n" for home, way in (("A", "tatap muka"), ("B", "WA"), ("C", "Rapat RT"))), "utf-8"
    )  # fmt: skip
    (tmp_path / "aktor.csv").write_text(
        "Nama;Peran;Kelurahan;Miskin;Punya HP\nBu Sri;Ketua RT;Cacaban;tidak;ya\nPak Udin;penjaga pos;Cacaban;tidak;ya\n"
        + "".join(f"Kel. {home};warga;Cacaban;ya;tidak\n" for home in "ABC"),
        "utf-8",
    )
    code, said = call((tmp_path / "hubungan.csv", tmp_path / "aktor.csv"), tmp_path / "out", budget=1)
    assert code == 0
    assert "Peran ini tidak dikenal" in said
    assert "penjaga pos" in said
    plan = pl.read_csv(tmp_path / "out" / "plan.csv")
    assert plan.select("role", "place", "channel").row(0) == ("rt_head", "Cacaban", "face_to_face")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--fair", "adil"), "--fair adil tidak dikenal"),
        (("--quota", "dinsos"), "bukan instansi=jumlah"),
        (("--quota", "dinsos=3"), "Tidak ada aktor dari dinsos"),
        (("--attendance", "1.2"), "Kehadiran 1.2 harus di atas 0"),
        (("--exclude", "nowhere.csv"), "Tidak ada berkas nowhere.csv"),
    ],
)
def test_what_cannot_be_planned_is_said(
    tables: tuple[Path, Path], tmp_path: Path, more: tuple[str, ...], said: str
) -> None:
    code, told = call(tables, tmp_path, *more)
    assert code == 2
    assert said in " ".join(told.split())
    assert "Traceback" not in told


def test_a_limit_of_cost(tables: tuple[Path, Path], tmp_path: Path) -> None:
    assert call(tables, tmp_path, "--cost", "1")[0] == 0
    assert pl.read_csv(tmp_path / "plan.csv").height == 1


def test_a_deadline_of_no_days(tables: tuple[Path, Path], tmp_path: Path) -> None:
    code, told = call(tables, tmp_path, days=0)
    assert code == 2
    assert "tenggat 0 hari" in " ".join(told.split())


def test_english(tables: tuple[Path, Path], tmp_path: Path) -> None:
    code, told = call(tables, tmp_path, "--lang", "en", budget=9)
    assert code == 0
    assert "9 brokers were asked for and there are 6 candidates" in " ".join(told.split())
    assert '<div class="version" lang="en">' in (tmp_path / "plan.html").read_text("utf-8")
