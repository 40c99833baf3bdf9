"""The days that a study is about, as points in time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from simpul.study.request import Request


def window(request: Request) -> tuple[datetime | None, datetime | None]:
    """[since, until) of the request in UTC; both days lie inside."""
    zone = ZoneInfo(request.timezone)
    since = request.since and datetime.combine(request.since, time(), zone).astimezone(UTC)
    until = request.until and datetime.combine(request.until + timedelta(days=1), time(), zone).astimezone(
        UTC
    )
    return since, until
