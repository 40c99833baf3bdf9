"""Agencies and platforms compared: each against all the others together, beyond noise and beyond luck among many looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from simpul.measures import bootstrap, units
from simpul.measures.bootstrap import Floats
from simpul.measures.effects import cliff_delta, cohen_h
from simpul.measures.evidence import all_hold
from simpul.measures.findings import DIGITS, conform
from simpul.measures.intervals import difference, wilson
from simpul.measures.material import Material
from simpul.measures.measure import Measure
from simpul.measures.multiplicity import ALPHA, benjamini_hochberg
from simpul.measures.uncertainty import KEY, drawn, effective

KINDS = ("agency", "platform")
CONTRASTS: dict[str, Any] = {
    "measure": pl.String,
    "subject_kind": pl.String,  # agency, platform
    "subject_id": pl.String,
    "value": pl.Float64,  # of the subject, in the measure's unit
    "rest": pl.Float64,  # of all others together
    "difference": pl.Float64,
    "low": pl.Float64,  # 95 % interval of the difference
    "high": pl.Float64,
    "effect": pl.Float64,
    "effect_kind": pl.String,  # cohen_h (shares), cliff_delta (means over rows)
    "p": pl.Float64,
    "p_adjusted": pl.Float64,  # Benjamini & Hochberg over all rows of this table
    "clear": pl.Boolean,  # p_adjusted < 0.05
}


def contrasts(
    material: Material, measures: Sequence[Measure], sums: dict[str, pl.DataFrame], shown: pl.DataFrame
) -> pl.DataFrame:
    """The table CONTRASTS, sorted by measure and subject.

    Only subjects whose finding is shown (`shown`: findings) and of which the corpus' finding is shown are compared: what is
    suppressed stays so. Shares: Newcombe's interval and a score test with effective rows; ratios: the bootstrap's. What differs is
    not said to have a cause.
    """
    ok = shown.filter(pl.col("status") == "ok").select("measure", *KEY)
    parts = []
    for measure in measures:
        if measure.id not in sums or measure.whole:
            continue
        if ok.filter(measure=measure.id, subject_kind="corpus").is_empty():
            continue
        known = ok.filter(pl.col("measure") == measure.id, pl.col("subject_kind").is_in(KINDS))
        table = sums[measure.id].filter(pl.col("subject_kind").is_in(KINDS))
        pair = _against_rest(table, known.select(KEY))
        if pair.is_empty():
            continue
        found = _shares(measure, pair) if measure.interval else _ratios(measure, pair)
        parts.append(_with_size(material, measure, found).with_columns(measure=pl.lit(measure.id)))
    return _judged(pl.concat([pl.DataFrame(schema=CONTRASTS), *(conform(part, CONTRASTS) for part in parts)]))


def _against_rest(table: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Sums of each known subject (`side` 0) and of all others (`side` 1) by group, at the subject's own level of units."""
    mine = units.chosen(table).join(known, on=KEY, how="semi")
    levels = mine.select(*KEY, "level").unique()
    whole = table.group_by("subject_kind", "level", "group").agg(pl.col("a", "b").sum())
    every = levels.join(whole, on=["subject_kind", "level"])
    own = mine.select(*KEY, "group", own_a="a", own_b="b")
    rest = (
        every.join(own, on=[*KEY, "group"], how="left")
        .with_columns(
            a=pl.col("a") - pl.col("own_a").fill_null(0), b=pl.col("b") - pl.col("own_b").fill_null(0)
        )
        .filter(pl.col("b") != 0)
    )
    columns = [*KEY, "group", "a", "b"]
    both = pl.concat(
        [mine.select(*columns, side=pl.lit(0)), rest.select(*columns, side=pl.lit(1))]
    ).with_columns(units=pl.len().over(*KEY, "side"))
    enough = both.filter((pl.col("units") >= units.LEAST_UNITS).all().over(KEY))
    two = enough.filter(pl.col("side").n_unique().over(KEY) == 2)
    return two.sort(*KEY, "side", "group")


