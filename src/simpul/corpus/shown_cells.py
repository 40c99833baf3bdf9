"""What of a rejected cell may be shown: a shifted row puts names into any column, so only what can be nothing but a date or a number."""

from __future__ import annotations

import polars as pl

from simpul.corpus.masking import mask
from simpul.corpus.values import MONTHS

LONGEST = 80  # characters
MEASURED = ("id_damaged", "number_invalid", "number_damaged", "date_invalid", "date_order_unknown")
OURS = ("file_ambiguous", "file_failed", "file_truncated", "file_unreadable")  # Simpul's own words
WORDS = [
    *MONTHS, "january", "february", "march", "april", "june", "july", "august", "october", "december",
    "senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
    "am", "pm", "wib", "wita", "wit", "utc", "gmt", "t", "z", "e", "rb", "ribu", "jt", "juta", "k", "m",
]  # that belong to a date or a number # fmt: skip
ID_OR_HANDLE = r"\d{9}|[_@]"


def shown(rejects: pl.DataFrame, key: bytes) -> pl.Series:
    """The values of the rejects (code, value), cut to 80 characters and masked, where they are dates or numbers.

    Of any other cell only the shape is shown: a letter is x, a digit 9, a sign stays.
    """
    cut = pl.col("value").str.slice(0, LONGEST).str.replace_all(r"\p{Cc}", " ")
    return rejects.with_columns(cut).select(
        pl.when(pl.col("code").is_in(OURS) | (pl.col("code").is_in(MEASURED) & _measure()))
        .then(pl.col("value").map_batches(lambda cell: mask(cell, "", key, frozenset()), pl.String))
        .otherwise(pl.col("value").str.replace_all(r"\p{L}", "x").str.replace_all(r"\p{N}", "9"))
    )["value"]  # fmt: skip


def _measure() -> pl.Expr:
    words = pl.col("value").str.to_lowercase().str.extract_all(r"\p{L}+")
    return words.list.eval(pl.element().is_in(WORDS)).list.all() & ~pl.col("value").str.contains(ID_OR_HANDLE)
