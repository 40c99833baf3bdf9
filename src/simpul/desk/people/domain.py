"""What is done with people: invite, let in, change, put out, bring back; each in a transaction and on the trail."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from simpul.desk.affairs.models import Agency
from simpul.desk.people.models import Invitation, StaffMode, User
from simpul.desk.people.rights import Role
from simpul.desk.people.trail import record

INVITATION_DAYS = 7
SETUP_HOURS = 24
STAFF_MINUTES = 30


class NotPossible(Exception):
    """What was asked breaks a rule of the room; the message says which, in the person's language."""


@transaction.atomic
def invite(
    *, request: HttpRequest, name: str, email: str, role: str, agency: Agency | None
) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, which is shown once and kept nowhere. An older open one is withdrawn."""
    Invitation.objects.filter(email__iexact=email, closed_at__isnull=True).update(closed_at=timezone.now())
    made, secret = _invitation(
        name=name,
        email=email.lower(),
        role=role,
        agency=agency,
        invited_by=request.user,
        days=INVITATION_DAYS,
    )
    record(request, "invited", email, role=role, agency=agency.code if agency else "")
    return made, secret


@transaction.atomic
def renew(*, request: HttpRequest, user: User) -> tuple[Invitation, str]:
    """A link with which somebody who is already here chooses a new password. It does not pass by the second factor."""
    user.renewals.filter(closed_at__isnull=True).update(closed_at=timezone.now())
    made, secret = _invitation(
        name=user.name,
        email=user.email,
        role=user.role,
        agency=user.agency,
        invited_by=request.user,
        for_user=user,
        days=1,
    )
    record(request, "password_link_made", user.email)
    return made, secret


@transaction.atomic
def first_link() -> str | None:
    """The secret of a link that makes the first admin; None once an active admin exists. Older links close."""
    if User.objects.filter(role=Role.ADMIN, is_active=True).exists():
        return None
    Invitation.objects.filter(invited_by__isnull=True, closed_at__isnull=True).update(
        closed_at=timezone.now()
    )
    _, secret = _invitation(
        name="", email="", role=Role.ADMIN, agency=None, invited_by=None, days=SETUP_HOURS / 24
    )
    record(None, "setup_link_made")
    return secret


def invitation_for(secret: str) -> Invitation | None:
    """The open invitation of a link."""
    found = Invitation.objects.select_related("agency", "for_user").filter(digest=_digest(secret)).first()
    return found if found is not None and found.is_open else None


@transaction.atomic
def accept(*, request: HttpRequest, invitation: Invitation, name: str, email: str, password: str) -> User:
    """Uses the invitation up. Raises NotPossible if somebody else just did, or if the address is taken."""
    now = timezone.now()
    claimed = Invitation.objects.filter(pk=invitation.pk, closed_at__isnull=True, expires_at__gt=now).update(
        closed_at=now
    )
    if not claimed:
        raise NotPossible("used")
    if user := invitation.for_user:
        user.set_password(password)
        user.save(update_fields=["password"])
        end_sessions(user)
    elif User.objects.filter(email__iexact=email).exists():
        raise NotPossible("taken")
    else:
        user = User.objects.create_user(
            email, password, name=name, role=invitation.role, agency=invitation.agency
        )
    record(user, "password_renewed" if invitation.for_user else "invitation_accepted", user.email)
    return user


@transaction.atomic
def withdraw(*, request: HttpRequest, invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk, closed_at__isnull=True).update(closed_at=timezone.now())
    record(request, "invitation_withdrawn", invitation.email)


@transaction.atomic
def change(*, request: HttpRequest, user: User, name: str, role: str, agency: Agency | None) -> None:
    """New rights hold from the person's next click. The last admin stays admin."""
    before = User.objects.select_for_update().get(pk=user.pk)
    if role != Role.ADMIN:
        _keep_an_admin(before)
    record(
        request,
        "rights_changed",
        user.email,
        role=[before.role, role],
        agency=[before.agency.code if before.agency else "", agency.code if agency else ""],
    )
    before.name, before.role, before.agency = name, role, agency
    before.save(update_fields=["name", "role", "agency"])


@transaction.atomic
def deactivate(*, request: HttpRequest, user: User) -> None:
    """Closes an account: its sessions end now, its open links too; what it did stays on the trail."""
    if user.pk == request.user.pk:
        raise NotPossible("self")
    _keep_an_admin(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.renewals.filter(closed_at__isnull=True).update(closed_at=timezone.now())
    user.staff_modes.filter(ended_at__isnull=True).update(ended_at=timezone.now())
    end_sessions(user)
    record(request, "deactivated", user.email)


@transaction.atomic
def reactivate(*, request: HttpRequest, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=True)
    record(request, "reactivated", user.email)


@transaction.atomic
def drop_second_factor(*, request: HttpRequest, user: User) -> None:
    """For who lost phone and recovery codes: they set a new one at the next sign-in. Not for oneself."""
    if user.pk == request.user.pk:
        raise NotPossible("self")
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record(request, "second_factor_dropped", user.email)


def end_sessions(user: User) -> None:
    """Signs a person out everywhere."""
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=user).delete()


@transaction.atomic
def start_staff_mode(*, request: HttpRequest, user: User, reason: str) -> StaffMode:
    """Half an hour in which an admin sees posts and needs, to help; every page of it is on the trail."""
    end_staff_mode(request=request, user=user)
    mode = StaffMode.objects.create(
        user=user, reason=reason, ends_at=timezone.now() + timedelta(minutes=STAFF_MINUTES)
    )
    record(request, "staff_mode_started", reason=reason)
    return mode


@transaction.atomic
def end_staff_mode(*, request: HttpRequest, user: User) -> None:
    running = Q(ended_at__isnull=True, ends_at__gt=timezone.now())
    if user.staff_modes.filter(running).update(ended_at=timezone.now()):
        record(request, "staff_mode_ended")


def _invitation(*, days: float, **fields: object) -> tuple[Invitation, str]:
    secret = secrets.token_urlsafe(24)
    expires = timezone.now() + timedelta(days=days)
    return Invitation.objects.create(digest=_digest(secret), expires_at=expires, **fields), secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _keep_an_admin(user: User) -> None:
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    if user.role == Role.ADMIN and user.is_active and not others.select_for_update().exists():
        raise NotPossible("last_admin")
