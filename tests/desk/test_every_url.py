"""Every address of the desk × everybody: who is let in, who is turned away, and that looking changes nothing."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import expectations
import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from expectations import EVERYBODY, Opens

from simpul.desk.people.models import Event

pytestmark = pytest.mark.django_db
ROOMS = {
    found.name: importlib.import_module(f"expectations.{found.name}")
    for found in pkgutil.iter_modules(expectations.__path__)
}
EXPECTED: dict[str, tuple[str, Opens]] = {
    name: (room, opens) for room, module in ROOMS.items() for name, opens in module.EXPECTED.items()
}
KEPT_ABOUT_LOOKING = {"people.event", "sessions.session", "usersessions.usersession"}


def addresses(patterns: list[Any] | None = None, space: str = "") -> Iterator[str]:
    """Names of all URLs; a URL without a name is called by its route."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from addresses(each.url_patterns, inner)
        else:
            assert isinstance(each, URLPattern)
            yield f"{space}{each.name or each.pattern}"


def ask(client: Client, name: str, opens: Opens, world: Any) -> Any:
    url = reverse(name, args=opens.args(world))
    return client.generic("GET", url) if opens.method == "GET" else client.post(url, opens.data(world))


def to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith(reverse("account_login"))


def let_in(response: Any, room: str, opens: Opens) -> bool:
    """Answered as it should, and not by asking to sign in or, in a room that is not about that, to prove oneself again."""
    proving = response.status_code == 302 and response["Location"].startswith(
        reverse("account_reauthenticate")
    )
    return (
        response.status_code in opens.answers
        and not to_sign_in(response)
        and (room == "account" or not proving)
    )


def test_every_url_has_an_expectation_and_only_those() -> None:
    assert sorted(set(addresses())) == sorted(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_door_opens_to_whom_it_should_and_to_nobody_else(
    name: str, worlds: dict[str, Any], signed_in: Callable[[str], Client]
) -> None:
    room, opens = EXPECTED[name]
    found: dict[str, Any] = {}
    for who in sorted(EVERYBODY):
        with transaction.atomic():
            response = ask(signed_in(who), name, opens, worlds[room])
            found[who] = "in" if let_in(response, room, opens) else response.status_code
            if found[who] != "in":
                assert Event.objects.first().action == "refused", who
            transaction.set_rollback(True)
    anonymous = ask(Client(), name, opens, worlds[room])
    found["nobody"] = "sign in" if to_sign_in(anonymous) else anonymous.status_code

    expected: dict[str, Any] = {
        who: "in" if who in opens.to else 404 if who in opens.unknown else opens.refused for who in EVERYBODY
    }
    expected["nobody"] = found["nobody"] if opens.public and found["nobody"] in opens.answers else "sign in"
    assert found == expected


def test_looking_changes_nothing(worlds: dict[str, Any], signed_in: Callable[[str], Client]) -> None:
    clients = [signed_in(who) for who in sorted(EVERYBODY)]
    before = contents()
    for name, (room, opens) in EXPECTED.items():
        if opens.method == "GET":
            for client in [*clients, Client()]:
                ask(client, name, opens, worlds[room])
    assert contents() == before


def test_a_changing_door_turns_away_get_head_and_a_form_from_elsewhere(
    worlds: dict[str, Any], signed_in: Callable[[str], Client]
) -> None:
    clients = {who: signed_in(who) for who in EVERYBODY}
    before = contents()
    found = {}
    for name, (room, opens) in EXPECTED.items():
        if opens.method == "POST":
            url = reverse(name, args=opens.args(worlds[room]))
            who = clients[sorted(opens.to)[0]]
            foreign = Client(enforce_csrf_checks=True)
            foreign.cookies = who.cookies
            by_get, by_head = who.get(url), who.head(url)
            forged = foreign.post(url, opens.data(worlds[room]))
            found[name] = (by_get.status_code, by_head.status_code, forged.status_code)
    assert {name: codes for name, codes in found.items() if codes != (405, 405, 403)} == {}
    assert contents() == before


def contents() -> dict[str, str]:
    """A digest of each table, apart from those that keep who looked."""
    return {
        model._meta.label_lower: hashlib.sha256(
            repr(sorted(map(repr, model._default_manager.values_list()))).encode()
        ).hexdigest()
        for model in apps.get_models()
        if model._meta.label_lower not in KEPT_ABOUT_LOOKING
    }
