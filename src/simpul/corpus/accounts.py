"""Who is who in one chunk: author keys become account ids, by the register; only named kinds keep their names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from simpul.corpus.handles import account_keys
from simpul.corpus.pseudonyms import pseudonyms_by
from simpul.corpus.records import NAMED_KINDS

SEEN = ("platform", "author", "author_id", "author_name", "author_kind", "url")
PLAIN = r"^[!-?\[-~]+$"  # a key that needs no second look: ASCII without blanks, capitals and @
WHOSE = ["platform", "author"]


@dataclass(frozen=True)
class Register:
    """The accounts that are known by name: platform, author (key), kind, agency, pillar, place, name."""

    accounts: pl.DataFrame
    digest: str = ""

    @classmethod
    def empty(cls) -> Register:
        columns = ("platform", "author", "kind", "agency", "pillar", "place", "name")
        return cls(pl.DataFrame(schema=dict.fromkeys(columns, pl.String)))

    @cached_property
    def latest(self) -> pl.DataFrame:
        """One row per account, with `account` for its key and `registered_name`."""
        once = self.accounts.unique(WHOSE, keep="last", maintain_order=True)
        return once.rename({"author": "account", "name": "registered_name"})

    @cached_property
    def by_name(self) -> pl.DataFrame:
        """platform, shown (the name in lower case) and by_name (the key), where only one account of the platform bears that name."""
        named = self.latest.filter(pl.col("registered_name").is_not_null())
        shown = pl.col("registered_name").str.to_lowercase()
        return named.select("platform", shown=shown, by_name="account").unique(
            ["platform", "shown"], keep="none"
        )

    @cached_property
    def named(self) -> pl.DataFrame:
        """platform, author and account of those that keep their names."""
        kept = self.latest.filter(pl.col("kind").is_in(NAMED_KINDS))
        return kept.select("platform", "account", author="account")


class Accounts:
    """The accounts of one chunk. Posts and accounts have their keys (`keys`)."""

    def __init__(self, key: bytes, register: Register, posts: pl.DataFrame, accounts: pl.DataFrame):
        self._key = key
        own = posts.select(SEEN[:-1])
        seen = pl.concat([accounts.select(SEEN), own], how="diagonal").filter(pl.col("author").is_not_null())
        seen = seen.group_by(WHOSE, maintain_order=True).agg(pl.exclude(WHOSE).drop_nulls().first())
        known = _registered(seen, register).with_columns(named=pl.col("kind").is_in(NAMED_KINDS))
        seen_named = known.filter("named").select(*WHOSE, "account")
        self._named = (
            pl.concat([seen_named, register.named.select(seen_named.columns)])
            .unique(WHOSE, keep="first", maintain_order=True)
            .select(*WHOSE, id=pl.format("{}:{}", "platform", "account"))
        )
        self._table = known.with_columns(self.ids(known["author"], known["platform"]).alias("account_id"))

    def named_on(self, platform: str) -> frozenset[str]:
        """The keys of the platform's named accounts, also of those that are only mentioned."""
        if self._named.is_empty():
            return frozenset()
        return frozenset(self._named.filter(platform=platform)["author"])

    def ids(self, author: pl.Series, platforms: pl.Series) -> pl.Series:
        """The account id of each key; null stays null."""
        hidden = hide(author, platforms, self._key, "account")
        if self._named.is_empty() or is_blank(author):
            return hidden
        frame = pl.DataFrame({"platform": platforms, "author": author, "hidden": hidden})
        named = frame.join(self._named, on=WHOSE, how="left", maintain_order="left")
        return named.select(pl.coalesce("id", "hidden").alias(author.name)).to_series()

    def are_named(self, ids: pl.Series) -> pl.Series:
        """Whether these account ids are those of named accounts."""
        return ids.is_in(self._named["id"].implode()).fill_null(False)

    def table(self) -> pl.DataFrame:
        shown = pl.col("named")
        return self._table.select(
            "account_id", "platform",
            pl.when(shown).then("account").alias("handle"),
            pl.when(shown).then(pl.coalesce("registered_name", "author_name")).alias("name"),
            "kind", "agency", "pillar", "place",
        )  # fmt: skip

    def identities(self) -> pl.DataFrame:
        return self._table.filter(~pl.col("named")).select(
            id="account_id", kind=pl.lit("account"), platform="platform", native_id=pl.coalesce("author_id", "author"),
            handle="author", name="author_name", url="url",
        )  # fmt: skip


def _registered(seen: pl.DataFrame, register: Register) -> pl.DataFrame:
    """Each seen account with its register row. A page that exported its own posts is also found by its display name."""
    if not register.by_name.is_empty() and not is_blank(seen["author_kind"]):
        shown = pl.col("author_name").str.to_lowercase().str.strip_chars()
        unknown = ~pl.struct(WHOSE).is_in(
            register.latest.select("platform", author="account").to_struct().implode()
        )
        seen = (
            seen.with_columns(shown=pl.when((pl.col("author_kind") == "official") & unknown).then(shown))
            .join(register.by_name, on=["platform", "shown"], how="left", maintain_order="left")
            .with_columns(account=pl.coalesce("by_name", "author"))
        )
    else:
        seen = seen.with_columns(account="author")
    on = ["platform", "account"]
    return seen.join(register.latest, on=on, how="left", maintain_order="left").with_columns(
        kind=pl.coalesce("kind", "author_kind", pl.lit("citizen"))
    )


def keys(column: pl.Series, platforms: pl.Series) -> pl.Series:
    """The account keys of handles as exports write them: as `handles.account_keys`, without @; an empty one is null."""
    if is_blank(column):
        return column
    odd = (~column.str.contains(PLAIN) | (platforms == "whatsapp")).fill_null(False)
    if not odd.any():
        return column
    for platform in ("whatsapp", ""):  # only there a number is a name
        rows = odd & ((platforms == "whatsapp") == (platform == "whatsapp"))
        if rows.any():
            written = column.filter(rows).str.strip_chars().str.strip_prefix("@")
            key = account_keys(written, platform)
            column = column.scatter(rows.arg_true(), key.set(key == "", None))
    return column


def hide(values: pl.Series, platforms: pl.Series, key: bytes, domain: str) -> pl.Series:
    """`platform:~pseudonym` of each value; null stays null."""
    if is_blank(values):
        return values
    hidden = pseudonyms_by(values, platforms, key, domain)
    return pl.select(pl.concat_str([platforms, hidden], separator=":~").alias(values.name)).to_series()


def is_blank(column: pl.Series) -> bool:
    return column.null_count() == len(column)
