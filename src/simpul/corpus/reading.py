"""The corpus as one set of tables: what several exports say of the same post, account or person is resolved on reading."""

from __future__ import annotations

import polars as pl

from simpul.corpus.records import OBSERVATIONS, POSTS
from simpul.corpus.store import Store

TIE = ["source", "target", "relation", "channel", "topic", "wave"]


def read_corpus(store: Store) -> dict[str, pl.LazyFrame]:
    """posts, accounts, observations, actors, survey_ties, links and rejects, each sorted by its key.

    * A post in several batches keeps of each column what comes first: a row that knows the account by name before one that does
      not, then batches in order of id, then rows.
    * Replies and counts that name a post by its pseudonym are led to the post's own id where the post is of a named account.
    * Of a post's counts the latest is kept, and of counts of the same or an unknown time the largest; an account's counts are
      a series, one value per time.
    * `posts` and `observations` come without `batch` and `row`, since the same post may stand in several, and without `extra`.
    """
    named = store.scan("posts").filter(pl.col("alias").is_not_null())
    aliases = named.select("alias", "post_id").unique("alias").collect()
    posts = _led(store.scan("posts"), aliases, "post_id", "parent_id", "root_id", "shared_id")
    citizen = pl.col("kind") == "citizen"
    return {
        "posts": _first(posts, "post_id", pl.col("alias").is_null(), "batch", "row").select(
            name for name in POSTS if name not in ("batch", "row", "alias", "extra")
        ),
        "accounts": _first(store.scan("accounts"), "account_id", citizen, "batch").drop("batch"),
        "observations": _observations(_led(store.scan("observations"), aliases, "subject")),
        "actors": _first(store.scan("actors"), "actor_id", "batch", "row").drop("batch", "row"),
        "survey_ties": store.scan("survey_ties")
        .sort("batch", maintain_order=True)
        .drop("batch", "row")
        .unique(TIE, keep="first", maintain_order=True)
        .sort(TIE),
        "links": store.scan("links").drop("batch").unique().sort("account_id", "actor_id", "basis"),
        "rejects": store.scan("rejects").sort("file", "row", "column", "code", "batch", maintain_order=True),
    }


def _led(frame: pl.LazyFrame, aliases: pl.DataFrame, *columns: str) -> pl.LazyFrame:
    """The frame with pseudonyms of named accounts' posts in the columns replaced by the posts' own ids."""
    if aliases.is_empty():
        return frame
    for column in columns:
        own = aliases.lazy().rename({"alias": column, "post_id": "_own"})
        frame = frame.join(own, on=column, how="left").with_columns(pl.coalesce("_own", column).alias(column))
        frame = frame.drop("_own")
    return frame


def _first(frame: pl.LazyFrame, key: str, *order: pl.Expr | str) -> pl.LazyFrame:
    """One row per key, sorted by it: of each column the first value that is not null, in this order of rows.

    Most keys have one row; only the others are grouped.
    """
    frame = frame.filter(pl.col(key).is_not_null())
    if not frame.select(pl.col(key).is_duplicated().any()).collect().item():
        return frame.sort(key)
    repeated = pl.col(key).is_duplicated()
    first = pl.all().exclude(key).drop_nulls().first()
    several = (
        frame.filter(repeated)
        .sort(key, *order, maintain_order=True)
        .group_by(key, maintain_order=True)
        .agg(first)
    )
    single = frame.filter(~repeated).sort(key)
    return single.merge_sorted(several.select(single.collect_schema().names()), key)


def _observations(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The last row of each subject, metric and, for an account, time."""
    group = ["subject", "metric", "subject_kind"]
    ordered = frame.filter(pl.col("subject").is_not_null()).sort(
        *group, "observed_at", "value", nulls_last=False
    )
    series = (pl.col("subject_kind") == "account") & pl.col("observed_at").ne_missing(
        pl.col("observed_at").shift(-1)
    )
    last = pl.any_horizontal(pl.col(name) != pl.col(name).shift(-1) for name in group) | series
    return ordered.filter(last.fill_null(True)).select(
        name for name in OBSERVATIONS if name not in ("batch", "row")
    )
