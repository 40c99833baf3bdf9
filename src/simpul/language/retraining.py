"""Teaches one head a city's own labels: what is learned is added to the former weights, and judged on posts kept back."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl

from simpul.language.calibrating import calibrate, decide, probabilities
from simpul.language.combining import scores as model_scores
from simpul.language.corpora import FOLDS, OWN, check_answers, targets
from simpul.language.features import ROWS
from simpul.language.heads import HEADS, Head, Kind, columns
from simpul.language.labelling import found_in
from simpul.language.lists import compiled
from simpul.language.model import Answering, Model, ModelProblem, save
from simpul.language.seeing import see
from simpul.language.solving import Floats, learn, scores
from simpul.language.tables import places
from simpul.language.training import costs, quantised, table

HELD = 5  # one text in so many is kept back to judge by
LEAST = 20  # texts that must be labelled
DRAWS, LEVEL = 1000, 0.95  # of the bootstrap, and the share of draws in which a better model is better
HELD_BACK = 0  # the part of HELD that is kept back


class Retrained(NamedTuple):
    """A model with one head taught anew, and how both do on the posts kept back (macro-F1 over the answers, 0 to 1)."""

    model: Model
    texts: int
    held: int
    before: float
    after: float
    gain: tuple[float, float, float]  # mean and bounds of the gain's 95 % interval (paired bootstrap)
    better: bool  # whether the gain is above 0 in LEVEL of the draws


def head_named(name: str) -> Head:
    """The head of this name or label column; raises ModelProblem, naming all, if there is none."""
    for head in HEADS.values():
        if name in (head.name, head.label) and head.name not in ("sentiment", "city", "part"):
            return head
    known = ", ".join(sorted({head.label for head in HEADS.values() if head.name != "city"}))
    raise ModelProblem(
        f"Tidak ada kepala {name}. Yang ada: {known}.", f"There is no head {name}. There are: {known}."
    )


def read_labelled(file: Path, head: Head) -> pl.DataFrame:
    """Texts and labels of one head from a CSV with `text` and the head's column; rows that were not labelled are left out.

    In a column of needs an empty cell, or `none`, means that the text names no need.
    """
    try:
        frame = pl.read_csv(file, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as problem:
        raise ModelProblem(
            f"{file.name} tidak dapat dibaca: {problem}", f"{file.name} cannot be read: {problem}"
        ) from problem
    label = head.label if head.label in frame.columns else head.name
    if "text" not in frame.columns or label not in frame.columns:
        raise ModelProblem(
            f"{file.name} perlu kolom text dan {head.label}.",
            f"{file.name} needs the columns text and {head.label}.",
        )
    frame = frame.select("text", pl.col(label).str.strip_chars().alias(head.label)).filter(
        pl.col("text").is_not_null()
    )
    if head.kind is Kind.SET:
        frame = frame.with_columns(pl.col(head.label).fill_null("").replace("none", ""))
    check_answers(frame, head.label, file.name)
    frame = (
        frame
        if head.kind is Kind.SET
        else frame.filter(pl.col(head.label).is_not_null() & (pl.col(head.label) != ""))
    )
    frame = frame.unique("text", keep="first", maintain_order=True).sort("text")
    if len(frame) < LEAST:
        raise ModelProblem(
            f"{file.name}: baru {len(frame)} teks berlabel; perlu paling sedikit {LEAST}.",
            f"{file.name}: only {len(frame)} labelled texts; at least {LEAST} are needed.",
        )
    return frame


def retrain(model: Model, frame: pl.DataFrame, head: Head) -> Retrained:
    """The model with this head taught the labels of a frame from `read_labelled`, judged on a fifth of its texts."""
    rows = frame.with_columns(source=pl.lit(OWN), kind=pl.lit("official" if head.official else "citizen"))
    right = targets(rows, head.name).fill_null(0).to_numpy().astype(np.int8)
    part = np.array([crc32(text.encode()) % (HELD * FOLDS) for text in frame["text"]])
    held, fold = part % HELD == HELD_BACK, part // HELD
    place = columns()[head.name]
    base = np.concatenate([model_scores(found, model) for found in found_in(frame["text"], model)], axis=1)[
        place
    ].T
    weights, unread = _learn(model, frame["text"], right, base, held, fold)
    how = calibrate(head, unread[~held].T, right[~held].T)
    before = _answers(head, base[held].T, model.answering[head.name])
    after = _answers(head, unread[held].T, how)
    truth = _with_none(head, right[held].astype(np.int64))
    gain = _gains(truth, _with_none(head, before), _with_none(head, after))
    once = np.ones((1, int(held.sum())))
    taught = _taught(model, head, weights, how, len(frame))
    return Retrained(
        taught, len(frame), int(held.sum()),
        float(_f1(truth, _with_none(head, before), once)[0]), float(_f1(truth, _with_none(head, after), once)[0]),
        (float(gain.mean()), float(np.quantile(gain, (1 - LEVEL) / 2)), float(np.quantile(gain, (1 + LEVEL) / 2))),
        bool((gain > 0).mean() >= LEVEL),
    )  # fmt: skip


def _taught(model: Model, head: Head, weights: Floats, how: Answering, texts: int) -> Model:
    """The model with what was learned added to the weights of a head."""
    place = columns()[head.name]
    outputs = slice(1 + place.start, 1 + place.stop)
    idf = model.table[:, 0]
    former = model.table[:, outputs].T * model.scale[place, None] / idf
    stored, scale = quantised(former + weights[:, :ROWS], idf, alike=head.name == "language")
    table, scales, intercepts = model.table.copy(), model.scale.copy(), model.intercept.copy()
    table[:, outputs] = stored.T
    scales[place] = scale
    intercepts[place] += weights[:, ROWS]
    made = model.made | {"taught": model.made.get("taught", {}) | {head.name: texts}}
    return Model(table, scales, intercepts, model.answering | {head.name: how}, model.mixing, made)


def _learn(
    model: Model, texts: pl.Series, right: npt.NDArray[np.int8], base: Floats, held: npt.NDArray[np.bool_],
    fold: npt.NDArray[np.int64],
) -> tuple[Floats, Floats]:  # fmt: skip
    """What to add to the weights of each answer, and each text's score by weights that had not read it."""
    rows = table(see(texts, compiled(places())), model.table[:, 0])
    weights, unread = np.zeros((right.shape[1], ROWS + 1)), base.copy()
    for answer in range(right.shape[1]):
        side = np.where(right[:, answer] == 1, 1, -1).astype(np.int8)
        side[held] = 0
        offset = np.ascontiguousarray(base[:, answer])
        weights[answer] = learn(rows, side, costs(side), offset)
        unread[held, answer] += scores(rows.column, rows.value, rows.first, weights[answer])[held]
        for each in range(FOLDS):
            left_out = (fold == each) & ~held
            without = np.where(left_out, np.int8(0), side)
            learned = learn(rows, without, costs(without), offset)
            unread[left_out, answer] += scores(rows.column, rows.value, rows.first, learned)[left_out]
    return weights, unread


