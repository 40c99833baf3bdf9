"""Weekly talk of two voices: a planted delay is found at its lag, common trends and noise are not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from simpul.measures.lagged import LAGS, lags, weekly

MONDAY = date(2025, 1, 6)


def series(official: np.ndarray, public: np.ndarray) -> pl.DataFrame:  # type: ignore[type-arg]
    weeks = [MONDAY + timedelta(weeks=each) for each in range(len(official))]
    return pl.DataFrame({"week": weeks, "issue": "1", "official": official, "public": public})


def test_a_rise_two_weeks_later_is_found_there_and_nowhere_else() -> None:
    chance = np.random.default_rng(2)
    talk = 0.3 + 0.1 * chance.standard_normal(80)
    later = np.roll(talk, 2) + 0.02 * chance.standard_normal(80)
    found = lags(series(talk[2:], later[2:]))
    top = found.sort("r").row(-1, named=True)
    assert (top["lag"], top["verdict"]) == (2, "together_up")
    assert top["low"] < top["r"] < top["high"] and top["r"] > 0.9
    assert found.filter(pl.col("lag") < 0)["verdict"].unique().to_list() == ["no_evidence"]


def test_a_common_trend_is_no_relation() -> None:
    chance = np.random.default_rng(3)
    trend = np.linspace(0.1, 0.6, 60)
    both = (trend + 0.02 * chance.standard_normal(60) for _ in range(2))
    assert lags(series(*both))["verdict"].unique().to_list() == ["no_evidence"]


def test_smooth_series_are_worth_fewer_weeks() -> None:
    chance = np.random.default_rng(4)
    smooth = [np.convolve(chance.standard_normal(90).cumsum(), np.ones(6), "valid") for _ in range(2)]
    found = lags(series(*smooth)).filter(lag=0).row(0, named=True)
    assert found["effective"] < found["weeks"] / 2


@pytest.mark.parametrize("weeks", [0, 1, 12])
def test_too_few_weeks_and_what_never_varies_give_nothing(weeks: int) -> None:
    flat = np.full(weeks, 0.2)
    assert lags(series(flat, flat)).schema == pl.Schema(LAGS)
    assert lags(series(flat, flat)).is_empty()


def test_weeks_of_few_texts_or_few_citizens_are_unknown() -> None:
    def text(week: int, source: str, who: int, chapter: str = "1") -> dict[str, object]:
        when = datetime(2025, 1, 5, 18, tzinfo=UTC) + timedelta(
            weeks=week
        )  # Monday in Magelang, Sunday in UTC
        return {"created_at": when, "chapter": chapter, "source": source, "person": f"x:~{who}"}

    rows = [text(week, "official", 0, "1" if n < 3 else "2") for week in (0, 1) for n in range(12)]
    rows += [text(0, "comment", n, "1" if n < 6 else "2") for n in range(12)]
    rows += [text(1, "comment", n % 4) for n in range(12)]  # four citizens only
    rows += [text(0, "answer", 0)] * 9  # neither voice
    found = weekly(pl.DataFrame(rows), "Asia/Jakarta").filter(issue="1")
    assert found["week"].to_list() == [MONDAY, MONDAY + timedelta(weeks=1)]
    assert found.select("official", "public").rows() == [(0.25, 0.5), (0.25, None)]
