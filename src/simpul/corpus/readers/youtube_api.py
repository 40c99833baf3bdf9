"""YouTube Data API v3: videos, search results, playlists, comment threads, comments and channels, as its answers (JSON)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from simpul.corpus import chunks
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import at, joined, records, schema
from simpul.corpus.html_text import plain_text
from simpul.corpus.ndjson import elements, json_head
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.source import Source

VIDEO = (
    Field("id | contentDetails.videoId | snippet.resourceId.videoId", "posts.native_id", "id", "refused"),
    Field("snippet.videoOwnerChannelId | snippet.channelId", "posts.author", "id"),
    Field("snippet.videoOwnerChannelTitle | snippet.channelTitle", "posts.author_name", "text"),
    Field("snippet.title | snippet.description", "posts.text", "text", "derived"),
    Field("contentDetails.videoPublishedAt | snippet.publishedAt", "posts.created_at", "time"),
    Field("statistics.viewCount", "observations.views", "count"),
    Field("statistics.likeCount", "observations.likes", "count"),
    Field("statistics.commentCount", "observations.comments", "count"),
    Field("snippet.categoryId", "posts.extra", "kind"),
    Field("snippet.defaultAudioLanguage", "posts.extra", "kind"),
    Field("contentDetails.duration", "posts.extra", "kind"),
)
COMMENT = (
    Field("id", "posts.native_id", "id", "refused"),
    Field("snippet.authorChannelId.value", "posts.author", "id"),
    Field("snippet.authorDisplayName", "posts.author_name", "text"),
    Field("snippet.textOriginal | snippet.textDisplay", "posts.text", "text"),
    Field("snippet.publishedAt", "posts.created_at", "time"),
    Field("snippet.parentId | snippet.videoId", "posts.parent", "id"),
    Field("snippet.videoId", "posts.root", "id"),
    Field("snippet.likeCount", "observations.likes", "count"),
    Field("totalReplyCount", "observations.comments", "count"),
)
CHANNEL = (
    Field("id", "accounts.author", "id", "refused"),
    Field("snippet.title", "accounts.author_name", "text"),
    Field("statistics.subscriberCount", "observations.followers", "count"),
)
_COMMENT = schema(COMMENT[:-1])
LINE = schema((*VIDEO, *COMMENT[:-1], *CHANNEL), "kind", "statistics.hiddenSubscriberCount")
_SNIPPET = dict(LINE["snippet"].to_schema())  # type: ignore[union-attr]
LINE["snippet"] = pl.Struct(_SNIPPET | {"topLevelComment": pl.Struct(_COMMENT), "totalReplyCount": pl.String})
LINE["replies"] = pl.Struct({"comments": pl.List(pl.Struct(_COMMENT))})

KINDS = re.compile(rb'"youtube#(?:video|search|playlistItem|commentThread|comment|channel)')
FAINT = (b'"topLevelComment"', b'"textDisplay"', b'"channelTitle"', b'"authorChannelId"')
CUT = (
    "Hasil pencarian memuat judul dan sebagian keterangan saja, tanpa angka. Ambil juga videos.list untuk id yang sama.",
    "Search results hold the title and part of the description only, without counts. Fetch videos.list for the same ids too.",
)


def recognise(source: Source) -> Match:
    head = json_head(source)
    if KINDS.search(head):
        return Match(95, ("jawaban YouTube Data API", "answers of the YouTube Data API"))
    if b'"snippet"' in head and any(sign in head for sign in FAINT):
        return Match(85, ("bidang YouTube Data API", "fields of the YouTube Data API"))
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    wrapped = re.search(rb'"items"\s*:\s*\[', json_head(source))
    enter = ("", "items") if wrapped else ()
    for _, rows, refused in elements(source, enter, {"items[]" if wrapped else "": LINE}):
        yield _chunk(rows, refused, options) if rows.width > 1 else Chunk(rejects=refused)


def _chunk(rows: pl.DataFrame, refused: pl.DataFrame, options: Options) -> Chunk:
    rows = rows.with_columns(kind=_kind())
    of = rows.partition_by("kind", as_dict=True)
    thread, comment, channel = (
        of.get((name,), rows.clear()) for name in ("commentThread", "comment", "channel")
    )
    video = rows.filter(pl.col("kind").is_in(["video", "searchResult", "playlistItem"]))
    other = rows.filter(pl.col("kind").is_null()).select("row", code=pl.lit("row_kind"))
    parts = [_videos(video, options), _comments(thread, comment, options), _channels(channel)]
    if video.height and (video["kind"] == "searchResult").any():
        parts[0].notes.append(CUT)
    return joined(pl.concat([refused, chunks.conform(other, "rejects")]), *parts)


def _kind() -> pl.Expr:
    """What an item is: by its `kind`, else by the fields that only this kind has."""
    snippet = pl.col("snippet").struct
    told = pl.col("kind").str.extract(
        r"youtube#(video|searchResult|playlistItem|commentThread|comment|channel)$", 1
    )
    return pl.coalesce(
        told,
        pl.when(snippet.field("topLevelComment").is_not_null()).then(pl.lit("commentThread"))
        .when(snippet.field("authorDisplayName").is_not_null()).then(pl.lit("comment"))
        .when(at("statistics.subscriberCount").is_not_null()).then(pl.lit("channel"))
        .when(snippet.field("channelId").is_not_null()).then(pl.lit("video")),
    )  # fmt: skip


def _videos(rows: pl.DataFrame, options: Options) -> Chunk:
    """Videos; the id of a search result is an object, and one that found a channel or playlist has no video's id."""
    found = pl.coalesce(pl.col("id").str.extract(r'"videoId"\s*:\s*"([^"]+)"', 1), "id")
    listed = pl.coalesce(at("contentDetails.videoId"), at("snippet.resourceId.videoId"))
    rows = rows.with_columns(id=pl.when(pl.col("kind") == "playlistItem").then(listed).otherwise(found))
    elsewhere = pl.col("id").str.starts_with("{").fill_null(False)
    unfit = rows.filter(elsewhere).select("row", code=pl.lit("row_kind"))
    text = pl.concat_str(
        plain_text(at("snippet.title")), at("snippet.description"), separator="\n", ignore_nulls=True
    )
    computed = {
        "kind": pl.lit("post"),
        "media": pl.lit("video"),
        "text": text.str.strip_chars(),
        "url": "https://www.youtube.com/watch?v=" + pl.col("posts.native_id"),
    }
    return joined(
        chunks.conform(unfit, "rejects"),
        records(rows.filter(~elsewhere), VIDEO, "youtube", options, computed),
    )


