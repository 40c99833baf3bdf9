"""The ledger: a list with facets, one need with its timeline, and what an officer does with it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simpul.desk.frame import Place
from simpul.desk.needs import counting, domain
from simpul.desk.needs.access import insist, may_decide, need_for, visible
from simpul.desk.needs.apps import NEEDS
from simpul.desk.needs.domain import MOVES, VERBS
from simpul.desk.needs.filters import Filters
from simpul.desk.needs.forms import REASONS, Correcting, Referring, WritingDown
from simpul.desk.needs.models import Need, Source, State
from simpul.desk.needs.showing import lines, pieces, shown
from simpul.desk.needs.views.shared import attempt, me, options, source_tabs
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right, may

PAGE = 50


LISTED = (
    "pk",
    "sub_need",
    "source",
    "code",
    "urgency",
    "statement",
    "agency_id",
    "place",
    "state",
    "voiced_at",
    "dated",
)  # fmt: skip  what a line of the list shows


@door(Right.READ_POSTS)
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """The list: oldest first, or newest; counts stand beside the choices of one source only."""
    user, filters = me(request), Filters.of(request.GET)
    needs = visible(user)
    newest = request.GET.get("urut") == "baru"
    around = (user.role, user.agency_id, get_language(), newest)
    head = counting.remembered(
        "ledger-head", repr(around), filters, lambda: _head(request, needs, filters, newest)
    )
    chosen = filters.apply(needs).select_related(None).only(*LISTED)
    rows, following = page_of(chosen, request.GET.get("sesudah", ""), newest)
    context = {
        "lines": lines(rows), "following": following, "filters": filters, "newest": newest, "head": head,
        "any": any(filters.query()), "may_record": may(user, Right.RECORD_NEED), "may_export": may(user, Right.EXPORT),
    }  # fmt: skip
    return render(request, "needs/ledger.html", context)


def _head(request: HttpRequest, needs: QuerySet[Need], filters: Filters, newest: bool) -> SafeString:
    """The tabs and facets with their counts, kept as they were written until the ledger changes."""
    counts = counting.facets(needs, filters) if filters.source else None
    context = {
        "tabs": source_tabs(filters, counting.by_source(needs, filters)), "facets": options(filters, counts), "filters": filters,
        "newest": newest, "searchable": True,
    }  # fmt: skip
    return render_to_string("needs/ledger_head.html", context, request)


def page_of(
    needs: QuerySet[Need], after: str, newest: bool = False, size: int = PAGE
) -> tuple[list[Need], int | None]:
    """A page in order of time, and the key to go on after; the order does not slow down far from the start."""
    last = (
        Need.objects.filter(pk=int(after)).values_list("voiced_at", "pk").first()
        if after.isdecimal() and len(after) < 18
        else None
    )
    if last is not None:
        at, pk = last
        side = ("lt", "lte") if newest else ("gt", "gte")
        beyond = Q(**{f"voiced_at__{side[0]}": at}) | Q(voiced_at=at, **{f"pk__{side[0]}": pk})
        needs = needs.filter(beyond, **{f"voiced_at__{side[1]}": at})
    order = ("-voiced_at", "-pk") if newest else ("voiced_at", "pk")
    found = list(needs.order_by(*order)[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


@door(Right.READ_POSTS)
@require_safe
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """One need: what was said, where from, whose affair, which programmes by which rule, and what happened since."""
    found = need_for(me(request), pk)
    return _need(request, found)


def _need(
    request: HttpRequest, found: Need, referring: Referring | None = None, status: int = 200
) -> HttpResponse:
    decides = may_decide(me(request), found)
    moves = [
        (to, VERBS[to], why) for to, why in MOVES[State(found.state)].items() if to is not State.REFERRED
    ]
    context: dict[str, Any] = {
        "each": shown([found])[0], "need": found, "pieces": pieces(found), "others": found.others.all(),
        "programmes": found.programmes.all(), "timeline": found.follow_ups.all(), "decides": decides, "reasons": REASONS,
        "moves": moves if decides else [], "reopens": found.state in (State.MET, State.UNMET, State.REJECTED),
        "referring": referring or (Referring() if decides and State.REFERRED in MOVES[State(found.state)] else None),
        "holdings": found.urusan.holdings.on(timezone.localdate()).select_related("agency"),
    }  # fmt: skip
    return render(request, "needs/need.html", context, status=status)


@door(Right.DECIDE_NEED)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Brings a need to another state."""
    found = need_for(me(request), pk)
    to = request.POST.get("to", "")
    if to == State.REFERRED:
        form = Referring(request.POST)
        if not form.is_valid():
            return _need(request, found, form, status=422)
        given = form.cleaned_data
    else:
        given = {"reason": request.POST.get("reason", "")[:500]}
    if to in State.values:
        attempt(
            request,
            lambda: domain.move(found, State(to), by=request, **given),
            _("Keadaan diubah menjadi “%(state)s”.") % {"state": State(to).label},
        )
    return redirect("needs:need", pk)


