"""How many people do you know who …? Network size and the size of hidden groups from counts alone, about 80 % cheaper than names.

The scale-up estimator: who knows many of the groups whose size is known, knows many people.
Sources: Killworth, McCarty, Bernard, Shelley and Johnsen, Evaluation Review 22 (1998); cost: Breza, Chandrasekhar, McCormick and
Pan, American Economic Review 110 (2020).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.corpus.records import Schema
from simpul.network.graph import Floats

COUNTS: Schema = {"respondent": pl.String, "group": pl.String, "known": pl.Float64}
DEGREES: Schema = {
    "respondent": pl.String,
    "degree": pl.Float64,  # people known, of the whole population
    "low": pl.Float64,  # 95 % interval
    "high": pl.Float64,
    "groups": pl.Int64,  # groups of known size that were answered
}
SIZES: Schema = {
    "group": pl.String,
    "size": pl.Float64,  # estimated
    "low": pl.Float64,  # 95 % of the resamples of respondents
    "high": pl.Float64,
    "n": pl.Int64,  # respondents
    "actual": pl.Float64,  # where it is known: the estimate is then made from the other groups, as a check
}
Z = 1.959963984540054
INTERVAL = (2.5, 97.5)


class Relational(NamedTuple):
    """`degrees`: `DEGREES`, by respondent. `sizes`: `SIZES`, by group."""

    degrees: pl.DataFrame
    sizes: pl.DataFrame


def scale_up(
    counts: pl.DataFrame, sizes: pl.DataFrame, population: float, resamples: int = 1000, seed: int = 0
) -> Relational:
    """Degrees and sizes from aggregated relational data.

    `counts` has `COUNTS`: how many of each group a respondent knows; null where not answered. `sizes` has `group` and `size`, of
    those whose size is known; all other groups are estimated.

        degree = population · Σ known over the known groups answered / Σ of their sizes      (Poisson: ± Z √Σ known, scaled)
        size   = population · Σ known of the group over respondents / Σ of their degrees

    The interval of a size is the bootstrap over respondents. Both rest on people knowing who is what (transmission) and on groups
    mixing as others do (no barrier); estimates of known groups from the others beside their actual size show how well that holds.
    Undefined (null): the degree of who answered for no known group; a size where nobody who answered has a degree.

    Raises ValueError for a negative or infinite count, a size that is not above 0 or not below the population, a respondent with
    two answers for a group, and where no group of known size was asked.
    """
    table = counts.select(pl.col("respondent", "group").cast(pl.String), pl.col("known").cast(pl.Float64))
    _check(table, sizes, population)
    wide = table.pivot("group", index="respondent", values="known").sort("respondent")
    groups = sorted(name for name in wide.columns if name != "respondent")
    known = dict(sizes.select(pl.col("group").cast(pl.String), pl.col("size").cast(pl.Float64)).rows())
    actual = np.array([known.get(group, np.nan) for group in groups])
    if np.isnan(actual).all():
        raise ValueError("no group of known size was asked for")
    answers = wide.select(groups).to_numpy().astype(np.float64)
    degree, width, asked = _degrees(answers, actual, population)
    degrees = pl.DataFrame(
        {
            "respondent": wide["respondent"],
            "degree": degree,
            "low": np.maximum(degree - width, 0),
            "high": degree + width,
            "groups": asked,
        }
    )
    draws = np.random.default_rng(seed).integers(0, len(answers), (resamples, len(answers)))
    rows = [_size(answers, actual, population, column, draws) for column in range(len(groups))]
    found = pl.DataFrame(rows, schema=["size", "low", "high", "n"], orient="row").with_columns(
        group=pl.Series(groups, dtype=pl.String), actual=actual
    )
    return Relational(_tidy(degrees, DEGREES), _tidy(found, SIZES))


def _degrees(answers: Floats, actual: Floats, population: float) -> tuple[Floats, Floats, Floats]:
    """Degree, half-width of its interval and number of groups, by respondent; NaN where undefined."""
    used = ~np.isnan(answers) & ~np.isnan(actual)
    among = np.where(used, actual, 0).sum(axis=1)
    knows = np.where(used, answers, 0).sum(axis=1)
    scale = np.divide(population, among, out=np.full(len(among), np.nan), where=among > 0)
    return scale * knows, scale * Z * np.sqrt(np.maximum(knows, 1)), used.sum(axis=1).astype(np.float64)


def _size(
    answers: Floats,
    actual: Floats,
    population: float,
    column: int,
    draws: np.ndarray[tuple[int, int], np.dtype[np.int64]],
) -> tuple[float, float, float, float]:
    """Size of one group with its interval and n; its own size, if known, is not used."""
    others = actual.copy()
    others[column] = np.nan
    degree = _degrees(answers, others, population)[0]
    valid = ~np.isnan(answers[:, column]) & ~np.isnan(degree)
    knows, reach = np.where(valid, answers[:, column], 0), np.where(valid, degree, 0)
    if not reach.sum():
        return float("nan"), float("nan"), float("nan"), float(valid.sum())
    top, base = knows[draws].sum(axis=1), reach[draws].sum(axis=1)
    drawn = population * top[base > 0] / base[base > 0]
    low, high = np.percentile(drawn, INTERVAL) if len(drawn) else (np.nan, np.nan)
    return float(population * knows.sum() / reach.sum()), float(low), float(high), float(valid.sum())


def _check(counts: pl.DataFrame, sizes: pl.DataFrame, population: float) -> None:
    bad = counts.filter(~pl.col("known").is_finite() | (pl.col("known") < 0))
    if bad.height:
        raise ValueError(f"{bad.height} counts are negative or no number: {bad.row(0)}")
    twice = counts.filter(counts.select("respondent", "group").is_duplicated())
    if twice.height:
        raise ValueError(f"respondent {twice['respondent'][0]} has two answers for {twice['group'][0]}")
    odd = sizes.filter(~pl.col("size").is_between(0, population, closed="none"))
    if odd.height:
        raise ValueError(f"the size of {odd['group'][0]} must be above 0 and below the population")


def _tidy(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    filled = frame.with_columns(pl.col(pl.Float64).fill_nan(None))
    return filled.select(pl.col(name).cast(kind) for name, kind in schema.items())
