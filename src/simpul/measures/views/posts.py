"""Posts published by official accounts, one row each with the counts they drew."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.clock import seconds
from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.officials import FOLLOWERS, IS_COUNT, OFFICIALS, SNAPSHOTS
from simpul.measures.views.threads import OPPOSE, OWNED, SUPPORT, THREADS

PUBLISHED = ("post", "quote")  # a bare share carries the counts of someone else's post
COUNTED = (
    "likes", "comments", "shares", "quotes", "saves", "clicks", "link_clicks", "reach", "impressions", "views",
)  # fmt: skip
LABELLED = ("issue", "purpose", "function", "progress", "call_to_care")
SOURCED = r"(?i)\b(sumber|source)\s*(data)?\s*:|\b(bps|susenas|dtsen|dtks|sp4n)\b"


def _counts(material: Material, posts: Frame) -> Frame:
    """The platform's counts in wide form, one row per post that has any; a negative number is no count."""
    observed = (
        material.table("observations")
        .filter((nw.col("subject_kind") == "post") & nw.col("metric").is_in(COUNTED) & IS_COUNT)
        .select(nw.col("subject").alias("post_id"), "metric", "value")
        .join(posts.select("post_id"), on="post_id", how="semi")
    )
    return observed.group_by("post_id").agg(
        nw.when(nw.col("metric") == name).then(nw.col("value")).max().alias(name) for name in COUNTED
    )


def _tallies(material: Material) -> Frame:
    """Comments in the corpus per official post: by the public, by the owner, and how the public stands."""
    public, owner = nw.col("by") == "public", nw.col("by") == "owner"
    stances = material.table("labels").filter(nw.col("stance").is_in([SUPPORT, OPPOSE]))
    return (
        material.view(THREADS)
        .join(stances.select("post_id", "stance"), on="post_id", how="left")
        .group_by(nw.col("thread").alias("post_id"))
        .agg(
            public.cast(nw.Int64).sum().alias("seen_comments"),
            owner.cast(nw.Int64).sum().alias("owner_comments"),
            (public & (nw.col("stance") == SUPPORT)).cast(nw.Int64).sum().alias("supporting"),
            (public & (nw.col("stance") == OPPOSE)).cast(nw.Int64).sum().alias("opposing"),
        )
    )


def _followers_at(material: Material, posts: Frame) -> Frame:
    """Each post's account's latest follower count at or before publication: post_id, followers_at.

    Posts and snapshots stand in one line by time, and the counts are carried forward (PySpark has no as-of join).
    """
    counted = (
        material.view(SNAPSHOTS)
        .filter(~nw.col("observed_at").is_null())
        .select(
            "account_id", nw.lit(None, dtype=nw.String).alias("post_id"), nw.col("observed_at").alias("time"),
            nw.lit(0).alias("turn"), nw.col("value").alias("followers_at"),
        )
    )  # fmt: skip
    published = posts.select(
        "account_id", "post_id", nw.col("created_at").alias("time"),
        nw.lit(1).alias("turn"), nw.lit(None, dtype=nw.Float64).alias("followers_at"),
    )  # fmt: skip
    carried = (
        nw.col("followers_at").fill_null(strategy="forward").over("account_id", order_by=["time", "turn"])
    )
    return (
        nw.concat([counted, published])
        .with_columns(followers_at=carried)
        .filter(~nw.col("post_id").is_null())
        .select("post_id", "followers_at")
    )


def _coded(material: Material, posts: Frame) -> Frame:
    labels = material.table("labels").select("post_id", *LABELLED)
    return labels.join(posts.select("post_id"), on="post_id", how="semi")


def _told(posts: Frame) -> Frame:
    """What the text itself tells: whether the account wrote the same before, and whether a source of data is named."""
    said = nw.col("text").str.to_lowercase().str.replace_all(r"\s+", " ")
    turn = nw.col("created_at").cum_count().over("account_id", "said", order_by=["created_at", "post_id"])
    written = ~nw.col("text").is_null()
    return (
        posts.with_columns(said=said)
        .with_columns(
            repeats=nw.when(written).then(turn >= 2),
            sourced=nw.when(written).then(nw.col("text").str.contains(SOURCED)),
        )
        .drop("said", "text")
    )


