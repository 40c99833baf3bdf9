"""The heart of the background worker: it beats into a file beside the database, and pages ask when it last did."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from django.conf import settings

EVERY = 5.0  # seconds
LATE = 30.0


def beat_on(stop: threading.Event) -> None:
    """Touches the file until told to stop."""
    while not stop.is_set():
        _file().touch()
        stop.wait(EVERY)
    _file().unlink(missing_ok=True)


def is_alive() -> bool:
    """Whether the heart beat lately."""
    try:
        return time.time() - _file().stat().st_mtime < LATE
    except FileNotFoundError:
        return False


def _file() -> Path:
    return Path(settings.ROOT) / "desk-worker.beat"


def give_up_what_was_left() -> None:
    """Work that ran when the last worker died is over: it says so in words, so that a person may ask for it again."""
    from django.apps import apps
    from django.utils import timezone
    from django.utils.translation import gettext as _
    from django_tasks_db.models import DBTaskResult

    from simpul.desk.insight.models import State, Work

    now = timezone.now()
    DBTaskResult.objects.filter(status="RUNNING").update(status="FAILED", finished_at=now)
    told = _("Pekerjaan ini terputus ketika Simpul berhenti. Mulailah lagi.")
    for model in apps.get_models():
        if issubclass(model, Work):
            left = model._default_manager.filter(state=State.RUNNING)
            left.update(state=State.FAILED, problem=told, finished_at=now)
