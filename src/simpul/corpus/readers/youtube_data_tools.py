"""YouTube Data Tools (the website and its Python successor): lists of videos, and the comments under a video, CSV or TAB.

The website's comments do not say under which video they stand: only the name of the file does. Its times are UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from simpul.corpus import cells, chunks, values
from simpul.corpus.chunks import Chunk
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.tables import Quoting, header, table

VIDEO_COLUMNS = {"videoId", "channelId", "publishedAt", "videoTitle"}
COMMENT_COLUMNS = {"id", "likeCount", "publishedAt", "authorName", "text", "isReply"}
VIDEO_COUNTS = {"viewCount": "views", "likeCount": "likes", "commentCount": "comments"}
COMMENT_COUNTS = {"likeCount": "likes", "replyCount": "comments"}
OTHER_NAMES = {"isReplyToId": "isReplyTo", "totalReplyCount": "replyCount"}  # the successor's → the website's
NAMED_AFTER = re.compile(r"videoinfo_(?:UC[\w-]{22}_)?([\w-]{11})_")  # the video's id in the name of its file
CHANNEL = r"/channel/(UC[\w-]{22})"
QUOTED_DATE = rb'\t"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"\t|""'
EXCEL_ERROR = (
    r"^#(?:NAME|VALUE|REF|NUM|N/A|DIV/0)[?!]?$"  # an id that begins with - or = is a formula to Excel
)

WHERE = (
    "Nama berkas komentar ini tidak lagi memuat id videonya (videoinfo_<id>_…), jadi tidak diketahui video mana yang dikomentari.",
    "This file of comments no longer bears its video's id (videoinfo_<id>_…), so the video under which they stand is unknown.",
)
HASHED = (
    "Penulis dan id komentar sudah disamarkan oleh YouTube Data Tools, jadi tidak dapat dihubungkan dengan berkas lain.",
    "YouTube Data Tools has hashed authors and comment ids, so they cannot be linked with other files.",
)


def recognise(source: Source) -> Match:
    columns = set(header(source) or [])
    if columns >= VIDEO_COLUMNS:
        return Match(95, ("Daftar video YouTube Data Tools.", "A video list of YouTube Data Tools."))
    if columns >= COMMENT_COLUMNS and columns & {"isReplyTo", "isReplyToId"}:
        return Match(95, ("Komentar dari YouTube Data Tools.", "Comments from YouTube Data Tools."))
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    pieces = list(table(source, quoting=_quoting(source)))  # the order of day and month needs all dates
    rows = pl.concat(frame for frame, _ in pieces)
    if not set(rows.columns) >= VIDEO_COLUMNS and not set(rows.columns) >= COMMENT_COLUMNS:
        raise FileRefused("file_columns", column=", ".join(sorted(VIDEO_COLUMNS)))
    yield from (Chunk(rejects=refused) for _, refused in pieces)
    yield _videos(rows, options) if "videoTitle" in rows.columns else _comments(rows, source, options)


def _quoting(source: Source) -> Quoting:
    """Old TAB files have no quoting; PHP's later ones quote whatever has a blank, dates too."""
    head = source.head.replace(b"\x00", b"")
    plain = b"\t" in head.split(b"\n")[0] and not re.search(QUOTED_DATE, head)
    return "none" if plain else "php"


def _videos(rows: pl.DataFrame, options: Options) -> Chunk:
    rows = _with(rows, ("channelTitle", "videoDescription", *VIDEO_COUNTS))
    rows, lost = _sound(rows, "videoId")
    rows, undated, note = cells.dated(rows, "publishedAt", "publishedAt", options.day_first, "UTC")
    rows, uncounted = cells.counts(rows, {name: name for name in VIDEO_COUNTS})
    text = pl.concat_str("videoTitle", "videoDescription", separator="\n", ignore_nulls=True)
    posts = rows.select(
        "row",
        platform=pl.lit("youtube"),
        native_id="videoId",
        kind=pl.lit("post"),
        author="channelId",
        author_name="channelTitle",
        text=text,
        created_at="publishedAt",
        url="https://www.youtube.com/watch?v=" + pl.col("videoId"),
        links=values.links(text),
        hashtags=values.hashtags(text),
        mentions=values.mentions(text),
        media=pl.lit("video"),
    )
    return Chunk(
        posts=posts.unique("native_id", keep="first", maintain_order=True),
        observations=_counts(rows, VIDEO_COUNTS, "videoId"),
        rejects=pl.concat([lost, undated, uncounted]).sort("row", maintain_order=True),
        notes=note,
    )


