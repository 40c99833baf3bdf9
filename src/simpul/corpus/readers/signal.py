"""Signal chats as text, one message per line: `[2026-03-05, 10:00] Name: text`, as signal-backup-decode and similar tools write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from simpul.corpus.chunks import Chunk, bounded, rejects
from simpul.corpus.content_ids import content_ids
from simpul.corpus.declared import joined, records
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import HEAD, Source
from simpul.corpus.texts import text, utf8

LINE = r"^\[(?<time>\d{4}-\d\d-\d\d, \d\d:\d\d(?::\d\d)?)\] (?<name>[^:\n]{1,100}): ?(?<text>.*)$"
STAMP = re.compile(r"(?m)^\[\d{4}-\d\d-\d\d, \d\d:\d\d(?::\d\d)?\] [^:\n]{1,100}:")
MESSAGE = (
    Field("time", "posts.created_at", "time"),
    Field("name", "posts.author", "id"),
    Field("name", "posts.author_name", "text"),
    Field("text", "posts.text", "text"),
)
NAMES = (
    "Nama pengirim adalah nama di kontak pengekspor; siapa membalas siapa tidak dimuat.",
    "Names are those in the exporting person's contacts; who replied to whom is not given.",
)


def recognise(source: Source) -> Match:
    try:
        with utf8(source) as stream:
            head = stream.read(HEAD).decode("utf-8", errors="replace")
    except (FileRefused, OSError):
        return NO
    stamps = len(STAMP.findall(head))
    if not stamps or not STAMP.match(head.lstrip("\ufeff\r\n ")):
        return NO
    return Match(90, (f"{stamps} pesan berbentuk Signal", f"{stamps} messages in the form of Signal"))


def read(source: Source, options: Options) -> Iterator[Chunk]:
    lines = (
        pl.Series("line", text(source).split("\n")).str.strip_suffix("\r").to_frame().with_row_index("row", 1)
    )
    parts = pl.col("line").str.extract_groups(LINE)
    lines = lines.with_columns(parts.alias("parts"), pl.col("row").cast(pl.Int64)).unnest("parts")
    lines = lines.with_columns(message=pl.col("time").is_not_null().cum_sum())
    stray = lines.filter(pl.col("message") == 0, pl.col("line").str.strip_chars() != "").select("row", "line")
    messages = (
        lines.filter(pl.col("message") > 0)
        .with_columns(text=pl.coalesce("text", "line"))
        .group_by("message", maintain_order=True)
        .agg(pl.col("row", "time", "name").first(), pl.col("text").str.join("\n"))
        .with_columns(pl.col("text").str.strip_chars_end(), pl.col("time").str.replace(",", "", literal=True))
    )
    refused = rejects((row, None, "row_kind", line) for row, line in stray.rows())
    messages = messages.with_columns(
        content_ids(messages, ["time", "name", "text"], "signal").alias("posts.native_id")
    )
    for part in bounded(messages):
        chunk = records(part, MESSAGE, "signal", options, {"kind": pl.lit("message")}, zone=options.timezone)
        chunk.notes.append(NAMES)
        yield joined(refused, chunk)
        refused = refused.clear()


READER = Reader(
    name="signal",
    version=1,
    platform="signal",
    title=("Percakapan Signal (teks)", "Signal chat (text)"),
    gives=("posts",),
    obtain=(
        "Signal tidak punya menu ekspor: pakai alat pembuka cadangan yang menulis [tanggal, jam] Nama: teks.",
        "Signal has no export menu: use a tool that opens its backup and writes [date, time] Name: text.",
    ),
    tested_on="real files",
    recognise=recognise,
    read=read,
    mapping=tuple(replace(field, source=f"<{field.source}>") for field in MESSAGE),  # parts of a line have no names
    steps=(
        ("Pastikan dasarnya: nomor resmi kantor, atau persetujuan semua anggota.", "Make sure of the basis: the office's own number, or the consent of all members."),
        ("Di telepon Android: Setelan > Obrolan > Cadangan obrolan, buat cadangan dan catat sandinya.", "On an Android phone: Settings > Chats > Chat backups, make a backup and note its passphrase."),
        ("Buka cadangan itu dengan alat pembuka cadangan Signal dan simpan percakapannya sebagai teks.", "Open that backup with a tool for Signal backups and save the chat as text."),
    ),
    gaps=("own_only", "no_replied_to", "no_counts", "no_deleted", "no_media", "no_ids"),
)  # fmt: skip
