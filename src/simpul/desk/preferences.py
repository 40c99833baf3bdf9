"""Language and theme of a person: kept in two cookies, so that they hold before signing in, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

LANGUAGE, THEME = "simpul-bahasa", "simpul-tema"
CHOICES = {LANGUAGE: tuple(code for code, _ in settings.LANGUAGES), THEME: ("auto", "light", "dark")}
YEAR = 365 * 24 * 3600


def chosen(request: HttpRequest, cookie: str) -> str:
    """What the person chose, else the first choice: Indonesian first, whatever the browser asks for."""
    value = request.COOKIES.get(cookie, "")
    return value if value in CHOICES[cookie] else CHOICES[cookie][0]


class Preferences:
    """Answers in the language that was chosen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen(request, LANGUAGE)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = cast(HttpResponse, response.render())
        response.headers.setdefault("Content-Language", language)
        return response


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remembers a language or theme and goes back to where the person was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, settings.HTTPS):
        back = "/"
    response = HttpResponseRedirect(back)
    for cookie, field in ((LANGUAGE, "language"), (THEME, "theme")):
        if (value := request.POST.get(field)) in CHOICES[cookie]:
            response.set_cookie(
                cookie, value or "", max_age=YEAR, samesite="Lax", httponly=True, secure=settings.HTTPS
            )
    return response
