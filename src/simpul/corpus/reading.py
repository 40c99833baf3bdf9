"""The corpus as one set of tables: what several exports say of the same post, account or person is resolved on reading."""

from __future__ import annotations

import polars as pl

from simpul.corpus.records import ACCOUNTS, ACTORS, OBSERVATIONS, POSTS, Schema
from simpul.corpus.store import Store


def read_corpus(store: Store) -> dict[str, pl.LazyFrame]:
    """posts, accounts, observations, actors, survey_ties, links and rejects, each sorted by its key.

    * A post in several batches keeps the columns of the first that has them (batches in order of id, then rows).
    * Replies and counts that name a post by its pseudonym are led to the post's own id where the post is of a named account.
    * Of a post's counts the latest is kept, and of counts of the same or an unknown time the largest; an account's counts are
      a series, one value per time.
    * `posts` and `observations` come without `batch` and `row`: the same post may stand in several.
    """
    posts = store.scan("posts")
    aliases = (
        posts.filter(pl.col("alias").is_not_null())
        .select("alias", "post_id")
        .unique("alias")
        .collect()
        .lazy()
    )
    return {
        "posts": _posts(posts, aliases),
        "accounts": _first(store.scan("accounts"), "account_id", ACCOUNTS),
        "observations": _observations(store.scan("observations"), aliases),
        "actors": _first(store.scan("actors"), "actor_id", ACTORS),
        "survey_ties": store.scan("survey_ties")
        .drop("batch", "row")
        .unique(
            ["source", "target", "relation", "channel", "topic", "wave"], keep="first", maintain_order=True
        )
        .sort("source", "target", "relation", "channel", "topic", "wave"),
        "links": store.scan("links").drop("batch").unique().sort("account_id", "actor_id"),
        "rejects": store.scan("rejects").sort("file", "row", "column", "code", "batch", maintain_order=True),
    }


def _led(frame: pl.LazyFrame, column: str, aliases: pl.LazyFrame) -> pl.LazyFrame:
    """The frame with pseudonyms of named accounts' posts in `column` replaced by the posts' own ids."""
    own = aliases.rename({"alias": column, "post_id": "_own"})
    return (
        frame.join(own, on=column, how="left")
        .with_columns(pl.coalesce("_own", column).alias(column))
        .drop("_own")
    )


def _posts(posts: pl.LazyFrame, aliases: pl.LazyFrame) -> pl.LazyFrame:
    named = posts.select(pl.col("alias").is_not_null().any()).collect().item()
    if named:
        for column in ("post_id", "parent_id", "root_id", "shared_id"):
            posts = _led(posts, column, aliases)
    columns = [name for name in POSTS if name not in ("batch", "row", "alias")]
    doubled = posts.select(pl.col("post_id").is_duplicated().any()).collect().item()
    if not doubled:
        return posts.select(columns).sort("post_id")
    ordered = posts.sort("post_id", "batch", "row")
    first = [pl.col(name).drop_nulls().first() for name in columns if name != "post_id"]
    single = ordered.filter(~pl.col("post_id").is_duplicated()).select(columns)
    several = ordered.filter(pl.col("post_id").is_duplicated()).group_by("post_id").agg(first).select(columns)
    return pl.concat([single, several]).sort("post_id")


def _first(frame: pl.LazyFrame, key: str, schema: Schema) -> pl.LazyFrame:
    """One row per key; a registered account's row stands above one that was only seen."""
    columns = [name for name in schema if name not in ("batch", "row")]
    frame = frame.with_columns(_seen=pl.col("kind").is_in(["citizen"]))
    order = ["_seen", "batch"] + (["row"] if "row" in schema else [])
    first = [pl.col(name).sort_by(order).drop_nulls().first() for name in columns if name != key]
    return frame.filter(pl.col(key).is_not_null()).group_by(key).agg(first).select(columns).sort(key)


def _observations(frame: pl.LazyFrame, aliases: pl.LazyFrame) -> pl.LazyFrame:
    columns = [name for name in OBSERVATIONS if name not in ("batch", "row")]
    frame = _led(frame.filter(pl.col("subject").is_not_null()), "subject", aliases)
    series = (
        frame.filter(subject_kind="account")
        .group_by("subject", "subject_kind", "metric", "observed_at")
        .agg(pl.col("value").max())
    )
    latest = (
        frame.filter(subject_kind="post")
        .group_by("subject", "subject_kind", "metric")
        .agg(pl.col("value", "observed_at").sort_by("observed_at", "value", nulls_last=False).last())
    )
    return pl.concat([series.select(columns), latest.select(columns)]).sort(
        "subject", "metric", "observed_at"
    )
