"""Signing in and out, factors and passwords: what Django and allauth announce goes to the trail."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest

from simpul.desk.people.models import User
from simpul.desk.people.trail import record


@receiver(auth.user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    record(request if getattr(request, "user", None) == user else user, "signed_in")


@receiver(auth.user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        record(user, "signed_out")


@receiver(auth.user_login_failed)
def not_signed_in(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Names the account only if there is one: people type passwords into the wrong field."""
    email = str(credentials.get("email") or credentials.get("username") or "")
    known = (
        User.objects.filter(email__iexact=email[:254].replace("\0", ""))
        .values_list("email", flat=True)
        .first()
    )
    record(request, "sign_in_failed", known or "?")


@receiver(mfa.authentication_failed)
def second_factor_failed(request: HttpRequest, user: User, **_: Any) -> None:
    record(request, "second_factor_failed", user.email)


@receiver(mfa.authenticator_added)
def factor_added(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    record(request, "second_factor_added", user.email, kind=authenticator.type)


@receiver(mfa.authenticator_removed)
def factor_removed(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    record(request, "second_factor_removed", user.email, kind=authenticator.type)


@receiver(account.password_changed)
def password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    record(request, "password_changed", user.email)
