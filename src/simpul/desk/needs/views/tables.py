"""Counts of the ledger: need × kelurahan, need × agency or urusan, months; and the files that hold the same cells."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from simpul.desk import frame
from simpul.desk.affairs.calendar import waited
from simpul.desk.affairs.models import Place
from simpul.desk.exports import csv_file, file
from simpul.desk.needs import counting, exporting
from simpul.desk.needs.access import SCOPED, counted, showing, visible
from simpul.desk.needs.apps import NEEDS
from simpul.desk.needs.brokers import HEADER, broker_states
from simpul.desk.needs.filters import Filters
from simpul.desk.needs.models import Source
from simpul.desk.needs.showing import line
from simpul.desk.needs.taxonomy import name_of
from simpul.desk.needs.views.shared import me, options, scope, source_tabs
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right, may
from simpul.desk.people.trail import record

WIDE = ("need", "agency", "urusan", "state")  # what tables may be narrowed by: no mix of small groups
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABS = (
    ("needs:agencies", gettext_lazy("Penanganan")), ("needs:places", gettext_lazy("Wilayah")), ("needs:trend", gettext_lazy("Perkembangan")),
)  # fmt: skip


def table_filters(given: Any) -> Filters:
    """The filters of a table: one source always, and of the others only those that take in many people."""
    chosen = Filters.of({name: given.get(name) for name in ("source", *WIDE)})
    return chosen if chosen.source else replace(chosen, source=Source.ONLINE.value)


def _page(
    request: HttpRequest, template: str, filters: Filters, facets: tuple[str, ...], **context: Any
) -> HttpResponse:
    user = me(request)
    shared = {
        "filters": filters, "sources": source_tabs(filters), "facets": options(filters, wanted=facets),
        "may_export": may(user, Right.EXPORT), "may_open": may(user, Right.READ_POSTS), "tabs": TABS,
        "here": f"needs:{request.resolver_match.url_name}" if request.resolver_match else "",
    }  # fmt: skip
    return render(request, template, shared | context)


@door(Right.READ_NEEDS)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    filters = table_filters(request.GET)
    needs, show = counted(me(request)), showing(me(request))
    table = counting.remembered(
        "places", scope(me(request)), filters, lambda: counting.places_table(needs, filters, show)
    )
    silent = [each.name for each in table.lines if not each.heard]
    return _page(request, "needs/places.html", filters, ("need", "agency"), table=table, silent=silent)


@door(Right.READ_NEEDS)
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """Who has answered what, and which needs wait longest."""
    filters = table_filters(request.GET)
    by = "urusan" if request.GET.get("menurut") == "urusan" else "agency"
    user = me(request)
    needs, show = counted(user), showing(user)
    table = counting.remembered(
        f"holders-{by}", scope(me(request)), filters, lambda: counting.holders_table(needs, filters, by, show)
    )
    waiting = counting.remembered(
        "waiting", scope(me(request)), filters, lambda: counting.waiting_table(needs, filters, show)
    )
    today = timezone.localdate()
    days = waited(
        {
            timezone.localtime(t).date()
            for t in [
                *(row["first"] for row in waiting if row["first"]),
                *(each.oldest for each in table.lines if each.oldest),
            ]
        },
        today,
    )
    rows = [
        {
            **row,
            "name": name_of(row["sub_need"]),
            "waits": days[timezone.localtime(row["first"]).date()] if row["first"] else None,
        }
        for row in waiting[:20]
    ]
    lines = [
        (each, days.get(timezone.localtime(each.oldest).date()) if each.oldest else None)
        for each in table.lines
    ]
    return _page(
        request,
        "needs/agencies.html",
        filters,
        ("agency", "need"),
        table=table,
        lines=lines,
        waiting=rows,
        by=by,
        scope=user.agency if user.role in SCOPED else None,
    )


@door(Right.READ_NEEDS)
@require_safe
def trend(request: HttpRequest) -> HttpResponse:
    """Each source has its own picture: they are not to be added, nor to be compared in height."""
    filters = table_filters(request.GET)
    needs, show = counted(me(request)), showing(me(request))
    pictures = []
    for source in Source:
        one = replace(filters, source=source.value)
        points = counting.remembered(
            "trend", scope(me(request)), one, partial(counting.trend, needs, one, show=show)
        )
        pictures.append((source.label, line(points), points))
    return _page(request, "needs/trend.html", filters, ("need", "agency"), pictures=pictures)


# --- files ---------------------------------------------------------------------------------------------------
@door(Right.EXPORT)
@require_safe
def downloads(request: HttpRequest) -> HttpResponse:
    filters = Filters.of({name: request.GET.get(name) for name in ("source", *WIDE)})
    villages = Place.objects.filter(kind=Place.Kind.VILLAGE)
    context = {"filters": filters, "facets": options(filters, wanted=WIDE), "sources": source_tabs(filters), "villages": villages}  # fmt: skip
    return render(request, "needs/downloads.html", context)


@door(Right.EXPORT, sure=True)
@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The tables of the screens as a file; asks again who it is, and is written to the trail."""
    filters = Filters.of({name: request.GET.get(name) for name in ("source", *WIDE)})
    needs = counted(me(request))
    if kind not in ("xlsx", "csv"):
        raise Http404
    record(request, "needs_exported", f"tables.{kind}", **filters.query())
    if kind == "csv":
        return csv_file(exporting.rows(needs, filters), "kebutuhan.csv")
    return file(exporting.workbook(needs, filters), "kebutuhan.xlsx", SHEET)


@door(Right.EXPORT, sure=True)
@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    """What officers decided about masked texts, to teach the model with."""
    record(request, "needs_exported", "lessons.csv")
    return csv_file(exporting.lessons(visible(me(request))), "latih-kebutuhan.csv")


@door(Right.EXPORT)
@require_safe
def voices(request: HttpRequest) -> HttpResponse:
    """Codes and states of broker voices for the next Lembar warga."""
    place = request.GET.get("place", "")[:13]
    known = set(counted(me(request)).exclude(code=None).values_list("code", flat=True))
    told = [voice.row for voice in broker_states(place) if voice.code in known]
    record(request, "needs_exported", "voices.csv", place=place)
    return csv_file([HEADER, *told], "suara-perantara.csv")


PLACE = frame.Place(
    gettext_lazy("Penanganan"), "needs:agencies", Right.READ_NEEDS, "measure", NEEDS, 62,
    gettext_lazy("Kebutuhan mana sudah terjawab, ditangani, atau belum dijawab, oleh siapa dan di mana. Tiap sumber dihitung terpisah."),
)  # fmt: skip
urlpatterns = [
    path("penanganan/", agencies, name="agencies"),
    path("penanganan/wilayah/", places, name="places"),
    path("penanganan/perkembangan/", trend, name="trend"),
    path("penanganan/unduh/", downloads, name="downloads"),
    path("penanganan/unduh/kebutuhan.<str:kind>", download, name="download"),
    path("penanganan/unduh/latih-kebutuhan.csv", lessons, name="lessons"),
    path("penanganan/unduh/suara-perantara.csv", voices, name="voices"),
]
