"""TikTok videos as Zeeschuimer records them, and 4CAT's NDJSON of them. `author` is an object, or in some answers only a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from simpul.corpus import tiktok_ids, zeeschuimer
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import joined, records, schema
from simpul.corpus.reader import Field, Match, Options, Reader
from simpul.corpus.source import Source

PLATFORMS = ("tiktok.com",)
NAMED = re.compile(rb'"author"(\s*:\s*")')
VIDEO = (
    Field("id", "posts.native_id", "id", "refused"),
    Field("author.uniqueId | author_name", "posts.author", "id"),
    Field("author.id | authorId", "posts.author_id", "id"),
    Field("author.nickname | nickname", "posts.author_name", "text"),
    Field("desc", "posts.text", "text"),
    Field("createTime", "posts.created_at", "time", "derived"),
    Field("duetInfo.duetFromId", "posts.shared", "id"),
    Field("challenges[].title", "posts.hashtags", "list", "derived"),
    Field("textExtra[].userUniqueId", "posts.mentions", "list", "derived"),
    Field("stats.diggCount | statsV2.diggCount", "observations.likes", "count"),
    Field("stats.commentCount | statsV2.commentCount", "observations.comments", "count"),
    Field("stats.shareCount | statsV2.shareCount", "observations.shares", "count"),
    Field("stats.playCount | statsV2.playCount", "observations.views", "count"),
    Field("stats.collectCount | statsV2.collectCount", "observations.saves", "count"),
    Field("authorStats.followerCount | authorStatsV2.followerCount", "observations.followers", "count"),
    Field("authorStats.followingCount | authorStatsV2.followingCount", "observations.following", "count"),
    Field("video.duration", "posts.extra", "number"),
    Field("textLanguage", "posts.extra", "kind"),
    Field("locationCreated", "posts.extra", "kind"),
    Field("isAd", "posts.extra", "flag"),
)
ITEM = schema(VIDEO)


def recognise(source: Source) -> Match:
    return zeeschuimer.recognise(source, PLATFORMS, ("desc", "createTime"))


def read(source: Source, options: Options) -> Iterator[Chunk]:
    for rows, refused in zeeschuimer.items(source, PLATFORMS, ITEM, _named):
        yield joined(refused, _videos(rows, options))


def _named(lines: bytes) -> bytes:
    """An author that is only a name gets a field of its own."""
    return NAMED.sub(rb'"author_name"\1', lines)


def _videos(rows: pl.DataFrame, options: Options) -> Chunk:
    original = pl.when(pl.col("posts.shared") != "0").then("posts.shared")
    mentions = pl.col("posts.mentions").list.filter(pl.element() != "")
    computed = {
        "kind": pl.when(original.is_not_null()).then(pl.lit("quote")).otherwise(pl.lit("post")),
        "shared": original,
        "media": pl.lit("video"),
        "url": tiktok_ids.address(pl.col("posts.author"), pl.col("posts.native_id")),
        "mentions": mentions,
    }
    chunk = records(rows, VIDEO, "tiktok", options, computed, observed_at=pl.col("observed_at"))
    if chunk.posts is not None:
        sent = tiktok_ids.sent_at(pl.col("native_id"))
        chunk.posts = chunk.posts.with_columns(pl.coalesce("created_at", sent))
    return chunk


READER = Reader(
    name="zeeschuimer_tiktok",
    version=1,
    platform="tiktok",
    title=("Zeeschuimer: TikTok (NDJSON)", "Zeeschuimer: TikTok (NDJSON)"),
    gives=("posts", "counts", "followers"),
    obtain=zeeschuimer.OBTAIN,
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=VIDEO,
    steps=zeeschuimer.STEPS,
    gaps=("no_comments", *zeeschuimer.GAPS),
)
