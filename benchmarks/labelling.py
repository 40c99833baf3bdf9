"""Labelling by lists and model: posts per second and core, beside what others use, in one run.

    python -m benchmarks.labelling [posts] [--peer PYTHON]

Posts are 189 characters long: expressions of all needs among ordinary Indonesian and Javanese words, so they hold more to find
than real ones, but few different words, which favours the peers' caches; and, where it is at hand, a real register. Simpul gives all columns, once without and once with the evidence; its peers give one column, without evidence. Peers: (a) what research groups
write (PySastrawi, TF-IDF, Naive Bayes), if PYTHON has `benchmarks/peers/research_group.txt` installed; (b) Python's `re` with one
alternation of all expressions of needs as they are written, no spelling variants.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # per core; set it to 2 to see two threads

import numpy as np
import polars as pl

LENGTH = 189
PEER = Path(__file__).parent / "peers" / "research_group_labels.py"


def posts(count: int) -> tuple[pl.Series, pl.Series]:
    """Texts of LENGTH characters, and the category of the first expression in each."""
    from simpul.language.tables import table

    rng = np.random.default_rng(11)
    needs = (
        table("expressions").filter(pl.col("code").str.starts_with("N")).select("code", "expression").rows()
    )
    words = table("language_words").filter(
        pl.col("language").is_in(["id", "jv"]) & ~pl.col("word").str.contains("-")
    )
    filler = words["word"].to_list()
    texts, codes = [], []
    for first, second in rng.integers(0, len(needs), (count, 2)):
        around = [filler[k] for k in rng.integers(0, len(filler), 40)]
        parts = [*around[:5], needs[first][1], *around[5:12], needs[second][1], *around[12:]]
        texts.append(" ".join(parts)[:LENGTH])
        codes.append(needs[first][0][:3])
    return pl.Series(texts), pl.Series(codes)


def alternation(texts: list[str]) -> list[str | None]:
    """The code of the first expression in each text, by one regular expression."""
    from simpul.language.tables import table

    rows = (
        table("expressions").filter(pl.col("code").str.starts_with("N")).select("expression", "code").rows()
    )
    codes = {text.lower(): code for text, code in rows}
    ordered = sorted(codes, key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\b")
    found = (pattern.search(text.lower()) for text in texts)
    return [codes[match.group()] if match else None for match in found]


def seconds(work: Callable[[], object], times: int) -> tuple[float, float]:
    """The best processor time and wall time of several runs."""

    def once() -> tuple[float, float]:
        wall, processor = time.perf_counter(), time.process_time()
        work()
        return time.process_time() - processor, time.perf_counter() - wall

    runs = [once() for _ in range(times)]
    return min(run[0] for run in runs), min(run[1] for run in runs)


def research_group(python: str, texts: pl.Series, codes: pl.Series) -> float:
    """Seconds of the usual pipeline for these texts; its model is learned from them, outside the clock."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "posts.ndjson"
        pl.DataFrame({"text": texts, "code": codes}).write_ndjson(file)
        answer = subprocess.run([python, PEER, file], check=True, capture_output=True, text=True).stdout
    return float(json.loads(answer)["seconds"])


def register() -> tuple[pl.Series, pl.Series] | None:
    """Real complaints, cut at LENGTH characters, and their needs, where the register lies beside the project."""
    shared = Path(os.environ.get("SIMPUL_SHARED", Path(__file__).parents[1] / "../shared"))
    file = shared / "data/nlp/wargaku-surabaya/keluhan.csv"
    if not file.exists():
        return None
    frame = (
        pl.read_csv(file)
        .filter(pl.col("text").str.len_chars() >= LENGTH)
        .sample(fraction=1, shuffle=True, seed=1)
    )
    return frame["text"].str.slice(0, LENGTH), frame["need"]


def compare(name: str, texts: pl.Series, codes: pl.Series, peer: str | None) -> None:
    """Print the speed of Simpul and of its peers on the same texts; the peers may take the first 5,000."""
    from simpul import language

    few = texts[:5_000]
    processor, wall = seconds(lambda: language.label(texts, evidence=False), 3)
    explained, _ = seconds(lambda: language.label(texts), 2)
    listed, _ = seconds(lambda: language.label(texts, lists_only=True, evidence=False), 2)
    regular, _ = seconds(lambda: alternation(few.to_list()), 1)
    ours, theirs = len(texts) / processor, len(few) / regular
    print(f"{name}: {len(texts):,} posts of {LENGTH} characters")
    print(f"  {'Simpul, all heads':42}{ours:>10,.0f}/s and core{len(texts) / wall:>12,.0f}/s in all")
    print(f"  {'Simpul, all heads with evidence':42}{len(texts) / explained:>10,.0f}/s and core")
    print(f"  {'Simpul, lists alone':42}{len(texts) / listed:>10,.0f}/s and core")
    print(f"  {'peer: re alternation, one column':42}{theirs:>10,.0f}/s and core{ours / theirs:>10.0f} ×")
    if peer is None:
        print("  peer: PySastrawi, TF-IDF, NB: not measured, no --peer given")
        return
    rate = len(few) / research_group(peer, few, codes[: len(few)])
    print(f"  {'peer: PySastrawi, TF-IDF, NB, one column':42}{rate:>10,.0f}/s and core{ours / rate:>10.0f} ×")


def whole_way(texts: pl.Series) -> None:
    """Seconds from an NDJSON file to a labelled Parquet file, as a multiple of Polars reading that file."""
    from simpul.study.labelling import label_file

    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "posts.ndjson", Path(folder) / "labelled.parquet"
        pl.DataFrame({"id": range(len(texts)), "text": texts}).write_ndjson(file)
        reading, _ = seconds(lambda: pl.read_ndjson(file), 3)
        labelling, _ = seconds(lambda: label_file(file, "text", out), 2)
        print(
            f"NDJSON to labelled Parquet, with evidence: {labelling / reading:.1f} × the time Polars takes to read it"
        )


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("posts", nargs="?", type=int, default=100_000)
    arguments.add_argument("--peer", help="a Python with the research group's requirements")
    given = arguments.parse_args()

    import_time = (
        "import time; t = time.perf_counter(); import simpul.language; print(time.perf_counter() - t)"
    )
    imported = float(
        subprocess.run([sys.executable, "-c", import_time], check=True, capture_output=True).stdout
    )
    begin = time.perf_counter()
    from simpul import language

    language.label(pl.Series(["halo"]))
    loaded = time.perf_counter() - begin
    threads = pl.thread_pool_size()
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, {threads} thread(s)"
    )
    print(
        f"import simpul.language {imported:.2f} s; first text, with kernels from the cache or compiled, {loaded:.1f} s"
    )
    compare("made of list expressions", *posts(given.posts), given.peer)
    whole_way(posts(given.posts)[0])
    if (real := register()) is not None:
        compare("complaint register", *real, given.peer)


if __name__ == "__main__":
    main()
