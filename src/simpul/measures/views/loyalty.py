"""Who touches the official accounts how often: the ladder of loyalty, and the months in which people come again."""

from __future__ import annotations

import narwhals as nw

from simpul.measures import clock
from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.contacts import CONTACTS
from simpul.measures.views.threads import SUPPORT

AMBASSADOR = 3  # posts that pass something on which make an ambassador
SCOPE = ["subject_kind", "subject_id", "person"]


def _ladder(material: Material) -> Frame:
    stances = material.table("labels").filter(~nw.col("stance").is_null())
    support = stances.filter(nw.col("stance") == SUPPORT).select("post_id", supports=nw.lit(1))
    contacts = material.view(CONTACTS).filter((nw.col("by") == "public") & ~nw.col("person").is_null())
    touched = (
        contacts.join(support, on="post_id", how="left")
        .with_columns(supports=nw.col("supports").cast(nw.Int64).fill_null(0))
        .group_by("account_id", "person")
        .agg(
            nw.col("day").min().alias("first_day"),
            nw.col("day").max().alias("last_day"),
            nw.col("supports").sum().alias("supporting"),
        )
    )
    passing = contacts.filter(nw.col("passes_on")).select("account_id", "person", "post_id")
    times = ("first_day", "last_day", "supporting")
    of_city = (
        _of_city(touched, *times)
        .group_by(SCOPE)
        .agg(nw.col("first_day").min(), nw.col("last_day").max(), nw.col("supporting").sum())
    )
    passed = nw.concat([_of_account(passing, "post_id"), _of_city(passing, "post_id")])
    often = passed.unique().group_by(SCOPE).agg(nw.len().cast(nw.Int64).alias("passed_on"))
    people = nw.concat([_of_account(touched, *times), of_city]).join(often, on=SCOPE, how="left")
    known = stances.select(stance_read=nw.len() > 0)
    return (
        people.with_columns(passed_on=nw.col("passed_on").fill_null(0))
        .with_columns(tier=_tier())
        .join(known, how="cross")
    )


def _scoped(frame: Frame, kind: str, subject: nw.Expr, *columns: str) -> Frame:
    return frame.select(nw.lit(kind).alias("subject_kind"), subject.alias("subject_id"), "person", *columns)


def _of_account(frame: Frame, *columns: str) -> Frame:
    return _scoped(frame, "account", nw.col("account_id").cast(nw.String), *columns)


def _of_city(frame: Frame, *columns: str) -> Frame:
    return _scoped(frame, "corpus", nw.lit("all"), *columns)


def _tier() -> nw.Expr:
    """The highest rung that is reached."""
    client = nw.col("first_day") < nw.col("last_day")
    lower = nw.when(client).then(nw.lit("client")).otherwise(nw.lit("greeter"))
    supporter = nw.when(client & (nw.col("supporting") > 0)).then(nw.lit("supporter")).otherwise(lower)
    return nw.when(nw.col("passed_on") >= AMBASSADOR).then(nw.lit("ambassador")).otherwise(supporter)


LADDER = View(
    name="loyalty_ladder",
    title=("Tangga kesetiaan", "Ladder of loyalty"),
    key=("person", "subject_kind", "subject_id"),
    columns={
        "subject_kind": "account or corpus",
        "subject_id": "the official account, or all",
        "person": "pseudonym",
        "first_day": "of contact",
        "last_day": "of contact",
        "passed_on": "posts that share, quote, link, mention or answer another citizen",
        "supporting": "contacts coded as support",
        "stance_read": "stances are labelled at all",
        "tier": "ambassador (passed on 3 or more), supporter (client with a supporting text), client (two or more on different days), greeter",
    },
    needs=CONTACTS.needs,
    build=_ladder,
    of_officials=True,
    repeating=("subject_kind", "subject_id", "person", "tier"),
)


def _visits(material: Material) -> Frame:
    first, end = clock.whole_months(material.since, material.until, material.offset)
    contacts = (
        material.view(CONTACTS)
        .filter((nw.col("by") == "public") & ~nw.col("person").is_null())
        .select("account_id", "person", month=clock.month(nw.col("created_at"), material.offset))
        .filter((nw.col("month") >= first) & (nw.col("month") < end))
        .unique()
    )
    months = nw.concat([_of_account(contacts, "month"), _of_city(contacts, "month").unique()])
    came_next = months.with_columns(month=nw.col("month") - 1, returned=nw.lit(True))
    return (
        months.filter(nw.col("month") < end - 1)
        .join(came_next, on=[*SCOPE, "month"], how="left")
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
    of_officials=True,
    repeating=("subject_kind", "subject_id", "person"),
)
