"""How far two or more coders agree beyond chance."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from simpul.language.evaluation.intervals import RESAMPLES, Floats, Interval, bootstrap
from simpul.language.evaluation.questions import EvaluationProblem, Ints, Kind, asked_in, codes

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
METRICS: tuple[Metric, ...] = get_args(Metric)


class Agreement(NamedTuple):
    """Of two coders on one question. `ordinal` is None where the classes have no order."""

    question: str
    n: int  # texts that both answered
    same: int
    nominal: Interval
    ordinal: Interval | None


def alpha(values: npt.ArrayLike, metric: Metric = "nominal") -> float:
    """Krippendorff's α = 1 − observed / expected disagreement, from the coincidences of values; 1 is full agreement, 0 chance.

    `values` is coder × unit; NaN is no label, and units with fewer than two labels do not count. `metric` says how far apart two
    values are: nominal (0 or 1), ordinal (by the labels ranked between them), interval ((c − k)²), ratio (((c − k) / (c + k))²).
    Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability". NaN (undefined) without two labels of one unit, or where
    only one value occurs. Raises ValueError for an unknown metric, and for negative values with the ratio metric.
    """
    counts, levels = units(values, metric)
    weighted = counts / np.maximum(counts.sum(1) - 1, 1)[:, None]
    coincidences = weighted.T @ counts - np.diag(weighted.sum(0))
    return float(alphas(coincidences[None], levels, metric)[0])


def units(values: npt.ArrayLike, metric: Metric = "nominal") -> tuple[Floats, Floats]:
    """How often each value was given to each unit (unit × value), of units with two labels or more, and the values in order.

    Raises as `alpha`.
    """
    if metric not in METRICS:
        raise ValueError(f"unknown metric {metric!r}; known: {', '.join(METRICS)}")
    table = np.atleast_2d(np.asarray(values, np.float64))
    known = ~np.isnan(table)
    levels, place = np.unique(table[known], return_inverse=True)
    if metric == "ratio" and (levels < 0).any():
        raise ValueError("the ratio metric has no place for negative values")
    counts = np.zeros((table.shape[1], len(levels)))
    np.add.at(counts, (np.nonzero(known)[1], place.reshape(-1)), 1)
    return counts[counts.sum(1) >= 2], levels


def compare(
    frame: pl.DataFrame, other: pl.DataFrame, text: str, resamples: int = RESAMPLES, seed: int = 0
) -> list[Agreement]:
    """How two tables of labels agree on the texts that stand in both; of a set its first class counts, or that it is empty.

    A text that stands several times is met in the order of the rows. Raises EvaluationProblem where no text is in both.
    """
    numbered = [
        each.with_row_index("row").with_columns(turn=pl.int_range(pl.len()).over(text))
        for each in (frame, other)
    ]
    met = numbered[0].join(numbered[1], on=[text, "turn"], suffix=" other", maintain_order="left")
    if not met.height:
        raise EvaluationProblem(
            "Kedua berkas tidak punya satu teks pun yang sama.", "The two files have not one text in common."
        )
    one, two = frame[met["row"].to_list()], other[met["row other"].to_list()]
    both = {each.name for each in asked_in(other)}
    found = []
    for asked in asked_in(frame):
        if asked.name not in both:
            continue
        first, second, size = codes(one, asked), codes(two, asked), len(asked.classes)
        if asked.kind is Kind.SET:
            first, second, size = first + 1, second + 1, size + 1
        kept = (first >= 0) & (second >= 0)
        first, second = first[kept], second[kept]
        nominal = _interval_of(first, second, size, "nominal", resamples, seed)
        ordered = asked.kind is Kind.ORDER
        ordinal = _interval_of(first, second, size, "ordinal", resamples, seed) if ordered else None
        found.append(Agreement(asked.name, len(first), int((first == second).sum()), nominal, ordinal))
    return found


def _interval_of(first: Ints, second: Ints, size: int, metric: Metric, resamples: int, seed: int) -> Interval:
    levels = np.arange(size, dtype=np.float64)

    def score(counts: Floats) -> Floats:
        pairs = np.zeros((len(counts), size * size))
        pairs[:, : counts.shape[1]] = counts
        table = pairs.reshape(-1, size, size)
        return alphas(table + table.transpose(0, 2, 1), levels, metric)

    return bootstrap(first * size + second, score, resamples, seed)


def alphas(tables: Floats, levels: Floats, metric: Metric) -> Floats:
    """α of each table of coincidences (draw × value × value)."""
    totals = tables.sum(1)
    distance = _distance(levels, totals, metric)
    observed = (tables * distance).sum((1, 2)) * (totals.sum(1) - 1)
    expected = (totals[:, :, None] * totals[:, None, :] * distance).sum((1, 2))
    ratio: Floats = np.full(len(totals), np.nan)
    np.divide(observed, expected, out=ratio, where=expected > 0)
    return 1 - ratio


def _distance(levels: Floats, totals: Floats, metric: Metric) -> Floats:
    """How far apart values are: draw or 1 × value × value."""
    if metric == "nominal":
        return np.asarray(1.0 - np.eye(len(levels))[None])
    place: Floats = np.cumsum(totals, 1) - totals / 2 if metric == "ordinal" else levels[None]
    apart: Floats = place[:, :, None] - place[:, None, :]
    if metric == "ratio":
        together = place[:, :, None] + place[:, None, :]
        np.divide(apart, together, out=apart, where=together != 0)
    return np.asarray(apart**2)
