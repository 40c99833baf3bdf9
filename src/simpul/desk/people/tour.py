"""The first hour: steps that tick themselves off from what is there, and places somebody has already opened.

Which places were opened is kept in a cookie of the person's own browser: nothing about reading is stored here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place, places_for
from simpul.desk.people.entrance import has_second_factor
from simpul.desk.people.models import User
from simpul.desk.people.rights import Right, may

COOKIE = "simpul-tur"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Step:
    """A step that stands in what the desk holds."""

    name: Any
    why: Any
    url: str
    right: Right | None
    done: Callable[[User], bool]


def _agency_known(user: User) -> bool:
    return apps.get_model("affairs", "Agency").objects.exists()


def _study_done(user: User) -> bool:
    return apps.get_model("insight", "Study").objects.filter(state="done").exists()


STEPS = (
    Step(
        _("Amankan akun Anda"),
        _("Faktor kedua menjaga data warga bila sandi Anda bocor."),
        "people:account",
        None,
        has_second_factor,
    ),
    Step(
        _("Undang rekan kerja"),
        _("Setiap orang masuk dengan akunnya sendiri, dengan peran dan perangkat daerahnya."),
        "people:people",
        Right.MANAGE_PEOPLE,
        lambda user: User.objects.exclude(pk=user.pk).exists(),
    ),
    Step(
        _("Isi data rujukan"),
        _("Siapa memegang urusan apa: dari sini sebuah kebutuhan menemukan pemiliknya."),
        "affairs:registers",
        Right.EDIT_AFFAIRS,
        _agency_known,
    ),
    Step(
        _("Jalankan kajian pertama"),
        _("Tarik berkas ekspor ke halaman impor, lalu mulai kajian; setelah itu semua halaman berisi."),
        "insight:studies",
        Right.RUN_STUDY,
        _study_done,
    ),
)


def steps_for(request: HttpRequest) -> list[dict[str, Any]]:
    """What this person may do, then the places they may look at, each with whether it is done."""
    user = request.user
    assert isinstance(user, User)
    seen = opened(request)
    doing = [
        {"name": step.name, "why": step.why, "url": reverse(step.url), "done": step.done(user)}
        for step in STEPS
        if (step.right is None or may(user, step.right)) and _there(step.url)
    ]
    looking = [
        {"name": place.name, "why": place.hint, "url": reverse(place.url), "done": place.url in seen}
        for place in places_for(user)
        if place.hint and place.url not in {step.url for step in STEPS}
    ]
    return doing + looking


def opened(request: HttpRequest) -> set[str]:
    return set(request.COOKIES.get(COOKIE, "").split("/")) & {place.url for place in _all_places()}


class Footsteps:
    """Notes, in the browser's own cookie, which places with a hint were opened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        new = (
            request.method == "GET" and response.status_code == 200 and name not in (seen := opened(request))
        )
        if new and name in {place.url for place in _all_places() if place.hint}:
            value = "/".join(sorted({*seen, name}))
            response.set_cookie(
                COOKIE, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.HTTPS
            )
        return response


def _all_places() -> list[Place]:
    return [place for config in apps.get_app_configs() for place in getattr(config, "places", ())]


def _there(url: str) -> bool:
    from django.urls import NoReverseMatch

    try:
        reverse(url)
    except NoReverseMatch:
        return False
    return True
