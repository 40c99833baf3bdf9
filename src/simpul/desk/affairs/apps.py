"""The room `affairs`."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place


class Affairs(AppConfig):
    name = "simpul.desk.affairs"
    label = "affairs"
    verbose_name = _("Urusan")
    places: tuple[Place, ...] = ()
