"""Tables of 4CAT (CSV, or one JSON object per line): X, TikTok and its comments, Instagram, Telegram, Facebook, Bluesky, Threads.

All share `id, thread_id, body, author, timestamp`; the other columns tell which table it is. Zeeschuimer's own CSV has the same columns. Times
without a zone may be those of the server that made the file, so `unix_timestamp` speaks first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from simpul.corpus import tables, tiktok_ids, tweets
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import flag, joined, records, schema
from simpul.corpus.ndjson import json_head, objects
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.source import Source

ID = Field("id", "posts.native_id", "id", "refused")
COMMON = (
    Field("author", "posts.author", "id"),
    Field("body", "posts.text", "text"),
    Field("unix_timestamp | timestamp", "posts.created_at", "time"),
)
NAMED = Field(
    "author_fullname | author_full | author_name | author_display_name", "posts.author_name", "text"
)
HASHTAGS = Field("hashtags", "posts.hashtags", "list", "derived")
LANGUAGE = Field("language_guess", "posts.extra", "kind")
PAID = Field("is_paid_partnership", "posts.extra", "flag")


def _count(column: str, metric: str) -> Field:
    return Field(column, f"observations.{metric}", "count")


MEDIA = {"photo": "image", "picture": "image", "image": "image", "video": "video", "mixed": "image", "document": "document",
         "voice": "audio", "audio": "audio", "sticker": "sticker", "poll": "poll", "url": "link"}  # fmt: skip
Told = tuple[
    pl.DataFrame, dict[str, pl.Expr], pl.Expr | None
]  # the rows, columns of posts, whose counts are taken


@dataclass(frozen=True)
class Table:
    """One of 4CAT's tables: the columns by which it is known, and what its columns become."""

    platform: str
    telling: frozenset[str]
    told: Callable[[pl.DataFrame], Told]  # what needs more than a column's own cell
    mapping: tuple[Field, ...]


def _media(column: str) -> pl.Expr:
    return pl.col(column).str.to_lowercase().replace_strict(MEDIA, default=None, return_dtype=pl.String)


def _shown() -> pl.Expr:
    """What the addresses of media say where no column names their kind."""
    image = pl.when(pl.col("image_url").str.len_chars() > 0).then(pl.lit("image"))
    return pl.coalesce(pl.when(pl.col("video_url").str.len_chars() > 0).then(pl.lit("video")), image)


def _x(rows: pl.DataFrame) -> Told:
    share, quote, answers = (
        flag(pl.col(name)).fill_null(False) for name in ("is_retweet", "is_quote_tweet", "is_reply")
    )
    own = pl.col("thread_id") == pl.col("id")
    kind = (
        pl.when(share)
        .then(pl.lit("share"))
        .when(answers)
        .then(pl.lit("reply"))
        .when(quote)
        .then(pl.lit("quote"))
    )
    return rows, {
        "kind": kind.otherwise(pl.lit("post")),
        "text": tweets.unescaped(pl.col("body")),
        "root": pl.when(~own).then("thread_id"),
        "url": tweets.address(pl.col("posts.native_id")),
    }, ~share  # fmt: skip


def _tiktok(rows: pl.DataFrame) -> Told:
    return rows, {"kind": pl.lit("post"), "media": pl.lit("video")}, None


def _tiktok_comments(rows: pl.DataFrame) -> Told:
    below = flag(pl.col("is_comment_on_comment")).fill_null(False)
    owner = pl.col("post_url").str.extract(tiktok_ids.ACCOUNT, 1)
    return rows, {
        "kind": pl.when(below).then(pl.lit("reply")).otherwise(pl.lit("comment")),
        "parent": pl.when(below).then("thread_id").otherwise("post_id"),
        "parent_author": pl.when(~below).then(owner),
    }, None  # fmt: skip


def _instagram(rows: pl.DataFrame) -> Told:
    """Likes that the owner hides stand there as a number that means nothing."""
    hidden = flag(pl.col("likes_hidden")).fill_null(False)
    rows = rows.with_columns(num_likes=pl.when(~hidden).then("num_likes"))
    return rows, {"kind": pl.lit("post"), "media": _media("media_type") if "media_type" in rows.columns else _media("type")}, None  # fmt: skip


def _telegram(rows: pl.DataFrame) -> Told:
    """Ids count within a chat only, so the chat's name goes before them."""
    rows = rows.with_columns(
        pl.when(pl.col(name).str.strip_chars() != "").then(pl.concat_str("chat", pl.col(name), separator="/")).alias(name)
        for name in ("id", "reply_to")
    )  # fmt: skip
    share = pl.col("posts.shared_author").is_not_null()
    kind = (
        pl.when(pl.col("posts.parent").is_not_null()).then(pl.lit("reply")).when(share).then(pl.lit("share"))
    )
    return rows, {"kind": kind.otherwise(pl.lit("post")), "media": _media("attachment_type")}, None


