"""What every export of X has in common: ids that tell the time, escaped text, and links that lead back to tweets."""

from __future__ import annotations

import polars as pl

EPOCH = 1_288_834_974_657  # ms: the moment from which ids count
FIRST = 30_000_000_000  # older ids were numbered one by one
LINK_TO_TWEET = r"^https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/[^/]+/(?:web/)?status/\d+"


def sent_at(number: pl.Expr) -> pl.Expr:
    """When a tweet was sent, in UTC to the millisecond, from its id as Int64; null for ids older than the scheme (2010).

    time = (id >> 22) + 1288834974657 ms: developer.x.com, "Snowflake" ids.
    """
    time = (number // (1 << 22) + EPOCH).cast(pl.Datetime("ms", "UTC")).dt.cast_time_unit("us")
    return pl.when(number >= FIRST).then(time)


def unescaped(text: pl.Expr) -> pl.Expr:
    """A text without the HTML entities that X puts for `<`, `>` and `&`, each resolved once."""
    return text.str.replace_many(["&lt;", "&gt;", "&amp;"], ["<", ">", "&"])


def links(addresses: pl.Expr) -> pl.Expr:
    """A list of addresses without repetitions and without those of tweets and their pictures: `shared` says it."""
    outside = ~pl.element().str.contains(LINK_TO_TWEET)
    return addresses.list.filter(outside).list.unique(maintain_order=True)


def address(tweet_id: pl.Expr) -> pl.Expr:
    """A tweet's page, also where its author has taken another name since."""
    return "https://x.com/i/status/" + tweet_id
