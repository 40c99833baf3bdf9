"""Working days around the holidays of 2026, which the joint decree of three ministers fixed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from simpul.desk.affairs.calendar import due_after, is_working_day, waited, working_days_between
from simpul.desk.affairs.models import Agency, DayOff

pytestmark = pytest.mark.django_db


def test_nyepi_and_lebaran_of_2026_are_no_working_days() -> None:
    # 18 March: joint leave of Nyepi; 19: Nyepi; 20, 23, 24: joint leave of Idul Fitri; 21, 22: Idul Fitri, a weekend
    assert working_days_between(date(2026, 3, 17), date(2026, 3, 25)) == 1
    assert due_after(1, date(2026, 3, 17)) == date(2026, 3, 25)


def test_a_decree_of_the_city_goes_before_the_calendar() -> None:
    DayOff.objects.create(day=date(2026, 3, 25), name="libur setempat")
    DayOff.objects.create(day=date(2026, 3, 18), name="masuk pengganti", works=True)

    assert due_after(1, date(2026, 3, 17)) == date(2026, 3, 18)
    assert due_after(2, date(2026, 3, 17)) == date(2026, 3, 26)


def test_an_office_may_work_on_saturdays() -> None:
    saturday = date(2026, 2, 7)
    assert not is_working_day(saturday)
    assert is_working_day(saturday, Agency(six_days=True))
    assert not is_working_day(saturday + timedelta(1), Agency(six_days=True))


def test_what_has_waited_is_counted_alike_for_many_days_at_once() -> None:
    today = date(2026, 6, 30)
    days = [today - timedelta(n) for n in (0, 1, 5, 40, 200, 400)]

    assert waited(days, today) == {day: working_days_between(day, today) for day in days}
    assert waited([today + timedelta(3)], today) == {today + timedelta(3): 0}


def test_a_deadline_is_at_least_a_day_away() -> None:
    with pytest.raises(ValueError, match="at least one"):
        due_after(0, date(2026, 1, 1))
