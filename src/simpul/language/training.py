"""Trains all heads: weights from all texts, probabilities and thresholds from texts that the model had not read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from simpul.language.calibrating import calibrate
from simpul.language.corpora import FOLDS, targets, text_folds
from simpul.language.features import LETTER_ROWS, MARKS, ROWS
from simpul.language.heads import HEADS, OUTPUTS, columns
from simpul.language.lists import compiled
from simpul.language.model import ALIGNED, IDF, Model
from simpul.language.seeing import Seen, see
from simpul.language.solving import Floats, Table, learn, scores
from simpul.language.tables import places
from simpul.language.tuning import tune

COST = 0.5
WORD_WEIGHT, MARK_WEIGHT = (
    2.0,
    8.0,
)  # of words, and of marks and list decisions, beside letters; chosen by cross-validation
GENERAL_SHARE = 0.4  # how much of what reviews and news teach of sentiment counts for what a city says
LEVELS = 127  # of a weight, on each side of 0
_COARSENESS = (1.0, 0.7, 0.5, 0.35, 0.25)  # of the largest weight, that are tried as the largest level


class Lesson(NamedTuple):
    """What a head learns from: the texts it is asked of, their answers as 0 and 1, and which fold each is in."""

    asked: npt.NDArray[np.bool_]
    answers: npt.NDArray[np.int8]  # text × answer
    fold: npt.NDArray[np.int64]


def train(corpora: pl.DataFrame) -> tuple[Model, Floats]:
    """The model, and each text's scores by weights that had not read its fold; see `corpora.read_corpora`."""
    seen = see(corpora["text"], compiled(places()))
    weight = idf(seen)
    texts = table(seen, weight)
    weights, unread = np.zeros((OUTPUTS, ROWS + 1)), np.zeros((len(corpora), OUTPUTS))
    lessons = {name: lesson(corpora, name) for name in HEADS}
    for name, place in columns().items():
        base, share = None, np.zeros((place.stop - place.start, ROWS + 1))
        if name == "city_sentiment":
            share = GENERAL_SHARE * weights[columns()["sentiment"]]
            base = GENERAL_SHARE * unread[:, columns()["sentiment"]]
        weights[place], unread[:, place] = _learn_head(texts, lessons[name], base)
        weights[place] += share
    answering = {
        name: calibrate(HEADS[name], unread[each.asked, columns()[name]].T, each.answers[each.asked].T)
        for name, each in lessons.items()
    }
    packed, scale = np.zeros((ROWS, -(-(1 + OUTPUTS) // ALIGNED) * ALIGNED), np.int8), np.zeros(OUTPUTS)
    packed[:, 0] = weight
    for name, place in columns().items():
        stored, scale[place] = quantised(weights[place, :ROWS], weight, alike=name == "language")
        packed[:, 1 + place.start : 1 + place.stop] = stored.T
    made = {"texts": dict(sorted(corpora.group_by("source").len().iter_rows()))}
    model = Model(packed, scale, weights[:, ROWS].copy(), answering, {}, made)
    return model._replace(
        mixing=tune(model, corpora, unread, {name: each.answers for name, each in lessons.items()})
    ), unread


def lesson(corpora: pl.DataFrame, name: str) -> Lesson:
    """What a head learns from these texts. Official posts have one writer, so there folds are drawn by text."""
    wanted = targets(corpora, name)
    asked = wanted.to_series(0).is_not_null().to_numpy()
    fold = corpora["fold"].to_numpy()
    if HEADS[name].official or name in ("call_to_care", "stance"):
        fold = text_folds(corpora["text"]).to_numpy()
    return Lesson(asked, wanted.fill_null(0).to_numpy().astype(np.int8), fold)


def _learn_head(texts: Table, given: Lesson, base: Floats | None) -> tuple[Floats, Floats]:
    """Weights of a head's answers, and the scores of each text by weights that had not read its fold."""
    weights, unread = [], []
    for answer in range(given.answers.shape[1]):
        side = np.where(given.answers[:, answer] == 1, 1, -1).astype(np.int8)
        side[~given.asked] = 0
        offset = None if base is None else np.ascontiguousarray(base[:, answer])
        every = learn(texts, side, costs(side), offset)
        score = scores(texts.column, texts.value, texts.first, every)  # of texts that no fold learns from
        for fold in range(FOLDS):
            held = given.fold == fold
            part = np.where(held, np.int8(0), side)
            without = learn(texts, part, costs(part), offset)
            score[held & given.asked] = scores(texts.column, texts.value, texts.first, without)[
                held & given.asked
            ]
        weights.append(every)
        unread.append(score if offset is None else score + offset)
    return np.stack(weights), np.stack(unread, 1)


def idf(seen: Seen) -> npt.NDArray[np.int8]:
    """Per row IDF · weight · (1 + ln((1 + n) / (1 + texts that have it))), rounded, as it is stored."""
    texts = len(seen.first) - 1
    having = np.unique(_text_of(seen) * ROWS + seen.row) % ROWS
    values = np.log((1 + texts) / (1 + np.bincount(having, minlength=ROWS))) + 1
    values[LETTER_ROWS:] *= WORD_WEIGHT
    values[-MARKS:] *= MARK_WEIGHT / WORD_WEIGHT
    stored: npt.NDArray[np.int8] = np.clip(np.round(IDF * values), 1, 127).astype(np.int8)
    return stored


def table(seen: Seen, weight: npt.NDArray[np.int8]) -> Table:
    """The texts as the kernel scores them: how often a feature occurs, times its idf, over the root of the sum of squares."""
    text, texts = _text_of(seen), len(seen.first) - 1
    square = np.bincount(text, weights=weight[seen.row].astype(np.float64) ** 2, minlength=texts)
    cells, count = np.unique(text * ROWS + seen.row, return_counts=True)
    text, row = cells // ROWS, (cells % ROWS).astype(np.int32)
    value = count * weight[row] / np.sqrt(square[text])
    first = np.searchsorted(text, np.arange(texts + 1)).astype(np.int64)
    return Table(row, value, first, ROWS)


def _text_of(seen: Seen) -> npt.NDArray[np.int64]:
    return np.repeat(np.arange(len(seen.first) - 1), np.diff(seen.first))


def costs(sides: npt.NDArray[np.int8]) -> Floats:
    """What a mistake costs for each text: the rarer side's cost as much in all as those of the other side."""
    cost = np.full(len(sides), COST)
    many = max((sides == 1).sum(), (sides == -1).sum())
    for side in (1, -1):
        cost[sides == side] *= many / max((sides == side).sum(), 1)
    return cost


def quantised(
    weights: Floats, weight: npt.NDArray[np.int8], alike: bool = False
) -> tuple[npt.NDArray[np.int8], Floats]:
    """Small numbers for the weights of outputs × rows, times the idf, and the scale of each output; see `model.Model`.

    With `alike` all have one scale, so that their sums can be compared word by word.
    """
    products = weights * weight
    scale = np.array([_scale(row) for row in products])
    scale[:] = scale.max() if alike else scale
    return np.clip(np.round(products / scale[:, None]), -LEVELS, LEVELS).astype(np.int8), scale


def _scale(products: Floats) -> float:
    """The step between levels that loses least, of several that cut the few largest weights off."""
    largest = max(float(np.abs(products).max()), 1e-9)
    steps = [largest * share / LEVELS for share in _COARSENESS]
    lost = [
        float(((np.clip(np.round(products / step), -LEVELS, LEVELS) * step - products) ** 2).sum())
        for step in steps
    ]
    return steps[int(np.argmin(lost))]
