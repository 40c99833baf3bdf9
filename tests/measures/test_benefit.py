"""Connected against unconnected households: planted benefits are found, confounding is taken out, and no evidence is said."""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl
import pytest

from simpul.measures.benefit import benefit


def households(n: int = 1200, gain: float = 0.0, seed: int = 1) -> pl.DataFrame:
    """The elderly are less often connected and know less, so that a crude comparison misleads."""
    chance = np.random.default_rng(seed)
    old = chance.random(n) < 0.5
    connected = chance.random(n) < np.where(old, 0.25, 0.75)
    knows = chance.random(n) < np.where(old, 0.2, 0.6) + gain * connected
    return pl.DataFrame(
        {
            "knows": knows,
            "connected": connected,
            "age": np.where(old, "60+", "25-34"),
            "place": chance.integers(0, 17, n).astype(str),
        }
    )


def test_a_planted_benefit_is_found_with_its_size() -> None:
    found = benefit(households(gain=0.2), "knows", "connected", ("age",), "place")
    assert found.verdict == "more"
    assert found.adjusted_low is not None and found.adjusted_high is not None
    assert found.adjusted_low < 20 < found.adjusted_high


def test_what_only_age_explains_is_no_evidence_once_age_is_taken_out() -> None:
    table = households()
    crude = benefit(table, "knows", "connected")
    assert crude.verdict == "more" and crude.difference is not None and crude.difference > 10
    assert benefit(table, "knows", "connected", ("age",), "place").verdict == "no_evidence"


def test_the_difference_and_the_test_are_those_of_statsmodels() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest
    table = households(90, gain=0.1)
    found = benefit(table, "knows", "connected")
    counts = (found.connected, found.connected_of, found.unconnected, found.unconnected_of)
    low, high = confint_proportions_2indep(*counts, method="newcomb")
    assert [found.low, found.high] == pytest.approx([100 * low, 100 * high])
    assert found.p == pytest.approx(proportions_ztest(counts[::2], counts[1::2])[1])


def test_standardisation_over_one_category_is_the_weighted_mean_of_its_differences() -> None:
    table = households(gain=0.15).with_columns(cell=pl.format("{}{}", "age", "connected"))
    saturated = benefit(table, "knows", "connected", ("age",))
    shares = {key: part["knows"].mean() for (key,), part in table.group_by("cell")}
    direct = sum(
        part.height / table.height * (shares[f"{age}true"] - shares[f"{age}false"])  # type: ignore[operator]
        for (age,), part in table.group_by("age")
    )
    assert saturated.adjusted == pytest.approx(100 * direct, abs=0.8)


@pytest.mark.parametrize(
    ("table", "verdict", "reason"),
    [
        (households(0), "not_available", "no_rows"),
        (households(200).with_columns(connected=pl.lit(True)), "not_available", "no_rows"),
        (households(200).with_columns(knows=pl.lit(None, pl.Boolean)), "not_available", "no_rows"),
        (households(14), "suppressed", "few_households"),
    ],
)
def test_what_cannot_be_said_says_why(table: pl.DataFrame, verdict: str, reason: str) -> None:
    found = benefit(table, "knows", "connected", ("age",))
    assert (found.verdict, found.reason, found.difference, found.connected) == (verdict, reason, None, None)


def test_too_few_for_the_model_leave_the_plain_difference() -> None:
    found = benefit(households(60, seed=4), "knows", "connected", ("place",))
    assert found.adjusted is None and found.adjusted_reason == "few_per_term"
    assert found.difference is not None
    repeated = households().with_columns(also=pl.col("connected").cast(pl.String))
    assert benefit(repeated, "knows", "connected", ("also",)).adjusted_reason == "one_sided"
