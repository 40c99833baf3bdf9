"""The room `needs`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place
from simpul.desk.people.rights import Right

NEEDS: Any = _("Kebutuhan")
INBOX: Any = _("Usulan")
LEDGER: Any = _("Buku kebutuhan")
TABLES: Any = _("Penanganan")
SAMPLES: Any = _("Penyandian ganda")
INBOX_HINT: Any = _(
    "Perangkat lunak mengusulkan, Anda memutuskan: konfirmasi, betulkan, atau tolak. Alasannya terlihat pada kata yang ditandai."
)
LEDGER_HINT: Any = _(
    "Semua kebutuhan yang pernah disuarakan, dari yang paling lama menunggu. Saring menurut perangkat daerah, wilayah, atau keadaan, lalu buka satu untuk melihat pernyataannya."
)
TABLES_HINT: Any = _(
    "Kebutuhan mana sudah terjawab, ditangani, atau belum dijawab, oleh siapa dan di mana. Tiap sumber dihitung terpisah."
)
SAMPLES_HINT: Any = _(
    "Dua orang menyandi pernyataan yang sama tanpa saling melihat; kesepakatan mereka menunjukkan seberapa andal kodenya."
)


class Needs(AppConfig):
    name = "simpul.desk.needs"
    label = "needs"
    verbose_name = _("Kebutuhan")
    places: tuple[Place, ...] = (
        Place(INBOX, "needs:inbox", Right.DECIDE_NEED, "need", NEEDS, 60, INBOX_HINT),
        Place(LEDGER, "needs:ledger", Right.READ_POSTS, "plan", NEEDS, 61, LEDGER_HINT),
        Place(TABLES, "needs:agencies", Right.READ_NEEDS, "measure", NEEDS, 62, TABLES_HINT),
        Place(SAMPLES, "needs:samples", Right.CODE_NEEDS, "people", NEEDS, 63, SAMPLES_HINT),
    )
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
        "needs_exported": _("mengekspor kebutuhan"),
        "sample_drawn": _("mengambil sampel penyandian"),
    }
