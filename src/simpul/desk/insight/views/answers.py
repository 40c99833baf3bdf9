"""Perlu dijawab: who waits for a word, red ones first, then the longest waiting."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from simpul.desk.affairs.calendar import waited
from simpul.desk.affairs.models import Agency
from simpul.desk.frame import Place
from simpul.desk.insight import answering, waiting
from simpul.desk.insight.apps import ACT
from simpul.desk.insight.emergency import emergency_numbers
from simpul.desk.insight.models import Mark, Study
from simpul.desk.insight.pages import folder_of, indexed, study_page, with_index
from simpul.desk.insight.wording import names_of, worded
from simpul.desk.people.doors import door
from simpul.desk.people.models import User
from simpul.desk.people.rights import Right, may
from simpul.desk.people.trail import record
from simpul.report.study import Study as Folder
from simpul.study.waiting import COMMENT

FIELDS = ("kiriman", "tanda", "kepada", "alasan")
KEPT = "mark_kept"  # in the session, until the page is shown again: a mark that lacked something


@door(Right.READ_POSTS)
@with_index
def answers(request: HttpRequest, study: Study, index: Path) -> HttpResponse:
    """One queue of the own agency; analysts see all."""
    user = cast(User, request.user)
    asked = request.GET.get("antrean", "")
    why = asked if asked in waiting.QUEUES else COMMENT
    marks, here = answering.newest_marks(), answering.agency_of(user)
    found = waiting.queue(index, here, why, answering.closed(marks), _page(request))
    record(request, "queue_read", study.slug, queue=why, page=found.page)
    folder = folder_of(study)
    kept = request.session.pop(KEPT, {})
    agencies = list(Agency.objects.values_list("code", "name"))
    verbs = Mark.Verb.choices[:3]
    posts = [
        post | {"nth": str(nth), "kept": kept if post["post_id"] == kept.get("kiriman") else None}
        for nth, post in enumerate(_with_waiting(worded(found.posts, names_of(folder)), folder), 1)
    ]
    return study_page(
        request, "insight/answers.html", study=study, found=found, posts=posts, page=str(found.page), why=why, verbs=_options(verbs), agencies=_options(agencies),
        kept_verbs=_options(verbs, kept.get("tanda", "")), kept_agencies=_options(agencies, kept.get("kepada", "")),
        marks_here=may(user, Right.ANSWER), numbers=emergency_numbers(folder.language),
        referred=answering.referred_to(marks).get(here or "", []), previous=found.page - 1,
        following=found.page + 1 if found.page < found.pages else None,
    )  # fmt: skip


@require_POST
@door(Right.ANSWER)
def mark(request: HttpRequest) -> HttpResponse:
    """An officer says what became of a voice."""
    study, index = indexed(request)
    place = ""
    to = Agency.objects.filter(code=request.POST.get("kepada", "")).first()
    try:
        answering.mark(
            request=request, user=cast(User, request.user), index=index, post_id=request.POST.get("kiriman", ""),
            verb=request.POST.get("tanda", ""), to=to, reason=request.POST.get("alasan", ""),
        )  # fmt: skip
        messages.success(request, _("Ditandai."))
    except answering.MarkProblem as problem:
        messages.error(request, str(problem))
        request.session[KEPT] = {name: request.POST.get(name, "")[:300] for name in FIELDS}
        place = f"#kiriman-{request.POST.get('urutan', '')}"
    query = {
        "studi": study.slug,
        "antrean": request.POST.get("antrean", COMMENT),
        "halaman": request.POST.get("halaman", "1"),
    }
    return redirect(f"{reverse('insight:answers')}?{urlencode(query)}{place}")


def _options(choices: Iterable[tuple[str, object]], chosen: str = "") -> SafeString:
    """Choices of a list; written once, as each post of a page has the same list."""
    marked = ((value, " selected" if value == chosen else "", words) for value, words in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)


def _with_waiting(posts: list[dict[str, Any]], folder: Folder) -> list[dict[str, Any]]:
    """How many working days each has waited."""
    days = {post["created_at"].date() for post in posts if post["created_at"]}
    passed = waited(days, timezone.localdate())
    return [
        post
        | {
            "waited": passed.get(post["created_at"].date()) if post["created_at"] else None,
            "agency_name": folder.agencies.get(post["agency"], "") if post["agency"] else "",
        }
        for post in posts
    ]


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("halaman", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


urlpatterns = [
    path("perlu-dijawab/", answers, name="answers"),
    path("perlu-dijawab/tandai/", mark, name="mark"),
]
PLACE = Place(
    gettext_lazy("Perlu dijawab"), "insight:answers", Right.READ_POSTS, "answer", ACT, 50,
    gettext_lazy("Siapa yang menunggu jawaban: yang mendesak dahulu, lalu yang paling lama. Jawab di platformnya, lalu tandai di sini."),
)  # fmt: skip
