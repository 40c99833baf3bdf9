"""Comments under Instagram posts as CSV or XLSX, as comment exporters write them: one row per comment, with the post's link."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import cells, headers, values
from simpul.corpus.chunks import Chunk, counts
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.tables import header, table

FORM = "instagram_comments"
NEEDED = {"comment_id", "username", "text"}
IDS = ("comment_id", "parent_id")
COUNTS = ("likes", "comments")
MINET = "is_liked_by_media_owner"  # a column that only minet's table of Instagram comments has
NO_POST = (
    "Berkas ini tidak menyebut kiriman yang dikomentari.",
    "This file does not name the posts that were commented on.",
)
POST = r"instagram\.com/(?:[\w.]+/)?(?:p|reel|reels|tv)/([\w-]+)"
OWNER = r"instagram\.com/([\w.]+)/(?:p|reel|reels|tv)/"


def recognise(source: Source) -> Match:
    columns = header(source)
    if columns is None:
        return NO
    found = set(headers.fields(FORM, columns))
    if not found >= NEEDED:
        return NO
    linked = "link" in found and b"instagram.com/" in source.head
    if linked or "shortcode" in found or MINET in columns:
        return Match(92, ("kolom komentar Instagram", "the columns of Instagram comments"))
    if found >= {"parent_id", "link", "likes", "comments"}:
        return Match(65, ("kolom ekspor komentar, mungkin Instagram", "a comment export, likely Instagram"))
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    pieces = list(table(source))  # the date order needs them all
    refused = [bad for _, bad in pieces]
    rows = pl.concat(frame for frame, _ in pieces)
    columns = [name for name in rows.columns if name != "row"]
    found = headers.fields(FORM, columns)
    if not set(found) >= NEEDED:
        raise FileRefused("file_columns", column="comment_id, username, text")

    rows = headers.pick(FORM, rows, found)
    ids = {field: found[field] for field in IDS if field in found}
    rows, bad = cells.sound_ids(rows, ids, "comment_id")
    refused.append(bad)
    rows, bad, note = cells.dated(
        rows, "created_at", found.get("created_at"), options.day_first, options.timezone
    )
    refused.append(bad)
    counted = {field: found[field] for field in COUNTS if field in found}
    rows, bad = cells.counts(rows, counted)
    refused.append(bad)
    rows = rows.with_columns(platform=pl.lit("instagram"))
    if not {"link", "shortcode"} & set(found):
        note.append(NO_POST)
    yield Chunk(
        posts=_posts(rows),
        observations=counts(rows, {name: name for name in counted}, subject="comment_id"),
        rejects=pl.concat(refused),
        notes=note + headers.unknown_note(FORM, columns),
    )


def _posts(rows: pl.DataFrame) -> pl.DataFrame:
    text, answers = pl.col("text"), _id("parent_id").is_not_null()
    post = pl.coalesce("shortcode", pl.col("link").str.extract(POST, 1))
    return rows.select(
        "platform",
        native_id=pl.col("comment_id"),
        kind=pl.when(answers).then(pl.lit("reply")).otherwise(pl.lit("comment")),
        author=pl.col("username").str.strip_chars().str.strip_prefix("@").str.to_lowercase(),
        author_id=pl.col("author_id"),
        author_name=pl.col("author_name"),
        parent=pl.coalesce(_id("parent_id"), post),
        root=post,
        parent_author=pl.when(~answers).then(pl.col("link").str.extract(OWNER, 1)),
        text=text,
        created_at=pl.col("created_at"),
        links=values.links(text),
        hashtags=values.hashtags(text),
        mentions=values.mentions(text),
        row=pl.col("row"),
    )


def _id(field: str) -> pl.Expr:
    """An id, null where exporters write 0, nan or none for "has no parent"."""
    return pl.when(~pl.col(field).str.to_lowercase().is_in(["0", "nan", "none", "null", "-"])).then(field)


READER = Reader(
    name="instagram_comments",
    version=1,
    platform="instagram",
    title=("Komentar Instagram (CSV)", "Instagram comments (CSV)"),
    gives=("comments", "counts"),
    obtain=(
        "Dari alat ekspor komentar untuk akun sendiri: simpan CSV dengan kolom link, comment_id, parent_id, username, text, created_at.",
        "From a comment export tool for your own account: save a CSV with link, comment_id, parent_id, username, text, created_at.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=(
        Field(headers.names(FORM, "comment_id"), "posts.native_id", "id", "refused"),
        Field(headers.names(FORM, "username"), "posts.author", "id"),
        Field(headers.names(FORM, "author_id"), "posts.author_id", "id"),
        Field(headers.names(FORM, "author_name"), "posts.author_name", "text"),
        Field(headers.names(FORM, "text"), "posts.text", "text"),
        Field(headers.names(FORM, "created_at"), "posts.created_at", "time"),
        Field(headers.names(FORM, "parent_id"), "posts.parent", "id", "derived"),
        Field(headers.names(FORM, "link"), "posts.root", "id"),
        Field(headers.names(FORM, "shortcode"), "posts.root", "id"),
        *(Field(headers.names(FORM, metric), f"observations.{metric}", "count") for metric in COUNTS),
    ),
    steps=(
        ("Buka kiriman akun lembaga sendiri di alat ekspor komentar yang dipakai kantor.", "Open a post of the agency's own account in the office's comment export tool."),
        ("Pilih ekspor CSV atau XLSX dengan balasan ikut serta.", "Choose export to CSV or XLSX, with replies included."),
        ("Pastikan ada kolom tautan kiriman, id komentar, nama pengguna, teks, dan waktu.", "Make sure there are columns for the post's link, comment id, username, text and time."),
        ("Jangan membuka berkasnya dengan Excel sebelum diimpor: id yang panjang akan rusak.", "Do not open the file in Excel before importing: long ids would be damaged."),
    ),
    gaps=("no_reach", "no_deleted", "own_only", "no_media"),
)  # fmt: skip
