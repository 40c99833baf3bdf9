"""Working days: the national calendar of holidays, put right by the rows of this desk (SKB, local days off)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from simpul.desk.affairs.models import Agency, DayOff

SATURDAY, SUNDAY = 5, 6
LONGEST = 3700  # days looked ahead: ten years


def working_days_between(start: date, end: date, agency: Agency | None = None) -> int:
    """Working days after `start` up to and with `end`; 0 where `end` is not later."""
    days = [start + timedelta(n) for n in range(1, (end - start).days + 1)]
    return sum(_working(days, agency))


def due_after(days: int, start: date, agency: Agency | None = None) -> date:
    """The day that is so many working days after `start`. Raises ValueError for less than one day."""
    if days < 1:
        raise ValueError("a deadline is at least one working day away")
    ahead = [start + timedelta(n) for n in range(1, min(LONGEST, days * 3 + 60) + 1)]
    counted = 0
    for day, works in zip(ahead, _working(ahead, agency), strict=True):
        counted += works
        if counted == days:
            return day
    raise ValueError("too far away")


def is_working_day(day: date, agency: Agency | None = None) -> bool:
    return _working([day], agency)[0]


def _working(days: list[date], agency: Agency | None) -> list[bool]:
    """For each of these days, which go upwards, whether it is a working day."""
    if not days:
        return []
    own = dict(DayOff.objects.filter(day__range=(days[0], days[-1])).values_list("day", "works"))
    free = {SUNDAY} if agency is not None and agency.six_days else {SATURDAY, SUNDAY}
    return [own.get(day, day.weekday() not in free and day not in national(day.year)) for day in days]


@lru_cache(maxsize=32)
def national(year: int) -> dict[date, str]:
    """National holidays and days of joint leave of a year with their names, as the `holidays` library has them."""
    from holidays import country_holidays

    return dict(country_holidays("ID", years=year, categories=("public", "government"), language="id"))


def waited(starts: Iterable[date], today: date) -> dict[date, int]:
    """Working days that have passed since each of these days, with one look at the calendar."""
    days = sorted(set(starts))
    if not days:
        return {}
    run = [days[0] + timedelta(n) for n in range(1, max(0, (today - days[0]).days) + 1)]
    passed, counted = {days[0]: 0}, 0
    for day, works in zip(run, _working(run, None), strict=True):
        counted += works
        passed[day] = counted
    total = passed[run[-1]] if run else 0
    return {day: total - passed.get(day, total) for day in days}
