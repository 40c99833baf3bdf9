"""Ties between people who were in the same place: on the same post, with the same hashtag or link, in the same group.

Who did what is a two-mode table; its projection ties all who did the same. An item with n people makes n(n - 1)/2 ties, so
an item that too many used says little about any two of them and costs the most: it is left out, and the loss is stated.
Lazy frames through Narwhals, as in `ties`.
"""

from __future__ import annotations

import narwhals as nw
import polars as pl
from narwhals.typing import IntoLazyFrameT

from simpul.corpus.records import TIME, Schema
from simpul.network.ties import KEY, TIES

USES: Schema = {
    "id": pl.String,  # who
    "item": pl.String,  # what it is in common with others
    "platform": pl.String,
    "at": TIME,
}
LOSS: Schema = {
    "items": pl.Int64,  # used by two or more
    "items_left_out": pl.Int64,  # used by more than the cap
    "pairs": pl.Int64,  # Σ n(n - 1)/2 over all items: what the projection would count without a cap
    "pairs_left_out": pl.Int64,
}
CAP = 100  # people of one item, above which it ties nobody
COMMENTS = ("comment", "reply")


def commented(posts: IntoLazyFrameT) -> IntoLazyFrameT:
    """Who commented in which thread (columns `USES`), for *co_comment*; the thread is `root_id`, else `parent_id`."""
    comments = nw.from_native(posts).lazy().filter(nw.col("kind").is_in(COMMENTS))
    return _uses(comments.with_columns(item=nw.coalesce("root_id", "parent_id")))


def tagged(posts: IntoLazyFrameT) -> IntoLazyFrameT:
    """Who used which hashtag (columns `USES`), for *co_hashtag*. The hashtags of a share are its author's."""
    return _listed(posts, "hashtags")


def linked(posts: IntoLazyFrameT) -> IntoLazyFrameT:
    """Who gave which link (columns `USES`), for *co_link*."""
    return _listed(posts, "links")


def project(uses: IntoLazyFrameT, type: str, cap: int = CAP) -> IntoLazyFrameT:
    """Ties between all who share an item (columns `TIES`, sorted by key).

    `uses` has `USES`; swap `id` and `item` for the network of items. `weight` is the number of items in common, `first_at` and
    `last_at` are when the first and the last of them was. A pair has one row, with source < target, since it has no
    direction: hand it to `from_edges` or `analyse` with `directed=False`. Items with more than `cap` people tie nobody (`lost`).

    Raises ValueError where `cap` is below 2.
    """
    few = _counted(uses, cap).filter(nw.col("people") <= cap).select("item", "platform")
    each = _once(uses).join(few, on=["item", "platform"], how="inner")
    other = each.rename({"id": "target", "at": "also"})
    ties: IntoLazyFrameT = (
        each.rename({"id": "source"})
        .join(other, on=["item", "platform"], how="inner")
        .filter(nw.col("source") < nw.col("target"))
        .with_columns(together=nw.max_horizontal("at", "also"))
        .group_by("source", "target", "platform")
        .agg(
            weight=nw.len().cast(nw.Float64),
            first_at=nw.col("together").min(),
            last_at=nw.col("together").max(),
        )
        .with_columns(nw.lit(None, dtype=nw.String).alias(name) for name in ("relation", "channel", "topic"))
        .with_columns(type=nw.lit(type))
        .select(*TIES)
        .sort(*KEY)
        .to_native()
    )
    return ties


def lost(uses: IntoLazyFrameT, cap: int = CAP) -> IntoLazyFrameT:
    """What `project` leaves out under this cap: a lazy frame of one row with the columns `LOSS`."""
    over = nw.col("people") > cap
    pairs = (nw.col("people") * (nw.col("people") - 1) // 2).cast(nw.Int64)
    found: IntoLazyFrameT = (
        _counted(uses, cap)
        .with_columns(pairs=pairs, over=over.cast(nw.Int64))
        .select(
            items=nw.len().cast(nw.Int64),
            items_left_out=nw.col("over").sum(),
            pairs=nw.col("pairs").sum(),
            pairs_left_out=(nw.col("pairs") * nw.col("over")).sum(),
        )
        .select(*LOSS)
        .to_native()
    )
    return found


def consecutive(posts: IntoLazyFrameT) -> IntoLazyFrameT:
    """Ties *consecutive_comment* (columns `TIES`, sorted by key): source wrote right after target in the same thread.

    A post is first in its own thread. Comments without a time have no place in the order and are left out, and so are
    threads' comments whose author is unknown: they part those before and after them. `weight` is how often.
    """
    table = nw.from_native(posts).lazy().filter(~nw.col("created_at").is_null())
    comment = nw.col("kind").is_in(COMMENTS)
    thread = nw.when(comment).then(nw.coalesce("root_id", "parent_id")).otherwise(nw.col("post_id"))
    ordered = table.with_columns(thread=thread).filter(~nw.col("thread").is_null())
    previous = nw.col("account_id").shift(1).over("thread", order_by=["created_at", "post_id"])
    ties: IntoLazyFrameT = (
        ordered.with_columns(target=previous, source=nw.col("account_id"))
        .filter(comment, ~nw.col("target").is_null(), nw.col("source") != nw.col("target"))
        .group_by("source", "target", "platform")
        .agg(
            weight=nw.len().cast(nw.Float64),
            first_at=nw.col("created_at").min(),
            last_at=nw.col("created_at").max(),
        )
        .with_columns(nw.lit(None, dtype=nw.String).alias(name) for name in ("relation", "channel", "topic"))
        .with_columns(type=nw.lit("consecutive_comment"))
        .select(*TIES)
        .sort(*KEY)
        .to_native()
    )
    return ties


def _listed(posts: IntoLazyFrameT, column: str) -> IntoLazyFrameT:
    own = nw.from_native(posts).lazy().filter(nw.col("kind") != "share")
    return _uses(own.select("account_id", "platform", "created_at", item=column).explode("item"))


def _uses(table: nw.LazyFrame[IntoLazyFrameT]) -> IntoLazyFrameT:
    named = table.select("item", "platform", id="account_id", at="created_at")
    found: IntoLazyFrameT = (
        named.filter(~nw.col("id").is_null(), ~nw.col("item").is_null()).select(*USES).to_native()
    )
    return found


def _once(uses: IntoLazyFrameT) -> nw.LazyFrame[IntoLazyFrameT]:
    """Who used what, with the first time."""
    table = nw.from_native(uses).lazy()
    return table.group_by("id", "item", "platform").agg(nw.col("at").min())


def _counted(uses: IntoLazyFrameT, cap: int) -> nw.LazyFrame[IntoLazyFrameT]:
    """Items with the number of their people, two or more."""
    if cap < 2:
        raise ValueError(f"cap is {cap}, and must be 2 or more")
    counted = _once(uses).group_by("item", "platform").agg(people=nw.len().cast(nw.Int64))
    return counted.filter(nw.col("people") > 1)
