"""Chances and delays learned from who told whom and when: from a survey's answers, or from cascades that were observed."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.stats import beta

from simpul.corpus.records import Schema
from simpul.network.graph import Floats, Ints
from simpul.network.outreach.build import OutreachProblem
from simpul.network.outreach.transmission import KEY, TRANSMISSION

LEARNED: Schema = TRANSMISSION | {
    "low": pl.Float64,  # 95 % interval of the probability (Jeffreys)
    "high": pl.Float64,
    "trials": pl.Int64,  # ties along which word could have passed
    "told": pl.Int64,  # ties along which it did
}
LEAST = 5  # trials below which a chance is not told
TAIL = 0.025


def learn(ties: pl.DataFrame, heard: pl.DataFrame, end: int | None = None) -> pl.DataFrame:
    """Chance and median delay by relation and channel, and over all (columns `LEARNED`); usable in place of the defaults.

    ties    source, target [relation, channel]: source tells target.
    heard   id, day, told_by [channel, cascade]: on which day somebody heard (null: asked, and has not), and from whom (null: briefed, or
            not remembered). Where a pair is tied by several channels, `channel` says which of them it was. `cascade` tells messages and
            campaigns apart. Who has no row was not asked and is in no trial.
    end     the last day that was asked about, else the last day anyone heard.

    A tie is a trial where its source knew at least a day before its target heard from anyone, or the end; it succeeded where the target
    names the source. The interval is Jeffreys' (Beta(told + ½, trials - told + ½); Brown, Cai and DasGupta 2001), the probability its
    mean. The delay is the median of days to telling among who told, corrected for what could not be seen before the end (right truncation;
    Lagakos, Barraj and De Gruttola 1988). Undefined (null): a chance with fewer than five trials, a delay with fewer than five told.

    Raises OutreachProblem where nobody is known to have told or been able to tell.
    """
    with_key = ties.with_columns(
        pl.lit(None, dtype=pl.String).alias(name) for name in KEY if name not in ties.columns
    )
    known = with_key.select("source", "target", *KEY).unique(maintain_order=True)
    rows = heard if "cascade" in heard.columns else heard.with_columns(cascade=pl.lit(""))
    if "channel" not in rows.columns:
        rows = rows.with_columns(channel=pl.lit(None, dtype=pl.String))
    rows = rows.select(pl.col("cascade", "id", "told_by").cast(pl.String), pl.col("day").cast(pl.Int64), by=pl.col("channel").cast(pl.String)).unique(("cascade", "id"), keep="first", maintain_order=True)  # fmt: skip
    last = end if end is not None else rows["day"].max()
    if last is None:
        raise OutreachProblem(
            "Tidak seorang pun mendengar kabar; tidak ada yang dapat dipelajari.",
            "Nobody heard; there is nothing to learn from.",
        )
    knew = rows.drop_nulls("day").select("cascade", source="id", since="day")
    asked = rows.select("cascade", "told_by", "by", target="id", day="day")
    pair, same = ("cascade", "source", "target"), (pl.col("channel") == pl.col("by")).fill_null(False)
    trials = (
        known.join(knew, on="source").join(asked, on=["cascade", "target"])
        .with_columns(
            left=pl.lit(last) - pl.col("since"),
            told=(pl.col("told_by") == pl.col("source")).fill_null(False) & (same | ~same.any().over(pair)),
        )
        .filter(pl.col("told") | (pl.coalesce("day", pl.lit(last)) - pl.col("since") >= 1))
        .with_columns(days=(pl.col("day") - pl.col("since")).clip(0))
        .sort("cascade", "source", "target", *KEY, nulls_last=True)
    )  # fmt: skip
    if trials.is_empty():
        raise OutreachProblem(
            "Jawaban tidak cocok dengan hubungan yang diketahui: periksa id di kedua tabel.",
            "The answers match no known tie: check the ids of both tables.",
        )
    parts = [
        _row(keys[0], keys[1], part)
        for keys, part in trials.group_by(KEY, maintain_order=True)
        if keys != (None, None)
    ]
    once = trials.sort("told", descending=True, maintain_order=True).unique(
        pair, keep="first", maintain_order=True
    )
    return pl.DataFrame([*parts, _row(None, None, once)], schema=LEARNED, orient="row").sort(
        *KEY, nulls_last=True
    )


def _row(relation: object, channel: object, trials: pl.DataFrame) -> tuple[object, ...]:
    n, told = trials.height, int(trials["told"].sum())
    name = "_".join(str(part) for part in (relation, channel) if part is not None) or "any"
    chance: list[float | None] = [None, None, None]
    if n >= LEAST:
        a, b = told + 0.5, n - told + 0.5
        chance = [a / (a + b), float(beta.ppf(TAIL, a, b)), float(beta.ppf(1 - TAIL, a, b))]
    passed = trials.filter("told").drop_nulls("days")
    delay = _median(passed["days"].to_numpy(), passed["left"].to_numpy()) if passed.height >= LEAST else None
    said = f"{told} of {n} ties" if n >= LEAST else f"{n} ties are too few"
    return name, relation, channel, chance[0], delay, "learned", said, chance[1], chance[2], n, told


def _median(days: Ints, left: Ints) -> int:
    """The median of delays that were seen only because they were not longer than `left`.

    By reverse time: F(x) = Π over u > x of 1 - (delays of u) / (delays up to u that could have been as long as u).
    """
    share: Floats = np.ones(int(days.max()) + 1)
    for u in range(len(share) - 1, 0, -1):
        could = ((days <= u) & (left >= u)).sum()
        share[u - 1] = share[u] * (1 - (days == u).sum() / could) if could else share[u]
    return int(np.argmax(share >= 0.5))
