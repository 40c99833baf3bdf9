"""What the city keeps in registers about its accounts: who runs them, by which decree, and how they meet the rules of dialogue."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.officials import OFFICIAL_KINDS, OFFICIALS
from simpul.measures.views.posts import OFFICIAL_POSTS

OWNERS = {"account": "account_id", "agency": "agency", "platform": "platform"}


def _written(column: str) -> nw.Expr:
    return (nw.col(column).str.len_chars() > 0).fill_null(False)


def _registered(material: Material) -> Frame:
    """The register's official accounts on the window's last day, each by its latest entry."""
    day = material.last_day
    begun = nw.col("valid_from").is_null() | (nw.col("valid_from") <= day)
    lasting = nw.col("valid_to").is_null() | (nw.col("valid_to") >= day)
    entries = material.table("register").filter(
        nw.col("kind").is_in(OFFICIAL_KINDS) & ~nw.col("author").is_null() & begun & lasting
    )
    posted = material.view(OFFICIAL_POSTS).select("account_id").unique().with_columns(posted=nw.lit(True))
    return (
        entries.with_columns(
            account_id=nw.concat_str([nw.col("platform"), nw.col("author")], separator=":"),
            has_admin=_written("admin").cast(nw.Int64),
            has_decree=_written("decree").cast(nw.Int64),
        )
        .group_by("account_id", "platform")
        .agg(nw.col("agency").min(), nw.col("has_admin").max(), nw.col("has_decree").max())
        .join(posted, on="account_id", how="left")
        .with_columns(
            has_admin=nw.col("has_admin") == 1,
            has_decree=nw.col("has_decree") == 1,
            posted=nw.col("posted").fill_null(False),
        )
    )


REGISTERED = View(
    name="registered_accounts",
    title=("Akun resmi dalam daftar", "Official accounts of the register"),
    key=("account_id",),
    columns={
        "account_id": "the account",
        "platform": "its platform",
        "agency": "the agency that runs it",
        "has_admin": "an admin is named",
        "has_decree": "the decree that appoints the admin is named",
        "posted": "it published in the window, as far as the material shows",
    },
    needs={
        **OFFICIAL_POSTS.needs,
        "register": ("agency", "author", "kind", "platform", "valid_from", "valid_to"),
    },
    build=_registered,
    subjects=OWNERS,
)


def _agencies(material: Material) -> Frame:
    listed = material.table("agencies").filter(~nw.col("code").is_null())
    accounts = material.view(REGISTERED).group_by("agency").agg(
        nw.len().cast(nw.Int64).alias("accounts"), nw.col("has_admin").cast(nw.Int64).sum().alias("with_admin"),
        nw.col("posted").cast(nw.Int64).sum().alias("posting"),
    )  # fmt: skip
    counts = ("accounts", "with_admin", "posting")
    return (
        listed.select(nw.col("code").alias("agency"))
        .unique()
        .join(accounts, on="agency", how="left")
        .with_columns(nw.col(*counts).fill_null(0))
    )


AGENCY_REGISTER = View(
    name="agency_register",
    title=("OPD dan akunnya", "Agencies and their accounts"),
    key=("agency",),
    columns={
        "agency": "code of the sheet agencies",
        "accounts": "its official accounts in the register",
        "with_admin": "those with an admin",
        "posting": "those that published in the window",
    },
    needs={**REGISTERED.needs, "agencies": ("code",)},
    build=_agencies,
    subjects={"agency": "agency"},
)


def _checked(material: Material) -> Frame:
    """Per account and item what was said last; where several looked on that day, all must have seen it."""
    said = material.table("checklist").filter(~nw.col("item").is_null() & ~nw.col("present").is_null())
    rows = said.select(
        "item",
        nw.col("date"),
        account_id=nw.concat_str([nw.col("platform"), nw.col("handle").str.to_lowercase()], separator=":"),
        present=(nw.col("present") == "true").cast(nw.Int64),
    )
    cell = ["account_id", "item"]
    newest = nw.col("date").is_null() | (nw.col("date") == nw.col("date").max().over(*cell))
    return (
        rows.filter(newest)
        .group_by(cell)
        .agg(nw.col("present").min(), nw.len().cast(nw.Int64).alias("coders"))
        .with_columns(present=nw.col("present") == 1)
        .join(material.view(OFFICIALS), on="account_id", how="inner")
    )


CHECKED = View(
    name="dialogue_checks",
    title=("Syarat dialog per akun", "Dialogue checks by account"),
    key=("account_id", "item"),
    columns={
        "account_id": "the official account",
        "agency": "its agency",
        "platform": "its platform",
        "item": "loop, usefulness, return_visits, ease, conservation (Kent & Taylor 1998)",
        "present": "seen by everybody who looked on the last date",
        "coders": "how many looked then",
    },
    needs={"accounts": ("account_id", "kind"), "checklist": ("handle", "item", "platform", "present")},
    build=_checked,
    of_officials=True,
    subjects=OWNERS,
)