def _official_posts(material: Material) -> Frame:
    posts = _told(
        material.table("posts")
        .filter(nw.col("kind").is_in(PUBLISHED) & material.within())
        .select("post_id", "platform", "account_id", "created_at", "media", "text")
        .join(material.view(OFFICIALS).select("account_id", "agency"), on="account_id", how="inner")
    )
    before_end = (material.until.timestamp() - seconds(nw.col("created_at"))) / 86_400
    window = (
        material.view(FOLLOWERS).group_by("account_id").agg(nw.col("value").mean().alias("followers_mean"))
    )
    seen = ~nw.col("seen_comments").is_null()
    return (
        posts.join(_counts(material, posts), on="post_id", how="left")
        .join(_tallies(material), on="post_id", how="left")
        .join(window, on="account_id", how="left")
        .join(_coded(material, posts), on="post_id", how="left")
        .join(_followers_at(material, posts), on="post_id", how="left")
        .with_columns(
            shares=nw.col("shares") + nw.col("quotes").fill_null(0.0),
            clicks=nw.coalesce(nw.col("clicks"), nw.col("link_clicks")),
            impressions=nw.coalesce(nw.col("impressions"), nw.col("views")),
            comments_seen=seen,
            window_days=nw.lit(material.days),
            days_before_end=before_end,
            citizen_comments=nw.coalesce(nw.col("seen_comments").cast(nw.Float64), nw.col("comments")),
        )
        .with_columns(
            interactions=nw.col("likes") + nw.col("citizen_comments") + nw.col("shares"),
            stances=nw.col("supporting") + nw.col("opposing"),
            mood=nw.col("supporting") - nw.col("opposing"),
            passed_on=nw.coalesce(nw.col("shares") + nw.col("saves"), nw.col("shares"), nw.col("saves")),
        )
    )


OFFICIAL_POSTS = View(
    name="official_posts",
    title=("Kiriman akun resmi", "Posts of official accounts"),
    key=("post_id",),
    columns={
        "post_id": "the post",
        "platform": "its platform",
        "account_id": "who published it",
        "agency": "the account's agency",
        "created_at": "when",
        "likes": "reactions, as the platform counts them (L)",
        "comments": "comments as the platform counts them, the owner's own among them",
        "seen_comments": "comments by the public that are in the corpus",
        "owner_comments": "comments by the owner that are in the corpus",
        "comments_seen": "the corpus holds the post's thread",
        "citizen_comments": "seen_comments where the corpus holds the thread, else the platform's count (C)",
        "stances": "seen public comments that support or oppose",
        "mood": "supporting less opposing ones",
        "shares": "shares, and quotes where they are counted apart (S)",
        "saves": "saves or downloads (D)",
        "passed_on": "shares and saves, as far as known",
        "clicks": "clicks, else clicks on links (K)",
        "reach": "people reached (R)",
        "impressions": "times shown, else views (M)",
        "interactions": "L + C + S, where all three are known",
        "followers_mean": "mean of the account's followers at both ends of the window (F)",
        "window_days": "days of the window",
        "media": "image, video, audio, document, link …; null where none or unknown",
        "repeats": "the account published the same text before in the window; null without a text",
        "sourced": "the text names where its data are from: sumber:, BPS, Susenas, DTSEN, DTKS; null without a text",
        "days_before_end": "days from its publication to the end of the window",
        "issue": "label",
        "purpose": "label: menyimak, berbicara, menyemangati, mendukung, merangkul",
        "function": "label: policy, plan, achievement",
        "progress": "label: planned, under_way, done",
        "call_to_care": "label: 1 where it asks people to help",
        "followers_at": "the account's latest follower count at or before publication",
    },
    needs={
        "accounts": ("account_id", "kind"),
        "posts": ("account_id", "created_at", "kind", "post_id"),
    },
    build=_official_posts,
    time="created_at",
    labels={name: name for name in LABELLED},
    of_officials=True,
    subjects=OWNED,
)
