"""Times as numbers and local days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.measures import clock

TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))


@settings(max_examples=20, deadline=None)
@given(st.lists(TIMES, min_size=20, max_size=50))
def test_seconds_days_and_months_are_those_of_the_calendar(times: list[datetime]) -> None:
    frame = nw.from_native(pl.LazyFrame({"t": times}, schema={"t": pl.Datetime("us", "UTC")}))
    time = nw.col("t")
    got = (
        frame.select(s=clock.seconds(time), d=clock.day(time, 7), m=clock.month(time, 7))
        .collect()
        .to_native()
    )
    local = [time + timedelta(hours=7) for time in times]
    assert got["s"].to_list() == pytest.approx([time.timestamp() for time in times], rel=1e-15)
    assert got["d"].to_list() == [time.date() for time in local]
    assert got["m"].to_list() == [time.year * 12 + time.month - 1 for time in local]


JAN, FEB, APR = 2026 * 12, 2026 * 12 + 1, 2026 * 12 + 3


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2025-12-31T17:00", "2026-03-31T17:00", (JAN, APR)),
        ("2025-12-31T17:01", "2026-03-31T16:59", (FEB, APR - 1)),
        ("2026-01-10T00:00", "2026-01-20T00:00", (FEB, JAN)),  # none: the first is not before the end
    ],
)
def test_whole_months(since: str, until: str, months: tuple[int, int]) -> None:
    ends = [datetime.fromisoformat(f"{time}+00:00") for time in (since, until)]
    assert clock.whole_months(*ends, 7) == months


def test_a_window_is_named_in_local_time() -> None:
    assert clock.label(datetime(2025, 12, 31, 17, tzinfo=UTC), 7) == "2026-01-01"
    assert clock.label(datetime(2025, 12, 31, 17, 30, tzinfo=UTC), 7) == "2026-01-01T00:30:00+07:00"
