"""The days that a study is about, as points in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from simpul.study.request import Request


def window(request: Request) -> tuple[datetime | None, datetime | None]:
    """[since, until) of the request in UTC; both days lie inside."""
    until = request.until and request.until + timedelta(days=1)
    return _midnight(request.since, request.timezone), _midnight(until, request.timezone)


def _midnight(day: date | None, timezone: str) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC) if day else None
