"""The few numbers by which lists and model are combined, each chosen on texts that the model had not read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.optimize import minimize

from simpul.language.calibrating import macro_f1, probabilities
from simpul.language.combining import LISTED_FLAGS, RED, RED_DOUBT, listed_flag, mixing_signs
from simpul.language.corpora import OWN
from simpul.language.deciding import POVERTY_ISSUES
from simpul.language.heads import CATEGORIES, HEADS, columns
from simpul.language.labelling import found_in
from simpul.language.labels import Column
from simpul.language.model import Model
from simpul.language.solving import Floats
from simpul.language.tables import table
from simpul.language.writing import LANGUAGE

_LOWEST_SHARES = (
    1.0,
    0.7,
    0.5,
    0.35,
    0.25,
    0.15,
    0.1,
    0.05,
)  # of the model's threshold, tried for what the lists say
_HIGHER_SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)  # of the way from the model's threshold to certainty
COSTS_LITTLE = 0.01  # of F1
_DIGITS = 4


def tune(
    model: Model, corpora: pl.DataFrame, unread: Floats, answers: Mapping[str, npt.NDArray[np.int8]]
) -> dict[str, float]:
    """Thresholds and probabilities for `combining.combine`, from the project's own posts."""
    own = corpora["source"].str.starts_with(OWN).to_numpy()
    posts = corpora.filter(pl.Series(own))
    found = found_in(posts["text"], model)
    values = np.concatenate([part.values for part in found])

    def chance(name: str) -> Floats:
        return np.asarray(
            probabilities(HEADS[name], unread[own][:, columns()[name]].T, model.answering[name])
        )

    truth = {name: given[own] for name, given in answers.items()}
    red = (values[:, Column.URGENCY] == RED) & (chance("urgency")[RED - 1 :].sum(axis=0) >= RED_DOUBT)
    needs = _categories(values[:, LANGUAGE + 1 :])
    thresholds = {
        "listed_need": _lowest(chance("need").T, needs, truth["need"], model.answering["need"].threshold)
    }
    for name in LISTED_FLAGS:
        heard = listed_flag(values, name)[:, None]
        thresholds[f"listed_{name}"] = _lowest(
            chance(name).T, heard, truth[name], model.answering[name].threshold
        )
    elsewhere = values[:, Column.ISSUE] >= POVERTY_ISSUES
    thresholds["doubted_poverty"] = _doubted(
        chance("poverty")[0], elsewhere, truth["poverty"][:, 0], model.answering["poverty"].threshold
    )
    thresholds["red"] = round(float(truth["urgency"][red, RED].mean()) if red.any() else 1.0, _DIGITS)
    return thresholds | _mixture(model, corpora, unread)


def _mixture(model: Model, corpora: pl.DataFrame, unread: Floats) -> dict[str, float]:
    """Weights of the signs of a mixed text (logistic regression on all texts whose language is known)."""
    known = corpora["language"].is_not_null().to_numpy()
    texts = corpora.filter(pl.Series(known))
    spoken = np.concatenate([part.spoken for part in found_in(texts["text"], model)])
    signs = mixing_signs(unread[known][:, columns()["language"]].T, spoken)
    mixed = (texts["language"] == "mixed").to_numpy().astype(np.float64)

    def loss(x: Floats) -> tuple[float, Floats]:
        odds = x @ signs
        chance = 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
        value = float((np.logaddexp(0, odds) - mixed * odds).mean()) + 1e-5 * float((x**2).sum())
        return value, signs @ (chance - mixed) / len(mixed) + 2e-5 * x

    x = minimize(loss, np.zeros(len(signs)), jac=True, method="L-BFGS-B").x
    return {f"mixed_{k}": round(float(each), _DIGITS) for k, each in enumerate(x)}


def _categories(listed: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Which categories of need the lists found, text × category."""
    of_need = np.array([CATEGORIES.index(code.partition(".")[0]) for code in table("needs")["code"]])
    found = np.zeros((len(listed), len(CATEGORIES)), bool)
    for slot in range(listed.shape[1]):
        there = listed[:, slot] >= 0
        found[np.flatnonzero(there), of_need[listed[there, slot]]] = True
    return found


def _doubted(
    chance: Floats, elsewhere: npt.NDArray[np.bool_], truth: npt.NDArray[np.int8], threshold: float
) -> float:
    """How sure the model must be of poverty where the lists name another issue: as sure as costs no more than COSTS_LITTLE."""
    tried = [threshold + (1 - threshold) * share for share in _HIGHER_SHARES]
    f1 = [
        macro_f1(truth.astype(np.int64), (chance >= np.where(elsewhere, each, threshold)).astype(np.int64), 2)
        for each in tried
    ]
    return round(
        max(each for each, got in zip(tried, f1, strict=True) if got >= max(f1) - COSTS_LITTLE), _DIGITS
    )


def _lowest(
    chance: Floats, heard: npt.NDArray[np.bool_], truth: npt.NDArray[np.int8], threshold: float
) -> float:
    """The probability below which the model may overrule what the lists heard, for the best F1."""

    def f1(lowest: float) -> float:
        given = (chance >= threshold) | (heard & (chance >= lowest))
        return float(2 * (given & (truth == 1)).sum() / max(1, given.sum() + truth.sum()))

    tried: list[float] = [round(threshold * share, _DIGITS) for share in _LOWEST_SHARES]
    return max(tried, key=f1)
