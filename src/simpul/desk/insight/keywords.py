"""Keyword sets: words that an agency searches for again and again; its own, or shared with all."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simpul.desk.insight.models import KeywordSet
from simpul.desk.insight.search import QueryProblem, match_expression
from simpul.desk.people.models import User
from simpul.desk.people.trail import record

MOST = 200  # sets of one agency


class SetProblem(Exception):
    """A set that cannot be kept; the text says why, in the language of the page."""


def sets_for(user: User) -> QuerySet[KeywordSet]:
    """What this person may use: the sets of the own agency (of all without agency, for those who have none) and shared ones."""
    return KeywordSet.objects.filter(Q(agency=user.agency) | Q(shared=True)).select_related("agency")


def set_for(user: User, pk: int) -> KeywordSet:
    """A set to use; 404 for one of another agency that is not shared."""
    found = sets_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404("no such set")
    return found


def own_set(user: User, pk: int) -> KeywordSet:
    """A set to change; 404 for another agency's, shared or not."""
    found = set_for(user, pk)
    if found.agency_id != user.agency_id:
        raise Http404("not a set of this agency")
    return found


@transaction.atomic
def save(
    *, request: HttpRequest, user: User, name: str, words: str, shared: bool, pk: int | None = None
) -> KeywordSet:
    """Makes a set, or changes one of the own agency. Raises SetProblem for words that cannot be searched for."""
    kept = own_set(user, pk) if pk else KeywordSet(agency=user.agency)
    kept.name, kept.words, kept.shared, kept.by = (
        " ".join(name.split()),
        " ".join(words.split()),
        shared,
        user,
    )
    _check(kept)
    kept.save()
    record(request, "keyword_set_saved", kept.name, shared=shared)
    return kept


@transaction.atomic
def delete(*, request: HttpRequest, user: User, pk: int) -> None:
    """Takes a set of the own agency away."""
    gone = own_set(user, pk)
    gone.delete()
    record(request, "keyword_set_deleted", gone.name)


def _check(kept: KeywordSet) -> None:
    if not kept.name or len(kept.name) > 80 or not kept.name.isprintable():
        raise SetProblem(_("Beri set ini nama, paling panjang 80 huruf."))
    try:
        expression = match_expression(kept.words)
    except QueryProblem as problem:
        raise SetProblem(problem.problem[get_language() == "en"]) from problem
    if not expression or not kept.words.isprintable():
        raise SetProblem(_("Isi kata yang dicari."))
    others = KeywordSet.objects.filter(agency=kept.agency).exclude(pk=kept.pk)
    if others.filter(name__iexact=kept.name).exists():
        raise SetProblem(_("Sudah ada set dengan nama itu."))
    if others.count() >= MOST:
        raise SetProblem(_("Set sudah terlalu banyak. Hapus yang tidak dipakai."))
