"""Comments in the threads of official accounts, the answers to them, and the exchanges they make."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.clock import seconds
from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.officials import OFFICIALS

COMMENT_KINDS = ("comment", "reply")
ANSWERABLE = ("question", "complaint", "request")
SUPPORT, OPPOSE = "supports", "opposes"  # labels of stance
FAST = 0.9  # share of answers that `fastest` keeps
OWNED = {"account": "account_id", "agency": "agency", "platform": "platform"}
THREAD_NEEDS = {
    "accounts": ("account_id", "kind"),
    "posts": ("account_id", "created_at", "kind", "parent_id", "platform", "post_id", "root_id"),
}


def person(author: str, post: str) -> nw.Expr:
    """The author where it is a pseudonym, so a citizen, community or broker; null for named accounts.

    A post without an author counts as a person of its own, so that a few such posts are protected, too.
    """
    unknown = nw.when(nw.col(author).is_null()).then(nw.col(post))
    return nw.coalesce(unknown, nw.when(nw.col(author).str.contains(":~", literal=True)).then(nw.col(author)))


def _threads(material: Material) -> Frame:
    posts = material.table("posts")
    officials = material.view(OFFICIALS)
    own = (
        posts.join(officials, on="account_id", how="inner")
        .select(nw.col("post_id").alias("thread"), nw.col("account_id").alias("host"))
    )  # fmt: skip
    addressed = officials.select(
        nw.col("account_id").alias("parent_account_id"), nw.col("account_id").alias("addressee")
    )
    authors = officials.select(nw.col("account_id").alias("author"), nw.lit(True).alias("is_official"))
    comments = posts.filter(nw.col("kind").is_in(COMMENT_KINDS)).select(
        "post_id", "platform", "parent_id", "parent_account_id", "created_at", "mentions",
        nw.col("account_id").alias("author"), nw.coalesce(nw.col("root_id"), nw.col("parent_id")).alias("thread"),
    )  # fmt: skip
    hosted = (
        comments.join(own, on="thread", how="left")
        .join(addressed, on="parent_account_id", how="left")
        .with_columns(account_id=nw.coalesce(nw.col("host"), nw.col("addressee")))
        .filter(~nw.col("account_id").is_null())
        .join(officials.select("account_id", "agency"), on="account_id", how="left")
        .join(authors, on="author", how="left")
    )
    by = (
        nw.when(nw.col("author") == nw.col("account_id"))
        .then(nw.lit("owner"))
        .otherwise(nw.when(nw.col("is_official")).then(nw.lit("official")).otherwise(nw.lit("public")))
    )
    return hosted.with_columns(by=by)


THREADS = View(
    name="threads",
    title=("Semua komentar di utas akun resmi", "All comments in official accounts' threads"),
    key=("post_id",),
    columns={
        "post_id": "the comment",
        "platform": "its platform",
        "account_id": "the official account whose thread it stands in, or that it answers",
        "agency": "that account's agency",
        "author": "who wrote it",
        "by": "owner (the account itself), official (another official account), public (anyone else)",
        "thread": "the post that the thread hangs on",
        "parent_id": "what it answers",
        "parent_account_id": "whom it answers",
        "mentions": "accounts it names",
        "created_at": "when",
    },
    needs=THREAD_NEEDS,
    build=_threads,
)


def _answers(material: Material) -> Frame:
    """Pairs of a public comment and a later comment by the owner that answers it, in two ways.

    Either the owner replied to that very comment, or addressed its author in the same thread. Platforms that flatten threads
    give only the second.
    """
    threads = material.view(THREADS)
    asked = threads.filter(nw.col("by") == "public").select(
        "post_id", "account_id", "thread", "author", "created_at"
    )
    replies = threads.filter(nw.col("by") == "owner").select(
        nw.col("post_id").alias("reply_id"), nw.col("created_at").alias("replied_at"), "account_id", "thread",
        "parent_id", "parent_account_id", "mentions",
    )  # fmt: skip
    direct = asked.join(
        replies.select("reply_id", "replied_at", nw.col("parent_id").alias("post_id")),
        on="post_id",
        how="inner",
    )
    named = nw.concat(
        [
            replies.select(
                "reply_id", "replied_at", "account_id", "thread", nw.col("parent_account_id").alias("author")
            ),
            replies.filter(nw.col("mentions").list.len() > 0)
            .select("reply_id", "replied_at", "account_id", "thread", nw.col("mentions").alias("author"))
            .explode("author"),
        ]
    )
    by_name = asked.join(named, on=["account_id", "thread", "author"], how="inner")
    columns = ["post_id", "account_id", "thread", "author", "created_at", "reply_id", "replied_at"]
    return (
        nw.concat([direct.select(columns), by_name.select(columns)])
        .filter(nw.col("replied_at") >= nw.col("created_at"))
        .unique()
    )


ANSWERS = View(
    name="answers",
    title=("Jawaban akun resmi atas komentar", "Official accounts' answers to comments"),
    key=("post_id", "reply_id"),
    columns={
        "post_id": "the comment",
        "account_id": "the official account",
        "thread": "the post that the thread hangs on",
        "author": "who commented",
        "created_at": "when it was asked",
        "reply_id": "the answer",
        "replied_at": "when it was answered",
    },
    needs=THREAD_NEEDS,
    build=_answers,
)


def _comments(material: Material) -> Frame:
    public = (
        material.view(THREADS)
        .filter((nw.col("by") == "public") & material.within())
        .drop("by", "parent_id", "mentions", "parent_account_id")
    )
    first = material.view(ANSWERS).group_by("post_id", "created_at").agg(nw.col("replied_at").min())
    hours = (seconds(nw.col("replied_at")) - seconds(nw.col("created_at"))) / 3600
    first = first.select("post_id", hours=hours)
    labels = material.table("labels").select("post_id", "intent", "stance", "issue")
    comments = (
        public.join(first, on="post_id", how="left")
        .join(labels, on="post_id", how="left")
        .with_columns(
            person=person("author", "post_id"),
            answerable=nw.col("intent").is_in(ANSWERABLE),
            answered=~nw.col("hours").is_null(),
        )
    )
    return _with_fastest(comments)


def _with_fastest(comments: Frame) -> Frame:
    """Marks the fastest nine tenths of each account's answers to answerable comments (at least one)."""
    answered = comments.filter(nw.col("answerable") & nw.col("answered")).select(
        "post_id", "account_id", "hours"
    )
    ranked = answered.select(
        "post_id",
        rank=nw.col("hours").cum_count().over("account_id", order_by=["hours", "post_id"]).cast(nw.Float64),
        answers=nw.len().over("account_id").cast(nw.Float64),
    )
    fast = (nw.col("rank") <= FAST * nw.col("answers")) | (nw.col("rank") == 1)
    return comments.join(ranked.select("post_id", fastest=fast), on="post_id", how="left")


