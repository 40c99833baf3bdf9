"""What stands around every page: the rooms this person may enter, the hint of the page, language and theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from simpul.desk import demo
from simpul.desk.people.rights import Right, may
from simpul.desk.preferences import LANGUAGE, THEME, chosen


@dataclass(frozen=True)
class Place:
    """An entry of the navigation; a room's AppConfig lists them as `places`, or its screens each declare one (`screens.py`)."""

    name: str | Promise  # translatable (gettext_lazy)
    url: str  # name of the URL
    right: Right | None  # None: everybody who signed in
    icon: str  # id of a symbol in static/desk/icons.svg
    group: str | Promise = ""  # translatable heading it stands under
    order: int = 50
    hint: str | Promise = (
        ""  # what one does here, in a sentence or two; stands on the page and in the first-hour tour
    )


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of `desk/base.html`."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    here = request.resolver_match.view_name if request.resolver_match else ""
    places = places_for(user) if known else []
    return {
        "places": _links(places, request.path),
        "hint": next((place.hint for place in places if place.url == here), ""),
        "staff_mode": user.staff_mode if user is not None and known else None,
        "theme": chosen(request, THEME),
        "language": chosen(request, LANGUAGE),
        "demo": demo if settings.DEMO else None,
    }


def places_for(user: Any) -> list[Place]:
    """The places this person may enter, in their order."""
    found = [place for config in apps.get_app_configs() for place in getattr(config, "places", ())]
    open_to = [place for place in found if place.right is None or may(user, place.right)]
    return sorted(open_to, key=lambda place: place.order)


def _links(places: list[Place], path: str) -> list[dict[str, Any]]:
    links = [(place, reverse(place.url)) for place in places]
    here = max((url for _, url in links if path.startswith(url)), key=len, default="")
    return [
        {"name": p.name, "url": url, "icon": p.icon, "group": p.group, "here": url == here}
        for p, url in links
    ]
