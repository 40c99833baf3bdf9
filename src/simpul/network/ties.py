"""Who turns to whom: one edge table for all layers, from posts and from a survey.

Every function takes and gives lazy frames through Narwhals, so that Polars and Spark run the same code. A tie reads
*source does `type` to target*:

===================  ================================================================================================
reply                source answered or commented on a post of target
share                source passed on a post of target as it stands
quote                source passed on a post of target with words of its own
mention              source named target in a text, without answering, sharing or quoting target in the same post
consecutive_comment  source wrote right after target in a thread (`projections.consecutive`)
co_comment           both commented on the same post; no direction, source < target (`projections`, the next two too)
co_hashtag           both used the same hashtag
co_link              both gave the same link
survey               information flows from source to target (`relation` says in which way it was asked)
membership           source belongs to target, a group or an organisation
===================  ================================================================================================

So attention runs along the ties of posts, and information along those of the survey. Types are never mixed in one row.
A tie of someone to themselves is no tie and is left out. Ties have no sign: whether a comment is for or against is a label
of that text, with its own error, and never becomes a standing of one person towards another.
"""

from __future__ import annotations

import narwhals as nw
import polars as pl
from narwhals.typing import IntoLazyFrameT

from simpul.corpus.records import TIME, Schema

TIES: Schema = {
    "source": pl.String,
    "target": pl.String,
    "type": pl.String,  # one of TYPES
    "relation": pl.String,  # survey only: informs, asks, trusts, …
    "channel": pl.String,  # survey only: face_to_face, whatsapp, …
    "topic": pl.String,
    "platform": pl.String,  # posts only
    "weight": pl.Float64,  # number of posts, or the survey's weight
    "first_at": TIME,
    "last_at": TIME,
}
CONTACTS: Schema = {
    "post_id": pl.String,
    "source": pl.String,
    "target": pl.String,
    "type": pl.String,  # one of ONLINE
    "topic": pl.String,
    "platform": pl.String,
    "at": TIME,
}
ONLINE = ("reply", "mention", "share", "quote")
TOGETHER = ("co_comment", "co_hashtag", "co_link")  # no direction
TYPES = (*ONLINE, "consecutive_comment", *TOGETHER, "survey", "membership")
KEY = ("source", "target", "type", "relation", "channel", "topic", "platform")

_ACT = ("post_id", "source", "platform", "topic", "created_at")  # what every tie of a post takes from it


def from_posts(posts: IntoLazyFrameT, topics: IntoLazyFrameT | None = None) -> IntoLazyFrameT:
    """The ties that posts make, as a lazy frame with the columns `TIES`, sorted by key.

    `weight` is the number of `contacts`, `first_at` and `last_at` are the times of the first and the last of them.
    """
    return added_up(contacts(posts, topics))


def contacts(posts: IntoLazyFrameT, topics: IntoLazyFrameT | None = None) -> IntoLazyFrameT:
    """Every single time that someone turned to someone, as a lazy frame with the columns `CONTACTS`, in no order.

    `posts` has the columns of `records.POSTS`, one row per post; `topics`, if given, has `post_id` and `issue`.

    Whom a post answers is `parent_account_id`, else the author of `parent_id`; a comment or reply that gives only its
    thread answers the author of `root_id`. Whose post it passes on is `shared_account_id`, else the author of
    `shared_id`. The names inside a share are its original author's words and make no mention.
    A post whose author or counterpart is unknown makes no tie.
    """
    table = nw.from_native(posts).lazy()
    authors = table.select(answered="post_id", author="account_id")
    starts_thread = nw.col("root_id") == nw.col("post_id")
    in_thread = nw.col("kind").is_in(["comment", "reply"]) & ~starts_thread
    acts = (
        table.filter(~nw.col("account_id").is_null())
        .with_columns(
            source=nw.col("account_id"),
            answered=nw.coalesce("parent_id", nw.when(in_thread).then(nw.col("root_id"))),
        )
        .join(authors, on="answered", how="left")
        .with_columns(parent=nw.coalesce("parent_account_id", "author"))
        .drop("author")
        .join(authors.rename({"answered": "shared_id"}), on="shared_id", how="left")
        .with_columns(shared=nw.coalesce("shared_account_id", "author"))
    )
    if topics is None:
        acts = acts.with_columns(topic=nw.lit(None, dtype=nw.String))
    else:
        issues = nw.from_native(topics).lazy().select("post_id", topic="issue")
        acts = acts.join(issues, on="post_id", how="left")

    replies = acts.select(*_ACT, target="parent", type=nw.lit("reply"))
    passed_on = nw.when(nw.col("kind") == "share").then(nw.lit("share")).otherwise(nw.lit("quote"))
    shares = acts.select(*_ACT, target="shared", type=passed_on)
    merged = nw.concat([replies, shares, _mentions(acts)], how="vertical")
    found: IntoLazyFrameT = (
        merged.filter(~nw.col("target").is_null() & (nw.col("source") != nw.col("target")))
        .rename({"created_at": "at"})
        .select(*CONTACTS)
        .to_native()
    )
    return found


