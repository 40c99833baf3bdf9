"""Meta Business Suite, content export (CSV): a Facebook page's or an Instagram account's own posts, videos and stories with their counts.

Columns are found by name in any of the languages of `data/headers.csv`, wherever they stand. A post's id on Instagram is the short code of its
link, since that is how comment exports name it.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import cells, headers, values
from simpul.corpus.chunks import Chunk, counts
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.tables import header, table

FORM = "meta_business_suite"
IDS = ("post_id", "page_id", "account_id")
COUNTS = (
    "likes", "comments", "shares", "saves", "follows", "clicks", "link_clicks", "interactions",
    "reach", "impressions", "views", "replies", "sticker_taps", "navigation", "profile_visits",
    "video_views_3s", "video_views_1m", "seconds_viewed", "seconds_viewed_mean",
)  # fmt: skip
SHORT_CODE = r"instagram\.com/(?:[\w.]+/)?(?:p|reel|reels|tv)/([\w-]+)"
MEDIA = {  # words in the post type, in the languages of the header dictionary
    "image": "photo|foto|image|gambar|bild|carousel|karusel|korsel|album",
    "video": "video|reel|rulle",
    "link": "link|tautan|länk",
}
ENOUGH = 6  # columns by which the export is known


def recognise(source: Source) -> Match:
    columns = header(source)
    if columns is None:
        return NO
    found = headers.fields(FORM, columns)
    if not _complete(found) or len(found) < ENOUGH:
        return NO
    return Match(
        95,
        (f"{len(found)} kolom ekspor Meta Business Suite", f"{len(found)} columns of Meta Business Suite"),
    )


def read(source: Source, options: Options) -> Iterator[Chunk]:
    pieces = list(table(source))  # an account's own posts are few, and the date order needs them all
    refused = [bad for _, bad in pieces]
    rows = pl.concat(frame for frame, _ in pieces)
    columns = [name for name in rows.columns if name != "row"]
    found = headers.fields(FORM, columns)
    if not _complete(found):
        raise FileRefused("file_columns", column="Post ID, Publish time, Page ID / Account username")

    found = {"post_id": found.get("video_id", ""), **found}  # a video export has no other id
    rows = headers.pick(FORM, rows, found)
    ids = {field: found[field] for field in IDS if field in found}
    rows, bad = cells.sound_ids(rows, ids, "post_id")
    refused.append(bad)
    rows, bad, note = cells.dated(rows, "published", found["published"], options.day_first, options.timezone)
    refused.append(bad)
    counted = {field: found[field] for field in COUNTS if field in found}
    rows, bad = cells.counts(rows, counted)
    refused.append(bad)

    rows = rows.with_columns(_platform(found), _native_id())
    lifetime = rows.filter(~pl.col("period").str.contains(r"\d").fill_null(False))
    notes = note + headers.unknown_note(FORM, columns)
    if lifetime.height < rows.height:
        notes.append((
            "Ini rincian per hari, jadi angkanya tidak dibaca. Ekspor ulang dengan angka seumur hidup (Lifetime).",
            "This is a breakdown by day, so its counts were not read. Export again with lifetime counts.",
        ))  # fmt: skip
    yield Chunk(
        posts=_posts(rows.unique("native_id", keep="first", maintain_order=True)),
        observations=counts(
            lifetime.unique("native_id", keep="last", maintain_order=True), {name: name for name in counted}
        ),
        rejects=pl.concat(refused),
        notes=notes,
    )


def _complete(found: dict[str, str]) -> bool:
    post, account = {"post_id", "video_id"}, {"page_id", "username"}
    return bool(post & set(found)) and bool(account & set(found)) and "published" in found


def _platform(found: dict[str, str]) -> pl.Expr:
    return pl.lit("instagram" if "username" in found else "facebook").alias("platform")


def _native_id() -> pl.Expr:
    return pl.coalesce(pl.col("permalink").str.extract(SHORT_CODE, 1), "post_id").alias("native_id")


def _posts(rows: pl.DataFrame) -> pl.DataFrame:
    text = pl.coalesce("text", "title")
    kind = pl.col("post_type").str.to_lowercase()
    media = pl.coalesce(
        pl.when(kind.str.contains(words)).then(pl.lit(media)) for media, words in MEDIA.items()
    )
    return rows.select(
        "platform",
        "native_id",
        kind=pl.lit("post"),
        author=pl.coalesce(pl.col("username").str.to_lowercase(), "page_id"),
        author_id=pl.coalesce("account_id", "page_id"),
        author_name=pl.coalesce("account_name", "page_name"),
        author_kind=pl.lit("official"),
        text=text,
        created_at=pl.col("published"),
        url=pl.col("permalink"),
        links=values.links(text),
        hashtags=values.hashtags(text),
        mentions=values.mentions(text),
        media=media,
        row=pl.col("row"),
    )


READER = Reader(
    name="meta_business_suite",
    version=2,
    platform="*",
    title=("Ekspor konten Meta Business Suite (halaman Facebook, Instagram)", "Meta Business Suite content export (Facebook page, Instagram)"),
    gives=("posts", "counts", "accounts"),
    obtain=(
        "Di business.facebook.com buka Insight > Konten, pilih rentang tanggal, lalu Ekspor data > CSV dengan angka seumur hidup.",
        "At business.facebook.com open Insights > Content, choose the dates, then Export data > CSV with lifetime counts.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=(
        Field(headers.names(FORM, "permalink"), "posts.native_id", "id", "derived"),
        Field(headers.names(FORM, "post_id"), "posts.native_id", "id", "refused"),
        Field(headers.names(FORM, "video_id"), "posts.native_id", "id"),
        Field(headers.names(FORM, "page_id"), "posts.author", "id"),
        Field(headers.names(FORM, "page_name"), "posts.author_name", "text"),
        Field(headers.names(FORM, "username"), "posts.author", "id"),
        Field(headers.names(FORM, "account_id"), "posts.author_id", "id"),
        Field(headers.names(FORM, "account_name"), "posts.author_name", "text"),
        Field(headers.names(FORM, "text"), "posts.text", "text"),
        Field(headers.names(FORM, "title"), "posts.text", "text"),
        Field(headers.names(FORM, "published"), "posts.created_at", "time"),
        Field(headers.names(FORM, "permalink"), "posts.url", "text"),
        Field(headers.names(FORM, "post_type"), "posts.media", "kind"),
        *(Field(headers.names(FORM, metric), f"observations.{metric}", "count") for metric in COUNTS),
    ),
    steps=(
        ("Buka business.facebook.com dan pilih halaman atau akun Instagram lembaga.", "Open business.facebook.com and choose the agency's page or Instagram account."),
        ("Buka Insight > Konten, pilih rentang tanggal (paling lama 90 hari sekali unduh di sebagian akun).", "Open Insights > Content and choose the dates (at most 90 days per download on some accounts)."),
        ("Tekan Ekspor data, pilih Kiriman (lalu ulangi untuk Video dan Cerita), dan angka seumur hidup (Lifetime).", "Press Export data, choose Posts (then again for Videos and Stories), and lifetime counts."),
        ("Unduh CSV dan jangan buka dengan Excel sebelum diimpor: id yang panjang akan rusak.", "Download the CSV and do not open it in Excel before importing: long ids would be damaged."),
    ),
    gaps=("no_comments", "no_citizens", "own_only", "no_deleted"),
)  # fmt: skip
