"""The room `people`."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from simpul.desk.frame import Place
from simpul.desk.people import append_only
from simpul.desk.people.rights import Right

BOARD = _("Pengelolaan")
START = _("Mulai")


class People(AppConfig):
    name = "simpul.desk.people"
    label = "people"
    verbose_name = _("Orang")
    places: tuple[Place, ...] = (
        Place(
            _("Orang"),
            "people:people",
            Right.MANAGE_PEOPLE,
            "people",
            BOARD,
            80,
            _(
                "Undang rekan dengan tautan sekali pakai, ubah peran, atau tutup akun. Perubahan berlaku seketika."
            ),
        ),
        Place(
            _("Jejak"),
            "people:trail",
            Right.READ_TRAIL,
            "trail",
            BOARD,
            81,
            _(
                "Siapa melakukan apa, kapan, pada apa, dan mengapa. Tidak satu baris pun dapat diubah atau dihapus."
            ),
        ),
        Place(_("Jam pertama"), "people:tour", None, "tour", START, 90),
        Place(_("Bantuan"), "people:help", None, "info", START, 91),
    )
    actions = {  # noqa: RUF012
        "refused": _("ditolak di pintu"),
        "signed_in": _("masuk"),
        "signed_out": _("keluar"),
        "sign_in_failed": _("gagal masuk"),
        "second_factor_failed": _("faktor kedua salah"),
        "second_factor_added": _("menambah faktor kedua"),
        "second_factor_removed": _("melepas faktor kedua"),
        "second_factor_dropped": _("melepas faktor kedua orang lain"),
        "password_changed": _("mengubah sandi"),
        "password_link_made": _("membuat tautan sandi baru"),
        "password_renewed": _("memakai tautan sandi baru"),
        "setup_link_made": _("membuat tautan pertama"),
        "invited": _("mengundang"),
        "invitation_accepted": _("menerima undangan"),
        "invitation_withdrawn": _("menarik undangan"),
        "rights_changed": _("mengubah hak"),
        "deactivated": _("menutup akun"),
        "reactivated": _("membuka akun kembali"),
        "staff_mode_started": _("memulai mode bantuan"),
        "staff_mode_ended": _("mengakhiri mode bantuan"),
        "looked_in_staff_mode": _("melihat dalam mode bantuan"),
        "trail_exported": _("mengekspor jejak"),
    }

    def ready(self) -> None:
        from simpul.desk.people import listening  # noqa: F401  its receivers connect themselves

        post_migrate.connect(_guard, sender=self)


def _guard(using: str, **_: Any) -> None:
    if append_only.TABLE in connections[using].introspection.table_names():
        append_only.guard(connections[using])
        call_command("createcachetable", database=using, verbosity=0)
