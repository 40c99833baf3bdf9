"""Every labelled text of the window, with its source, person, issue, plan topic and place."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.officials import OFFICIALS
from simpul.measures.views.places import village
from simpul.measures.views.threads import COMMENT_KINDS, person

PUBLIC_SOURCES = ("post", "comment", "message", "report")
SERVICE = 3  # characters in the code of a category of needs
POVERTY = "1"  # the code book's chapter "kemiskinan & kesejahteraan"


def plan(material: Material) -> Frame:
    """The newest plan's topics: topic (an issue code or a chapter), plan_rank."""
    sheet = material.table("plan").filter(~nw.col("issue").is_null() & ~nw.col("rank").is_null())
    newest = nw.col("year").is_null() | (nw.col("year") == nw.col("newest"))
    return (
        sheet.join(sheet.select(newest=nw.col("year").max()), how="cross")
        .filter(newest)
        .group_by(nw.col("issue").alias("topic"))
        .agg(nw.col("rank").min().alias("plan_rank"))
    )


def _source() -> nw.Expr:
    """official: published by an official account; answer: its comments; else by the kind of the public's text; null: not counted."""
    kind, official = nw.col("kind"), nw.col("is_official")
    published = kind.is_in(["post", "quote"])
    by_official = nw.when(published).then(nw.lit("official")).otherwise(nw.lit("answer"))
    by_public = (
        nw.when(published)
        .then(nw.lit("post"))
        .otherwise(nw.when(kind.is_in(COMMENT_KINDS)).then(nw.lit("comment")).otherwise(kind))
    )
    return nw.when(official).then(by_official).otherwise(by_public)


def _issues(material: Material) -> Frame:
    """Each issue code that occurs, with its first part and the plan's topic: issue, chapter, topic."""
    codes = material.table("labels").filter(~nw.col("issue").is_null()).select("issue").unique()
    topics = plan(material).select("topic")
    exact = topics.select(nw.col("topic").alias("issue"), nw.col("topic").alias("exact"))
    wide = topics.select(nw.col("topic").alias("chapter"), nw.col("topic").alias("wide"))
    return (
        codes.with_columns(chapter=nw.col("issue").str.replace_all("[.].*$", ""))
        .join(exact, on="issue", how="left")
        .join(wide, on="chapter", how="left")
        .select("issue", "chapter", topic=nw.coalesce(nw.col("exact"), nw.col("wide")))
    )


def _coded(material: Material) -> Frame:
    posts = material.table("posts").filter((nw.col("kind") != "share") & material.within())
    officials = material.view(OFFICIALS).select("account_id", "agency", nw.lit(True).alias("is_official"))
    labels = material.table("labels").rename({"place": "named_place"})
    return (
        posts.select("post_id", "platform", "kind", "created_at", "account_id", "place")
        .join(
            labels.select("post_id", "issue", "sentiment", "needs", "named_place", "intent", "aspiration"),
            on="post_id",
            how="inner",
        )
        .join(officials, on="account_id", how="left")
        .join(_issues(material), on="issue", how="left")
        .with_columns(
            author=nw.col("account_id"),
            person=person("account_id", "post_id"),
            account_id=nw.when(nw.col("is_official")).then(nw.col("account_id")),
            source=_source(),
            service=nw.when(nw.col("needs").str.len_chars() > 0).then(nw.col("needs").str.slice(0, SERVICE)),
            voices_need=(nw.col("needs").str.len_chars() > 0).fill_null(False),
            place=village(nw.coalesce(nw.col("place"), nw.col("named_place"))),
        )
    )


CODED = View(
    name="coded_texts",
    title=("Teks yang diberi label", "Labelled texts"),
    key=("post_id",),
    columns={
        "post_id": "the text",
        "platform": "its platform",
        "source": "official (published by an official account), answer (its comments), post, comment, message, report (by the public)",
        "author": "who wrote it",
        "person": "the author, if not a named account",
        "account_id": "the author, if an official account",
        "agency": "that account's agency",
        "created_at": "when",
        "issue": "label: the issue's code",
        "chapter": "the code's first part; 1 is poverty and welfare",
        "topic": "the plan's topic that the issue falls under",
        "sentiment": "label",
        "intent": "label",
        "aspiration": "label: 1 where it proposes or wishes something",
        "service": "category of the first need that it voices, such as N05",
        "voices_need": "at least one need of the taxonomy is voiced",
        "place": "kelurahan that its source gives, else that the text names",
    },
    needs={
        "accounts": ("account_id", "kind"),
        "posts": ("account_id", "created_at", "kind", "platform", "post_id"),
        "labels": ("post_id",),
    },
    build=_coded,
    labels={
        "issue": "issue",
        "chapter": "issue",
        "topic": "issue",
        "sentiment": "sentiment",
        "voices_need": "needs",
        "service": "needs",
        "intent": "intent",
        "aspiration": "aspiration",
    },
    repeating=(
        "account_id",
        "agency",
        "platform",
        "place",
        "issue",
        "chapter",
        "source",
        "author",
        "person",
        "intent",
        "service",
    ),
    subjects={
        "account": "account_id",
        "agency": "agency",
        "platform": "platform",
        "place": "place",
        "issue": "chapter",
        "service": "service",
    },
    time="created_at",
)
