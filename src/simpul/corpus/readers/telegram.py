"""Telegram Desktop's export as JSON: one chat or channel, or all of them (`chats.list`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from simpul.corpus.chunks import Chunk
from simpul.corpus.content_ids import content_ids
from simpul.corpus.declared import joined, records, schema
from simpul.corpus.ndjson import elements, json_head
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.source import Source

LISTS = ("chats", "left_chats")
ENTER = ("", "messages", *(f"{name}{inner}" for name in LISTS for inner in ("", ".list", ".list[]", ".list[].messages")))  # fmt: skip
PATHS = ("messages[]", *(f"{name}.list[].messages[]" for name in LISTS))
AROUND = {"chat": "id", "chat_kind": "type"}
MEDIA = {
    "sticker": "sticker", "video_file": "video", "video_message": "video", "animation": "image",
    "voice_message": "audio", "audio_file": "audio",
}  # fmt: skip
STYLED = re.compile(rb'"text"\s*:\s*\[')
MESSAGE = (
    Field("id", "posts.native_id", "id", "derived"),
    Field("from_id | from", "posts.author", "id"),
    Field("from", "posts.author_name", "text"),
    Field("text", "posts.text", "text"),
    Field("date_unixtime | date", "posts.created_at", "time"),
    Field("reply_to_message_id", "posts.parent", "id", "derived"),
    Field("forwarded_from_id | forwarded_from", "posts.shared_author", "id"),
    Field("links[]", "posts.links", "list", "derived"),
    Field("type | reply_to_message_id | forwarded_from", "posts.kind", "kind", "derived"),
    Field("media_type | photo | poll | location_information.latitude | file", "posts.media", "kind"),
    Field("reactions[].count", "observations.interactions", "count"),
    Field("edited", "posts.extra", "time"),
    Field("duration_seconds", "posts.extra", "number"),
)
NAMES = (
    "Nama pengirim Telegram adalah nama yang tampil; akun yang sudah dihapus tidak bernama.",
    "Names in a Telegram export are display names; deleted accounts have none.",
)


def recognise(source: Source) -> Match:
    head = json_head(source)
    if b'"messages"' not in head or b'"timestamp_ms"' in head:
        return NO
    if b'"date_unixtime"' in head or (b'"from_id"' in head and b'"text_entities"' in head):
        return Match(95, ("ekspor JSON Telegram Desktop", "a JSON export of Telegram Desktop"))
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    line = schema(MESSAGE)
    for _, rows, refused in elements(
        source, ENTER, dict.fromkeys(PATHS, line), context=AROUND, rewrite=_plain
    ):
        yield _chunk(rows, refused, options) if rows.width > 1 else Chunk(rejects=refused)


def _plain(lines: bytes) -> bytes:
    """Messages whose text is in pieces (bold, links, mentions) with their text as one, and the addresses behind its words as `links`."""
    if not STYLED.search(lines):
        return lines
    return b"\n".join(_joined(line) if STYLED.search(line) else line for line in lines.split(b"\n"))


def _joined(line: bytes) -> bytes:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return line
    if not isinstance(message, dict) or not isinstance(message.get("text"), list):
        return line
    parts = [part if isinstance(part, dict) else {"text": part} for part in message["text"]]
    links = [
        part.get("href") or part.get("text") for part in parts if part.get("type") in ("link", "text_link")
    ]
    return json.dumps(
        message | {"text": "".join(str(part.get("text", "")) for part in parts), "links": links}
    ).encode()


def _chunk(rows: pl.DataFrame, refused: pl.DataFrame, options: Options) -> Chunk:
    own = rows["type"].ne_missing("service")
    said = rows.filter(own)
    if said["id"].null_count():  # exports of other tools leave the ids out
        derived = content_ids(said, ["date_unixtime", "date", "from", "text"], "telegram").alias("derived")
    else:
        derived = pl.repeat(None, said.height, dtype=pl.String, eager=True).alias("derived")
    said = said.with_columns(derived)
    parent = pl.when(pl.col("reply_to_message_id").is_not_null()).then(_id("reply_to_message_id"))
    closed = ~pl.col("chat_kind").str.starts_with("public_").fill_null(False)
    kind = (
        pl.when(closed).then(pl.lit("message"))
        .when(pl.col("reply_to_message_id").is_not_null()).then(pl.lit("reply"))
        .when(pl.coalesce("forwarded_from", "forwarded_from_id").is_not_null()).then(pl.lit("share"))
        .otherwise(pl.lit("post"))
    )  # fmt: skip
    said = said.with_columns(id=pl.coalesce(_id("id"), "derived"), reply_to_message_id=parent)
    chunk = records(
        said,
        MESSAGE,
        "telegram",
        options,
        {"kind": kind, "media": _media()},
        zone=options.timezone,
        dots=False,
    )
    chunk.notes.append(NAMES)
    if left_out := rows.height - said.height:
        chunk.notes.append(
            (f"{left_out} baris dari aplikasi (anggota, panggilan, sematan) tidak disimpan.", f"{left_out} lines of the application itself (members, calls, pins) were not stored.")
        )  # fmt: skip
    return joined(refused, chunk)


def _id(field: str) -> pl.Expr:
    """A message's id, which counts within its chat only; null where the export has none."""
    return pl.concat_str(pl.col("chat").fill_null("chat"), pl.col(field), separator="/")


def _media() -> pl.Expr:
    named = pl.col("media_type").replace_strict(MEDIA, default="document", return_dtype=pl.String)
    return (
        pl.when(pl.col("media_type").is_not_null()).then(named)
        .when(pl.col("photo").is_not_null()).then(pl.lit("image"))
        .when(pl.col("poll").is_not_null()).then(pl.lit("poll"))
        .when(pl.col("file").is_not_null()).then(pl.lit("document"))
    )  # fmt: skip


READER = Reader(
    name="telegram",
    version=1,
    platform="telegram",
    title=("Ekspor Telegram Desktop (JSON)", "Telegram Desktop export (JSON)"),
    gives=("posts", "counts"),
    obtain=(
        "Di Telegram Desktop buka percakapan, pilih titik tiga > Ekspor riwayat obrolan, format JSON.",
        "In Telegram Desktop open the chat, choose the three dots > Export chat history, format JSON.",
    ),
    tested_on="real files",
    recognise=recognise,
    read=read,
    mapping=tuple(replace(field, source="text[].href") if field.column == "posts.links" else field for field in MESSAGE),
    steps=(
        ("Pasang Telegram Desktop dan masuk dengan nomor kantor.", "Install Telegram Desktop and sign in with the office's number."),
        ("Buka kanal atau grup, pilih titik tiga > Ekspor riwayat obrolan.", "Open the channel or group, choose the three dots > Export chat history."),
        ("Kosongkan semua centang media, pilih format JSON (dapat dibaca mesin).", "Clear all boxes for media, choose the format Machine-readable JSON."),
        ("Impor berkas result.json.", "Import the file result.json."),
    ),
    gaps=("own_only", "no_reach", "no_deleted", "no_media"),
)  # fmt: skip
