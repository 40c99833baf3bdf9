"""How exchanges run: turns within a thread, and calls for an answer as Meta's responsiveness rule counts them."""

from __future__ import annotations

from datetime import timedelta

import narwhals as nw

from simpul.measures.clock import seconds
from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.officials import OFFICIALS
from simpul.measures.views.threads import ANSWERS, FAST, OWNED, THREAD_NEEDS, THREADS, person

SILENCE = 24 * 3600  # seconds without a word, after which a message counts as a new call
RULE_DAYS = timedelta(days=30)
RULE_LEAST = 10  # calls; with fewer in the last 30 days the last ten count


def _turns(material: Material) -> Frame:
    """A turn is a run of comments of one side, the account or anybody else, in the order of time."""
    said = material.view(THREADS).filter(~nw.col("thread").is_null()).select(
        "thread", "account_id", "post_id", "created_at", owner=(nw.col("by") == "owner").cast(nw.Int64)
    )  # fmt: skip
    before = nw.col("owner").shift(1).over("thread", "account_id", order_by=["created_at", "post_id"])
    begun = nw.when(nw.col("owner") == 0).then(nw.col("created_at"))
    return (
        said.with_columns(before=before)
        .with_columns(
            begins=(nw.col("before").is_null() | (nw.col("before") != nw.col("owner"))).cast(nw.Int64),
            said_at=begun,
        )
        .group_by("thread", "account_id")
        .agg(nw.col("begins").sum().alias("turns"), nw.col("said_at").min().alias("first_at"))
        .filter(material.within("first_at"))
        .join(material.view(OFFICIALS), on="account_id", how="inner")
    )


THREAD_TURNS = View(
    name="thread_turns",
    title=("Giliran bicara per utas", "Turns by thread"),
    key=("thread", "account_id"),
    columns={
        "thread": "the post that the thread hangs on",
        "account_id": "the official account",
        "agency": "its agency",
        "platform": "its platform",
        "turns": "runs of comments of one side, the account or the public, in the order of time",
        "first_at": "the first comment by somebody else than the account",
    },
    needs=THREAD_NEEDS,
    build=_turns,
    of_officials=True,
    subjects=OWNED,
    time="first_at",
)


def _calls(material: Material) -> Frame:
    """Comments after a day of silence between a person and an account, and which of them Meta's rule looks at."""
    asked = (
        material.view(THREADS)
        .filter((nw.col("by") == "public") & (nw.col("created_at") < material.until))
        .select(
            "post_id", "account_id", "created_at", author=nw.coalesce(nw.col("author"), nw.col("post_id"))
        )
    )
    replied = material.view(ANSWERS).select(
        nw.lit(None, dtype=nw.String).alias("post_id"), "account_id", nw.col("replied_at").alias("created_at"), "author",
    ).unique()  # fmt: skip
    line = nw.concat([asked, replied.select("post_id", "account_id", "created_at", "author")])
    moment = seconds(nw.col("created_at"))
    last = nw.col("moment").shift(1).over("account_id", "author", order_by=["created_at", "post_id"])
    silence = nw.col("moment") - nw.col("last")
    calls = (
        line.with_columns(moment=moment)
        .with_columns(last=last)
        .filter(~nw.col("post_id").is_null() & (nw.col("last").is_null() | (silence >= SILENCE)))
        .filter(material.within())
        .drop("moment", "last")
    )
    first = material.view(ANSWERS).group_by("post_id", "created_at").agg(nw.col("replied_at").min())
    hours = (seconds(nw.col("replied_at")) - seconds(nw.col("created_at"))) / 3600
    return _ruled(
        material,
        calls.join(first.select("post_id", hours=hours), on="post_id", how="left")
        .with_columns(person=person("author", "post_id"), answered=~nw.col("hours").is_null())
        .join(material.view(OFFICIALS), on="account_id", how="inner"),
    )


def _ruled(material: Material, calls: Frame) -> Frame:
    """Marks the calls of the last 30 days, or the last ten where these are fewer, and the fastest nine tenths of their answers."""
    recent = (nw.col("created_at") >= max(material.since, material.until - RULE_DAYS)).cast(nw.Int64)
    earlier = nw.col("recent").cum_count().over("account_id", order_by=["created_at", "post_id"])
    ranked = (
        calls.with_columns(recent=recent)
        .with_columns(
            latest=nw.len().over("account_id") - earlier, in_days=nw.col("recent").sum().over("account_id")
        )
        .with_columns(
            counted=nw.when(nw.col("in_days") >= RULE_LEAST)
            .then(nw.col("recent") == 1)
            .otherwise(nw.col("latest") < RULE_LEAST)
        )
        .drop("recent", "latest", "in_days")
    )
    answers = ranked.filter(nw.col("counted") & nw.col("answered")).select("post_id", "account_id", "hours")
    order = nw.col("hours").cum_count().over("account_id", order_by=["hours", "post_id"]).cast(nw.Float64)
    fast = answers.select("post_id", order=order, of=nw.len().over("account_id").cast(nw.Float64)).select(
        "post_id", fastest=(nw.col("order") <= FAST * nw.col("of")) | (nw.col("order") == 1)
    )
    return ranked.join(fast, on="post_id", how="left")


CALLS = View(
    name="calls_for_answer",
    title=("Sapaan setelah sehari tanpa percakapan", "Calls after a day of silence"),
    key=("post_id",),
    columns={
        "post_id": "a public comment to whose author the account had no exchange in the 24 hours before",
        "account_id": "the official account",
        "agency": "its agency",
        "platform": "its platform",
        "author": "who wrote it",
        "person": "the author, if not a named account",
        "created_at": "when",
        "answered": "the account replied to it, or addressed its author later in the same thread",
        "hours": "until the first answer",
        "counted": "among the account's calls of the last 30 days of the window; with fewer than ten of these, its last ten",
        "fastest": "its answer is among the fastest 90 % of the answers to these",
    },
    needs=THREAD_NEEDS,
    build=_calls,
    of_officials=True,
    subjects=OWNED,
)
