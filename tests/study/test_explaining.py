"""A number opened by its code, its id or its measure; and what is never opened."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from planted import table
from typer.testing import CliRunner

from simpul.cli import app
from simpul.measures.findings import short_code
from simpul.measures.registry import measures
from simpul.study import StudyProblem
from simpul.study.explaining import explain


def test_a_share_opens_down_to_the_posts_behind_it(studied: Path) -> None:
    found = explain(studied, "poverty_share_comment", posts=10_000)
    row = found.finding
    assert found.code == short_code(row)
    assert eval(found.arithmetic.replace("×", "*")) == pytest.approx(row["value"])
    assert found.rows == row["n"] == row["denominator"] == len(found.posts)
    assert sum(post["counted"] for post in found.posts) == row["numerator"]
    assert [post["counted"] for post in found.posts] == sorted((post["counted"] for post in found.posts), reverse=True)  # fmt: skip
    texts = dict(table(studied, "posts").select("post_id", "text").rows())
    assert {post["post_id"]: post["text"] for post in found.posts}.items() <= texts.items()
    assert not any(post["handle"] for post in found.posts if "~" in post["post_id"])
    assert found.run["seed"] == 0 and found.run["libraries"]["polars"]


def test_a_code_as_it_is_read_aloud_opens_the_same_finding(studied: Path) -> None:
    ids = [{"id": id} for id in table(studied, "findings")["id"]]
    digits = next(one for one in ids if re.search("[01]", short_code(one)))
    code = short_code(digits)
    spoken = code.lower().replace("0", "o").replace("1", "l")
    assert explain(studied, spoken, 0).finding["id"] == explain(studied, digits["id"], 0).finding["id"] == digits["id"]  # fmt: skip
    with pytest.raises(StudyProblem, match="has no finding UUUUUU"):
        explain(studied, "UUUUUU")
    with pytest.raises(StudyProblem, match=r"issue_share means \d+ findings. Choose one: [0-9A-Z]{6} = issue_share@issue:1"):  # fmt: skip
        explain(studied, "issue_share")


def test_what_is_hidden_and_who_was_asked_is_not_opened(studied: Path) -> None:
    findings = table(studied, "findings")
    hidden = findings.filter(pl.col("status") == "suppressed", pl.col("evidence").is_not_null())["id"]
    assert len(hidden)
    found = explain(studied, hidden[0])
    assert (found.rows, found.posts, found.finding["n"]) == (None, [], None)
    assert found.said and "Disembunyikan" in found.said[0]
    household = explain(studied, "terasing")
    assert household.rows == household.finding["n"] and household.posts == []


def test_the_command_prints_one_page_and_steers_no_terminal(studied: Path) -> None:
    done = CliRunner().invoke(app, ["explain", str(studied), "response_rate", "--posts", "3", "--lang", "en"])
    assert done.exit_code == 0, done.output
    row: dict[str, Any] = explain(studied, "response_rate").finding
    assert f"100 × {row['numerator']:.0f} / {row['denominator']:.0f} =" in done.output
    assert "answered / answerable" in done.output and "\x1b" not in done.output
    told = json.loads(CliRunner().invoke(app, ["explain", str(studied), row["id"], "--json"]).output)
    assert told["finding"]["value"] == row["value"]
    assert (told["measure"]["formula"], told["measure"]["formula_en"]) == measures()["response_rate"].formula
    assert (told["measure"]["source"], told["measure"]["source_en"]) == measures()["response_rate"].source
    indonesian = CliRunner().invoke(app, ["explain", str(studied), row["id"], "--posts", "0", "--lang", "id"])
    assert "dijawab / perlu dijawab" in indonesian.output and "answerable" not in indonesian.output
    rate = CliRunner().invoke(app, ["explain", str(studied), "passive_ratio", "--posts", "0", "--lang", "id"])
    assert "S = tindakan membagikan" in rate.output and "F = " not in rate.output
    assert "dua arah" in indonesian.output and "dua arah" not in done.output and "two-way" in done.output


@pytest.mark.parametrize("manifest", [None, "{", '{"simpul": "0.0.1", "parameters": {}, "inputs": []}'])
def test_what_is_no_study_or_an_old_one_is_told(tmp_path: Path, manifest: str | None) -> None:
    if manifest:
        (tmp_path / "manifest.json").write_text(manifest)
    for command in (["explain", str(tmp_path), "p1"], ["verify", str(tmp_path)]):
        done = CliRunner().invoke(app, [*command, "--lang", "en"])
        assert done.exit_code == 2
        assert ("did not note outputs" if "0.0.1" in str(manifest) else "is not the folder of a study") in done.output  # fmt: skip
