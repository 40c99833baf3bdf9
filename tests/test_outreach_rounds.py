"""Around a plan, as an office does it: sheets filled in, a plan made anew, what happened beside what was said, what is learned."""

from __future__ import annotations

import json
import re
import shutil
import stat
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from simpul.cli import app
from simpul.network.outreach import sheets
from simpul.network.outreach.after import by_group
from simpul.network.outreach.asking import after_round, recognised
from simpul.network.outreach.build import OutreachProblem, setting
from simpul.network.outreach.learning import learn
from simpul.network.outreach.plan import plan_outreach
from simpul.network.outreach.showing import codes, fingerprint
from simpul.study.outreach import read_learned, visits

PAGE = Path(__file__).parents[1] / "docs" / "outreach.md"


def call(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, " ".join(done.output.split())


def street(brokers: int = 6) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Brokers who each tell six families: three for sure, three never; the families of two brokers are one place."""
    ties = [(f"Ketua {b}", f"Rumah {b}-{f}", float(f < 3)) for b in range(brokers) for f in range(6)]
    people = [(f"Ketua {b}", "rt_head", f"RW {b // 2}", False) for b in range(brokers)]
    people += [(home, "resident", f"RW {int(home[6]) // 2}", True) for _, home, _ in ties]
    return (
        pl.DataFrame(ties, ["source", "target", "probability"], orient="row"),
        pl.DataFrame(people, ["id", "role", "place", "poor"], orient="row"),
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tables, and in `plan` a coordinator's plan of them."""
    folder = tmp_path_factory.mktemp("street")
    ties, people = street()
    ties.write_csv(folder / "ties.csv")
    people.write_csv(folder / "people.csv")
    assert planned(folder, "plan", "--for", "coordinator")[0] == 0
    return folder


def planned(folder: Path, out: str, *more: object) -> tuple[int, str]:
    return call(
        "outreach", folder / "ties.csv", "--actors", folder / "people.csv", "--budget", 4, "--deadline", 3, "--out", folder / out, *more,
    )  # fmt: skip


def test_the_worked_example_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's tables are written and its commands run in order; each line that it shows of an answer is in the answer."""
    monkeypatch.chdir(tmp_path)
    example = PAGE.read_text("utf-8").split("## A worked example")[1].split("\n## ")[0]
    steps = re.findall(
        r"`([\w/-]+\.csv)`[^\n`]*:\n\n```csv\n(.*?)```|```console\n(.*?)```", example, flags=re.S
    )
    ran = []
    for name, table, shown in steps:
        if name:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(table, "utf-8")
            continue
        command, *answer = shown.strip().splitlines()
        code, said = call(*command.removeprefix("$ simpul ").split())
        assert code == 0, said
        assert [line for line in answer if " ".join(line.split()) not in said] == [], said
        ran.append(command.split()[2])
    assert ran == [
        "outreach-ask",
        "outreach-ask",
        "outreach",
        "outreach",
        "outreach-after",
        "outreach-learn",
        "outreach",
    ]


def test_who_came_is_never_invited_again_and_who_did_not_is_not_either() -> None:
    ties, people = street(10)
    made = setting(ties, people, 3)
    chance = np.random.default_rng(1)
    known, came, away = [], set(), set()
    for _ in range(3):
        now = after_round(made, pl.DataFrame(known, made.attended.schema, orient="row")) if known else made
        plan = plan_outreach(now, 8, days=3, sets=1 << 10, worlds=20)
        rows = visits(plan)
        invited = rows.filter(~pl.col("briefed"))
        assert not set(invited["code"]) & (came | away)
        assert set(rows.filter("briefed")["code"]) == came
        assert invited["order"].to_list() == list(range(1, invited.height + 1))
        assert len(plan.chosen) == min(8, 10 - len(away))
        new = plan.names().join(invited, on="code", how="semi")
        for code, who in new.head(3).rows():
            present = bool(chance.random() < 0.5)
            (came if present else away).add(code)
            known.append((who, present, 0))
    assert came
    assert away


def test_codes_hold_when_somebody_declines_and_are_refused_when_the_people_changed() -> None:
    ties, people = street()
    made = setting(ties, people, 3)
    gone = setting(ties, people, 3, excluded=pl.DataFrame({"id": ["Ketua 0"], "reason": [None], "declined": ["ya"]}, schema_overrides={"reason": pl.String}))  # fmt: skip
    assert codes(gone).to_list() == codes(made).to_list()
    sheet = sheets.attended(
        pl.DataFrame({"kode": ["P-003"], "hadir": ["ya"], "rencana": [fingerprint(made)]})
    )
    assert recognised(gone, sheet)["id"].to_list() == ["Ketua 2"]
    other = setting(ties, people.filter(pl.col("id") != "Ketua 0"), 3)
    with pytest.raises(OutreachProblem, match="Row 1: this code comes from another plan"):
        recognised(other, sheet)
    by_id = sheets.attended(pl.DataFrame({"nama": ["Ketua 2"], "hadir": ["tidak"]}))
    assert recognised(other, by_id).rows() == [("Ketua 2", False, 0)]
    both = pl.DataFrame(
        {"kode": ["P-003", "Ketua 2"], "hadir": ["ya", "tidak"], "rencana": fingerprint(made)}
    )
    with pytest.raises(OutreachProblem, match="Row 2: this person stands"):
        recognised(made, sheets.attended(both))
    with pytest.raises(OutreachProblem, match="not among the candidates"):
        recognised(other, sheets.attended(pl.DataFrame({"nama": ["Bu Lain"], "hadir": ["ya"]})))
    resident = pl.DataFrame([("Rumah 1-1", True, 0)], made.attended.schema, orient="row")
    with pytest.raises(OutreachProblem, match="is no candidate"):
        after_round(made, resident)


def test_the_next_round_keeps_a_filled_sheet_and_the_budget(files: Path) -> None:
    blank = (files / "plan" / "attended.csv").read_text("utf-8-sig").splitlines()
    first, second = (line.split(",") for line in blank[1:3])
    filled = files / "filled.csv"
    filled.write_text("\n".join([blank[0], ",".join([*first[:3], "ya", "", first[5]]), ",".join([*second[:3], "tidak", "", second[5]])]), "utf-8")  # fmt: skip
    code, said = planned(files, "plan2", "--attended", filled)
    assert code == 0
    assert "1 sudah diberi pengarahan; 1 tidak datang dan diganti. · Masih dapat diundang: 3." in said
    plan = pl.read_csv(files / "plan2" / "plan.csv")
    assert plan.filter("briefed")["code"].to_list() == [first[0]]
    assert plan.height == 4
    assert second[0] not in plan["code"].to_list()
    sheet = pl.read_csv(files / "plan2" / "attended.csv")
    assert sheet.select("kode", "hadir").rows()[-2:] == [(first[0], "ya"), (second[0], "tidak")]
    assert "<td>sudah</td>" in (files / "plan2" / "plan.html").read_text("utf-8")
    (files / "plan2" / "attended.csv").write_text(filled.read_text("utf-8"), "utf-8")
    assert "sudah diisi dan akan tertimpa" in planned(files, "plan2")[1]
    everybody = files / "everybody.csv"
    pl.DataFrame({"nama": [f"Ketua {b}" for b in range(5)], "hadir": "ya"}).write_csv(everybody)
    assert "lebih dari --budget 4" in planned(files, "plan3", "--attended", everybody)[1]


def test_only_a_coordinators_plan_has_names_and_chances(files: Path) -> None:
    for name in ("names.csv", "chances.parquet", "heard.csv", "heard.html"):
        assert stat.S_IMODE((files / "plan" / name).stat().st_mode) == 0o600, name
    asked = pl.read_csv(files / "plan" / "heard.csv")
    assert asked["nama"].n_unique() == 36
    assert asked["nama"].to_list() != sorted(asked["nama"])
    assert "chances" not in (files / "plan" / "heard.html").read_text("utf-8")


def test_observed_as_predicted_is_calibrated_to_one(files: Path) -> None:
    """Every chance in the street is 0 or 1, so the plan says of each family what must happen."""
    said = pl.read_parquet(files / "plan" / "chances.parquet")
    assert set(said["predicted"]) == {0.0, 1.0}
    heard = files / "heard.csv"
    pl.DataFrame({
        "nama": [*said["id"], "Rumah lain"], "mendengar": [*("ya" if each else "tidak" for each in said["predicted"]), "tidak"],
        "tanggal": [*("3/3/2026" if each else "" for each in said["predicted"]), ""],
    }).write_csv(heard, separator=";")  # fmt: skip
    dated = ("--start", "2026-03-02", "--day-first")
    code, out = call(
        "outreach-after", files / "plan", "--heard", heard, "--out", files / "after", *dated, "--json"
    )
    assert code == 0
    told = json.loads(out)
    assert (told["ratio"], told["as_said"], told["brier"], told["n"], told["unmatched"]) == (
        1.0,
        True,
        0.0,
        36,
        1,
    )
    table = pl.read_csv(files / "after" / "after.csv")
    assert table.filter(of="group")["ratio"].to_list() == [1.0, 1.0, 1.0]
    assert not any("Rumah" in path.read_text("utf-8") for path in (files / "after").iterdir())
    late = call(
        "outreach-after",
        files / "plan",
        "--heard",
        heard,
        "--out",
        files / "late",
        "--start",
        "2026-02-01",
        *dated[2:],
    )
    assert "0% mendengar sampai tenggat" in late[1]
    assert "Lebih sedikit daripada perkiraan (0.00 kali)" in late[1]
    twice = call(
        "outreach-after",
        files / "plan",
        files / "plan",
        "--heard",
        heard,
        "--heard",
        heard,
        "--out",
        files / "two",
        *dated,
    )
    assert "72 keluarga ditanya; 33% mendengar" in twice[1]
    assert "1 plan: 33% / 33% (n = 36) 2 plan: 33% / 33% (n = 36)" in twice[1]


def test_who_was_counted_on_and_stayed_away_is_told_afterwards(files: Path, tmp_path: Path) -> None:
    plan = shutil.copytree(files / "plan", tmp_path / "plan")
    sheet = pl.read_csv(plan / "attended.csv").with_columns(hadir=pl.Series(["tidak", "ya", None, None]))
    other = pl.DataFrame({"kode": ["Ketua 9"], "hadir": ["tidak"]})  # of whom this plan never thought
    pl.concat([sheet, other], how="diagonal_relaxed").write_csv(plan / "attended.csv")
    pl.DataFrame({"nama": [f"Rumah {b}-5" for b in range(6)], "hari": None}).write_csv(plan / "heard.csv")
    assert "1 orang yang diandalkan rencana tidak hadir" in call("outreach-after", plan)[1]


def test_small_groups_do_not_show_by_subtraction() -> None:
    asked = pl.DataFrame(
        {"group": ["a"] * 9 + ["b"] * 6 + ["c"] * 3 + [None], "predicted": 0.5, "heard": True, "campaign": ""}
    )
    assert by_group(asked).select("group", "n").rows() == [("a", 9), ("other", 10)]
    assert by_group(asked.filter(pl.col("group").is_in(["a", "b"])))["n"].to_list() == [9, 6]


def test_planted_chances_are_learned_from_office_sheets_and_make_the_next_plan(tmp_path: Path) -> None:
    """Two channels with chances 0.2 and 0.6 and delays of 3 and 1 days; answers as an interviewer writes them."""
    chance, ties, rows = np.random.default_rng(7), [], []
    for b in range(200):
        channel, likely, slow = ("Rapat RT", 0.2, 3) if b % 2 else ("telepon", 0.6, 1)
        rows.append((f"Ketua {b}", "ya", 0, None, None))
        for f in range(4):
            ties.append((f"Ketua {b}", f"Kel {b}-{f}", channel))
            heard = chance.random() < likely
            rows.append((f"Kel {b}-{f}", "ya" if heard else "tidak", slow if heard else None, f"Ketua {b}" if heard else None, channel if heard else None))  # fmt: skip
    rows += [
        ("Kel luar", "ya", 2, "Ketua 0", "telepon"),
        *((f"Kel 0-{f}x", None, None, None, None) for f in range(50)),
    ]
    pl.DataFrame(ties, ["dari", "ke", "saluran"], orient="row").write_csv(tmp_path / "hubungan.csv")
    names = ["nama", "mendengar", "hari", "dari", "saluran"]
    pl.DataFrame(rows, names, orient="row").write_csv(tmp_path / "dengar.csv")
    code, said = call(
        "outreach-learn",
        tmp_path / "hubungan.csv",
        "--heard",
        tmp_path / "dengar.csv",
        "--out",
        tmp_path / "learned.csv",
    )
    assert code == 0
    assert "1 dari" in said
    learned = read_learned(tmp_path / "learned.csv")
    found = {row["channel"]: row for row in learned.iter_rows(named=True)}
    for channel, likely, slow in (("meeting", 0.2, 3), ("phone", 0.6, 1)):
        assert found[channel]["low"] <= likely <= found[channel]["high"]
        assert found[channel]["high"] - found[channel]["low"] < 0.12
        assert found[channel]["delay_days"] == slow
    people = pl.concat([
        pl.DataFrame({"id": ["Ketua 0"], "role": ["rt_head"], "poor": [False]}),
        pl.DataFrame({"id": [f"Kel 0-{f}" for f in range(4)], "role": "resident", "poor": True}),
    ])  # fmt: skip
    used = setting(
        pl.DataFrame(ties[:4], ["dari", "ke", "saluran"], orient="row"), people, 3, learned=learned
    )
    assert used.marks == {"learned": 4}
    assert set(used.problem.probability) == {found["phone"]["probability"]}


def test_the_channel_of_an_answer_says_which_of_several_ties_it_was() -> None:
    pairs = [(f"b{i}", f"f{i}") for i in range(10)]
    ties = pl.DataFrame([(*pair, way) for pair in pairs for way in ("phone", "meeting")], ["source", "target", "channel"], orient="row")  # fmt: skip
    heard = pl.DataFrame(
        [(b, 0, None, None) for b, _ in pairs] + [(f, 1, b, "phone") for b, f in pairs],
        ["id", "day", "told_by", "channel"], orient="row",
    )  # fmt: skip
    found = {row["name"]: (row["told"], row["trials"]) for row in learn(ties, heard).iter_rows(named=True)}
    assert found == {"phone": (10, 10), "meeting": (0, 10), "any": (10, 10)}
    assert learn(ties, heard.drop("channel"))["told"].to_list() == [10, 10, 10]


def test_interviews_go_by_lot_and_then_to_those_who_are_named(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    pl.DataFrame({"nama": [f"Warga {i:02}" for i in range(40)], "kelurahan": "Cacaban"}).write_csv(people)

    def ask(out: str, *more: object) -> tuple[int, str]:
        return call("outreach-ask", people, "--interviews", 10, "--out", tmp_path / out, *more)

    assert ask("plain")[0] == 0
    assert all("Warga" not in path.read_text("utf-8") for path in (tmp_path / "plain").iterdir())
    assert ask("one", "--for", "coordinator")[0] == 0
    first = pl.read_csv(tmp_path / "one" / "names.csv")["id"].to_list()
    assert (len(first), len(set(first))) == (5, 5)
    hub = next(f"Warga {i:02}" for i in range(40) if f"Warga {i:02}" not in first)
    told = tmp_path / "told.csv"
    pl.DataFrame(
        {"responden": first, "dari": [hub, hub, "Pak Asing", "-", None], "ke": None, "saluran": "WA"}
    ).write_csv(told)
    code, said = ask("two", "--for", "coordinator", "--answers", told)
    assert code == 0
    assert "4 wawancara sudah ada, 6 tersisa" in said
    assert "1 di antaranya tidak ada di tabel aktor" in said
    assert pl.read_csv(tmp_path / "two" / "names.csv")["id"].to_list() == [hub, "Pak Asing"]
    assert pl.read_csv(tmp_path / "two" / "ties.csv").rows()[0] == (hub, first[0], "WhatsApp")
    nobody = tmp_path / "nobody.csv"
    pl.DataFrame({"responden": first, "dari": "-", "ke": "-"}).write_csv(nobody)
    ask("three", "--for", "coordinator", "--answers", nobody)
    again = pl.read_csv(tmp_path / "three" / "names.csv")["id"].to_list()
    assert len(again) == 3  # half of the five that are left
    assert not set(again) & set(first)
    assert (
        "sudah habis"
        in call("outreach-ask", people, "--interviews", 4, "--answers", nobody, "--out", tmp_path / "four")[1]
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_form_is_read_back_in_both_languages(language: str) -> None:
    blank = sheets.form(pl.DataFrame({"id": ["a"], "place": ["RT 1"]}), sheets.HEARD, language)
    came, day, by = ("mendengar", "hari", "dari") if language == "id" else ("heard", "day", "from")
    filled = blank.with_columns(pl.lit("ya").alias(came), pl.lit("2").alias(day), pl.lit("b").alias(by))
    assert sheets.heard(filled).rows() == [("a", 2, "b", None)]
    row = {"code": "P-001", "plan": "R1", "came": "tidak"}
    assert sheets.attended(sheets.form(pl.DataFrame(row), sheets.ATTENDED, language)).rows() == [("P-001", False, 0, "R1", 1)]  # fmt: skip
    told = sheets.form(pl.DataFrame({"respondent": "a", "target": "b"}), sheets.ANSWERS, language)
    assert sheets.answers(told)[1].rows() == [("a", "b", None)]


HEAD = {"nama": ["a", "b"], "mendengar": ["ya", "tidak"], "hari": ["1", ""]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"hari": ["", ""]}, "Row 1: has heard, but no day"),
        ({"hari": ["1", "2"]}, "Row 2: is said not to have heard"),
        ({"hari": ["besok", ""]}, "Column day, row 1"),
        ({"hari": ["-1", ""]}, "Column day, row 1"),
        ({"nama": ["a", "a "]}, "Row 2: this person or family stands"),
        ({"mendengar": ["mungkin", ""]}, "neither yes nor no"),
        ({"mendengar": ["", ""], "hari": ["", ""]}, "is not filled in"),
        ({"tanggal": ["30 Februari", ""], "hari": ["", ""]}, "Row 1: the date cannot be read"),
        ({"tanggal": ["2026-01-01", ""], "hari": ["", ""]}, "before the briefing"),
        ({"tanggal": ["05/06/2026", ""], "hari": ["", ""]}, "day or month comes first is not proven"),
    ],
)
def test_a_sheet_that_cannot_be_meant_is_answered_with_its_row(
    change: dict[str, list[str]], said: str
) -> None:
    with pytest.raises(OutreachProblem, match=said) as told:
        sheets.heard(pl.DataFrame(HEAD | change), date(2026, 3, 2))
    assert told.value.problem[0] != told.value.problem[1]


