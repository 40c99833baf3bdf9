"""Simak: searching what was said, post by post and thread by thread."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from simpul.desk.frame import Place
from simpul.desk.insight import keywords, search, tasks
from simpul.desk.insight.apps import READ
from simpul.desk.insight.facets import FACETS
from simpul.desk.insight.models import Study
from simpul.desk.insight.pages import folder_of, indexed, study_page, with_index
from simpul.desk.insight.studies import asked_for
from simpul.desk.insight.views.keywords import number
from simpul.desk.insight.wording import facets_of, names_of, worded
from simpul.desk.people.doors import door
from simpul.desk.people.models import User
from simpul.desk.people.rights import Right, may
from simpul.desk.people.trail import record, without_numbers


@door(Right.READ_POSTS)
@with_index
def listen(request: HttpRequest, study: Study, index: Path) -> HttpResponse:
    """A page of posts for words and filters, with what the newest of them are about."""
    folder = folder_of(study)
    problem, found = "", None
    try:
        query = query_of(request)
        found = search.search(index, query)
        record(
            request,
            "posts_read",
            study.slug,
            words=without_numbers(query.words[:100]),
            filters=dict(query.facets),
        )
    except search.QueryProblem as error:
        problem = error.problem[folder.language == "en"]
    names = names_of(folder)
    user = cast(User, request.user)
    pk = number(request.GET.get("set"))
    chosen = keywords.set_for(user, pk) if pk else None
    return study_page(
        request, "insight/listen.html", sets=keywords.sets_for(user), chosen=chosen, exports=may(user, Right.EXPORT),
        owns=chosen is not None and chosen.agency_id == user.agency_id, study=study, found=found, problem=problem, asked=request.GET,
        facets=facets_of(names, found.facets, request.GET) if found else [],
        posts=worded(found.posts, names) if found else [],
    )  # fmt: skip


@door(Right.READ_POSTS)
def thread(request: HttpRequest) -> HttpResponse:
    """One conversation, oldest first."""
    study, index = indexed(request)
    posts = search.thread(index, request.GET.get("akar", ""))
    if not posts:
        raise Http404("no such thread")
    record(request, "thread_read", study.slug)
    names = names_of(folder_of(study))
    return study_page(
        request, "insight/thread.html", study=study, posts=worded(posts, names), root=request.GET.get("akar", ""),
        traces=may(request.user, Right.TRACE_AUTHOR),
    )  # fmt: skip


@require_POST
@door(Right.READ_POSTS)
def make_searchable(request: HttpRequest) -> HttpResponse:
    """Has the worker build the index of a study that has none."""
    study = asked_for(request)
    if study is None:
        raise Http404("no study")
    tasks.index_study.enqueue(study.pk)
    messages.info(
        request,
        _("Pencarian disiapkan. Untuk sejuta kiriman perlu setengah menit; muat ulang halaman ini nanti."),
    )
    return redirect(f"{reverse('insight:listen')}?{urlencode({'studi': study.slug})}")


def query_of(request: HttpRequest) -> search.Query:
    """What a page of Simak was asked for."""
    facets = {name: request.GET[name] for name in FACETS if request.GET.get(name)}
    before = request.GET.get("sebelum", "")
    return search.Query(
        words=request.GET.get("kata", ""),
        facets=facets,
        since=_day(request.GET.get("sejak", "")),
        until=_day(request.GET.get("sampai", "")),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 12 else None,
    )


def _day(text: str) -> date | None:
    """A day as date fields send it; None for what is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


urlpatterns = [
    path("simak/", listen, name="listen"),
    path("simak/utas/", thread, name="thread"),
    path("simak/siapkan/", make_searchable, name="make_searchable"),
]
PLACE = Place(
    gettext_lazy("Simak"), "insight:listen", Right.READ_POSTS, "ear", READ, 20,
    gettext_lazy("Cari dan baca apa yang dikatakan warga. Saring menurut isu, tempat, atau akun, lalu buka utasnya."),
)  # fmt: skip
