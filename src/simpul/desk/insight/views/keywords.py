"""Keyword sets of Simak: keep the words of a search, change them, take them away."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from simpul.desk.insight import keywords
from simpul.desk.people.doors import door
from simpul.desk.people.models import User
from simpul.desk.people.rights import Right


@require_POST
@door(Right.READ_POSTS)
def save_set(request: HttpRequest) -> HttpResponse:
    """A new set, or with `set` a changed one."""
    asked = request.POST
    pk = number(asked.get("set"))
    query: dict[str, object] = {"studi": asked.get("studi", ""), "set": pk, "kata": asked.get("kata", "")}
    try:
        kept = keywords.save(
            request=request, user=cast(User, request.user), pk=pk, name=asked.get("nama", ""),
            words=asked.get("kata", ""), shared="bersama" in asked,
        )  # fmt: skip
        query |= {"set": kept.pk, "kata": kept.words}
        messages.success(request, _("Set “%(name)s” disimpan.") % {"name": kept.name})
    except keywords.SetProblem as problem:
        messages.error(request, str(problem))
    return _to_search(query)


@require_POST
@door(Right.READ_POSTS)
def delete_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a set of the own agency away."""
    keywords.delete(request=request, user=cast(User, request.user), pk=pk)
    messages.success(request, _("Set dihapus."))
    return _to_search({"studi": request.POST.get("studi", "")})


def number(text: str | None) -> int | None:
    """A key as a query gives it; None for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None


def _to_search(query: dict[str, object]) -> HttpResponse:
    kept = {name: str(value)[:400] for name, value in query.items() if value}
    return redirect(f"{reverse('insight:listen')}?{urlencode(kept)}")


urlpatterns = [
    path("simak/set/", save_set, name="save_set"),
    path("simak/set/<int:pk>/hapus/", delete_set, name="delete_set"),
]