def _comments(threads: pl.DataFrame, alone: pl.DataFrame, options: Options) -> Chunk:
    """Comments from threads (the top one, and the replies that stand below it) and by themselves."""
    tops = threads.select(
        "row", pl.col("snippet").struct.field("topLevelComment").alias("c"), pl.col("snippet").struct.field("totalReplyCount")
    )  # fmt: skip
    below = (
        threads.select("row", pl.col("replies").struct.field("comments").alias("c")).drop_nulls().explode("c")
    )
    own = alone.select("row", c=pl.struct(pl.col(name).cast(kind) if name != "snippet" else _only(kind) for name, kind in _COMMENT.items()))  # fmt: skip
    rows = pl.concat([tops, below, own], how="diagonal").drop_nulls("c").unnest("c")
    if rows.is_empty():
        return Chunk()
    writers = rows.select("id", author=at("snippet.authorChannelId.value")).drop_nulls().unique("id")
    named = rows.select(
        name=at("snippet.authorDisplayName").str.strip_chars(" @").str.to_lowercase(), channel=at("snippet.authorChannelId.value")
    ).drop_nulls().unique("name", keep="first")  # fmt: skip
    answers = at("snippet.parentId").is_not_null()
    computed = {
        "kind": pl.when(answers).then(pl.lit("reply")).otherwise(pl.lit("comment")),
        "parent_author": at("snippet.parentId").replace_strict(
            writers["id"], writers["author"], default=None, return_dtype=pl.String
        ),
        "text": pl.coalesce(at("snippet.textOriginal"), plain_text(at("snippet.textDisplay"))),
        "url": pl.format("https://www.youtube.com/watch?v={}&lc={}", "posts.root", "posts.native_id"),
    }
    chunk = records(rows, COMMENT, "youtube", options, computed)
    if chunk.posts is not None:
        called = pl.element().replace_strict(named["name"], named["channel"], default=pl.element())
        chunk.posts = chunk.posts.with_columns(pl.col("mentions").list.eval(called))
    return chunk


def _only(kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """The snippet with a comment's fields only."""
    names = [field.name for field in kind.fields]  # type: ignore[union-attr]
    return pl.struct(pl.col("snippet").struct.field(name) for name in names).alias("snippet")


def _channels(rows: pl.DataFrame) -> Chunk:
    """Channels as accounts, with their subscribers unless these are hidden."""
    if rows.is_empty():
        return Chunk()
    hidden = at("statistics.hiddenSubscriberCount") == "true"
    known = rows.filter(pl.col("id").is_not_null()).select(
        "row", platform=pl.lit("youtube"), author="id", author_name=at("snippet.title"),
        followers=pl.when(~hidden.fill_null(False)).then(at("statistics.subscriberCount")).cast(pl.Float64, strict=False),
    )  # fmt: skip
    return Chunk(
        accounts=known.drop("row", "followers"),
        observations=chunks.counts(
            known, {"followers": "followers"}, subject="author", subject_kind="account"
        ),
    )


READER = Reader(
    name="youtube_api",
    version=1,
    platform="youtube",
    title=("YouTube Data API (JSON)", "YouTube Data API (JSON)"),
    gives=("posts", "comments", "counts", "accounts", "followers"),
    obtain=(
        "Simpan jawaban YouTube Data API v3 (videos, search, commentThreads, comments) apa adanya.",
        "Save the answers of the YouTube Data API v3 (videos, search, commentThreads, comments) as they are.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=(*VIDEO, *COMMENT, *CHANNEL),
    steps=(
        ("Buat kunci API gratis di console.cloud.google.com untuk YouTube Data API v3.", "Make a free API key at console.cloud.google.com for the YouTube Data API v3."),
        ("Ambil commentThreads?part=snippet,replies&videoId=… dan videos?part=snippet,statistics&id=….", "Fetch commentThreads?part=snippet,replies&videoId=… and videos?part=snippet,statistics&id=…."),
        ("Simpan setiap halaman sebagai .json, atau satu halaman per baris sebagai .jsonl.", "Save each page as .json, or one page per line as .jsonl."),
    ),
    gaps=("likes_hidden", "no_reach", "no_shares", "no_deleted", "no_media"),
)  # fmt: skip
