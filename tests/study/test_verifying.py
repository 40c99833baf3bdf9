"""A study made again: the same bytes, or what changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simpul.cli import app
from simpul.example import generate, write
from simpul.study import Request, run
from simpul.study.verifying import verify


@pytest.fixture(scope="module")
def made(person: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The folder of a small study, and its exports."""
    home = tmp_path_factory.mktemp("ulang")
    small = write(generate(seed=3, scale=0.01), home / "kota")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in person.items():
            patch.setenv(name, value)
        run(
            Request(out=home / "hasil", paths=(small.exports,), reference=small.reference, seed=4, basis="group-consent")
        )  # fmt: skip
        yield home / "hasil", small.exports


def test_the_same_inputs_give_the_same_bytes_wherever_they_lie_now(made: tuple[Path, Path], tmp_path: Path) -> None:  # fmt: skip
    study, exports = made
    before = {path: path.stat().st_mtime_ns for path in study.rglob("*")}
    moved = shutil.copytree(exports, tmp_path / "pindah")
    done = CliRunner().invoke(app, ["verify", str(study), str(moved), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["same"] and told["compared"] > 30
    assert (told["causes"], told["altered"], told["differing"], told["findings"]) == ([], [], [], [])
    assert {path: path.stat().st_mtime_ns for path in study.rglob("*")} == before
    assert [path.name for path in study.parent.iterdir() if path.name.startswith(".")] == []


def test_what_changed_is_told_input_by_input_and_finding_by_finding(made: tuple[Path, Path], tmp_path: Path) -> None:  # fmt: skip
    study, exports = made
    mine = shutil.copytree(study, tmp_path / "hasil")
    moved = shutil.copytree(exports, tmp_path / "ekspor")
    (changed,) = moved.rglob("bluesky*.json*")
    lines = changed.read_text("utf-8").splitlines(keepends=True)
    changed.write_text("".join(lines[: len(lines) // 2]), "utf-8")
    manifest = json.loads((mine / "manifest.json").read_bytes())
    manifest["simpul"], manifest["measures"]["p1"] = "0.0.9", 7
    (mine / "manifest.json").write_text(json.dumps(manifest))
    (mine / "tables" / "findings.parquet").write_bytes(b"by hand")

    found = verify(mine, (moved,))
    causes = [cause[1] for cause in found.causes]
    assert len(causes) == 3
    assert causes[0].startswith("Version of Simpul: was 0.0.9, is ")
    assert causes[1] == "Measures that are new, gone or defined anew: p1 (1)."
    assert causes[2].startswith(f"Input {changed.name}: its hash was ")
    assert found.altered == ("tables/findings.parquet",)
    assert not found.same and {"findings.json", "tables/posts.parquet"} <= set(found.differing)
    assert any(each["was"] != each["is"] for each in found.findings)


def test_inputs_that_are_gone_and_another_key_end_with_advice(
    made: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, _ = made
    mine = shutil.copytree(study, tmp_path / "hasil")
    (mine / "corpus" / "asked.json").unlink()
    done = CliRunner().invoke(app, ["verify", str(mine), "--lang", "en"])
    assert done.exit_code == 2 and "Say where it is now" in done.output
    monkeypatch.setenv("SIMPUL_KEY", "A" * 43 + "=")
    done = CliRunner().invoke(app, ["verify", str(study), "--lang", "en"])
    assert done.exit_code == 2 and "under another key" in done.output
