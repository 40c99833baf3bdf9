"""Relations between a person and an official account: which are new, and which go both ways."""

from __future__ import annotations

from datetime import timedelta

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.contacts import CONTACTS, touches
from simpul.measures.views.officials import OFFICIALS
from simpul.measures.views.threads import ANSWERS, OWNED, THREADS

LOOK_BACK = timedelta(days=28)  # of the record, in which everybody is seen for the first time
VALUABLE = ("1.1", "1.2", "1.3", "1.4", "1.5")  # issues of the five kinds of content that serve poor families
PAIR = ["account_id", "person"]


def _of_persons(contacts: Frame) -> Frame:
    return contacts.filter((nw.col("by") == "public") & ~nw.col("person").is_null()).with_columns(
        nw.col("account_id", "person").cast(nw.String)
    )


def _new_relations(material: Material) -> Frame:
    """Pairs whose first contact in the whole record lies in the window, once a look-back has passed since the record's start."""
    first_post, _ = material.record
    recorded_before = first_post < material.since
    everything = nw.col("created_at") < material.until
    contacts = touches(material, everything) if recorded_before else material.view(CONTACTS)
    labels = material.table("labels").filter(nw.col("issue").is_in(VALUABLE))
    valuable = labels.select(nw.col("post_id").alias("target"), valuable=nw.lit(1)).unique()
    known = _of_persons(contacts).select(*PAIR, "target", "created_at")
    firsts = known.group_by(PAIR).agg(nw.col("created_at").min().alias("first_at"))
    return (
        firsts.filter(
            (nw.col("first_at") >= max(material.since, first_post + LOOK_BACK))
            & (nw.col("first_at") < material.until)
        )
        .join(known.rename({"created_at": "first_at"}), on=[*PAIR, "first_at"], how="inner")
        .join(valuable, on="target", how="left")
        .group_by(*PAIR, "first_at")
        .agg(nw.col("valuable").fill_null(0).max())
        .with_columns(valuable=nw.col("valuable") == 1)
        .join(material.view(OFFICIALS), on="account_id", how="inner")
    )


NEW_RELATIONS = View(
    name="new_relations",
    title=("Hubungan baru dengan akun resmi", "New relations with official accounts"),
    key=("person", "account_id"),
    columns={
        "account_id": "the official account",
        "agency": "its agency",
        "platform": "its platform",
        "person": "pseudonym of who touches it for the first time in the record",
        "first_at": "when; never in the first 28 days of the record, in which everybody seems new",
        "valuable": "this first contact is with a post labelled 1.1 to 1.5",
    },
    needs=CONTACTS.needs,
    build=_new_relations,
    of_officials=True,
    subjects=OWNED,
    time="first_at",
)


def _dyads(material: Material) -> Frame:
    touched = _of_persons(material.view(CONTACTS)).select(*PAIR, inward=nw.lit(1), outward=nw.lit(0))
    replies = material.view(THREADS).filter((nw.col("by") == "owner") & material.within())
    named = replies.select("account_id", nw.col("parent_account_id").alias("person"))
    mentioned = (
        replies.filter(nw.col("mentions").list.len() > 0)
        .select("account_id", nw.col("mentions").alias("person"))
        .explode("person")
    )
    answered = (
        material.view(ANSWERS)
        .filter(material.within("replied_at"))
        .select("account_id", nw.col("author").alias("person"))
    )
    turned_to = nw.concat([named, mentioned, answered]).filter(
        nw.col("person").str.contains(":~", literal=True)
    )
    outward = turned_to.select(*PAIR, inward=nw.lit(0), outward=nw.lit(1))
    return (
        nw.concat([touched, outward])
        .group_by(PAIR)
        .agg(nw.col("inward").max(), nw.col("outward").max())
        .with_columns(
            inward=nw.col("inward") == 1,
            outward=nw.col("outward") == 1,
            mutual=(nw.col("inward") + nw.col("outward")) == 2,
        )
        .join(material.view(OFFICIALS), on="account_id", how="inner")
    )


DYADS = View(
    name="dyads",
    title=("Pasangan warga dan akun resmi", "Pairs of a person and an official account"),
    key=("person", "account_id"),
    columns={
        "account_id": "the official account",
        "agency": "its agency",
        "platform": "its platform",
        "person": "pseudonym",
        "inward": "the person touched the account in the window",
        "outward": "the account answered, replied to or named the person in the window",
        "mutual": "both",
    },
    needs=CONTACTS.needs,
    build=_dyads,
    of_officials=True,
    subjects=OWNED,
)
