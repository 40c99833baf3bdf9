"""The room `insight`."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place


class Insight(AppConfig):
    name = "simpul.desk.insight"
    label = "insight"
    verbose_name = _("Wawasan")
    places: tuple[Place, ...] = ()
