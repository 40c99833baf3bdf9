"""The room `needs`."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place


class Needs(AppConfig):
    name = "simpul.desk.needs"
    label = "needs"
    verbose_name = _("Kebutuhan")
    places: tuple[Place, ...] = ()
