"""Who is called by name in a picture, a table or an export."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from simpul.corpus.records import NAMED_KINDS


def public_name(columns: Collection[str]) -> pl.Expr:
    """`name`, else `handle`, of a node table with these columns; null where it has neither.

    If the table has `kind`, only the kinds that keep their names (`records.NAMED_KINDS`) are called by them.
    """
    given = [pl.col(column) for column in ("name", "handle") if column in columns]
    if not given:
        return pl.lit(None, dtype=pl.String)
    name = pl.coalesce(given)
    return pl.when(pl.col("kind").is_in(NAMED_KINDS)).then(name) if "kind" in columns else name
