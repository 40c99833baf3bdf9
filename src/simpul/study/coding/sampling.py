"""Which texts people code: a seeded sample, stratified so that rare kinds of text are among them."""

from __future__ import annotations

import hashlib
import heapq
import json
import math
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from simpul import __version__
from simpul.study.coding.books import Book, read_book, to_csv
from simpul.study.folder import Folder
from simpul.study.request import StudyProblem

SAMPLE: dict[str, pl.DataType | type[pl.DataType]] = {
    "key": pl.String,  # of the text on the coders' sheets
    "post_id": pl.String,
    "stratum": pl.String,  # values of the columns that the sample is stratified by, joined by " · "
    "of": pl.Int64,  # texts in the stratum
}
LEAST = 2  # texts of a stratum, where it has them: one alone says nothing of its spread
HOME = "coding"  # in a study's folder


@dataclass(frozen=True)
class Sample:
    """A sample in its folder: `book.csv`, `sample.json`, `sample.parquet`, and the sheets of the coders."""

    root: Path
    book: Book
    rows: pl.DataFrame  # of SAMPLE, in the order of the sheets
    about: dict[str, Any]


def home(study: Path, folder: Path | None) -> Path:
    return folder or study / HOME


def draw(
    study: Path, root: Path, book: Book, size: int, by: Sequence[str], sources: Sequence[str] = (), seed: int = 0
) -> Sample:  # fmt: skip
    """Draws texts of a study and keeps the sample in `root`, which must not hold one already.

    `by` are columns of the view `coded_texts` (such as source, chapter, agency); of a stratum of N texts about √N parts are
    drawn (power allocation, Bankier 1988, The American Statistician 42(3)), at least two. `sources` are those of the view;
    empty means all. The same study and seed give the same texts, and a larger sample holds the smaller one's. Raises StudyProblem where nothing can be drawn.
    """
    if (root / "sample.json").exists():
        raise StudyProblem(
            f"Di {root} sudah ada contoh teks, mungkin sudah dikode. Pilih folder lain dengan --folder.",
            f"There is a sample in {root} already, perhaps coded. Choose another folder by --folder.",
        )
    texts = _texts(study, by, sources)
    parts = texts.group_by("stratum").agg(of=pl.len()).sort("stratum")
    if size < parts.height:
        raise StudyProblem(
            f"Ada {parts.height} golongan ({', '.join(by)}), tetapi hanya {size} teks diminta. Naikkan --size, atau kurangi --by.",
            f"There are {parts.height} strata ({', '.join(by)}) but only {size} texts are asked for. Raise --size, or use less --by.",
        )
    shares = parts.with_columns(take=pl.Series(allocate(parts["of"].to_list(), size)))
    random = np.random.default_rng(seed)
    drawn = (
        texts.with_columns(turn=pl.Series(random.random(texts.height)))
        .sort("turn", "post_id")
        .with_columns(place=pl.int_range(pl.len()).over("stratum"))
        .join(shares, on="stratum")
        .filter(pl.col("place") < pl.col("take"))
        .sort("turn", "post_id")
    )
    keys = [_key(seed, post) for post in drawn["post_id"]]
    rows = drawn.with_columns(key=pl.Series(keys, dtype=pl.String)).select(
        pl.col(name).cast(kind) for name, kind in SAMPLE.items()
    )
    about = {
        "simpul": __version__, "seed": seed, "size": rows.height, "by": list(by), "sources": list(sources),
        "texts": texts.height, "strata": parts.height,
    }  # fmt: skip
    folder = Folder(root)
    with folder.whole("book.csv") as path:
        path.write_text(to_csv(book), "utf-8")
    with folder.whole("sample.parquet") as path:
        rows.write_parquet(path)
    with folder.whole("sample.json") as path:
        path.write_text(json.dumps(about, indent=1, sort_keys=True) + "\n", "utf-8")
    return Sample(root, book, rows, about)


