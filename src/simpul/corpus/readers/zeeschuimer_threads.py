"""Threads as Zeeschuimer records it, and 4CAT's NDJSON of it."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import zeeschuimer
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import at, flag, joined, records, schema
from simpul.corpus.reader import Field, Match, Options, Reader
from simpul.corpus.source import Source

PLATFORMS = ("threads.net", "threads.com")
INFO = "text_post_app_info"
POST = (
    Field("code", "posts.native_id", "id", "refused"),
    Field("user.username", "posts.author", "id"),
    Field("user.pk | user.id", "posts.author_id", "id"),
    Field("user.full_name", "posts.author_name", "text"),
    Field("caption.text", "posts.text", "text"),
    Field("taken_at", "posts.created_at", "time"),
    Field(f"{INFO}.is_reply", "posts.kind", "flag", "derived"),
    Field(f"{INFO}.reply_to_author.username", "posts.parent_author", "id"),
    Field(f"{INFO}.share_info.reposted_post.code | {INFO}.share_info.quoted_post.code", "posts.shared", "id"),
    Field(
        f"{INFO}.share_info.reposted_post.user.username | {INFO}.share_info.quoted_post.user.username",
        *("posts.shared_author", "id"),
    ),
    Field("like_count", "observations.likes", "count"),
    Field(f"{INFO}.direct_reply_count", "observations.comments", "count"),
    Field(f"{INFO}.repost_count", "observations.shares", "count"),
    Field(f"{INFO}.quote_count", "observations.quotes", "count"),
    Field("media_type", "posts.media", "kind"),
    Field("like_and_view_counts_disabled", "posts.extra", "flag"),
    Field("is_paid_partnership", "posts.extra", "flag"),
)
ITEM = schema(POST, f"{INFO}.link_preview_attachment.url")
MEDIA = {"1": "image", "2": "video", "8": "image"}  # 19 is a post of text only


def recognise(source: Source) -> Match:
    return zeeschuimer.recognise(source, PLATFORMS, ("code", INFO))


def read(source: Source, options: Options) -> Iterator[Chunk]:
    for rows, refused in zeeschuimer.items(source, PLATFORMS, ITEM):
        yield joined(refused, _posts(rows, options))


def _posts(rows: pl.DataFrame, options: Options) -> Chunk:
    shared = at(f"{INFO}.share_info.reposted_post.code").is_not_null()
    answers = flag(at(f"{INFO}.is_reply")) | at(f"{INFO}.reply_to_author.username").is_not_null()
    link = at(f"{INFO}.link_preview_attachment.url").is_not_null()
    hidden = flag(pl.col("like_and_view_counts_disabled")).fill_null(False)
    computed = {
        "kind": pl.when(shared).then(pl.lit("share")).when(answers).then(pl.lit("reply"))
        .when(pl.col("posts.shared").is_not_null()).then(pl.lit("quote")).otherwise(pl.lit("post")),
        "url": pl.format("https://www.threads.com/@{}/post/{}", "posts.author", "posts.native_id"),
        "media": pl.coalesce(
            pl.col("media_type").replace_strict(MEDIA, default=None, return_dtype=pl.String),
            pl.when(link).then(pl.lit("link")),
        ),
    }  # fmt: skip
    rows = rows.with_columns(like_count=pl.when(~hidden).then("like_count"))
    return records(
        rows, POST, "threads", options, computed, counted=~shared, observed_at=pl.col("observed_at")
    )


READER = Reader(
    name="zeeschuimer_threads",
    version=1,
    platform="threads",
    title=("Zeeschuimer: Threads (NDJSON)", "Zeeschuimer: Threads (NDJSON)"),
    gives=("posts", "comments", "counts"),
    obtain=zeeschuimer.OBTAIN,
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=POST,
    steps=zeeschuimer.STEPS,
    gaps=("likes_hidden", "no_replied_to", *zeeschuimer.GAPS),
)
