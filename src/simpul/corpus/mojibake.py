"""Texts of Meta's downloads, which write each byte of UTF-8 as a character of its own (`Ã©` for `é`)."""

from __future__ import annotations

import polars as pl

SUSPECT = r"[\u{80}-\u{ff}]"


def repaired(texts: pl.Series) -> pl.Series:
    """The texts with those repaired whose characters are bytes of sound UTF-8; all others stay as they are.

    A text that was written correctly does not decode, or has characters beyond U+00FF, and so proves itself.
    """
    suspect = texts.str.contains(SUSPECT).fill_null(False)
    if not suspect.any():
        return texts
    broken = texts.filter(suspect)
    return texts.scatter(suspect.arg_true(), pl.Series([_repaired(text) for text in broken], dtype=pl.String))


def _repaired(text: str) -> str:
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