def _shown_media(rows: pl.DataFrame) -> Told:
    return rows, {"kind": pl.lit("post"), "media": _shown()}, None


def _bluesky(rows: pl.DataFrame) -> Told:
    quote = pl.when(pl.col("posts.shared").is_not_null()).then(pl.lit("quote")).otherwise(pl.lit("post"))
    kind = pl.when(pl.col("posts.parent").is_not_null()).then(pl.lit("reply")).otherwise(quote)
    return rows, {"kind": kind, "root": pl.when(pl.col("posts.root") != pl.col("posts.native_id")).then("posts.root")}, None  # fmt: skip


X = Table("x", frozenset({"body", "is_retweet", "retweeted_user", "is_reply", "thread_id"}), _x, (
    ID, *COMMON, NAMED, Field("author_id", "posts.author_id", "id"),
    Field("thread_id", "posts.root", "id"), Field("quote_tweet_id", "posts.shared", "id"),
    Field("retweeted_user | quote_author | quoted_user", "posts.shared_author", "id"),
    Field("replied_author | replied_user", "posts.parent_author", "id"),
    _count("like_count", "likes"), _count("reply_count", "comments"), _count("retweet_count", "shares"),
    _count("quote_count", "quotes"), _count("impression_count", "impressions"),
    HASHTAGS, Field("urls", "posts.links", "list", "derived"), Field("mentions", "posts.mentions", "list", "derived"),
    Field("is_retweet | is_quote_tweet | is_reply", "posts.kind", "flag", "derived"),
    LANGUAGE, Field("possibly_sensitive", "posts.extra", "flag"),
))  # fmt: skip
TIKTOK = Table("tiktok", frozenset({"body", "plays", "music_name", "tiktok_url"}), _tiktok, (
    ID, *COMMON, NAMED, Field("tiktok_url", "posts.url", "text"),
    _count("likes", "likes"), _count("comments", "comments"), _count("shares", "shares"), _count("plays", "views"),
    _count("author_followers", "followers"), HASHTAGS,
    Field("location_created", "posts.extra", "kind"), Field("is_ad", "posts.extra", "flag"), PAID,
))  # fmt: skip
TIKTOK_COMMENTS = Table("tiktok", frozenset({"body", "post_id", "is_comment_on_comment", "comment_url"}), _tiktok_comments, (
    ID, *COMMON, NAMED, Field("thread_id", "posts.parent", "id", "derived"), Field("post_id", "posts.root", "id"),
    Field("post_url", "posts.parent_author", "id", "derived"), Field("is_comment_on_comment", "posts.kind", "flag", "derived"),
    _count("likes", "likes"), _count("replies", "comments"), LANGUAGE,
))  # fmt: skip
INSTAGRAM = Table("instagram", frozenset({"body", "num_likes", "num_comments", "num_media"}), _instagram, (
    ID, *COMMON, NAMED, Field("author_id", "posts.author_id", "id"), Field("url", "posts.url", "text"),
    _count("num_likes", "likes"), _count("num_comments", "comments"), _count("play_count", "views"), HASHTAGS,
    Field("usertags", "posts.mentions", "list", "derived"), Field("media_type | type", "posts.media", "kind"),
    Field("likes_hidden", "posts.extra", "flag"),
))  # fmt: skip
TELEGRAM = Table("telegram", frozenset({"body", "chat", "reply_to", "author_is_bot"}), _telegram, (
    Field("id", "posts.native_id", "id", "derived"),
    Field("author_username | author", "posts.author", "id"), *COMMON[1:],
    Field("author_name", "posts.author_name", "text"), Field("author", "posts.author_id", "id"),
    Field("reply_to", "posts.parent", "id", "derived"),
    Field("author_forwarded_from_username | author_forwarded_from_id | author_forwarded_from_name", "posts.shared_author", "id"),
    _count("views", "views"), Field("entities_linked", "posts.links", "list", "derived"),
    Field("entities_mentioned", "posts.mentions", "list", "derived"),
    Field("attachment_type", "posts.media", "kind"), Field("author_is_bot", "posts.extra", "flag"),
))  # fmt: skip
FACEBOOK = Table("facebook", frozenset({"body", "is_in_group", "group_name"}), _shown_media, (
    ID, *COMMON, NAMED, Field("url", "posts.url", "text"), Field("video_url | image_url", "posts.media", "kind"),
    Field("is_in_group", "posts.extra", "flag"),
))  # fmt: skip
BLUESKY = Table("bluesky", frozenset({"body", "repost_count", "replied_to_post", "quoted_post"}), _bluesky, (
    ID, Field("author", "posts.author", "id"), Field("author_id", "posts.author_id", "id"), NAMED,
    Field("body", "posts.text", "text"), Field("created_at | timestamp", "posts.created_at", "time"),
    Field("replied_to_post", "posts.parent", "id"), Field("thread_id", "posts.root", "id"),
    Field("quoted_post", "posts.shared", "id"), Field("replied_to_user", "posts.parent_author", "id"),
    Field("quoted_user", "posts.shared_author", "id"), Field("link", "posts.url", "text"),
    _count("like_count", "likes"), _count("reply_count", "comments"), _count("repost_count", "shares"), _count("quote_count", "quotes"),
    Field("tags", "posts.hashtags", "list", "derived"), Field("mentions", "posts.mentions", "list", "derived"),
    Field("links", "posts.links", "list", "derived"), Field("languages", "posts.extra", "kind"),
))  # fmt: skip
THREADS = Table("threads", frozenset({"body", "reposts", "quotes", "link_thumbnail_url"}), _shown_media, (
    ID, *COMMON, Field("url", "posts.url", "text"),
    _count("likes", "likes"), _count("replies", "comments"), _count("reposts", "shares"), _count("quotes", "quotes"), HASHTAGS,
    Field("video_url | image_url", "posts.media", "kind"), PAID,
))  # fmt: skip
TABLES = (X, TIKTOK, TIKTOK_COMMENTS, INSTAGRAM, TELEGRAM, FACEBOOK, BLUESKY, THREADS)
MIXED = (
    "CSV 4CAT menulis 0 juga untuk angka yang tidak diketahui: 0 di sini belum tentu berarti tidak ada.",
    "4CAT's CSV writes 0 for unknown counts too: a 0 here does not prove that there were none.",
)


