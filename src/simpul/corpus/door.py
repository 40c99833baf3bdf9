"""Privacy at the door: raw tables in, canonical tables out; what leads back to a citizen goes to `identities` only."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simpul.corpus.chunks import Chunk, conform
from simpul.corpus.masking import mask, mask_links
from simpul.corpus.pseudonyms import pseudonyms
from simpul.corpus.records import NAMED_KINDS, TABLES
from simpul.corpus.rejects import CODES

VERSION = 1  # grows whenever the same raw tables would give other records

# Cells that are shown in a reject as they are (masked); of anything else only the shape is shown.
SHOWN = {
    "id_damaged",
    "number_invalid",
    "number_damaged",
    "date_invalid",
    "place_unknown",
    "file_columns",
    "date_order_unknown",
}

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Door:
    """One import's door.

    `register` holds the accounts of the reference workbook: platform, author (account key), kind, agency, pillar,
    place, name. Accounts of `NAMED_KINDS` keep their names, all others become pseudonyms.
    """

    key: bytes
    register: pl.DataFrame
    batch: str
    file: str

    def admit(self, chunk: Chunk) -> Tables:
        """The chunk as canonical tables, without the empty ones."""
        posts, accounts = conform(chunk.posts, "posts"), conform(chunk.accounts, "accounts")
        observed, links = conform(chunk.observations, "observations"), conform(chunk.links, "links")
        platforms = (
            pl.concat([frame["platform"] for frame in (posts, accounts, observed, links)]).unique().sort()
        )
        parts = [
            self._admit_platform(
                name, *(frame.filter(platform=name) for frame in (posts, accounts, observed, links))
            )
            for name in platforms.drop_nulls()
        ]
        parts += [self._admit_survey(chunk), {"rejects": self._rejects(conform(chunk.rejects, "rejects"))}]
        return self._gather(parts)

    def _gather(self, parts: list[Tables]) -> Tables:
        gathered = {}
        for name, schema in TABLES.items():
            frames = [part[name] for part in parts if name in part and not part[name].is_empty()]
            if frames:
                frame = pl.concat(frames, how="diagonal").with_columns(batch=pl.lit(self.batch))
                gathered[name] = frame.select(
                    (pl.col(column) if column in frame.columns else pl.lit(None)).cast(kind).alias(column)
                    for column, kind in schema.items()
                )
        return gathered

    # --- accounts, posts and what was counted on one platform ------------------------------------------------

    def _admit_platform(
        self,
        platform: str,
        posts: pl.DataFrame,
        accounts: pl.DataFrame,
        observed: pl.DataFrame,
        links: pl.DataFrame,
    ) -> Tables:
        ids = _Accounts(self, platform, posts, accounts)
        posts = posts.with_columns(
            account_id=ids.of(posts["author"]),
            alias=self._post_ids(platform, posts["native_id"]),
            named=ids.named(posts["author"]),
        )
        own = pl.col("named")
        stored = posts.select(
            pl.when(own).then(pl.format("{}:{}", "platform", "native_id")).otherwise("alias").alias("post_id"),
            "platform", "kind", "account_id",
            self._post_ids(platform, posts["parent"]).alias("parent_id"),
            self._post_ids(platform, posts["root"]).alias("root_id"),
            self._post_ids(platform, posts["shared"]).alias("shared_id"),
            ids.of(posts["parent_author"]).alias("parent_account_id"),
            ids.of(posts["shared_author"]).alias("shared_account_id"),
            mask(posts["text"], platform, self.key, ids.kept).alias("text"),
            "created_at",
            pl.when(own).then("url").alias("url"),
            "place", "passed_on_by", "spoken_for",
            mask_links(posts["links"], platform, self.key, ids.kept).alias("links"),
            "hashtags",
            ids.of_lists(posts["mentions"]).alias("mentions"),
            "media",
            pl.when(own).then("alias").alias("alias"),
            "row",
        )  # fmt: skip
        counted = observed.select(
            pl.when(pl.col("subject_kind") == "post")
            .then(self._post_ids(platform, observed["subject"]))
            .otherwise(ids.of(observed["subject"]))
            .alias("subject"),
            "subject_kind", "metric", "value", "observed_at", "row",
        )  # fmt: skip
        hidden = posts.filter(~own).select(
            pl.col("alias").alias("id"), pl.lit("post").alias("kind"), "platform", "native_id", "url"
        )
        return {
            "posts": stored,
            "accounts": ids.table(),
            "observations": counted,
            "links": links.select(
                ids.of(links["author"]).alias("account_id"),
                self._actor_ids(links["actor_id"]).alias("actor_id"),
                "basis",
            ),
            "identities": pl.concat([ids.identities(), hidden], how="diagonal"),
        }

    def _post_ids(self, platform: str, native: pl.Series) -> pl.Series:
        return _joined(platform, pseudonyms(native, self.key, f"post:{platform}"))

    # --- people and households of a survey --------------------------------------------------------------------

    def _admit_survey(self, chunk: Chunk) -> Tables:
        actors, ties = conform(chunk.actors, "actors"), conform(chunk.survey_ties, "survey_ties")
        people = actors.filter(pl.col("kind") != "organisation")
        identities = people.select(
            self._actor_ids(pl.col("actor_id"), people).alias("id"),
            pl.lit("actor").alias("kind"),
            pl.col("actor_id").alias("native_id"),
        )
        return {
            "actors": actors.with_columns(self._actor_ids(pl.col("actor_id"), actors)),
            "survey_ties": ties.with_columns(
                self._actor_ids(pl.col("source"), ties), self._actor_ids(pl.col("target"), ties)
            ),
            "identities": identities,
        }

    def _actor_ids(self, ids: pl.Series | pl.Expr, frame: pl.DataFrame | None = None) -> pl.Series:
        """Pseudonyms of people; organisations (`org:…`) keep their ids."""
        raw = frame.select(ids).to_series() if isinstance(ids, pl.Expr) and frame is not None else ids
        assert isinstance(raw, pl.Series)
        hidden = pl.format("~{}", pseudonyms(raw, self.key, "actor"))
        return (
            pl.DataFrame({raw.name: raw})
            .select(
                pl.when(pl.col(raw.name).str.starts_with("org:"))
                .then(pl.col(raw.name))
                .otherwise(hidden)
                .alias(raw.name)
            )
            .to_series()
        )

    # --- rejects ----------------------------------------------------------------------------------------------

    def _rejects(self, rejects: pl.DataFrame) -> pl.DataFrame:
        shape = pl.col("value").str.slice(0, 80).str.replace_all(r"\p{L}", "x").str.replace_all(r"\d", "9")
        cell = mask(rejects["value"].str.slice(0, 80), "", self.key, frozenset())
        return rejects.with_columns(
            file=pl.lit(self.file),
            value=pl.when(pl.col("code").is_in(list(SHOWN)) & pl.col("column").is_not_null())
            .then(cell)
            .otherwise(shape),
            advice=pl.col("code").replace_strict({code: advice.id for code, advice in CODES.items()}),
        )


class _Accounts:
    """The accounts of one platform in one chunk: key → account id, by the register."""

    def __init__(self, door: Door, platform: str, posts: pl.DataFrame, accounts: pl.DataFrame):
        self._door, self._platform = door, platform
        columns = ["author", "author_id", "author_name", "author_kind", "url"]
        own = posts.select(columns[:4]).unique(maintain_order=True)
        self._seen = (
            pl.concat([accounts.select(columns), own], how="diagonal")
            .with_columns(author=_key(pl.col("author")))
            .filter(pl.col("author").is_not_null())
            .group_by("author", maintain_order=True)
            .agg(pl.exclude("author").drop_nulls().first())
        )
        self._table = self._resolve()
        self.kept = frozenset(self._table.filter("named")["author"]) | frozenset(self._registered()["author"])

    def _registered(self) -> pl.DataFrame:
        return self._door.register.filter(
            (pl.col("platform") == self._platform) & pl.col("kind").is_in(NAMED_KINDS)
        )

    def _resolve(self) -> pl.DataFrame:
        """Each seen key with its register row. A page that exported its own posts is also found by its display name."""
        register = (
            self._door.register.filter(platform=self._platform).drop("platform").unique("author", keep="last")
        )
        by_name = register.select(
            pl.col("name").str.to_lowercase().alias("shown"), pl.col("author").alias("by_name")
        )
        by_name = by_name.filter(pl.col("shown").is_not_null()).unique("shown", keep="none")
        seen = self._seen.with_columns(
            shown=pl.when(pl.col("author_kind") == "official").then(
                pl.col("author_name").str.to_lowercase().str.strip_chars()
            )
        ).join(by_name, on="shown", how="left")
        seen = seen.with_columns(
            account=pl.when(~pl.col("author").is_in(register["author"].implode()))
            .then("by_name")
            .otherwise(None)
            .fill_null(pl.col("author"))
        )
        kinds = register.rename({"author": "account", "name": "registered_name"})
        seen = seen.join(kinds, on="account", how="left", maintain_order="left").with_columns(
            kind=pl.coalesce("kind", "author_kind", pl.lit("citizen"))
        )
        return seen.with_columns(named=pl.col("kind").is_in(NAMED_KINDS))

    def of(self, keys: pl.Series) -> pl.Series:
        """Account ids of author keys, also of keys that are not among the authors (mentions, parents)."""
        frame = pl.DataFrame({"author": _text_key(keys)})
        distinct = (
            frame.unique()
            .filter(pl.col("author").is_not_null())
            .join(self._table.select("author", "account", "named"), on="author", how="left")
        )
        registered = self._registered()["author"].implode()
        distinct = distinct.with_columns(
            account=pl.col("account").fill_null(pl.col("author")),
            named=pl.col("named").fill_null(pl.col("author").is_in(registered)),
            hidden=_joined(
                self._platform, pseudonyms(distinct["author"], self._door.key, f"account:{self._platform}")
            ),
        ).select(
            "author",
            pl.when("named")
            .then(pl.format("{}:{}", pl.lit(self._platform), "account"))
            .otherwise("hidden")
            .alias("id"),
        )
        return frame.join(distinct, on="author", how="left", maintain_order="left")["id"]

    def of_lists(self, lists: pl.Series) -> pl.Series:
        """The same for lists of keys; null stays null."""
        if lists.is_empty() or lists.list.len().fill_null(0).max() == 0:
            return lists
        frame = pl.DataFrame({"keys": lists}).with_row_index("i")
        flat = frame.filter(pl.col("keys").list.len() > 0).explode("keys")
        flat = (
            flat.with_columns(id=self.of(flat["keys"]))
            .group_by("i", maintain_order=True)
            .agg(pl.col("id").unique(maintain_order=True))
        )
        joined = frame.join(flat, on="i", how="left", maintain_order="left")
        return joined.select(
            pl.when(pl.col("id").is_null()).then("keys").otherwise("id").alias("mentions")
        ).to_series()

    def named(self, keys: pl.Series) -> pl.Series:
        frame = pl.DataFrame({"author": _text_key(keys)})
        joined = frame.join(
            self._table.select("author", "named"), on="author", how="left", maintain_order="left"
        )
        return joined["named"].fill_null(False)

    def table(self) -> pl.DataFrame:
        shown = pl.col("named")
        return self._table.with_columns(account_id=self.of(self._table["author"])).select(
            "account_id",
            pl.lit(self._platform).alias("platform"),
            pl.when(shown).then("account").alias("handle"),
            pl.when(shown).then(pl.coalesce("registered_name", "author_name")).alias("name"),
            "kind", "agency", "pillar", "place",
        )  # fmt: skip

    def identities(self) -> pl.DataFrame:
        hidden = self._table.with_columns(id=self.of(self._table["author"])).filter(~pl.col("named"))
        return hidden.select(
            "id",
            pl.lit("account").alias("kind"),
            pl.lit(self._platform).alias("platform"),
            pl.coalesce("author_id", "author").alias("native_id"),
            pl.col("author").alias("handle"),
            pl.col("author_name").alias("name"),
            "url",
        )


def _key(handle: pl.Expr) -> pl.Expr:
    """The account key: lower case, without @ and blanks around it; empty is null."""
    bare = handle.str.strip_chars().str.strip_prefix("@").str.to_lowercase()
    return pl.when(bare != "").then(bare)


def _text_key(keys: pl.Series) -> pl.Series:
    return pl.DataFrame({"key": keys.cast(pl.String)}).select(_key(pl.col("key"))).to_series()


def _joined(platform: str, hidden: pl.Series) -> pl.Series:
    return (
        pl.DataFrame({"hidden": hidden}).select(pl.format("{}:~{}", pl.lit(platform), "hidden")).to_series()
    )
