"""What the screens of this room share: filters with their choices, and how a decision is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from simpul.desk.affairs.models import Agency, Place, Urusan
from simpul.desk.needs.domain import Stale
from simpul.desk.needs.filters import AGES, UNKNOWN, Filters
from simpul.desk.needs.models import Source, State
from simpul.desk.needs.taxonomy import categories, kinds
from simpul.desk.people.models import User

Option = tuple[str, str, int | None, bool]  # value, words, count, chosen


def me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Does it and says so; else says why not."""
    try:
        act()
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return False
    except Stale:
        messages.error(request, _("Orang lain baru saja mengubah kebutuhan ini. Lihat keadaannya sekarang."))
        return False
    messages.success(request, done)
    return True


def source_tabs(filters: Filters, counts: dict[str, int] | None = None) -> list[Option]:
    return [
        (value, str(label), (counts or {}).get(value), filters.source == value)
        for value, label in Source.choices
    ]


def options(
    filters: Filters, counts: dict[str, dict[str, int]] | None = None
) -> dict[str, tuple[str, list[Option]]]:
    """Facets with their choices; with counts, those that hold nothing are left out."""
    agencies = dict(Agency.objects.values_list("code", "name"))
    affairs = dict(Urusan.objects.values_list("code", "name"))
    places = dict(Place.objects.exclude(kind=Place.Kind.PROVINCE).values_list("code", "name"))
    chosen = kinds().get(filters.need)
    needs = {kind.code: f"{kind.code} {kind.name}" for kind in categories()}
    if chosen is not None:
        parent = chosen.parent or chosen.code
        needs |= {kind.code: f"{kind.code} {kind.name}" for kind in kinds().values() if kind.parent == parent}
    states = {"terbuka": _("belum dijawab")} | {state.value: str(state.label) for state in State}
    sides: dict[str, tuple[str, dict[str, str]]] = {
        "need": (_("Kebutuhan"), needs),
        "agency": (_("Perangkat daerah"), {**agencies, UNKNOWN: _("belum ada pemegang")}),
        "urusan": (_("Urusan"), {code: f"{code} {name}" for code, name in affairs.items()}),
        "place": (_("Wilayah"), {**places, UNKNOWN: _("tidak diketahui")}),
        "state": (_("Keadaan"), states),
        "age": (_("Sejak disuarakan"), {age: str(words[0]) for age, words in AGES.items()}),
    }  # fmt: skip
    return {name: (title, _options(name, values, filters, counts)) for name, (title, values) in sides.items()}


def _options(
    name: str, values: dict[str, str], filters: Filters, counts: dict[str, dict[str, int]] | None
) -> list[Option]:
    now = getattr(filters, name)
    if counts is None:
        return [(value, words, None, value == now) for value, words in values.items()]
    held = dict(counts[name])
    if name == "state":
        held["terbuka"] = held.get("proposed", 0) + held.get("confirmed", 0)
    if name == "place":
        for code in values:
            inside = sum(
                n for place, n in counts[name].items() if place == code or place.startswith(f"{code}.")
            )
            held[code] = inside if code != UNKNOWN else held.get(UNKNOWN, 0)
    sub = name == "need"
    return [
        (value, words, None if sub and "." in value else held.get(value, 0), value == now)
        for value, words in values.items()
        if held.get(value) or value == now or (sub and "." in value)
    ]
