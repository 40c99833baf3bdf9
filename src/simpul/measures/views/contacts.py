"""Every way in which others touch an official account: comment, share, quote, link, mention; and who comes how often."""

from __future__ import annotations

import narwhals as nw

from simpul.measures import clock
from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.officials import OFFICIALS
from simpul.measures.views.threads import OWNED, THREADS, person

POINTING = ("link", "quote", "share")  # contacts that lead others to the message
AMBASSADOR = 3  # acts of passing on that make an ambassador


def _address(column: str) -> nw.Expr:
    """A web address without scheme, www, m, query, fragment and final slash, in lower case."""
    bare = nw.col(column).str.to_lowercase().str.replace_all(r"^https?://(www\.|m\.|mobile\.)?", "")
    return bare.str.replace_all("[?#].*$", "").str.replace_all("/+$", "")


def _contacts(material: Material) -> Frame:
    posts = material.table("posts").filter(material.within())
    officials = material.view(OFFICIALS).select("account_id")
    published = (
        material.table("posts")
        .join(officials, on="account_id", how="inner")
        .select(nw.col("post_id").alias("target"), "account_id", "url")
    )
    basis = posts.select(
        "post_id", "platform", "kind", "created_at", "shared_id", "shared_account_id", "mentions", "links",
        nw.col("account_id").alias("author"),
    )  # fmt: skip

    def rows(frame: Frame, how: nw.Expr, target: nw.Expr | None = None) -> Frame:
        none = nw.lit(None, dtype=nw.String)
        return frame.select(
            "post_id", "platform", "author", "created_at", "account_id",
            how=how, target=none if target is None else target,
        )  # fmt: skip

    threads = material.view(THREADS).filter(material.within())
    shared = basis.filter(nw.col("kind").is_in(["share", "quote"]))
    known = shared.join(
        published.select(nw.col("target").alias("shared_id"), "account_id"), on="shared_id", how="inner"
    )
    named = (
        shared.join(known.select("post_id"), on="post_id", how="anti")
        .join(
            officials.select(nw.col("account_id").alias("shared_account_id"), "account_id"),
            on="shared_account_id", how="inner",
        )
    )  # fmt: skip
    linked = (
        basis.filter(nw.col("links").list.len() > 0)
        .explode("links")
        .with_columns(address=_address("links"))
        .join(
            published.filter(~nw.col("url").is_null()).select("account_id", "target", address=_address("url")),
            on="address", how="inner",
        )
    )  # fmt: skip
    mentioned = (
        basis.filter(nw.col("mentions").list.len() > 0)
        .explode("mentions")
        .join(
            officials.select(nw.col("account_id").alias("mentions"), "account_id"), on="mentions", how="inner"
        )
        .join(threads.select("post_id", "account_id"), on=["post_id", "account_id"], how="anti")
    )
    together = nw.concat(
        [
            rows(threads, nw.lit("comment"), nw.col("thread")),
            rows(known, nw.col("kind"), nw.col("shared_id")),
            rows(named, nw.col("kind")),
            rows(linked, nw.lit("link"), nw.col("target")),
            rows(mentioned, nw.lit("mention")),
        ]
    )
    return _described(together, material)


def _described(contacts: Frame, material: Material) -> Frame:
    officials = material.view(OFFICIALS)
    authors = officials.select(nw.col("account_id").alias("author"), nw.lit("official").alias("official"))
    to_citizen = (
        (nw.col("by") == "public")
        & (nw.col("parent_account_id") != nw.col("author"))
        & (nw.col("parent_account_id") != nw.col("account_id"))
    )
    helping = (
        material.view(THREADS).filter(to_citizen).select("post_id", "account_id", nw.lit(True).alias("helps"))
    )
    day = clock.day(nw.col("created_at"), material.offset)
    reference = nw.concat_str(
        [nw.col("author"), nw.col("target"), nw.col("day").cast(nw.String)], separator=" "
    )
    return (
        contacts.filter(nw.col("author") != nw.col("account_id"))
        .unique()
        .join(officials.select("account_id", "agency"), on="account_id", how="left")
        .join(authors, on="author", how="left")
        .join(helping, on=["post_id", "account_id"], how="left")
        .with_columns(
            person=person("author", "post_id"),
            by=nw.coalesce(nw.col("official"), nw.lit("public")),
            day=day,
            passes_on=(nw.col("how") != "comment") | nw.col("helps").fill_null(False),
        )
        .with_columns(reference=nw.when(nw.col("how").is_in(POINTING)).then(reference))
    )


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
    subjects=OWNED,
)  # fmt: skip


