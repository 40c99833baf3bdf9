"""The example city on a desk: people of every role, its reference data, its study, and what the study proposes.

Only `simpul demo` calls this, on a database of its own: with a real desk there are no accounts that nobody made.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from simpul.desk.people.rights import Role

PASSWORD = "tirta-loka-belajar"
TITLE = "Kota Tirtaloka (contoh)"


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    role: Role
    agency: str = ""


PEOPLE = (
    Person("Ratna Admin", "admin@contoh.test", Role.ADMIN),
    Person("Anindya Analis", "analis@contoh.test", Role.ANALYST),
    Person("Seto Petugas", "dinsos@contoh.test", Role.OFFICER, "dinsos"),
    Person("Kartika Petugas", "dinkes@contoh.test", Role.OFFICER, "dinkes"),
    Person("Wening Penyetuju", "penyetuju@contoh.test", Role.APPROVER, "dinsos"),
    Person("Bima Pimpinan", "pimpinan@contoh.test", Role.LEADER),
    Person("Laras Peneliti", "peneliti@contoh.test", Role.RESEARCHER),
    Person("Guntur Pemeriksa", "pemeriksa@contoh.test", Role.AUDITOR),
)


def furnish(study: Path, reference: Path) -> None:
    """Fills an empty desk. Raises ValueError if it holds people already."""
    from simpul.desk.affairs.loading import load_reference
    from simpul.desk.insight.studies import register
    from simpul.desk.needs.proposing import propose_from_study
    from simpul.desk.people.models import User

    if User.objects.exists():
        raise ValueError("this desk holds people already; the example needs one of its own")
    with transaction.atomic():
        load_reference(reference)
        _people()
        propose_from_study(register(study, TITLE))


def _people() -> None:
    from simpul.desk.affairs.models import Agency
    from simpul.desk.people.models import User

    agencies = {agency.code: agency for agency in Agency.objects.all()}
    for person in PEOPLE:
        agency = agencies[person.agency] if person.agency else None
        User.objects.create_user(person.email, PASSWORD, name=person.name, role=person.role, agency=agency)
