"""Whether a probability means what it says."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.language.evaluation.intervals import Floats

BINS = 10


class Bin(NamedTuple):
    """Texts whose probability lies in (low, high], the first bin also holds its lower bound."""

    low: float
    high: float
    n: int
    probability: float  # mean
    right: float  # share


class Calibration(NamedTuple):
    """Expected calibration error with its reliability table; NaN without texts."""

    error: float
    n: int
    bins: tuple[Bin, ...]


def calibration(probability: Floats, right: npt.NDArray[np.bool_], bins: int = BINS) -> Calibration:
    """ECE = Σ n_b / n · |share right − mean probability| over bins of equal width; empty bins are left out.

    Naeini, Cooper and Hauskrecht (2015), AAAI 29; Guo et al. (2017), ICML 70. Texts without a probability (NaN) do not count.
    Raises ValueError for a probability outside 0 … 1.
    """
    known = ~np.isnan(probability)
    probability, hit = probability[known], right[known].astype(np.float64)
    if ((probability < 0) | (probability > 1)).any():
        raise ValueError("a probability lies outside 0 … 1")
    if not len(probability):
        return Calibration(np.nan, 0, ())
    place = np.clip(np.ceil(probability * bins).astype(np.int64) - 1, 0, bins - 1)
    n = np.bincount(place, minlength=bins)
    mean, share = (np.bincount(place, values, bins) / np.maximum(n, 1) for values in (probability, hit))
    error = float((n / n.sum() * np.abs(share - mean)).sum())
    table = tuple(
        Bin(k / bins, (k + 1) / bins, int(n[k]), float(mean[k]), float(share[k])) for k in np.flatnonzero(n)
    )
    return Calibration(error, int(n.sum()), table)
