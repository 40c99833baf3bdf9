"""Who waits for a word from an agency: found once when a study is indexed, read page by page, marked by officers.

Two queues. *Comments* on the agency's own accounts that ask, complain or request and have no answer from the owner. *Voices*
anywhere that tell of a need: they belong to the agency that holds the leading affair of the need; one that no agency of the
city holds belongs to none and waits with the analysts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from simpul.corpus.records import NAMED_KINDS
from simpul.desk.insight.search import SHOWN, opened, shown
from simpul.report.study import Study

PAGE = 25
RED = 3  # urgency
COMMENT, VOICE = "comment", "voice"
QUEUES = (COMMENT, VOICE)
CLOSED = "SELECT row FROM posts WHERE post_id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True)
class Queue:
    """A page of those who wait, red ones first, then the longest waiting, with how many there are in all."""

    posts: list[dict[str, Any]]
    count: int
    red: int
    page: int
    pages: int


def queue(index: Path, agency: str | None, why: str, marked: Sequence[str], page: int = 1) -> Queue:
    """One agency's queue (None: all agencies) without the posts that carry a mark."""
    here = "why = ? AND (? IS NULL OR agency = ?)"
    values, done = (why, agency, agency), json.dumps(list(marked))
    counts = f"count(*), coalesce(sum(waiting.urgency = {RED}), 0)"
    columns = ", ".join(f"posts.{name}" for name in SHOWN)
    with closing(opened(index)) as connection:
        everyone = connection.execute(f"SELECT {counts} FROM waiting WHERE {here}", values).fetchone()
        closed = connection.execute(
            f"SELECT {counts} FROM waiting WHERE row IN ({CLOSED}) AND {here}", (done, *values)
        ).fetchone()
        count, red = (all - gone for all, gone in zip(everyone, closed, strict=True))
        pages = max(1, -(-count // PAGE))
        page = min(max(1, page), pages)
        rows = connection.execute(
            f"SELECT {columns}, waiting.agency FROM waiting JOIN posts USING (row) WHERE {here} "
            f"AND waiting.row NOT IN ({CLOSED}) "
            f"ORDER BY waiting.urgency = {RED} DESC, row LIMIT {PAGE} OFFSET ?",
            (*values, done, PAGE * (page - 1)),
        ).fetchall()
    return Queue([shown(row[:-1]) | {"agency": row[-1]} for row in rows], count, red, page, pages)


def waits_for(index: Path, post_id: str) -> str | None:
    """The agency whose queue a post stands in; "" for none's, None for a post that does not wait."""
    with closing(opened(index)) as connection:
        found = connection.execute(
            "SELECT coalesce(waiting.agency, '') FROM waiting JOIN posts USING (row) WHERE posts.post_id = ?",
            (post_id,),
        ).fetchone()
    return None if found is None else str(found[0])


def waiting_posts(root: Path) -> pl.DataFrame:
    """post_id, agency (code or null), why, urgency: everyone who waits in a study; one row a post, comments before voices."""
    tables = root / "tables"
    kept = {"post_id": pl.String, "agency": pl.String, "why": pl.String, "urgency": pl.Int8}
    labels = pl.scan_parquet(tables / "labels.parquet").select("post_id", "needs", "urgency")
    parts = [_voices(root, labels)]
    if (tables / "official_comments.parquet").exists():
        asked = pl.scan_parquet(tables / "official_comments.parquet").filter(
            pl.col("answerable") & ~pl.col("answered")
        )
        parts.insert(
            0,
            asked.join(labels, on="post_id").select(
                "post_id", "agency", pl.lit(COMMENT).alias("why"), "urgency"
            ),
        )
    rows = pl.concat([part.select(*kept).cast(kept) for part in parts])  # type: ignore[arg-type]
    return rows.unique("post_id", keep="first", maintain_order=True).collect()


def _voices(root: Path, labels: pl.LazyFrame) -> pl.LazyFrame:
    """Texts of citizens and brokers that tell of a need and were not answered in an official thread."""
    tables = root / "tables"
    study = Study(root)
    lead = study.needs.select(need="code", urusan="urusan_lead").lazy()
    held = pl.LazyFrame(schema={"urusan": pl.String, "agency": pl.String})
    if study.has("agencies"):
        agencies = pl.scan_parquet(tables / "agencies.parquet").select("urusan", agency="code")
        held = agencies.explode("urusan").unique("urusan", keep="first", maintain_order=True)
    named = pl.scan_parquet(tables / "accounts.parquet").filter(pl.col("kind").is_in(NAMED_KINDS))
    posts = pl.scan_parquet(tables / "posts.parquet").select("post_id", "account_id")
    told = labels.filter(pl.col("needs").is_not_null()).with_columns(
        need=pl.col("needs").str.split("|").list.first()
    )
    if (tables / "official_comments.parquet").exists():
        answered = pl.scan_parquet(tables / "official_comments.parquet").filter(pl.col("answered"))
        told = told.join(answered.select("post_id"), on="post_id", how="anti")
    return (
        told.join(posts, on="post_id")
        .join(named.select("account_id"), on="account_id", how="anti")
        .join(lead, on="need", how="left")
        .join(held, on="urusan", how="left")
        .select("post_id", "agency", pl.lit(VOICE).alias("why"), "urgency")
    )


def write(connection: sqlite3.Connection, root: Path) -> None:
    """Adds those who wait to a study's index, by the row of their post."""
    connection.executescript(
        "CREATE TABLE waiting (row INTEGER PRIMARY KEY, agency TEXT, why TEXT, urgency INTEGER);"
    )
    connection.executescript(
        "CREATE TEMP TABLE found (post_id TEXT, agency TEXT, why TEXT, urgency INTEGER);"
    )
    connection.executemany("INSERT INTO found VALUES (?, ?, ?, ?)", waiting_posts(root).rows())
    connection.execute(
        "INSERT INTO waiting SELECT posts.row, found.agency, found.why, found.urgency FROM found JOIN posts USING (post_id)"
    )
    connection.executescript(
        f"CREATE INDEX by_queue ON waiting (why, agency, urgency = {RED} DESC, row);"
        f"CREATE INDEX by_red ON waiting (why, urgency = {RED} DESC, row);"
    )