def load(root: Path) -> Sample:
    """The sample that lies in a folder; raises StudyProblem where there is none."""
    try:
        about = json.loads((root / "sample.json").read_text("utf-8"))
        rows = pl.read_parquet(root / "sample.parquet").select(*SAMPLE)
    except (OSError, ValueError, pl.exceptions.PolarsError):
        raise StudyProblem(
            f"Di {root} tidak ada contoh teks yang utuh. Buat dahulu dengan `simpul code sample`.",
            f"There is no whole sample in {root}. Draw one first by `simpul code sample`.",
        ) from None
    return Sample(root, read_book(str(root / "book.csv")), rows, about)


def texts_of(study: Path, sample: Sample) -> pl.DataFrame:
    """The sample's rows with `source`, `text` and `context` (the text that is answered), masked as the study has them."""
    folder = _study(study)
    posts = folder.scan("posts").select("post_id", "text", "parent_id")
    above = folder.scan("posts").select(parent_id="post_id", context="text").filter(pl.col("context").is_not_null())  # fmt: skip
    sources = folder.scan("coded_texts").select("post_id", "source")
    wanted = posts.join(sample.rows.lazy().select("post_id"), on="post_id", how="semi")
    known = wanted.join(above, on="parent_id", how="left").join(sources, on="post_id", how="left").collect()
    found = sample.rows.join(known, on="post_id", how="inner", maintain_order="left")
    if found.height < sample.rows.height:
        gone = sample.rows.height - found.height
        raise StudyProblem(
            f"{gone} dari {sample.rows.height} teks contoh tidak ada di studi {study}. Pakai studi tempat contohnya diambil.",
            f"{gone} of {sample.rows.height} texts of the sample are not in the study {study}. Use the study that it was drawn from.",
        )
    return found


def allocate(of: Sequence[int], size: int) -> list[int]:
    """How many of each stratum: one after the other to whoever has the fewest for its √N (Webster's divisors), all of them LEAST first.

    Never more than a stratum has; a larger size takes from no stratum.
    """
    taken = [0] * len(of)
    waiting = [(_claim(n, 0), place) for place, n in enumerate(of)]
    heapq.heapify(waiting)
    for _ in range(min(size, sum(of))):
        _, place = heapq.heappop(waiting)
        taken[place] += 1
        if taken[place] < of[place]:
            heapq.heappush(waiting, (_claim(of[place], taken[place]), place))
    return taken


def _claim(n: int, taken: int) -> tuple[bool, float]:
    return taken >= LEAST, (2 * taken + 1) / math.sqrt(n)


def _texts(study: Path, by: Sequence[str], sources: Sequence[str]) -> pl.DataFrame:
    folder = _study(study)
    view = folder.scan("coded_texts")
    known = view.collect_schema().names()
    unknown = [name for name in by if name not in known]
    if unknown:
        raise StudyProblem(
            f"Tidak ada kolom {', '.join(unknown)} untuk menggolongkan. Yang ada: {', '.join(known)}.",
            f"There is no column {', '.join(unknown)} to stratify by. There are: {', '.join(known)}.",
        )
    texts = folder.scan("posts").filter(pl.col("text").str.strip_chars() != "").select("post_id")
    kept = view.filter(pl.col("source").is_not_null()).join(texts, on="post_id", how="semi")
    if sources:
        kept = kept.filter(pl.col("source").cast(pl.String).is_in(list(sources)))
    parts = [pl.col(name).cast(pl.String).fill_null("–") for name in by] or [pl.lit("all")]
    found = kept.select("post_id", stratum=pl.concat_str(parts, separator=" · ")).collect().sort("post_id")
    if found.is_empty():
        raise StudyProblem(
            "Tidak ada teks yang dapat dikode di studi ini dengan pilihan itu.",
            "There is no text to code in this study with these choices.",
        )
    return found


def _study(study: Path) -> Folder:
    folder = Folder(study)
    if not folder.path("coded_texts").exists():
        raise StudyProblem(
            f"{study} bukan folder studi, atau dari versi lama. Buat dahulu dengan `simpul study`.",
            f"{study} is not the folder of a study, or of an older version. Make it first by `simpul study`.",
        )
    return folder


def _key(seed: int, post: str) -> str:
    return b32encode(hashlib.blake2b(f"{seed}|{post}".encode(), digest_size=5).digest()).decode()
