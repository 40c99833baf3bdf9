"""Ringkasan: what a mayor reads in two minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place
from simpul.desk.insight.apps import READ
from simpul.desk.insight.brokers import Broker, brokers_of
from simpul.desk.insight.figures import KEPT, Figure, Figures
from simpul.desk.insight.models import Study
from simpul.desk.insight.pages import study_page, with_figures
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right
from simpul.report.sections.voices import silent
from simpul.report.study import Study as Folder

QUESTIONS: tuple[tuple[Promise, Sequence[str]], ...] = (
    (_("Apakah kota membicarakan kemiskinan?"), ("poverty_share_official", "poverty_share_comment")),
    (_("Apakah kota menjawab?"), ("response_rate", "response_time")),
    (_("Siapa yang belum terjangkau?"), ("offline_poor", "terasing")),
)
SOURCES: dict[str, Promise] = {"survey": _("Survei"), "broker": _("Perantara"), "online": _("Media sosial")}
MOST = 3
CATEGORY = 3  # characters of a category's code; a sub-need's is longer


@dataclass(frozen=True)
class Voiced:
    """The needs that one source names most; none where it was not asked."""

    source: str
    needs: list[tuple[str, int]]


@door(Right.READ_FINDINGS)
@with_figures
def overview(request: HttpRequest, study: Study, figures: Figures) -> HttpResponse:
    """Six figures that open, the silent places, the needs by source, and the brokers who matter most."""
    return study_page(request, "insight/overview.html", study=study, **_told(figures))


@lru_cache(maxsize=2 * KEPT)
def _told(figures: Figures) -> dict[str, Any]:
    """What the page says, in the language of `figures`: the same for every reader."""
    folder = figures.folder
    return {
        "questions": _questions(figures), "quiet": silent(folder), "rank": _poverty_rank(figures), "voiced": _voiced(folder),
        "brokers": _brokers(folder), "period": folder.manifest["period"], "counts": folder.manifest["counts"],
    }  # fmt: skip


def _questions(figures: Figures) -> list[tuple[Promise, list[Figure]]]:
    asked = [(question, [figures.one(id) for id in ids]) for question, ids in QUESTIONS]
    return [(question, [figure for figure in found if figure is not None]) for question, found in asked]


def _poverty_rank(figures: Figures) -> tuple[int, int] | None:
    """Poverty's rank in the plan and in what citizens say; None where one of them is not known."""
    gap = figures.one("agenda_gap", "issue", "1")
    if gap is None or not gap.ok or not figures.folder.has("plan"):
        return None
    ranks = figures.folder.table("plan").filter(issue="1")["rank"]
    plan = cast("int | None", ranks.min())
    return None if plan is None else (plan, int(plan - gap.value))


def _voiced(folder: Folder) -> list[Voiced]:
    """By source, never summed over sources."""
    table = folder.table("needs") if folder.has("needs") else pl.DataFrame(schema={"need": pl.String})
    names = dict(folder.needs.select("code", "name").rows())
    found = []
    for source in SOURCES:
        rows: list[tuple[str, int]] = []
        if not table.is_empty():
            whole = table.filter(place="all", source=source, status="ok")
            exact = whole.filter(pl.col("need").str.len_chars() > CATEGORY)
            whole = whole if exact.is_empty() else exact  # a questionnaire may ask for categories only
            rows = (
                whole.sort("voices", "need", descending=[True, False])
                .head(MOST)
                .select("need", "voices")
                .rows()
            )
        found.append(Voiced(str(SOURCES[source]), [(names.get(need, need), voices) for need, voices in rows]))
    return found


def _brokers(folder: Folder) -> list[Broker]:
    return brokers_of(folder)[:MOST]


urlpatterns = [
    path("", overview, name="overview"),
]
PLACE = Place(
    gettext_lazy("Ringkasan"), "insight:overview", Right.READ_FINDINGS, "home", READ, 10,
    gettext_lazy("Keadaan kota dalam dua menit: apakah kota bicara, apakah menjawab, siapa yang belum terjangkau. Setiap angka dapat dibuka."),
)  # fmt: skip
