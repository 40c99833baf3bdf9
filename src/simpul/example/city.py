"""The example city as one object: its accounts, its posts in blocks, its survey, and the truth planted in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import polars as pl

from simpul.example.accounts import Accounts, make_accounts, make_followers
from simpul.example.atlas import PLATFORMS, Atlas, atlas
from simpul.example.chance import stream
from simpul.example.counts import count
from simpul.example.naming import name
from simpul.example.rows import KINDS, SPOKEN, Rows
from simpul.example.speech import speak
from simpul.example.survey import Survey, make_survey
from simpul.example.threads import DEFAULT, Block
from simpul.example.topics import Topics, make_needs
from simpul.example.truth import Truth, make_truth

SMALLEST = 0.01
BLOCK = 100_000  # posts made at once: what a run needs of memory does not grow with the scale


@dataclass(frozen=True)
class City:
    """A fictitious city. The same seed and scale give the same bytes, whatever the number of threads."""

    seed: int
    scale: float
    atlas: Atlas
    accounts: Accounts
    followers: pl.DataFrame  # platform, handle, date, followers, growth
    survey: Survey

    @property
    def size(self) -> int:
        """Number of posts, comments, replies, shares, quotes and messages."""
        return round(DEFAULT * self.scale)

    def chunks(self) -> Iterator[pl.DataFrame]:
        """The posts in equal blocks of at most BLOCK rows; a thread never crosses a block, and each block is in order of time.

        Columns: id, platform, kind, author, parent_id, root_id, shared_id, parent_author, text, created_at (UTC), likes, comments, shares,
        views, reach, saves, clicks, url, mentions, hashtags, group (of WhatsApp); then the truth: role, is_citizen, agency, home, outside, issue, need, sub_need,
        intent, register, language, place, on_behalf, sarcasm, personal, frame.
        """
        topics = Topics(self.atlas, make_needs(self.atlas, self.seed))
        blocks = -(-self.size // BLOCK)
        edges = [self.size * block // blocks for block in range(blocks + 1)]
        for part, (first, last) in enumerate(pairwise(edges)):
            chance = stream(self.seed, "posts", part)
            rows = Block(self.atlas, self.accounts, topics, chance, last - first).build()
            yield self._frame(rows, chance, first)

    @cached_property
    def posts(self) -> pl.DataFrame:
        """All blocks as one frame: at large scales use `chunks`."""
        return pl.concat(self.chunks())

    @cached_property
    def truth(self) -> Truth:
        return make_truth(self)

    def _frame(self, rows: Rows, chance: np.random.Generator, first: int) -> pl.DataFrame:
        people = self.accounts.frame[rows.author]
        words = speak(rows, self.atlas, self.accounts, chance)
        counts = count(rows, self.accounts, self._fans, chance)
        names = name(rows, self.accounts, first)
        parent_author = self.accounts.frame["handle"].gather(
            pl.Series(np.where(rows.parent >= 0, rows.author[rows.parent], -1)).replace(-1, None)
        )
        frame = pl.DataFrame(
            {
                "platform": pl.Series(PLATFORMS).gather(rows.platform),
                "kind": pl.Series(KINDS).gather(rows.kind),
                "author": people["handle"],
                "parent_author": parent_author,
                "created_at": pl.Series(rows.time).cast(pl.Datetime("us", "UTC")),
                "role": people["kind"],
                "is_citizen": people["kind"] == "citizen",
                "agency": people["agency"],
                "home": people["home"],
                "outside": rows.voice == SPOKEN["outside"],
                "group": pl.Series(rows.group).replace(-1, None),
            }
        )
        return pl.concat([frame, words, counts, names], how="horizontal").select(COLUMNS)

    @cached_property
    def _fans(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Mean followers of each account; citizens have a few."""
        mean = self.followers.group_by("platform", "handle").agg(pl.col("followers").mean())
        joined = self.accounts.frame.join(mean, on=["platform", "handle"], how="left", maintain_order="left")
        few = 20.0 + np.arange(len(joined)) * 37 % 400
        return np.where(joined["followers"].is_null().to_numpy(), few, joined["followers"].to_numpy())


COLUMNS = [
    "id", "platform", "kind", "author", "parent_id", "root_id", "shared_id", "parent_author", "text", "created_at",
    "likes", "comments", "shares", "views", "reach", "saves", "clicks", "url", "mentions", "hashtags", "group",
    "role", "is_citizen", "agency", "home", "outside", "issue", "need", "sub_need", "intent", "register", "language", "place",
    "on_behalf", "sarcasm", "personal", "frame",
]  # fmt: skip


def generate(seed: int = 0, scale: float = 1.0) -> City:
    """A city with 30,000 × scale posts; the posts are made when they are asked for.

    Raises ValueError for a scale below 0.01: a smaller city would not have a post of each kind.
    """
    if scale < SMALLEST:
        raise ValueError(f"scale must be at least {SMALLEST}, not {scale}")
    fixed = atlas()
    accounts = make_accounts(fixed, seed, scale)
    return City(seed, scale, fixed, accounts, make_followers(accounts, seed), make_survey(fixed, seed))
