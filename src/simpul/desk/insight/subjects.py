"""What a measure can describe, by kind, with names for people."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simpul.report.study import PLATFORMS, Study

KINDS = {
    "corpus": gettext_lazy("Seluruh kota"),
    "agency": gettext_lazy("Perangkat daerah"),
    "account": gettext_lazy("Akun resmi"),
    "platform": gettext_lazy("Platform"),
    "place": gettext_lazy("Kelurahan"),
    "issue": gettext_lazy("Isu"),
}


def subject_name(folder: Study, kind: str, subject: str) -> str:
    """Such as "Dinas Sosial"; the id itself where the study has no name for it."""
    if kind == "corpus":
        return _("Seluruh kota") if subject == "all" else subject
    names = {
        "agency": folder.agencies,
        "account": folder.accounts,
        "platform": PLATFORMS,
        "place": folder.places,
        "issue": folder.issues,
    }.get(kind, {})
    return names.get(subject, subject)
