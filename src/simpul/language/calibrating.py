"""From scores to probabilities that hold, and to the point from which on a head answers; learned on texts it had not read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from simpul.language.heads import Head, Kind
from simpul.language.model import Answering
from simpul.language.solving import Floats

LEAST_RIGHT = 0.33  # a choice that is right less often than this is not told
LEANING = {
    "language": (0.0, 2.0, 0.0, 0.0)
}  # short colloquial texts in Javanese look Indonesian; they are to be heard
_LEANS = (0.0, 0.25, 0.5, 0.75, 1.0)
_DIGITS = 4  # that are stored of each number
_BIN = 100  # answers over which the share of right ones is taken


def probabilities(head: Head, score: Floats, how: Answering) -> Floats:
    """The probability of each answer: answers × texts, as the scores."""
    odds = score * _column(how.slope) + _column(how.shift)
    if head.kind is not Kind.CHOICE:
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -50, 50))))
    power = np.exp(odds - odds.max(axis=0))
    return np.asarray(power / power.sum(axis=0))


def decide(chance: Floats, lean: Sequence[float] | Floats) -> npt.NDArray[np.int64]:
    """The answer for each text: the most probable, where rare ones get this head start; the first of equals."""
    favoured = chance * np.exp(np.asarray(lean) if np.ndim(lean) == 2 else _column(lean))
    best, top = np.zeros(chance.shape[1], np.int64), favoured[0].copy()
    for answer in range(1, len(favoured)):
        better = favoured[answer] > top
        best[better] = answer
        np.maximum(top, favoured[answer], out=top)
    return best


def told(chance: Floats, answer: npt.NDArray[np.int64]) -> Floats:
    """The probability of each text's answer."""
    return np.asarray(chance[answer, np.arange(len(answer))])


def _column(numbers: Sequence[float] | Floats) -> Floats:
    return np.asarray(numbers)[:, None]


def calibrate(head: Head, score: Floats, truth: npt.NDArray[np.int8]) -> Answering:
    """Slopes and shifts that make these scores as probable as they should be, and the threshold that serves F1 best.

    `score` and `truth`, which is 0 or 1, are answers × texts.
    """
    right = truth.astype(np.float64)
    if truth.shape[1] == 0:  # nobody was asked
        return Answering((1.0,) * len(truth), (0.0,) * len(truth), 0.5, (0.0,) * len(truth))
    if head.kind is Kind.CHOICE:
        return _calibrate_choice(head, score, right)
    fits = [platt(*each) for each in zip(score, right, strict=True)]
    how = Answering(tuple(f[0] for f in fits), tuple(f[1] for f in fits), 0.5, (0.0,) * len(fits))
    return how._replace(
        threshold=best_threshold(probabilities(head, score, how), right, head.kind is Kind.FLAG)
    )


def _calibrate_choice(head: Head, score: Floats, truth: Floats) -> Answering:
    """One slope for all answers and a shift for each (temperature and bias); then how far decisions lean to rare answers."""
    answers, texts = truth.shape

    def loss(x: Floats) -> tuple[float, Floats]:
        odds = score * x[0] + x[1:, None]
        power = np.exp(odds - odds.max(axis=0))
        chance = power / power.sum(axis=0)
        off = (chance - truth) / texts
        value = -float((truth * np.log(chance + 1e-12)).sum() / texts) + 1e-4 * float((x[1:] ** 2).sum())
        return value, np.concatenate([[(off * score).sum()], off.sum(axis=1) + 2e-4 * x[1:]])

    x = np.round(minimize(loss, np.array([2.0, *[0.0] * answers]), jac=True, method="L-BFGS-B").x, _DIGITS)
    share = np.log(np.maximum(truth.mean(axis=1), 1e-4))
    how = Answering((float(x[0]),) * answers, tuple(map(float, x[1:])), 0.0, (0.0,) * answers)
    chance = probabilities(head, score, how)
    leans = [tuple(map(float, np.round(-lean * share, _DIGITS))) for lean in _LEANS]
    right = truth.argmax(axis=0)
    best = max(leans, key=lambda lean: macro_f1(right, decide(chance, lean), answers))
    best = LEANING.get(head.name, best)
    chosen = decide(chance, best)
    return how._replace(lean=best, threshold=_abstain(told(chance, chosen), chosen == right))


def platt(score: Floats, truth: Floats) -> tuple[float, float]:
    """Slope and shift of the log-odds (Platt 1999, with his targets for few examples)."""
    yes = truth.sum()
    target = np.where(truth == 1, (yes + 1) / (yes + 2), 1 / (len(truth) - yes + 2))

    def loss(x: Floats) -> tuple[float, Floats]:
        odds = score * x[0] + x[1]
        chance = 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
        value = float((np.logaddexp(0, odds) - target * odds).mean())
        off = (chance - target) / len(score)
        return value, np.array([(off * score).sum(), off.sum()])

    x = np.round(minimize(loss, np.array([2.0, 0.0]), jac=True, method="L-BFGS-B").x, _DIGITS)
    return max(float(x[0]), 0.0), float(x[1])


def best_threshold(chance: Floats, truth: Floats, both: bool = False) -> float:
    """The probability from which on an answer counts, the same for all answers of a head, that gives the best F1.

    With `both` the mean of the F1 of 1 and of 0.
    """
    order = np.argsort(-chance, axis=None, kind="stable")
    hits, given, right = np.cumsum(truth.ravel()[order]), np.arange(1, order.size + 1), truth.sum()
    f1 = 2 * hits / (given + right)
    if both:
        missed = right - hits
        f1 = f1 + 2 * (order.size - given - missed) / np.maximum(2 * order.size - given - right, 1)
    return round(float(chance.ravel()[order[f1.argmax()]]), _DIGITS)


def _abstain(chance: Floats, right: npt.NDArray[np.bool_]) -> float:
    """The probability below which the least sure answers, a bin at a time, are mostly wrong."""
    order = np.argsort(chance, kind="stable")
    threshold = 0.0
    for start in range(0, len(order) - _BIN, _BIN):
        part = order[start : start + _BIN]
        if right[part].mean() >= LEAST_RIGHT:
            break
        threshold = float(chance[part[-1]])
    return round(threshold, _DIGITS)


def macro_f1(truth: npt.NDArray[np.int64], given: npt.NDArray[np.int64], answers: int) -> float:
    """The mean over the answers that occur of 2 TP / (2 TP + FP + FN)."""
    counts = [
        ((truth == k) & (given == k)).sum() / max(1, ((truth == k).sum() + (given == k).sum()) / 2)
        for k in range(answers)
    ]
    there = [k for k in range(answers) if (truth == k).any()]
    return float(np.mean([counts[k] for k in there]))
