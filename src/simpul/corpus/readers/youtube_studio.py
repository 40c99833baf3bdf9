"""YouTube Studio, advanced mode: the channel's videos with their figures ("Table data.csv" of the ZIP; id or en headers)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from simpul.corpus import headers
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import joined, localised, records
from simpul.corpus.reader import NO, Blank, Field, Match, Options, Reader
from simpul.corpus.source import Source
from simpul.corpus.tables import header, table

FORM = "youtube_studio"
VIDEO_ID = r"^[\w-]{11}$"
AMERICAN = r"^([A-Za-z]{3,9})\.? (\d{1,2}), (\d{4})(.*)$"  # Mar 5, 2026
VIDEO = (
    Field("video", "posts.native_id", "id", "refused"),
    Field("title", "posts.text", "text"),
    Field("published", "posts.created_at", "time"),
    *(Field(metric, f"observations.{metric}", "count") for metric in ("views", "impressions", "likes", "comments", "shares", "follows")),
    Field("duration", "posts.extra", "number"),
    Field("watch_hours", "posts.extra", "number"),
    Field("impressions_rate", "posts.extra", "number"),
)  # fmt: skip
FIGURES = {"views", "watch_hours", "impressions", "follows", "likes", "comments", "shares"}
BARE = {"views", "impressions"}  # daily figures that Meta's files may hold alone, too
DAILY_FIGURES = ("jumlah harian YouTube Studio", "daily totals of YouTube Studio")
DAILY = (
    "Grafik dan jumlah harian YouTube Studio tidak disimpan: angka per video ada di Table data.csv dalam ZIP yang sama.",
    "Daily charts and totals of YouTube Studio are not stored: the figures per video are in Table data.csv of the same ZIP.",
)


def recognise(source: Source) -> Match:
    columns = header(source) or []
    found = set(headers.fields(FORM, columns))
    if {"video", "title", "published"} <= found and found & FIGURES:
        return Match(92, ("kolom YouTube Studio", "the columns of YouTube Studio"))
    if "day" in found and found & {"watch_hours", "video"}:
        return Match(100, DAILY_FIGURES)
    if "day" in found and found & BARE and found <= {"day", *FIGURES} and len(found) == len(columns):
        beside = re.search(r"(?i)(?:^|[/!])totals\.csv$", source.name)  # what YouTube calls it in its ZIP
        return Match(88 if beside else 70, DAILY_FIGURES)  # other platforms have daily views too
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    columns = header(source) or []
    found = headers.fields(FORM, columns)
    if "day" in found:
        raise Blank(*DAILY)
    pieces = list(table(source))  # at most 500 videos
    rows = headers.pick(FORM, pl.concat(frame for frame, _ in pieces), found)
    published = pl.col("published").str.replace(AMERICAN, "${2} ${1} ${3}${4}")
    rows = rows.filter(
        pl.col("video").str.contains(VIDEO_ID) | pl.col("published").is_not_null()
    )  # not the total
    computed = {
        "kind": pl.lit("post"),
        "media": pl.lit("video"),
        "url": "https://www.youtube.com/watch?v=" + pl.col("posts.native_id"),
    }
    rows = rows.with_columns(published)
    chunk = records(rows, VIDEO, "youtube", options, computed, zone=options.timezone, names=found)
    chunk.notes += headers.unknown_note(FORM, columns)
    yield joined(pl.concat(bad for _, bad in pieces), chunk)


READER = Reader(
    name="youtube_studio",
    version=1,
    platform="youtube",
    title=("YouTube Studio, mode lanjutan (CSV)", "YouTube Studio, advanced mode (CSV)"),
    gives=("posts", "counts"),
    obtain=(
        "studio.youtube.com > Analitik > Mode lanjutan > Ekspor tampilan saat ini > CSV.",
        "studio.youtube.com > Analytics > Advanced mode > Export current view > CSV.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=localised(FORM, VIDEO),
    steps=(
        ("Masuk ke studio.youtube.com dengan akun kanal kantor.", "Sign in to studio.youtube.com with the office's channel."),
        ("Pilih Analitik > Mode lanjutan, tab Konten, dan rentang tanggalnya.", "Choose Analytics > Advanced mode, the tab Content, and the dates."),
        ("Tambahkan kolom Suka, Komentar, dan Berbagi dengan tanda +.", "Add the columns Likes, Comments and Shares with the + sign."),
        ("Pilih Ekspor tampilan saat ini > nilai yang dipisahkan koma, lalu impor ZIP-nya.", "Choose Export current view > Comma-separated values, and import the ZIP."),
    ),
    gaps=("no_authors", "no_comments", "no_citizens", "no_reach", "truncated"),
)  # fmt: skip
