"""What holds for every request, before anything looks at it, and for every answer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class Protection:
    """Refuses texts no database takes, and keeps pages out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = _unreadable() if _holds_nul(request) else self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _holds_nul(request: HttpRequest) -> bool:
    asked = (part for key, values in request.GET.lists() for part in (key, *values))
    return "\0" in request.path or any("\0" in part for part in asked)


def _unreadable() -> HttpResponse:
    return HttpResponseBadRequest(
        "Permintaan ini memuat tanda yang tidak dapat dibaca. / This request holds a sign that cannot be read."
    )