def added_up(contacts: IntoLazyFrameT) -> IntoLazyFrameT:
    """The contacts of a pair as one tie per type, topic and platform: columns `TIES`, sorted by key."""
    ties: IntoLazyFrameT = (
        nw.from_native(contacts)
        .lazy()
        .group_by("source", "target", "type", "topic", "platform")
        .agg(weight=nw.len().cast(nw.Float64), first_at=nw.col("at").min(), last_at=nw.col("at").max())
        .with_columns(relation=nw.lit(None, dtype=nw.String), channel=nw.lit(None, dtype=nw.String))
        .select(*TIES)
        .sort(*KEY)
        .to_native()
    )
    return ties


def _mentions(acts: nw.LazyFrame[IntoLazyFrameT]) -> nw.LazyFrame[IntoLazyFrameT]:
    """One row per post and account that it names, without those that it answers or passes on anyway."""
    named = (
        acts.filter(nw.col("kind") != "share")
        .select(*_ACT, "parent", "shared", target="mentions")
        .explode("target")
        .unique(["post_id", "target"])
    )
    answered = nw.col("target") == nw.coalesce("parent", nw.lit(""))
    passed_on = nw.col("target") == nw.coalesce("shared", nw.lit(""))
    return named.filter(~answered & ~passed_on).select(*_ACT, "target", type=nw.lit("mention"))


def from_survey(survey_ties: IntoLazyFrameT) -> IntoLazyFrameT:
    """The ties of a survey as a lazy frame with the columns `TIES`, sorted by key.

    A tie that several waves or both ends report stays one tie: `weight` is the largest of the weights given, and 1
    where none is given; `first_at` and `last_at` span the observations. The relation *membership* is a type of its own.
    """
    text, time = nw.String, nw.Datetime("us", "UTC")
    return (
        nw.from_native(survey_ties)
        .lazy()
        .filter(nw.col("source") != nw.col("target"))
        .with_columns(weight=nw.coalesce("weight", nw.lit(1.0)))
        .group_by("source", "target", "relation", "channel", "topic")
        .agg(
            weight=nw.col("weight").max(),
            first_at=nw.col("observed_at").min().cast(time),
            last_at=nw.col("observed_at").max().cast(time),
        )
        .with_columns(
            type=nw.when(nw.col("relation") == "membership")
            .then(nw.lit("membership"))
            .otherwise(nw.lit("survey")),
            platform=nw.lit(None, dtype=text),
        )
        .select(*TIES)
        .sort(*KEY)
        .to_native()
    )


def multilayer(*layers: IntoLazyFrameT, links: IntoLazyFrameT | None = None) -> IntoLazyFrameT:
    """All layers in one edge table, sorted by key.

    With `links` (columns `account_id`, `actor_id`) an account that is known to be a person of the survey goes by that
    person's id, so that the layers meet; ties that become one are added up.
    """
    table = nw.concat([nw.from_native(layer).lazy() for layer in layers], how="vertical")
    if links is not None:
        known = nw.from_native(links).lazy().select("account_id", "actor_id").unique("account_id")
        for end in ("source", "target"):
            table = (
                table.join(known.rename({"account_id": end}), on=end, how="left")
                .with_columns(nw.coalesce("actor_id", end).alias(end))
                .drop("actor_id")
            )
        table = (
            table.filter(nw.col("source") != nw.col("target"))
            .group_by(*KEY)
            .agg(
                weight=nw.col("weight").sum(),
                first_at=nw.col("first_at").min(),
                last_at=nw.col("last_at").max(),
            )
        )
    ties: IntoLazyFrameT = table.select(*TIES).sort(*KEY).to_native()
    return ties
