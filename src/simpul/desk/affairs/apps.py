"""The room `affairs`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place
from simpul.desk.people.rights import Right

REFERENCE: Any = _("Data rujukan")
NAME: Any = _("Urusan dan rujukan")
HINT: Any = _(
    "Siapa memegang urusan apa, program apa dengan aturan yang mana, dan sejak kapan. Semua kebutuhan menemukan pemiliknya dari sini."
)


class Affairs(AppConfig):
    name = "simpul.desk.affairs"
    label = "affairs"
    verbose_name = _("Urusan")
    places: tuple[Place, ...] = (
        Place(NAME, "affairs:registers", Right.READ_AFFAIRS, "affair", REFERENCE, 70, HINT),
    )
    actions: ClassVar[dict[str, Any]] = {
        "fact_changed": _("mengubah data rujukan"),
        "rule_renewed": _("menulis aturan program yang baru"),
        "facts_exported": _("mengekspor data rujukan"),
        "facts_imported": _("mengimpor data rujukan"),
    }
