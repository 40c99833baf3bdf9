"""What stands around every page: the rooms this person may enter, language and theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from simpul.desk.people.rights import Right, may
from simpul.desk.preferences import LANGUAGE, THEME, chosen


@dataclass(frozen=True)
class Place:
    """An entry of the navigation; each room's AppConfig lists its own as `places`."""

    name: str  # translatable (gettext_lazy)
    url: str  # name of the URL
    right: Right
    icon: str  # id of a symbol in templates/desk/icons.svg
    group: str = ""  # translatable heading it stands under
    order: int = 50


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of `desk/base.html`."""
    user = getattr(request, "user", None)
    return {
        "places": _places(request) if user is not None and user.is_authenticated else [],
        "theme": chosen(request, THEME),
        "language": chosen(request, LANGUAGE),
        "demo": settings.DEMO,
    }


def _places(request: HttpRequest) -> list[dict[str, Any]]:
    found = [place for config in apps.get_app_configs() for place in getattr(config, "places", ())]
    shown = [
        place for place in sorted(found, key=lambda place: place.order) if may(request.user, place.right)
    ]
    links = [(place, reverse(place.url)) for place in shown]
    here = max((url for _, url in links if request.path.startswith(url)), key=len, default="")
    return [
        {"name": p.name, "url": url, "icon": p.icon, "group": p.group, "here": url == here}
        for p, url in links
    ]
