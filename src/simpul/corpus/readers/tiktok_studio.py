"""TikTok Studio: the office's own videos with their counts, as "Download data" gives them (CSV or XLSX, id or en headers)."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import headers, tiktok_ids
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import joined, localised, records
from simpul.corpus.reader import NO, Blank, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.tables import header, table

FORM = "tiktok_studio"
VIDEO = (
    Field("link", "posts.native_id", "id", "refused"),
    Field("link", "posts.author", "id", "derived"),
    Field("link", "posts.url", "text"),
    Field("title", "posts.text", "text"),
    Field("link", "posts.created_at", "time", "derived"),
    *(Field(metric, f"observations.{metric}", "count") for metric in ("likes", "comments", "shares", "views", "saves")),
    Field("play_time", "posts.extra", "number"),
    Field("watch_time", "posts.extra", "number"),
    Field("watched_full", "posts.extra", "number"),
)  # fmt: skip
DAILY = {"likes", "comments", "shares", "views"}
NO_ACCOUNT = (
    "Ringkasan harian TikTok Studio tidak menyebut akunnya, jadi tidak disimpan. Impor berkas Konten (Content).",
    "A daily overview of TikTok Studio does not name its account, so it is not stored. Import the Content file.",
)


def recognise(source: Source) -> Match:
    columns = header(source) or []
    found = headers.fields(FORM, columns)
    if {"link", "views"} <= set(found) and {"title", "posted"} & set(found):
        return Match(93, ("kolom Konten TikTok Studio", "the Content columns of TikTok Studio"))
    if _is_daily(columns):
        return Match(
            75, ("kolom ringkasan harian TikTok Studio", "the daily overview columns of TikTok Studio")
        )
    return NO


def _is_daily(columns: list[str]) -> bool:
    plain = {column.casefold().strip() for column in columns}
    return bool(
        {"date", "tanggal"} & plain and {"profile views", "tayangan profil", "kunjungan profil"} & plain
    )


def read(source: Source, options: Options) -> Iterator[Chunk]:
    columns = header(source) or []
    if _is_daily(columns):
        raise Blank(*NO_ACCOUNT)
    found = headers.fields(FORM, columns)
    if "link" not in found:
        raise FileRefused("file_columns", column="Video link")
    pieces = list(table(source))  # one row per video of one account
    rows = headers.pick(FORM, pl.concat(frame for frame, _ in pieces), found)
    link = pl.col("link").str.strip_chars()
    number = link.str.extract(tiktok_ids.VIDEO, 1)
    author = link.str.extract(tiktok_ids.ACCOUNT, 1)
    rows = rows.with_columns(link=number, author=author, page=link)
    if "watched_full" in rows.columns:
        rows = rows.with_columns(pl.col("watched_full").str.strip_chars("% "))
    computed = {
        "kind": pl.lit("post"),
        "media": pl.lit("video"),
        "author": pl.col("author"),
        "author_kind": pl.lit("official"),
        "url": pl.col("page"),
        "created_at": tiktok_ids.sent_at(pl.col("posts.native_id")),  # many files give a day without its year
    }
    chunk = records(rows, VIDEO, "tiktok", options, computed, names=found)
    chunk.notes += headers.unknown_note(FORM, columns)
    yield joined(pl.concat(bad for _, bad in pieces), chunk)


READER = Reader(
    name="tiktok_studio",
    version=2,
    platform="tiktok",
    title=("TikTok Studio, konten (CSV atau XLSX)", "TikTok Studio, content (CSV or XLSX)"),
    gives=("posts", "counts"),
    obtain=(
        "Di komputer buka tiktok.com/tiktokstudio > Analitik > Konten > Unduh data.",
        "On a computer open tiktok.com/tiktokstudio > Analytics > Content > Download data.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=localised(FORM, VIDEO),
    steps=(
        ("Masuk dengan akun kantor di tiktok.com/tiktokstudio (komputer, bukan telepon).", "Sign in with the office's account at tiktok.com/tiktokstudio (on a computer, not a phone)."),
        ("Pilih Analitik > Konten, lalu rentang tanggal yang diinginkan.", "Choose Analytics > Content, then the dates wanted."),
        ("Pilih Unduh data, format CSV, dan jangan buka dengan Excel sebelum diimpor.", "Choose Download data, format CSV, and do not open it in Excel before importing."),
    ),
    gaps=("no_comments", "no_citizens", "no_reach", "truncated"),
)  # fmt: skip
