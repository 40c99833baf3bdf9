"""Communities over time: which grew, shrank, split, merged, appeared or went."""

from __future__ import annotations

import polars as pl

from simpul.corpus.records import Schema

CHANGES: Schema = {
    "before": pl.Int32,  # null: appeared
    "after": pl.Int32,  # null: went
    "event": pl.String,  # one of EVENTS
    "size_before": pl.Int64,
    "size_after": pl.Int64,
    "shared": pl.Int64,  # members in both
    "jaccard": pl.Float64,  # shared / members in either
}
EVENTS = ("grew", "shrank", "stayed", "split", "merged", "appeared", "went")
SUCCESSOR = 0.3  # share of a community that must meet again in another for that to be called its successor
CHANGED = 0.1  # relative change of size below which a community stayed as it was


def changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """What became of each community between two divisions (`id`, `community`), columns `CHANGES`, sorted by both numbers.

    A link stands between two communities where at least `SUCCESSOR` of the members of the one, among those present both times,
    are in the other. *split*: one before is linked to several after; *merged*: one after is linked to several before; else the
    one successor *grew*, *shrank* (by more than `CHANGED` of its size) or *stayed*. A community without a link went, or appeared.
    Who is present only once counts for sizes, not for links. Source: after Greene, Doyle and Cunningham, ASONAM (2010), with
    shares of either side for its Jaccard threshold.
    """
    old, new = (
        each.select("id", pl.col("community").cast(pl.Int32)).drop_nulls() for each in (before, after)
    )
    sizes = old.group_by(before="community").agg(size_before=pl.len().cast(pl.Int64))
    sizes_after = new.group_by(after="community").agg(size_after=pl.len().cast(pl.Int64))
    met = old.rename({"community": "before"}).join(new.rename({"community": "after"}), on="id")
    links = (
        met.group_by("before", "after")
        .agg(shared=pl.len().cast(pl.Int64))
        .with_columns(
            of_before=pl.col("shared").sum().over("before"), of_after=pl.col("shared").sum().over("after")
        )
        .filter(
            pl.max_horizontal(pl.col("shared") / pl.col("of_before"), pl.col("shared") / pl.col("of_after"))
            >= SUCCESSOR
        )
        .join(sizes, on="before")
        .join(sizes_after, on="after")
        .with_columns(event=_event())
    )
    gone = sizes.join(links, on="before", how="anti").with_columns(event=pl.lit("went"))
    come = sizes_after.join(links, on="after", how="anti").with_columns(event=pl.lit("appeared"))
    together = pl.col("size_before") + pl.col("size_after") - pl.col("shared")
    return (
        pl.concat([links, gone, come], how="diagonal")
        .with_columns(jaccard=pl.col("shared") / together)
        .select(pl.col(name).cast(kind) for name, kind in CHANGES.items())
        .sort("before", "after", nulls_last=True)
    )


def _event() -> pl.Expr:
    change = (pl.col("size_after") - pl.col("size_before")) / pl.col("size_before")
    return (
        pl.when(pl.len().over("before") > 1).then(pl.lit("split"))
        .when(pl.len().over("after") > 1).then(pl.lit("merged"))
        .when(change > CHANGED).then(pl.lit("grew"))
        .when(change < -CHANGED).then(pl.lit("shrank"))
        .otherwise(pl.lit("stayed"))
    )  # fmt: skip
