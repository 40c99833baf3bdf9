"""Who may see and decide which need: one door for a single need, one queryset for many."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from simpul.desk.affairs.queries import held_by
from simpul.desk.needs.models import Need, Sample
from simpul.desk.needs.rounding import Shown, exact, rounded
from simpul.desk.people.models import User
from simpul.desk.people.rights import Right, Role, may

SCOPED = (Role.OFFICER, Role.APPROVER)  # see their agency's needs; all others who may read see all


def counted(user: User) -> QuerySet[Need]:
    """The needs whose numbers a person may see."""
    if not may(user, Right.READ_NEEDS):
        return Need.objects.none()
    if user.role not in SCOPED:
        return Need.objects.all()
    if user.agency is None:
        return Need.objects.none()
    return Need.objects.filter(_of_agency(user, timezone.localdate()))


def _of_agency(user: User, day: date) -> Q:
    """Led by the agency, or touching an urusan that it holds."""
    assert user.agency is not None
    touching = Need.others.through.objects.filter(
        need_id=OuterRef("pk"), urusan_id__in=held_by(user.agency, day)
    )
    return Q(agency=user.agency) | Q(Exists(touching))


def visible(user: User) -> QuerySet[Need]:
    """The needs a person may open one by one: those who may read posts."""
    return counted(user) if may(user, Right.READ_POSTS) else Need.objects.none()


def showing(user: User) -> Shown:
    """How counts are shown: exactly to who may open what is counted, else rounded."""
    return exact if may(user, Right.READ_POSTS) else rounded


def need_for(user: User, pk: int) -> Need:
    """One need, if this person may know it; else 404."""
    need = visible(user).select_related("urusan", "agency", "study", "referred_to").filter(pk=pk).first()
    if need is None:
        raise Http404("no such need")
    return need


def may_decide(user: User, need: Need) -> bool:
    """An officer decides for the own agency only; an analyst for all."""
    if not may(user, Right.DECIDE_NEED):
        return False
    return user.role not in SCOPED or (user.agency_id is not None and need.agency_id == user.agency_id)


def decidable(user: User) -> QuerySet[Need]:
    """The needs that a person may decide about."""
    if not may(user, Right.DECIDE_NEED):
        return Need.objects.none()
    if user.role not in SCOPED:
        return Need.objects.all()
    return Need.objects.filter(agency=user.agency) if user.agency_id else Need.objects.none()


def insist(user: User, need: Need) -> None:
    """Raises PermissionDenied where this is another agency's to decide."""
    if not may_decide(user, need):
        raise PermissionDenied("another agency's need")


def sample_for(user: User, pk: int) -> Sample:
    """A sample that a person codes or drew; analysts and researchers see all. Else 404."""
    samples = Sample.objects.all()
    if user.role in SCOPED:
        samples = samples.filter(Q(coders=user) | Q(created_by=user)).distinct()
    sample = samples.filter(pk=pk).first()
    if sample is None:
        raise Http404("no such sample")
    return sample
