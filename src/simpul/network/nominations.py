"""Whom would people tell? Nominations as a cheap stand-in for a network: in two trials those nominated spread news further."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from simpul.corpus.records import Schema
from simpul.network.graph import Floats

NOMINATIONS: Schema = {"respondent": pl.String, "nominee": pl.String}
NOMINATED: Schema = {
    "id": pl.String,
    "place": pl.String,  # where the respondents live; null where it was not asked
    "nominations": pl.Int64,  # respondents who named this person; null where suppressed
    "n": pl.Int64,  # respondents who named anybody
    "share": pl.Float64,
    "low": pl.Float64,  # 95 % interval of the share (Wilson)
    "high": pl.Float64,
    "rank": pl.Int64,  # in the place, 1 is named most; equals share the better rank
    "suppressed": pl.Boolean,
}
Z = 1.959963984540054


def nominated(nominations: pl.DataFrame, least: int = 5) -> pl.DataFrame:
    """Who is nominated by how many (columns `NOMINATED`, by place and rank).

    `nominations` has `NOMINATIONS` and may have `place` (the respondent's). Naming somebody twice counts once, oneself not at all;
    a respondent who names nobody stands there with a null nominee and is not in n, which `asked` of the survey must say.
    Fewer than `least` respondents are no nomination to be shown: the count, share and interval are null, the rank stays.
    Source: Banerjee, Chandrasekhar, Duflo and Jackson, Review of Economic Studies 86 (2019).
    """
    told = _told(nominations)
    n = told.group_by("place").agg(n=pl.col("respondent").n_unique().cast(pl.Int64))
    counted = told.group_by("place", pl.col("nominee").alias("id")).agg(nominations=pl.len().cast(pl.Int64))
    share = pl.col("nominations") / pl.col("n")
    middle, half = _wilson(share, pl.col("n"))
    few = pl.col("nominations") < least
    return (
        counted.join(n, on="place", nulls_equal=True)
        .with_columns(
            share=share, low=(middle - half).clip(0, 1), high=(middle + half).clip(0, 1), suppressed=few,
            rank=pl.col("nominations").rank("min", descending=True).over("place").cast(pl.Int64),
        )
        .sort("place", "rank", "id", nulls_last=True)
        .with_columns(pl.when(~few).then(pl.col("nominations", "share", "low", "high")).name.keep())
        .select(pl.col(name).cast(kind) for name, kind in NOMINATED.items())
    )  # fmt: skip


def votes(nominations: pl.DataFrame, ids: pl.Series) -> Floats:
    """By id how many respondents name it, wherever they live; for choosing whom to brief, never for showing."""
    counted = _told(nominations).group_by(id="nominee").agg(pl.col("respondent").n_unique())
    named = pl.DataFrame({"id": ids}).join(counted, on="id", how="left", maintain_order="left")["respondent"]
    return named.fill_null(0).to_numpy().astype(np.float64)


def _told(nominations: pl.DataFrame) -> pl.DataFrame:
    """Who names whom, and where: once, and never oneself."""
    place = pl.col("place").cast(pl.String) if "place" in nominations.columns else pl.lit(None, pl.String)
    ids = pl.col("respondent", "nominee").cast(pl.String)
    told = nominations.select(ids, place=place).drop_nulls(["respondent", "nominee"])
    return told.filter(pl.col("respondent") != pl.col("nominee")).unique()


def _wilson(share: pl.Expr, n: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Middle and half-width of the interval. Source: Wilson, Journal of the American Statistical Association 22 (1927)."""
    wide = 1 + Z * Z / n
    half = Z / wide * (share * (1 - share) / n + Z * Z / (4 * n * n)).sqrt()
    return (share + Z * Z / (2 * n)) / wide, half


def agreement(ids: pl.Series, others: pl.Series, places: int) -> float | None:
    """Overlap of two choices of brokers, such as nominated and planned, above chance: (hits - expected) / (possible - expected).

    Expected are |A| · |B| / `places` hits among so many who might have been chosen; 1 where the smaller choice lies in the larger,
    0 as by chance, below 0 less than that. None where a choice is empty or everybody.
    """
    one, two = ids.drop_nulls().unique(), others.drop_nulls().unique()
    possible, expected = min(len(one), len(two)), len(one) * len(two) / max(places, 1)
    if not possible or math.isclose(possible, expected) or places < max(len(one), len(two)):
        return None
    hits = len(one.filter(one.is_in(two.implode())))
    return (hits - expected) / (possible - expected)
