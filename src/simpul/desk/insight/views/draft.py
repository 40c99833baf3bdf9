"""Tulis: a draft gets the coach's advice. Nothing of it is stored, and no line of a log holds it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from simpul.desk.frame import Place
from simpul.desk.insight.apps import ACT
from simpul.desk.insight.drafting import LONGEST, read_draft
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right
from simpul.language.coaching import KINDS, networks


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("draf")
@door(Right.DRAFT)
def draft(request: HttpRequest) -> HttpResponse:
    """The form; with a draft, what to reconsider in it."""
    text = request.POST.get("draf", "")
    english = get_language() == "en"
    known = {network.id: network.name for network in networks().values()}
    network = request.POST.get("jejaring", "")
    kind = request.POST.get("jenis", KINDS[0])
    context = {
        "text": text, "longest": LONGEST, "networks": known, "network": network, "kind": kind, "reading": None, "problem": "",
    }  # fmt: skip
    if len(text) > LONGEST:
        context["problem"] = _("Draf ini terlalu panjang untuk diperiksa sekaligus.")
    elif text.strip() and kind in KINDS:
        context["reading"] = read_draft(text, network if network in known else None, kind, english=english)
    is_fragment = request.headers.get("HX-Request") == "true"
    return render(request, "insight/advice.html" if is_fragment else "insight/draft.html", context)


urlpatterns = [
    path("tulis/", draft, name="draft"),
]
PLACE = Place(
    gettext_lazy("Tulis"), "insight:draft", Right.DRAFT, "write", ACT, 52,
    gettext_lazy("Tempelkan draf; Simpul menunjukkan kata yang kaku, angka yang tidak cocok, dan yang masih kurang. Draf tidak disimpan."),
)  # fmt: skip
