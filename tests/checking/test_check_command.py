"""`simpul check` in the terminal and as JSON, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simpul.cli import app

SLIP = "Sebanyak 7 dari 15 peserta (87%) puas.\n"


def test_findings_in_both_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    path = tmp_path / "laporan.txt"
    path.write_text(SLIP, "utf-8")
    shown = CliRunner().invoke(app, ["check", str(path)])
    assert shown.exit_code == 1
    assert "hitungan : 7/15 = 46,7 %, bukan 87 %; 13/15 = 86,7 %" in shown.stdout
    assert "yang cocok: 46,7 %; atau 13 dari 15 (87 %)" in shown.stdout
    english = CliRunner().invoke(app, ["check", str(path), "--lang", "en"])
    assert "would fit : 46.7%; or 13 of 15 (87%)" in english.stdout


def test_json(tmp_path: Path) -> None:
    path = tmp_path / "laporan.txt"
    path.write_text(SLIP, "utf-8")
    told = json.loads(CliRunner().invoke(app, ["check", str(path), "--json"]).stdout)
    assert told["files"] == [str(path)]
    (finding,) = told["findings"]
    assert sorted(finding) == [
        "also",
        "arithmetic",
        "code",
        "note",
        "place",
        "sentence",
        "severity",
        "suggestion",
    ]
    assert finding["place"] == {"file": str(path), "where": {"id": "baris 1", "en": "line 1"}}


def test_nothing_found_is_code_0_and_a_bad_file_code_2(tmp_path: Path) -> None:
    path = tmp_path / "laporan.txt"
    path.write_text("Sebanyak 13 dari 15 peserta (87%) puas.\n", "utf-8")
    good = CliRunner().invoke(app, ["check", str(path)])
    assert (good.exit_code, good.stdout) == (0, "Tidak ada temuan dalam 1 berkas.\n")
    empty = tmp_path / "kosong.txt"
    empty.touch()
    refused = CliRunner().invoke(app, ["check", str(path), str(empty)])
    assert refused.exit_code == 2
    assert "Berkas kosong" in refused.stderr
    missing = CliRunner().invoke(app, ["check", str(tmp_path / "tidak-ada.txt"), "--lang", "en"])
    assert missing.exit_code == 2
    assert "There is no file" in missing.stderr
