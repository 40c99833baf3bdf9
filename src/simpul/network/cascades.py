"""What became of a message: the tree of posts that answer, share or quote it, and the band of how many it met.

What a platform shows of a message are reactions, a lower bound of whom it met; what it counted as seen is an upper bound, since one
person may look twice. Between both lies the truth, so both are given.
"""

from __future__ import annotations

import numba as nb
import numpy as np
import polars as pl

from simpul.corpus.records import TIME, Schema
from simpul.network.graph import Floats, Ints, Longs

CASCADES: Schema = {
    "post_id": pl.String,  # the message
    "account_id": pl.String,
    "posts": pl.Int64,  # in the tree, the message included
    "people": pl.Int64,  # distinct authors other than the message's own; unknown authors are not counted
    "depth": pl.Int32,  # longest way down, 0 without any reaction
    "breadth": pl.Int64,  # most posts at one depth below the message
    "virality": pl.Float64,  # mean distance between two posts; null for a single post
    "replies": pl.Int64,
    "shares": pl.Int64,
    "quotes": pl.Int64,
    "first_at": TIME,  # of the message
    "last_at": TIME,
    "half_after": pl.Duration(
        "us"
    ),  # from the message to when half of its reactions were there; null where times are missing
}
BAND: Schema = {
    "post_id": pl.String,
    "low": pl.Int64,  # people who visibly reacted
    "high": pl.Float64,  # exposure that the platform counted, never below `low`; null where it counted none
    "metric": pl.String,  # which count that is
    "agrees": pl.Boolean,  # false where the platform counted less than is to be seen; `high` is then `low`
}
NEEDED = ("post_id", "kind", "account_id", "parent_id", "root_id", "shared_id", "created_at")
EXPOSURE = ("reach", "views", "impressions")  # accounts first, then times seen


