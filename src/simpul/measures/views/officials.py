"""The accounts that the city answers for, and the snapshots of their followers."""

from __future__ import annotations

from datetime import datetime

import narwhals as nw

from simpul.measures.clock import seconds
from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.places import population

OFFICIAL_KINDS = ("official", "agency")
IS_COUNT = (nw.col("value") >= 0) & (nw.col("value") < 1e15)  # neither negative, nor infinite, nor NaN


def _officials(material: Material) -> Frame:
    accounts = material.table("accounts").filter(nw.col("kind").is_in(OFFICIAL_KINDS))
    return accounts.group_by("account_id").agg(nw.col("platform").min(), nw.col("agency").min())


OFFICIALS = View(
    name="official_accounts",
    title=("Akun resmi", "Official accounts"),
    key=("account_id",),
    columns={
        "account_id": "the account",
        "platform": "its platform",
        "agency": "the agency that runs it",
    },
    needs={"accounts": ("account_id", "kind", "platform")},
    build=_officials,
)


def _snapshots(material: Material) -> Frame:
    observations = material.table("observations").filter(
        (nw.col("subject_kind") == "account") & (nw.col("metric") == "followers") & IS_COUNT
    )
    return (
        observations.select(nw.col("subject").alias("account_id"), "observed_at", "value")
        .join(material.view(OFFICIALS).select("account_id"), on="account_id", how="semi")
        .group_by("account_id", "observed_at")
        .agg(nw.col("value").max())
    )


SNAPSHOTS = View(
    name="follower_counts",
    title=("Semua hitungan pengikut akun resmi", "All follower counts of official accounts"),
    key=("account_id", "observed_at"),
    columns={
        "account_id": "the official account",
        "observed_at": "when it was counted; null where the export does not say",
        "value": "followers; a negative number is no count",
    },
    needs={"observations": ("metric", "observed_at", "subject", "subject_kind", "value")},
    build=_snapshots,
)


def _nearest(dated: Frame, time: datetime, name: str) -> Frame:
    """Each account's snapshot nearest to the time, the earlier of two equally near."""
    gap = (seconds(nw.col("observed_at")) - time.timestamp()).abs()
    near = (
        dated.with_columns(gap=gap)
        .filter(nw.col("gap") == nw.col("gap").min().over("account_id"))
        .group_by("account_id")
        .agg(nw.col("observed_at").min())
    )
    return near.join(dated, on=["account_id", "observed_at"], how="inner").select(
        "account_id", nw.col("observed_at").alias(f"{name}_at"), nw.col("value").alias(name)
    )


def _followers(material: Material) -> Frame:
    counts = material.view(SNAPSHOTS)
    dated = counts.filter(~nw.col("observed_at").is_null())
    undated = counts.filter(nw.col("observed_at").is_null()).join(
        dated.select("account_id").unique(), on="account_id", how="anti"
    )
    ends = _nearest(dated, material.since, "start").join(
        _nearest(dated, material.until, "end"), on="account_id", how="inner"
    )
    same = nw.col("start_at") == nw.col("end_at")

    def row(frame: Frame, role: str, time: nw.Expr, value: nw.Expr) -> Frame:
        return frame.select(
            "account_id", nw.lit(role).alias("role"), time.alias("observed_at"), value.alias("value")
        )

    used = nw.concat(
        [
            row(ends.filter(~same), "start", nw.col("start_at"), nw.col("start")),
            row(ends.filter(~same), "end", nw.col("end_at"), nw.col("end")),
            row(ends.filter(same), "single", nw.col("end_at"), nw.col("end")),
            row(undated, "single", nw.col("observed_at"), nw.col("value")),
        ]
    )
    return used.join(material.view(OFFICIALS), on="account_id", how="inner").join(
        population(material), how="cross"
    )


def _follows(material: Material) -> Frame:
    """The new follows that platforms count day by day."""
    return (
        material.table("observations")
        .filter((nw.col("subject_kind") == "account") & (nw.col("metric") == "follows") & IS_COUNT)
        .filter(material.within("observed_at"))
        .group_by(nw.col("subject").alias("account_id"), "observed_at")
        .agg(nw.col("value").max())
        .join(material.view(OFFICIALS), on="account_id", how="inner")
    )


NEW_FOLLOWS = View(
    name="new_follows",
    title=("Pengikut baru per hari", "New follows by day"),
    key=("account_id", "observed_at"),
    columns={
        "account_id": "the official account",
        "platform": "its platform",
        "agency": "its agency",
        "observed_at": "the day counted",
        "value": "new follows; the larger where two exports differ",
    },
    needs={
        "accounts": ("account_id", "kind"),
        "observations": ("metric", "observed_at", "subject", "subject_kind", "value"),
    },
    build=_follows,
    of_officials=True,
    subjects={"account": "account_id", "agency": "agency", "platform": "platform"},
    time="observed_at",
)


FOLLOWERS = View(
    name="follower_snapshots",
    title=("Jumlah pengikut yang dipakai", "Follower counts in use"),
    key=("account_id", "role"),
    columns={
        "account_id": "the official account",
        "platform": "its platform",
        "agency": "its agency",
        "role": "start or end: the snapshot nearest to that end of the window; single: the only one there is",
        "observed_at": "when it was counted; null where the export does not say",
        "value": "followers",
        "population": "inhabitants of the city, from the sheet places",
    },
    needs={
        "accounts": ("account_id", "kind"),
        "observations": ("metric", "observed_at", "subject", "subject_kind", "value"),
    },
    build=_followers,
    of_officials=True,
    subjects={"account": "account_id"},
)
