"""What Pajek and UCINET share: nodes by number, and labels in quotes that have no escape."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.network.shown import Ties, between

CONTROL = r"[\x00-\x1f\x7f\u0085\u2028\u2029]"


def quoted(column: str) -> pl.Expr:
    """A label between quotes, on one line: a quote within it becomes ”, a backslash ＼, a line break or control character a space."""
    safe = pl.col(column).str.replace_many(['"', "\\"], ["”", "＼"]).str.replace_all(CONTROL, " ")
    return pl.format('"{}"', safe)


def weight(schema: pl.Schema) -> pl.Expr:
    """The weight of a tie; 1 where the table has none."""
    return pl.col("weight").cast(pl.Float64).fill_null(1.0) if "weight" in schema else pl.lit(1.0)


def by_number(ties: Ties, ids: pl.Series) -> Iterator[pl.DataFrame]:
    """The ties among these nodes with `source` and `target` as the place of the node in `ids`, counted from 1."""
    number = ids.to_frame("id").with_row_index("number", 1)
    for piece in between(ties, ids):
        for end in ("source", "target"):
            piece = (
                piece.join(number, left_on=end, right_on="id", how="left", maintain_order="left")
                .drop(end)
                .rename({"number": end})
            )
        yield piece
