"""Questions about facts that other rooms ask: who holds an affair, what a place is called, which programmes answer a need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from simpul.desk.affairs.models import Agency, Holding, Place, Programme
from simpul.desk.people.models import User


def holders(day: date) -> dict[int, Agency]:
    """Urusan (by key) → the agency that leads it on a day; an affair that several lead, or none, is not in it."""
    found: dict[int, list[Agency]] = defaultdict(list)
    for holding in Holding.objects.on(day).filter(leads=True).select_related("agency"):
        if holding.agency not in found[holding.urusan_id]:
            found[holding.urusan_id].append(holding.agency)
    return {urusan: agencies[0] for urusan, agencies in found.items() if len(agencies) == 1}


def held_by(agency: Agency, day: date) -> list[int]:
    """Keys of the urusan that an agency holds on a day, leading or beside others."""
    return list(Holding.objects.on(day).filter(agency=agency).values_list("urusan_id", flat=True).distinct())


def place_names() -> dict[str, str]:
    return dict(Place.objects.values_list("code", "name"))


def villages() -> list[Place]:
    """The kelurahan of this desk's city, by code."""
    return list(Place.objects.filter(kind=Place.Kind.VILLAGE))


def programmes_for(need: str, day: date) -> list[Programme]:
    """Programmes whose rule on a day says that they answer a need (a sub-need's code, or its category's)."""
    cities = Place.objects.filter(kind__in=(Place.Kind.CITY, Place.Kind.REGENCY)).values_list(
        "code", flat=True
    )
    here: Q = Q(place="")
    for code in cities:
        here |= Q(place=code)
    found = Programme.objects.on(day).filter(here, needs__contains=need).exclude(area="desa")
    return [programme for programme in found if _answers(programme, need)]


def _answers(programme: Programme, need: str) -> bool:
    codes: Iterable[str] = programme.needs.replace("|", " ").split()
    return any(code == need or code.startswith(f"{need}.") for code in codes)


def own_agency(user: User) -> Agency | None:
    return user.agency
