"""`python -m simpul.desk worker`: does the background work, one piece at a time, and beats while it lives."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from simpul.desk.worker import beat_on, give_up_what_was_left


class Command(DatabaseWorker):
    help = "Mengerjakan kajian dan impor di latar belakang. / Runs studies and imports in the background."

    def handle(self, **options: Any) -> None:
        with open(Path(settings.ROOT) / "desk-worker.lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as other:
                raise CommandError(
                    "Pekerja latar lain sedang berjalan. / Another worker is running."
                ) from other
            give_up_what_was_left()
            self._work(options)

    def _work(self, options: dict[str, Any]) -> None:
        stop = threading.Event()
        heart = threading.Thread(target=beat_on, args=(stop,), daemon=True)
        heart.start()
        try:
            super().handle(**options)
        finally:
            stop.set()
            heart.join(2)
