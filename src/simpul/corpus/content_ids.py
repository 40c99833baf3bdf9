"""Ids for records whose export carries none: the same content gets the same id in every export."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from simpul.corpus.pseudonyms import pseudonyms

PUBLIC_KEY = b"content"  # hides nothing: the hash only has to be the same everywhere


def content_ids(frame: pl.DataFrame, columns: Sequence[str], domain: str) -> pl.Series:
    """One id per row, called `native_id`: 26 characters from its content, with `-2`, `-3` … for each further row of the same content.

    The content is the text of the columns in the given order; null counts as empty. `domain` names the format, so that two formats never
    share an id. Equal rows are numbered in the order in which they stand, so an export that continues an older one gives its old
    rows their old ids.
    """
    content = frame.select(
        pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in columns], separator="\x1f")
    ).to_series()
    ids = pseudonyms(content.alias("native_id"), PUBLIC_KEY, domain).to_frame().with_row_index("position")
    further = ids.filter(~pl.col("native_id").is_first_distinct()).select(
        "position", nth=pl.lit("-") + (pl.col("native_id").cum_count().over("native_id") + 1).cast(pl.String)
    )  # few, and numbering only these is ten times faster than numbering all
    return ids.join(further, on="position", how="left", maintain_order="left").select(
        pl.concat_str("native_id", "nth", ignore_nulls=True)
    )["native_id"]
