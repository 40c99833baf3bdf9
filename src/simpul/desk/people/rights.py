"""The rights matrix: who may do what, declared once; docs/desk.md prints it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """One role per person; an officer, approver or leader may belong to an agency."""

    ADMIN = "admin", _("Admin")
    ANALYST = "analyst", _("Analis")
    OFFICER = "officer", _("Petugas OPD")
    APPROVER = "approver", _("Penyetuju")
    LEADER = "leader", _("Pimpinan")
    RESEARCHER = "researcher", _("Peneliti")
    AUDITOR = "auditor", _("Pemeriksa")


class Right(StrEnum):
    READ_FINDINGS = "read_findings"  # numbers, pictures, cells of five and more
    READ_POSTS = "read_posts"  # masked texts under pseudonyms
    TRACE_AUTHOR = "trace_author"  # what leads back to a citizen: asks for a reason, audited
    IMPORT = "import"
    RUN_STUDY = "run_study"
    ANSWER = "answer"  # mark a voice answered, referred or not ours
    DRAFT = "draft"
    EXPORT = "export"
    READ_NEEDS = "read_needs"
    RECORD_NEED = "record_need"
    DECIDE_NEED = "decide_need"  # confirm, correct or reject what software proposed, for the own agency
    CODE_NEEDS = "code_needs"  # code a sample twice
    READ_AFFAIRS = "read_affairs"
    EDIT_AFFAIRS = "edit_affairs"
    MANAGE_PEOPLE = "manage_people"
    READ_TRAIL = "read_trail"


_A, _N, _O, _P, _L, _R, _U = (
    Role.ADMIN,
    Role.ANALYST,
    Role.OFFICER,
    Role.APPROVER,
    Role.LEADER,
    Role.RESEARCHER,
    Role.AUDITOR,
)
MATRIX: dict[Right, frozenset[Role]] = {
    Right.READ_FINDINGS: frozenset({_A, _N, _O, _P, _L, _R, _U}),
    Right.READ_POSTS: frozenset({_N, _O, _P, _R}),
    Right.TRACE_AUTHOR: frozenset({_O, _P}),
    Right.IMPORT: frozenset({_N}),
    Right.RUN_STUDY: frozenset({_N, _R}),
    Right.ANSWER: frozenset({_O, _P}),
    Right.DRAFT: frozenset({_N, _O, _P}),
    Right.EXPORT: frozenset({_N, _P, _R}),
    Right.READ_NEEDS: frozenset({_N, _O, _P, _L, _R, _U}),
    Right.RECORD_NEED: frozenset({_N, _O, _P}),
    Right.DECIDE_NEED: frozenset({_N, _O, _P}),
    Right.CODE_NEEDS: frozenset({_N, _O, _P, _R}),
    Right.READ_AFFAIRS: frozenset({_A, _N, _O, _P, _L, _R, _U}),
    Right.EDIT_AFFAIRS: frozenset({_A, _N}),
    Right.MANAGE_PEOPLE: frozenset({_A}),
    Right.READ_TRAIL: frozenset({_A, _U}),
}
IN_WORDS = {
    Right.READ_FINDINGS: _("membaca angka dan gambar"),
    Right.READ_POSTS: _("membaca teks yang disamarkan"),
    Right.TRACE_AUTHOR: _("membuka jalan kembali kepada penulis, dengan alasan"),
    Right.IMPORT: _("memasukkan berkas"),
    Right.RUN_STUDY: _("menjalankan kajian"),
    Right.ANSWER: _("menandai suara terjawab, dirujuk, atau bukan urusan kita"),
    Right.DRAFT: _("memeriksa rancangan pesan"),
    Right.EXPORT: _("mengekspor kebutuhan"),
    Right.READ_NEEDS: _("membaca buku kebutuhan"),
    Right.RECORD_NEED: _("mencatat kebutuhan"),
    Right.DECIDE_NEED: _("memutuskan usulan kebutuhan"),
    Right.CODE_NEEDS: _("mengode sampel kebutuhan"),
    Right.READ_AFFAIRS: _("membaca data rujukan"),
    Right.EDIT_AFFAIRS: _("mengubah data rujukan"),
    Right.MANAGE_PEOPLE: _("mengelola orang"),
    Right.READ_TRAIL: _("membaca jejak"),
}
# What an admin sees besides, for half an hour and for a stated reason: looks and helps, never decides, traces or exports.
STAFF_MODE = frozenset({Right.READ_POSTS, Right.READ_NEEDS, Right.IMPORT, Right.RUN_STUDY})
# Roles that see nothing until they have a second factor; the others are offered one.
SECOND_FACTOR = frozenset({_A, _N, _O, _P})


def may(user: Any, right: Right) -> bool:
    """Whether an active person who signed in has this right, by role or in staff mode. There are no superusers."""
    if not (user.is_authenticated and user.is_active):
        return False
    return user.role in MATRIX[right] or (right in STAFF_MODE and user.staff_mode is not None)