def _answers(head: Head, score: Floats, how: Answering) -> npt.NDArray[np.int64]:
    """What a head answers: text × answers of 0 and 1."""
    chance = probabilities(head, score, how)
    if head.kind is not Kind.CHOICE:
        return (how.threshold <= chance.T).astype(np.int64)
    return np.eye(len(head.answers), dtype=np.int64)[decide(chance, how.lean)]


def _with_none(head: Head, answers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Answers that need not be given have one more: none of them."""
    if head.kind is Kind.CHOICE:
        return answers
    return np.column_stack([answers, answers.sum(axis=1) == 0])


def _gains(
    truth: npt.NDArray[np.int64], before: npt.NDArray[np.int64], after: npt.NDArray[np.int64]
) -> Floats:
    """The gain in macro-F1 on DRAWS samples of the texts, drawn with replacement, the same texts for both."""
    texts = len(truth)
    drawn = np.random.default_rng(0).multinomial(texts, np.full(texts, 1 / texts), DRAWS).astype(np.float64)
    return np.asarray(_f1(truth, after, drawn) - _f1(truth, before, drawn))


def _f1(truth: npt.NDArray[np.int64], given: npt.NDArray[np.int64], drawn: Floats) -> Floats:
    """Macro-F1 over the answers that occur among the texts, for each row of how often each text is drawn."""
    there = truth.any(axis=0)
    truth, given = truth[:, there], given[:, there]
    both = drawn @ (truth + given)
    each = np.where(both > 0, 2 * (drawn @ (truth * given)) / np.maximum(both, 1), np.nan)
    return np.asarray(np.nanmean(each, axis=1))


def teach(name: str, file: Path, out: Path, model: Model, replace: Path | None = None) -> Retrained:
    """Retrain a head on a file of labels and write the new model to `out`, beside the former one.

    With `replace` the new model also takes that file's place, if it is better; what was there stays beside it as
    `…-former.npz`. Raises ModelProblem as `head_named` and `read_labelled`.
    """
    head = head_named(name)
    taught = retrain(model, read_labelled(file, head), head)
    save(taught.model, out)
    if replace is not None and taught.better:
        replace.parent.mkdir(parents=True, exist_ok=True)
        if replace.exists():
            replace.replace(replace.with_name(f"{replace.stem}-former{replace.suffix}"))
        save(taught.model, replace)
    return taught
