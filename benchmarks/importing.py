"""Importing and resolving posts, beside what Polars alone needs to read and write the same file, and a folder of small files.

    python -m benchmarks.importing [POSTS] [FILES]      1,000,000 and 1,000 by default

Each side runs in a fresh process, compiled kernels cached. Importing pseudonymises, masks, checks every cell and writes five
tables; resolving reads them back, sorts them by key and writes them for a study. Ratios are ours / Polars.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from simpul.example import generate, write, write_ndjson

ROUNDS = 3  # the best of them counts
SECRET = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="


def main(posts: int = 1_000_000, files: int = 1_000) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory(prefix="simpul-bench-") as name:
        folder = Path(name)
        (folder / "exports").mkdir()
        write_ndjson(generate(seed=0, scale=posts / 30_000), folder / "exports" / "posts.ndjson")
        write(generate(seed=0, scale=0.02), folder, formats=[])
        _in_a_process("ours", folder)  # compiles the kernels, as on any machine that has run Simpul before
        alone = _best("alone", folder)
        ours = _best("ours", folder)
        megabytes = (folder / "exports" / "posts.ndjson").stat().st_size / 1e6
        print(f"{posts:,} posts, {megabytes:.0f} MB of NDJSON")
        for step in ("import", "resolve", "both"):
            print(
                f"  {step:<8} {ours[step]:6.2f} s   {posts / ours[step]:>10,.0f} posts/s   {ours[step] / alone['both']:5.1f} x"
            )
        print(f"  Polars alone, read and write: {alone['both']:.2f} s, {alone['memory']:.2f} GB")
        print(f"  memory of ours: {ours['memory']:.2f} GB")
        _write_small(folder / "small", files)
        few = _best("small", folder)
        print(
            f"{files:,} files of one row: {few['import'] / files * 1e3:.1f} ms a file, resolved in {few['resolve']:.2f} s"
        )


def _write_small(folder: Path, files: int) -> None:
    folder.mkdir()
    for number in range(files):
        (folder / f"{number}.csv").write_text(
            "id,platform,author,text,created_at,likes\n"
            f"{number},x,warga{number % 97},Beras kapan cair,2026-03-05 10:00,3\n"
        )


def _best(step: str, folder: Path) -> dict[str, float]:
    return min((_in_a_process(step, folder) for _ in range(ROUNDS)), key=lambda spent: spent["both"])


def _in_a_process(step: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.importing", "--step", step, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ | {"SIMPUL_KEY": SECRET})
    spent: dict[str, float] = json.loads(done.stdout)
    return spent


def _step(step: str, folder: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=folder) as out:
        spent = _alone(folder, Path(out)) if step == "alone" else _ours(folder, Path(out), step == "small")
    spent["both"] = sum(spent.values())
    return spent | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}


def _alone(folder: Path, out: Path) -> dict[str, float]:
    import polars as pl

    start = time.perf_counter()
    posts = pl.read_ndjson(folder / "exports" / "posts.ndjson")
    posts.write_parquet(out / "posts.parquet", compression="zstd", compression_level=1)
    return {"import": time.perf_counter() - start}


def _ours(folder: Path, out: Path, small: bool) -> dict[str, float]:
    from simpul.corpus.importing import import_paths
    from simpul.corpus.reading import read_corpus
    from simpul.study.inputs import importer

    how = importer(out, folder / "referensi.xlsx", salt=b"benchmark")
    start = time.perf_counter()
    import_paths([folder / ("small" if small else "exports")], how)
    imported = time.perf_counter()
    for name, table in read_corpus(how.store).items():
        table.sink_parquet(
            out / f"{name}.parquet", maintain_order=True, compression="zstd", compression_level=1
        )
    return {"import": imported - start, "resolve": time.perf_counter() - imported}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        print(json.dumps(_step(sys.argv[2], Path(sys.argv[3]))))
    else:
        main(*(int(argument) for argument in sys.argv[1:]))
