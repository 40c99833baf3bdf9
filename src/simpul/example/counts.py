"""Likes, comments, shares and reach: what the platforms counted on each post."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simpul.example.accounts import Accounts
from simpul.example.rows import (
    FACEBOOK,
    INSTAGRAM,
    POST,
    QUOTE,
    SHARE,
    SPOKEN,
    WHATSAPP,
    YOUTUBE,
    Ints,
    Rows,
    X,
)

LIKED = 0.012  # median likes of a named account's post, per follower


def count(
    rows: Rows, accounts: Accounts, followers: NDArray[np.float64], chance: np.random.Generator
) -> pl.DataFrame:
    """likes, comments, shares, views, reach, saves, clicks of each row; null where the platform does not show it.

    `followers` has an entry per account. Comments of a first post are the replies in its thread and shares on X are those in
    the block: what the platforms show agrees with what was exported.
    """
    size = len(rows)
    first = (rows.kind == POST) | (rows.kind == QUOTE)
    named = accounts.frame["kind"].to_numpy()[rows.author] != "citizen"
    fans = followers[rows.author]
    typical = np.where(first, np.where(named, LIKED * fans, 1.5), 0.6)
    likes = np.floor(typical * np.exp(chance.normal(0, 1.0, size))).astype(np.int64)
    thread = _tally(rows.root[(rows.root >= 0) & (rows.root != np.arange(size))], size)
    direct = _tally(rows.parent[rows.parent >= 0], size)
    passed = _tally(rows.shared[rows.kind == SHARE], size)
    guessed = np.floor(likes * 0.06 * chance.random(size) * 2).astype(np.int64)
    seen = np.rint(fans * (0.2 + chance.random(size) * 0.9) + likes * 6).astype(np.int64)
    meta = np.isin(rows.platform, (INSTAGRAM, FACEBOOK))
    owner = first & meta & (rows.voice == SPOKEN["office"])
    shown = (rows.platform != WHATSAPP) & (rows.kind != SHARE)
    return pl.DataFrame(
        {
            "likes": _where(shown, likes),
            "comments": _where(shown, np.where(first & (rows.platform != X), thread, direct)),
            "shares": _where(shown & ((rows.platform == X) | first & (rows.platform != YOUTUBE)), np.where(rows.platform == X, passed, guessed)),
            "views": _where(shown & ((rows.platform == X) | first & (rows.platform == YOUTUBE) | owner), seen),
            "reach": _where(owner, np.rint(seen * 0.8).astype(np.int64)),
            "saves": _where(owner & (rows.platform == INSTAGRAM), guessed // 2),
            "clicks": _where(owner & (rows.platform == FACEBOOK), guessed * 2),
        }
    )  # fmt: skip


def _tally(rows: Ints, size: int) -> Ints:
    return np.bincount(rows, minlength=size)


def _where(shown: NDArray[np.bool_], values: Ints) -> pl.Series:
    frame = pl.DataFrame({"shown": shown, "value": values})
    return frame.select(pl.when("shown").then("value")).to_series()
