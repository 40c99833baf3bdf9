"""Scores, intervals, calibration and agreement, against worked examples and published values."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.language.evaluation.agreement import METRICS, Metric, alpha, compare
from simpul.language.evaluation.calibration import Bin, calibration
from simpul.language.evaluation.intervals import bootstrap
from simpul.language.evaluation.questions import (
    QUESTIONS,
    EvaluationProblem,
    check,
    codes,
    memberships,
    question,
)
from simpul.language.evaluation.scores import score, score_sets

THREE = ("a", "b", "c")
_ = np.nan
# Krippendorff's "C" data, as in the manual of the R package irr: coder × unit.
C = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
labels = st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 2)), min_size=1, max_size=60)


# --- scores ------------------------------------------------------------------------------------------------


def test_a_worked_example() -> None:
    """a: 2 of 3 found, 1 told wrongly; b: 1 of 2; c: never told, and the text without an answer is of c."""
    truth = np.array([0, 0, 0, 1, 1, 2, -1])
    told = np.array([0, 0, 1, 1, 0, -1, 2])
    found = score(truth, told, THREE)
    assert (found.n, found.right, found.abstained) == (6, 3, 1)
    assert [(each.name, each.n) for each in found.classes] == [("a", 3), ("b", 2), ("c", 1)]
    assert [each.f1 for each in found.classes] == pytest.approx([2 / 3, 1 / 2, 0])
    assert [each.recall for each in found.classes] == pytest.approx([2 / 3, 1 / 2, 0])
    assert [each.precision for each in found.classes[:2]] == pytest.approx([2 / 3, 1 / 2])
    assert np.isnan(found.classes[2].precision)
    assert found.macro_f1.value == pytest.approx((2 / 3 + 1 / 2) / 3)
    assert found.accuracy.value == pytest.approx(3 / 5)


def test_a_class_that_is_only_told_is_shown_but_does_not_count_as_a_class() -> None:
    found = score(np.array([0, 0]), np.array([0, 1]), THREE)
    assert [(each.name, each.f1, each.n) for each in found.classes] == [
        ("a", pytest.approx(2 / 3), 2),
        ("b", 0.0, 0),
    ]
    assert found.macro_f1.value == pytest.approx(2 / 3)


def test_sets_count_each_class_of_a_text() -> None:
    truth = np.array([[1, 1, 0], [0, 0, 0], [0, 1, 0]], bool)
    told = np.array([[1, 0, 0], [0, 0, 0], [0, 1, 1]], bool)
    found = score_sets(truth, told, THREE)
    assert [(each.name, each.f1, each.n) for each in found.classes] == [
        ("a", 1.0, 1),
        ("b", pytest.approx(2 / 3), 2),
        ("c", 0.0, 0),
    ]
    assert found.macro_f1.value == pytest.approx(5 / 6)  # of a and b; c is only told
    assert (found.right, found.accuracy.value) == (1, pytest.approx(1 / 3))


def test_without_hand_labels_nothing_is_defined() -> None:
    found = score(np.array([-1, -1]), np.array([0, 1]), THREE)
    assert found.n == 0 and found.classes == ()
    assert np.isnan([*found.macro_f1, *found.accuracy]).all()


@settings(max_examples=60, deadline=None)
@given(labels)
def test_scores_are_those_of_a_loop_over_texts(pairs: list[tuple[int, int]]) -> None:
    truth, told = np.array(pairs).T
    found = score(truth, told, THREE, resamples=20)
    kept = [(t, p) for t, p in pairs if t >= 0]
    each = []
    for k in range(3):
        hits = sum(t == p == k for t, p in kept)
        total = sum(t == k for t, p in kept) + sum(p == k for t, p in kept)
        if total:
            each.append((2 * hits / total, any(t == k for t, p in kept)))
    assert [of.f1 for of in found.classes] == pytest.approx([f1 for f1, _ in each])
    assert found.right == sum(t == p for t, p in kept)
    by_hand = [f1 for f1, there in each if there]
    if by_hand:
        assert found.macro_f1.value == pytest.approx(sum(by_hand) / len(by_hand))
        assert 0 <= found.macro_f1.low <= found.macro_f1.high <= 1


@settings(max_examples=30, deadline=None)
@given(labels)
def test_scores_agree_with_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is no dependency")
    truth, told = np.array([(abs(t), abs(p)) for t, p in pairs]).T
    expected = metrics.f1_score(truth, told, average="macro", labels=np.unique(truth))
    assert score(truth, told, THREE, resamples=1).macro_f1.value == pytest.approx(expected)


def test_the_interval_of_a_share_is_that_of_the_binomial() -> None:
    """Of 400 texts 300 right: the bootstrap's standard error is √(p (1 − p) / n)."""
    found = bootstrap(np.repeat([0, 1], [100, 300]), lambda counts: counts[:, 1] / counts.sum(1), 4000)
    assert found.value == 0.75
    expected = 1.96 * (0.75 * 0.25 / 400) ** 0.5
    assert (found.value - found.low, found.high - found.value) == pytest.approx(
        (expected, expected), abs=0.006
    )


def test_a_seed_makes_an_interval_repeatable_and_more_texts_make_it_narrower() -> None:
    truth, told = np.tile([0, 1, 2, 0], 30), np.tile([0, 1, 1, 2], 30)
    few, again = score(truth[:40], told[:40], THREE), score(truth[:40], told[:40], THREE)
    many, other = score(truth, told, THREE), score(truth, told, THREE, seed=1)
    assert few == again and many.macro_f1 != other.macro_f1
    assert many.macro_f1.high - many.macro_f1.low < few.macro_f1.high - few.macro_f1.low


