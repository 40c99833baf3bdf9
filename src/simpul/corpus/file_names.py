"""What a file is called where others may read it: a chat's file is named after a person, a group or a number, so it goes by its batch."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from simpul.corpus.store import Batch, Store

FORMATS = ("whatsapp", "telegram", "signal", "meta_messages")  # whose files hold nothing but chats
NAMED = re.compile(r"whatsapp|telegram|signal|chat|obrolan|percakapan|inbox|messages?[/_]", re.IGNORECASE)


def file_names(store: Store, batches: Iterable[Batch]) -> dict[str, str]:
    """Batch id → the name of its file, or `FORMAT:ID` for a chat, also one that was refused or not recognised.

    `simpul batches` tells the analyst which file it is.
    """
    without_basis = set(store.scan("rejects").filter(code="basis_missing").select("batch").collect()["batch"])
    return {
        batch.id: f"{_format(batch)}:{batch.id}"
        if _is_chat(batch) or batch.id in without_basis
        else batch.file
        for batch in batches
    }


def with_names(rejects: pl.DataFrame, store: Store) -> pl.DataFrame:
    """The rejects of a corpus with their files called so."""
    return rejects.with_columns(file=pl.col("batch").replace_strict(file_names(store, store.batches())))


def _is_chat(batch: Batch) -> bool:
    return batch.reader in FORMATS or bool(batch.basis) or NAMED.search(batch.file) is not None


def _format(batch: Batch) -> str:
    return next((name for name in FORMATS if name == batch.reader or name in batch.file.lower()), "chat")
