"""Official accounts month by month: whether they posted, and how many followed; a month without a count stays a gap."""

from __future__ import annotations

import narwhals as nw

from simpul.measures import clock
from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.officials import FOLLOWERS, OFFICIALS, SNAPSHOTS
from simpul.measures.views.posts import OFFICIAL_POSTS

CELL = ["account_id", "month"]


def months(material: Material) -> range:
    """The local months that lie wholly in the window, as 12 · year + month − 1."""
    return range(*clock.whole_months(material.since, material.until, material.offset))


def _followers(material: Material) -> Frame:
    """The last count of each month: account_id, month, followers."""
    dated = material.view(SNAPSHOTS).filter(~nw.col("observed_at").is_null())
    counted = dated.with_columns(month=clock.month(nw.col("observed_at"), material.offset))
    last = counted.group_by(CELL).agg(nw.col("observed_at").max())
    return counted.join(last, on=[*CELL, "observed_at"], how="inner").select(
        *CELL, nw.col("value").alias("followers")
    )


def _account_months(material: Material) -> Frame:
    accounts = material.view(OFFICIALS)
    grid = [accounts.with_columns(month=nw.lit(month).cast(nw.Int64)) for month in months(material)]
    every = nw.concat(grid) if grid else accounts.with_columns(month=nw.lit(0).cast(nw.Int64)).head(0)
    published = (
        material.view(OFFICIAL_POSTS)
        .with_columns(month=clock.month(nw.col("created_at"), material.offset))
        .group_by(CELL)
        .agg(nw.len().cast(nw.Int64).alias("posts"))
    )
    before = nw.col("followers").shift(1).over("account_id", order_by="month")
    return (
        every.join(published, on=CELL, how="left")
        .join(_followers(material), on=CELL, how="left")
        .with_columns(posts=nw.col("posts").fill_null(0), previous=before)
        .with_columns(gained=nw.col("followers") - nw.col("previous"))
    )


ACCOUNT_MONTHS = View(
    name="account_months",
    title=("Akun resmi per bulan", "Official accounts by month"),
    key=("account_id", "month"),
    columns={
        "account_id": "the official account",
        "agency": "its agency",
        "platform": "its platform",
        "month": "local month as 12 · year + month − 1, wholly inside the window",
        "posts": "posts published in it, as far as they are in the material",
        "followers": "the month's last dated count; null where there is none",
        "previous": "the same of the month before",
        "gained": "followers − previous; null beside a gap",
    },
    needs={**FOLLOWERS.needs, **OFFICIAL_POSTS.needs},
    build=_account_months,
    of_officials=True,
    subjects={"account": "account_id", "agency": "agency", "platform": "platform"},
    time="month",
)
