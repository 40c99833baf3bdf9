"""The room `needs`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place

NEEDS = _("Kebutuhan")


class Needs(AppConfig):
    name = "simpul.desk.needs"
    label = "needs"
    verbose_name = _("Kebutuhan")

    @property
    def places(self) -> tuple[Place, ...]:
        """The screens that stand in the navigation; read when somebody asks, since views need Django set up."""
        from simpul.desk.screens import places

        return places("simpul.desk.needs.views")

    actions: ClassVar[dict[str, Any]] = {
        "needs_proposed": _("mengusulkan kebutuhan dari kajian"),
        "need_recorded": _("mencatat kebutuhan"),
        "need_proposed": _("mengembalikan kebutuhan menjadi usulan"),
        "need_confirmed": _("mengonfirmasi kebutuhan"),
        "needs_confirmed": _("mengonfirmasi beberapa kebutuhan"),
        "need_corrected": _("membetulkan kebutuhan"),
        "need_in_hand": _("mulai menangani kebutuhan"),
        "need_met": _("menyatakan kebutuhan terjawab"),
        "need_unmet": _("menyatakan kebutuhan tidak terjawab"),
        "need_referred": _("merujuk kebutuhan"),
        "need_rejected": _("menolak usulan"),
        "need_followed_up": _("mencatat tindak lanjut"),
        "ledger_cleared": _("menghapus kata-kata seseorang dari buku kebutuhan"),
        "needs_exported": _("mengekspor kebutuhan"),
        "sample_drawn": _("mengambil sampel penyandian"),
    }
