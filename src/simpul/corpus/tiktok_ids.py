"""What every export of TikTok has in common: ids that tell the time, and addresses that name account and video."""

from __future__ import annotations

import polars as pl

VIDEO = r"/(?:video|photo)/(\d+)"
ACCOUNT = r"tiktok\.com/@([\w.]+)"
FIRST = 1_420_070_400  # 2015: what counts from before is no id of this scheme


def sent_at(video_id: pl.Expr) -> pl.Expr:
    """When a video or comment was posted, in UTC and within a minute: seconds since 1970 in its id's upper 32 bits (arXiv:2504.13279).

    Null where the id is none of that scheme.
    """
    second = video_id.cast(pl.UInt64, strict=False) // (1 << 32)
    time = (second.cast(pl.Int64) * 1_000_000).cast(pl.Datetime("us", "UTC"))
    return pl.when(second >= FIRST).then(time)


def address(account: pl.Expr, video_id: pl.Expr) -> pl.Expr:
    """A video's page; null where either is unknown."""
    return pl.format("https://www.tiktok.com/@{}/video/{}", account, video_id)
