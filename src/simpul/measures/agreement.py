"""How far coders agree: Krippendorff's α with its interval, code by code, and which codes are taken for each other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.language.evaluation.agreement import METRICS, Metric, alpha, alphas, units
from simpul.language.evaluation.intervals import RESAMPLES, Floats, bootstrap

__all__ = ["METRICS", "RELY", "TENTATIVE", "Metric", "Reliability", "confusions", "of_code", "reliability"]

RELY = 0.8  # from here on, figures may be relied upon
TENTATIVE = (
    0.667  # below, not even tentative conclusions; Krippendorff (2004), Content Analysis, 2nd ed., p. 241
)


class Reliability(NamedTuple):
    """α with its 95 % bootstrap interval, on so many units with two labels or more; NaN where it is undefined."""

    alpha: float
    low: float
    high: float
    units: int


def reliability(
    values: npt.ArrayLike, metric: Metric = "nominal", resamples: int = RESAMPLES, seed: int = 0
) -> Reliability:
    """Krippendorff's α of labels (coder × unit, NaN is no label) with a percentile interval over resampled units.

    α = 1 − observed / expected disagreement, for any number of coders; see `language.evaluation.agreement.alpha`. Units are
    drawn with replacement, as Zapf et al. (2016), BMC Med. Res. Methodol. 16:93, recommend where labels are missing; the same
    seed gives the same interval. Undefined without a unit that has two labels, and where only one value occurs. Raises
    ValueError for an unknown metric, and for negative values with the ratio metric.
    """
    counts, levels = units(values, metric)
    if not len(counts):
        return Reliability(np.nan, np.nan, np.nan, 0)
    patterns, which = np.unique(counts, axis=0, return_inverse=True)
    pairs = _pairs(patterns).reshape(len(patterns), -1)

    def score(drawn: Floats) -> Floats:
        return alphas((drawn @ pairs).reshape(-1, len(levels), len(levels)), levels, metric)

    found = bootstrap(which.reshape(-1), score, resamples, seed)
    return Reliability(*found, len(counts))


def of_code(values: npt.ArrayLike, code: float) -> float:
    """α of one code against all others taken together: how well coders agree on when this code holds.

    Krippendorff (2004), Content Analysis, 2nd ed., ch. 11.3.4. NaN where the code was never given, or always.
    """
    table = np.atleast_2d(np.asarray(values, np.float64))
    return alpha(np.where(np.isnan(table), np.nan, table == code))


def confusions(values: npt.ArrayLike) -> list[tuple[float, float, int]]:
    """Pairs of different values given to the same unit, with the number of such units, most first."""
    counts, levels = units(values)
    met = (counts > 0).astype(np.int64)
    together = met.T @ met
    found = [
        (float(levels[one]), float(levels[two]), int(together[one, two]))
        for one, two in zip(*np.triu_indices(len(levels), 1), strict=True)
        if together[one, two]
    ]
    return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))


def _pairs(counts: Floats) -> Floats:
    """What each unit adds to the coincidences of values: unit × value × value."""
    pairs = counts[:, :, None] * counts[:, None, :]
    own = np.arange(counts.shape[1])
    pairs[:, own, own] -= counts
    shared: Floats = pairs / (counts.sum(1) - 1)[:, None, None]
    return shared
