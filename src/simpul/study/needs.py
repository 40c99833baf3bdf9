"""Which needs are voiced where, by source: online, survey and brokers are counted apart and never summed."""

from __future__ import annotations

import polars as pl

from simpul.corpus.records import Schema

SMALLEST = 5  # persons in a cell that may be shown

NEEDS: Schema = {
    "need": pl.String,  # taxonomy code: a sub-need (N02.1), or a category (N02), which counts whoever voices any of it once
    "place": pl.String,  # Kemendagri code; "all" for the whole; null where the place is not known
    "source": pl.String,  # online, survey, broker
    "voices": pl.Int64,  # posts, respondents, or passed-on voices; null where suppressed
    "persons": pl.Int64,  # distinct accounts or respondents; null where suppressed or not exported
    "status": pl.String,  # ok, suppressed
}


def needs_table(
    posts: pl.LazyFrame, labels: pl.LazyFrame, actors: pl.LazyFrame, named: pl.LazyFrame
) -> pl.DataFrame:
    """Need × place × source, sorted by key.

    `named` holds the `account_id`s that keep their names: official, business and media posts voice no need of the poor
    and are left out. A cell of fewer than five persons (or, where authors are not exported, fewer than five voices) is
    `suppressed`; where it is the only such cell of a need and source, so is the next smallest, or the total would give it away.
    """
    voices = (
        pl.concat([_said(posts, labels, named), _answered(actors)]).explode("needs").rename({"needs": "need"})
    )
    categories = voices.with_columns(need=pl.col("need").str.slice(0, 3)).unique()
    counted = pl.concat([voices, categories]).unique()
    everywhere = counted.with_columns(place=pl.lit("all"))
    cells = (
        pl.concat([counted, everywhere])
        .group_by("need", "place", "source")
        .agg(
            voices=pl.len().cast(pl.Int64),
            persons=pl.col("person").drop_nulls().n_unique().cast(pl.Int64),
            anonymous=pl.col("person").is_null().all(),
        )
        .collect()
    )
    return _protected(cells.sort("need", "place", "source")).select(NEEDS.keys()).cast(NEEDS)  # type: ignore[arg-type]


def _said(posts: pl.LazyFrame, labels: pl.LazyFrame, named: pl.LazyFrame) -> pl.LazyFrame:
    return (
        labels.filter(pl.col("needs").is_not_null())
        .select("post_id", "needs", "place")
        .join(posts.select("post_id", "kind", "account_id", pl.col("place").alias("given")), on="post_id")
        .join(named.select("account_id"), on="account_id", how="anti")
        .select(
            pl.col("post_id").alias("voice"),
            pl.col("needs").str.split("|"),
            pl.coalesce("given", "place").alias("place"),
            pl.when(pl.col("kind") == "report")
            .then(pl.lit("broker"))
            .otherwise(pl.lit("online"))
            .alias("source"),
            pl.col("account_id").alias("person"),
        )
    )


def _answered(actors: pl.LazyFrame) -> pl.LazyFrame:
    return actors.filter(pl.col("needs").list.len() > 0).select(
        pl.col("actor_id").alias("voice"),
        "needs",
        "place",
        pl.lit("survey").alias("source"),
        pl.col("actor_id").alias("person"),
    )


def _protected(cells: pl.DataFrame) -> pl.DataFrame:
    size = pl.when("anonymous").then("voices").otherwise("persons")
    row, places = ["need", "source"], pl.col("place").ne_missing("all")
    few = (size < SMALLEST).alias("few")
    cells = cells.with_columns(few, size=size)
    shown = places & ~pl.col("few")
    rank = pl.when(shown).then("size").rank("ordinal").over(row)
    alone = (places & pl.col("few")).sum().over(row) == 1
    hidden = pl.col("few") | (alone & shown & (rank == 1))
    return cells.with_columns(
        pl.when(~hidden).then("voices").alias("voices"),
        pl.when(~hidden & ~pl.col("anonymous")).then("persons").alias("persons"),
        pl.when(hidden).then(pl.lit("suppressed")).otherwise(pl.lit("ok")).alias("status"),
    )
