"""The same inputs, key and seed give the same bytes, whatever the machine's language, clock and number of threads."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simpul.example import Written, generate, write
from simpul.study import Request, run

ELSEWHERE = {
    "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Auckland", "POLARS_MAX_THREADS": "1", "NUMBA_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "7", "COLUMNS": "40",
}  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(generate(seed=3, scale=0.03), tmp_path_factory.mktemp("kecil"))


@pytest.fixture(scope="module")
def folders(
    small: Written, person: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """One study made here, made elsewhere by the command line, and made here with another seed."""
    made = {name: tmp_path_factory.mktemp(name) / f"hasil-{name}" for name in ("here", "elsewhere", "seeded")}
    given = {"survey": small.survey, "reference": small.reference, "basis": "group-consent"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in person.items():
            patch.setenv(name, value)
        for name, seed in (("here", 0), ("seeded", 1)):
            run(Request(out=made[name], paths=(small.exports,), seed=seed, **given))
    call = [
        sys.executable,
        "-m",
        "simpul.cli",
        "study",
        str(small.exports),
        "--out",
        str(made["elsewhere"]),
        "--json",
    ]
    call += [part for option, path in given.items() for part in (f"--{option}", str(path))]
    told = subprocess.run(
        call, env=os.environ | person | ELSEWHERE, cwd=made["elsewhere"].parent, capture_output=True
    )
    assert told.returncode == 1, told.stderr.decode()  # 1: some rows were refused
    assert json.loads(told.stdout) == json.loads((made["elsewhere"] / "manifest.json").read_bytes())
    return made


def contents(folder: Path) -> dict[str, bytes]:
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    when = re.compile(rb'"imported": "[^"]+"')  # of a batch: the one thing that differs
    return {
        name: when.sub(b"", found[name]) if name.startswith("corpus/batches/") else found[name]
        for name in sorted(found)
        if name not in ("manifest.json", "report.html")
    }


def manifest(folder: Path) -> dict[str, object]:
    read: dict[str, object] = json.loads((folder / "manifest.json").read_bytes())
    assert read.pop("timings")
    return read


def test_two_runs_give_the_same_bytes(folders: dict[str, Path]) -> None:
    here, elsewhere = contents(folders["here"]), contents(folders["elsewhere"])
    assert list(here) == list(elsewhere)
    assert {
        "findings.json",
        "network.gexf",
        "network.graphml",
        "rejects.csv",
        "tables/findings.parquet",
    } < set(here)
    assert [name for name in here if here[name] != elsewhere[name]] == []


def test_manifests_differ_in_timings_only(folders: dict[str, Path]) -> None:
    assert manifest(folders["here"]) == manifest(folders["elsewhere"])


def test_another_seed_gives_other_pseudonyms_and_the_same_counts(folders: dict[str, Path]) -> None:
    keys = [manifest(folders[name])["parameters"]["key_id"] for name in ("here", "seeded")]  # type: ignore[index]
    assert keys[0] != keys[1]
    one, other = (json.loads((folders[name] / "findings.json").read_bytes()) for name in ("here", "seeded"))
    searched = ("communities", "modularity")  # by a seeded search
    for left, right in zip(one, other, strict=True):
        values = left.pop("value"), right.pop("value")
        if left["units"] is not None:  # persons are resampled in groups of pseudonyms
            ends = [(left.pop(end), right.pop(end)) for end in ("low", "high")]
            width = ends[1][0] - ends[0][0]
            assert all(math.isclose(*pair, abs_tol=0.3 * width) for pair in ends), left["id"]
            assert math.isclose(left.pop("units"), right.pop("units"), rel_tol=0.1)
        assert left == right
        if left["measure"] not in searched and values[0] is not None:
            assert math.isclose(*values, rel_tol=1e-6), left["id"]
