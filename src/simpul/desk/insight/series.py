"""A figure's months as its card shows them: the picture, where its line breaks and why, and the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format

from simpul.desk.insight.courses import Course, month_course
from simpul.desk.insight.figures import Figure, Figures
from simpul.report.monthly import Month, broken, months_of
from simpul.report.study import PLATFORMS


@dataclass(frozen=True)
class Series:
    """`cuts` are what platforms changed: platform, month, why. `corrected`: the figure is corrected, its months are not."""

    months: Sequence[Month]
    chart: Course | None
    cuts: list[dict[str, str]]
    corrected: bool


def series_of(figures: Figures, one: Figure | None) -> Series | None:
    """The months of a figure; None where it is not measured by month."""
    if one is None:
        return None
    months = months_of(figures.folder, one.measure, one.subject_kind, one.subject_id)
    if not months:
        return None
    cuts = [
        {
            "platform": PLATFORMS.get(each.platform, each.platform), "when": date_format(each.date, "F Y"),
            "why": each.note[figures.language == "en"],
        }
        for each in broken(months)
    ]  # fmt: skip
    return Series(months, month_course(months), cuts, one.finding["corrected_n"] is not None)
