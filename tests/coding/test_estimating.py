"""A corrected share: right where the classifier is wrong, and as sure as it says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.measures.intervals import wilson
from simpul.study.coding.estimating import Share, corrected_share
from simpul.study.coding.sampling import allocate

HIT, MISS, OUTSIDE = range(3)


def everything(n: int) -> np.ndarray:
    return np.ones(n, bool)


def test_a_worked_value() -> None:
    """1,000 texts, 200 hits by the model; of 50 coded hits 40 hold, of 50 coded misses 5: (200·0.8 + 800·0.1) / 1000."""
    group = np.repeat([HIT, MISS], 50)
    hit = np.concatenate([np.arange(50) < 40, np.arange(50) < 5])
    weight = np.where(group == HIT, 4.0, 16.0)
    found = corrected_share(np.array([200, 800, 0]), group, everything(100), hit, weight)
    assert found is not None
    assert found.value == pytest.approx(0.24)
    low, high = (np.array(wilson(share * 50.0, 50.0)) for share in (0.8, 0.1))
    between = 1.959963984540054**2 * (0.2 * 0.56**2 + 0.8 * 0.14**2) / 1000
    below = (0.2 * (0.8 - low[0])) ** 2 + (0.8 * (0.1 - high[0])) ** 2 + between
    above = (0.2 * (low[1] - 0.8)) ** 2 + (0.8 * (high[1] - 0.1)) ** 2 + between
    assert (found.low, found.high) == pytest.approx((0.24 - below**0.5, 0.24 + above**0.5))
    assert found.n == 100


def test_a_share_of_a_domain_that_people_decide() -> None:
    """Of the comments with a stance, how many support: the model's 'no stance' hides some that people see."""
    group = np.repeat([HIT, MISS, OUTSIDE], [40, 40, 100])
    inside = np.concatenate([np.ones(80, bool), np.arange(100) < 20])
    hit = np.concatenate([np.arange(40) < 30, np.arange(40) < 10, np.arange(100) < 10])
    found = corrected_share(np.array([100, 100, 800]), group, inside, hit, np.ones(180), domain=True)
    assert found is not None
    assert found.value == pytest.approx((100 * 0.75 + 100 * 0.25 + 800 * 0.1) / (100 + 100 + 800 * 0.2))
    surer = corrected_share(np.array([100, 100, 800]), group, inside, hit, np.ones(180))
    assert surer is not None and found.low < surer.low < surer.high < found.high


def test_too_few_coded_texts_correct_nothing_and_small_classes_join() -> None:
    group, hit = np.repeat([HIT, MISS], [2, 28]), np.arange(30) < 3
    assert corrected_share(np.array([50, 950, 0]), group[1:], everything(29), hit[1:], np.ones(29)) is None
    joined = corrected_share(np.array([50, 950, 0]), group, everything(30), hit, np.ones(30))
    assert joined is not None and joined.value == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("share", "found_of_hits", "false_alarms", "undecided"), [(0.03, 0.7, 0.02, 0.2), (0.3, 0.5, 0.4, 0.0), (0.1, 1.0, 0.0, 0.0)]
)  # fmt: skip
def test_the_interval_covers_the_truth_about_as_often_as_it_says(
    share: float, found_of_hits: float, false_alarms: float, undecided: float
) -> None:
    """Texts drawn by strata of unequal rates, a model that misses, invents and abstains: 300 cities each."""
    random = np.random.default_rng(7)
    n, covered, raw_covered, values = 3000, 0, 0, []
    for _city in range(300):
        truth = random.random(n) < share
        says = np.where(truth, random.random(n) < found_of_hits, random.random(n) < false_alarms)
        group = np.where(random.random(n) < undecided, OUTSIDE, np.where(says, HIT, MISS))
        stratum = group * 2 + (np.arange(n) % 7 == 0)
        names, sizes = np.unique(stratum, return_counts=True)
        drawn, weight = [], []
        for name, of, take in zip(names, sizes, allocate(sizes.tolist(), 200), strict=True):
            drawn.append(random.choice(np.flatnonzero(stratum == name), take, replace=False))
            weight.append(np.full(take, of / take))
        rows = np.concatenate(drawn)
        totals = np.bincount(group, minlength=3)
        found = corrected_share(totals, group[rows], everything(200), truth[rows], np.concatenate(weight))
        assert isinstance(found, Share)
        values.append(found.value)
        covered += found.low <= share <= found.high
        decided = group != OUTSIDE
        low, high = wilson(float((group == HIT).sum()), float(decided.sum()))
        raw_covered += low <= share <= high
    assert np.mean(values) == pytest.approx(share, abs=0.006)
    assert covered >= 0.93 * 300
    assert false_alarms == 0 or raw_covered < 0.75 * 300  # what the model alone would have claimed


@settings(max_examples=50, deadline=None)
@given(st.integers(30, 120), st.integers(0, 2**31), st.integers(100, 5000))
def test_it_is_a_share_within_its_interval(n: int, seed: int, of: int) -> None:
    random = np.random.default_rng(seed)
    group, inside = random.integers(0, 3, n), random.random(n) < 0.8
    hit = inside & (random.random(n) < random.random())
    found = corrected_share(random.multinomial(of, [0.2, 0.5, 0.3]), group, inside, hit, random.random(n) + 0.1, True)  # fmt: skip
    assert (found is None) == (inside.sum() < 30)
    if found:
        assert 0 <= found.low <= found.value + 1e-12 and found.value <= found.high + 1e-12 and found.high <= 1


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=12), st.integers(0, 300))
def test_a_larger_sample_takes_from_no_stratum(of: list[int], size: int) -> None:
    small, large = allocate(of, size), allocate(of, size + 1)
    assert sum(small) == min(size, sum(of))
    assert all(a <= b <= n for a, b, n in zip(small, large, of, strict=True))
    if size >= 2 * len(of):
        assert all(take >= min(2, n) for take, n in zip(small, of, strict=True))
