"""`python -m simpul.desk verify_trail`: does the trail still hold?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from simpul.desk.people.trail import verify


class Command(BaseCommand):
    help = "Memeriksa rantai jejak. / Verifies the chain of the trail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seal", default="", help="Segel terdahulu, NOMOR:SIDIK. / An earlier seal.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify(options["seal"])
        if found.broken_at is not None:
            raise CommandError(
                f"Jejak rusak pada baris {found.broken_at}. / The trail is broken at line {found.broken_at}: {found.why}."
            )
        self.stdout.write(f"Jejak utuh: {found.lines} baris. / The trail holds: {found.lines} lines.")
        self.stdout.write(f"Segel, catatlah: / Seal, note it down: {found.seal}")
