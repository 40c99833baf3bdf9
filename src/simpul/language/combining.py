"""Lists and model decide together. This file says who has the last word on each label; evidence shows both where they differ.

| Label | Who decides |
| --- | --- |
| poverty | the model, or lists that it does not hold unlikely; where the lists name another issue, the model must be surer |
| issue | the model: a part of poverty exactly where poverty is 1, else the best other issue |
| needs | a category by the model, or by lists that the model does not hold unlikely; its sub-need by the lists |
| mistargeted, on_behalf, abuse | likewise: the model, or lists that the model does not hold unlikely |
| urgency | 3 (red) where the lists say so, unless the model finds it next to impossible; else the model |
| sentiment, intent, style, urgency | the lists where the model abstains |
| language | the model; `mixed` from the share of letters in words of a second language |
| sentiment | two models, one of what is said to and by a city, mixed by how likely the text is of that kind |
| place | the lists |
| all others | the model, with the lists' decisions among its features |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.language.calibrating import decide, probabilities, told
from simpul.language.deciding import MOST_NEEDS, POVERTY_ISSUES
from simpul.language.heads import (
    CATEGORIES,
    HEADS,
    ISSUES,
    NONE,
    OUTPUTS,
    PARTS,
    POVERTY,
    SPOKEN,
    Kind,
    columns,
)
from simpul.language.labels import LANGUAGES, STYLES, Column
from simpul.language.lists import Lists
from simpul.language.model import Model
from simpul.language.passing import Asked, Found
from simpul.language.tables import table
from simpul.language.writing import FIRST_MODEL_COLUMN, LANGUAGE, MODEL_COLUMNS

Rows = npt.NDArray[Any]  # int64: rows of a list of values, or −1
Chances = npt.NDArray[Any]  # float64

RED = 3
LEARNED = 0.41  # share of poverty among the project's own posts, which were written to be learned from
USUAL = (
    0.2  # share that is reckoned with in a stream: 18 % of a city's complaint register, less on its accounts
)
RED_DOUBT = (
    0.05  # a red rule does not hold where the model finds urgency 2 and 3 together less likely than this
)
CHOICES = ("intent", "style", "stance", "function", "progress", "purpose")  # that the model decides alone
LISTED_FLAGS = ("poverty", "mistargeted", "on_behalf", "abuse")
FLAGS = (*LISTED_FLAGS, "aspiration", "call_to_care")
_MIXED = LANGUAGES.index("mixed")
MIXTURE = 4  # signs of a mixed text
_MANY_LETTERS = 40
_RESMI, _SANTAI = STYLES.index("resmi"), STYLES.index("santai")
ASKED = 3 + MOST_NEEDS + len(CHOICES) + len(FLAGS)  # labels of a text whose evidence can be asked for


class Labels(NamedTuple):
    """The labels of many texts. A value is a row of its column's values (heads' answers, codes of a list), or −1 for none."""

    value: dict[str, Rows]
    needs: Rows  # text × MOST_NEEDS, rows of needs.csv, best first
    chance: dict[str, Chances]  # of the value that is told; of a flag, of 1
    style_score: Chances


def scores(found: Found, model: Model) -> Chances:
    """The score of each output for each text, outputs × texts; see `model.Model`."""
    norm = np.sqrt(np.maximum(found.square, 1).astype(np.float64))
    sums = np.ascontiguousarray(found.sums[:, 1 : 1 + OUTPUTS].T)
    return np.asarray(sums * (model.scale[:, None] / norm) + model.intercept[:, None])


def combine(found: Found, model: Model) -> Labels:
    """The labels of each text. A text without words has none; one without letters has no language."""
    score = scores(found, model)
    chance = {
        name: probabilities(HEADS[name], score[place], model.answering[name])
        for name, place in columns().items()
    }
    wordless = found.values[:, Column.MISTARGETED] < 0
    value: dict[str, Rows] = {}
    likely: dict[str, Chances] = {}
    value["sentiment"], likely["sentiment"] = _sentiment(chance, model)
    for name in (*CHOICES, "urgency"):
        value[name], likely[name] = _choice(chance[name], name, model)
    for name in FLAGS:
        likely[name] = chance[name][0].copy()
        if name == "poverty":
            likely[name] = np.where(listed_flag(found.values, name), likely[name], as_usual(likely[name]))
        value[name] = (likely[name] >= model.answering[name].threshold).astype(np.int64)
    for name in LISTED_FLAGS:
        heard = listed_flag(found.values, name)
        value[name][heard & (likely[name] >= model.mixing[f"listed_{name}"])] = 1
    doubted = (found.values[:, Column.ISSUE] >= POVERTY_ISSUES) & (
        likely["poverty"] < model.mixing["doubted_poverty"]
    )
    value["poverty"][doubted] = 0
    for name in ("sentiment", "intent", "style", "urgency"):
        listed = found.values[:, Column[name.upper()]]
        value[name] = np.where(value[name] < 0, listed, value[name])
    red = (found.values[:, Column.URGENCY] == RED) & (chance["urgency"][RED - 1 :].sum(axis=0) >= RED_DOUBT)
    value["urgency"][red] = RED
    likely["urgency"][red] = np.maximum(likely["urgency"][red], model.mixing["red"])
    needs, likely["needs"] = _needs(chance["need"], found.values[:, LANGUAGE + 1 :], model)
    value["issue"], likely["issue"] = _issue(chance, value, likely, model)
    value["language"], likely["language"] = _language(
        chance["language"], score[columns()["language"]], found, model
    )
    needs[wordless], likely["needs"][wordless] = -1, np.nan
    for name in value.keys() - {"language"}:
        value[name][wordless], likely[name][wordless] = -1, np.nan
    style = chance["style"][_RESMI] - chance["style"][_SANTAI]
    return Labels(value, needs, likely, np.where(wordless, np.nan, style))


def as_usual(chance: Chances) -> Chances:
    """The probability of poverty in a stream that speaks of it as often as cities' streams do (`USUAL`), not as the posts learned from.

    Only the share of poverty differs, so the odds change by one factor. Where the lists found poverty nothing changes: those
    texts are about poverty as often in a complaint register as in the project's own posts.
    Source: Saerens, Latinne and Decaestecker, Neural Computation 14 (2002), eq. 2.4.
    """
    factor = USUAL / (1 - USUAL) * (1 - LEARNED) / LEARNED
    return np.asarray(factor * chance / (factor * chance + 1 - chance))


def listed_flag(values: npt.NDArray[np.int32], name: str) -> npt.NDArray[np.bool_]:
    """Where the lists set a flag; poverty where they found it to be the issue."""
    if name == "poverty":
        return np.asarray((values[:, Column.ISSUE] >= 0) & (values[:, Column.ISSUE] < POVERTY_ISSUES))
    return np.asarray(values[:, Column[name.upper()]] == 1)


def lists_alone(found: Found) -> Labels:
    """The labels of each text by the lists, without probabilities; a text whose words belong to no issue is of issue 10."""
    wordless = found.values[:, Column.MISTARGETED] < 0
    value: dict[str, Rows] = {
        name: found.values[:, Column[name.upper()]].astype(np.int64)
        for name in ("sentiment", "mistargeted", "on_behalf", "abuse", "intent", "style", "urgency")
    }
    value["language"] = found.values[:, LANGUAGE].astype(np.int64)
    issue = np.where(
        found.values[:, Column.ISSUE] < 0, _rows("issues", ISSUES)[-1], found.values[:, Column.ISSUE]
    )
    value["issue"] = np.where(wordless, -1, issue)
    value["poverty"] = np.where(wordless, -1, issue < POVERTY_ISSUES)
    absent = np.full(len(wordless), -1)
    value |= dict.fromkeys(MODEL_COLUMNS, absent)
    likely = {name: np.full(len(wordless), np.nan) for name in (*value, "needs")}
    return Labels(value, found.values[:, LANGUAGE + 1 :].astype(np.int64), likely, found.style)


def _choice(chance: Chances, name: str, model: Model) -> tuple[Rows, Chances]:
    """The answer of a choice, −1 below the threshold; NONE is no answer."""
    how = model.answering[name]
    best = decide(chance, how.lean)
    likely = told(chance, best)
    value = np.where(likely < how.threshold, -1, best)
    if HEADS[name].answers[0] == NONE:
        value = np.maximum(value, 0) - 1
    return value, likely


def _sentiment(chance: Mapping[str, Chances], model: Model) -> tuple[Rows, Chances]:
    """Both heads, each as far as the text is of the kind that it knows."""
    city, about_city, general = (
        chance["city"][0],
        model.answering["city_sentiment"],
        model.answering["sentiment"],
    )
    both = city * chance["city_sentiment"] + (1 - city) * chance["sentiment"]
    lean = np.outer(about_city.lean, city) + np.outer(general.lean, 1 - city)
    best = decide(both, lean)
    likely = told(both, best)
    threshold = city * about_city.threshold + (1 - city) * general.threshold
    return np.where(likely < threshold, -1, best), likely


def _issue(
    chance: Mapping[str, Chances], value: Mapping[str, Rows], likely: Mapping[str, Chances], model: Model
) -> tuple[Rows, Chances]:
    """Rows of issues.csv and their probability: a part of poverty where the text is about it, else the best other issue."""
    poverty, poor = value["poverty"], likely["poverty"]
    others = chance["issue"].copy()
    others[POVERTY] = 0
    other = decide(others, model.answering["issue"].lean)
    part = decide(chance["part"], model.answering["part"].lean)
    issue = np.where(poverty == 1, _rows("issues", PARTS)[part], _rows("issues", ISSUES)[other])
    chances = np.where(poverty == 1, poor * told(chance["part"], part), told(chance["issue"], other))
    return issue, chances


def _needs(chance: Chances, listed: Rows, model: Model) -> tuple[Rows, Chances]:
    """Up to MOST_NEEDS rows of needs.csv; the lists' sub-needs stand for the categories that the model affirms."""
    categories, texts = chance.shape
    strength = np.full((MOST_NEEDS + categories, texts), -1.0)
    strength[MOST_NEEDS:] = np.where(chance >= model.answering["need"].threshold, chance, -1.0)
    for slot in range(MOST_NEEDS):
        there = np.flatnonzero(listed[:, slot] >= 0)
        category = _category()[listed[there, slot]]
        likely = chance[category, there]
        held = likely >= model.mixing["listed_need"]
        there, category = there[held], category[held]
        strength[slot, there] = (
            likely[held] - 1e-6 * slot
        )  # the lists' best first, among those of one category
        strength[MOST_NEEDS + category, there] = -1.0
    codes = np.concatenate([listed.T, np.broadcast_to(_rows("needs", CATEGORIES)[:, None], chance.shape)])
    best, each = np.full((texts, MOST_NEEDS), -1), np.arange(texts)
    first = np.zeros(texts)
    for slot in range(MOST_NEEDS):
        chosen = decide(strength, np.zeros(len(strength)))
        likely = strength[chosen, each]
        best[:, slot] = np.where(likely >= 0, codes[chosen, each], -1)
        first = likely if slot == 0 else first
        strength[chosen, each] = -1.0
    return best, np.clip(np.where(best[:, 0] >= 0, first, 1 - chance.max(axis=0)), 0, 1)


