"""What became of voices that brokers passed on: a code and a state for the next Lembar warga, nothing about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from simpul.desk.needs.models import Need, Source, State
from simpul.desk.needs.taxonomy import name_of

HEADER = ("code", "place", "need", "state", "since")


@dataclass(frozen=True)
class Voice:
    """A line of the Lembar warga."""

    code: str
    place: str
    need: str
    state: str
    since: date

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        return (self.code, self.place, self.need, self.state, self.since.isoformat())


def broker_states(place: str = "") -> list[Voice]:
    """The broker voices of a place and what lies in it ("" for the city), newest change first; rejected ones are told, too."""
    voices = Need.objects.filter(source=Source.BROKER, code__isnull=False)
    if place:
        voices = voices.filter(Q(place=place) | Q(place__startswith=f"{place}."))
    return [
        Voice(
            need.code or "",
            need.place,
            name_of(need.sub_need),
            str(State(need.state).label),
            timezone.localtime(need.decided_at or need.voiced_at).date(),
        )
        for need in voices.order_by("-changed_at", "pk")
    ]
