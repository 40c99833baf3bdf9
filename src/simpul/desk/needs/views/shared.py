"""What the screens of this room share: filters with their choices, and how a decision is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from simpul.desk.affairs.models import Agency, Place, Urusan
from simpul.desk.needs.domain import Stale
from simpul.desk.needs.filters import AGES, UNKNOWN, Filters
from simpul.desk.needs.models import Source, State
from simpul.desk.needs.taxonomy import categories, kinds
from simpul.desk.people.models import User

FACETS = ("need", "agency", "urusan", "place", "state", "age")
Option = tuple[str, str, int | None, bool]  # value, words, count, chosen


def me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def scope(user: User) -> str:
    """Who counts the same needs, and sees them rounded alike (`access.showing` goes by role): counts may be kept for all of them."""
    return f"{user.role}/{user.agency_id}"


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
    filters: Filters, counts: dict[str, dict[str, int]] | None = None, wanted: Sequence[str] = FACETS
) -> dict[str, tuple[str, list[Option]]]:
    """The wanted facets with their choices; with counts, those that hold nothing are left out."""
    sides: dict[str, tuple[str, Callable[[], dict[str, str]]]] = {
        "need": (_("Kebutuhan"), lambda: _needs(filters.need)),
        "agency": (_("Perangkat daerah"), lambda: {**_names(Agency.objects.all()), UNKNOWN: _("belum ada pemegang")}),
        "urusan": (_("Urusan"), lambda: {code: f"{code} {name}" for code, name in _names(Urusan.objects.all()).items()}),
        "place": (_("Wilayah"), lambda: {**_names(Place.objects.exclude(kind=Place.Kind.PROVINCE)), UNKNOWN: _("tidak diketahui")}),
        "state": (_("Keadaan"), lambda: {"terbuka": _("belum dijawab")} | {state.value: str(state.label) for state in State}),
        "age": (_("Sejak disuarakan"), lambda: {age: str(words[0]) for age, words in AGES.items()}),
    }  # fmt: skip
    asked = ((name, *sides[name]) for name in wanted)
    return {name: (title, _options(name, values(), filters, counts)) for name, title, values in asked}


def _names(records: QuerySet[Any]) -> dict[str, str]:
    return dict(records.values_list("code", "name"))


def _needs(chosen: str) -> dict[str, str]:
    """The categories, and the sub-needs of the one that is chosen."""
    needs = {kind.code: f"{kind.code} {kind.name}" for kind in categories()}
    if (kind := kinds().get(chosen)) is not None:
        parent = kind.parent or kind.code
        needs |= {each.code: f"{each.code} {each.name}" for each in kinds().values() if each.parent == parent}
    return needs


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
