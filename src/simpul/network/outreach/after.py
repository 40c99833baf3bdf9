"""After a campaign: did as many families hear as was said, and do the stated chances mean what they say."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.stats import beta

from simpul.corpus.records import Schema
from simpul.network.graph import Floats
from simpul.network.outreach.build import OutreachProblem
from simpul.network.outreach.plan import Plan
from simpul.network.outreach.showing import OTHER

ASKED: Schema = {
    "campaign": pl.String,
    "group": pl.String,
    "predicted": pl.Float64,  # chance of hearing by the deadline
    "heard": pl.Boolean,
}
RELIABILITY: Schema = {
    "n": pl.Int64,  # families
    "predicted": pl.Float64,  # mean chance
    "observed": pl.Float64,  # share that heard
    "low": pl.Float64,  # 95 % interval of that share (Jeffreys)
    "high": pl.Float64,
}
BINS = 10
LEAST = 5  # families in a row
TAIL = 0.025


class Calibration(NamedTuple):
    """`reliability`: families by stated chance, columns `RELIABILITY`. Brier scores: mean squared error of the chances; 0 is best."""

    reliability: pl.DataFrame
    brier: float
    brier_of_share: float  # of saying the overall share to everyone
    skill: float | None  # 1 - brier / brier_of_share; null where all heard or none did
    predicted: float  # share of families expected to hear
    observed: float
    low: float  # 95 % interval of the observed share (Jeffreys)
    high: float
    n: int

    @property
    def ratio(self) -> float | None:
        """Observed over predicted reach: 1 where as many heard as was said; undefined where nobody was expected to."""
        return self.observed / self.predicted if self.predicted else None

    @property
    def as_said(self) -> bool:
        """Whether the predicted share lies in the interval of the observed one."""
        return self.low <= self.predicted <= self.high


def chances(plan: Plan) -> pl.DataFrame:
    """By family the chance of hearing by the deadline: id, group, predicted. For `observed_of`, never for showing."""
    people = plan.setting.people
    return (
        people.select("id", "family", "group", predicted=pl.Series(plan.heard))
        .filter("family")
        .drop("family")
    )


def observed(plan: Plan, heard: pl.DataFrame, campaign: str = "") -> pl.DataFrame:
    """Families that were asked afterwards beside what the plan said of each (columns `ASKED`); for counting, never for showing.

    `heard` has `id` and `day` (null: has not heard). Heard means by the plan's deadline. Raises OutreachProblem where no family of
    the plan is among them.
    """
    return observed_of(chances(plan), plan.days, heard, campaign)


def observed_of(families: pl.DataFrame, days: int, heard: pl.DataFrame, campaign: str = "") -> pl.DataFrame:
    """As `observed`, of a plan that was made earlier: `families` are its `chances`, `days` its deadline."""
    rows = families.join(
        heard.select(pl.col("id").cast(pl.String), "day").unique("id", keep="first", maintain_order=True),
        on="id",
    )
    if rows.is_empty():
        raise OutreachProblem(
            "Tidak satu pun keluarga dalam rencana ada di antara yang ditanya.",
            "No family of the plan is among those asked.",
        )
    return rows.select(
        pl.lit(campaign).alias("campaign"),
        "group",
        "predicted",
        heard=(pl.col("day") <= days).fill_null(False),
    )


def calibration(asked: pl.DataFrame) -> Calibration:
    """How good the stated chances were, over all campaigns in `asked` (columns `ASKED`).

    Families are put in ten rows of equal number by stated chance, fewer rows where that would leave under five in one. Sources: Brier
    1950; reliability diagrams as in Murphy and Winkler 1977. Raises OutreachProblem for fewer than five families.
    """
    n = asked.height
    if n < LEAST:
        raise OutreachProblem(
            "Kurang dari lima keluarga ditanya; terlalu sedikit untuk dinilai.",
            "Fewer than five families were asked; too few to judge.",
        )
    table = asked.sort("predicted").with_row_index("at")
    bins = max(1, min(BINS, n // LEAST))
    rows = table.group_by(row=pl.col("at") * bins // n, maintain_order=True).agg(
        n=pl.len().cast(pl.Int64),
        predicted=pl.col("predicted").mean(),
        heard=pl.col("heard").sum().cast(pl.Int64),
    )
    low, high = _interval(rows["heard"].to_numpy(), rows["n"].to_numpy())
    reliability = rows.with_columns(
        observed=pl.col("heard") / pl.col("n"), low=pl.Series(low), high=pl.Series(high)
    ).select(*RELIABILITY)
    chance, outcome = table["predicted"].to_numpy(), table["heard"].to_numpy().astype(np.float64)
    share = float(outcome.mean())
    brier, plain = float(((chance - outcome) ** 2).mean()), share * (1 - share)
    ends = _interval(np.array([outcome.sum()]), np.array([n]))
    return Calibration(
        reliability,
        brier,
        plain,
        1 - brier / plain if plain else None,
        float(chance.mean()),
        share,
        float(ends[0][0]),
        float(ends[1][0]),
        n,
    )


def by_group(asked: pl.DataFrame) -> pl.DataFrame:
    """Expected and observed share by group. Groups of fewer than five families asked stand together as *other*, with the next smallest
    where they are too few for that; else what is left out would show by subtraction."""
    rows = asked.with_columns(pl.col("group").fill_null(OTHER))
    sizes = rows.filter(pl.col("group") != OTHER).group_by("group").len().sort("len", "group")
    small = set(sizes.filter(pl.col("len") < LEAST)["group"]) | {OTHER}
    for name in sizes.filter(pl.col("len") >= LEAST)["group"]:
        if not 0 < rows["group"].is_in(small).sum() < LEAST:
            break
        small.add(name)
    kept = (
        rows.with_columns(
            pl.when(pl.col("group").is_in(small)).then(pl.lit(OTHER)).otherwise("group").alias("group")
        )
        .group_by("group")
        .agg(
            n=pl.len().cast(pl.Int64),
            predicted=pl.col("predicted").mean(),
            heard=pl.col("heard").sum().cast(pl.Int64),
        )
        .sort(pl.col("group") == OTHER, "group")
    )
    low, high = _interval(kept["heard"].to_numpy(), kept["n"].to_numpy())
    return kept.select(
        "group",
        "n",
        "predicted",
        observed=pl.col("heard") / pl.col("n"),
        low=pl.Series(low, dtype=pl.Float64),
        high=pl.Series(high, dtype=pl.Float64),
    )


def _interval(heard: Floats, n: Floats) -> tuple[Floats, Floats]:
    return beta.ppf(TAIL, heard + 0.5, n - heard + 0.5), beta.ppf(1 - TAIL, heard + 0.5, n - heard + 0.5)
