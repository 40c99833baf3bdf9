"""What every room's tests stand on: people of every role in two agencies, a studied city, and a page in a browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from simpul.desk.affairs.models import Agency
    from simpul.desk.insight.models import Study
    from simpul.desk.people.models import User

PASSWORD = "jembatan-dua-sungai-7"
OTHER = "officer of another agency"


@pytest.fixture(scope="session", autouse=True)
def _trail_lets_tests_empty_it(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests with a live server empty all tables after; the trail's own triggers would refuse."""
    from django.core.management.commands import flush

    from simpul.desk.people import append_only

    class Flush(flush.Command):
        def handle(self, **options: Any) -> None:
            from django.db import connections

            append_only.unguard(connections[options["database"]])
            super().handle(**options)
            append_only.guard(connections[options["database"]])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "Command", Flush)
        yield


# --- people -------------------------------------------------------------------------------------------------


@pytest.fixture
def agencies(db: None) -> SimpleNamespace:
    """`own` and `other`: two agencies of one city."""
    from simpul.desk.affairs.models import Agency

    def agency(code: str, name: str) -> Agency:
        return Agency.objects.get_or_create(code=code, defaults={"name": name})[0]

    return SimpleNamespace(own=agency("dinsos", "Dinas Sosial"), other=agency("dinkes", "Dinas Kesehatan"))


@pytest.fixture
def people(agencies: SimpleNamespace) -> dict[str, User]:
    """One person of each role by its code, and an officer of the other agency under OTHER; all have a second factor."""
    from allauth.mfa.models import Authenticator

    from simpul.desk.people.models import User
    from simpul.desk.people.rights import Role

    made = {}
    for who in (*Role.values, OTHER):
        role = Role.OFFICER if who == OTHER else Role(who)
        belongs = {Role.OFFICER: agencies.own, Role.APPROVER: agencies.own}.get(role)
        made[who] = User.objects.create_user(
            f"{who.replace(' ', '-')}@kota.test",
            PASSWORD,
            name=f"Orang {who}",
            role=role,
            agency=agencies.other if who == OTHER else belongs,
        )
        Authenticator.objects.create(user=made[who], type=Authenticator.Type.TOTP, data={"secret": "rahasia"})
    return made


@pytest.fixture
def signed_in(people: dict[str, User]) -> Callable[[str], Client]:
    """`signed_in("officer")`: a client of that person, who signed in just now."""
    return lambda who: sign_in(Client(), people[who])


def sign_in(client: Client, user: User) -> Client:
    """Signs in past the form, as somebody who gave password and second factor a moment ago."""
    import time

    client.force_login(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


# --- the city -----------------------------------------------------------------------------------------------


@pytest.fixture
def study(db: None, request: pytest.FixtureRequest) -> Study:
    """The example city's study, shown on the desk as the current one.

    SIMPUL_TEST_STUDY names a study's folder to show instead: quicker while one works on a screen.
    """
    from simpul.desk.insight.studies import register

    ready = os.environ.get("SIMPUL_TEST_STUDY")
    folder = Path(ready) if ready else request.getfixturevalue("studied")
    return register(folder, "Kota contoh")


@pytest.fixture
def worlds(people: Any, agencies: Any, study: Any) -> dict[str, Any]:
    """What each room's expectations stand on (tests/desk/expectations)."""
    import importlib
    import pkgutil

    import expectations

    rooms = {
        found.name: importlib.import_module(f"expectations.{found.name}")
        for found in pkgutil.iter_modules(expectations.__path__)
    }
    empty = SimpleNamespace(people=people, agencies=agencies, study=study)
    return {
        room: module.world(people, agencies, study) if hasattr(module, "world") else empty
        for room, module in rooms.items()
    }


# --- the browser --------------------------------------------------------------------------------------------


@pytest.fixture
def page(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """A page at 1280 × 900 on the live desk, nobody signed in; fails on script errors and on what the CSP refuses."""
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}, locale="id-ID"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.set_default_navigation_timeout(60_000)  # the first page waits for all rooms to be imported
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert [said for said in complaints if "status of 4" not in said] == []


@pytest.fixture
def enter(live_server: Any) -> Callable[[Page, User], None]:
    """`enter(page, people["officer"])`: the browser goes on as that person."""

    def entered(page: Page, user: User) -> None:
        from django.conf import settings

        cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )

    return entered


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL no test of pixels runs again: `make test` asks there about data only."""
    if os.environ.get("SIMPUL_TEST_DATABASE") == "postgresql":
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="run on SQLite"))
