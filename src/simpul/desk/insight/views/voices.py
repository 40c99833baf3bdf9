"""Suara dan sunyi: who is heard beside who is poor, and who has not been heard at all."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy

from simpul.desk.frame import Place
from simpul.desk.insight.apps import READ
from simpul.desk.insight.charts import Pair, pair_chart
from simpul.desk.insight.figures import Figure, Figures
from simpul.desk.insight.models import Study
from simpul.desk.insight.pages import study_page, with_figures
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right
from simpul.report.sections.voices import QUIET, silent

SOURCES = ("online", "survey", "broker")


@dataclass(frozen=True)
class PlaceLine:
    """One kelurahan: its share of the poor and of voices, and where it was heard at all."""

    code: str
    name: str
    poor: float
    share: Figure | None
    ratio: Figure | None
    heard: dict[str, str]  # source → a number, "few", or "" for not heard


@door(Right.READ_FINDINGS)
@with_figures
def voices(request: HttpRequest, study: Study, figures: Figures) -> HttpResponse:
    """Share of voices against share of the poor, by kelurahan and by group; the silent ones by name."""
    lines = _lines(figures)
    chart = pair_chart([_pair(line, study) for line in lines])
    quiet = silent(figures.folder)
    return study_page(
        request, "insight/voices.html", study=study, lines=lines, chart=chart, quiet=quiet, sources=SOURCES,
        offline=figures.one("offline_poor"), cut_off=figures.one("terasing"), below=QUIET,
    )  # fmt: skip


def _lines(figures: Figures) -> list[PlaceLine]:
    """Kelurahan whose number of poor people is known, the poorest first."""
    folder = figures.folder
    if not folder.has("places"):
        return []
    places = folder.table("places").filter((pl.col("kind") == "village") & pl.col("poor").is_not_null())
    total = places["poor"].sum()
    heard = _heard(figures)
    lines = [
        PlaceLine(
            code, name, 100 * poor / total, figures.one("need_share", "place", code), figures.one("voice_share", "place", code),
            {source: heard.get((code, source), "") for source in SOURCES},
        )
        for code, name, poor in places.unique("code", keep="last").select("code", "name", "poor").rows()
        if total
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (-line.poor, line.name))


def _heard(figures: Figures) -> dict[tuple[str, str], str]:
    """By place and source, whether any need was voiced: "yes", or "few" where too few people to say."""
    if not figures.folder.has("needs"):
        return {}
    table = figures.folder.table("needs").filter(pl.col("need").str.len_chars() == 3)
    cells = table.group_by("place", "source").agg(shown=(pl.col("status") == "ok").any())
    return {(place, source): "yes" if shown else "few" for place, source, shown in cells.rows() if place}


def _pair(line: PlaceLine, study: Study) -> Pair:
    share, ratio = line.share, line.ratio
    href = f"{reverse('insight:figure', args=[ratio.code])}?studi={study.slug}" if ratio else ""
    return Pair(
        line.name, line.poor, share.value if share and share.ok else None, ratio.text if ratio and ratio.ok else "–",
        href, ratio.id if ratio else "", bool(ratio and ratio.ok and ratio.value < QUIET),
    )  # fmt: skip


urlpatterns = [
    path("suara/", voices, name="voices"),
]
PLACE = Place(
    gettext_lazy("Suara dan sunyi"), "insight:voices", Right.READ_FINDINGS, "silence", READ, 35,
    gettext_lazy("Siapa yang terdengar dibanding di mana warga miskin tinggal. Kelurahan yang sunyi perlu ditanya lewat survei atau perantara."),
)  # fmt: skip