def _language(chance: Chances, score: Chances, found: Found, model: Model) -> tuple[Rows, Chances]:
    """Rows of LANGUAGES; `mixed` where a second language has its share; without Latin letters what the lists say."""
    value = decide(
        chance, model.answering["language"].lean
    )  # never abstains: a leaning answer may be a rare one
    likely = told(chance, value)
    mixed = mixture(score, found.spoken, [model.mixing[f"mixed_{k}"] for k in range(MIXTURE)])
    names = np.array([LANGUAGES.index(language) for language in SPOKEN])
    value = names[value]
    silent = found.spoken[:, -1] == 0  # no Latin letters
    value = np.where(silent, found.values[:, LANGUAGE], np.where(mixed >= 0.5, _MIXED, value))
    return value, np.where(silent, np.nan, np.where(mixed >= 0.5, mixed, likely))


def mixing_signs(score: Chances, spoken: npt.NDArray[np.int64]) -> Chances:
    """What tells a mixed text, signs × texts: the share and the number of letters of a second language, the lead of the first, 1."""
    second = np.sort(shares(spoken), axis=1)[:, -2]
    ranked = np.sort(score, axis=0)
    letters = np.minimum(second * spoken[:, -1], _MANY_LETTERS) / _MANY_LETTERS
    return np.stack([second, letters, ranked[-1] - ranked[-2], np.ones(len(second))])


