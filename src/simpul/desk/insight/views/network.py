"""Jejaring: who reaches whom, to walk through, and the brokers in a table."""

from __future__ import annotations

from functools import lru_cache

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from simpul.desk.frame import Place
from simpul.desk.insight.apps import READ
from simpul.desk.insight.brokers import brokers_of
from simpul.desk.insight.figures import Figures
from simpul.desk.insight.models import Study
from simpul.desk.insight.networks import COLOURS, SIZES, Drawn, drawn, layers_of
from simpul.desk.insight.pages import figures_for, language, study_page, with_figures
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right, may
from simpul.report.picture import draw
from simpul.report.words import speaker

FILES = (
    "gexf",
    "graphml",
)  # made without single citizens: the study's own files hold each under its pseudonym
MOST, BROKERS = 25, 15  # lines of the tables
BUNDLE = "insight/network.bundle.js"  # built at set-up; without it the drawing of the report stands in


@door(Right.READ_FINDINGS)
@with_figures
def network(request: HttpRequest, study: Study, figures: Figures) -> HttpResponse:
    """The picture of one layer with its table twin, and the brokers with their intervals."""
    layers = layers_of(figures.folder)
    asked = request.GET.get("lapis", "")
    layer = asked if asked in layers else next(iter(layers), "")
    shown = drawn(study.path, layer, language()) if layer else None
    walks = finders.find(BUNDLE) is not None
    return study_page(
        request, "insight/network.html", study=study, layers=layers, layer=layer, sizes=SIZES, colours=COLOURS, shown=shown,
        named=shown.named[:MOST] if shown else [], walks=walks, picture="" if not layers or walks else _picture(figures),
        tables=_tables(figures, shown) if shown else "",
        figures=[f for id in ("nodes", "ties", "communities", "terasing") if (f := figures.one(id))],
        files=FILES if may(request.user, Right.EXPORT) else (),
    )  # fmt: skip


@door(Right.READ_FINDINGS)
def network_data(request: HttpRequest, layer: str) -> HttpResponse:
    """A layer as the picture reads it: numbers and names, no pseudonyms."""
    found = figures_for(request)
    if found is None or layer not in layers_of(found[1].folder):
        raise Http404("no such layer")
    return HttpResponse(drawn(found[0].path, layer, language()).written, content_type="application/json")


@lru_cache(maxsize=32)
def _tables(figures: Figures, shown: Drawn) -> SafeString:
    """The brokers and the most connected nodes, in the language of `figures`."""
    context = {"brokers": brokers_of(figures.folder)[:BROKERS], "named": shown.named[:MOST]}
    return render_to_string("insight/network_tables.html", context)


@lru_cache(maxsize=8)
def _picture(figures: Figures) -> str:
    """The report's drawing of the first layer."""
    return draw(figures.folder, speaker(figures.language))


urlpatterns = [
    path("jejaring/", network, name="network"),
    path("jejaring/data/<slug:layer>/", network_data, name="network_data"),
]
PLACE = Place(
    gettext_lazy("Jejaring"), "insight:network", Right.READ_FINDINGS, "network", READ, 25,
    gettext_lazy("Siapa menjangkau siapa. Klik sebuah simpul untuk melihat yang terhubung dengannya; tabel di bawah memuat perantara dan seberapa pasti peringkatnya."),
)  # fmt: skip
