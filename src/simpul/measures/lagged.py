"""What official accounts and citizens talk about week by week: whether one rises before, with or after the other.

A rise that comes after another is no effect of it: both may follow the news, the season or the calendar of the budget.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from simpul.measures.findings import DIGITS, LEAST
from simpul.measures.intervals import Z
from simpul.measures.multiplicity import ALPHA, holm

MOST = 4  # weeks
LEAST_WEEKS = 12  # pairs of weeks below which nothing is said
LEAST_TEXTS = 10  # a week, of each voice
PUBLIC = ("post", "comment", "message", "report")
LAGS: dict[str, Any] = {
    "issue": pl.String,  # chapter of the code book
    "lag": pl.Int64,  # weeks; above 0: citizens after official accounts, below 0: before them
    "r": pl.Float64,  # correlation of the weekly changes of both shares
    "low": pl.Float64,  # 95 % interval
    "high": pl.Float64,
    "weeks": pl.Int64,  # pairs of weekly changes
    "effective": pl.Float64,  # how many independent pairs they are worth
    "p_adjusted": pl.Float64,  # Holm over all issues and lags
    "verdict": pl.String,  # together_up (both rise), apart (one rises as the other falls), no_evidence
}


def weekly(coded: pl.DataFrame | pl.LazyFrame, timezone: str) -> pl.DataFrame:
    """Per week (Monday's date) and issue the share of official and of citizens' texts: week, issue, official, public.

    `coded` is the view coded_texts. A share is null in a week with fewer than ten texts of that voice or fewer than five citizens.
    """
    labelled = coded.lazy().filter(pl.col("chapter").is_not_null(), pl.col("created_at").is_not_null()).select(
        week=pl.col("created_at").dt.convert_time_zone(timezone).dt.truncate("1w").dt.date(),
        issue=pl.col("chapter").cast(pl.String),
        official=pl.col("source").cast(pl.String) == "official",
        public=pl.col("source").cast(pl.String).is_in(PUBLIC),
        person=pl.col("person"),
    )  # fmt: skip
    counts = [pl.col("official", "public").sum()]
    by_issue = labelled.group_by("week", "issue").agg(*counts)
    persons = pl.col("person").filter(pl.col("public")).n_unique()
    by_week = labelled.group_by("week").agg(
        of_official=pl.col("official").sum(), of_public=pl.col("public").sum(), persons=persons
    )
    issues = labelled.select("issue").unique()
    table = (
        by_week.join(issues, how="cross")
        .join(by_issue, on=["week", "issue"], how="left")
        .with_columns(pl.col("official", "public").fill_null(0))
    )
    enough = pl.col("persons") >= LEAST
    return table.select(
        "week", "issue",
        official=pl.when(pl.col("of_official") >= LEAST_TEXTS).then(pl.col("official") / pl.col("of_official")),
        public=pl.when((pl.col("of_public") >= LEAST_TEXTS) & enough).then(pl.col("public") / pl.col("of_public")),
    ).sort("issue", "week").collect()  # fmt: skip


def lags(series: pl.DataFrame, most: int = MOST) -> pl.DataFrame:
    """The table LAGS from weekly shares (as of `weekly`), sorted by issue and lag.

    Pearson's correlation of week-to-week changes (so that a common trend is not taken for a relation), with Fisher's interval on the
    number of independent pairs (Pyper & Peterman 1998, Can. J. Fish. Aquat. Sci. 55, 2127–2140). A series that does not vary, or
    too few weeks, gives no row.
    """
    rows = [
        {"issue": str(issue), "lag": lag} | found
        for (issue,), part in series.group_by("issue", maintain_order=True)
        for lag in range(-most, most + 1)
        if (found := _correlated(*_changes(part), lag)) is not None
    ]
    if not rows:
        return pl.DataFrame(schema=LAGS)
    table = pl.DataFrame(rows)
    adjusted = holm(table["p"].to_numpy())
    clear = pl.col("p_adjusted") < ALPHA
    verdict = (
        pl.when(clear & (pl.col("r") > 0)).then(pl.lit("together_up"))
        .when(clear).then(pl.lit("apart"))
        .otherwise(pl.lit("no_evidence"))
    )  # fmt: skip
    return (
        table.with_columns(p_adjusted=pl.Series(adjusted))
        .with_columns(verdict=verdict)
        .select(pl.col(name).cast(kind) for name, kind in LAGS.items())
        .with_columns(pl.col(pl.Float64).round_sig_figs(DIGITS))
        .sort("issue", "lag")
    )


Series = np.ndarray[Any, np.dtype[np.float64]]


def _changes(part: pl.DataFrame) -> tuple[Series, Series]:
    """Changes of both shares from week to week over the whole calendar; NaN where a week or the one before is unknown."""
    weeks = part.select(week=pl.date_range(pl.col("week").min(), pl.col("week").max(), "1w"))
    full = weeks.join(part, on="week", how="left").sort("week")
    official, public = (
        full[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("official", "public")
    )
    return np.diff(official), np.diff(public)


def _correlated(official: Series, public: Series, lag: int) -> dict[str, float] | None:
    x, y = (
        (official[: official.size - lag], public[lag:])
        if lag >= 0
        else (official[-lag:], public[: public.size + lag])
    )
    both = np.isfinite(x) & np.isfinite(y)
    x, y = x[both], y[both]
    n = x.size
    if n < LEAST_WEEKS or not x.std() or not y.std():
        return None
    r = float(np.clip(np.corrcoef(x, y)[0, 1], -1, 1))
    effective = _effective(x, y)
    from scipy.special import ndtr

    z = np.arctanh(np.clip(r, -0.999999, 0.999999))
    spread = 1 / np.sqrt(effective - 3)
    return {
        "r": r, "low": float(np.tanh(z - Z * spread)), "high": float(np.tanh(z + Z * spread)), "weeks": n,
        "effective": effective, "p": float(2 * ndtr(-abs(z) / spread)),
    }  # fmt: skip


def _effective(x: Series, y: Series) -> float:
    """1/n* = 1/n + 2/n · Σ (n−j)/n · ρx(j) · ρy(j) over j up to n/5; from 4 to n."""
    n = x.size
    a, b = x - x.mean(), y - y.mean()
    total = sum(
        (n - j) / n * float(a[:-j] @ a[j:] / (a @ a)) * float(b[:-j] @ b[j:] / (b @ b))
        for j in range(1, n // 5 + 1)
    )
    return float(min(max(n / max(1 + 2 * total, 1e-9), 4.0), n))
