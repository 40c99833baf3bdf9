"""Times as numbers and as local calendar days, in expressions that every engine understands.

The whole of Indonesia knows no summer time, so a local day is the UTC time shifted by a whole number of hours.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import narwhals as nw

WIB = 7  # hours ahead of UTC


def seconds(time: nw.Expr) -> nw.Expr:
    """Seconds since 1970 with fractions, for times from 1970 to 2099.

    Put together from calendar parts, because PySpark has neither durations nor epochs in Narwhals.
    """
    year = time.dt.year().cast(nw.Int64)
    days = (year - 1970) * 365 + (year - 1969) // 4 + time.dt.ordinal_day().cast(nw.Int64) - 1
    clock = (
        time.dt.hour().cast(nw.Int64) * 3600
        + time.dt.minute().cast(nw.Int64) * 60
        + time.dt.second().cast(nw.Int64)
    )
    return (days * 86_400 + clock).cast(nw.Float64) + time.dt.microsecond().cast(nw.Float64) / 1e6


def day(time: nw.Expr, offset: int) -> nw.Expr:
    """The local calendar day; `offset` is in hours ahead of UTC."""
    return time.dt.offset_by(f"{offset}h").dt.date()


def month(time: nw.Expr, offset: int) -> nw.Expr:
    """The local calendar month as one number, 12 · year + month − 1."""
    local = time.dt.offset_by(f"{offset}h")
    return local.dt.year().cast(nw.Int64) * 12 + local.dt.month().cast(nw.Int64) - 1


def whole_months(since: datetime, until: datetime, offset: int) -> tuple[int, int]:
    """The months that lie wholly inside [since, until), as the first and the one after the last."""
    start, end = since + timedelta(hours=offset), until + timedelta(hours=offset)
    begun = start.replace(day=1, hour=0, minute=0, second=0, microsecond=0) != start
    return start.year * 12 + start.month - 1 + begun, end.year * 12 + end.month - 1


def whole_days(first: datetime, last: datetime, offset: int) -> tuple[datetime, datetime]:
    """The window of whole local days that holds both times: from midnight before `first` to midnight after `last`."""
    shift = timedelta(hours=offset)
    midnight = {"hour": 0, "minute": 0, "second": 0, "microsecond": 0}
    start = (first + shift).replace(**midnight)  # type: ignore[arg-type]
    end = (last + shift).replace(**midnight) + timedelta(days=1)  # type: ignore[arg-type]
    return start - shift, end - shift


def label(time: datetime, offset: int) -> str:
    """A local time for people: the date alone at midnight, else date and time with the offset."""
    local = time + timedelta(hours=offset)
    if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
        return local.date().isoformat()
    return f"{local.replace(tzinfo=None).isoformat()}{offset:+03d}:00"