# --- calibration ---------------------------------------------------------------------------------------------


def test_calibration_of_a_worked_example() -> None:
    """0.9 (2 texts, 1 right) errs by 0.4, 0.6 (2 texts, both right) by 0.4, the third bin by 0.2 of one text."""
    found = calibration(np.array([0.9, 0.9, 0.6, 0.6, 0.2, np.nan]), np.array([1, 0, 1, 1, 0, 1], bool))
    assert found.n == 5
    assert found.error == pytest.approx((2 * 0.4 + 2 * 0.4 + 1 * 0.2) / 5)
    assert found.bins[0] == Bin(0.1, 0.2, 1, 0.2, 0.0)
    assert [(each.n, each.right) for each in found.bins] == [(1, 0.0), (2, 1.0), (2, 0.5)]


def test_probabilities_that_keep_their_word_have_no_error() -> None:
    assert calibration(np.full(10, 0.7), np.arange(10) < 7).error == pytest.approx(0)
    assert calibration(np.array([0.0, 1.0]), np.array([False, True])).error == 0
    assert np.isnan(calibration(np.array([]), np.array([], bool)).error)


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="outside 0 … 1"):
        calibration(np.array([1.2]), np.array([True]))


# --- agreement -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_published_data(metric: Metric, expected: float) -> None:
    assert round(alpha(C, metric), 3) == expected


def test_alpha_at_its_ends() -> None:
    assert alpha([[1, 2, 3, 1], [1, 2, 3, 1]]) == 1
    assert alpha([[0, 1, 0, 1], [1, 0, 1, 0]]) < 0
    assert np.isnan(alpha([[1, 1], [1, 1]]))
    assert np.isnan(alpha([[1, _], [_, 2]]))


def test_metrics_that_do_not_exist_or_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown metric"):
        alpha([[1], [2]], "cubic")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="negative"):
        alpha([[-1, 2], [1, 2]], "ratio")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40),
    st.sampled_from(METRICS),
)
def test_alpha_does_not_depend_on_the_order_of_coders_or_units(
    pairs: list[tuple[int, int]], metric: Metric
) -> None:
    one, two = np.array(pairs, float).T
    expected = alpha([one, two], metric)
    assert alpha([two[::-1], one[::-1]], metric) == pytest.approx(expected, nan_ok=True)


def test_two_files_are_compared_text_by_text() -> None:
    one = pl.DataFrame({
        "text": ["x", "y", "z", "x", "only here"], "urgency": ["0", "1", "3", "2", "0"], "needs": ["N02.3", "", "N05.1|N02", "", ""],
        "style": ["resmi"] * 5,
    })  # fmt: skip
    two = pl.DataFrame({
        "text": ["z", "x", "y", "x", "not there"], "urgency": [3, 0, 2, 2, 1], "needs": ["N05.4", "N02.1", "N03", None, None],
        "sentiment": ["neutral"] * 5,
    })  # fmt: skip
    urgency, needs = sorted(compare(one, two, "text"), key=lambda each: each.question, reverse=True)
    assert (urgency.question, urgency.n, urgency.same) == ("urgency", 4, 3)
    assert urgency.nominal.value == pytest.approx(alpha([[0, 1, 3, 2], [0, 2, 3, 2]]))
    assert urgency.ordinal and urgency.ordinal.value == pytest.approx(
        alpha([[0, 1, 3, 2], [0, 2, 3, 2]], "ordinal")
    )
    assert (needs.question, needs.n, needs.same, needs.ordinal) == ("needs", 4, 3, None)


def test_files_without_a_common_text_are_refused() -> None:
    one = pl.DataFrame({"text": ["x"], "style": ["resmi"]})
    with pytest.raises(EvaluationProblem, match="not one text in common"):
        compare(one, one.with_columns(text=pl.lit("y")), "text")


# --- what is compared ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("sentiment", ["negative", None, "", " positive "], [0, -1, -1, 2]),
        ("poverty", [1, 0, None], [1, 0, -1]),
        ("abuse", [True, False, None], [1, 0, -1]),
        ("urgency", [3.0, 0.0, None], [3, 0, -1]),
        ("issue", ["1.4", "10", "2", None], [0, 9, 1, -1]),
        ("needs", ["N16.2|N01.1", "N05", ""], [15, 4, -1]),
    ],
)
def test_labels_are_read_however_they_are_written(name: str, values: list[Any], expected: list[int]) -> None:
    frame = pl.DataFrame({name: values}, strict=False)
    check(frame, "file")
    assert codes(frame, QUESTIONS[name]).tolist() == expected


def test_poverty_follows_from_the_issue() -> None:
    frame = pl.DataFrame({"issue": ["1.2", "3", None]})
    assert codes(frame, QUESTIONS["poverty"]).tolist() == [1, 0, -1]


def test_needs_are_sets_of_categories() -> None:
    found = memberships(pl.DataFrame({"needs": ["N02.3|N02.1|N16", None]}), QUESTIONS["needs"])
    assert [np.flatnonzero(row).tolist() for row in found] == [[1, 15], []]


def test_unknown_classes_are_listed_with_their_rows_and_those_that_are_known() -> None:
    frame = pl.DataFrame({"needs": ["N02.3", "N17|N02"], "style": ["resmi", "santai"]})
    with pytest.raises(
        EvaluationProblem,
        match=r"coded\.csv, column needs: 1 unknown values, such as \(data row\) 'N17' \(2\)",
    ) as told:
        check(frame, "coded.csv")
    assert "Yang dikenal: N01, N02" in told.value.problem[0]
    assert question("need") is QUESTIONS["needs"]
    with pytest.raises(EvaluationProblem, match="There is no label mood"):
        question("mood")
