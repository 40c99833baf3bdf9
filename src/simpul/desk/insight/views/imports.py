"""Masukkan berkas: drop exports, watch them being read, see what was refused and why, take a batch out again."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from simpul.desk.exports import csv_file
from simpul.desk.frame import Place
from simpul.desk.insight import incoming, received
from simpul.desk.insight.apps import PREPARE
from simpul.desk.insight.forms import ImportForm
from simpul.desk.insight.models import ImportJob
from simpul.desk.people.doors import door
from simpul.desk.people.models import User
from simpul.desk.people.rights import Right
from simpul.desk.people.trail import record
from simpul.desk.uploads import MUCH
from simpul.desk.worker import is_alive

PAGE = 30
LATEST = 10


@require_safe
@door(Right.IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    """Where files are dropped, and what came in."""
    return _page(request, ImportForm())


def _page(request: HttpRequest, form: ImportForm, status: int = 200) -> HttpResponse:
    corpus = incoming.store()
    there = list(corpus.batches())
    refused = {batch.id for batch in there if not received.came_in(batch)}
    jobs = list(ImportJob.objects.select_related("requested_by")[:LATEST])
    batches = sorted(
        (batch for batch in there if batch.id not in refused),
        key=lambda batch: (batch.imported, batch.id),
        reverse=True,
    )
    page = Paginator(batches, PAGE).get_page(request.GET.get("halaman"))
    context: dict[str, Any] = {
        "form": form, "jobs": jobs, "page": page, "in_vain": {job.pk for job in jobs if job.batches and refused.issuperset(job.batches)},
        "batches": received.lines(corpus, list(page)), "reference": incoming.knows_accounts(), "largest": MUCH, "alive": is_alive(),
    }  # fmt: skip
    return render(request, "insight/imports.html", context, status=status)


@require_POST
@door(Right.IMPORT)
def bring_in(request: HttpRequest) -> HttpResponse:
    """Keeps what was dropped and has the worker read it."""
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    asked = form.cleaned_data
    job = incoming.accept(
        request=request, user=cast(User, request.user), files=asked["dropped"], form=asked["form"], basis=asked["basis"], order=asked["order"],
    )  # fmt: skip
    return redirect("insight:import", job.pk)


@require_safe
@door(Right.IMPORT)
def import_job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a reading is; when it is over, what came in and what was refused, by reason."""
    job = get_object_or_404(ImportJob.objects.select_related("requested_by"), pk=pk)
    context: dict[str, Any] = {"work": job, "job": job, "alive": is_alive()}
    if request.headers.get("HX-Request") == "true":
        response = render(request, "insight/progress.html", context)
        return received.reload_when(response, job.is_over)
    if job.is_over and job.batches:
        corpus = incoming.store()
        there = received.batches_of(corpus, job.batches)
        kept = [batch for batch in there if received.came_in(batch)]
        context |= {
            "batches": received.lines(corpus, kept[:PAGE]),
            "nothing_came": bool(there) and not kept,
            "more": len(kept[PAGE:]),
            "refused": received.refused(corpus, job.batches),
            "chats": received.wants(corpus, job.batches, "basis_missing"),
            "undated": received.wants(corpus, job.batches, "date_order_unknown"),
        }
    return render(request, "insight/import.html", context)


@require_safe
@door(Right.IMPORT)
def rejects_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of one import that was refused, row by row; its cells are masked already."""
    job = get_object_or_404(ImportJob, pk=pk)
    head, rows = received.reject_rows(incoming.store(), job.batches)
    record(request, "rejects_exported", str(pk))
    return csv_file([head, *rows], f"ditolak-{pk}.csv")


@require_POST
@door(Right.IMPORT)
def undo(request: HttpRequest, batch: str) -> HttpResponse:
    """Takes a batch out of the corpus."""
    undone = incoming.undo(request, batch)
    messages.success(
        request,
        _("%(n)s baris dikeluarkan. Kajian yang sudah jadi tidak berubah.")
        % {"n": sum(undone.rows.values())},
    )
    return redirect("insight:imports")


urlpatterns = [
    path("impor/", imports, name="imports"),
    path("impor/masukkan/", bring_in, name="bring_in"),
    path("impor/<int:pk>/", import_job, name="import"),
    path("impor/<int:pk>/ditolak/", rejects_csv, name="rejects_csv"),
    path("impor/<slug:batch>/batalkan/", undo, name="undo"),
]
PLACE = Place(
    gettext_lazy("Masukkan berkas"), "insight:imports", Right.IMPORT, "import", PREPARE, 65,
    gettext_lazy("Seret ekspor media sosial atau survei ke sini. Yang tidak terbaca didaftar dengan alasannya, dan setiap berkas dapat dikeluarkan lagi."),
)  # fmt: skip
