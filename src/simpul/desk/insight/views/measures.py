"""Ukur: the catalogue with its values, one measure across subjects, one figure with all that stands behind it."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from simpul.desk.exports import csv_file
from simpul.desk.frame import Place
from simpul.desk.insight import tables
from simpul.desk.insight.apps import READ
from simpul.desk.insight.charts import Row, bar_chart
from simpul.desk.insight.evidence import SHOWN, evidence_of
from simpul.desk.insight.figures import Figure, Figures
from simpul.desk.insight.models import Study
from simpul.desk.insight.pages import figures_for, study_page, with_figures
from simpul.desk.insight.series import series_of
from simpul.desk.insight.subjects import KINDS, subject_name
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right, may
from simpul.desk.people.trail import record
from simpul.measures.cards import details
from simpul.measures.legend import legend
from simpul.measures.registry import families, measures
from simpul.study.folder import Folder


@door(Right.READ_FINDINGS)
@with_figures
def catalogue(request: HttpRequest, study: Study, figures: Figures) -> HttpResponse:
    """All measures of one subject, family by family."""
    kind = _kind(request, figures)
    subjects = [(id, subject_name(figures.folder, kind, id)) for id in figures.subjects(kind)]
    asked = request.GET.get("subjek", "")
    subject = asked if asked in dict(subjects) else next((id for id, _ in subjects), "all")
    return study_page(
        request, "insight/measures.html", study=study, kinds=_kinds(figures), kind=kind, subjects=subjects,
        subject=subject, catalogue=_catalogue(figures, study.slug, kind, subject),
    )  # fmt: skip


@lru_cache(maxsize=128)
def _catalogue(figures: Figures, slug: str, kind: str, subject: str) -> SafeString:
    """Hundreds of figures as a table, in the language of `figures`."""
    values = {figure.measure: figure for figure in figures.about(kind, subject)}
    shown = [
        (family.names[figures.language == "en"], [values[m.id] for m in family.measures if m.id in values])
        for family in families()
    ]
    kept = [(name, found) for name, found in shown if found]
    return render_to_string("insight/catalogue.html", {"families": kept, "slug": slug, "kind": kind})


@door(Right.READ_FINDINGS)
@with_figures
def measure(request: HttpRequest, study: Study, figures: Figures, id: str) -> HttpResponse:
    """One measure across all subjects of a kind, with intervals."""
    declared = measures().get(id)
    if declared is None:
        raise Http404("no such measure")
    kinds = [(kind, name) for kind, name in _kinds(figures) if figures.of(id, kind)]
    asked = request.GET.get("jenis", "")
    first = "agency" if "agency" in dict(kinds) else next((kind for kind, _ in kinds), "corpus")
    kind = asked if asked in dict(kinds) else first
    listed = [(subject_name(figures.folder, kind, one.subject_id), one) for one in figures.of(id, kind)]
    listed.sort(key=lambda pair: (not pair[1].ok, -(pair[1].value or 0), pair[0]))
    chart = bar_chart([_row(name, one, study) for name, one in listed if one.ok][:40])
    english = figures.language == "en"
    return study_page(
        request, "insight/measure.html", study=study, measure=declared, name=declared.names[english],
        details=details(declared, english), symbols=legend(declared, english), kinds=kinds, kind=kind, listed=listed, chart=chart,
        series=series_of(figures, figures.one(id)) if kind == "corpus" else None,
    )  # fmt: skip


@door(Right.EXPORT)
def measure_csv(request: HttpRequest, id: str) -> HttpResponse:
    """The same figures as a table for a spreadsheet."""
    found = figures_for(request)
    if found is None or id not in measures():
        raise Http404("no such measure")
    study, figures = found
    record(request, "figures_exported", f"{study.slug}/{id}")
    return csv_file([tables.HEAD, *tables.rows_of(figures, id)], f"{id}-{study.slug}.csv")


@door(Right.READ_FINDINGS)
@with_figures
def figure(request: HttpRequest, study: Study, figures: Figures, code: str) -> HttpResponse:
    """One figure by its short code: formula, numbers, interval, source, run, and some of the posts behind it."""
    coded = figures.coded(code)
    if not coded:
        raise Http404("no figure has this code")
    one = next((f for f in coded if f.id == request.GET.get("id")), coded[0])
    reads = may(request.user, Right.READ_POSTS)
    start = _start(request)
    evidence = evidence_of(Folder(study.path), one, start) if reads else None
    if evidence is not None:
        record(request, "evidence_read", one.id, table=evidence.table, start=start)
    declared = measures().get(one.measure)
    english = figures.language == "en"
    return study_page(
        request, "insight/card.html", study=study, figure=one, others=[f for f in coded if f is not one],
        subject=subject_name(figures.folder, one.subject_kind, one.subject_id),
        details=details(declared, english) if declared else {}, symbols=legend(declared, english) if declared else {}, reads=reads, evidence=evidence, start=start,
        marks=bool(declared and declared.hit),
        following=start + SHOWN if evidence and start + SHOWN < evidence.count else None,
        manifest=figures.folder.manifest, kind_name=KINDS.get(one.subject_kind, one.subject_kind), series=series_of(figures, one),
    )  # fmt: skip


@door(Right.READ_FINDINGS)
def find(request: HttpRequest) -> HttpResponse:
    """From a code in print to its figure."""
    code = request.GET.get("kode", "").strip().upper()
    found = figures_for(request)
    if found is None or not code.isalnum() or not found[1].coded(code):
        return study_page(request, "insight/no_code.html", study=found and found[0], code=code)
    return redirect(f"{reverse('insight:figure', args=[code])}?{urlencode({'studi': found[0].slug})}")


def _kinds(figures: Figures) -> list[tuple[str, str]]:
    return [(kind, str(name)) for kind, name in KINDS.items() if figures.subjects(kind)]


def _kind(request: HttpRequest, figures: Figures) -> str:
    asked = request.GET.get("jenis", "")
    kinds = [kind for kind, _ in _kinds(figures)]
    return asked if asked in kinds else next(iter(kinds), "corpus")


def _row(name: str, one: Figure, study: Study) -> Row:
    href = f"{reverse('insight:figure', args=[one.code])}?{urlencode({'studi': study.slug, 'id': one.id})}"
    return Row(name, one.text, href, one.id, one.value, one.low, one.high)


def _start(request: HttpRequest) -> int:
    asked = request.GET.get("mulai", "0")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0


urlpatterns = [
    path("ukur/", catalogue, name="catalogue"),
    path("ukur/<slug:id>/", measure, name="measure"),
    path("ukur/<slug:id>/csv/", measure_csv, name="measure_csv"),
    path("angka/", find, name="find"),
    path("angka/<slug:code>/", figure, name="figure"),
]
PLACE = Place(
    gettext_lazy("Ukur"), "insight:catalogue", Right.READ_FINDINGS, "measure", READ, 30,
    gettext_lazy("Semua ukuran dengan rumus, jumlah, dan selang. Ketik kode angka dari laporan cetak untuk membukanya di sini."),
)  # fmt: skip
