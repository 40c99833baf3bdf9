"""How many follow an official account, and how many of them are ever heard."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.loyalty import LADDER
from simpul.measures.views.officials import FOLLOWERS


def _audience(material: Material) -> Frame:
    followers = (
        material.view(FOLLOWERS)
        .group_by("account_id")
        .agg(nw.col("value").mean().alias("followers"), nw.len().cast(nw.Int64).alias("snapshots"))
    )
    active = (
        material.view(LADDER)
        .filter(nw.col("subject_kind") == "account")
        .group_by(nw.col("subject_id").cast(nw.String).alias("account_id"))
        .agg(nw.len().cast(nw.Int64).alias("persons"))
    )
    return (
        followers.join(active, on="account_id", how="left")
        .with_columns(persons=nw.col("persons").fill_null(0))
        .with_columns(
            silent=nw.when(nw.col("followers") >= nw.col("persons")).then(
                nw.col("followers") - nw.col("persons")
            )
        )
    )


AUDIENCE = View(
    name="audience",
    title=("Pengikut dan yang bersuara", "Followers and those who speak"),
    key=("account_id",),
    columns={
        "account_id": "the official account",
        "followers": "mean of its followers at both ends of the window",
        "snapshots": "counts that this rests on",
        "persons": "different people with a comment, share, quote, link or mention in the window",
        "silent": "followers less these; null where more speak than follow",
    },
    needs={**LADDER.needs, **FOLLOWERS.needs},
    build=_audience,
    of_officials=True,
    subjects={"account": "account_id"},
)
