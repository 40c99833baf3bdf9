"""How sure a score is: what it would be on other texts drawn like these."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.language.evaluation.questions import Ints

Floats = npt.NDArray[np.float64]

RESAMPLES = 1000
BOUNDS = (2.5, 97.5)


class Interval(NamedTuple):
    """A score with the bounds between which 95 % of the resamples lie; all three are NaN where it is undefined."""

    value: float
    low: float
    high: float


def bootstrap(
    patterns: Ints, score: Callable[[Floats], Floats], resamples: int = RESAMPLES, seed: int = 0
) -> Interval:
    """The percentile bootstrap interval of a score that depends only on how often each pattern of labels occurs.

    `patterns` is, for each text, the number of its pattern; `score` takes counts (draw × pattern) and gives one number for each
    draw. A resample of n texts with replacement is one multinomial draw of n over the patterns, so no text is touched twice.
    Efron (1979), Ann. Statist. 7(1), 1–26. Undefined (NaN) without texts.
    """
    if not len(patterns):
        return Interval(np.nan, np.nan, np.nan)
    counts = np.bincount(patterns)
    value = float(score(counts[None, :].astype(np.float64))[0])
    drawn = np.random.default_rng(seed).multinomial(len(patterns), counts / counts.sum(), resamples)
    scores = score(drawn.astype(np.float64))
    if np.isnan(scores).all():
        return Interval(value, np.nan, np.nan)
    low, high = np.nanpercentile(scores, BOUNDS)
    return Interval(value, float(low), float(high))
