"""The trail: who did what, when, on what, from where and why; each line seals the one before.

A line's digest is HMAC-SHA-256, under the desk's secret, over all its fields and the digest before it. Whoever changes,
takes out or slips in a line breaks the chain, unless they hold the secret; `verify` finds the first break. Only the newest
lines could be cut off unseen: an auditor notes the seal (number and digest) that `verify` prints, and gives it next time.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from simpul.desk.people import append_only
from simpul.desk.people.models import Event, User

SOFTWARE = "Simpul"
LONG_NUMBER = re.compile(r"\d(?:[ \-]?\d){8,}")  # a place code has dots
_LOCK = 0x51D9  # names the chain among advisory locks of PostgreSQL
_HASHED = (
    "number", "at", "actor_id", "actor", "role", "action", "target", "reason", "address", "details_text", "previous"
)  # fmt: skip


def record(
    by: HttpRequest | User | None, action: str, target: str = "", *, reason: str = "", **details: object
) -> Event:
    """Adds a line to the trail, in the transaction that runs, else in its own.

    `by`: the request (who and from where), a person for work done in the background, or None for the software itself.
    `action`: a short word such as "need_confirmed"; a room's AppConfig says it in words under `actions`.
    `details`: what JSON takes; other values as str(); long numbers in words are covered, so an id belongs into `target`.
    Never a text of a citizen, never a secret.
    """
    user = getattr(by, "user", None) if isinstance(by, HttpRequest) else by
    known = user if isinstance(user, User) else None
    with transaction.atomic():
        _hold_the_end()
        last = Event.objects.order_by("-number").values_list("number", "digest").first()
        event = Event(
            number=last[0] + 1 if last else 1,
            at=timezone.now(),
            actor_id=known.pk if known else None,
            actor=_plain(known.name or known.email, 200) if known else (SOFTWARE if by is None else "–"),
            role=known.role if known else "",
            action=action[:60],
            target=_plain(target, 300),
            reason=_plain(without_numbers(reason), 500),
            address=address(by) if isinstance(by, HttpRequest) else "",
            details_text=json.dumps(_short(details), sort_keys=True, default=str) if details else "",
            previous=last[1] if last else "",
        )
        event.digest = _digest(event, settings.SECRET_KEY)
        event.save()
    return event


def without_numbers(text: str) -> str:
    """A text in which numbers of persons, telephones and accounts are covered: nine digits and more."""
    return LONG_NUMBER.sub("[nomor]", text)


def address(request: HttpRequest) -> str:
    """Where a request comes from; a header says so only where SIMPUL_PROXIES counts the proxies in front."""
    try:
        return str(get_adapter().get_client_ip(request))[:45]
    except PermissionDenied:  # no address, or a header that holds none
        return ""


@dataclass(frozen=True)
class Verdict:
    """What `verify` found. `seal` is "number:digest" of the last line that holds."""

    lines: int
    seal: str
    broken_at: int | None = None
    why: str = ""


def verify(seal: str = "") -> Verdict:
    """Walks the chain from its first line; `seal`, if given, must still be one of its lines."""
    number, digest = 0, ""
    sealed = not seal
    if missing := append_only.missing(connection):
        return Verdict(0, "", 0, f"the database no longer guards the trail: {', '.join(missing)}")
    for event in Event.objects.order_by("number").iterator(2000):
        if event.number != number + 1:
            return Verdict(number, f"{number}:{digest}", number + 1, "line missing")
        if event.previous != digest:
            return Verdict(number, f"{number}:{digest}", event.number, "does not follow the line before")
        if not any(hmac.compare_digest(event.digest, _digest(event, key)) for key in _keys()):
            return Verdict(number, f"{number}:{digest}", event.number, "changed after it was written")
        number, digest = event.number, event.digest
        sealed = sealed or seal == f"{number}:{digest}"
    if not sealed:
        return Verdict(number, f"{number}:{digest}", number + 1, "the sealed line is gone")
    return Verdict(number, f"{number}:{digest}")


class Refusals:
    """Records whom a door turned away. Outside every transaction of the view, so that nothing takes it back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        behind_a_door = request.resolver_match is not None and request.user.is_authenticated
        if response.status_code in (403, 404) and behind_a_door:
            record(request, "refused", request.path, method=request.method, status=response.status_code)
        return response


@lru_cache(maxsize=1)
def actions() -> dict[str, Any]:
    """All actions in words, as the rooms declare them."""
    from django.apps import apps

    return {
        code: words
        for config in apps.get_app_configs()
        for code, words in getattr(config, "actions", {}).items()
    }


def _keys() -> list[str | bytes]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _digest(event: Event, key: str | bytes) -> str:
    fields: list[Any] = [getattr(event, name) for name in _HASHED]
    fields[1] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    return salted_hmac("simpul.trail", json.dumps(fields), secret=key, algorithm="sha256").hexdigest()


def _hold_the_end() -> None:
    """One writer at a time: SQLite's transactions begin IMMEDIATE; PostgreSQL is asked for a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _short(details: dict[str, object]) -> dict[str, object]:
    return {
        name: without_numbers(value[:300]) if isinstance(value, str) else value
        for name, value in details.items()
    }


def _plain(text: str, longest: int) -> str:
    """One line that every database takes."""
    kept = "".join(sign if sign.isprintable() else " " for sign in text[: longest * 2])
    return kept.encode("utf-8", "replace").decode("utf-8")[:longest]
