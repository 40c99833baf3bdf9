"""The main job on real exports, read in place where they are at hand; nothing of them is in this repository."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import polars as pl
import pytest
from planted import identities
from typer.testing import CliRunner

from simpul.cli import app
from simpul.corpus.rejects import CODES
from simpul.report.study import Study

SHARED = Path(os.environ.get("SIMPUL_SHARED", Path(__file__).parents[2] / "../shared"))
FORMATS = SHARED / "data" / "formats"

pytestmark = [
    pytest.mark.skipif(not FORMATS.is_dir(), reason=f"no real samples at {FORMATS}: set SIMPUL_SHARED"),
    pytest.mark.usefixtures("as_person"),
]


def test_real_exports_are_studied_and_each_refusal_is_explained(tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    given = [str(path) for path in sorted(FORMATS.iterdir())]
    result = CliRunner().invoke(app, ["study", *given, "--out", str(out)])
    assert result.exit_code in (0, 1), result.output
    study = Study(out)
    assert study.manifest["counts"]["posts"] > 500
    with (out / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        refused = list(csv.DictReader(file))
    assert {row["code"] for row in refused} <= set(CODES) - {"file_failed"}
    assert all(row["advice"] and row["file"] for row in refused)
    read = {
        file["file"]
        for file in study.manifest["inputs"]
        if sum(file["rows"].values()) > file["rows"].get("rejects", 0)
    }
    assert {file["file"] for file in study.manifest["inputs"]} == read | {row["file"] for row in refused}

    hidden = identities(out).filter(kind="account")
    names = pl.concat([hidden["handle"], hidden["native_id"]]).drop_nulls().unique()
    secrets = names.filter(names.str.len_chars() > 6).to_list()
    assert len(secrets) > 50
    for name in (
        "findings.json",
        "manifest.json",
        "rejects.csv",
        "report.html",
        "network.gexf",
        "network.graphml",
    ):
        text = pl.Series([(out / name).read_text("utf-8")])
        assert text.str.extract_many(secrets).explode().drop_nulls().to_list() == [], name
