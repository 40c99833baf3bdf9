"""Tables of minet and gazouilloire (twitwi): X posts and users, Bluesky posts and profiles, YouTube comments (CSV, or JSON lines).

Lists in a cell are joined by `|`. The Bluesky table holds a post once more for each account that passed it on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from simpul.corpus import chunks, tables, tweets, values
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import joined, records, schema
from simpul.corpus.ndjson import json_head, objects
from simpul.corpus.possible_times import possible
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.source import Source


def _counts(**columns: str) -> tuple[Field, ...]:
    return tuple(Field(column, f"observations.{metric}", "count") for metric, column in columns.items())


TWEET = (
    Field("id | _id", "posts.native_id", "id", "refused"),
    Field("user_screen_name", "posts.author", "id"),
    Field("user_id", "posts.author_id", "id"),
    Field("user_name", "posts.author_name", "text"),
    Field("text", "posts.text", "text"),
    Field("timestamp_utc", "posts.created_at", "time"),
    Field("to_tweetid", "posts.parent", "id"),
    Field("to_username", "posts.parent_author", "id"),
    Field("retweeted_id | quoted_id", "posts.shared", "id"),
    Field("retweeted_user | quoted_user", "posts.shared_author", "id"),
    Field("links", "posts.links", "list", "derived"),
    Field("hashtags", "posts.hashtags", "list", "derived"),
    Field("mentioned_names", "posts.mentions", "list", "derived"),
    Field("media_types", "posts.media", "kind"),
    *_counts(
        likes="like_count", comments="reply_count", shares="retweet_count", impressions="impression_count"
    ),
    *_counts(followers="user_followers", following="user_friends"),
    Field("lang", "posts.extra", "kind"),
    Field("possibly_sensitive", "posts.extra", "flag"),
)
SKEET = (
    Field("uri", "posts.native_id", "id", "refused"),
    Field("user_handle | user_did", "posts.author", "id"),
    Field("user_did", "posts.author_id", "id"),
    Field("user_display_name", "posts.author_name", "text"),
    Field("original_text | text", "posts.text", "text"),
    Field("timestamp_utc", "posts.created_at", "time"),
    Field("to_post_uri", "posts.parent", "id"),
    Field("to_root_post_uri", "posts.root", "id"),
    Field("quoted_uri", "posts.shared", "id"),
    Field("to_user_did", "posts.parent_author", "id"),
    Field("quoted_user_handle | quoted_user_did", "posts.shared_author", "id"),
    Field("repost_by_user_handle | repost_by_user_did", "posts.kind", "kind", "derived"),
    Field("links", "posts.links", "list", "derived"),
    Field("hashtags", "posts.hashtags", "list", "derived"),
    Field("mentioned_user_handles | mentioned_user_dids", "posts.mentions", "list", "derived"),
    Field("media_types", "posts.media", "kind"),
    Field("url", "posts.url", "text"),
    *_counts(
        likes="like_count",
        comments="reply_count",
        shares="repost_count",
        quotes="quote_count",
        saves="bookmark_count",
    ),
    Field("user_langs", "posts.extra", "kind"),
)
COMMENT = (
    Field("comment_id", "posts.native_id", "id", "refused"),
    Field("author_channel_id", "posts.author", "id"),
    Field("author_name", "posts.author_name", "text"),
    Field("text", "posts.text", "text"),
    Field("published_at", "posts.created_at", "time"),
    Field("parent_comment_id | video_id", "posts.parent", "id"),
    Field("video_id", "posts.root", "id"),
    *_counts(likes="like_count", comments="reply_count"),
)
USER = (
    Field("screen_name | handle", "accounts.author", "id", "refused"),
    Field("id | did", "accounts.author_id", "id"),
    Field("name | display_name", "accounts.author_name", "text"),
    *_counts(followers="followers", following="friends | follows"),
)


@dataclass(frozen=True)
class Table:
    """One of the tables: the columns by which it is known, and what its columns become."""

    platform: str
    telling: frozenset[str]
    mapping: tuple[Field, ...]


TABLES = (
    Table("x", frozenset({"user_screen_name", "timestamp_utc", "retweeted_user", "to_tweetid"}), TWEET),
    Table("bluesky", frozenset({"uri", "user_did", "to_post_uri", "original_text"}), SKEET),
    Table(
        "youtube", frozenset({"video_id", "comment_id", "author_channel_id", "parent_comment_id"}), COMMENT
    ),
    Table("x", frozenset({"screen_name", "followers", "friends", "witheld_scope"}), USER),
    Table("bluesky", frozenset({"did", "handle", "followers", "follows", "pinned_post_uri"}), USER),
)
MEDIA = {"photo": "image", "image": "image", "animated_gif": "image", "video": "video"}
A_POST, HANDLE, NO_HANDLE = "/app.bsky.feed.post/", r"^[\w:.-]+$", "handle.invalid"
QUOTED = ("quoted_uri", "quoted_user_handle", "quoted_user_did")
NESTED = "_source"  # under which gazouilloire's search engine keeps a post


def _table(source: Source) -> Table | None:
    head = json_head(source).split(b"\n")[0]
    found = (
        {name.decode() for name in re.findall(rb'"(\w+)"\s*:', head)}
        if head
        else set(tables.header(source) or [])
    )
    return next((table for table in TABLES if table.telling <= found), None)


def recognise(source: Source) -> Match:
    table = _table(source)
    if table is None:
        return NO
    return Match(
        92,
        (f"kolom tabel minet untuk {table.platform}", f"the columns of minet's table for {table.platform}"),
    )


def read(source: Source, options: Options) -> Iterator[Chunk]:
    table = _table(source) or TABLES[0]
    for rows, refused in _rows(source, table):
        absent = sorted(
            {path for field in table.mapping for path in field.source.split(" | ")} - set(rows.columns)
        )
        rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
        if table.mapping is USER:
            yield joined(refused, _users(rows, table.platform))
        else:
            yield joined(refused, _posts(rows, table, options))


def _rows(source: Source, table: Table) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    if not json_head(source):
        yield from tables.table(source)
        return
    item = schema(table.mapping)
    for rows, refused in objects(source, {**item, NESTED: pl.Struct(item)}):
        inner = pl.col(NESTED).struct
        yield (
            rows.select("row", *(pl.coalesce(inner.field(name), pl.col(name)).alias(name) for name in item)),
            refused,
        )


def _posts(rows: pl.DataFrame, table: Table, options: Options) -> Chunk:
    if table.mapping is COMMENT:
        return _comments(rows, options)
    share = pl.col("retweeted_id").is_not_null() if table.mapping is TWEET else pl.lit(False)
    kind = (
        pl.when(share).then(pl.lit("share")).when(pl.col("posts.parent").is_not_null()).then(pl.lit("reply"))
    )
    first = (
        pl.col("media_types")
        .str.extract(r"^(\w+)", 1)
        .replace_strict(MEDIA, default=None, return_dtype=pl.String)
    )
    linked = pl.when(pl.col("posts.links").list.len() > 0).then(pl.lit("link"))
    computed = {
        "kind": kind.when(pl.col("posts.shared").is_not_null())
        .then(pl.lit("quote"))
        .otherwise(pl.lit("post")),
        "media": pl.coalesce(first, linked),
        **{
            name: pl.col(f"posts.{name}").fill_null([]) for name in ("hashtags", "mentions", "links")
        },  # it knows them all
    }
    if table.mapping is TWEET:
        computed |= {
            "text": tweets.unescaped(pl.col("posts.text")),
            "links": tweets.links(pl.col("posts.links").fill_null([])),
            "url": tweets.address(pl.col("posts.native_id")),
        }
        return records(rows, TWEET, "x", options, computed, separator="|", dots=False, counted=~share)
    known = rows.select("user_did", "user_handle").drop_nulls().unique("user_did")
    named = pl.col("to_user_did").replace_strict(
        known["user_did"], known["user_handle"], default=pl.col("to_user_did")
    )
    quoted = pl.col("quoted_uri").str.contains(A_POST)  # else a list, a feed or a profile was attached
    rows = rows.with_columns(
        pl.when(pl.col("user_handle") != NO_HANDLE).then("user_handle").alias("user_handle"),
        *(pl.when(quoted).then(pl.col(name)).alias(name) for name in QUOTED),
    )
    computed |= {
        "parent_author": named,
        "mentions": pl.col("posts.mentions").fill_null([]).list.filter(pl.element().str.contains(HANDLE)),
    }
    chunk = records(rows, SKEET, "bluesky", options, computed, separator="|")
    if (
        chunk.posts is not None and "indexed_at_utc" in rows.columns
    ):  # applications may claim a time yet to come
        seen = rows.select(native_id="uri", seen=values.when(rows["indexed_at_utc"], "UTC")).unique(
            "native_id"
        )
        posts = chunk.posts.join(seen, on="native_id", how="left", maintain_order="left")
        seen_then = pl.when(possible(pl.col("seen"))).then("seen")
        chunk.posts = posts.with_columns(created_at=pl.min_horizontal("created_at", seen_then)).drop("seen")
    return joined(chunks.rejects([]), chunk, _reposts(rows, options))


def _reposts(rows: pl.DataFrame, options: Options) -> Chunk:
    """That somebody passed a post on, as a post of its own, with the id that it has in Bluesky's answers too."""
    by = pl.col("repost_by_user_did")
    when = "repost_timestamp_utc" if "repost_timestamp_utc" in rows.columns else "timestamp_utc"
    passed = rows.filter(by.is_not_null()).select(
        "row", "original_text", "text", "links", "hashtags", "mentioned_user_handles",
        uri=pl.format("{}#repost-{}", "uri", by), quoted_uri="uri", quoted_user_handle=pl.coalesce("user_handle", "user_did"),
        user_handle=pl.coalesce("repost_by_user_handle", by), user_did=by, timestamp_utc=when,
    )  # fmt: skip
    given = tuple(field for field in SKEET if field.source.split(" | ")[0] in passed.columns)
    return records(passed, given, "bluesky", options, {"kind": pl.lit("share")}, separator="|")


