"""Importing: NDJSON and CSV beside what Polars alone needs for the same file, X payloads beside twitwi, casanova and pandas, many small files.

    python -m benchmarks.importing [POSTS] [FILES] [PAYLOADS]      1,000,000, 1,000 and 20,000 by default

Each side runs in a process of its own, compiled kernels cached, the best of three rounds. Importing pseudonymises, masks, checks every
cell and writes five tables. Seconds are those of the wall; `cpu` those of the processor, which other work on the machine disturbs less.
PEERS names a Python in which benchmarks/peers/x_payloads.txt is installed; without it, one is made.
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
import venv
from collections.abc import Callable
from pathlib import Path

from simpul.example import generate, write, write_ndjson

ROUNDS = 3
SECRET = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="
PEERS = Path(__file__).parent / "peers"
USER = {  # what twitwi asks of every user
    "created_at": "2015-03-05T03:00:00.000Z", "description": "Warga", "verified": False, "protected": False, "location": "Magelang",
    "profile_image_url": "https://pbs.example/a.jpg", "url": "",
}  # fmt: skip
Spent = dict[str, float]


def main(posts: int = 1_000_000, files: int = 1_000, payloads: int = 20_000) -> None:
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
    with tempfile.TemporaryDirectory(prefix="simpul-bench-") as name:
        folder = Path(name)
        write(generate(seed=0, scale=0.02), folder, formats=[])
        _tables(folder, posts)
        _payloads(folder, payloads)
        _write_small(folder / "small", files)
        _ours(folder, "small")  # compiles the kernels, as on any machine that has run Simpul before
        for kind in ("ndjson", "csv"):
            _beside_polars(folder, kind, posts)
        _beside_peers(folder)
        small = _best(lambda: _ours(folder, "small"))
        print(
            f"{files:,} files of one row: {small['wall'] / files * 1e3:.1f} ms a file ({small['cpu'] / files * 1e3:.1f} cpu)"
        )
        print(f"load at the end {os.getloadavg()[0]:.1f}")


# --- inputs ------------------------------------------------------------------------------------------------------


def _tables(folder: Path, posts: int) -> None:
    """The same posts as NDJSON and as CSV, each with its column map."""
    import polars as pl

    for kind in ("ndjson", "csv"):
        (folder / kind).mkdir()
    path = folder / "ndjson" / "posts.ndjson"
    write_ndjson(generate(seed=0, scale=posts / 30_000), path)
    rows = pl.scan_ndjson(path, infer_schema_length=1000)
    lists = [pl.col(name).list.join("|") for name in ("mentions", "hashtags")]
    rows.with_columns(lists).sink_csv(folder / "csv" / "posts.csv")
    (folder / "csv" / "posts.csv.toml").write_text(path.with_name("posts.ndjson.toml").read_text())


def _payloads(folder: Path, posts: int) -> None:
    from simpul.example.exports import x_api

    city = generate(seed=0, scale=posts / 5_000)
    (folder / "x").mkdir()
    x_api.write(city, folder / "x", faults=False)
    path = folder / "x" / x_api.NAME
    pages = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    users = x_api._Pages(city).users
    for page in pages:
        named = {user["username"] for user in page["includes"]["users"]}
        mentioned = {
            mention["username"]
            for tweet in (*page["data"], *page["includes"]["tweets"])
            for mention in tweet.get("entities", {}).get("mentions", ())
        }
        page["includes"]["users"] += [users[name] for name in sorted(mentioned - named)]
        for user in page["includes"]["users"]:
            user |= USER
        for tweet in (*page["data"], *page["includes"]["tweets"]):
            tweet["source"] = "Twitter for Android"
    path.write_text("\n".join(json.dumps(page, ensure_ascii=False) for page in pages) + "\n", "utf-8")


def _write_small(folder: Path, files: int) -> None:
    folder.mkdir()
    for number in range(files):
        (folder / f"{number}.csv").write_text(
            "id,platform,author,text,created_at,likes\n"
            f"{number},x,warga{number % 97},Beras kapan cair,2026-03-05 10:00,3\n"
        )


# --- one run each ------------------------------------------------------------------------------------------------


def _beside_polars(folder: Path, kind: str, posts: int) -> None:
    alone = _best(lambda: _step(folder, kind, "alone"))
    ours = _best(lambda: _ours(folder, kind))
    size = sum(path.stat().st_size for path in (folder / kind).iterdir()) / 1e6
    print(f"{posts:,} posts, {size:.0f} MB of {kind}: {posts / ours['wall']:,.0f} posts/s")
    print(f"  simpul {ours['wall']:.2f} s ({ours['cpu']:.2f} cpu), {ours['memory']:.2f} GB")
    print(
        f"  Polars read and write_parquet {alone['wall']:.2f} s ({alone['cpu']:.2f} cpu), {alone['memory']:.2f} GB"
    )
    print(f"  ratio {ours['wall'] / alone['wall']:.1f} x ({ours['cpu'] / alone['cpu']:.1f} x cpu)")


def _beside_peers(folder: Path) -> None:
    python = os.environ.get("PEERS") or _environment(folder / "peers")
    pages, table = folder / "x" / "x_api_v2.jsonl", folder / "csv" / "posts.csv"
    ours = _best(lambda: _ours(folder, "x"))
    print(f"X API v2 pages, {pages.stat().st_size / 1e6:.0f} MB, rows per second (per second of processor)")
    _rate("simpul, stored", ours, ours)
    for peer, paths in (("twitwi", [pages, folder / "o.csv"]), ("pandas", [pages, folder / "o2.csv"])):
        _rate(peer, _peer(python, peer, paths), ours)
    rows = _peer(python, "casanova", [table])
    print(
        f"  casanova, CSV, only read: {rows['rows'] / rows['wall']:,.0f} ({rows['rows'] / rows['cpu']:,.0f})"
    )


def _rate(name: str, spent: Spent, ours: Spent) -> None:
    wall, cpu = spent["rows"] / spent["wall"], spent["rows"] / spent["cpu"]
    faster = (
        f"simpul {ours['rows'] / ours['wall'] / wall:.1f} x ({ours['rows'] / ours['cpu'] / cpu:.1f} x cpu)"
    )
    print(f"  {name:<16} {wall:>10,.0f} ({cpu:>10,.0f})   {faster}")


def _environment(home: Path) -> str:
    venv.create(home, with_pip=True)
    python = str(home / "bin" / "python")
    call = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "-r",
        str(PEERS / "x_payloads.txt"),
    ]
    subprocess.run(call, check=True)
    return python


def _peer(python: str, name: str, paths: list[Path]) -> Spent:
    def once() -> Spent:
        call = [python, str(PEERS / "x_payloads.py"), name, *map(str, paths)]
        spent: Spent = json.loads(subprocess.run(call, check=True, capture_output=True).stdout)
        return spent

    return _best(once)


def _best(work: Callable[[], Spent]) -> Spent:
    """The quickest on the wall, with the least time of the processor of all rounds."""
    rounds = [work() for _ in range(ROUNDS)]
    return min(rounds, key=lambda spent: spent["wall"]) | {"cpu": min(spent["cpu"] for spent in rounds)}


def _ours(folder: Path, kind: str) -> Spent:
    return _step(folder, kind, "ours")


def _step(folder: Path, kind: str, side: str) -> Spent:
    command = [sys.executable, "-m", "benchmarks.importing", "--step", side, kind, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ | {"SIMPUL_KEY": SECRET})
    spent: Spent = json.loads(done.stdout)
    return spent


# --- inside a process --------------------------------------------------------------------------------------------


def _run(side: str, kind: str, folder: Path) -> Spent:
    with tempfile.TemporaryDirectory(dir=folder) as out:
        work = _polars(folder / kind, Path(out)) if side == "alone" else _import(folder, kind, Path(out))
        wall, cpu = time.perf_counter(), time.process_time()
        rows = work()
        spent = {"rows": rows, "wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    return spent | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}


def _polars(folder: Path, out: Path) -> Callable[[], int]:
    import polars as pl

    def work() -> int:
        (path,) = folder.glob("posts.*[nv]")
        posts = (
            pl.read_ndjson(path)
            if path.suffix == ".ndjson"
            else pl.read_csv(path, infer_schema_length=10_000)
        )
        posts.write_parquet(out / "posts.parquet", compression="zstd", compression_level=1)
        return posts.height

    return work


def _import(folder: Path, kind: str, out: Path) -> Callable[[], int]:
    from simpul.corpus.importing import import_paths
    from simpul.study.inputs import importer

    how = importer(out, folder / "referensi.xlsx", salt=b"benchmark", basis="group-consent")

    def work() -> int:
        batches = import_paths([folder / kind], how)
        return sum(batch.rows.get("posts", 0) for batch in batches)

    return work


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        print(json.dumps(_run(sys.argv[2], sys.argv[3], Path(sys.argv[4]))))
    else:
        main(*(int(argument) for argument in sys.argv[1:]))
