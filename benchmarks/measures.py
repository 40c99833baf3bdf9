"""All measures of the catalogue on the example city, copied until it has ten million posts: time, memory, and how both grow.

python -m benchmarks.measures [POSTS …]      1,000,000 3,000,000 10,000,000 by default

Copies have ids of their own for posts and citizens; official accounts are the same in each, so each gets more posts. Texts are left
out of the copies: measures read labels. Each size runs in a process of its own, and is set against one Polars scan that sums
likes, comments and shares per account, by the clock and by the time of processors, which other work on the machine inflates less.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

SIZES = (1_000_000, 3_000_000, 10_000_000)
SCALE = 1.0  # of the example city that is copied: about 30,000 posts
POSTS = ("post_id", "parent_id", "root_id", "shared_id")
PEOPLE = ("account_id", "parent_account_id", "shared_account_id")
CLOCKS = ("wall", "processor")  # seconds
COPIED = ("posts", "observations", "labels", "accounts")


def main(sizes: tuple[int, ...] = SIZES) -> None:
    with tempfile.TemporaryDirectory(prefix="simpul-bench-") as name:
        study = _study(Path(name))
        _run("measure", study)  # compiles the kernels
        found = []
        for posts in sizes:
            folder = Path(name) / str(posts)
            actual = copied(study, folder, posts)
            scans = [_run("alone", folder) for _ in range(3)]
            alone = {clock: min(scan[clock] for scan in scans) for clock in CLOCKS}
            ours = _run("measure", folder)
            found.append((actual, ours))
            print(
                f"{actual:>12,} posts: {ours['measures']} measures, {ours['findings']:,} findings, {ours['gigabytes']:.2f} GB; "
                + "; ".join(f"{ours[c]:.1f} s {c}, one scan with sums per account {alone[c]:.2f}: {ours[c] / alone[c]:.0f} x" for c in CLOCKS),
                flush=True,
            )  # fmt: skip
        if len(found) > 1:
            (n, a), (m, b) = found[0], found[-1]
            slopes = ", ".join(f"{math.log(b[c] / a[c]) / math.log(m / n):.2f} by {c}" for c in CLOCKS)
            print(f"slope from {n:,} to {m:,} posts (1 is linear): {slopes}")


def _study(folder: Path) -> Path:
    from simpul.example import generate, write
    from simpul.study import Request, run

    inputs = write(generate(seed=0, scale=SCALE), folder / "city")
    out = folder / "study"
    run(
        Request(
            out=out,
            paths=(inputs.exports,),
            survey=inputs.survey,
            reference=inputs.reference,
            basis="group-consent",
        )
    )
    return out


def copied(study: Path, folder: Path, posts: int) -> int:
    """Writes the study's tables, those of posts copied, into `folder/tables`; returns how many posts there are."""
    target = folder / "tables"
    target.mkdir(parents=True)
    tables = {path.stem: pl.read_parquet(path) for path in (study / "tables").glob("*.parquet")}
    times = round(posts / tables["posts"].height)
    slim = tables["posts"].drop("text", "alias", "extra", strict=False)
    labels = tables["labels"].select(pl.exclude("^.*_p$", "evidence"))
    for name, table in (tables | {"posts": slim, "labels": labels}).items():
        if name in COPIED:
            parts = [_copy(name, table.lazy(), each) for each in range(times)]
            pl.concat(parts).sink_parquet(target / f"{name}.parquet", compression="zstd", compression_level=1)
        else:
            table.write_parquet(target / f"{name}.parquet")
    return slim.height * times


def _copy(name: str, table: pl.LazyFrame, number: int) -> pl.LazyFrame:
    if number == 0:
        return table
    end = f"/{number}"
    own = {
        "posts": [
            *(pl.col(each) + end for each in POSTS), *(_person(each, end) for each in PEOPLE), pl.col("url") + end,
            pl.col("links").list.eval(pl.element() + end), pl.col("mentions").list.eval(_marked(pl.element(), end)),
        ],
        "labels": [pl.col("post_id") + end],
        "observations": [pl.when(subject_kind="post").then(pl.col("subject") + end).otherwise(_marked(pl.col("subject"), end))],
        "accounts": [_person("account_id", end)],
    }  # fmt: skip
    frame = table.with_columns(own[name])
    if name == "accounts":
        return frame.filter(pl.col("account_id").str.ends_with(end))
    if name == "observations":
        return frame.filter(pl.col("subject").str.ends_with(end))
    return frame


def _person(column: str, end: str) -> pl.Expr:
    return _marked(pl.col(column), end)


def _marked(id: pl.Expr, end: str) -> pl.Expr:
    """Citizens (pseudonyms) get an id of their own in each copy; named accounts stay who they are."""
    return pl.when(id.str.contains("~", literal=True)).then(id + end).otherwise(id)


def _run(what: str, folder: Path) -> dict[str, float]:
    code = [sys.executable, "-m", "benchmarks.measures", "--one", what, str(folder)]
    found: dict[str, float] = json.loads(subprocess.run(code, check=True, stdout=subprocess.PIPE).stdout)
    return found


def _alone(tables: dict[str, pl.LazyFrame]) -> dict[str, float]:
    metrics = tables["observations"].filter(pl.col("metric").is_in(["likes", "comments", "shares"]))
    posts = tables["posts"].select("post_id", "account_id")
    sums = (
        metrics.join(posts, left_on="subject", right_on="post_id")
        .group_by("account_id", "metric")
        .agg(pl.col("value").sum())
    )
    sums.collect()
    return {}


def _measured(tables: dict[str, pl.LazyFrame]) -> dict[str, float]:
    from simpul.measures.computing import compared
    from simpul.measures.material import Material

    material = Material(tables)
    try:
        found, _ = compared(material)
    finally:
        material.release()
    return {"findings": found.height, "measures": found["measure"].n_unique()}


def one(what: str, folder: Path) -> None:
    """One run in this process; prints its figures as JSON."""
    tables = {path.stem: pl.scan_parquet(path) for path in (folder / "tables").glob("*.parquet")}
    start, worked = time.perf_counter(), time.process_time()
    figures = {"alone": _alone, "measure": _measured}[what](tables)
    spent = dict(zip(CLOCKS, (time.perf_counter() - start, time.process_time() - worked), strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps(figures | spent | {"gigabytes": memory}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
