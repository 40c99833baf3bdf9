"""From a sample to a corrected share: what coders are given, what is read back, and what the study then says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import krippendorff
import openpyxl
import polars as pl
import pytest
from planted import matched, table
from typer.testing import CliRunner

from simpul.cli import app
from simpul.example import City
from simpul.study.coding import forgetting
from simpul.study.coding.books import read_book, shipped
from simpul.study.coding.sampling import load
from simpul.study.coding.sheets import write_coding

ISSUE = "Isu [issue]"
Say = Callable[..., object]


@pytest.fixture(scope="module")
def study(studied: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(
        studied, tmp_path_factory.mktemp("kode") / "hasil", ignore=shutil.ignore_patterns("corpus")
    )


def simpul(*call: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(map(str, call)))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def fill(path: Path, answers: dict[str, str | None], column: str = ISSUE) -> None:
    """Writes answers by key into a column of a sheet, as its coder would."""
    book = openpyxl.load_workbook(path)
    sheet = book["kode"]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        row[heads.index(column)].value = answers.get(str(row[0].value))
    book.save(path)


@pytest.fixture(scope="module")
def true_issues(study: Path, city: City, studied: Path) -> dict[str, str]:
    """The planted issue of each post; texts that were planted without one are about something else."""
    known = matched(studied, city).select("post_id", pl.col("true_issue").fill_null("10"))
    return dict(known.rows())


def test_a_census_by_people_gives_the_planted_share_beside_the_counted_one(
    study: Path, true_issues: dict[str, str], tmp_path: Path
) -> None:
    code, _ = simpul("code", "sample", study, "--size", 100_000, "--source", "official", "--seed", 5)
    assert code == 0
    sample = load(study / "coding")
    view = table(study, "coded_texts").filter(pl.col("source") == "official")
    assert sorted(sample.rows["post_id"]) == sorted(view["post_id"])

    post = dict(sample.rows.select("key", "post_id").rows())
    truth = {key: true_issues.get(id, "10") for key, id in post.items()}
    wrong = set(sorted(truth)[:12])  # what the second coder takes for something else
    named = {one.code: f"{one.code} · {one.name[0]}" for one in sample.book[0].codes}
    fill(study / "coding/coder-A.xlsx", {key: named[issue] for key, issue in truth.items()})
    fill(study / "coding/coder-B.xlsx", {key: "8" if key in wrong else issue for key, issue in truth.items()})

    code, told = simpul("code", "alpha", study, "--json")
    found = json.loads(told)["agreement"]
    labels = [[float(truth[key].replace(".", "00")) for key in truth], [8.0 if key in wrong else float(truth[key].replace(".", "00")) for key in truth]]  # fmt: skip
    assert found[0]["alpha"] == pytest.approx(
        krippendorff.alpha(labels, level_of_measurement="nominal"), abs=1e-4
    )
    assert found[0]["units"] == len(truth)

    assert simpul("code", "apply", study)[0] == 2  # differing answers that nobody decided
    simpul("code", "adjudicate", study)
    decisions = study / "coding/adjudication.xlsx"
    fill(decisions, truth, "keputusan")
    assert simpul("code", "adjudicate", study)[0] == 2  # would overwrite what was decided

    before = {row["id"]: row for row in table(study, "findings").to_dicts()}
    code, told = simpul("code", "apply", study, "--json")
    assert code == 0
    after = {row["id"]: row for row in table(study, "findings").to_dicts()}
    assert [{**row, **dict.fromkeys(("corrected", "corrected_low", "corrected_high", "corrected_n"))} for row in after.values()] == list(before.values())  # fmt: skip

    (whole,) = [row for row in after.values() if row["id"].startswith("poverty_share_official@corpus")]
    about = [truth[key].startswith("1.") or truth[key] == "1" for key in truth]
    assert whole["corrected"] == pytest.approx(100 * sum(about) / len(about))
    assert whole["corrected_low"] < whole["corrected"] < whole["corrected_high"]
    assert whole["corrected_n"] == len(truth)
    corrected = {row["measure"] for row in after.values() if row["corrected"] is not None}
    assert corrected == {"poverty_share_official", "issue_share_official"}  # nothing of citizens was coded
    assert {row["how"] for row in table(study, "codes").to_dicts()} == {"agreed", "decided"}

    page = (study / "report.html").read_text("utf-8")
    assert f"dikoreksi dengan {len(truth)} teks" in page
    manifest = json.loads((study / "manifest.json").read_bytes())
    alpha = found[0]["alpha"]
    assert manifest["codes"][0] == {"alpha": alpha, "variable": "issue", "texts": len(truth), "agreed": len(truth) - len(wrong), "decided": len(wrong)}  # fmt: skip
    assert '"corrected": {"value": ' in (study / "findings.json").read_text("utf-8")

    code, told = simpul("explain", study, "poverty_share_official", "--json")
    assert json.loads(told)["finding"]["corrected"] == whole["corrected"]


def test_sheets_hold_masked_texts_lists_and_nothing_of_the_model(study: Path) -> None:
    root = study / "drawn"
    assert simpul("code", "sample", study, "--folder", root, "--book", "issue", "--book", "needs", "--size", 120)[0] == 0  # fmt: skip
    sample = load(root)
    assert sample.rows.height == 120 and sample.rows["stratum"].n_unique() > 10
    assert sample.rows["of"].min() >= 1
    book = openpyxl.load_workbook(root / "coder-B.xlsx")
    sheet = book["kode"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == ["kunci", "sumber", "konteks", "teks", ISSUE, *(f"Kebutuhan [needs_{n}]" for n in (1, 2, 3)), "catatan"]  # fmt: skip
    texts = dict(table(study, "posts").select("post_id", "text").rows())
    keys = dict(sample.rows.select("key", "post_id").rows())
    shown = {row[0].value: row[3].value for row in sheet.iter_rows(min_row=2)}
    assert {key: text.strip() for key, text in shown.items()} == {key: texts[id].strip() for key, id in keys.items()}  # fmt: skip
    assert all(row[4].value is None for row in sheet.iter_rows(min_row=2))
    assert len(sheet.data_validations.dataValidation) == 4 and book["pilihan"].sheet_state == "hidden"
    again = study / "again"
    simpul("code", "sample", study, "--folder", again, "--book", "issue", "--size", 200)
    assert set(sample.rows["post_id"]) < set(load(again).rows["post_id"])
    assert simpul("code", "sample", study, "--folder", again)[0] == 2  # a sample is there already


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    rows = pl.DataFrame({"key": ["AAAA"], "source": ["comment"], "context": ["@SUM(1)"], "text": ['=HYPERLINK("http://x","y")']})  # fmt: skip
    (path,) = write_coding(tmp_path, read_book("tone"), rows, ["A"])
    cell = openpyxl.load_workbook(path)["kode"]["D2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", '=HYPERLINK("http://x","y")', True)


def test_sheets_that_cannot_be_right_are_refused_with_their_cell(study: Path) -> None:
    root, one = study / "broken", study / "broken/coder-A.xlsx"
    simpul("code", "sample", study, "--folder", root, "--size", 60, "--coders", 1)
    keys = load(root).rows["key"].to_list()
    fill(one, {keys[0]: "1.2", keys[1]: "omong kosong", keys[2]: "10", keys[3]: "infrastruktur"})
    code, told = simpul("code", "alpha", study, "--folder", root, "--json")
    assert code == 1 and [each["value"] for each in json.loads(told)["refused"]] == ["omong kosong"]
    assert simpul("code", "apply", study, "--folder", root)[0] == 2
    book = openpyxl.load_workbook(one)
    book["kode"]["A2"].value = "ZZZZZZZZ"
    book.save(one)
    code, told = simpul("code", "alpha", study, "--folder", root, "--lang", "en")
    assert code == 2 and "row 2: the key ZZZZZZZZ is not of this sample" in told
    one.write_bytes(b"no workbook")
    assert simpul("code", "alpha", study, "--folder", root)[0] == 2
    assert simpul("code", "alpha", study, "--folder", study / "nowhere")[0] == 2


def test_codes_of_another_book_or_another_study_correct_nothing(study: Path, tmp_path: Path) -> None:
    before = (study / "findings.json").read_bytes()
    post = table(study, "coded_texts")["post_id"][0]
    for rows, why in (
        (f"{post},issue,77", "1 unknown values"),
        ("x:1,issue,2", "None of the 1 coded texts is in this study"),
        (f"{post},issue,2\n{post},issue,3", "has two codes for issue"),
    ):
        (tmp_path / "kode.csv").write_text(f"post_id,variable,code\n{rows}\n")
        code, told = simpul("code", "apply", study, "--codes", tmp_path / "kode.csv", "--lang", "en")
        assert (code, why in told) == (2, True), told
    assert (study / "findings.json").read_bytes() == before


def test_a_forgotten_person_leaves_the_sheets(study: Path) -> None:
    root = study / "forgotten"
    simpul("code", "sample", study, "--folder", root, "--source", "comment", "--size", 80, "--coders", 1)
    posts = table(study, "posts")
    rows = load(root).rows.join(posts, on="post_id")
    person = rows.filter(pl.col("account_id").str.contains("~"))["account_id"][0]
    theirs = rows.filter(account_id=person)
    assert forgetting.forget(root, posts.lazy(), [person], [], dry=True) == {
        "sample.parquet": theirs.height, "coder-A.xlsx": theirs.height,
    }  # fmt: skip
    forgetting.forget(root, posts.lazy(), [person], [])
    assert load(root).rows.height == 80 - theirs.height
    left = [row[3].value for row in openpyxl.load_workbook(root / "coder-A.xlsx")["kode"].iter_rows(min_row=2)]  # fmt: skip
    assert left.count(None) == theirs.height
    assert forgetting.forget(root, posts.lazy(), [person], []) == {}


def test_shipped_books_speak_the_labels_own_codes_and_others_are_checked(tmp_path: Path) -> None:
    from simpul.language.evaluation.questions import QUESTIONS
    from simpul.language.tables import issues

    books = {one.name: one for one in read_book(*shipped())}
    codes = {name: {code.code for code in one.codes} for name, one in books.items()}
    assert codes["issue"] == set(issues()["code"])
    assert codes["needs"] == {"none", *QUESTIONS["needs"].classes}
    for name in ("sentiment", "stance", "intent", "function", "progress", "purpose", "urgency"):
        assert codes[name] == set(QUESTIONS[name].classes), name
    assert len(codes["affair"]) == 32
    assert all(code.definition[0] and code.definition[1] for one in books.values() for code in one.codes)
    bad = tmp_path / "buku.csv"
    for content, why in (
        ("variable,code,name\nx,a,A\n", "two different codes"),
        ("variable,code,name\nX Y,a,A\nX Y,b,B\n", "row 2, column variable"),
        ("variable,code,name,metric\nx,a,A,ratio\nx,b,B,ratio\n", "a number on interval and ratio scales"),
        ("variable,name\nx,A\n", "lacks the columns code"),
        ("", "empty or lacks"),
    ):
        bad.write_text(content)
        code, told = simpul("code", "book", bad, "--lang", "en")
        assert (code, why in " ".join(told.split())) == (2, True), told
