"""The room `insight`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place

READ = _("Membaca kota")
ACT = _("Bertindak")
PREPARE = _("Menyiapkan")


class Insight(AppConfig):
    name = "simpul.desk.insight"
    label = "insight"
    verbose_name = _("Wawasan")

    @property
    def places(self) -> tuple[Place, ...]:
        """The screens that stand in the navigation; read when somebody asks, since views need Django set up."""
        from simpul.desk.screens import places

        return places("simpul.desk.insight.views")

    actions: ClassVar[dict[str, Any]] = {
        "files_brought": _("memasukkan berkas"),
        "import_undone": _("mengeluarkan berkas yang sudah masuk"),
        "rejects_exported": _("mengunduh daftar yang ditolak"),
        "study_asked": _("meminta kajian"),
        "study_shown": _("memilih kajian yang ditampilkan"),
        "study_exported": _("mengunduh berkas kajian"),
        "figures_exported": _("mengekspor angka"),
        "evidence_read": _("membaca baris di balik angka"),
        "posts_read": _("membaca kiriman"),
        "thread_read": _("membaca utas"),
        "author_traced": _("membuka jalan ke penulis"),
        "keyword_set_saved": _("menyimpan set kata kunci"),
        "keyword_set_deleted": _("menghapus set kata kunci"),
        "search_exported": _("mengunduh hitungan pencarian"),
        "queue_read": _("membaca antrean jawaban"),
        "voice_answered": _("menandai suara terjawab"),
        "voice_referred": _("meneruskan suara"),
        "voice_not_ours": _("menandai suara bukan urusan kami"),
        "voice_reopened": _("membuka suara lagi"),
    }
