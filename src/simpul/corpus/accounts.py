"""Who is who in one chunk: author keys become account ids, by the register; only named kinds keep their names."""

from __future__ import annotations

import polars as pl

from simpul.corpus.handles import account_keys
from simpul.corpus.pseudonyms import pseudonyms_by
from simpul.corpus.records import NAMED_KINDS

SEEN = ("platform", "author", "author_id", "author_name", "author_kind", "url")
PLAIN = r"^[!-?\[-~]+$"  # a key that needs no second look: ASCII without blanks, capitals and @
WHOSE = ["platform", "author"]


def keys(column: pl.Series, platforms: pl.Series) -> pl.Series:
    """The account keys of handles as exports write them: as `handles.account_keys`, without @; an empty one is null."""
    odd = (~column.str.contains(PLAIN) | (platforms == "whatsapp")).fill_null(False)
    for platform in ("whatsapp", ""):  # only there a number is a name
        rows = odd & ((platforms == "whatsapp") == (platform == "whatsapp"))
        if rows.any():
            written = column.filter(rows).str.strip_chars().str.strip_prefix("@")
            key = account_keys(written, platform)
            column = column.scatter(rows.arg_true(), key.set(key == "", None))
    return column


class Accounts:
    """The accounts of one chunk. Posts and accounts have their keys (`keys`); the register has `author` and what is known of it."""

    def __init__(self, key: bytes, register: pl.DataFrame, posts: pl.DataFrame, accounts: pl.DataFrame):
        self._key = key
        own = posts.select(SEEN[:-1])
        seen = pl.concat([accounts.select(SEEN), own], how="diagonal").filter(pl.col("author").is_not_null())
        seen = seen.group_by(WHOSE, maintain_order=True).agg(pl.exclude(WHOSE).drop_nulls().first())
        self._table = _registered(seen, register.unique(WHOSE, keep="last", maintain_order=True))
        self._named = self._names(register)

    def _names(self, register: pl.DataFrame) -> pl.DataFrame:
        """platform, author and id of all named accounts, also of those that are only mentioned."""
        known = register.filter(pl.col("kind").is_in(NAMED_KINDS)).select(*WHOSE, account="author")
        named = pl.concat([self._table.filter("named").select(*WHOSE, "account"), known])
        return named.unique(WHOSE, keep="first", maintain_order=True).select(
            *WHOSE, id=pl.format("{}:{}", "platform", "account")
        )

    def named_on(self, platform: str) -> frozenset[str]:
        """The keys of the platform's named accounts."""
        return frozenset(self._named.filter(platform=platform)["author"])

    def ids(self, author: pl.Series, platforms: pl.Series) -> pl.DataFrame:
        """The columns `id`, the account id of each key (null for null), and `named`."""
        frame = pl.DataFrame({"platform": platforms, "author": author})
        if author.null_count() == len(author):
            return frame.select(id="author", named=pl.lit(False))
        hidden = hide(author, platforms, self._key, "account")
        return frame.join(self._named, on=WHOSE, how="left", maintain_order="left").select(
            id=pl.coalesce("id", hidden), named=pl.col("id").is_not_null()
        )

    def table(self) -> pl.DataFrame:
        shown = pl.col("named")
        return self._with_ids().select(
            "account_id", "platform",
            pl.when(shown).then("account").alias("handle"),
            pl.when(shown).then(pl.coalesce("registered_name", "author_name")).alias("name"),
            "kind", "agency", "pillar", "place",
        )  # fmt: skip

    def identities(self) -> pl.DataFrame:
        return self._with_ids().filter(~pl.col("named")).select(
            id="account_id", kind=pl.lit("account"), platform="platform", native_id=pl.coalesce("author_id", "author"),
            handle="author", name="author_name", url="url",
        )  # fmt: skip

    def _with_ids(self) -> pl.DataFrame:
        return self._table.with_columns(
            account_id=self.ids(self._table["author"], self._table["platform"])["id"]
        )


def hide(values: pl.Series, platforms: pl.Series, key: bytes, domain: str) -> pl.Series:
    """`platform:~pseudonym` of each value; null stays null."""
    if values.null_count() == len(values):
        return values.cast(pl.String)
    return platforms + ":~" + pseudonyms_by(values, platforms, key, domain)


def _registered(seen: pl.DataFrame, register: pl.DataFrame) -> pl.DataFrame:
    """Each seen account with its register row. A page that exported its own posts is also found by its display name."""
    by_name = (
        register.select("platform", shown=pl.col("name").str.to_lowercase(), by_name="author")
        .filter(pl.col("shown").is_not_null())
        .unique(["platform", "shown"], keep="none")
    )
    shown = pl.col("author_name").str.to_lowercase().str.strip_chars()
    known = register.select(*WHOSE, known=pl.lit(True))
    return (
        seen.with_columns(shown=pl.when(pl.col("author_kind") == "official").then(shown))
        .join(by_name, on=["platform", "shown"], how="left", maintain_order="left")
        .join(known, on=WHOSE, how="left", maintain_order="left")
        .with_columns(account=pl.when(pl.col("known").is_null()).then("by_name").fill_null(pl.col("author")))
        .join(
            register.rename({"author": "account", "name": "registered_name"}),
            on=["platform", "account"], how="left", maintain_order="left",
        )
        .with_columns(kind=pl.coalesce("kind", "author_kind", pl.lit("citizen")))
        .with_columns(named=pl.col("kind").is_in(NAMED_KINDS))
    )  # fmt: skip
