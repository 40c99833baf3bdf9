"""Double coding: drawing a sample, coding it blind, and how far two agree."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from simpul.desk.frame import Place
from simpul.desk.needs import coding
from simpul.desk.needs.access import SCOPED, sample_for
from simpul.desk.needs.apps import NEEDS
from simpul.desk.needs.forms import Drawing
from simpul.desk.needs.models import Item, Sample
from simpul.desk.needs.taxonomy import choices, name_of
from simpul.desk.needs.views.shared import attempt, me
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right


@door(Right.CODE_NEEDS)
@require_safe
def samples(request: HttpRequest) -> HttpResponse:
    return _samples(request, Drawing())


def _samples(request: HttpRequest, form: Drawing, status: int = 200) -> HttpResponse:
    user = me(request)
    found = Sample.objects.all()
    if user.role in SCOPED:
        found = found.filter(Q(coders=user) | Q(created_by=user)).distinct()
    rows = [(sample, coding.progress(sample)) for sample in found[:30]]
    return render(request, "needs/samples.html", {"form": form, "rows": rows}, status=status)


@door(Right.CODE_NEEDS)
@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    form = Drawing(request.POST)
    if not form.is_valid():
        return _samples(request, form, status=422)
    given = form.cleaned_data
    coders = [given["first"], given["second"]]
    made: list[Sample] = []
    done = attempt(
        request,
        lambda: made.append(
            coding.draw(
                by=request, title=given["title"], size=given["size"], source=given["source"], coders=coders
            )
        ),
        _("Sampel sudah diambil. Kedua penyandi menemukannya di halaman ini."),
    )
    return redirect("needs:sample", made[0].pk) if done else _samples(request, form, status=422)


@door(Right.CODE_NEEDS)
@require_safe
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """For a coder the next statement, without anybody's code; when all are done, how far they agree."""
    found, user = sample_for(me(request), pk), me(request)
    codes = found.coders.filter(pk=user.pk).exists()
    item = coding.next_item(found, user) if codes else None
    how = coding.agreement(found) if item is None else None
    differences = (
        [(each, [(code, name_of(code)) for code in given]) for each, given in how.differences] if how else []
    )
    context = {
        "sample": found, "progress": coding.progress(found), "codes": codes, "item": item, "choices": choices(),
        "how": how, "differences": differences, "coders": found.coders.order_by("name", "pk"),
    }  # fmt: skip
    return render(request, "needs/sample.html", context)


@door(Right.CODE_NEEDS)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = sample_for(me(request), pk)
    text = request.POST.get("item", "")
    item = get_object_or_404(Item, sample=found, pk=int(text) if text.isdecimal() and len(text) < 18 else 0)
    attempt(
        request, lambda: coding.answer(item, request.POST.get("code", "")[:6], by=request), _("Tersimpan.")
    )
    return redirect("needs:sample", pk)


PLACE = Place(
    gettext_lazy("Penyandian ganda"), "needs:samples", Right.CODE_NEEDS, "people", NEEDS, 63,
    gettext_lazy("Dua orang menyandi pernyataan yang sama tanpa saling melihat; kesepakatan mereka menunjukkan seberapa andal kodenya."),
)  # fmt: skip
urlpatterns = [
    path("penyandian/", samples, name="samples"),
    path("penyandian/ambil/", draw, name="draw"),
    path("penyandian/<int:pk>/", sample, name="sample"),
    path("penyandian/<int:pk>/jawab/", answer, name="answer"),
]
