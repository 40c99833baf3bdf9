"""From what was found in a text to its labels: points are added up, and each column takes its best value."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.language.compiling import inner, whole
from simpul.language.labels import INTENTS, LANGUAGES, SENTIMENTS, STYLES, Column
from simpul.language.matching import WEAK, Hits, Patterns
from simpul.language.scanning import QUESTION, Ints, Offsets
from simpul.language.spelling import ENGLISH, INDONESIAN, JAVANESE, NO_LANGUAGE, OTHER
from simpul.language.words import Words

Means = npt.NDArray[Any]  # int32

UNDECIDED = -1
_WIDTH = 32  # most values of a column but needs and places
MOST_POINTS = 400  # of a target, however often a text repeats itself
MOST_NEEDS = 4
SHORT_TEXT = 8  # words up to which a weak expression counts by itself
SHARE_OF_BEST = 2  # a need counts if it has at least best / SHARE_OF_BEST points
NEED_POINTS, MARK_POINTS, INFORMAL_POINTS = 60, 100, 50
POVERTY_ISSUES = 8  # rows of issues.csv that are 1 or 1.x
MIXED_SHARE, MIXED_POINTS = 4, 4  # a second language counts from a quarter of the points, and two words
_COMPLAINT, _QUESTION, _REQUEST, _APPRECIATION, _INFORMATION, _OTHER = range(len(INTENTS))
_NEGATIVE, _NEUTRAL, _POSITIVE = range(len(SENTIMENTS))
_RESMI, _LUGAS, _SANTAI = range(len(STYLES))
_NAMES = np.array([UNDECIDED, 0, 1, 2, 4], np.int64)  # row of LANGUAGES by language of `words.py`
_MIXED = LANGUAGES.index("mixed")


class Decision(NamedTuple):
    """Labels of one text as rows of their value lists, and the working space to find them."""

    value: Offsets  # by Column; UNDECIDED where the lists do not decide
    needs: Offsets  # rows of needs.csv, best first, then UNDECIDED
    points: Offsets  # of a target
    touched: Offsets  # targets that have points
    support: Offsets  # of a category: whether an expression that is not weak speaks for it
    by_value: npt.NDArray[np.int64]  # points, Column × value
    score: npt.NDArray[np.float64]  # style_score


def decision(targets: int, needs: int) -> Decision:
    """Working space for so many targets and rows of needs.csv."""
    return Decision(
        np.empty(len(Column), np.int64), np.empty(MOST_NEEDS, np.int64), np.zeros(targets, np.int64),
        np.empty(targets, np.int64), np.zeros(needs, np.int64), np.zeros((len(Column), _WIDTH), np.int64),
        np.zeros(1, np.float64),
    )  # fmt: skip


@inner
def decide(
    found: Words,
    m: int,
    hits: Hits,
    n: int,
    marks: int,
    patterns: Patterns,
    means: Means,
    parents: Ints,
    to: Decision,
) -> None:
    """Decide all columns but the language for a text of m words and n hits. A text without words stays undecided."""
    to.value[:] = UNDECIDED
    to.needs[:] = UNDECIDED
    to.score[0] = np.nan
    if m == 0:
        return
    to.by_value[:] = 0
    touched = _add_up(m, hits, n, patterns, means, to)
    _choose_needs(touched, means, to)
    for flag in (Column.MISTARGETED, Column.ON_BEHALF, Column.ABUSE, Column.RAISE):
        to.value[flag] = 0
    for k in range(touched):
        target = to.touched[k]
        points = to.points[target]
        to.points[target] = 0
        for column in range(Column.ISSUE, Column.PLACE):
            value = whole(means[target, column])
            if value >= 0 and points > 0:
                to.by_value[column, value] += points
                to.value[column] = max(to.value[column], value)  # right for flags and urgency; others follow
    _decide_issue(to)
    _decide_intent(marks, to)
    _decide_sentiment(to)
    _decide_style(found, to)
    _decide_urgency(to)
    to.value[Column.PLACE] = _decide_place(hits, n, patterns, means, parents)


@inner
def _add_up(m: int, hits: Hits, n: int, patterns: Patterns, means: Means, to: Decision) -> int:
    """Give each target its points; gives the number of targets. A weak hit that nothing supports is struck out."""
    to.support[:] = 0
    for hit in range(n):
        rule = hits.rule[hit]
        category = whole(means[patterns.rule_target[rule], Column.CATEGORY])
        if category >= 0 and not patterns.rule_is[rule] & WEAK:
            to.support[category] = 1
    touched = whole(0)
    for hit in range(n):
        rule = hits.rule[hit]
        target = whole(patterns.rule_target[rule])
        category = whole(means[target, Column.CATEGORY])
        if patterns.rule_is[rule] & WEAK and m > SHORT_TEXT and (category < 0 or to.support[category] == 0):
            hits.rule[hit] = UNDECIDED
            continue
        if to.points[target] == 0:
            to.touched[touched] = target
            touched += 1
        to.points[target] = min(to.points[target] + patterns.rule_points[rule], MOST_POINTS)
    return touched


@inner
def _choose_needs(touched: int, means: Means, to: Decision) -> None:
    """Keep the sub-needs that are not far behind the best one, or else such categories; the others lose their points."""
    for column in (Column.NEED, Column.CATEGORY):
        best = whole(0)
        for slot in range(MOST_NEEDS):
            chosen = whole(UNDECIDED)
            for k in range(touched):
                target = to.touched[k]
                if means[target, column] < 0 or to.points[target] * SHARE_OF_BEST < max(best, 1):
                    continue
                if not _listed(means[target, column], slot, to) and (
                    chosen < 0 or _ahead(target, chosen, column, means, to)
                ):
                    chosen = target
            if chosen < 0:
                break
            best = max(best, to.points[chosen])
            to.needs[slot] = means[chosen, column]
        if best == 0:
            continue
        for k in range(touched):
            if means[to.touched[k], column] >= 0 and to.points[to.touched[k]] * SHARE_OF_BEST < best:
                to.points[to.touched[k]] = 0
        return


@inner
def _listed(row: int, slots: int, to: Decision) -> bool:
    for slot in range(slots):
        if to.needs[slot] == row:
            return True
    return False


@inner
def _ahead(a: int, b: int, column: int, means: Means, to: Decision) -> bool:
    """Whether target a comes before target b: more points, or as many and the lower code."""
    if to.points[a] != to.points[b]:
        return bool(to.points[a] > to.points[b])
    return bool(means[a, column] < means[b, column])


@inner
def _best(column: int, first: int, stop: int, to: Decision) -> int:
    """The value with the most points among these, the first of equals; UNDECIDED where none has any."""
    best = whole(UNDECIDED)
    for value in range(first, stop):
        if to.by_value[column, value] > (to.by_value[column, best] if best >= 0 else 0):
            best = whole(value)
    return best


@inner
def _decide_issue(to: Decision) -> None:
    """Poverty where 1 and 1.x together have as many points as the best other issue, and there the best part of it."""
    issue = Column.ISSUE
    poverty = whole(0)
    for value in range(POVERTY_ISSUES):
        poverty += to.by_value[issue, value]
    other = _best(issue, POVERTY_ISSUES, _WIDTH, to)
    part = _best(issue, 1, POVERTY_ISSUES, to)
    to.value[issue] = other
    if poverty > 0 and (other < 0 or poverty >= to.by_value[issue, other]):
        to.value[issue] = part if part >= 0 else 0


@inner
def _decide_intent(marks: int, to: Decision) -> None:
    """What the writer wants; a need that is only told counts as a complaint."""
    points = to.by_value[Column.INTENT]
    if to.needs[0] >= 0:
        points[_COMPLAINT] += NEED_POINTS
    if marks & QUESTION:
        points[_QUESTION] += MARK_POINTS
    best = whole(UNDECIDED)
    for intent in (
        _OTHER,
        _QUESTION,
        _REQUEST,
        _COMPLAINT,
        _APPRECIATION,
        _INFORMATION,
    ):  # the first of equals
        if points[intent] > (points[best] if best >= 0 else 0):
            best = whole(intent)
    to.value[Column.INTENT] = best


@inner
def _decide_sentiment(to: Decision) -> None:
    """The stronger side; neutral where both are equally strong, or where a question or notice has no such word."""
    negative, positive = to.by_value[Column.SENTIMENT, _NEGATIVE], to.by_value[Column.SENTIMENT, _POSITIVE]
    intent = to.value[Column.INTENT]
    if negative != positive:
        to.value[Column.SENTIMENT] = _NEGATIVE if negative > positive else _POSITIVE
    elif negative > 0 or intent == _QUESTION or intent == _INFORMATION:
        to.value[Column.SENTIMENT] = _NEUTRAL
    else:
        to.value[Column.SENTIMENT] = UNDECIDED


@inner
def _decide_style(found: Words, to: Decision) -> None:
    """Official words against soft words and informal spellings."""
    points = to.by_value[Column.STYLE]
    points[_SANTAI] += INFORMAL_POINTS * found.informal[0]
    official, soft = points[_RESMI], points[_SANTAI]
    to.value[Column.STYLE] = UNDECIDED
    if official + soft > 0:
        to.score[0] = (official - soft) / (official + soft)
    if official != soft:
        to.value[Column.STYLE] = _RESMI if official > soft else _SANTAI


@inner
def _decide_urgency(to: Decision) -> None:
    """The highest signal, one higher for babies, elders and the like; 0 where something is wanted but nothing presses."""
    wanted = to.needs[0] >= 0 or to.value[Column.INTENT] >= 0 or to.value[Column.ISSUE] >= 0
    level = to.value[Column.URGENCY]
    if level < 0 and wanted:
        level = whole(0)
    if level == 1 and to.value[Column.RAISE] > 0:
        level = whole(2)
    to.value[Column.URGENCY] = level


@inner
def _decide_place(hits: Hits, n: int, patterns: Patterns, means: Means, parents: Ints) -> int:
    """The deepest place that is named, if all others named lie around it."""
    place = whole(UNDECIDED)
    for hit in range(n):
        other = named_place(hits, hit, n, patterns, means)
        if other < 0 or place < 0:
            place = max(place, other)
        elif _within(other, place, parents):
            place = other
        elif not _within(place, other, parents):
            return whole(UNDECIDED)
    return place


@inner
def named_place(hits: Hits, hit: int, n: int, patterns: Patterns, means: Means) -> int:
    """The place that a hit names; none where the name is part of a longer one."""
    if hits.rule[hit] < 0:
        return whole(UNDECIDED)
    place = whole(means[patterns.rule_target[hits.rule[hit]], Column.PLACE])
    if place < 0:
        return place
    first, last = hits.first[hit], hits.last[hit]
    for other in range(n):
        if hits.rule[other] < 0 or means[patterns.rule_target[hits.rule[other]], Column.PLACE] < 0:
            continue
        longer = hits.last[other] - hits.first[other] > last - first
        if longer and hits.first[other] <= first and last <= hits.last[other]:
            return whole(UNDECIDED)
    return place


@inner
def _within(inner: int, outer: int, parents: Ints) -> bool:
    """Whether a place is the other or lies in it."""
    for _ in range(8):  # levels, as a bound for tables whose parents run in circles
        if inner == outer:
            return True
        if inner < 0:
            return False
        inner = whole(parents[inner])
    return False


@inner
def decide_language(found: Words) -> int:
    """Row of LANGUAGES: the language with the most points, `mixed` where a second one has a good share, UNDECIDED without any."""
    first, second, total = whole(NO_LANGUAGE), whole(0), whole(0)
    for language in (INDONESIAN, JAVANESE, ENGLISH, OTHER):
        points = found.tally[language]
        total += points
        if first == NO_LANGUAGE or points > found.tally[first]:
            second = found.tally[first] if first != NO_LANGUAGE else second
            first = whole(language)
        else:
            second = max(second, points)
    if total == 0:
        return whole(UNDECIDED)
    if second >= MIXED_POINTS and second * MIXED_SHARE >= total:
        return whole(_MIXED)
    return whole(_NAMES[first])
