"""`python -m simpul.desk forget`: takes a person out of the ledger and of search; `simpul erase` calls it, and tells who by standard input."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from simpul.corpus.erasing import Subject


class Command(BaseCommand):
    help = "Menghapus seseorang dari meja. / Takes a person out of the desk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        from simpul.desk.needs.forgetting import forget

        said = json.load(sys.stdin)
        subject = Subject(frozenset(said["ids"]), frozenset(said["posts"]), tuple(said["handles"]))
        dry = options["dry_run"]
        lite = connection.vendor == "sqlite" and not connection.in_atomic_block
        if lite:
            _ask("PRAGMA secure_delete = ON")  # else the words stay legible in the file's free pages
        done = forget(subject, dry)
        if lite:
            _ask("PRAGMA wal_checkpoint(TRUNCATE)")
        self.stdout.write(json.dumps(done | {"searches": _forget_searches(dry)}))


def _ask(pragma: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(pragma)


def _forget_searches(dry: bool) -> int:
    """Takes out search indexes that still hold what their study lost, and has the worker make them again; how many."""
    from simpul.desk.insight import indexing
    from simpul.desk.insight.models import State, Study
    from simpul.desk.insight.tasks import index_study

    stale = [
        study
        for study in Study.objects.filter(state=State.DONE)
        if (study.path / indexing.NAME).exists() and indexing.index_of(study.path) is None
    ]
    for study in [] if dry else stale:
        (study.path / indexing.NAME).unlink()
        index_study.enqueue(study.pk)
    return len(stale)
