"""The doors: every view stands behind one, and says which right opens it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from simpul.desk.people.rights import Right, may

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def door(right: Right) -> Callable[[View[P]], View[P]]:
    """Lets in who signed in and has the right; else asks to sign in, or refuses with 403."""

    def behind(view: View[P]) -> View[P]:
        @wraps(view)
        def entered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not may(request.user, right):
                raise PermissionDenied(right)
            return view(request, *args, **kwargs)

        guarded = login_required(entered)
        setattr(guarded, "right", right)  # noqa: B010  the rights test reads it
        return cast("View[P]", guarded)

    return behind
