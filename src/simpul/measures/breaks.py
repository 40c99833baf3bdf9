"""Where platforms changed what they count: a series is cut there, so that it never seems to move because a definition did."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from simpul.measures.measure import Measure, Words

# What stands in for a count that is absent, as views/posts.py reads them.
STAND_INS = {"impressions": ("views",), "clicks": ("link_clicks",), "shares": ("quotes",)}


@dataclass(frozen=True)
class Break:
    """On `date` the platform put `replaced_by` in the place of `metric`, or counted it anew (both have one name)."""

    platform: str
    metric: str
    date: date
    replaced_by: str
    note: Words
    mark: str
    source: str

    @property
    def month(self) -> int:
        """12 · year + month − 1."""
        return self.date.year * 12 + self.date.month - 1

    @property
    def mixes(self) -> bool:
        """Its month holds counts of both kinds."""
        return self.date.day > 1

    @property
    def code(self) -> str:
        return f"{self.platform},{self.metric},{self.date.isoformat()}"


@cache
def breaks() -> tuple[Break, ...]:
    """All breaks of `data/metric_breaks.csv` in the order of time."""
    text = resources.files("simpul.data").joinpath("metric_breaks.csv").read_text("utf-8")
    found = [
        Break(
            row["platform"], row["metric"], date.fromisoformat(row["date"]), row["replaced_by"],
            (row["note"], row["note_en"]), row["mark"], row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.date, one.platform, one.metric)))


def breaks_of(measure: Measure, platforms: Iterable[str]) -> list[Break]:
    """The breaks that touch a measure's counts on any of these platforms."""
    counts = {name for metric in measure.metrics for name in (metric, *STAND_INS.get(metric, ()))}
    among = set(platforms)
    return [one for one in breaks() if one.metric in counts and one.platform in among]
