"""Opening the way to an author."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from simpul.desk.insight import tracing
from simpul.desk.insight.pages import study_page
from simpul.desk.insight.studies import asked_for
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right
from simpul.report.study import PLATFORMS


@require_POST
@door(Right.TRACE_AUTHOR, sure=True)
def author(request: HttpRequest) -> HttpResponse:
    """Who wrote one post, shown once."""
    study = asked_for(request)
    if study is None:
        raise Http404("no study")
    thread = request.POST.get("akar", "")
    try:
        found = tracing.author_of(
            request=request, study=study, post_id=request.POST.get("kiriman", ""), reason=request.POST.get("alasan", "")
        )  # fmt: skip
    except tracing.ReasonProblem as problem:
        messages.error(request, str(problem))
        return redirect(f"{reverse('insight:thread')}?{urlencode({'studi': study.slug, 'akar': thread})}")
    page = study_page(
        request, "insight/author.html", study=study, author=found, thread=thread, platform=PLATFORMS.get(found.platform, found.platform)
    )  # fmt: skip
    page["Cache-Control"] = "no-store"
    return page


urlpatterns = [
    path("simak/penulis/", author, name="author"),
]
