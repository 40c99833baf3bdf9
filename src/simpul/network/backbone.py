"""The ties that are heavier than chance would make them: the disparity filter."""

from __future__ import annotations

import polars as pl

ALPHA = 0.05


def backbone(ties: pl.DataFrame, alpha: float = ALPHA, directed: bool = True) -> pl.DataFrame:
    """The rows of `ties` whose pair stands out at one of its ends, with a column `p`, the smaller of the two ends'.

    At an end with k ties of which this one carries the share s of all weight, p = (1 - s)^(k - 1): how likely so large a share is if the
    weight were split at random. A tie stays where p < `alpha` at its source (among its outgoing ties) or its target (among
    its incoming); `directed=False` counts all ties of an end together. An end with one tie proves nothing: its p is 1.

    `ties` has source, target and optionally weight (1 where absent or null) and `type`; types are never pooled. Rows of a pair
    and type are added up before, and stay or go together. Loops and rows of weight 0 go. The order stays.

    Raises ValueError where a weight is negative or no number, and where `alpha` is not within 0…1.
    Source: Serrano, Boguñá and Vespignani, PNAS 106 (2009).
    """
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha is {alpha}, and must be within 0…1")
    weight = pl.col("weight").cast(pl.Float64).fill_null(1.0) if "weight" in ties.columns else pl.lit(1.0)
    layer = pl.col("type") if "type" in ties.columns else pl.lit("", pl.String)
    ends = pl.col("source", "target").cast(pl.String)
    rows = ties.select(ends, type=layer, weight=weight).drop_nulls(["source", "target"])
    bad = rows.filter(~pl.col("weight").is_finite() | (pl.col("weight") < 0))
    if bad.height:
        raise ValueError(f"{bad.height} ties have a weight that is negative or no number: {bad.row(0)}")
    rows = rows.filter(pl.col("source") != pl.col("target"), pl.col("weight") > 0)
    first, second = pl.col("source"), pl.col("target")
    pair = (
        [first, second] if directed else [pl.min_horizontal(first, second), pl.max_horizontal(first, second)]
    )
    key = ["a", "b", "type"]
    pairs = (
        rows.select(*(end.alias(name) for end, name in zip(pair, "ab", strict=True)), "type", "weight")
        .group_by(key)
        .agg(pl.col("weight").sum())
    )
    kept = _significance(pairs, directed).filter(pl.col("p") < alpha).select(*key, "p")
    named = [end.cast(pl.String).alias(name) for end, name in zip(pair, "ab", strict=True)]
    joined = ties.with_columns(ends).with_columns(*named).with_columns(layer.alias("type_"))
    found = joined.join(
        kept, left_on=["a", "b", "type_"], right_on=key, maintain_order="left", nulls_equal=True
    )
    stays = weight > 0
    return found.filter(stays).select(*ties.columns, "p")


def _significance(pairs: pl.DataFrame, directed: bool) -> pl.DataFrame:
    """The pairs with `p`, the smaller of both ends'."""
    turned = pairs.rename({"a": "b", "b": "a"}).select(pairs.columns)
    sides = {"a": pairs, "b": pairs} if directed else dict.fromkeys("ab", pl.concat([pairs, turned]))
    for end, table in sides.items():
        side = "a" if not directed else end
        around = table.group_by(pl.col(side).alias(end), "type").agg(
            pl.len().alias(f"k_{end}"), pl.col("weight").sum().alias(f"s_{end}")
        )
        pairs = pairs.join(around, on=[end, "type"], nulls_equal=True)
    chance = [
        (1 - pl.col("weight") / pl.col(f"s_{end}")).clip(0, 1) ** (pl.col(f"k_{end}") - 1) for end in "ab"
    ]
    return pairs.with_columns(p=pl.min_horizontal(chance))
