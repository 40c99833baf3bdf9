"""`python -m simpul.desk prepare`: database and static files as this version needs them; a set-up link if nobody can enter."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from simpul.desk.people.domain import SETUP_HOURS, first_link

FIRST = {
    "id": "Belum ada admin. Buka tautan ini sekali, dalam {} jam:",
    "en": "There is no admin yet. Open this link once, within {} hours:",
}


class Command(BaseCommand):
    help = "Menyiapkan basis data dan berkas statis. / Prepares database and static files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000")
        parser.add_argument("--lang", choices=tuple(FIRST), default="id")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if secret := first_link():
            self.stdout.write(FIRST[options["lang"]].format(SETUP_HOURS))
            self.stdout.write(f"  {options['address']}/undangan/{secret}/")
