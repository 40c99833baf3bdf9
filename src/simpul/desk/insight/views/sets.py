"""Tujuan, asas, dan peran: which figure stands for what, as a checklist that has no total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from simpul.desk.insight.figures import Figure, Figures
from simpul.desk.insight.models import Study
from simpul.desk.insight.pages import study_page, with_figures
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right
from simpul.measures.indicator_sets import ALL, GROUPS, IndicatorSet
from simpul.measures.registry import measures


@dataclass(frozen=True)
class Entry:
    """One measure of a set, with its figure about the subject asked for, if there is one."""

    id: str
    name: str
    figure: Figure | None


@dataclass(frozen=True)
class Listed:
    """A set with its entries; `lacking` says what else it needs that no study can tell."""

    name: str
    source: str
    lacking: str
    entries: list[Entry]


@require_safe
@door(Right.READ_FINDINGS)
@with_figures
def sets(request: HttpRequest, study: Study, figures: Figures) -> HttpResponse:
    """All sets, for the whole city or one agency."""
    agencies = sorted(figures.folder.agencies.items(), key=lambda pair: pair[1])
    asked = request.GET.get("perangkat", "")
    agency = asked if asked in dict(agencies) else ""
    subject = ("agency", agency) if agency else ("corpus", "all")
    return study_page(
        request, "insight/sets.html", study=study, checklists=list(_groups(figures, subject)), agencies=agencies, agency=agency
    )  # fmt: skip


def _groups(figures: Figures, subject: tuple[str, str]) -> Iterator[tuple[str, list[Listed]]]:
    """The groups of sets that the study holds."""
    if not figures.folder.has("indicator_sets"):
        return
    table = figures.folder.table("indicator_sets").sort("order")
    held = {str(name): part["measure"].to_list() for (name,), part in table.group_by("set")}
    at = figures.language == "en"
    for group, names in GROUPS.items():
        kept = [
            _listed(one, held[one.id], figures, subject)
            for one in ALL
            if one.group == group and one.id in held
        ]
        if kept:
            yield names[at], kept


def _listed(one: IndicatorSet, held: list[str], figures: Figures, subject: tuple[str, str]) -> Listed:
    at, known = figures.language == "en", measures()
    entries = [
        Entry(id, known[id].names[at] if id in known else id, figures.one(id, *subject)) for id in held
    ]
    return Listed(one.names[at], one.source[at], one.lacking[at] if one.lacking else "", entries)


urlpatterns = [
    path("ukur/daftar/periksa/", sets, name="sets"),
]
