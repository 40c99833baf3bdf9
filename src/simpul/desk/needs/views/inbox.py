"""Proposals of the software, one after another: agree, set right or reject with one key each; or several at once, with care."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from simpul.desk.frame import Place
from simpul.desk.insight.models import State as Work
from simpul.desk.insight.models import Study
from simpul.desk.needs import counting, domain
from simpul.desk.needs.access import decidable, need_for
from simpul.desk.needs.apps import NEEDS
from simpul.desk.needs.filters import Filters
from simpul.desk.needs.forms import REASONS
from simpul.desk.needs.models import Need, State
from simpul.desk.needs.showing import pieces, shown
from simpul.desk.needs.tasks import propose
from simpul.desk.needs.taxonomy import categories, name_of
from simpul.desk.needs.views.shared import attempt, me, scope, source_tabs
from simpul.desk.people.doors import door
from simpul.desk.people.models import User
from simpul.desk.people.rights import Right, may


def queue(request: HttpRequest, filters: Filters) -> QuerySet[Need]:
    """What waits for this person's decision: urgent ones first, then the oldest."""
    waiting = decidable(me(request)).filter(state=State.PROPOSED)
    return filters.without("state").apply(waiting).order_by("-urgency", "voiced_at", "pk")


@door(Right.DECIDE_NEED)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One proposal with its reasons, or a page of them to be confirmed together."""
    filters, user = Filters.of(request.GET), me(request)
    waiting = queue(request, filters)
    if many := request.GET.get("tampil") == "daftar":
        waiting = waiting.filter(urgency__lt=2)  # urgent ones are decided one by one
    skipped = int(text) if (text := request.GET.get("lewati", "")).isdecimal() and len(text) < 6 else 0
    rows = list(waiting.select_related("urusan", "agency")[skipped : skipped + (domain.MANY if many else 4)])
    counts = counting.remembered("proposed", scope(user), Filters(), lambda: _counts(user))
    first = rows[0] if rows and not many else None
    told = shown(rows)
    context = {
        "many": many, "rows": told, "filters": filters, "skipped": skipped, "next": skipped + 1,
        "tabs": source_tabs(filters, counts), "reasons": REASONS, "most": domain.MANY,
        "each": told[0] if first else None, "pieces": pieces(first) if first else [],
        "others": first.others.all() if first else [], "alternatives": _alternatives(first) if first else [],
        "categories": categories(), "may_propose": may(user, Right.IMPORT) and Study.objects.filter(state=Work.DONE).exists(),
    }  # fmt: skip
    return render(request, "needs/inbox.html", context)


def _counts(user: User) -> dict[str, int]:
    """How many proposals wait in each source."""
    rows = decidable(user).filter(state=State.PROPOSED).order_by().values("source").annotate(n=Count("pk"))
    return {row["source"]: row["n"] for row in rows}


def _alternatives(need: Need) -> list[tuple[str, str]]:
    return [(code, name_of(code)) for code in need.alternatives.split("|") if code][:3]


@door(Right.DECIDE_NEED)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision about one proposal; the next one opens."""
    found = need_for(me(request), pk)
    act = request.POST.get("act", "")
    if act == "confirm":
        attempt(request, lambda: domain.confirm(found, by=request), _("Dikonfirmasi."))
    elif act == "reject":
        reason = request.POST.get("reason", "")[:500]
        attempt(request, lambda: domain.reject(found, by=request, reason=reason), _("Ditolak."))
    elif act in found.alternatives.split("|") and act:
        attempt(
            request,
            lambda: domain.correct(found, by=request, sub_need=act),
            _("Dibetulkan dan dikonfirmasi."),
        )
    else:
        messages.error(request, _("Tindakan ini tidak dikenal."))
    kept = Filters.of(request.POST).query()
    return redirect(f"{reverse('needs:inbox')}?{urlencode(kept)}")


@door(Right.DECIDE_NEED)
@require_POST
def confirm_many(request: HttpRequest) -> HttpResponse:
    """Confirms the proposals that were ticked on the page."""
    pks = [int(pk) for pk in request.POST.getlist("need") if pk.isdecimal() and len(pk) < 18]
    if not pks:
        messages.error(request, _("Belum ada yang dicentang."))
        return redirect("needs:inbox")
    done: list[int] = []
    if attempt(request, lambda: done.append(domain.confirm_many(pks, by=request)), ""):
        said = ngettext("%(n)s usulan dikonfirmasi.", "%(n)s usulan dikonfirmasi.", done[0]) % {"n": done[0]}
        messages.success(request, said)
    kept = Filters.of(request.POST).query()
    return redirect(f"{reverse('needs:inbox')}?{urlencode({**kept, 'tampil': 'daftar'})}")


@door(Right.IMPORT)
@require_POST
def propose_now(request: HttpRequest) -> HttpResponse:
    """Asks the worker for proposals out of the study that is shown."""
    study = Study.objects.filter(state=Work.DONE).order_by("-is_current", "-created_at").first()
    if study is None:
        messages.error(request, _("Belum ada kajian yang selesai."))
    else:
        propose.enqueue(study.pk, me(request).pk)
        messages.success(request, _("Usulan dari “%(study)s” sedang disiapkan.") % {"study": study.title})
    return redirect("needs:inbox")


PLACE = Place(
    gettext_lazy("Usulan"), "needs:inbox", Right.DECIDE_NEED, "need", NEEDS, 60,
    gettext_lazy("Perangkat lunak mengusulkan, Anda memutuskan: konfirmasi, betulkan, atau tolak. Alasannya terlihat pada kata yang ditandai."),
)  # fmt: skip
urlpatterns = [
    path("usulan/", inbox, name="inbox"),
    path("usulan/<int:pk>/", decide, name="decide"),
    path("usulan/bersama/", confirm_many, name="confirm-many"),
    path("usulan/siapkan/", propose_now, name="propose"),
]
