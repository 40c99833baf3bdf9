"""Privacy at the door: raw tables in, canonical tables out; what leads back to a citizen goes to `identities` only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from simpul.corpus.accounts import Accounts, Register, hide, is_blank, keys
from simpul.corpus.chunks import Chunk, conform, shaped
from simpul.corpus.erasures import Erasures
from simpul.corpus.masking import NOBODY, mask, mask_links
from simpul.corpus.possible_times import timely
from simpul.corpus.pseudonyms import pseudonyms
from simpul.corpus.records import RAW_TABLES, TABLES
from simpul.corpus.rejects import CODES
from simpul.corpus.shown_cells import shown
from simpul.corpus.vocabulary import choices

VERSION = 4  # grows whenever the same raw tables would give other records

Tables = dict[str, pl.DataFrame]
ORGANISATION = "org:"  # how the id of an organisation begins; all other actors are people


LED = (  # columns that lead to a post or an account
    ("parent", "post"), ("root", "post"), ("shared", "post"), ("parent_author", "account"), ("shared_author", "account"),
)  # fmt: skip


LINK_BASES = ("official", "broker", "consent")  # on which a person may be linked with an account


@dataclass(frozen=True)
class Door:
    """The door of one import: under one key, and with the accounts that are known by name."""

    key: bytes
    register: Register
    erased: Erasures = NOBODY

    def admit(self, chunk: Chunk, batch: str, file: str) -> Tables:
        """The chunk as canonical tables, without the empty ones.

        Raises ValueError where a reader hands over a column that is not declared, a row without platform, or a link of a person
        with an account that is on X or without one of `LINK_BASES`.
        """
        raw = timely({name: conform(getattr(chunk, name), name) for name in RAW_TABLES})
        said = [raw[name] for name in ("posts", "accounts", "observations", "links")]
        if any(frame["platform"].null_count() for frame in said):
            raise ValueError("a row has no platform")
        links = raw["links"]
        if not (links["basis"].is_in(LINK_BASES) & (links["platform"] != "x")).fill_null(False).all():
            raise ValueError("a link of a person with an account has no basis, or is on X")
        parts: list[Tables] = []
        if any(map(len, said)):
            parts.append(self._said(*said))
        if len(raw["actors"]) or len(raw["survey_ties"]):
            parts.append(self._surveyed(raw["actors"], raw["survey_ties"]))
        if len(raw["rejects"]):
            parts.append({"rejects": self._refused(raw["rejects"], file)})
        return _gathered(parts, batch)

    # --- accounts, posts and what was counted ----------------------------------------------------------------

    def _said(
        self, posts: pl.DataFrame, accounts: pl.DataFrame, observed: pl.DataFrame, links: pl.DataFrame
    ) -> Tables:
        posts = _keyed(posts, "author", "parent_author", "shared_author")
        accounts = _keyed(accounts, "author")
        if self.erased:
            posts, observed = self._forgotten(posts, observed)
            accounts, links = (
                frame.filter(~self._is_erased(frame, "author"))
                for frame in (accounts, _keyed(links, "author"))
            )
        posts = posts.sort("platform", maintain_order=True)
        who = Accounts(self.key, self.register, posts, accounts)
        stored, hidden = self._posts(posts, who)
        return {
            "posts": stored,
            "accounts": who.table(),
            "observations": self._observations(observed, who),
            "links": self._links(_keyed(links, "author"), who),
            "identities": pl.concat([who.identities(), hidden], how="diagonal"),
        }

    def _forgotten(self, posts: pl.DataFrame, observed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Without the posts of those who were erased, what was counted of them, and what leads to either."""
        gone = self._is_erased(posts, "author") | self._is_erased(posts, "native_id", "post")
        lost = posts.filter(gone).select(pl.format("{}:{}", "platform", "native_id")).to_series()
        posts = posts.filter(~gone)
        posts = posts.with_columns(
            self.erased.without(posts[name], posts["platform"], kind) for name, kind in LED
        )
        of_post = observed["subject_kind"] == "post"
        subject = observed.select(pl.format("{}:{}", "platform", "subject")).to_series()
        post_gone = subject.is_in(lost.implode()) | self._is_erased(observed, "subject", "post")
        key = keys(observed["subject"], observed["platform"])
        account_gone = self.erased.among(key, observed["platform"], "account")
        return posts, observed.filter(~((of_post & post_gone) | (~of_post & account_gone)))

    def _is_erased(self, frame: pl.DataFrame, column: str, kind: str = "account") -> pl.Series:
        return self.erased.among(frame[column], frame["platform"], kind)

    def _posts(self, posts: pl.DataFrame, who: Accounts) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The posts, and the identities of those whose ids are hidden: all but those of named accounts.

        On YouTube the id of a reply begins with the id of the comment that it answers, so a named account's reply would lead
        back to a citizen; so would the address of a comment or a reply that holds the id of what it answers.
        """
        platforms = posts["platform"]
        account = who.ids(posts["author"], platforms)
        led_back = posts.select(pl.col("native_id").str.starts_with(pl.col("parent")).fill_null(False))
        own = who.are_named(account) & ~led_back.to_series()
        telling = pl.any_horizontal(
            pl.col("url").str.contains(pl.col(name), literal=True).fill_null(False)
            for name in ("parent", "root")
        ) & pl.col("kind").is_in(["comment", "reply"])
        alias = self._post_ids(posts["native_id"], platforms)
        stored = posts.select(
            pl.when(own).then(pl.format("{}:{}", "platform", "native_id")).otherwise(alias).alias("post_id"),
            "platform", "kind",
            account.alias("account_id"),
            *(self._post_ids(posts[name], platforms).alias(f"{name}_id") for name in ("parent", "root", "shared")),
            *(who.ids(posts[f"{name}_author"], platforms).alias(f"{name}_account_id") for name in ("parent", "shared")),
            self._masked(posts, "text", who),
            "created_at",
            pl.when(pl.lit(own) & ~telling).then("url").alias("url"),
            "place",
            pl.col("passed_on_by").replace_strict(_codes("role"), default=None, return_dtype=pl.String),
            pl.col("spoken_for").replace_strict(_codes("group"), default=None, return_dtype=pl.String),
            self._masked(posts, "links", who),
            self._masked(posts, "hashtags", who),
            self._mentions(posts, who),
            "media",
            pl.when(own).then(alias).alias("alias"),
            self._masked(posts, "extra", who),
            "row",
        )  # fmt: skip
        hidden = posts.select(
            "platform", "native_id", "url", id=alias, kind=pl.lit("post"), own=own
        ).filter(~pl.col("own"))  # fmt: skip
        return stored, hidden.drop("own")

    def _masked(self, posts: pl.DataFrame, column: str, who: Accounts) -> pl.Series:
        """A column of texts, or of lists of texts, masked; handles and links are read as each platform writes them.

        The posts are sorted by platform.
        """
        texts = posts[column]
        if is_blank(texts) or (texts.dtype == pl.List and not texts.list.len().sum()):
            return texts
        apply: Callable[..., pl.Series] = mask_links if texts.dtype == pl.List else mask
        parts, start = [], 0
        for platform, rows in posts["platform"].rle().struct.unnest().select("value", "len").iter_rows():
            parts.append(
                apply(texts.slice(start, rows), platform, self.key, who.named_on(platform), self.erased)
            )
            start += rows
        return pl.concat(parts)

    def _mentions(self, posts: pl.DataFrame, who: Accounts) -> pl.Series:
        """The account ids of each post's mentions, each once; null stays null."""
        lists = posts["mentions"]
        if not lists.list.len().sum():
            return lists
        rows = posts.select("platform", "mentions").with_row_index("post")
        flat = rows.filter(pl.col("mentions").list.len() > 0).explode("mentions")
        named = self.erased.without(keys(flat["mentions"], flat["platform"]), flat["platform"], "account")
        ids = (
            flat.select("post", id=who.ids(named, flat["platform"]))
            .group_by("post", maintain_order=True)
            .agg(pl.col("id").drop_nulls().unique(maintain_order=True))
        )
        found = rows.join(ids, on="post", how="left", maintain_order="left")
        return found.select(pl.coalesce("id", "mentions").alias("mentions")).to_series()

    def _observations(self, observed: pl.DataFrame, who: Accounts) -> pl.DataFrame:
        parts = [observed.clear().drop("platform")]
        for kind in observed["subject_kind"].unique(maintain_order=True):
            part = observed.filter(subject_kind=kind)
            subject, platforms = part["subject"], part["platform"]
            if kind == "post":
                ids = self._post_ids(subject, platforms)
            else:
                ids = who.ids(keys(subject, platforms), platforms)
            parts.append(part.drop("platform").with_columns(ids.alias("subject")))
        return pl.concat(parts)

    def _links(self, links: pl.DataFrame, who: Accounts) -> pl.DataFrame:
        account = who.ids(links["author"], links["platform"])
        return links.select(account.alias("account_id"), self._actor_ids(links["actor_id"]), "basis")

    def _post_ids(self, native: pl.Series, platforms: pl.Series) -> pl.Series:
        return hide(native, platforms, self.key, "post")

    # --- people and households of a survey -------------------------------------------------------------------

    def _surveyed(self, actors: pl.DataFrame, ties: pl.DataFrame) -> Tables:
        if self.erased:
            actors = actors.filter(~self._is_erased_actor(actors["actor_id"]))
            ties = ties.filter(
                ~(self._is_erased_actor(ties["source"]) | self._is_erased_actor(ties["target"]))
            )
        stored = actors.with_columns(self._actor_ids(actors["actor_id"]))
        people = pl.DataFrame({"id": stored["actor_id"], "native_id": actors["actor_id"]}).filter(
            ~pl.col("native_id").str.starts_with(ORGANISATION)
        )
        return {
            "actors": stored,
            "survey_ties": ties.with_columns(
                self._actor_ids(ties["source"]), self._actor_ids(ties["target"])
            ),
            "identities": people.with_columns(kind=pl.lit("actor")),
        }

    def _is_erased_actor(self, ids: pl.Series) -> pl.Series:
        return self.erased.among(ids, pl.repeat("survey", len(ids), eager=True), "actor")

    def _actor_ids(self, ids: pl.Series) -> pl.Series:
        """Pseudonyms of people; organisations keep their ids."""
        if ids.is_empty():
            return ids
        hidden = "~" + pseudonyms(ids, self.key, "actor")
        return ids.zip_with(ids.str.starts_with(ORGANISATION).fill_null(False), hidden)

    # --- rejects ---------------------------------------------------------------------------------------------

    def _refused(self, rejects: pl.DataFrame, file: str) -> pl.DataFrame:
        return rejects.with_columns(
            shown(rejects, self.key),
            file=pl.lit(file),
            advice=pl.col("code").replace_strict({code: advice.id for code, advice in CODES.items()}),
        )


def _gathered(parts: list[Tables], batch: str) -> Tables:
    """The tables of all parts in their declared columns, without the empty ones."""
    gathered = {}
    for name, schema in TABLES.items():
        frames = [part[name] for part in parts if name in part and len(part[name])]
        if not frames:
            continue
        frame = pl.concat(frames, how="diagonal") if len(frames) > 1 else frames[0]
        gathered[name] = shaped(frame.with_columns(batch=pl.lit(batch)), schema)
    return gathered


def _keyed(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    written = [name for name in columns if not is_blank(frame[name])]
    return frame.with_columns(keys(frame[name], frame["platform"]) for name in written) if written else frame


def _codes(vocabulary: str) -> dict[str, str]:
    """The vocabulary's codes, each for itself: whatever else stands in their place is not stored, since it may be a name."""
    return {code: code for code in choices(vocabulary).values()}
