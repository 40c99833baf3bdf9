"""YouTube Data Tools: the list of an account's videos, and the comments under each of them."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.example.city import City
from simpul.example.exports.fault import Fault

MADE = "2026_07_02-09_15_00"
VIDEO = [
    "channelId", "channelTitle", "videoId", "publishedAt", "publishedAtSQL", "videoTitle", "videoDescription", "tags",
    "videoCategoryId", "videoCategoryLabel", "topicCategories", "duration", "durationSec", "dimension", "definition",
    "caption", "defaultLanguage", "defaultLAudioLanguage", "thumbnail_maxres", "licensedContent", "locationDescription",
    "latitude", "longitude", "viewCount", "likeCount", "dislikeCount", "favoriteCount", "commentCount",
]  # fmt: skip
COMMENT = [
    "id", "replyCount", "likeCount", "publishedAt", "authorName", "text", "authorChannelId", "authorChannelUrl",
    "isReply", "isReplyTo", "isReplyToName",
]  # fmt: skip


def write(city: City, folder: Path, faults: bool) -> list[Fault]:
    """`videolist_….csv`, and `videoinfo_<videoId>_…_comments.csv` for each video that has comments: named as the tool names them."""
    people = city.accounts.frame.filter(platform="youtube").select("name", author="handle")
    posts = city.posts.filter(platform="youtube").join(people, on="author", maintain_order="left")
    _write(
        _videos(posts.filter(kind="post").sort("created_at", "id")),
        VIDEO,
        folder / f"videolist_tirtaloka_{MADE}.csv",
    )
    comments = _comments(posts.filter(pl.col("kind") != "post"))
    for (video,), rows in sorted(comments.partition_by("root_id", as_dict=True).items()):
        _write(rows, COMMENT, folder / f"videoinfo_{video}_{MADE}_comments.csv")
    return []


def _videos(posts: pl.DataFrame) -> pl.DataFrame:
    time = pl.col("created_at")
    text = pl.col("text").str.replace_all("\n", " ")
    title = text.str.extract(r"^(.{1,100})(?:\s|$)").str.strip_chars()  # no longer than YouTube allows
    rest = text.str.slice(title.str.len_chars()).str.strip_chars()
    seconds = 45 + pl.int_range(pl.len()) * 37 % 600
    return posts.select(
        channelId="author",
        channelTitle="name",
        videoId="id",
        publishedAt=time.dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
        publishedAtSQL=time.dt.strftime("%Y-%m-%d %H:%M:%S"),
        videoTitle=title,
        videoDescription=pl.when(rest != "").then(rest),
        videoCategoryId=pl.lit(25),
        videoCategoryLabel=pl.lit("News & Politics"),
        duration=pl.format("PT{}M{}S", seconds // 60, seconds % 60),
        durationSec=seconds,
        dimension=pl.lit("2d"),
        definition=pl.lit("hd"),
        caption=pl.lit("false"),
        defaultLAudioLanguage=pl.lit("id"),
        viewCount="views",
        likeCount="likes",
        commentCount="comments",
        favoriteCount=pl.lit(0),
    )


def _comments(posts: pl.DataFrame) -> pl.DataFrame:
    """Each comment, then the replies to it."""
    reply = pl.col("kind") == "reply"
    above = posts.select(parent_id="id", parent_name="name", parent_time="created_at")
    threads = posts.join(above, on="parent_id", how="left", maintain_order="left").sort(
        pl.when(reply).then("parent_time").otherwise("created_at"),
        pl.when(reply).then("parent_id").otherwise("id"),
        reply,
        "created_at",
        "id",
    )
    return threads.select(
        "id",
        "root_id",
        replyCount="comments",
        likeCount="likes",
        publishedAt=pl.col("created_at").dt.strftime("%Y-%m-%d %H:%M:%S"),
        authorName="name",
        text=pl.col("text").str.replace_all("\n", " "),
        authorChannelId="author",
        authorChannelUrl=pl.format("http://www.youtube.com/channel/{}", "author"),
        isReply=reply.cast(pl.Int8),
        isReplyTo=pl.when(reply).then("parent_id"),
        isReplyToName=pl.when(reply).then("parent_name"),
    )


def _write(rows: pl.DataFrame, columns: list[str], path: Path) -> None:
    """CSV with every cell quoted; columns that the tool has and the city does not are empty."""
    rows.select(
        pl.col(name) if name in rows.columns else pl.lit(None, pl.String).alias(name) for name in columns
    ).write_csv(path, quote_style="always")