def _comments(rows: pl.DataFrame, options: Options) -> Chunk:
    answers = pl.col("parent_comment_id").is_not_null()
    writers = rows.select("comment_id", "author_channel_id").drop_nulls().unique("comment_id")
    computed = {
        "kind": pl.when(answers).then(pl.lit("reply")).otherwise(pl.lit("comment")),
        "parent_author": pl.col("parent_comment_id").replace_strict(
            writers["comment_id"], writers["author_channel_id"], default=None, return_dtype=pl.String
        ),
    }
    return records(rows, COMMENT, "youtube", options, computed)


def _users(rows: pl.DataFrame, platform: str) -> Chunk:
    followed = {"followers": "followers", "friends": "following", "follows": "following"}
    known = rows.select(
        "row", platform=pl.lit(platform), author=pl.coalesce("screen_name", "handle"),
        author_id=pl.coalesce("did", "id"), author_name=pl.coalesce("name", "display_name"),
        **{name: pl.col(name).cast(pl.Float64, strict=False) for name in followed},
    ).filter(pl.col("author").is_not_null())  # fmt: skip
    seen = chunks.counts(known, followed | {"follows": "follows"}, subject="author", subject_kind="account")
    seen = seen.with_columns(pl.col("metric").replace("follows", "following"))
    return Chunk(accounts=known.drop("row", *followed), observations=seen)


READER = Reader(
    name="minet",
    version=1,
    platform="*",
    title=("minet dan gazouilloire: X, Bluesky, YouTube (CSV, JSONL)", "minet and gazouilloire: X, Bluesky, YouTube (CSV, JSONL)"),
    gives=("posts", "comments", "counts", "accounts", "followers"),
    obtain=(
        "Berkas hasil minet atau gazouilloire yang sudah ada pada peneliti mitra.",
        "A file that minet or gazouilloire has written, from a partner who does research.",
    ),
    tested_on="real files",
    recognise=recognise,
    read=read,
    mapping=(*TWEET, *SKEET, *COMMENT, *USER),
    steps=(
        ("Tanyakan kepada kampus mitra apakah datanya diambil dengan minet.", "Ask the partner university whether its data were collected with minet."),
        ("Mintalah CSV-nya apa adanya; jangan buka dengan Excel sebelum diimpor.", "Ask for the CSV as it is; do not open it in Excel before importing."),
    ),
    gaps=("sampled", "no_deleted", "no_reach", "no_media"),
)  # fmt: skip
