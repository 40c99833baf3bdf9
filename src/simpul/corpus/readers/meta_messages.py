"""Messages of Instagram and Facebook Messenger, as account downloads hold them: one JSON file per conversation and 10,000 messages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from simpul.corpus import mojibake, values
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import at, joined, records, schema
from simpul.corpus.meta_download import identified, medium
from simpul.corpus.ndjson import elements, json_head
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.source import Source

FORM = "meta_messages"
FILES = ("photos", "videos", "audio_files", "gifs", "files", "media")
MESSAGE = (
    Field("sender_name | senderName", "posts.author", "text"),
    Field("sender_name | senderName", "posts.author_name", "text"),
    Field("content | text | share.share_text", "posts.text", "text"),
    Field("timestamp_ms | timestamp", "posts.created_at", "time"),
    Field("share.link", "posts.links", "kind", "derived"),
    *(Field(f"{name}[].uri", "posts.media", "kind") for name in FILES),
    Field("sticker.uri", "posts.media", "kind"),
    Field("is_unsent | isUnsent", "posts.extra", "flag"),
)
NAMES = (
    "Pesan dibaca sebagai pesan {}. Pengirim disebut dengan nama yang tampil; siapa membalas siapa tidak dimuat.",
    "Messages were read as those of {}. Senders are named as displayed; who replied to whom is not given.",
)


def recognise(source: Source) -> Match:
    head = json_head(source)
    if re.search(rb'"sender_name"\s*:', head) and b'"timestamp_ms"' in head:
        return Match(93, ("pesan dari unduhan Instagram atau Facebook", "messages of an Instagram or Facebook download"))  # fmt: skip
    if b'"threadName"' in head or (b'"senderName"' in head and b'"isUnsent"' in head):
        return Match(93, ("pesan Messenger terenkripsi", "encrypted messages of Messenger"))
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    platform = _platform(source)
    for _, rows, refused in elements(source, ("", "messages"), {"messages[]": schema(MESSAGE)}):
        if rows.width == 1:
            yield Chunk(rejects=refused)
            continue
        rows = rows.with_columns(
            said=pl.coalesce("content", "text"), who=pl.coalesce("sender_name", "senderName"), time=pl.coalesce("timestamp_ms", "timestamp")
        )  # fmt: skip
        link = at("share.link")
        links = (
            pl.when(link.is_not_null())
            .then(pl.concat_list(link))
            .otherwise(values.links(pl.col("posts.text")))
        )
        chunk = records(
            identified(rows, ["time", "who", "said"], FORM), MESSAGE, platform, options,
            {"kind": pl.lit("message"), "media": _media(), "links": links}, mend=mojibake.repaired,
        )  # fmt: skip
        chunk.notes.append((NAMES[0].format(platform), NAMES[1].format(platform)))
        yield joined(refused, chunk)


def _platform(source: Source) -> str:
    """Which of the two wrote the file: the download's folders say so, and else fields that only Messenger has."""
    if "instagram_activity" in source.name:
        return "instagram"
    head = json_head(source)
    of_messenger = b'"senderName"' in head or re.search(rb'"type"\s*:\s*"Generic"', head)
    return "facebook" if of_messenger or "facebook_activity" in source.name else "instagram"


def _media() -> pl.Expr:
    file = pl.coalesce(at(f"{name}[].uri").list.first() for name in FILES)
    sticker = pl.when(at("sticker.uri").is_not_null()).then(pl.lit("sticker"))
    link = pl.when(at("share.link").is_not_null()).then(pl.lit("link"))
    return pl.coalesce(medium(file), sticker, link)


READER = Reader(
    name="meta_messages",
    version=1,
    platform="*",
    title=("Pesan Instagram atau Messenger (JSON)", "Instagram or Messenger messages (JSON)"),
    gives=("posts",),
    obtain=(
        "Di Pusat Akun > Unduh informasi Anda: pilih hanya Pesan, format JSON.",
        "In Accounts Centre > Download your information: choose Messages only, format JSON.",
    ),
    tested_on="real files",
    recognise=recognise,
    read=read,
    named=_platform,
    mapping=MESSAGE,
    steps=(
        ("Pastikan dasarnya: akun layanan kantor, atau persetujuan semua anggota percakapan.", "Make sure of the basis: the office's service account, or the consent of all who take part."),
        ("Pusat Akun > Informasi dan izin Anda > Unduh informasi Anda, pilih hanya Pesan.", "Accounts Centre > Your information and permissions > Download your information, choose Messages only."),
        ("Pilih format JSON, tunggu surelnya, unduh ZIP-nya.", "Choose the format JSON, wait for the e-mail, download the ZIP."),
    ),
    gaps=("own_only", "no_replied_to", "no_counts", "no_deleted", "no_ids"),
)  # fmt: skip
