"""`simpul coach` shows findings, never a grade, and tells what it cannot read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simpul.cli import app

STIFF = "Dihimbau kepada seluruh masyarakat antre."
SOFT = "Halo Lur! Besok Jumat ada senam di alun-alun jam 6, ditunggu ya. Siapa ikut?"


def run(*arguments: str, given: str | bytes | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["coach", *arguments], input=given)
    return done.exit_code, done.output


def test_findings_are_shown_with_reason_and_suggestion(tmp_path: Path) -> None:
    draft = tmp_path / "draf.txt"
    draft.write_text(STIFF, "utf-8")
    code, output = run(str(draft))
    assert code == 1
    assert "Dihimbau kepada seluruh masyarakat[1]" in output.replace("\n", " ").replace("  ", " ")
    assert "bukan nilai" in output
    assert "%" not in output


def test_a_soft_draft_from_standard_input_has_none() -> None:
    code, output = run("-", "--network", "x", "--lang", "en", given=SOFT)
    assert (code, "No findings" in output) == (0, True)


def test_json_has_exact_places() -> None:
    code, output = run("-", "--json", given=f"😀 {STIFF}")
    told = json.loads(output)
    first = told["findings"][0]
    assert code == 1
    assert (first["code"], first["start"], first["end"]) == ("order", 2, 36)
    assert set(first["reason"]) == {"id", "en"}


def test_markup_and_terminal_signs_of_a_draft_do_nothing() -> None:
    _, output = run("-", given="[bold]Halo[/bold] [/red] \x1b[2J\x07 dihimbau \u202e antre")
    assert "[bold]Halo[/bold] [/red]" in output
    assert "\x1b" not in output
    assert "\u202e" not in output


@pytest.mark.parametrize("given", [b"\xff\xfe\x00", b"PK\x03\x04\xe9\x00"])
def test_what_is_no_text_is_told(tmp_path: Path, given: bytes) -> None:
    (tmp_path / "draf.docx").write_bytes(given)
    code, output = run(str(tmp_path / "draf.docx"))
    assert (code, "bukan teks UTF-8" in output, "Traceback" in output) == (2, True, False)


def test_wrong_calls_are_told(tmp_path: Path) -> None:
    assert run("tidak-ada.txt")[0] == 2
    assert run(str(tmp_path))[0] == 2
    code, output = run("-", "--network", "friendster", given=SOFT)
    assert (code, "instagram" in output) == (2, True)


def test_an_empty_draft_has_no_findings() -> None:
    assert run("-", given="")[0] == 0
