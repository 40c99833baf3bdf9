"""Instagram posts as Zeeschuimer records them, and 4CAT's NDJSON of them: lists of items (also Polaris) and older graph nodes."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import chunks, zeeschuimer
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import flag, joined, records, schema
from simpul.corpus.reader import Field, Match, Options, Reader
from simpul.corpus.source import Source

PLATFORMS = ("instagram.com",)
POST = (
    Field("code | shortcode", "posts.native_id", "id", "refused"),
    Field("owner.username | user.username", "posts.author", "id"),
    Field("owner.pk | owner.id | user.pk | user.id", "posts.author_id", "id"),
    Field("owner.full_name | user.full_name", "posts.author_name", "text"),
    Field("caption.text | edge_media_to_caption.edges[].node.text", "posts.text", "text"),
    Field("taken_at | taken_at_timestamp", "posts.created_at", "time"),
    Field("media_type | __typename", "posts.media", "kind"),
    Field("like_count | edge_media_preview_like.count | edge_liked_by.count", "observations.likes", "count"),
    Field(
        "comment_count | edge_media_preview_comment.count | edge_media_to_comment.count",
        "observations.comments",
        "count",
    ),
    Field("play_count | ig_play_count | view_count | video_view_count", "observations.views", "count"),
    Field("like_and_view_counts_disabled", "posts.extra", "flag"),
    Field("is_paid_partnership", "posts.extra", "flag"),
    Field("product_type", "posts.extra", "kind"),
)
ITEM = schema(POST, "link")
MEDIA = {
    "1": "image", "2": "video", "8": "image",
    "GraphImage": "image", "GraphVideo": "video", "GraphSidecar": "image", "XDTGraphImage": "image", "XDTGraphVideo": "video",
}  # fmt: skip
ADVERT = "https://www.facebook.com/ads/ig_redirect"


def recognise(source: Source) -> Match:
    items = zeeschuimer.recognise(source, PLATFORMS, ("code", "taken_at", "media_type"))
    return (
        items
        if items.score
        else zeeschuimer.recognise(source, PLATFORMS, ("shortcode", "taken_at_timestamp"))
    )


def read(source: Source, options: Options) -> Iterator[Chunk]:
    for rows, refused in zeeschuimer.items(source, PLATFORMS, ITEM):
        advert = (pl.col("product_type") == "ad") | pl.col("link").str.starts_with(ADVERT)
        adverts = rows.filter(advert).select("row", code=pl.lit("row_kind"), column=pl.lit("product_type"))
        posts = _posts(rows.filter(~advert.fill_null(False)), options)
        yield joined(pl.concat([refused, chunks.conform(adverts, "rejects")]), posts)


def _posts(rows: pl.DataFrame, options: Options) -> Chunk:
    """Posts; likes and views that the owner hides are not counted, whatever number stands there."""
    kind = pl.coalesce("media_type", "__typename")
    hidden = flag(pl.col("like_and_view_counts_disabled")).fill_null(False)
    computed = {
        "kind": pl.lit("post"),
        "media": kind.replace_strict(MEDIA, default=None, return_dtype=pl.String),
        "url": pl.format("https://www.instagram.com/p/{}/", "posts.native_id"),
    }
    likes = [
        pl.when(~hidden).then(pl.col(name)).alias(name)
        for name in ("like_count", "play_count", "ig_play_count", "view_count")
    ]
    return records(
        rows.with_columns(likes), POST, "instagram", options, computed, observed_at=pl.col("observed_at")
    )


READER = Reader(
    name="zeeschuimer_instagram",
    version=1,
    platform="instagram",
    title=("Zeeschuimer: Instagram (NDJSON)", "Zeeschuimer: Instagram (NDJSON)"),
    gives=("posts", "counts"),
    obtain=zeeschuimer.OBTAIN,
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=POST,
    steps=zeeschuimer.STEPS,
    gaps=("no_comments", "likes_hidden", *zeeschuimer.GAPS),
)
