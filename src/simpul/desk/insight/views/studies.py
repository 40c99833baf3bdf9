"""Kajian: ask for one, watch it being made, choose which one is shown, take its files along."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from simpul.desk.exports import file
from simpul.desk.frame import Place
from simpul.desk.insight import downloads, incoming, making
from simpul.desk.insight.apps import PREPARE
from simpul.desk.insight.forms import StudyForm
from simpul.desk.insight.models import State, Study
from simpul.desk.insight.received import reload_when
from simpul.desk.insight.studies import make_current
from simpul.desk.people.doors import door
from simpul.desk.people.models import User
from simpul.desk.people.rights import Right, may
from simpul.desk.people.trail import record
from simpul.desk.worker import is_alive


@require_safe
@door(Right.READ_FINDINGS)
def studies(request: HttpRequest) -> HttpResponse:
    """All studies, newest first, and for those who may the form of a new one."""
    return _page(request, StudyForm())


def _page(request: HttpRequest, form: StudyForm, status: int = 200) -> HttpResponse:
    runs = may(request.user, Right.RUN_STUDY)
    context = {
        "list": Study.objects.select_related("requested_by"), "form": form, "runs": runs, "alive": is_alive(),
        "empty": runs and not incoming.store().batches(), "reference": incoming.knows_accounts(),
        "imports": may(request.user, Right.IMPORT),
    }  # fmt: skip
    return render(request, "insight/studies.html", context, status=status)


@require_POST
@door(Right.RUN_STUDY)
def start(request: HttpRequest) -> HttpResponse:
    """Queues a study."""
    form = StudyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    asked = form.cleaned_data
    study = making.ask(request=request, user=cast(User, request.user), **asked)
    return redirect("insight:study", study.slug)


@require_safe
@door(Right.READ_FINDINGS)
def study(request: HttpRequest, slug: str) -> HttpResponse:
    """One study: how far it is, or what it rests on and what can be taken along."""
    found = get_object_or_404(Study.objects.select_related("requested_by"), slug=slug)
    context = {"work": found, "study": found, "stages": making.stages_of(found), "alive": is_alive()}
    if request.headers.get("HX-Request") == "true":
        return reload_when(render(request, "insight/progress.html", context), found.is_over)
    if found.state == State.DONE:
        exports = may(request.user, Right.EXPORT)
        context |= {"about": downloads.about(found), "files": downloads.offered(found) if exports else []}
    context["runs"] = may(request.user, Right.RUN_STUDY)
    return render(request, "insight/one_study.html", context)


@require_POST
@door(Right.RUN_STUDY)
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Lets all pages speak of this study."""
    found = get_object_or_404(Study, slug=slug, state=State.DONE)
    make_current(found)
    record(request, "study_shown", slug)
    messages.success(request, _("Semua halaman kini menampilkan kajian ini."))
    return redirect("insight:study", slug)


@require_safe
@door(Right.EXPORT)
def download(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A file of a study, made of aggregates only."""
    found = get_object_or_404(Study, slug=slug, state=State.DONE)
    if kind not in dict(downloads.offered(found)):
        raise Http404("no such file")
    record(request, "study_exported", f"{slug}/{kind}")
    name, content = downloads.file_of(found, kind)
    return file(content, name)


urlpatterns = [
    path("kajian/", studies, name="studies"),
    path("kajian/mulai/", start, name="start_study"),
    path("kajian/<slug:slug>/", study, name="study"),
    path("kajian/<slug:slug>/tampilkan/", show, name="show_study"),
    path("kajian/<slug:slug>/unduh/<slug:kind>/", download, name="download_study"),
]
PLACE = Place(
    gettext_lazy("Kajian"), "insight:studies", Right.READ_FINDINGS, "study", PREPARE, 66,
    gettext_lazy("Mulai kajian atas berkas yang sudah masuk, ikuti jalannya, unduh hasilnya, dan pilih yang ditampilkan."),
)  # fmt: skip
