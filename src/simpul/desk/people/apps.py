"""The room `people`."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place


class People(AppConfig):
    name = "simpul.desk.people"
    label = "people"
    verbose_name = _("Orang")
    places: tuple[Place, ...] = ()
