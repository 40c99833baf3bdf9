"""Dated reference data: who owns which affair, and where."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Agency(models.Model):
    """An organisation of the city (OPD), or a body outside it that owns an affair."""

    code = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("nama"), max_length=200)

    class Meta:
        verbose_name = _("perangkat daerah")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
