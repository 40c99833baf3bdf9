"""What did not come in, as tables for people: rejects with their advice, and gaps in words."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from simpul.corpus.gaps import Gap, told
from simpul.corpus.rejects import CODES

REJECT_COLUMNS = ("file", "row", "column", "code", "value", "advice")
GAP_COLUMNS = ("file", "code", "field", "n", "of", "what")


def reject_table(rejects: pl.DataFrame, language: str) -> pl.DataFrame:
    """The rejects in the columns of `rejects.csv`, with the advice in the language. The values are masked already."""
    advice = {code: getattr(words, language) for code, words in CODES.items()}
    return rejects.select(
        *REJECT_COLUMNS[:5], advice=pl.col("code").replace_strict(advice, return_dtype=pl.String)
    )


def by_code(rejects: pl.DataFrame, language: str, rows: int = 8) -> pl.DataFrame:
    """One line per code and column, the most frequent first: code, column, n, files, the first file with its first rows, the
    first value, the advice."""
    first = pl.col("file") == pl.col("file").first()
    return (
        reject_table(rejects, language)
        .group_by("code", "column", maintain_order=True)
        .agg(
            pl.len().alias("n"),
            pl.col("file").n_unique().alias("files"),
            pl.col("file").first(),
            pl.col("row").filter(first).drop_nulls().head(rows).cast(pl.String).str.join(", ").alias("rows"),
            pl.col("value").drop_nulls().first(),
            pl.col("advice").first(),
        )
        .sort("n", descending=True, maintain_order=True)
    )


def gap_table(gaps: Iterable[tuple[str, Iterable[Gap]]], language: str) -> pl.DataFrame:
    """The gaps of each (file, gaps) in the columns of `gaps.csv`; `n` and `of` are null where nothing was counted."""
    rows = [
        (
            file,
            gap.code,
            gap.field or None,
            gap.n if gap.of else None,
            gap.of or None,
            told(gap)[language == "en"],
        )
        for file, found in gaps
        for gap in found
    ]
    kinds = (pl.String, pl.String, pl.String, pl.Int64, pl.Int64, pl.String)
    return pl.DataFrame(rows, schema=dict(zip(GAP_COLUMNS, kinds, strict=True)), orient="row")
