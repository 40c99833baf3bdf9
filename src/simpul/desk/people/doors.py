"""The doors: every view stands behind one, and says which right opens it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from simpul.desk.people.models import User
from simpul.desk.people.rights import MATRIX, Right, may
from simpul.desk.people.trail import record

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def door(right: Right | None, *, sure: bool = False) -> Callable[[View[P]], View[P]]:
    """Lets in who signed in and has the right (None: everybody who signed in); else asks to sign in, or refuses with 403.

    `sure`: a sensitive act; asks again for the password or second factor unless given in the last minutes, and then goes
    on with what was asked, a form that was sent included. What only staff mode opens is written to the trail.
    """

    def behind(view: View[P]) -> View[P]:
        @wraps(view)
        def entered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = cast(User, request.user)
            if right is not None and not may(user, right):
                raise PermissionDenied(right)
            if sure and not recently_proved(request):
                return _ask_again(request)
            if right is not None and user.role not in MATRIX[right]:
                record(
                    request,
                    "looked_in_staff_mode",
                    request.path,
                    reason=getattr(user.staff_mode, "reason", ""),
                )
            return view(request, *args, **kwargs)

        guarded = login_required(entered)
        setattr(guarded, "right", right)  # noqa: B010  the rights test reads it
        return cast("View[P]", guarded)

    return behind


def _ask_again(request: HttpRequest) -> HttpResponseBase:
    """To the question who it is. A form is known again afterwards by its bare path: its query stays with the form."""
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    asking = methods[0]["url"] if methods else reverse("account_login")
    asked = suspend_request(request, asking)
    if request.method != "POST":
        return cast(HttpResponseBase, asked)
    return redirect(f"{asking}?{urlencode({REDIRECT_FIELD_NAME: request.path})}")


def recently_proved(request: HttpRequest) -> bool:
    """Whether this session gave a password or second factor within ACCOUNT_REAUTHENTICATION_TIMEOUT."""
    proofs = get_authentication_records(request, request.user)
    return bool(proofs) and time.time() - proofs[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
