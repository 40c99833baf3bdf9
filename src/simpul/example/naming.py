"""Ids and addresses of posts in the shapes that the platforms give them; unique over all blocks."""

from __future__ import annotations

import numpy as np
import polars as pl

from simpul.example.accounts import Accounts
from simpul.example.atlas import PLATFORMS
from simpul.example.chance import letters, scrambled
from simpul.example.rows import BLUESKY, FACEBOOK, INSTAGRAM, POST, REPLY, WHATSAPP, YOUTUBE, Ints, Rows, X

TWITTER_EPOCH = 1_288_834_974_657  # ms
DIGITS = 10**13
STRIDE = 611_953_000_007  # coprime to DIGITS: consecutive rows get ids far apart


def name(rows: Rows, accounts: Accounts, first: int) -> pl.DataFrame:
    """id, parent_id, root_id, shared_id, url of each row; `first` is the number of the block's first row among all posts."""
    among = [np.flatnonzero(rows.platform == number) for number in range(len(PLATFORMS))]
    parts = [_ids(number, rows, accounts, where, first) for number, where in enumerate(among)]
    ids = pl.concat(parts).gather(np.argsort(np.concatenate(among)))
    return pl.DataFrame(
        {
            "id": ids,
            "parent_id": _follow(ids, rows.parent),
            "root_id": _follow(ids, rows.root),
            "shared_id": _follow(ids, rows.shared),
            "url": _urls(rows, accounts, ids),
        }
    )


def _follow(ids: pl.Series, rows: Ints) -> pl.Series:
    return ids.gather(pl.Series(rows).replace(-1, None))


def _ids(platform: int, rows: Rows, accounts: Accounts, where: Ints, first: int) -> pl.Series:
    number = where + first
    if platform == X:  # milliseconds, then a counter that tells posts of one millisecond apart
        milliseconds = rows.time[where] // 1000 - TWITTER_EPOCH
        return _text((milliseconds << 22) | (number & 0x3FFFFF))
    if platform == INSTAGRAM:
        return _code(number).zip_with(pl.Series(rows.kind[where] == POST), "1790" + _digits(number))
    if platform == FACEBOOK:
        own = _facebook(number)
        return own.zip_with(
            pl.Series(rows.kind[where] == POST), _facebook(rows.root[where] + first) + "_" + _digits(number)
        )
    if platform == YOUTUBE:
        own = letters(scrambled(number, 1))
        reply = _comment(rows.parent[where] + first) + "." + own
        nested = reply.zip_with(pl.Series(rows.kind[where] == REPLY), _comment(number))
        return own.zip_with(pl.Series(rows.kind[where] == POST), nested)
    if platform == WHATSAPP:
        return "wa-" + _text(rows.group[where]) + "-" + _text(number)
    assert platform == BLUESKY
    key = "3l" + letters(scrambled(number, 2) >> np.uint64(10), 11, 32).str.to_lowercase()
    return "at://" + accounts.frame["native_id"].gather(rows.author[where]) + "/app.bsky.feed.post/" + key


def _text(numbers: Ints) -> pl.Series:
    return pl.Series(numbers).cast(pl.String)


def _digits(numbers: Ints) -> pl.Series:
    """Thirteen digits, different for different numbers below 15 million."""
    return _text(numbers * STRIDE % DIGITS).str.zfill(13)


def _facebook(numbers: Ints) -> pl.Series:
    return "1220" + _digits(numbers)


def _code(numbers: Ints) -> pl.Series:
    """The short code that a post has in its Instagram address."""
    return letters(scrambled(numbers, 4))


def _comment(numbers: Ints) -> pl.Series:
    return "Ug" + letters(scrambled(numbers, 3)) + "4AaABAg"


def _urls(rows: Rows, accounts: Accounts, ids: pl.Series) -> pl.Series:
    """Addresses of first posts, and of everything on X and Bluesky."""
    frame = pl.DataFrame(
        {
            "id": ids,
            "handle": accounts.frame["handle"].gather(rows.author),
            "page": accounts.frame["native_id"].gather(rows.author),
            "platform": rows.platform,
            "post": rows.kind == POST,
        }
    )
    on, post = pl.col("platform"), pl.col("post")
    return frame.select(
        url=pl.when(on == X).then(pl.format("https://x.com/{}/status/{}", "handle", "id"))
        .when((on == INSTAGRAM) & post).then(pl.format("https://www.instagram.com/p/{}/", "id"))
        .when((on == FACEBOOK) & post).then(pl.format("https://www.facebook.com/{}/posts/{}", "page", "id"))
        .when((on == YOUTUBE) & post).then("https://www.youtube.com/watch?v=" + pl.col("id"))
        .when(on == BLUESKY).then(pl.format("https://bsky.app/profile/{}/post/{}", "handle", pl.col("id").str.split("/").list.last()))
    ).to_series()  # fmt: skip
