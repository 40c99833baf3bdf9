"""Privacy at the door: pseudonyms and masking, per second and core, beside the plainest peers, in one run.

    python benchmarks/privacy.py [posts]

Peers: `hashlib.blake2b` in a list comprehension, and a chain of Polars `str.replace_all` with the regular expressions one would
write for the same marks (it reads no other scripts, no unseen characters, no context, and hashes no handle, so it does less).
"""

from __future__ import annotations

import base64
import hashlib
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["POLARS_MAX_THREADS"] = "1"  # per core: both sides run on one thread

import numpy as np
import polars as pl

from simpul.corpus import masking
from simpul.corpus.pseudonyms import pseudonyms

KEY = bytes(range(32))
NAMED = frozenset({"pemkotcontoh"})
WORDS = [
    "bantuan",
    "warga",
    "rumah",
    "belum",
    "dapat",
    "beras",
    "anak",
    "sekolah",
    "mohon",
    "pak",
    "bu",
    "tolong",
    "data",
    "kelurahan",
    "sampun",
    "dereng",
    "cair",
    "kartu",
    "puskesmas",
    "obat",
    "kerja",
    "jualan",
    "warung",
    "ibu",
    "tetangga",
    "janda",
    "lansia",
    "hujan",
    "bocor",
    "jalan",
    "air",
    "listrik",
    "nggih",
    "matur",
    "nuwun",
]
HITS = (
    "wa 0812-0000-1111",
    "@budi_s",
    "budi@example.com",
    "NIK 3399010101900001",
    "https://x.com/budi_s",
    "rek bri 123456789012",
)
CHAIN = (
    (r"[\w.%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z]{2,})+", "[email]"),
    (
        r"(?i)(?:https?://)?(?:\w+\.)*(?:x|twitter|facebook|fb|instagram|t|wa|threads)\.(?:com|net|me)/@?[\w.]+\S*",
        "[tautan akun]",
    ),
    (r"\b\d{16}\b|\b\d{4}[ .-]\d{4}[ .-]\d{4}[ .-]\d{4}\b", "[NIK]"),
    (r"(?:\+62|\b62|\b0)[ .()-]*8\d{1,3}[ .-]?\d{3,4}[ .-]?\d{3,5}\b|\(0\d{2,3}\) ?\d{5,8}", "[telepon]"),
    (r"(?i)((?:rek|rekening|norek|bri|bca|bni|mandiri|bsi)\D{0,20})\d[\d-]{9,19}", "${1}[rekening]"),
    (r"\b\d{10,}\b", "[nomor]"),
    (r"@[A-Za-z0-9_.]+", "@~"),
)  # fmt: skip


def posts(count: int, share: float) -> pl.Series:
    """Texts of about 150 characters, of which this share holds one thing to mask."""
    rng = np.random.default_rng(7)
    picks = rng.integers(0, len(WORDS), (count, 20))
    hit = rng.random(count) < share
    return pl.Series(
        [
            " ".join([*(WORDS[w] for w in row), HITS[i % len(HITS)] if hit[i] else "tahun 2023 Rp 600.000"])
            for i, row in enumerate(picks)
        ]
    )


def chain(texts: pl.Series) -> pl.Series:
    for pattern, mark in CHAIN:
        texts = texts.str.replace_all(pattern, mark)
    return texts


def hashed(values: pl.Series) -> pl.Series:
    def one(value: str) -> str:
        digest = hashlib.blake2b(f"account:x\x1f{value}".encode(), key=KEY).digest()
        return base64.b32encode(digest).decode().lower()[:26]

    return pl.Series([one(value) for value in values])


def best(work: Callable[[], object], times: int = 3) -> float:
    def once() -> float:
        begin = time.process_time()
        work()
        return time.process_time() - begin

    return min(once() for _ in range(times))


def row(name: str, count: int, ours: float, theirs: float) -> None:
    print(f"{name:34}{count / ours:>14,.0f}/s{count / theirs:>14,.0f}/s{theirs / ours:>8.1f} ×")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    masking._FEW = sys.maxsize  # one thread
    values = pl.Series([f"warga_{i % (count // 3)}" for i in range(count)])
    pseudonyms(values[:10], KEY, "account:x")
    masking.mask(posts(100, 0.5), "x", KEY, NAMED)  # load the compiled code
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, one thread, {count:,} rows"
    )
    print(f"{'':34}{'Simpul':>16}{'peer':>16}{'ratio':>10}")
    row(
        "pseudonyms (peer: hashlib)",
        count,
        best(lambda: pseudonyms(values, KEY, "account:x")),
        best(lambda: hashed(values), 1),
    )
    for share in (0.0, 0.1, 1.0):
        texts = posts(count, share)
        name = f"mask, {share:.0%} with a hit (peer: Polars)"
        row(name, count, best(lambda texts=texts: masking.mask(texts, "x", KEY, NAMED)), best(lambda texts=texts: chain(texts), 1))  # fmt: skip
    print(
        f"\n{'mark':14}{'labelled':>10}{'precision':>11}{'recall':>9}   (tests/corpus/masking_sentences.tsv)"
    )
    for kind, score in scores().items():
        print(f"{kind:14}{score.labelled:>10}{score.precision:>11.2f}{score.recall:>9.2f}")


def scores() -> dict[str, Any]:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "corpus"))
    from masking_labels import scores

    return scores()


if __name__ == "__main__":
    main()