def _scoped(frame: Frame, *columns: str) -> Frame:
    """The rows once for their official account and once for the city as a whole."""
    scopes = (("account", nw.col("account_id")), ("corpus", nw.lit("all")))
    return nw.concat(
        [frame.select(subject_id.alias("subject_id"), nw.lit(kind).alias("subject_kind"), *columns) for kind, subject_id in scopes]
    )  # fmt: skip


def _ladder(material: Material) -> Frame:
    stances = material.table("labels").select("post_id", "stance")
    supports = nw.col("stance") == "support"
    read = stances.select(stance_read=(~nw.col("stance").is_null()).any().fill_null(False))
    contacts = (
        material.view(CONTACTS)
        .filter((nw.col("by") == "public") & ~nw.col("person").is_null())
        .join(stances, on="post_id", how="left")
        .with_columns(passed=nw.col("passes_on").cast(nw.Int64), kind_word=supports.cast(nw.Int64))
    )
    each = _scoped(contacts, "person", "post_id", "day", "passed", "kind_word")
    posts = each.group_by("subject_kind", "subject_id", "person", "post_id").agg(
        nw.col("day").min(), nw.col("passed").max(), nw.col("kind_word").max()
    )
    people = posts.group_by("subject_kind", "subject_id", "person").agg(
        nw.len().cast(nw.Int64).alias("interactions"),
        nw.col("day").min().alias("first_day"),
        nw.col("day").max().alias("last_day"),
        nw.col("passed").sum().alias("passed_on"),
        nw.col("kind_word").sum().alias("supporting"),
    )
    client = nw.col("first_day") < nw.col("last_day")
    tier = (
        nw.when(nw.col("passed_on") >= AMBASSADOR)
        .then(nw.lit("ambassador"))
        .otherwise(
            nw.when(client & (nw.col("supporting") > 0))
            .then(nw.lit("supporter"))
            .otherwise(nw.when(client).then(nw.lit("client")).otherwise(nw.lit("greeter")))
        )
    )
    return people.with_columns(tier=tier).join(read, how="cross")


LADDER = View(
    name="loyalty_ladder",
    title=("Tangga kesetiaan", "Ladder of loyalty"),
    key=("person", "subject_kind", "subject_id"),
    columns={
        "subject_kind": "account or corpus",
        "subject_id": "the official account, or all",
        "person": "pseudonym",
        "interactions": "posts by that person that touch the account",
        "first_day": "of these",
        "last_day": "of these",
        "passed_on": "of these: shares, quotes, links, mentions, answers to other citizens",
        "supporting": "of these: coded as support",
        "stance_read": "stances are labelled at all",
        "tier": "ambassador (passed on 3 or more), supporter (client with a supporting text), client (two or more on different days), greeter",
    },
    needs=CONTACTS.needs,
    build=_ladder,
)


def _visits(material: Material) -> Frame:
    first, end = clock.whole_months(material.since, material.until, material.offset)
    contacts = (
        material.view(CONTACTS)
        .filter((nw.col("by") == "public") & ~nw.col("person").is_null())
        .with_columns(month=clock.month(nw.col("created_at"), material.offset))
        .filter((nw.col("month") >= first) & (nw.col("month") < end))
    )
    months = _scoped(contacts, "person", "month").unique()
    next_month = months.with_columns(
        month=nw.col("month") - 1, returned=nw.lit(True)
    )  # who came in the month after
    keys = ["subject_kind", "subject_id", "person", "month"]
    return (
        months.filter(nw.col("month") < end - 1)
        .join(next_month, on=keys, how="left")
        .with_columns(returned=nw.col("returned").fill_null(False))
    )


VISITS = View(
    name="monthly_visits",
    title=("Kunjungan per bulan", "Visits by month"),
    key=("person", "subject_kind", "subject_id", "month"),
    columns={
        "subject_kind": "account or corpus",
        "subject_id": "the official account, or all",
        "person": "pseudonym",
        "month": "local month as 12 · year + month − 1; months wholly inside the window, without the last",
        "returned": "the person came in the next month, too",
    },
    needs=CONTACTS.needs,
    build=_visits,
)
