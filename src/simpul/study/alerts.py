"""Alerts: official accounts that fell silent or draw no response, and people who wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from simpul.measures.findings import LEAST
from simpul.study.comparing import Side

ALERTS: dict[str, Any] = {
    "alert": pl.String,  # silent (posts nothing), unheard (its posts draw nothing), unanswered (comments wait)
    "account_id": pl.String,
    "platform": pl.String,
    "agency": pl.String,
    "since": pl.Date,  # of the last post, the first unheard post, or the oldest waiting comment; null: no post at all in the window
    "working_days": pl.Int64,  # from then to the end of the window
    "count": pl.Int64,  # posts or comments; null where fewer than five persons wait
    "few": pl.Boolean,  # fewer than five persons wait
}


@dataclass(frozen=True)
class Limits:
    """When an alert is due, in working days; `posts`: so many posts in a row without a like, comment or share."""

    silent: int = 10
    unanswered: int = 3  # the first response that SP4N-LAPOR! asks for
    posts: int = 5


def alerts(study: Side, limits: Limits = Limits()) -> pl.DataFrame:
    """The table ALERTS at the end of the study's window, the longest wait first within each kind.

    Working days are Monday to Friday without Indonesian public holidays. An account without any post in the window is silent
    since its beginning. A comment waits if it is a question, complaint or request without an answer.
    """
    zone = study.manifest["parameters"]["timezone"]
    parts = [
        found
        for found in (
            _silent(study, zone, limits),
            _unheard(study, zone, limits),
            _waiting(study, zone, limits),
        )
        if found is not None
    ]
    table = pl.concat([pl.DataFrame(schema=ALERTS), *(part.select(*ALERTS) for part in parts)])
    order = {"unanswered": 0, "silent": 1, "unheard": 2}
    return table.sort(
        pl.col("alert").replace_strict(order, return_dtype=pl.Int8), "working_days", "account_id",
        descending=[False, True, False],
    )  # fmt: skip


def _silent(study: Side, zone: str, limits: Limits) -> pl.DataFrame | None:
    accounts, posts = study.table("accounts"), study.table("official_posts")
    if accounts is None or posts is None:
        return None
    official = accounts.filter(pl.col("kind").is_in(["official", "agency"])).unique("account_id")
    last = _local(posts, zone).group_by("account_id").agg(since=pl.col("day").max(), count=pl.len())
    found = official.select("account_id", "platform", "agency").join(last, on="account_id", how="left")
    return _aged(found, study, "silent", limits.silent, pl.col("since").fill_null(study.since)).with_columns(
        count=pl.col("count").fill_null(0).cast(pl.Int64), few=pl.lit(False)
    )


def _unheard(study: Side, zone: str, limits: Limits) -> pl.DataFrame | None:
    """Accounts whose latest posts drew nothing at all; posts whose counts are not known break the row."""
    posts = study.table("official_posts")
    if posts is None:
        return None
    drew = _local(posts, zone).sort("account_id", "created_at", "post_id", descending=[False, True, False])
    quiet = (pl.col("interactions") == 0).fill_null(False)
    row = drew.filter(quiet.cast(pl.Int8).cum_min().over("account_id") == 1)
    found = (
        row.group_by("account_id", "platform", "agency")
        .agg(since=pl.col("day").min(), count=pl.len().cast(pl.Int64))
        .filter(pl.col("count") >= limits.posts)
    )
    return _aged(found, study, "unheard", 0, pl.col("since")).with_columns(few=pl.lit(False))


def _waiting(study: Side, zone: str, limits: Limits) -> pl.DataFrame | None:
    comments = study.table("official_comments")
    if comments is None:
        return None
    open_ = _local(comments, zone).filter(
        pl.col("answerable").fill_null(False), ~pl.col("answered").fill_null(False)
    )
    late = _aged(
        open_.with_columns(since=pl.col("day")), study, "unanswered", limits.unanswered, pl.col("since")
    )
    waiting = late.group_by("alert", "account_id", "platform", "agency").agg(
        since=pl.col("since").min(), working_days=pl.col("working_days").max(), count=pl.len().cast(pl.Int64),
        persons=pl.col("person").drop_nulls().n_unique(),
    )  # fmt: skip
    few = pl.col("persons").is_between(1, LEAST - 1)
    return waiting.with_columns(few=few, count=pl.when(~few).then("count"))


def _local(table: pl.DataFrame, zone: str) -> pl.DataFrame:
    return table.with_columns(day=pl.col("created_at").dt.convert_time_zone(zone).dt.date())


def _aged(table: pl.DataFrame, study: Side, alert: str, limit: int, since: pl.Expr) -> pl.DataFrame:
    """With the working days from `since` (null: unknown, so no alert) to the end of the window, those above the limit only."""
    known = table.filter(since.is_not_null())
    starts = known.select(since).to_series().to_list()
    ages = working_days(starts, study.until)
    aged = known.with_columns(alert=pl.lit(alert), working_days=pl.Series(ages, dtype=pl.Int64))
    return aged.filter(pl.col("working_days") > limit) if limit else aged


def working_days(starts: list[date], end: date) -> list[int]:
    """Working days after each start and before `end`: a comment of Friday is one working day old on Tuesday morning."""
    if not starts:
        return []
    first = np.array([each + timedelta(days=1) for each in starts], dtype="datetime64[D]")
    off = np.array(
        [day for year in range(min(starts).year, end.year + 1) for day in _holidays(year)],
        dtype="datetime64[D]",
    )
    return [int(count) for count in np.busday_count(first, np.datetime64(end), holidays=off)]


@cache
def _holidays(year: int) -> tuple[date, ...]:
    from holidays.countries.indonesia import Indonesia

    return tuple(sorted(Indonesia(years=year)))
