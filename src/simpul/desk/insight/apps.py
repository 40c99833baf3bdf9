"""The room `insight`."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place
from simpul.desk.people.rights import Right

READ = _("Membaca kota")
ACT = _("Bertindak")


class Insight(AppConfig):
    name = "simpul.desk.insight"
    label = "insight"
    verbose_name = _("Wawasan")
    places: tuple[Place, ...] = (
        Place(_("Ringkasan"), "insight:overview", Right.READ_FINDINGS, "home", READ, 10),  # type: ignore[arg-type]
        Place(_("Simak"), "insight:listen", Right.READ_POSTS, "ear", READ, 20),  # type: ignore[arg-type]
        Place(_("Suara dan sunyi"), "insight:voices", Right.READ_FINDINGS, "silence", READ, 35),  # type: ignore[arg-type]
        Place(_("Isu dan rencana"), "insight:plan", Right.READ_FINDINGS, "plan", READ, 38),  # type: ignore[arg-type]
        Place(_("Perlu dijawab"), "insight:answers", Right.READ_POSTS, "answer", ACT, 50),  # type: ignore[arg-type]
        Place(_("Tulis"), "insight:draft", Right.DRAFT, "write", ACT, 52),  # type: ignore[arg-type]
        Place(_("Jejaring"), "insight:network", Right.READ_FINDINGS, "network", READ, 25),  # type: ignore[arg-type]
        Place(_("Ukur"), "insight:catalogue", Right.READ_FINDINGS, "measure", READ, 30),  # type: ignore[arg-type]
    )
