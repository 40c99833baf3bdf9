"""Making a study of what was brought in: asked for on a page, carried out by the worker, shown once it is whole."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from simpul.desk.insight import incoming, indexing
from simpul.desk.insight.models import State, Study
from simpul.desk.insight.studies import free_slug, make_current
from simpul.desk.people.models import User
from simpul.desk.people.trail import record
from simpul.study.request import Progress, Request

STAGES: dict[str, Promise] = {
    "import": _("Membuka yang sudah masuk"),
    "resolve": _("Menyatukan catatan"),
    "label": _("Memahami teks"),
    "network": _("Memetakan jejaring"),
    "measures": _("Menghitung ukuran"),
    "exports": _("Menulis berkas"),
    "report": _("Menyusun laporan"),
    "search": _("Menyiapkan pencarian"),
}


@dataclass(frozen=True)
class StageLine:
    """A stage of a study as its page shows it."""

    name: Promise
    state: str  # done, now, or empty for what is still to come


def stages_of(study: Study) -> list[StageLine]:
    """All stages; the one at work is `now`."""
    names = list(STAGES)
    at = names.index(study.stage) if study.stage in names else -1
    over = study.state == State.DONE
    return [
        StageLine(STAGES[name], "done" if over or place < at else "now" if place == at else "")
        for place, name in enumerate(names)
    ]


def ask(
    *, request: HttpRequest, user: User, title: str, since: date | None, until: date | None, place: str
) -> Study:
    """Queues a study of the whole corpus."""
    from simpul.desk.insight.tasks import make_study

    slug = free_slug(title)
    study = Study.objects.create(
        title=title, slug=slug, folder=f"studies/{slug}", since=since, until=until, place=place, requested_by=user
    )  # fmt: skip
    record(request, "study_asked", slug, since=since, until=until, place=place)
    make_study.enqueue(study.pk)
    return study


def make(study: Study, progress: Progress) -> None:
    """Makes the folder of a study: tables, findings, report, search index. One that fails leaves nothing behind."""
    from simpul.report import write_report
    from simpul.study import run
    from simpul.study.forgetting import note

    home = Path(settings.ROOT)
    try:
        run(_request(study, home), progress)
        note(home, study.path)
        progress("report", 0, 1)
        write_report(study.path)
        indexing.build(study.path, lambda done, of: progress("search", done, of))
    except BaseException:
        shutil.rmtree(study.path, ignore_errors=True)
        raise
    if not Study.objects.filter(is_current=True).exists():
        make_current(study)


def _request(study: Study, home: Path) -> Request:
    return Request(
        out=study.path, workspace=home, reference=incoming.reference(), place=study.place or None, since=study.since, until=study.until
    )  # fmt: skip
