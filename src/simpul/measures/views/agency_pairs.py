"""Agencies two by two: whether their official accounts ever turn to each other."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.contacts import CONTACTS
from simpul.measures.views.officials import OFFICIALS


def _pairs(material: Material) -> Frame:
    officials = material.view(OFFICIALS).filter(~nw.col("agency").is_null())
    agencies = officials.select("agency").unique()
    authors = officials.select(nw.col("account_id").alias("author"), nw.col("agency").alias("from"))
    turned = (
        material.view(CONTACTS)
        .filter(nw.col("by") == "official")
        .select(nw.col("author").cast(nw.String), nw.col("agency").cast(nw.String).alias("to"))
        .join(authors, on="author", how="inner")
        .filter(nw.col("from") != nw.col("to"))
    )
    out = turned.select(nw.col("from").alias("agency"), nw.col("to").alias("other"), contacts=nw.lit(1))
    back = turned.select(nw.col("to").alias("agency"), nw.col("from").alias("other"), contacts=nw.lit(1))
    tied = nw.concat([out, back]).group_by("agency", "other").agg(nw.col("contacts").sum())
    return (
        agencies.join(agencies.rename({"agency": "other"}), how="cross")
        .filter(nw.col("agency") != nw.col("other"))
        .join(tied, on=["agency", "other"], how="left")
        .with_columns(contacts=nw.col("contacts").fill_null(0).cast(nw.Int64))
        .with_columns(tied=nw.col("contacts") > 0)
    )


AGENCY_PAIRS = View(
    name="agency_pairs",
    title=("Pasangan OPD", "Pairs of agencies"),
    key=("agency", "other"),
    columns={
        "agency": "an agency with an official account",
        "other": "another one; each pair stands here both ways round",
        "contacts": "comments, shares, quotes, links and mentions between their accounts, in either direction",
        "tied": "there is at least one",
    },
    needs=CONTACTS.needs,
    build=_pairs,
    of_officials=True,
    subjects={"agency": "agency"},
)