def test_dates_need_the_day_of_the_briefing_and_prove_their_order() -> None:
    dated = pl.DataFrame(
        {"Nama": ["a", "b"], "Tanggal": ["03/03/2026", "13/03/2026"], "Dari": [" Bu Sri ", ""]}
    )
    with pytest.raises(OutreachProblem, match="needs the day of the briefing"):
        sheets.heard(dated)
    assert sheets.heard(dated, date(2026, 3, 2)).rows() == [("a", 1, "Bu Sri", None), ("b", 11, None, None)]


def test_what_is_missing_around_a_plan_is_said(files: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "plan.json").write_text('{"days": 3}', "utf-8")
    learning = ("outreach-learn", files / "ties.csv")
    (tmp_path / "excel.csv").write_bytes("nama,mendengar,hari\nKel. Andr\u00e9,ya,1\n".encode("cp1252"))
    (tmp_path / "bare.csv").write_text("keluarga\nA\n", "utf-8")
    (tmp_path / "word.csv").write_text("nama,hari\nA,besok\n", "utf-8")
    (tmp_path / "uneven.csv").write_text("nama,mendengar,hari\nKel. A,ya,1,2,3\n", "utf-8")
    for words, said in (
        (("outreach-after", tmp_path), "bukan folder rencana"),
        (("outreach-after", plain), "dibuat tanpa --for coordinator"),
        (("outreach-after", plain, "--heard", "x.csv", "--heard", "y.csv"), "Beri satu --heard untuk tiap folder"),
        (("outreach-after", files / "plan", "--heard", tmp_path / "no.csv"), "Tidak ada berkas"),
        (("outreach-after", files / "plan", "--lang", "en"), "heard.csv: The sheet of who heard is not filled in"),
        (("outreach-after", files / "plan", "--heard", tmp_path / "excel.csv"), "CSV UTF-8"),
        (("outreach-after", files / "plan", "--heard", tmp_path / "uneven.csv"), "sama banyak"),
        (("outreach-learn", tmp_path / "excel.csv", "--heard", tmp_path / "word.csv"), "excel.csv tidak dapat dibaca"),
        (("outreach-after", files / "plan", "--heard", tmp_path / "bare.csv"), "bare.csv: Lembar siapa mendengar tidak punya kolom nama, hari"),
        (("outreach-after", files / "plan", "--heard", tmp_path / "word.csv"), "word.csv: Kolom hari, baris 1: harus angka"),
        (learning, "Beri --plan FOLDER"),
        ((*learning, "--plan", files / "plan"), "attended.csv: Daftar hadir belum diisi"),
        (("outreach-ask", tmp_path / "no.csv", "--interviews", 3, "--out", tmp_path / "o"), "Tidak ada berkas"),
    ):  # fmt: skip
        code, told = call(*words)
        assert (code, said in told) == (2, True), told
