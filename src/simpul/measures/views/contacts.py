"""Every way in which others touch an official account: comment, share, quote, link, mention."""

from __future__ import annotations

from datetime import timedelta

import narwhals as nw

from simpul.measures import clock
from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.officials import OFFICIALS
from simpul.measures.views.threads import OWNED, THREADS, person

WEEK = timedelta(days=7)
POINTING = ("link", "quote", "share")  # contacts that lead others to the message


def _address(column: str) -> nw.Expr:
    """A web address without scheme, www, m, query, fragment and final slash, in lower case."""
    bare = nw.col(column).str.to_lowercase().str.replace_all(r"^https?://(www\.|m\.|mobile\.)?", "")
    return bare.str.replace_all("[?#].*$", "").str.replace_all("/+$", "")


def _contacts(material: Material) -> Frame:
    return touches(material, material.within())


def touches(material: Material, inside: nw.Expr) -> Frame:
    """One row per way in which a post of those `inside` touches an account; a comment that names its host is a comment and no mention."""
    posts = material.table("posts").filter(inside).rename({"account_id": "author"})
    business = material.table("accounts").filter(nw.col("kind") == "business")
    companies = business.select(nw.col("account_id").alias("author"), company=nw.lit(True)).unique()
    last_week = nw.col("created_at") >= material.until - WEEK
    officials = material.view(OFFICIALS).select("account_id", "agency")
    authors = officials.select(nw.col("account_id").alias("author"), nw.lit("official").alias("by"))
    published = (
        material.table("posts")
        .join(officials, on="account_id", how="inner")
        .select(nw.col("post_id").alias("target"), "account_id", "agency", "url")
    )
    comments = material.view(THREADS).filter(inside & (nw.col("by") != "owner"))
    others = nw.concat(
        [
            _shares(posts, officials, published),
            _links(posts, published),
            _mentions(posts, officials, comments),
        ]
    )
    pointing = (
        others.filter(nw.col("author") != nw.col("account_id"))
        .join(authors, on="author", how="left")
        .with_columns(by=nw.col("by").fill_null("public"), passes_on=nw.lit(True))
    )
    return (
        nw.concat([_of_threads(comments), pointing.select(*ROW, "by", "passes_on")])
        .with_columns(
            person=person("author", "post_id"), day=clock.day(nw.col("created_at"), material.offset)
        )
        .join(companies, on="author", how="left")
        .with_columns(reference=_reference(), last_week=last_week, company=nw.col("company").fill_null(False))
    )


ROW = ("post_id", "platform", "author", "created_at", "account_id", "agency", "how", "target")


def _rows(frame: Frame, how: nw.Expr, target: nw.Expr) -> Frame:
    return frame.select(*ROW[:-2], how=how, target=target)


def _of_threads(comments: Frame) -> Frame:
    known = comments.filter(~nw.col("author").is_null())
    to_citizen = (
        (nw.col("by") == "public")
        & (nw.col("parent_account_id") != nw.col("author"))
        & (nw.col("parent_account_id") != nw.col("account_id"))
    )
    return known.select(
        *ROW[:-2],
        nw.lit("comment").alias("how"),
        nw.col("thread").alias("target"),
        "by",
        to_citizen.fill_null(False).alias("passes_on"),
    )


def _shares(posts: Frame, officials: Frame, published: Frame) -> Frame:
    """Shares and quotes; where the export names only whose post it was, the target stays unknown."""
    shared = posts.filter(nw.col("kind").is_in(["share", "quote"]))
    messages = published.select(nw.col("target").alias("shared_id"), "account_id", "agency")
    known = shared.join(messages, on="shared_id", how="inner")
    hosts = officials.rename({"account_id": "shared_account_id"})
    named = (
        shared.join(known.select("post_id"), on="post_id", how="anti")
        .join(hosts, on="shared_account_id", how="inner")
        .with_columns(account_id=nw.col("shared_account_id"))
    )
    how = nw.col("kind")
    nowhere = nw.lit(None, dtype=nw.String)
    return nw.concat([_rows(known, how, nw.col("shared_id")), _rows(named, how, nowhere)])


def _links(posts: Frame, published: Frame) -> Frame:
    """Posts with a link to the address of an official post."""
    addresses = published.filter(~nw.col("url").is_null()).with_columns(address=_address("url"))
    linked = (
        posts.filter(nw.col("links").list.len() > 0)
        .explode("links")
        .with_columns(address=_address("links"))
        .join(addresses.select("address", "target", "account_id", "agency"), on="address", how="inner")
    )
    return _rows(linked, nw.lit("link"), nw.col("target")).unique()


def _mentions(posts: Frame, officials: Frame, comments: Frame) -> Frame:
    mentioned = (
        posts.filter(nw.col("mentions").list.len() > 0)
        .explode("mentions")
        .join(officials.rename({"account_id": "mentions"}), on="mentions", how="inner")
        .with_columns(account_id=nw.col("mentions"))
        .join(comments.select("post_id", "account_id"), on=["post_id", "account_id"], how="anti")
    )
    return _rows(mentioned, nw.lit("mention"), nw.lit(None, dtype=nw.String)).unique()


def _reference() -> nw.Expr:
    """What counts once: one author's pointing to one message on one day."""
    said = nw.concat_str([nw.col("author"), nw.col("target"), nw.col("day").cast(nw.String)], separator=" ")
    return nw.when(nw.col("how").is_in(POINTING)).then(said)


CONTACTS = View(
    name="contacts",
    title=("Sentuhan dengan akun resmi", "Contacts with official accounts"),
    key=("post_id", "account_id", "how", "target"),
    columns={
        "post_id": "the comment, share, quote or post that touches the account",
        "platform": "its platform",
        "account_id": "the official account",
        "agency": "that account's agency",
        "author": "who wrote it, never the account itself",
        "person": "the author, if not a named account",
        "by": "official (another official account) or public",
        "how": "comment, share, quote, link (to a post's address), mention",
        "target": "the official post it refers to, where known",
        "created_at": "when",
        "day": "local day",
        "passes_on": "a share, quote, link or mention, or an answer to another citizen",
        "last_week": "in the last seven days of the window",
        "company": "the author is the account of a company",
        "reference": "author, target and day of a link, quote or share: counted once",
    },
    needs={
        "accounts": ("account_id", "kind"),
        "posts": (
            "account_id", "created_at", "kind", "mentions", "parent_id", "platform", "post_id", "root_id",
            "shared_id",
        ),
    },
    build=_contacts,
    of_officials=True,
    repeating=('account_id', 'agency', 'platform', 'author', 'person', 'by', 'how'),
    subjects=OWNED,
    time="created_at",
)  # fmt: skip
