"""Krippendorff's α with its interval, against the published data and the reference package."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.measures.agreement import METRICS, Metric, confusions, of_code, reliability

_ = float("nan")
C = [  # Krippendorff's “C” data: 4 coders × 12 units, as in the manual of R's irr
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_published_data_gives_the_published_figures(metric: Metric, published: float) -> None:
    found = reliability(C, metric)
    assert round(found.alpha, 3) == published
    assert found.units == 11  # the last unit has one label
    assert found.low < found.alpha <= found.high <= 1
    assert found == reliability(C, metric)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([1.0, 2.0, 3.0, 5.0, _]), min_size=3, max_size=3), min_size=3, max_size=25
    ),
    st.sampled_from(METRICS),
)
def test_any_table_gives_what_the_reference_package_gives(table: list[list[float]], metric: Metric) -> None:
    values = np.array(table).T
    found = reliability(values, metric, resamples=20)
    pairable = values[:, (~np.isnan(values)).sum(0) >= 2]
    if np.unique(pairable[~np.isnan(pairable)]).size < 2:
        assert np.isnan(found.alpha)
        return
    assert found.alpha == pytest.approx(krippendorff.alpha(values, level_of_measurement=metric), abs=1e-9)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Two coders who each give the true one of two values in 90 of 100 cases: α is (0.9 − 0.1)² = 0.64."""
    random = np.random.default_rng(1)
    covered = 0
    for _round in range(200):
        true = random.integers(0, 2, 150)
        given = np.where(random.random((2, 150)) < 0.9, true, 1 - true)
        low, high = reliability(given, resamples=300)[1:3]
        covered += low <= 0.64 <= high
    assert 180 <= covered <= 200


def test_what_is_undefined_is_not_a_number() -> None:
    assert np.isnan(reliability([[1, _], [_, 2]]).alpha)
    assert reliability([[1, _], [_, 2]]).units == 0
    assert np.isnan(reliability([[1, 1], [1, 1]]).alpha)
    assert reliability([[1, 2, 3], [1, 2, 3]])[:3] == (1, 1, 1)


def test_a_code_that_only_one_coder_sees_is_told_apart_from_one_on_which_both_agree() -> None:
    one, two = [1, 1, 2, 2, 3, 3, 3, 3], [1, 1, 2, 3, 3, 3, 2, 3]
    assert of_code([one, two], 1) == 1
    assert of_code([one, two], 2) < of_code([one, two], 3) < 1
    assert np.isnan(of_code([one, two], 9))
    assert confusions([one, two]) == [(2.0, 3.0, 2)]
    assert confusions([one, one]) == []