def cascades(posts: pl.DataFrame) -> pl.DataFrame:
    """One row per message that answers or passes on nothing in the table (columns `CASCADES`), sorted by size and id.

    `posts` has the columns of `records.POSTS`. What hangs where: a share or quote under what it passes on, a comment or reply
    under what it answers, else under its thread's first post. Posts in a ring (faulty exports) hang nowhere and are left out.
    Structural virality is the Wiener index over the pairs, from subtree sizes in one pass: Σ s(n - s) / (n(n - 1)/2).
    Source: Goel, Anderson, Hofman and Watts, Management Science 62 (2016).
    """
    table = posts.select(NEEDED).unique("post_id", keep="first", maintain_order=True).with_row_index("row")
    passed_on = pl.col("kind").is_in(["share", "quote"])
    above = (
        pl.when(passed_on)
        .then(pl.coalesce("shared_id", "parent_id", "root_id"))
        .otherwise(pl.coalesce("parent_id", "root_id", "shared_id"))
    )
    number = table.select(pl.col("post_id").alias("above"), pl.col("row").alias("parent"))
    thread = table.select(pl.col("post_id").alias("root_id"), pl.col("row").alias("top"))
    hung = table.with_columns(above=above).join(number, on="above", how="left", maintain_order="left")
    hung = hung.join(thread, on="root_id", how="left", maintain_order="left")
    parent = hung.select(pl.coalesce("parent", "top").cast(pl.Int32)).to_series()
    parent = hung.select(pl.when(parent != pl.col("row")).then(parent).fill_null(-1)).to_series()
    root, depth, wiener = _trees(parent.to_numpy().astype(np.int32))
    tree = table.with_columns(root=pl.Series(root), depth=pl.Series(depth)).filter(pl.col("root") >= 0)
    below = pl.col("depth") > 0
    author = pl.col("account_id").filter(below)
    own = pl.col("account_id").filter(~below).first()
    waited = (pl.col("created_at") - pl.col("created_at").filter(~below).first()).filter(below)
    found = tree.group_by("root").agg(
        post_id=pl.col("post_id").filter(~below).first(),
        account_id=own,
        posts=pl.len().cast(pl.Int64),
        people=author.filter(author.ne_missing(own)).drop_nulls().n_unique().cast(pl.Int64),
        depth=pl.col("depth").max(),
        breadth=pl.col("depth").filter(below).value_counts().struct.field("count").max().fill_null(0).cast(pl.Int64),
        replies=(below & pl.col("kind").is_in(["comment", "reply"])).sum().cast(pl.Int64),
        shares=(below & (pl.col("kind") == "share")).sum().cast(pl.Int64),
        quotes=(below & (pl.col("kind") == "quote")).sum().cast(pl.Int64),
        first_at=pl.col("created_at").filter(~below).first(),
        last_at=pl.col("created_at").max(),
        half_after=pl.when(waited.null_count() == 0).then(waited.sort().get((waited.len() - 1) // 2, null_on_oob=True)),
    )  # fmt: skip
    pairs = pl.col("posts") * (pl.col("posts") - 1) / 2
    total = (
        pl.DataFrame({"wiener": wiener}).with_row_index("root").with_columns(pl.col("root").cast(pl.Int32))
    )
    return (
        found.join(total, on="root")
        .with_columns(virality=pl.when(pl.col("posts") > 1).then(pl.col("wiener") / pairs))
        .select(pl.col(name).cast(kind) for name, kind in CASCADES.items())
        .sort("posts", "post_id", descending=[True, False])
    )


def band(cascades: pl.DataFrame, observations: pl.DataFrame) -> pl.DataFrame:
    """How many people a message met, at least and at most (columns `BAND`, in the order of `cascades`).

    `observations` has the columns of `records.OBSERVATIONS`. The upper bound is the largest count of the first of `EXPOSURE` that the
    platform gave for the message; reach counts accounts, views and impressions count times seen.
    """
    order = {metric: place for place, metric in enumerate(EXPOSURE)}
    counted = (
        observations.filter(pl.col("subject_kind") == "post", pl.col("metric").is_in(EXPOSURE))
        .filter(pl.col("value").is_finite(), pl.col("value") >= 0)
        .with_columns(place=pl.col("metric").replace_strict(order, return_dtype=pl.Int32))
        .sort("place", "value", descending=[False, True])
        .unique("subject", keep="first", maintain_order=True)
        .select(post_id="subject", metric="metric", seen="value")
    )
    low, seen = pl.col("people"), pl.col("seen")
    return (
        cascades.select("post_id", "people")
        .join(counted, on="post_id", how="left", maintain_order="left")
        .select(
            "post_id",
            low=low,
            high=pl.when(seen.is_not_null()).then(pl.max_horizontal(seen, low.cast(pl.Float64))),
            metric="metric",
            agrees=seen >= low,
        )
    )


@nb.njit(cache=True, nogil=True)
def _trees(parent: Ints) -> tuple[Ints, Ints, Floats]:
    """Root and depth of each post, -1 in a ring; for each root the sum of the distances of all pairs of its tree."""
    n = len(parent)
    root, depth = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    first, following = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    for i in range(n - 1, -1, -1):
        if parent[i] >= 0:
            following[i] = first[parent[i]]
            first[parent[i]] = i
    order = np.empty(n, np.int32)
    head = tail = 0
    for i in range(n):
        if parent[i] < 0:
            root[i], depth[i], order[tail] = i, 0, i
            tail += 1
    while head < tail:
        i = order[head]
        head += 1
        j = first[i]
        while j >= 0:
            root[j], depth[j], order[tail] = root[i], depth[i] + 1, j
            tail += 1
            j = following[j]
    size: Longs = np.ones(n, np.int64)
    for place in range(tail - 1, -1, -1):
        i = order[place]
        if parent[i] >= 0:
            size[parent[i]] += size[i]
    wiener = np.zeros(n, np.float64)
    for place in range(tail):
        i = order[place]
        if parent[i] >= 0:
            wiener[root[i]] += float(size[i]) * float(size[root[i]] - size[i])
    return root, depth, wiener