def mixture(score: Chances, spoken: npt.NDArray[np.int64], weights: Sequence[float]) -> Chances:
    """The probability that a text is in two languages."""
    return np.asarray(1 / (1 + np.exp(-np.clip(np.array(weights) @ mixing_signs(score, spoken), -50, 50))))


def shares(spoken: npt.NDArray[np.int64]) -> Chances:
    """The share of each language among the letters of words that are clearly of one."""
    return np.asarray(spoken[:, :-1] / np.maximum(spoken[:, :-1].sum(axis=1, keepdims=True), 1))


def asked(labels: Labels, lists: Lists, silent: bool = False) -> Asked:
    """Whose evidence the model is to tell: of all values but neutral, plain and absent ones; if `silent` of none."""
    height = len(labels.needs)
    column, prefix = np.full((2, height, ASKED), -1, np.int64)
    if silent:
        return Asked(column, prefix)
    slot = 0

    def ask(output: Rows, row: Rows, base: int, told: npt.NDArray[np.bool_]) -> None:
        nonlocal slot
        column[:, slot] = np.where(told, 1 + output, -1)
        prefix[:, slot] = np.where(told, base + row, -1)
        slot += 1

    of, place = lists.prefixes.of, columns()
    sentiment, issue, urgency = labels.value["sentiment"], labels.value["issue"], labels.value["urgency"]
    ask(
        place["city_sentiment"].start + sentiment,
        sentiment,
        of[Column.SENTIMENT],
        (sentiment == 0) | (sentiment == 2),
    )
    ask(
        np.full(height, place["issue"].start + POVERTY), issue, of[Column.ISSUE], labels.value["poverty"] == 1
    )
    ask(place["urgency"].start + urgency, urgency, of[Column.URGENCY], urgency > 0)
    for k in range(MOST_NEEDS):
        need = labels.needs[:, k]
        ask(place["need"].start + _category()[need], need, of[Column.NEED], need >= 0)
    for name in (*CHOICES, *FLAGS[1:]):
        value, head = labels.value[name], HEADS[name]
        base = (
            of[FIRST_MODEL_COLUMN + MODEL_COLUMNS.index(name)]
            if name in MODEL_COLUMNS
            else of[Column[name.upper()]]
        )
        if head.kind is Kind.FLAG:
            ask(np.full(height, place[name].start), value, base, value == 1)
        else:
            skipped = 1 if head.answers[0] == NONE else 0
            told = value >= 0
            told &= value != {"style": 1, "stance": 2}.get(name, -2)
            ask(place[name].start + skipped + value, value, base, told)
    return Asked(column, prefix)


@cache
def _rows(name: str, codes: tuple[str, ...]) -> Rows:
    """The rows of codes in a table."""
    known = table(name)["code"].to_list()
    return np.array([known.index(code) for code in codes])


@cache
def _category() -> Rows:
    """The row of CATEGORIES for each row of needs.csv."""
    return np.array([CATEGORIES.index(code.partition(".")[0]) for code in table("needs")["code"]])