def _shares(measure: Measure, pair: pl.DataFrame) -> pl.DataFrame:
    sides = []
    for side in (0, 1):
        cells = pair.filter(side=side)
        share = cells.group_by(KEY).agg(p=pl.col("a").sum() / pl.col("b").sum())
        sides.append(share.join(effective(cells), on=KEY))
    both = sides[0].join(sides[1], on=KEY, suffix="_rest").sort(KEY)
    p, q, n, m = (pl.col(name) for name in ("p", "p_rest", "effective", "effective_rest"))
    gap, low, high = difference((p, *wilson(p * n, n)), (q, *wilson(q * m, m)))
    pooled = (p * n + q * m) / (n + m)
    z = gap.abs() / (pooled * (1 - pooled) * (1 / n + 1 / m)).sqrt()
    scale = measure.scale
    found = both.select(
        *KEY, value=scale * p, rest=scale * q, difference=scale * gap, low=scale * low, high=scale * high,
        effect=cohen_h(p, q), effect_kind=pl.lit("cohen_h"), z=z,
    )  # fmt: skip
    return found.with_columns(p=pl.Series(_two_sided(found["z"].to_numpy(), np.full(found.height, np.inf))))


def _ratios(measure: Measure, pair: pl.DataFrame) -> pl.DataFrame:
    both = []
    for side in (0, 1):
        cells = pair.filter(side=side)
        subjects, above, below = drawn(cells)
        with np.errstate(divide="ignore", invalid="ignore"):
            both.append((subjects, measure.scale * above / below))
    found = pair.group_by(KEY, maintain_order=True).agg(
        value=measure.scale * pl.col("a").filter(side=0).sum() / pl.col("b").filter(side=0).sum(),
        rest=measure.scale * pl.col("a").filter(side=1).sum() / pl.col("b").filter(side=1).sum(),
    )
    gaps = both[0][1] - both[1][1]
    least = np.minimum(*(each["units"].cast(pl.Float64).to_numpy() for each, _ in both))
    low, high = bootstrap.percentiles(gaps, least)
    gap = (found["value"] - found["rest"]).to_numpy()
    spread = np.array([row[np.isfinite(row)].std() if np.isfinite(row).any() else np.nan for row in gaps])
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.abs(gap) / np.where(spread > 0, spread, np.nan)
    ends = {"difference": gap, "low": low, "high": high, "p": _two_sided(z, least - 1)}
    return found.with_columns(pl.Series(name, values) for name, values in ends.items())


def _two_sided(z: Floats, freedom: Floats) -> Floats:
    from scipy.special import ndtr, stdtr

    chance: Floats = 2 * np.where(
        np.isinf(freedom), ndtr(-z), stdtr(np.where(np.isinf(freedom), 1, freedom), -z)
    )
    return chance


def _with_size(material: Material, measure: Measure, found: pl.DataFrame) -> pl.DataFrame:
    """Cliff's delta where the measure is a mean over rows."""
    column = units.value_column(measure)
    if column is None:
        return found
    view = measure.counted
    where = all_hold(view.key[0], measure.where)
    counted = nw.from_native(material.local(view)).filter(where).to_native()
    rows = counted.select(column, *(view.subjects[kind] for kind in KINDS)).collect()
    sizes = [
        cliff_delta(rows.select(pl.col(view.subjects[kind]).cast(pl.String).alias("subject_id"), column), "subject_id", column)
        .select(pl.lit(kind).alias("subject_kind"), "subject_id", effect=pl.col("delta"))
        for kind in KINDS
    ]  # fmt: skip
    return found.join(pl.concat(sizes), on=KEY, how="left").with_columns(effect_kind=pl.lit("cliff_delta"))


def _judged(table: pl.DataFrame) -> pl.DataFrame:
    adjusted = pl.Series(benjamini_hochberg(table["p"].fill_null(np.nan).to_numpy()))
    floats = [name for name, kind in CONTRASTS.items() if kind == pl.Float64]
    return (
        table.with_columns(p_adjusted=adjusted)
        .with_columns(
            pl.when(pl.col(name).is_finite()).then(pl.col(name)).round_sig_figs(DIGITS) for name in floats
        )
        .with_columns(clear=(pl.col("p_adjusted") < ALPHA).fill_null(False))
        .sort("measure", *KEY)
    )
