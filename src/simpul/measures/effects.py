"""How large a difference is, in a size that does not grow with the number of rows."""

from __future__ import annotations

import polars as pl


def cohen_h(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Of two shares: 2·asin √p₁ − 2·asin √p₂; 0.2 is small, 0.5 medium, 0.8 large. Cohen, J. (1988), ch. 6."""
    return 2 * (one.sqrt().arcsin() - other.sqrt().arcsin())


def cliff_delta(rows: pl.DataFrame, by: str, value: str) -> pl.DataFrame:
    """Of each group of rows against all others: P(its value is larger) − P(it is smaller), from −1 to 1 (columns `by`, `delta`).

    2U / (m·m′) − 1 with U from mean ranks. 0.15 is small, 0.33 medium, 0.47 large (Cliff 1993, Psychol. Bull. 114, 494–509; Romano
    2006). Rows without a group are among the others. Undefined (null) where there are no others.
    """
    known = rows.drop_nulls(value).with_columns(rank=pl.col(value).rank("average"))
    mine, others = pl.len(), known.height - pl.len()
    u = pl.col("rank").sum() - mine * (mine + 1) / 2
    return (
        known.drop_nulls(by)
        .group_by(by)
        .agg(delta=pl.when(others > 0).then(2 * u / (mine * others).cast(pl.Float64) - 1))
    )