COMMENTS = View(
    name="official_comments",
    title=("Komentar warga di utas akun resmi", "Public comments in official accounts' threads"),
    key=("post_id",),
    columns={
        "post_id": "the comment",
        "platform": "its platform",
        "account_id": "the official account whose thread it stands in, or that it answers",
        "agency": "that account's agency",
        "author": "who wrote it",
        "person": "the author, if not a named account",
        "thread": "the post that the thread hangs on",
        "created_at": "when",
        "intent": "label",
        "stance": "label",
        "issue": "label",
        "answerable": "it is a question, complaint or request",
        "answered": "the account replied to it, or addressed its author later in the same thread",
        "hours": "until the first answer",
        "fastest": "its answer is among the account's fastest 90 %",
    },
    needs=THREAD_NEEDS,
    build=_comments,
    labels={"intent": "intent", "stance": "stance", "issue": "issue", "answerable": "intent"},
    of_officials=True,
    time="created_at",
    repeating=("account_id", "agency", "platform", "author", "person", "stance", "intent"),
    subjects=OWNED,
)


def _exchanges(material: Material) -> Frame:
    known = ~nw.col("thread").is_null() & ~nw.col("author").is_null()
    public = material.view(THREADS).filter((nw.col("by") == "public") & known)
    said = public.group_by("account_id", "thread", "author").agg(
        nw.col("created_at").min().alias("first_at"),
        nw.col("created_at").max().alias("last_at"),
        nw.len().cast(nw.Int64).alias("comments"),
    )
    answered = (
        material.view(ANSWERS)
        .group_by("account_id", "thread", "author")
        .agg(nw.col("replied_at").min().alias("answered_at"))
    )
    return (
        said.filter(material.within("first_at"))
        .join(answered, on=["account_id", "thread", "author"], how="left")
        .join(material.view(OFFICIALS), on="account_id", how="left")
        .with_columns(
            person=person("author", "thread"),
            came_back=(nw.col("last_at") > nw.col("answered_at")).fill_null(False),
        )
    )


EXCHANGES = View(
    name="exchanges",
    title=("Percakapan seorang warga dengan akun resmi", "Exchanges of one person with an official account"),
    key=("thread", "account_id", "author"),
    columns={
        "thread": "the post that the thread hangs on",
        "account_id": "the official account",
        "agency": "its agency",
        "platform": "its platform",
        "author": "who talked with it",
        "person": "the author, if not a named account",
        "comments": "comments by that person in the thread",
        "first_at": "the first of them",
        "last_at": "the last of them",
        "answered_at": "the account's first answer to that person",
        "came_back": "the person wrote again after the answer: at least three turns",
    },
    needs=THREAD_NEEDS,
    build=_exchanges,
    of_officials=True,
    repeating=("account_id", "agency", "platform", "person"),
    subjects=OWNED,
)
