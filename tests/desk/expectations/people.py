"""The room `people`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.test import RequestFactory

from expectations import EVERYBODY, OTHER, Opens, holders
from simpul.desk.people import domain
from simpul.desk.people.rights import Right

MANAGERS = holders(Right.MANAGE_PEOPLE)


def world(people: dict[str, Any], agencies: Any, study: Any) -> Any:
    request = RequestFactory().post("/")
    request.user = people["admin"]
    fields = {"name": "Tamu", "email": "tamu@kota.test", "role": "leader", "agency": None}
    invitation, secret = domain.invite(request=request, **fields)
    return SimpleNamespace(person=people[OTHER], invitation=invitation, secret=secret, agency=agencies.own)


def of_person(world: Any) -> tuple[int]:
    return (world.person.pk,)


def managed(**more: Any) -> Opens:
    return Opens(MANAGERS, method="POST", args=of_person, **more)


EXPECTED = {
    "people:accept": Opens(EVERYBODY, public=True, args=lambda world: (world.secret,)),
    "people:health": Opens(EVERYBODY, public=True, answers=frozenset({200, 503})),
    "people:account": Opens(EVERYBODY),
    "people:tour": Opens(EVERYBODY),
    "people:help": Opens(EVERYBODY),
    "people:people": Opens(MANAGERS),
    "people:rights": Opens(MANAGERS),
    "people:person": Opens(MANAGERS, args=of_person),
    "people:invite": Opens(
        MANAGERS,
        method="POST",
        data=lambda world: {"name": "Baru", "email": "baru@kota.test", "role": "leader"},
    ),
    "people:withdraw": Opens(MANAGERS, method="POST", args=lambda world: (world.invitation.pk,)),
    "people:change": managed(
        data=lambda world: {"name": "Lain", "role": "officer", "agency": world.agency.pk}
    ),
    "people:deactivate": managed(),
    "people:reactivate": managed(),
    "people:renew": managed(),
    "people:drop-second-factor": managed(),
    "people:start-staff-mode": Opens(
        MANAGERS, method="POST", data=lambda world: {"reason": "membantu petugas"}
    ),
    "people:end-staff-mode": Opens(MANAGERS, method="POST"),
    "people:trail": Opens(holders(Right.READ_TRAIL)),
    "people:export-trail": Opens(holders(Right.READ_TRAIL)),
}
