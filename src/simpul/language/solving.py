"""Learns linear weights: dual coordinate descent for the squared hinge loss, the same to the bit on every run.

Hsieh, Chang, Lin, Keerthi and Sundararajan (2008), "A dual coordinate descent method for large-scale linear SVM". The texts are
visited in an order drawn from a fixed seed, by one thread, with additions and multiplications alone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[Any]  # float64

MOST_PASSES, TOLERANCE = 60, 0.02
_MULTIPLIER, _INCREMENT = 1103515245, 12345
_MASK = 0x7FFFFFFF


class Table(NamedTuple):
    """Texts as sparse rows: text i has `value[k]` in column `column[k]` for k from first[i] to first[i + 1]."""

    column: npt.NDArray[np.int32]
    value: npt.NDArray[np.float64]
    first: npt.NDArray[np.int64]
    columns: int


def learn(table: Table, sides: npt.NDArray[np.int8], costs: Floats, base: Floats | None = None) -> Floats:
    """Weights, and the intercept as the last of them, that tell side 1 from side −1; texts of side 0 are left out.

    Minimises ½|w|² + Σ costᵢ · max(0, 1 − sideᵢ (baseᵢ + w·xᵢ))². `base` is what is added to a text's score: with the scores of a
    former model, w is what to add to it.
    """
    base = np.zeros(len(sides)) if base is None else base
    weights: Floats = _learn(table.column, table.value, table.first, table.columns, sides, costs, base)
    return weights


@njit(cache=True, nogil=True)
def _learn(
    column: Any, value: Any, first: Any, columns: int, sides: Any, costs: Any, base: Any
) -> Any:  # pragma: no cover
    weights = np.zeros(columns + 1)
    texts = np.flatnonzero(sides)
    alpha, square = np.zeros(len(sides)), np.zeros(len(sides))
    for i in texts:
        square[i] = 1.0 + 0.5 / costs[i]  # the intercept's column is 1
        for k in range(first[i], first[i + 1]):
            square[i] += value[k] * value[k]
    state = 1
    for _ in range(MOST_PASSES):
        for j in range(len(texts) - 1, 0, -1):
            state = (state * _MULTIPLIER + _INCREMENT) & _MASK
            other = (state >> 8) % (j + 1)
            texts[j], texts[other] = texts[other], texts[j]
        worst = 0.0
        for i in texts:
            score = base[i] + weights[columns]
            for k in range(first[i], first[i + 1]):
                score += weights[column[k]] * value[k]
            slope = sides[i] * score - 1.0 + 0.5 / costs[i] * alpha[i]
            if alpha[i] == 0.0 and slope >= 0.0:
                continue
            worst = max(worst, abs(slope))
            step = max(alpha[i] - slope / square[i], 0.0) - alpha[i]
            alpha[i] += step
            step *= sides[i]
            weights[columns] += step
            for k in range(first[i], first[i + 1]):
                weights[column[k]] += step * value[k]
        if worst < TOLERANCE:
            break
    return weights


@njit(cache=True, nogil=True)
def scores(column: Any, value: Any, first: Any, weights: Any) -> Any:  # pragma: no cover
    """The score of each text."""
    found = np.empty(len(first) - 1)
    for i in range(len(found)):
        found[i] = weights[-1]
        for k in range(first[i], first[i + 1]):
            found[i] += weights[column[k]] * value[k]
    return found
