"""Why a chat may be read: closed groups are no public posts, so whoever imports one says on what basis (UU 27/2022 art. 20(2))."""

from __future__ import annotations

import polars as pl

from simpul.corpus.chunks import Chunk
from simpul.corpus.reader import Reader

BASES: dict[str, tuple[str, str]] = {  # what is said with --basis → the basis in words
    "office-number": (
        "pesan dikirim warga ke nomor resmi kantor (pelayanan publik, pasal 20 ayat (2) huruf e)",
        "messages that residents sent to the office's own number (public service, art. 20(2)(e))",
    ),
    "group-consent": (
        "anggota grup setuju percakapannya dibaca (persetujuan, pasal 20 ayat (2) huruf a)",
        "the group's members agreed that their chat is read (consent, art. 20(2)(a))",
    ),
}
CHATS = ("whatsapp", "telegram", "instagram", "facebook", "signal")


def may_hold_chat(reader: Reader | None) -> bool:
    return reader is not None and reader.platform in (*CHATS, "*")


def is_chat(chunk: Chunk) -> bool:
    """Whether the chunk holds messages of a chat, whatever format they came in."""
    posts = chunk.posts
    if posts is None or not {"platform", "kind"} <= set(posts.columns):
        return False
    message = pl.col("platform").is_in(CHATS) & (pl.col("kind") == "message")
    return bool(posts.select(message.any()).item())
