"""How the worker carries out a piece of work: once, telling how far it is, and in words what went wrong."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.utils import timezone

from simpul.corpus.key import KeyProblem
from simpul.corpus.store import StoreProblem
from simpul.desk.insight.models import State, Work
from simpul.report.refusals import ReportProblem
from simpul.study.request import Progress, StudyProblem

EVERY = 1.0  # seconds between two notes of how far a stage is
FAULT = (
    "Simpul sendiri gagal di sini ({fault}). Coba lagi; bila terulang, kirimkan catatan galat kepada pengelola.",
    "Simpul itself failed here ({fault}). Try again; if it happens again, send the error log to whoever runs it.",
)
log = logging.getLogger(__name__)


def carry_out(work: Work, do: Callable[[Progress], None]) -> None:
    """Does a piece of work that is queued; one that somebody has begun already is left alone."""
    records = type(work)._default_manager.filter(pk=work.pk)
    if not records.filter(state=State.QUEUED).update(state=State.RUNNING):
        return
    try:
        do(_notes(work))
    except (StudyProblem, StoreProblem, KeyProblem, ReportProblem) as known:
        _end(work, State.FAILED, known.problem)
    except Exception as fault:  # whatever happens, the page must say so
        log.exception("%s %s failed", type(work).__name__, work.pk)
        _end(work, State.FAILED, tuple(told.format(fault=type(fault).__name__) for told in FAULT))
    else:
        _end(work, State.DONE, ())


def _end(work: Work, state: State, problem: tuple[str, ...]) -> None:
    work.state, work.finished_at = state, timezone.now()
    work.problem = "\n".join(" ".join(told.split()) for told in problem)
    type(work)._default_manager.filter(pk=work.pk).update(
        state=work.state, finished_at=work.finished_at, problem=work.problem
    )


def _notes(work: Work) -> Progress:
    last_stage, last_at = "", 0.0

    def note(stage: str, done: int, of: int) -> None:
        nonlocal last_stage, last_at
        now = time.monotonic()
        if stage == last_stage and done < of and now - last_at < EVERY:
            return
        last_stage, last_at = stage, now
        type(work)._default_manager.filter(pk=work.pk).update(stage=stage, done=done, of=of)

    return note