def _columns(source: Source) -> set[str]:
    """The columns of the table, or the fields of the first object."""
    head = json_head(source)
    if not head:
        return set(tables.header(source) or [])
    return {name.decode() for name in re.findall(rb'"(\w+)"\s*:', head.split(b"\n")[0])}


def _table(source: Source) -> Table | None:
    columns = _columns(source)
    if "id" not in columns or b'"__import_meta"' in source.head:
        return None
    return next((table for table in TABLES if table.telling <= columns), None)


def recognise(source: Source) -> Match:
    table = _table(source)
    if table is None:
        return NO
    return Match(90, (f"kolom tabel 4CAT untuk {table.platform}", f"the columns of 4CAT's table for {table.platform}"))  # fmt: skip


def read(source: Source, options: Options) -> Iterator[Chunk]:
    table = _table(source) or X
    cells = (replace(field, type="text") for field in table.mapping)  # lists are one text here, in JSON too
    pieces = objects(source, schema(cells)) if json_head(source) else tables.table(source)
    for rows, refused in pieces:
        yield joined(refused, _records(rows, table, options))


def _records(rows: pl.DataFrame, table: Table, options: Options) -> Chunk:
    named = {path for field in table.mapping for path in field.source.split(" | ")}
    absent = sorted(named - set(rows.columns))
    known = tuple(
        field for field in table.mapping if any(p in rows.columns for p in field.source.split(" | "))
    )
    rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
    rows, computed, counted = table.told(rows)
    chunk = records(
        rows,
        known,
        table.platform,
        options,
        computed,
        dots=table.platform not in ("x", "telegram"),
        counted=counted,
    )
    if chunk.observations is not None and (chunk.observations["value"] == 0).any():
        chunk.notes.append(MIXED)
    return chunk


READER = Reader(
    name="fourcat",
    version=1,
    platform="*",
    title=("4CAT, delapan tabel (CSV atau NDJSON)", "4CAT, eight tables (CSV or NDJSON)"),
    gives=("posts", "comments", "counts"),
    obtain=(
        "Di 4CAT buka kumpulan datanya, pilih Download (CSV atau NDJSON).",
        "In 4CAT open the data set and choose Download (CSV or NDJSON).",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=tuple(dict.fromkeys(field for table in TABLES for field in table.mapping)),
    steps=(
        ("Tanyakan alamat 4CAT kepada kampus mitra yang menjalankannya.", "Ask a partner university that runs 4CAT for its address."),
        ("Buka kumpulan datanya dan pilih Download; NDJSON lebih lengkap daripada CSV.", "Open the data set and choose Download; NDJSON holds more than CSV."),
        ("Jangan buka CSV dengan Excel sebelum diimpor: id akan rusak.", "Do not open the CSV in Excel before importing: ids would be damaged."),
    ),
    gaps=("sampled", "no_deleted", "no_media", "zero_unknown"),
)  # fmt: skip
