"""The study's posts beside what was planted: each post of the corpus with the truth of the post that it was exported from."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.corpus.store import Store
from simpul.example import City

TRUTH = (
    "id", "platform", "kind", "author", "role", "is_citizen", "agency", "parent_id", "parent_author", "root_id", "mentions", "text",
    "created_at", "issue", "need", "intent", "place", "personal",
)  # fmt: skip


def table(study: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(study / "tables" / f"{name}.parquet")


def identities(study: Path) -> pl.DataFrame:
    """Who is behind a pseudonym: the restricted table of the study's corpus."""
    return Store(study / "corpus").scan("identities").collect()


def native_ids(study: Path) -> pl.DataFrame:
    """post_id, platform, native: the id that the platform gave; WhatsApp gives none."""
    hidden = identities(study).filter(kind="post").select("native_id", post_id="id").unique("post_id")
    named = pl.col("post_id").str.extract(r"^[^:]+:([^~].*)$")
    posts = table(study, "posts").select("post_id", "platform", named=named)
    joined = posts.join(hidden, on="post_id", how="left", maintain_order="left")
    return joined.select("post_id", "platform", native=pl.coalesce("named", "native_id"))


def matched(study: Path, city: City) -> pl.DataFrame:
    """Every post of the study that was planted: its columns, and those of TRUTH with the prefix `true_`."""
    truth = city.posts.select(TRUTH).rename(lambda name: f"true_{name}")
    ids = native_ids(study)
    online = ids.join(
        truth, left_on=["native", "platform"], right_on=["true_id", "true_platform"], how="inner"
    ).with_columns(true_id="native")
    pairs = pl.concat([online.select("post_id", "true_id"), _messages(study, city)])
    return table(study, "posts").join(pairs, on="post_id").join(truth, on="true_id").sort("post_id")


def _messages(study: Path, city: City) -> pl.DataFrame:
    """Messages by their order in the chat: post_id, true_id."""
    stored = Store(study / "corpus").scan("posts").filter(platform="whatsapp").collect()
    parts = []
    for group in city.posts["group"].drop_nulls().unique():
        true = city.posts.filter(group=group).sort("created_at", "id")
        (chat,) = [
            batch
            for batch in stored.partition_by("batch")
            if batch["created_at"].min() == true["created_at"].dt.truncate("1m").min() and batch.height == true.height
        ]  # fmt: skip
        parts.append(pl.DataFrame({"post_id": chat.sort("row")["post_id"], "true_id": true["id"]}))
    return pl.concat(parts)
