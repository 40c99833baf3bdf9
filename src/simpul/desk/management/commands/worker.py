"""`python -m simpul.desk worker`: does the background work, and beats while it lives."""

from __future__ import annotations

import threading
from typing import Any

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from simpul.desk.worker import beat_on


class Command(DatabaseWorker):
    help = "Mengerjakan kajian dan impor di latar belakang. / Runs studies and imports in the background."

    def handle(self, **options: Any) -> None:
        stop = threading.Event()
        heart = threading.Thread(target=beat_on, args=(stop,), daemon=True)
        heart.start()
        try:
            super().handle(**options)
        finally:
            stop.set()
            heart.join(2)
