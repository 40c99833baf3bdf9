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
