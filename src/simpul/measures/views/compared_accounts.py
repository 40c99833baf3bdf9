"""Official accounts side by side: the engagement matrix of popularity and commitment."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.posts import OFFICIAL_POSTS

QUADRANTS = ("both", "popularity", "commitment", "neither")


def _rate(column: str) -> tuple[nw.Expr, nw.Expr]:
    """Numerator and denominator of the column per post and 1,000 followers."""
    known = ~nw.col(column).is_null() & ~nw.col("followers_mean").is_null()
    return nw.when(known).then(nw.col(column)).sum(), nw.when(known).then(nw.col("followers_mean")).sum()


def _compared(material: Material) -> Frame:
    liked, fans = _rate("likes")
    said, heard = _rate("citizen_comments")
    accounts = (
        material.view(OFFICIAL_POSTS)
        .group_by("account_id", "platform", "agency")
        .agg(liked.alias("liked"), fans.alias("fans"), said.alias("said"), heard.alias("heard"))
        .filter((nw.col("fans") > 0) & (nw.col("heard") > 0))
        .select(
            "account_id", "platform", "agency",
            popularity=1000 * nw.col("liked") / nw.col("fans"), commitment=1000 * nw.col("said") / nw.col("heard"),
        )
    )  # fmt: skip
    middle = accounts.select(
        popularity_median=nw.col("popularity").median(), commitment_median=nw.col("commitment").median(),
        accounts=nw.len().cast(nw.Int64),
    )  # fmt: skip
    popular = nw.col("popularity") >= nw.col("popularity_median")
    committed = nw.col("commitment") >= nw.col("commitment_median")
    both, popularity, commitment, neither = (nw.lit(name) for name in QUADRANTS)
    lower = nw.when(committed).then(commitment).otherwise(neither)
    upper = nw.when(committed).then(both).otherwise(popularity)
    return (
        accounts.join(middle, how="cross")
        .filter(nw.col("accounts") >= 2)
        .with_columns(quadrant=nw.when(popular).then(upper).otherwise(lower))
    )


COMPARED = View(
    name="engagement_matrix",
    title=("Matriks keterlibatan akun", "Engagement matrix of accounts"),
    key=("account_id",),
    columns={
        "account_id": "the official account",
        "agency": "its agency",
        "platform": "its platform",
        "popularity": "P3: likes per post and 1,000 followers",
        "commitment": "C3: public comments per post and 1,000 followers",
        "popularity_median": "median of P3 over the accounts compared",
        "commitment_median": "median of C3 over the accounts compared",
        "quadrant": "at or above the median: both, popularity alone, commitment alone, neither",
        "accounts": "how many accounts are compared: those with followers, likes and comments known",
    },
    needs=OFFICIAL_POSTS.needs,
    build=_compared,
    of_officials=True,
    subjects={"account": "account_id", "agency": "agency", "platform": "platform"},
)
