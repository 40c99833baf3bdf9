"""The filters of the ledger: one object for the screen, the exports and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.desk.needs.models import OPEN, Need, Source, State
from simpul.desk.needs.taxonomy import kinds

LONGEST = 200  # signs of a search that are looked for
UNKNOWN = "tanpa"  # a place or agency that is not known
AGES = {
    "7": (_("sampai 7 hari"), 0, 7), "30": (_("8 sampai 30 hari"), 7, 30), "90": (_("31 sampai 90 hari"), 30, 90),
    "lebih": (_("lebih dari 90 hari"), 90, None),
}  # fmt: skip
STATES = {"terbuka": OPEN} | {state.value: (state,) for state in State}


@dataclass(frozen=True)
class Filters:
    """What to show; "" leaves a side open. An unknown value is taken as open."""

    source: str = ""
    need: str = ""  # a category's code takes in its sub-needs
    urusan: str = ""  # code
    agency: str = ""  # code; UNKNOWN: none holds it
    place: str = ""  # a code takes in what lies in it; UNKNOWN: not known
    state: str = ""  # a state, or `terbuka`: proposed or confirmed, taken in hand by nobody
    age: str = ""  # since it was voiced
    q: str = ""  # words of the statement, or a voice's code

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Filters:
        """From a query; each value is checked."""
        known = {"source": Source.values, "need": kinds(), "state": STATES, "age": AGES}
        values = {name: str(given.get(name) or "").strip() for name in cls.__dataclass_fields__}
        for name, choices in known.items():
            if values[name] not in choices:
                values[name] = ""
        for name in ("urusan", "agency", "place"):
            values[name] = values[name][:50]
        values["q"] = values["q"][:LONGEST]
        return cls(**values)

    def query(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    def without(self, *names: str) -> Filters:
        return replace(self, **dict.fromkeys(names, ""))

    def apply(self, needs: QuerySet[Need], now: datetime | None = None) -> QuerySet[Need]:
        """The needs that pass."""
        found = Q()
        if self.source:
            found &= Q(source=self.source)
        if self.need:
            found &= Q(sub_need=self.need) if "." in self.need else Q(sub_need__startswith=self.need)
        if self.urusan:
            found &= Q(urusan__code=self.urusan)
        if self.agency:
            found &= Q(agency=None) if self.agency == UNKNOWN else Q(agency__code=self.agency)
        if self.place:
            inside = Q(place=self.place) | Q(place__startswith=f"{self.place}.")
            found &= Q(place="") if self.place == UNKNOWN else inside
        if self.state:
            found &= Q(state__in=STATES[self.state])
        if self.age:
            found &= aged(self.age, now or timezone.now())
        if self.q:
            found &= Q(statement__icontains=self.q) | Q(code=self.q.upper())
        return needs.filter(found)


def aged(age: str, now: datetime) -> Q:
    """Voiced so many days ago, where the day is known; the younger bound is part of the younger class."""
    _name, least, most = AGES[age]
    found = Q(dated=True)
    if least:
        found &= Q(voiced_at__lt=now - timedelta(days=least))
    return found if most is None else found & Q(voiced_at__gte=now - timedelta(days=most))
