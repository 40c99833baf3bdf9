"""What a community is called: the words, places or tags that set it apart, from a table handed in."""

from __future__ import annotations

import polars as pl

from simpul.corpus.records import Schema

TOPICS: Schema = {
    "community": pl.Int32,
    "value": pl.String,
    "count": pl.Float64,  # in the community
    "z": pl.Float64,  # how far it is more frequent there than elsewhere, in standard errors
}
PRIOR = 10.0  # strength of the prior, in words per community
LEAST = 1.96  # a value below this z names nothing


def topics(labels: pl.DataFrame, values: pl.DataFrame, top: int = 5) -> pl.DataFrame:
    """The values that set each community apart (columns `TOPICS`), best first, at most `top` and all with z of `LEAST` or more.

    `labels` has `id` and `community`; `values` has `id`, `value` and optionally `count` (1 where absent): words, places, hashtags,
    as often as the node used them. The measure is the log-odds ratio of the community against all others with an
    informative Dirichlet prior, z = δ / √(1/(y+a) + 1/(y'+a)), where a spreads `PRIOR` by overall frequency: rare words do not win by
    chance. A community whose members have no values has no rows. Source: Monroe, Colaresi and Quinn, Political Analysis 16 (2008).
    """
    count = pl.col("count").cast(pl.Float64) if "count" in values.columns else pl.lit(1.0)
    used = (
        values.select("id", "value", count=count)
        .drop_nulls()
        .join(labels.select("id", pl.col("community").cast(pl.Int32)).drop_nulls(), on="id")
        .group_by("community", "value")
        .agg(pl.col("count").sum())
    )
    of_value, of_community, everything = (
        pl.col("count").sum().over("value"),
        pl.col("count").sum().over("community"),
        pl.col("count").sum(),
    )
    inside, elsewhere, prior = pl.col("count"), pl.col("all") - pl.col("count"), pl.col("prior")
    total, rest = pl.col("total"), pl.col("everything") - pl.col("total")
    here = (inside + prior).log() - (total + PRIOR - inside - prior).log()
    there = (elsewhere + prior).log() - (rest + PRIOR - elsewhere - prior).log()
    return (
        used.with_columns(all=of_value, total=of_community, everything=everything)
        .with_columns(prior=PRIOR * pl.col("all") / pl.col("everything"))
        .with_columns(z=(here - there) / (1 / (inside + prior) + 1 / (elsewhere + prior)).sqrt())
        .filter(pl.col("z") >= LEAST)
        .sort("community", "z", "value", descending=[False, True, False])
        .group_by("community", maintain_order=True)
        .head(top)
        .select(pl.col(name).cast(kind) for name, kind in TOPICS.items())
    )
