"""The room `insight`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place
from simpul.desk.people.rights import Right

READ = _("Membaca kota")
ACT = _("Bertindak")
PREPARE = _("Menyiapkan")


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
        Place(_("Tahapan"), "insight:stages", Right.READ_FINDINGS, "stages", READ, 40),  # type: ignore[arg-type]
        Place(_("Masukkan berkas"), "insight:imports", Right.IMPORT, "import", PREPARE, 65),  # type: ignore[arg-type]
        Place(_("Kajian"), "insight:studies", Right.READ_FINDINGS, "study", PREPARE, 66),  # type: ignore[arg-type]
    )
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
