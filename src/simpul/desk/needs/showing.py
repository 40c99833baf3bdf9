"""Needs on a page: a statement with the words that decided, how long it has waited, a line over months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from simpul.desk.affairs.calendar import waited
from simpul.desk.affairs.models import Agency
from simpul.desk.affairs.queries import place_names
from simpul.desk.needs.models import Need, Source, State
from simpul.desk.needs.taxonomy import name_of
from simpul.desk.templatetags.desk import unnamed


@dataclass(frozen=True)
class Shown:
    """A need with what a page says about it."""

    need: Need
    kind: str
    place: str
    waits: int | None  # working days since it was voiced; None: not known when


def shown(needs: Iterable[Need]) -> list[Shown]:
    found = list(needs)
    places, today = place_names(), timezone.localdate()
    since = {need.pk: timezone.localtime(need.voiced_at).date() for need in found if need.dated}
    days = waited(since.values(), today)
    return [
        Shown(
            need,
            name_of(need.sub_need),
            places.get(need.place, need.place),
            days[since[need.pk]] if need.dated else None,
        )
        for need in found
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list, ready to be written: hundreds of template lookups cost more than the database does."""

    need: Need
    url: str
    kind: str
    under: str
    urgent: str
    said: str
    agency: str
    place: str
    state: str
    tone: str
    since: str
    waits: int | None


TONES = {"met": "good", "in_hand": "brand", "proposed": "warning", "confirmed": "warning", "unmet": "danger"}
URGENT = {2: gettext_lazy("mendesak"), 3: gettext_lazy("darurat")}


def lines(needs: Iterable[Need]) -> list[Line]:
    """Needs as lines of the list."""
    agencies = dict(Agency.objects.values_list("pk", "name"))
    sources, states = dict(Source.choices), dict(State.choices)
    base = reverse("needs:need", args=[0]).removesuffix("0/")
    return [
        Line(
            each.need, f"{base}{each.need.pk}/", _cut(each.kind, 60),
            " · ".join(filter(None, (each.need.sub_need, str(sources[each.need.source]), each.need.code))),
            str(URGENT.get(each.need.urgency, "")), _cut(unnamed(each.need.statement), 140),
            agencies.get(each.need.agency_id or 0, "–"), each.place or "–", str(states[each.need.state]),
            TONES.get(each.need.state, ""), date_format(timezone.localtime(each.need.voiced_at), "j M Y") if each.need.dated else "–", each.waits,
        )
        for each in shown(needs)
    ]  # fmt: skip


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def pieces(need: Need) -> list[tuple[str, bool]]:
    """The statement in pieces, each with whether its words decided for the need."""
    text, at, found = need.statement, 0, []
    for each in sorted(need.evidence, key=lambda each: int(each["start"])):
        start, end = int(each["start"]), int(each["end"])
        if start < at or end > len(text):
            continue
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*found, (text[at:], False)] if piece[0]]


WIDTH, HEIGHT, LEFT, RIGHT, FOOT, TOP = 440, 170, 46, 34, 26, 12


def line(points: list[tuple[date, int | None]]) -> dict[str, Any] | None:
    """Where a line over months goes in a picture; months that are hidden break it. None without a month."""
    if not points:
        return None
    most = max((n for _month, n in points if n is not None), default=0) or 1
    step = (WIDTH - LEFT - RIGHT) / max(1, len(points) - 1)
    bottom = HEIGHT - FOOT
    dots, runs = [], [[]]  # type: list[dict[str, Any]], list[list[str]]
    for place, (month, n) in enumerate(points):
        x = round(LEFT + place * step)
        if n is None:
            runs.append([])
            dots.append({"x": x, "y": bottom, "n": None, "month": date_format(month, "M Y")})
            continue
        y = round(bottom - (bottom - TOP) * n / most)
        runs[-1].append(f"{x},{y}")
        dots.append({"x": x, "y": y, "n": n, "month": date_format(month, "M Y")})
    return {
        "width": WIDTH, "height": HEIGHT, "left": LEFT, "bottom": bottom, "top": TOP, "right": WIDTH - RIGHT, "most": most,
        "runs": [" ".join(run) for run in runs if run], "dots": dots, "labels": dots[:: max(1, len(dots) // 4)],
        "foot": HEIGHT - 6,
    }  # fmt: skip
