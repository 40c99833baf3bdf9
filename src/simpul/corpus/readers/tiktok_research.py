"""TikTok Research API: videos and comments as its answers (JSON) or as the CSV that its users make of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from simpul.corpus import tables, tiktok_ids
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import joined, records, schema
from simpul.corpus.ndjson import elements, json_head
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.source import Source

VIDEO = (
    Field("id | video_id", "posts.native_id", "id", "refused"),
    Field("username | author_name", "posts.author", "id"),
    Field("video_description", "posts.text", "text"),
    Field("create_time", "posts.created_at", "time", "derived"),
    Field("hashtag_names", "posts.hashtags", "list", "derived"),
    Field("like_count", "observations.likes", "count"),
    Field("comment_count", "observations.comments", "count"),
    Field("share_count", "observations.shares", "count"),
    Field("view_count", "observations.views", "count"),
    Field("favorites_count | favourites_count", "observations.saves", "count"),
    Field("region_code", "posts.extra", "kind"),
    Field("video_duration", "posts.extra", "number"),
    Field("is_stem_verified", "posts.extra", "flag"),
)
COMMENT = (
    Field("id", "posts.native_id", "id", "refused"),
    Field("parent_comment_id", "posts.parent", "id", "derived"),
    Field("video_id", "posts.root", "id"),
    Field("text", "posts.text", "text"),
    Field("create_time", "posts.created_at", "time", "derived"),
    Field("like_count", "observations.likes", "count"),
    Field("reply_count", "observations.comments", "count"),
)
LISTS = ("videos", "comments", "user_liked_videos", "user_pinned_videos", "reposted_videos")
ENTER = ("", "data", *LISTS, *(f"data.{name}" for name in LISTS))
PATHS = ("", *(f"{where}{name}[]" for where in ("", "data.") for name in LISTS))
WRAPPED = re.compile(rb'"(?:%s)"\s*:\s*\[' % "|".join(LISTS).encode())


def recognise(source: Source) -> Match:
    head = json_head(source)
    found = (
        {name.decode() for name in re.findall(rb'"(\w+)"\s*:', head)}
        if head
        else set(tables.header(source) or [])
    )
    if {"video_description", "create_time"} <= found and found & {
        "region_code",
        "view_count",
        "voice_to_text",
        "hashtag_names",
    }:
        return Match(93, ("bidang video TikTok Research API", "video fields of the TikTok Research API"))
    if {"parent_comment_id", "video_id", "text", "create_time"} <= found:
        return Match(90, ("bidang komentar TikTok Research API", "comment fields of the TikTok Research API"))
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    head = json_head(source)
    if not head:
        for rows, refused in tables.table(source):
            yield _chunk(rows, refused, options)
        return
    enter = ENTER if WRAPPED.search(head) else ()
    for _, rows, refused in elements(source, enter, dict.fromkeys(PATHS, schema((*VIDEO, *COMMENT)))):
        yield _chunk(rows, refused, options) if rows.width > 1 else Chunk(rejects=refused)


def _chunk(rows: pl.DataFrame, refused: pl.DataFrame, options: Options) -> Chunk:
    absent = {"text", "video_description", "video_id"} - set(rows.columns)
    rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in sorted(absent))
    said = pl.col("text").is_not_null() & pl.col("video_description").is_null()
    computed = {"kind": pl.lit("post"), "media": pl.lit("video")}
    if {"username", "author_name"} & set(rows.columns):
        computed["url"] = tiktok_ids.address(pl.col("posts.author"), pl.col("posts.native_id"))
    videos = records(rows.filter(~said), VIDEO, "tiktok", options, computed)
    return joined(refused, videos, _comments(rows.filter(said), options))


def _comments(rows: pl.DataFrame, options: Options) -> Chunk:
    """Comments; one on the video itself names the video as its parent too."""
    if "parent_comment_id" not in rows.columns:
        rows = rows.with_columns(parent_comment_id=pl.lit(None, pl.String))
    below = (pl.col("parent_comment_id") != pl.col("video_id")) & (pl.col("parent_comment_id") != "0")
    below = below.fill_null(False)
    return records(
        rows, COMMENT, "tiktok", options,
        {
            "kind": pl.when(below).then(pl.lit("reply")).otherwise(pl.lit("comment")),
            "parent": pl.when(below).then("parent_comment_id").otherwise("video_id"),
        },
    )  # fmt: skip


READER = Reader(
    name="tiktok_research",
    version=1,
    platform="tiktok",
    title=("TikTok Research API (JSON atau CSV)", "TikTok Research API (JSON or CSV)"),
    gives=("posts", "comments", "counts"),
    obtain=(
        "Dari peneliti yang memegang akses TikTok Research API: simpan jawabannya apa adanya.",
        "From a researcher with access to the TikTok Research API: save its answers as they are.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=(*VIDEO, *COMMENT),
    steps=(
        ("Tanyakan kepada kampus mitra yang memegang akses Research API.", "Ask a partner university that has access to the Research API."),
        ("Mintalah jawaban query video dan daftar komentar apa adanya (.json atau .jsonl).", "Ask for the answers of video query and comment list as they are (.json or .jsonl)."),
        ("Kueri yang lebih dari 30 hari harus dipecah: mintalah semua bagiannya.", "Queries of more than 30 days have to be split: ask for all parts."),
    ),
    gaps=("no_reach", "no_shares", "no_deleted", "sampled", "no_media"),
)  # fmt: skip
