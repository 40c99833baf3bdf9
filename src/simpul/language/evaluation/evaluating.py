"""One evaluation: the labeller against a table of texts with hand labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from time import process_time
from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.language import label
from simpul.language.evaluation.calibration import Calibration, calibration
from simpul.language.evaluation.intervals import RESAMPLES, Interval
from simpul.language.evaluation.invariance import Flips, flips, groups, swaps
from simpul.language.evaluation.perturbations import PERTURBATIONS
from simpul.language.evaluation.questions import (
    EvaluationProblem,
    Ints,
    Kind,
    Question,
    Set,
    asked_in,
    check,
    codes,
    memberships,
    question,
)
from simpul.language.evaluation.scores import Score, score, score_sets
from simpul.language.evaluation.slices import FEWEST, slices

Labeller = Callable[[pl.Series], pl.DataFrame]
LABELLER: Labeller = partial(label, evidence=False)
TIMED = 20_000  # texts at least, to tell the speed


class Part(NamedTuple):
    """The score of a slice; of fewer than FEWEST texts only how many are right."""

    by: str
    value: str
    n: int
    right: int
    macro_f1: Interval | None


class Result(NamedTuple):
    """All about one question."""

    question: Question
    score: Score
    calibration: Calibration
    parts: tuple[Part, ...]
    noise: dict[str, float]  # points of macro-F1 lost by each perturbation


class Evaluation(NamedTuple):
    """All about a labeller on one table of texts."""

    texts: int
    results: tuple[Result, ...]
    invariance: tuple[Flips, ...]
    speed: float  # posts per second and core, without evidence


def evaluate(
    frame: pl.DataFrame, text: str, only: Sequence[str] = (), labeller: Labeller | None = None,
    resamples: int = RESAMPLES, seed: int = 0,
) -> Evaluation:  # fmt: skip
    """Compares hand labels, in columns named as the questions, with those that a labeller gives to the column `text`.

    `labeller` is the shipped one unless given. An empty hand label was not asked; an empty cell of `needs` means that there is none. `only` names the questions to look at.
    Rows without text are left out. Raises EvaluationProblem where there is no hand label.
    """
    labeller = labeller or LABELLER
    frame = frame.filter(pl.col(text).cast(pl.String).str.strip_chars() != "").with_columns(
        pl.col(text).cast(pl.String)
    )
    asked = [
        each for each in asked_in(frame) if not only or each.name in {question(name).name for name in only}
    ]
    if not asked or not frame.height:
        wanted = ", ".join(only) or "sentiment, poverty, needs, …"
        raise EvaluationProblem(
            f"Tidak ada kolom label tangan. Beri nama kolomnya: {wanted}.",
            f"There is no column of hand labels. Name it: {wanted}.",
        )
    check(frame.select(each.name for each in asked if each.name in frame.columns), "hand labels")
    told = labeller(frame[text])
    noisy = {name: labeller(change(frame[text], seed)) for name, change in PERTURBATIONS.items()}
    results = tuple(_result(frame, text, told, noisy, each, resamples, seed) for each in asked)
    return Evaluation(
        frame.height, results, _invariance(frame[text], told, labeller, [each.name for each in asked]),
        speed(frame[text], labeller),
    )  # fmt: skip


def scored(
    frame: pl.DataFrame, told: pl.DataFrame, asked: Question, resamples: int = RESAMPLES, seed: int = 0
) -> Score:
    """The score of one question, row by row of two tables."""
    return _score(asked, _labels(frame, asked), _labels(told, asked), resamples, seed)


def calibrated(frame: pl.DataFrame, told: pl.DataFrame, asked: Question) -> Calibration:
    """The calibration of one question: of a choice whether the answer is right, of a flag whether it is set, of a set whether its
    first class is there, or rightly none. Texts without an answer or a hand label do not count."""
    chance = told[f"{asked.name}_p"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    truth, given = codes(frame, asked), codes(told, asked)
    if asked.kind is Kind.SET:
        there = memberships(frame, asked)
        right = np.where(given >= 0, there[np.arange(len(given)), given], ~there.any(1))
        return calibration(chance, right)
    kept = (truth >= 0) & (given >= 0)
    right = truth == 1 if asked.kind is Kind.FLAG else truth == given
    return calibration(chance[kept], right[kept])


def speed(texts: pl.Series, labeller: Labeller) -> float:
    """Posts labelled per second of processor time, all threads together."""
    many = pl.concat([texts] * -(-TIMED // len(texts)))
    begin = process_time()
    labeller(many)
    return len(many) / (process_time() - begin)


def _result(
    frame: pl.DataFrame, text: str, told: pl.DataFrame, noisy: dict[str, pl.DataFrame], asked: Question, resamples: int, seed: int
) -> Result:  # fmt: skip
    truth, given = _labels(frame, asked), _labels(told, asked)
    whole = _score(asked, truth, given, resamples, seed)
    noise = {
        name: 100
        * (whole.macro_f1.value - _score(asked, truth, _labels(each, asked), 0, seed).macro_f1.value)
        for name, each in noisy.items()
    }
    parts = []
    for each in slices(frame, text):
        of = _score(asked, truth[each.rows], given[each.rows], resamples, seed)
        if of.n:
            parts.append(Part(each.by, each.value, of.n, of.right, of.macro_f1 if of.n >= FEWEST else None))
    return Result(asked, whole, calibrated(frame, told, asked), tuple(parts), noise)


def _labels(frame: pl.DataFrame, asked: Question) -> Ints | Set:
    return memberships(frame, asked) if asked.kind is Kind.SET else codes(frame, asked)


def _score(asked: Question, truth: Ints | Set, told: Ints | Set, resamples: int, seed: int) -> Score:
    compare = score_sets if asked.kind is Kind.SET else score
    return compare(truth, told, asked.classes, resamples, seed)  # type: ignore[arg-type]  # both are of the question's kind


def _invariance(
    texts: pl.Series, told: pl.DataFrame, labeller: Labeller, columns: Sequence[str]
) -> tuple[Flips, ...]:
    """Flips of each kind of name that occurs."""
    swapped: dict[str, list[pl.DataFrame]] = {}
    for group in groups():
        swapped.setdefault(group.kind, []).append(swaps(texts, group))
    found = []
    for kind, parts in swapped.items():
        each = pl.concat(parts)
        if each.height:
            found.append(flips(told, labeller(each["swapped"]), each, kind, columns))
    return tuple(found)
