"""Who waits for a word from an agency, found in the tables of a study.

Two reasons. *Comments* on the agency's own accounts that ask, complain or request and have no answer from the owner. *Voices*
anywhere that tell of a need: they belong to the agency that holds the leading affair of the need; one that no agency of the
city holds belongs to none.
"""

from __future__ import annotations

from importlib import resources

import polars as pl

from simpul.corpus.records import NAMED_KINDS
from simpul.study.folder import Folder

COMMENT, VOICE = "comment", "voice"
WAITING = {"post_id": pl.String, "agency": pl.String, "why": pl.String, "urgency": pl.Int8}


def waiting(folder: Folder) -> pl.DataFrame:
    """post_id, agency (code or null), why (COMMENT or VOICE) and urgency of everyone who waits; one row a post, comments first."""
    tables = folder.scans()
    labels = tables["labels"].select("post_id", "needs", "urgency")
    comments = tables.get("official_comments")
    parts = [_voices(folder, labels, comments)]
    if comments is not None:
        asked = comments.filter(pl.col("answerable") & ~pl.col("answered")).join(labels, on="post_id")
        parts.insert(0, asked.with_columns(why=pl.lit(COMMENT)))
    rows = pl.concat(
        [part.select(pl.col(name).cast(kind) for name, kind in WAITING.items()) for part in parts]
    )
    return rows.unique("post_id", keep="first", maintain_order=True).collect()


def _voices(folder: Folder, labels: pl.LazyFrame, comments: pl.LazyFrame | None) -> pl.LazyFrame:
    """Texts of citizens and brokers that tell of a need and were not answered in an official thread."""
    told = labels.filter(pl.col("needs").is_not_null()).with_columns(
        need=pl.col("needs").str.split("|").list.first()
    )
    if comments is not None:
        told = told.join(comments.filter("answered").select("post_id"), on="post_id", how="anti")
    named = folder.scan("accounts").filter(pl.col("kind").is_in(NAMED_KINDS)).select("account_id")
    return (
        told.join(folder.scan("posts").select("post_id", "account_id"), on="post_id")
        .join(named, on="account_id", how="anti")
        .join(_leads(), on="need", how="left")
        .join(_holders(folder), on="urusan", how="left")
        .with_columns(why=pl.lit(VOICE))
    )


def _leads() -> pl.LazyFrame:
    """The leading affair of each need."""
    needs = resources.files("simpul.data").joinpath("needs.csv").read_bytes()
    return pl.read_csv(needs, infer_schema=False).lazy().select(need="code", urusan="urusan_lead")


def _holders(folder: Folder) -> pl.LazyFrame:
    """The agency that holds an affair; the first named where several do."""
    if not folder.path("agencies").exists():
        return pl.LazyFrame(schema={"urusan": pl.String, "agency": pl.String})
    agencies = folder.scan("agencies").select("urusan", agency="code")
    return agencies.explode("urusan").unique("urusan", keep="first", maintain_order=True)