def _comments(rows: pl.DataFrame, source: Source, options: Options) -> Chunk:
    rows = rows.rename({new: old for new, old in OTHER_NAMES.items() if new in rows.columns})
    rows = _with(rows, ("videoId", "isReplyTo", "authorChannelId", "authorChannelUrl", *COMMENT_COUNTS))
    rows, lost = _sound(rows, "id")
    rows, undated, note = cells.dated(rows, "publishedAt", "publishedAt", options.day_first, "UTC")
    rows, uncounted = cells.counts(rows, {name: name for name in COMMENT_COUNTS})
    rows = rows.with_columns(
        pl.col("videoId").fill_null(pl.lit(_video(source) or None, pl.String)),
        author=pl.coalesce(
            "authorChannelId", pl.col("authorChannelUrl").str.extract(CHANNEL, 1), "authorName"
        ),
    )
    if rows["videoId"].null_count():
        note = [*note, WHERE]
    if rows["id"].str.contains(r"^[0-9a-f]{40}$").all() and not rows.is_empty():
        note = [*note, HASHED]
    return Chunk(
        posts=_comment_posts(rows),
        observations=_counts(rows, COMMENT_COUNTS, "id"),
        rejects=pl.concat([lost, undated, uncounted]).sort("row", maintain_order=True),
        notes=note,
    )


def _video(source: Source) -> str:
    """The id of the video in the file's name; empty where it is not there."""
    named = NAMED_AFTER.search(source.name)
    return named[1] if named else ""


def _comment_posts(rows: pl.DataFrame) -> pl.DataFrame:
    writers = rows.select("id", "author").drop_nulls().unique("id", keep="first")
    channels = (
        rows.select(name=_bare("authorName"), author="author").drop_nulls().unique("name", keep="first")
    )
    answers = pl.col("isReplyTo").is_not_null()
    text = pl.col("text")
    return rows.select(
        "row",
        "author",
        "text",
        platform=pl.lit("youtube"),
        native_id="id",
        kind=pl.when(answers).then(pl.lit("reply")).otherwise(pl.lit("comment")),
        author_name="authorName",
        parent=pl.coalesce("isReplyTo", "videoId"),
        root="videoId",
        parent_author=pl.col("isReplyTo").replace_strict(writers["id"], writers["author"], default=None),
        created_at="publishedAt",
        url=pl.format("https://www.youtube.com/watch?v={}&lc={}", "videoId", "id"),
        links=values.links(text),
        hashtags=values.hashtags(text),
        mentions=values.mentions(text).list.eval(
            pl.element().replace_strict(channels["name"], channels["author"], default=pl.element())
        ),
    ).unique("native_id", keep="first", maintain_order=True)


def _with(rows: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    return rows.with_columns(
        pl.lit(None, pl.String).alias(name) for name in columns if name not in rows.columns
    )


def _sound(rows: pl.DataFrame, column: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows, lost = cells.sound_ids(rows, {column: column}, column)
    error = pl.col(column).str.contains(EXCEL_ERROR)
    return rows.filter(~error), pl.concat(
        [lost, cells.refuse(rows.filter(error), column, column, "id_damaged")]
    )


def _counts(rows: pl.DataFrame, metrics: dict[str, str], subject: str) -> pl.DataFrame:
    """Counts of each post once; a count that YouTube hides or the export lacks stays absent."""
    rows = rows.unique(subject, keep="first", maintain_order=True).with_columns(platform=pl.lit("youtube"))
    return chunks.counts(rows, metrics, subject=subject)


def _bare(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars(" @").str.to_lowercase()


READER = Reader(
    name="youtube_data_tools",
    version=1,
    platform="youtube",
    title=("YouTube Data Tools (CSV atau TAB)", "YouTube Data Tools (CSV or TAB)"),
    gives=("posts", "comments", "counts"),
    obtain=(
        "ytdt.digitalmethods.net: Video List untuk daftar video kanal, Video Info and Comments untuk komentar. Jangan ubah nama berkasnya.",
        "ytdt.digitalmethods.net: Video List for a channel's videos, Video Info and Comments for comments. Do not rename the files.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    named=_video,
    mapping=(
        Field("videoId", "posts.native_id", "id", "refused"),
        Field("id", "posts.native_id", "id", "refused"),
        Field("channelId", "posts.author", "id"),
        Field("authorChannelId | authorChannelUrl", "posts.author", "id", "derived"),
        Field("channelTitle | authorName", "posts.author_name", "text"),
        Field("videoTitle | videoDescription | text", "posts.text", "text"),
        Field("publishedAt", "posts.created_at", "time"),
        Field("isReplyTo | isReplyToId", "posts.parent", "id", "derived"),
        *(Field(field, f"observations.{metric}", "count") for field, metric in VIDEO_COUNTS.items()),
        Field("replyCount | totalReplyCount", "observations.comments", "count"),
    ),
    steps=(
        ("Buka ytdt.digitalmethods.net.", "Open ytdt.digitalmethods.net."),
        ("Untuk daftar video kanal: Video List, isi id kanal, kirim.", "For a channel's videos: Video List, fill in the channel's id, submit."),
        ("Untuk komentar: Video Info and Comments, isi id video, kirim.", "For comments: Video Info and Comments, fill in the video's id, submit."),
        ("Unduh berkas CSV dan jangan ubah namanya: id video hanya ada di nama berkas.", "Download the CSV files and do not rename them: only the name holds the video's id."),
    ),
    gaps=("no_reach", "no_shares", "no_deleted", "no_media"),
)  # fmt: skip
