"""Dates of a chat whose day, month and year stand in an unknown order: inferred from the chat as a whole."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import polars as pl

from simpul.corpus.rejects import FileRefused

OLDEST = 2009  # WhatsApp's first year
TOLERATED = 0.01  # share of dates that may be impossible: chats get pasted into chats
LATE = dt.timedelta(days=1)  # a message may stand this much before the one above it

# Which of the three numbers is the year, the month, the day.
ORDERS = {"day_first": "cba", "month_first": "cab", "year_first": "abc"}
NAMES = {
    "day_first": ("hari/bulan/tahun", "day/month/year"),
    "month_first": ("bulan/hari/tahun", "month/day/year"),
    "year_first": ("tahun/bulan/hari", "year/month/day"),
}


class Reading(NamedTuple):
    """The dates in one order, and how badly that order fits."""

    order: str
    dates: pl.DataFrame  # a, b, c, date (null where impossible), distinct
    impossible: int
    backwards: int
    span: int  # days


def chat_dates(numbers: pl.DataFrame, day_first: bool | None) -> tuple[str, pl.DataFrame]:
    """The order of a chat's dates, and each distinct date read in it.

    `numbers` has the text columns a, b, c: the three numbers of each date, in the order of the chat. Returns the order (a key of
    ORDERS) and a frame a, b, c, date, null where the date is impossible. An order is excluded if more than one per cent
    of the dates are impossible; of the others the one with the fewest impossible dates, then the fewest steps back in time
    by more than a day, is taken. `day_first` decides between orders that fit. Raises FileRefused: `date_order_unknown`, or `date_invalid` if
    no order fits.
    """
    days = numbers.filter(
        pl.struct("a", "b", "c").ne_missing(pl.struct("a", "b", "c").shift()).fill_null(True)
    )
    readings = [_read(days, order) for order in _possible(days)]
    fits = [reading for reading in readings if reading.impossible <= TOLERATED * days.height]
    if not fits:
        raise FileRefused("date_invalid", value="/".join(days.row(0)))
    chosen = _choose(fits, day_first)
    return chosen.order, chosen.dates


def _possible(days: pl.DataFrame) -> list[str]:
    """The orders that the lengths of the numbers allow: four digits are a year."""
    if (days["a"].str.len_bytes() == 4).any():
        return ["year_first"]
    if (days["c"].str.len_bytes() == 4).any():
        return ["day_first", "month_first"]
    return list(ORDERS)


def _read(days: pl.DataFrame, order: str) -> Reading:
    year, month, day = (pl.col(name) for name in ORDERS[order])
    full = pl.when(year.str.len_bytes() <= 2).then("20" + year.str.zfill(2)).otherwise(year)
    date = pl.concat_str(full, month, day, separator="-").str.to_date("%Y-%m-%d", strict=False)
    dated = days.select("a", "b", "c", date=pl.when(date.dt.year() >= OLDEST).then(date))
    steps = dated["date"].drop_nulls().diff()
    known = dated["date"].drop_nulls()
    return Reading(
        order,
        dated.unique(["a", "b", "c"], maintain_order=True),
        dated["date"].null_count(),
        int((steps < -LATE).sum()),
        (known.max() - known.min()).days if len(known) else 0,  # type: ignore[operator, union-attr]
    )


def _choose(fits: list[Reading], day_first: bool | None) -> Reading:
    # Two-digit years: 28/08/25 to 30/08/25 are three days of 2025, and not one day in each of 2028 to 2030, so the year stands
    # first only where that fits better or makes the chat shorter.
    best = min(fits, key=lambda reading: (reading.impossible, reading.backwards, reading.span))
    if best.order == "year_first":
        return best
    fits = [reading for reading in fits if reading.order != "year_first"]
    wanted = "day_first" if day_first else "month_first"
    named = [reading for reading in fits if day_first is not None and reading.order == wanted]
    if named:
        return named[0]
    best = min(fits, key=lambda reading: (reading.impossible, reading.backwards))
    if all(other is best or _better(best, other) for other in fits):
        return best
    raise FileRefused("date_order_unknown", value="/".join(best.dates.row(0)[:3]))


def _better(best: Reading, other: Reading) -> bool:
    """Whether `best` fits beyond doubt: a few steps back in time happen in any chat."""
    if best.impossible < other.impossible or best.dates.equals(other.dates):
        return True
    return best.backwards < other.backwards and best.backwards * 10 <= other.backwards
