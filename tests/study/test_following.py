"""From study to study: changes beyond noise, what was done meanwhile, targets, alerts, and bad folders and files told in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from simpul.measures.findings import FINDINGS, conform
from simpul.measures.intervals import difference, wilson
from simpul.study.alerts import Limits, alerts, working_days
from simpul.study.comparing import compare, digest, keep, side
from simpul.study.microdata import households
from simpul.study.request import StudyProblem
from simpul.study.targets import judge, read

FIRST, SECOND = ("2026-01-01", "2026-04-01"), ("2026-04-01", "2026-07-01")
Write = Callable[..., Path]


def share(
    k: int, n: int, measure: str = "response_rate", subject: str = "corpus:all", **more: Any
) -> dict[str, Any]:
    low, high = wilson(k / 1, n / 1)
    kind, _, id = subject.partition(":")
    return {
        "measure": measure, "subject_kind": kind, "subject_id": id, "unit": "percent", "status": "ok", "value": 100 * k / n,
        "low": 100 * low, "high": 100 * high, "n": n,
    } | more  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def made(
        name: str, window: tuple[str, str], *rows: dict[str, Any], version: str = "1", **tables: pl.DataFrame
    ) -> Path:
        root = tmp_path / name
        (root / "tables").mkdir(parents=True)
        ids = [{"id": str(n), "from": window[0], "to": window[1]} | row for n, row in enumerate(rows)]
        conform(pl.DataFrame(ids), FINDINGS).write_parquet(root / "tables" / "findings.parquet")
        for table, frame in tables.items():
            frame.write_parquet(root / "tables" / f"{table}.parquet")
        manifest = {"simpul": version, "parameters": {"timezone": "Asia/Jakarta"}, "city": {"place": "99.71"}}
        (root / "manifest.json").write_text(json.dumps(manifest))
        (root / "findings.json").write_text("[]\n")
        return root

    return made


def test_a_change_beyond_noise_has_its_interval_and_a_small_one_is_noise(write: Write) -> None:
    before = write("a", FIRST, share(120, 400), share(30, 90, subject="agency:dinsos"), share(1, 9, "p1"))
    after = write("b", SECOND, share(200, 400), share(33, 90, subject="agency:dinsos"), share(2, 9, "c1"))
    found = compare(after, before)  # in whatever order they are named
    assert (found.before.root, found.after.root) == (before, after)
    rows = {row["subject_kind"]: row for row in found.changes.iter_rows(named=True)}
    assert {kind: row["verdict"] for kind, row in rows.items()} == {"corpus": "up", "agency": "noise"}
    gap = difference((0.5, *wilson(200.0, 400.0)), (0.3, *wilson(120.0, 400.0)))
    assert [rows["corpus"][x] for x in ("difference", "low", "high")] == pytest.approx([100 * x for x in gap])


def test_luck_among_many_looks_is_not_a_change(write: Write) -> None:
    subjects = [f"agency:{n}" for n in range(60)]
    before = write("a", FIRST, *(share(100, 200, subject=each) for each in subjects))
    after = write(
        "b", SECOND, *(share(121 if n == 0 else 100, 200, subject=each) for n, each in enumerate(subjects))
    )
    alone = write("c", SECOND, share(121, 200, subject=subjects[0]))
    assert set(compare(before, after).changes["verdict"]) == {"noise"}
    assert compare(before, alone).changes["verdict"].to_list() == ["up"]


def test_what_is_hidden_or_missing_on_one_side_is_not_compared(write: Write) -> None:
    before = write("a", FIRST, share(1, 5, status="suppressed", value=None), share(8, 9, "p1"))
    after = write("b", SECOND, share(4, 5), share(8, 9, "p1", low=None, high=None))
    assert compare(before, after).changes.select("measure", "verdict").rows() == [("p1", "untested")]


def test_windows_that_overlap_are_told_and_not_tested(write: Write) -> None:
    before = write("a", ("2026-01-01", "2026-05-01"), share(10, 400))
    after = write("b", SECOND, share(300, 400), version="2")
    found = compare(before, after)
    assert found.changes["verdict"].to_list() == ["untested"]
    told = " ".join(en for _, en in found.notes)
    assert "overlap" in told and "different versions" in told and "control" in told
    assert "because" not in told


def posts(*purposes: str) -> dict[str, pl.DataFrame]:
    ids = [f"x:{n}" for n in range(len(purposes))]
    return {
        "official_posts": pl.DataFrame({"post_id": ids}),
        "labels": pl.DataFrame({"post_id": ids, "purpose": purposes}),
        "official_comments": pl.DataFrame({"answered": [True, False, True]}),
    }


def test_what_was_done_stands_beside_it_per_thirty_days(write: Write, tmp_path: Path) -> None:
    before = write("a", FIRST, share(1, 2), **posts("menyimak", "berbicara", "berbicara"))
    after = write("b", SECOND, share(1, 2), **posts(*["menyimak"] * 5))
    (tmp_path / "done.csv").write_text(
        "tanggal,jenis,kegiatan\n2026-03-30,pengarahan,Kader Wates\n2026-09-01,kampanye,Nanti\n"
    )
    found = compare(before, after, tmp_path / "done.csv")
    done = {what: (a, b) for what, a, b in found.done.select("what", "before", "after").rows()}
    assert done == {"answers": (2, 2), "posts": (3, 5), "posts:berbicara": (2, 0), "posts:menyimak": (1, 5)}
    assert found.done.filter(what="posts")["before_30"].item() == 1.0  # three in ninety days
    assert found.actions.rows() == [(date(2026, 3, 30), "pengarahan", "Kader Wates")]
    folder = keep(found)
    assert json.loads((folder / "comparison.json").read_text())["findings"] == digest(after)


@pytest.mark.parametrize("spoil", ["nothing", "findings", "manifest", "columns"])
def test_a_folder_that_is_no_study_is_told(write: Write, tmp_path: Path, spoil: str) -> None:
    good = write("a", FIRST, share(1, 2))
    bad = tmp_path / "empty" if spoil == "nothing" else write("b", SECOND, share(1, 2))
    if spoil == "findings":
        (bad / "tables" / "findings.parquet").write_bytes(b"PAR1")
    if spoil == "manifest":
        (bad / "manifest.json").write_text("{")
    if spoil == "columns":
        pl.DataFrame({"measure": ["p1"]}).write_parquet(bad / "tables" / "findings.parquet")
    with pytest.raises(StudyProblem) as told:
        compare(good, bad)
    assert str(bad) in told.value.problem[0] and "simpul study" in told.value.problem[1]


def test_a_study_of_an_older_version_without_newer_columns_is_compared(write: Write) -> None:
    before, after = write("a", FIRST, share(120, 400)), write("b", SECOND, share(200, 400))
    path = before / "tables" / "findings.parquet"
    pl.read_parquet(path).drop("method", "units", "corrected").write_parquet(path)
    assert compare(before, after).changes["verdict"].to_list() == ["up"]


def test_targets_are_met_on_the_way_missed_or_not_available(write: Write, tmp_path: Path) -> None:
    study = write("a", FIRST, share(60, 100), share(20, 100, "poverty_share_official"))
    file = tmp_path / "targets.csv"
    file.write_text(
        'ukuran,subjek,sasaran,tenggat,arah\nresponse_rate,,50,2026-12-31,\nresponse_rate,corpus:all,"60,5",2026-12-31,>=\n'
        "poverty_share_official,,30%,2026-03-31,sedikitnya\npoverty_share_official,,30,2026-01-31,<=\n"
        "response_rate,agency:dinsos,50,2026-12-31,\nresponse_time,,24,2026-12-31,\n"
    )
    found = judge(read(file), side(study))
    assert found["state"].to_list() == [
        "met",
        "on_the_way",
        "missed",
        "met",
        "not_available",
        "not_available",
    ]
    assert found["aim"].to_list()[-1] == "at_most"  # a time should be short
    assert found["sure"].to_list()[:4] == [True, False, True, True]


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("nonsense,,5,2026-12-31,", "nonsense"), ("p1,issue:1,5,2026-12-31,", "issue:1"), ("p1,,lima,2026-12-31,", "lima"),
        ("p1,,5,31/12/2026,", "31/12/2026"), ("p1,,5,2026-12-31,around", "around"),
    ],
)  # fmt: skip
def test_a_wrong_target_names_its_row(tmp_path: Path, row: str, named: str) -> None:
    file = tmp_path / "targets.csv"
    file.write_text(f"measure,subject,target,by,aim\np1,,50,2026-12-31,\n{row}\n")
    with pytest.raises(StudyProblem) as told:
        read(file)
    assert named in told.value.problem[0] and "row 3" in told.value.problem[1]


def test_a_file_of_targets_without_its_columns_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("measure,goal\np1,5\n")
    with pytest.raises(StudyProblem, match="by, target"):
        read(tmp_path / "t.csv")


def at(day: str, hour: int = 3) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def watched() -> dict[str, pl.DataFrame]:
    accounts = [
        ("x:rajin", "official"),
        ("x:diam", "agency"),
        ("x:kosong", "official"),
        ("x:sepi", "official"),
        ("x:warga", "citizen"),
    ]
    quiet = [("x:sepi", at("2026-03-20") + timedelta(days=n), 0.0) for n in range(6)]
    known = [
        ("x:rajin", at("2026-03-31"), 4.0),
        ("x:diam", at("2026-03-02"), 1.0),
        ("x:sepi", at("2026-03-19"), None),
        *quiet,
    ]
    waits = [("x:rajin", f"x:~{n}", at("2026-03-17"), True, n == 0) for n in range(6)]
    waits += [
        ("x:sepi", "x:~1", at("2026-03-10"), True, False),
        ("x:diam", "x:~1", at("2026-03-30"), True, False),
    ]
    waits += [("x:kosong", f"x:~{n}", at("2026-01-05"), False, False) for n in range(9)]
    base = pl.DataFrame(accounts, schema=["account_id", "kind"], orient="row").with_columns(
        platform=pl.lit("x"), agency=pl.lit("d")
    )
    named = base.select("account_id", "platform", "agency")
    posts_ = pl.DataFrame(known, schema=["account_id", "created_at", "interactions"], orient="row").join(
        named, on="account_id"
    )
    comments = pl.DataFrame(
        waits, schema=["account_id", "person", "created_at", "answerable", "answered"], orient="row"
    )
    return {
        "accounts": base, "official_posts": posts_.with_row_index("post_id").cast({"post_id": pl.String}),
        "official_comments": comments.join(named, on="account_id"),
    }  # fmt: skip


def test_alerts_name_who_is_silent_unheard_and_kept_waiting(write: Write) -> None:
    study = side(write("a", FIRST, share(1, 2), **watched()))
    found = alerts(study)
    rows = found.select("alert", "account_id", "since", "count", "few").rows()
    assert rows == [
        ("unanswered", "x:sepi", date(2026, 3, 10), None, True),
        ("unanswered", "x:rajin", date(2026, 3, 17), 5, False),
        ("silent", "x:kosong", None, 0, False),
        ("silent", "x:diam", date(2026, 3, 2), 1, False),
        ("unheard", "x:sepi", date(2026, 3, 20), 6, False),
    ]
    assert alerts(study, Limits(silent=100, unanswered=100, posts=7)).is_empty()


def test_working_days_leave_out_weekends_and_public_holidays() -> None:
    assert working_days([date(2026, 1, 2)], date(2026, 1, 6)) == [1]  # Friday to Tuesday: Monday
    assert working_days([date(2025, 12, 31)], date(2026, 1, 2)) == [0]  # New Year's Day
    assert working_days([], date(2026, 1, 2)) == []


def test_microdata_is_read_in_common_spellings_and_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "k.csv"
    file.write_text("tahu,hp,umur\nYa,1,60+\nbelum,0,\n,tidak,25-34\n")
    found = households(file, ("tahu", "hp"), ("umur",))
    assert found.rows() == [(True, True, "60+"), (False, False, None), (None, False, "25-34")]
    for text, named in (("tahu,hp\nmungkin,1\n", "tahu"), ("tahu\nya\n", "hp")):
        file.write_text(text)
        with pytest.raises(StudyProblem) as told:
            households(file, ("tahu", "hp"), ())
        assert named in told.value.problem[0]
