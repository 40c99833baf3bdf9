"""`python -m simpul.desk furnish STUDY REFERENCE`: an empty desk with the example city on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from simpul.desk.demo import PASSWORD, PEOPLE, furnish


class Command(BaseCommand):
    help = "Mengisi meja contoh. / Fills the example desk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("study", type=Path)
        parser.add_argument("reference", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("SIMPUL_DEMO=1?")
        call_command("migrate", interactive=False, verbosity=0)
        furnish(options["study"], options["reference"])
        widest = max(len(person.email) for person in PEOPLE)
        for person in PEOPLE:
            self.stdout.write(f"  {person.email:<{widest}}  {PASSWORD}  {person.role.label}")
