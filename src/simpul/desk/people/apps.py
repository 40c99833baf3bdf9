"""The room `people`."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place
from simpul.desk.people import append_only


class People(AppConfig):
    name = "simpul.desk.people"
    label = "people"
    verbose_name = _("Orang")
    places: tuple[Place, ...] = ()
    actions = {"refused": _("ditolak di pintu")}  # noqa: RUF012

    def ready(self) -> None:
        post_migrate.connect(_guard, sender=self)


def _guard(using: str, **_: Any) -> None:
    if append_only.TABLE in connections[using].introspection.table_names():
        append_only.guard(connections[using])
