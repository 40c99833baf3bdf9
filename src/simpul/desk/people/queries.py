"""What this room is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from simpul.desk.people.models import Event, Invitation, User
from simpul.desk.people.rights import Right, may

PAGE = 50


def user_for(viewer: User, pk: int) -> User:
    """A person, for those who manage people; 404 for others and for who is not there."""
    found = User.objects.select_related("agency").filter(pk=pk).first()
    if found is None or not may(viewer, Right.MANAGE_PEOPLE):
        raise Http404
    return found


def invitation_of(viewer: User, pk: int) -> Invitation:
    """An invitation that is still open, for those who manage people."""
    found = Invitation.objects.filter(pk=pk).first()
    if found is None or not found.is_open or not may(viewer, Right.MANAGE_PEOPLE):
        raise Http404
    return found


def everybody() -> QuerySet[User]:
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return (
        User.objects.select_related("agency")
        .annotate(has_factor=Exists(factors))
        .order_by("-is_active", "name", "pk")
    )


def open_invitations() -> QuerySet[Invitation]:
    open_now = Q(closed_at__isnull=True, expires_at__gt=timezone.now())
    return Invitation.objects.filter(open_now, invited_by__isnull=False).select_related(
        "agency", "invited_by"
    )


def events(asked: dict[str, Any]) -> QuerySet[Event]:
    """Lines of the trail, newest first, by the fields of TrailFilter."""
    found = Event.objects.all()
    if words := asked.get("q"):
        found = found.filter(
            Q(actor__icontains=words) | Q(target__icontains=words) | Q(reason__icontains=words)
        )
    if action := asked.get("action"):
        found = found.filter(action=action)
    if since := asked.get("since"):
        found = found.filter(at__gte=_midnight(since))
    if until := asked.get("until"):
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found


def page_before(found: QuerySet[Event], before: str) -> tuple[list[Event], int | None]:
    """One page of lines older than a number, and the number that the next page starts before."""
    if before.isascii() and before.isdigit() and len(before) < 19:
        found = found.filter(number__lt=int(before))
    rows = list(found[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].number if len(rows) > PAGE else None


def rows_of(found: QuerySet[Event]) -> Iterator[list[object]]:
    """The trail as a table."""
    yield [
        "number",
        "at",
        "actor_id",
        "actor",
        "role",
        "action",
        "target",
        "reason",
        "address",
        "details",
        "digest",
    ]
    for event in found.iterator(2000):
        yield [
            event.number, timezone.localtime(event.at).isoformat(timespec="seconds"), event.actor_id, event.actor, event.role,
            event.action, event.target, event.reason, event.address, event.details_text, event.digest,
        ]  # fmt: skip


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
