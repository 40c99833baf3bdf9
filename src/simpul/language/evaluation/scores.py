"""Scores of one question: F1 of each class and of all, and how often the labeller answers and is right."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.language.evaluation.intervals import RESAMPLES, Floats, Interval, bootstrap
from simpul.language.evaluation.questions import Ints, Set


class ClassScore(NamedTuple):
    """Of one class: NaN where nothing was told (precision) or nothing is there (recall)."""

    name: str
    precision: float
    recall: float
    f1: float
    n: int  # texts of it by hand


class Score(NamedTuple):
    """Of one question: shares between 0 and 1."""

    n: int  # texts with a hand label
    macro_f1: Interval
    accuracy: Interval  # of the texts that were answered
    right: int  # texts answered as by hand
    abstained: int  # texts without an answer
    classes: tuple[ClassScore, ...]


def score(
    truth: Ints, told: Ints, names: tuple[str, ...], resamples: int = RESAMPLES, seed: int = 0
) -> Score:
    """Scores of a choice. Texts whose truth is −1 are left out; told −1 is no answer, which misses the class and hits none.

    F1 = 2 TP / (2 TP + FP + FN); the macro-F1 is its mean over the classes that occur by hand, so that one text told to be of a
    class that is not there costs one text and not a whole class. Accuracy is taken over the answered texts. Both are undefined
    (NaN) without texts.
    """
    kept = truth >= 0
    truth, told = truth[kept], told[kept]
    size = len(names)
    there, said = np.eye(size, dtype=np.bool_)[truth], _one_hot(told, size)
    patterns = truth * (size + 1) + told + 1
    return _score(there, said, patterns, told < 0, names, resamples, seed)


def score_sets(
    truth: Set, told: Set, names: tuple[str, ...], resamples: int = RESAMPLES, seed: int = 0
) -> Score:
    """Scores where a text has any number of classes; none is an answer. Right is a text whose classes are told exactly."""
    _, patterns = np.unique(np.hstack([truth, told]), axis=0, return_inverse=True)
    return _score(truth, told, patterns.reshape(-1), np.zeros(len(truth), np.bool_), names, resamples, seed)


def _score(
    there: Set, said: Set, patterns: Ints, silent: npt.NDArray[np.bool_], names: tuple[str, ...], resamples: int, seed: int
) -> Score:  # fmt: skip
    _, first, compact = np.unique(patterns, return_index=True, return_inverse=True)
    hits, over, missed = there & said, said & ~there, there & ~said
    each = np.stack([part[first] for part in (hits, over, missed)]).astype(
        np.float64
    )  # part × pattern × class
    right = (there[first] == said[first]).all(1) & ~silent[first]
    answered = ~silent[first]

    def macro(counts: Floats) -> Floats:
        return _mean_f1(*(counts @ part for part in each))

    def accuracy(counts: Floats) -> Floats:
        return _ratio(counts @ right, counts @ answered)

    compact = compact.reshape(-1)
    return Score(
        n=len(patterns),
        macro_f1=bootstrap(compact, macro, resamples, seed),
        accuracy=bootstrap(compact, accuracy, resamples, seed),
        right=int(right[compact].sum()),
        abstained=int(silent.sum()),
        classes=_classes(hits.sum(0), over.sum(0), missed.sum(0), names),
    )


def _classes(hits: Ints, over: Ints, missed: Ints, names: tuple[str, ...]) -> tuple[ClassScore, ...]:
    precision, recall = _ratio(hits, hits + over), _ratio(hits, hits + missed)
    f1, there = _ratio(2 * hits, 2 * hits + over + missed), hits + missed
    return tuple(
        ClassScore(name, float(precision[k]), float(recall[k]), float(f1[k]), int(there[k]))
        for k, name in enumerate(names)
        if hits[k] + over[k] + missed[k]
    )


def _mean_f1(hits: Floats, over: Floats, missed: Floats) -> Floats:
    """The mean over the classes that occur by hand; NaN where none does."""
    f1 = np.where(hits + missed > 0, _ratio(2 * hits, 2 * hits + over + missed), 0)
    return _ratio(f1.sum(1), (hits + missed > 0).sum(1))


def _ratio(above: npt.NDArray[np.number], below: npt.NDArray[np.number]) -> Floats:
    """The ratio, NaN where it has no denominator."""
    result: Floats = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=result, where=below != 0)
    return result


def _one_hot(told: Ints, size: int) -> Set:
    """Rows of no answer hold no class."""
    found: Set = np.vstack([np.zeros((1, size), np.bool_), np.eye(size, dtype=np.bool_)])[told + 1]
    return found
