"""TikTok comments as Zeeschuimer records them, and 4CAT's NDJSON of them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import zeeschuimer
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import joined, records, schema
from simpul.corpus.reader import Field, Match, Options, Reader
from simpul.corpus.source import Source

PLATFORMS = ("tiktok-comments", "tiktok-comments.com")
COMMENT = (
    Field("cid", "posts.native_id", "id", "refused"),
    Field("user.unique_id", "posts.author", "id"),
    Field("user.uid", "posts.author_id", "id"),
    Field("user.nickname", "posts.author_name", "text"),
    Field("text", "posts.text", "text"),
    Field("create_time", "posts.created_at", "time"),
    Field("reply_to_reply_id | reply_id", "posts.parent", "id", "derived"),
    Field("aweme_id", "posts.root", "id"),
    Field("share_info.url", "posts.parent_author", "id", "derived"),
    Field("digg_count", "observations.likes", "count"),
    Field("reply_comment_total", "observations.comments", "count"),
    Field("comment_language", "posts.extra", "kind"),
    Field("stick_position", "posts.extra", "flag"),
)
ITEM = schema(COMMENT)
NONE = ("0", "")  # what stands in place of an id for "answers the video itself"


def recognise(source: Source) -> Match:
    return zeeschuimer.recognise(source, PLATFORMS, ("cid", "aweme_id"))


def read(source: Source, options: Options) -> Iterator[Chunk]:
    for rows, refused in zeeschuimer.items(source, PLATFORMS, ITEM):
        yield joined(refused, _comments(rows, options))


def _comments(rows: pl.DataFrame, options: Options) -> Chunk:
    answered = pl.coalesce(
        pl.when(~pl.col(name).is_in(NONE)).then(name) for name in ("reply_to_reply_id", "reply_id")
    )
    writers = rows.select("cid", author=pl.col("user").struct.field("unique_id")).drop_nulls().unique("cid")
    owner = pl.col("share_info").struct.field("url").str.extract(r"tiktok\.com/@([\w.]+)/", 1)
    named = answered.replace_strict(writers["cid"], writers["author"], default=None, return_dtype=pl.String)
    computed = {
        "kind": pl.when(answered.is_not_null()).then(pl.lit("reply")).otherwise(pl.lit("comment")),
        "author": pl.coalesce("posts.author", "posts.author_id"),
        "parent": pl.coalesce(answered, "posts.root"),
        "parent_author": pl.when(answered.is_null()).then(owner).otherwise(named),
    }
    return records(rows, COMMENT, "tiktok", options, computed, observed_at=pl.col("observed_at"))


READER = Reader(
    name="zeeschuimer_tiktok_comments",
    version=1,
    platform="tiktok",
    title=("Zeeschuimer: komentar TikTok (NDJSON)", "Zeeschuimer: TikTok comments (NDJSON)"),
    gives=("comments", "counts"),
    obtain=zeeschuimer.OBTAIN,
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=COMMENT,
    steps=zeeschuimer.STEPS,
    gaps=zeeschuimer.GAPS,
)
