"""The screens of a room, found by looking into its `views`: a new screen is one module there and its template.

A module of views may declare `urlpatterns`, and `PLACE`, its entry in the navigation.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from django.urls import URLPattern

from simpul.desk.frame import Place


def addresses(views: ModuleType) -> list[URLPattern]:
    """The addresses of all screens in a package of views."""
    return [pattern for screen in _screens(views.__name__) for pattern in getattr(screen, "urlpatterns", ())]


@cache  # every page asks
def places(views: str) -> tuple[Place, ...]:
    """The entries of all screens in a package of views, by its name; imports them, so not before Django is set up."""
    return tuple(screen.PLACE for screen in _screens(views) if hasattr(screen, "PLACE"))


def _screens(views: str) -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(importlib.import_module(views).__path__):
        yield importlib.import_module(f"{views}.{found.name}")
