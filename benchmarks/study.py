"""The main job: `simpul study` on the example city, against Polars alone and against the usual research pipeline.

python -m benchmarks.study [POSTS]      1,000,000 by default
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import polars as pl

from simpul.example import generate, write, write_ndjson

HERE = Path(__file__).parent
PEER_POSTS = 100_000
LABELLED = 3_000  # coded texts that the peer's classifier learns from


def main(posts: int = 1_000_000) -> None:
    with tempfile.TemporaryDirectory(prefix="simpul-bench-") as name:
        folder = Path(name)
        small = _inputs(folder / "small", PEER_POSTS)
        _study(
            small, folder / "warm"
        )  # compiles the kernels once, as on any machine that has run Simpul before
        ours, _ = _study(small, folder / "out-small")
        theirs = _peer(small, folder)
        _compare(ours, theirs)
        large = _inputs(folder / "large", posts)
        alone = min(_polars(large, folder / "alone.parquet") for _ in range(3))
        seconds, memory = _study(large, folder / "out")
        total = seconds["whole process"]
        print(
            f"\n{posts:,} posts: simpul study {total:.1f} s, {memory:.2f} GB; Polars read and write alone {alone:.2f} s: {total / alone:.1f} x"
        )
        for stage, value in seconds.items():
            print(f"  {stage:<14} {value:7.2f} s")


def _inputs(folder: Path, posts: int) -> Path:
    folder.mkdir(parents=True)
    (folder / "exports").mkdir()
    write_ndjson(generate(seed=0, scale=posts / 30_000), folder / "exports" / "posts.ndjson")
    write(generate(seed=0, scale=0.02), folder, formats=[])
    coded = generate(seed=1, scale=LABELLED / 30_000).posts
    coded.select("text", "issue").drop_nulls().write_csv(folder / "labelled.csv")
    return folder


def _study(folder: Path, out: Path) -> tuple[dict[str, float], float]:
    """Seconds by stage and peak memory in GB of a fresh process."""
    command = [
        str(Path(sys.executable).with_name("simpul")), "study", str(folder / "exports"), "--survey", str(folder / "survei.xlsx"), "--basis", "group-consent",
        "--reference", str(folder / "referensi.xlsx"), "--out", str(out), "--json",
    ]  # fmt: skip
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"SIMPUL_LANG": "en"},
    )
    assert process.stdout
    answer = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"simpul study failed: {' '.join(command)}")
    timings = json.loads(answer)["timings"]
    rest = seconds - sum(timings.values())
    return {**timings, "start and report": rest, "whole process": seconds}, usage.ru_maxrss / 2**20


def _polars(folder: Path, target: Path) -> float:
    """Seconds that Polars alone needs to read the file and write it as Parquet."""
    start = time.perf_counter()
    pl.read_ndjson(folder / "exports" / "posts.ndjson", infer_schema_length=1000).write_parquet(target)
    return time.perf_counter() - start


def _peer(folder: Path, work: Path) -> dict[str, float]:
    """The usual pipeline in an environment of its own."""
    home = work / "peer"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    requirements = HERE / "peers" / "research_group.txt"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", requirements], check=True
    )
    start = time.perf_counter()
    answer = subprocess.run(
        [python, HERE / "peers" / "research_group.py", folder / "exports" / "posts.ndjson", folder / "labelled.csv", work],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return {**json.loads(answer.stdout), "whole process": time.perf_counter() - start}


def _compare(ours: dict[str, float], theirs: dict[str, float]) -> None:
    labelling = ours["import"] + ours["resolve"] + ours["label"], theirs["read"] + theirs["label"]
    print(f"{PEER_POSTS:,} posts, seconds: simpul, usual pipeline, ratio")
    for name, (a, b) in {
        "read and label": labelling,
        "whole": (ours["whole process"], theirs["whole process"]),
    }.items():
        print(f"  {name:<14} {a:8.2f} {b:8.2f} {b / a:8.1f} x")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