@door(Right.DECIDE_NEED)
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    found = need_for(me(request), pk)
    attempt(
        request,
        lambda: domain.note(found, request.POST.get("text", "")[:4000], by=request),
        _("Tindak lanjut tercatat."),
    )
    return redirect("needs:need", pk)


@door(Right.DECIDE_NEED)
@require_safe
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    found = need_for(me(request), pk)
    insist(me(request), found)
    return _correct(request, found, Correcting.of(found))


def _correct(request: HttpRequest, found: Need, form: Correcting, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "need": found,
        "pieces": pieces(found),
        "inbox": "usulan" in request.GET or "usulan" in request.POST,
    }
    return render(request, "needs/correct.html", context, status=status)


@door(Right.DECIDE_NEED)
@require_POST
def save_correction(request: HttpRequest, pk: int) -> HttpResponse:
    found = need_for(me(request), pk)
    form = Correcting(request.POST)
    if not form.is_valid():
        return _correct(request, found, form, status=422)
    given = form.corrections(found)
    attempt(
        request,
        lambda: domain.correct(found, by=request, reason=form.cleaned_data["reason"], **given),
        _("Dibetulkan. Pembetulan ini tersimpan sebagai bahan latih."),
    )
    return redirect("needs:inbox") if "usulan" in request.POST else redirect("needs:need", pk)


@door(Right.RECORD_NEED)
@require_safe
def write_down(request: HttpRequest) -> HttpResponse:
    return render(request, "needs/write_down.html", {"form": WritingDown()})


@door(Right.RECORD_NEED)
@require_POST
def save_need(request: HttpRequest) -> HttpResponse:
    """Records a need; a broker's voice is answered with its code."""
    form = WritingDown(request.POST)
    if not form.is_valid():
        return render(request, "needs/write_down.html", {"form": form}, status=422)
    given = {**form.cleaned_data, "source": Source(form.cleaned_data["source"])}
    made: list[Need] = []
    if not attempt(
        request, lambda: made.append(domain.write_down(by=request, **given)), _("Kebutuhan tercatat.")
    ):
        return render(request, "needs/write_down.html", {"form": form}, status=422)
    if visible(me(request)).filter(pk=made[0].pk).exists():
        return redirect("needs:need", made[0].pk)
    return render(request, "needs/handed_over.html", {"need": made[0]})


PLACE = Place(
    gettext_lazy("Buku kebutuhan"), "needs:ledger", Right.READ_POSTS, "plan", NEEDS, 61,
    gettext_lazy("Semua kebutuhan yang pernah disuarakan, dari yang paling lama menunggu. Saring menurut perangkat daerah, wilayah, atau keadaan, lalu buka satu untuk melihat pernyataannya."),
)  # fmt: skip
urlpatterns = [
    path("buku/", ledger, name="ledger"),
    path("buku/<int:pk>/", need, name="need"),
    path("buku/<int:pk>/pindah/", move, name="move"),
    path("buku/<int:pk>/catatan/", note, name="note"),
    path("buku/<int:pk>/betulkan/", correct, name="correct"),
    path("buku/<int:pk>/betulkan/simpan/", save_correction, name="save-correction"),
    path("buku/catat/", write_down, name="write-down"),
    path("buku/catat/simpan/", save_need, name="save-need"),
]
