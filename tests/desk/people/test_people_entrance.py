"""Coming in: invitation, password, second factor, sessions; and who is turned away, in words and in time that tell nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from simpul.desk.people.domain import first_link
from simpul.desk.people.entrance import SecondFactor
from simpul.desk.people.models import Event, Invitation, User
from simpul.desk.people.rights import Role

pytestmark = pytest.mark.django_db
PASSWORD = "jembatan-dua-sungai-7"
NEW = "perahu-kertas-di-hujan-9"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


def invited(admin: Client, **fields: str) -> str:
    """The path of a new invitation's link, as the inviter sees it."""
    given = {"name": "Tamu", "email": "tamu@kota.test", "role": "leader", "agency": "", **fields}
    page = admin.post(reverse("people:invite"), given, follow=True)
    found = re.search(r"/undangan/[\w-]+/", page.content.decode())
    assert found, page.content.decode()
    return found[0]


def enter(email: str, password: str, client: Client | None = None) -> Any:
    return (client or Client()).post(reverse("account_login"), {"login": email, "password": password})


def totp(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


# --- invitation ------------------------------------------------------------------------------------------------


def test_an_invitation_lets_one_person_in_once(signed_in: Callable[[str], Client], agencies: Any) -> None:
    link = invited(signed_in("admin"), role="officer", agency=str(agencies.own.pk))
    guest = Client()
    assert "Dinas Sosial" in guest.get(link).content.decode()

    answer = guest.post(
        link, {"name": "Tamu Baru", "email": "lain@kota.test", "password": NEW, "again": NEW, "role": "admin"}
    )

    user = User.objects.get(email="tamu@kota.test")
    assert (user.name, user.role, user.agency) == ("Tamu Baru", "officer", agencies.own)
    assert answer["Location"] == reverse("mfa_index") + "?wajib=1"
    assert guest.get("/orang/")["Location"] == reverse("mfa_index") + "?wajib=1"
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"name": "x", "password": NEW, "again": NEW}).status_code == 404
    assert [e.action for e in Event.objects.all()[:2]] == ["signed_in", "invitation_accepted"]
    assert link.split("/")[2] not in repr(list(Invitation.objects.values()) + list(Event.objects.values()))


def test_a_link_ends_by_time_by_withdrawal_and_by_a_newer_one(signed_in: Callable[[str], Client]) -> None:
    admin = signed_in("admin")
    first, second = invited(admin), invited(admin)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    admin.post(reverse("people:withdraw", args=[Invitation.objects.get(closed_at=None).pk]))
    assert Client().get(second).status_code == 404
    third = invited(admin)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(third).status_code == 404
    assert Client().get("/undangan/asal-saja/").status_code == 404


@pytest.mark.parametrize(
    "weak",
    [
        "pendek1",
        "password1234",
        "MagelangKominfo2026",
        "dinsos-dinsos-123",
        "123456789012",
        "tamu@kota.test1",
    ],
)
def test_a_weak_password_is_refused(signed_in: Callable[[str], Client], weak: str) -> None:
    link = invited(signed_in("admin"))
    page = Client().post(link, {"name": "Tamu", "password": weak, "again": weak})
    assert page.status_code == 422
    assert "errorlist" in page.content.decode()
    assert not User.objects.filter(email="tamu@kota.test").exists()


@pytest.mark.parametrize(
    "fine", [NEW, "ayam bakar tanpa sambal", "x" * 60 + " 64 huruf", "ꦱꦶꦩ꧀ꦥꦸꦭ꧀ lalu payung biru"]
)
def test_a_long_password_of_any_letters_is_taken(signed_in: Callable[[str], Client], fine: str) -> None:
    link = invited(signed_in("admin"))
    assert Client().post(link, {"name": "Tamu", "password": fine, "again": fine}).status_code == 302
    assert User.objects.get(email="tamu@kota.test").check_password(fine)


def test_the_first_link_makes_an_admin_and_only_while_there_is_none(agencies: Any) -> None:
    old = first_link()
    secret = first_link()
    assert Client().get(f"/undangan/{old}/").status_code == 404
    given = {"name": "Pertama", "email": "pertama@kota.test", "password": NEW, "again": NEW}
    assert Client().post(f"/undangan/{secret}/", given).status_code == 302
    assert list(User.objects.values_list("email", "role")) == [("pertama@kota.test", Role.ADMIN)]
    assert first_link() is None


def test_nobody_is_here_whom_nobody_made(db: None) -> None:
    assert User.objects.count() == 0


# --- signing in ------------------------------------------------------------------------------------------------


def test_password_and_code_open_a_new_session_and_a_code_works_once(people: dict[str, User]) -> None:
    officer = people["officer"]
    secret = "JBSWY3DPEHPK3PXP"
    Authenticator.objects.filter(user=officer).update(data={"secret": SecondFactor().encrypt(secret)})
    client = Client()
    client.get(reverse("account_login"))
    assert enter(officer.email, PASSWORD, client)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("people:account")).status_code == 302
    before = client.session.session_key
    code = totp(secret)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert client.get(reverse("people:account")).status_code == 200
    assert client.session.session_key != before

    thief = Client()
    enter(officer.email, PASSWORD, thief)
    assert thief.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert thief.get(reverse("people:account")).status_code == 302
    assert {"signed_in", "second_factor_failed"} <= set(Event.objects.values_list("action", flat=True))


def test_secrets_of_second_factors_lie_encrypted(people: dict[str, User]) -> None:
    hidden = SecondFactor().encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in hidden
    assert SecondFactor().decrypt(hidden) == "JBSWY3DPEHPK3PXP"
    assert SecondFactor().decrypt("not ours") == ""


def test_an_unknown_address_and_a_wrong_password_look_the_same(
    people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, p, s: hashed.append(p) or real(self, p, s))
    pages = [
        re.sub(
            r"[\w-]+@kota.test|[A-Za-z0-9]{64}",
            "",
            enter(email, "salah-sama-sekali", Client()).content.decode(),
        )
        for email in (people["officer"].email, "tidak-ada@kota.test")
    ]
    assert pages[0] == pages[1]
    assert len(hashed) == 2  # both took the time of one hash
    failed = Event.objects.filter(action="sign_in_failed").values_list("target", flat=True)
    assert sorted(failed) == ["?", people["officer"].email]


def test_guessing_is_slowed_down_and_a_header_does_not_help(people: dict[str, User]) -> None:
    for number in range(5):
        client = Client(headers={"X-Forwarded-For": f"10.0.0.{number}"})
        enter(people["leader"].email, "salah", client)
    page = enter(people["leader"].email, PASSWORD, Client(headers={"X-Forwarded-For": "10.9.9.9"}))
    assert page.status_code == 200
    assert Event.objects.filter(action="signed_in").count() == 0


def test_a_session_that_nobody_uses_ends(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("leader")
    assert client.get(reverse("people:account")).status_code == 200
    session = client.session
    session["seen"] -= 3 * 3600
    session.save()
    assert client.get(reverse("people:account"))["Location"].startswith(reverse("account_login"))


def test_a_new_password_ends_other_sessions(signed_in: Callable[[str], Client]) -> None:
    here, elsewhere = signed_in("leader"), signed_in("leader")
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post(reverse("account_change_password"), given).status_code == 302
    assert here.get(reverse("people:account")).status_code == 200
    assert elsewhere.get(reverse("people:account")).status_code == 302


def test_leaving_ends_the_session_on_the_server(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("leader")
    kept = client.cookies.output()
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies.load(kept)
    assert thief.get(reverse("people:account")).status_code == 302


@pytest.mark.parametrize(
    "next", ["//evil.test", "https:evil.test", "/\\evil.test", "https://evil.test/", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(people: dict[str, User], next: str) -> None:
    Authenticator.objects.all().delete()
    answer = Client().post(
        reverse("account_login"), {"login": people["leader"].email, "password": PASSWORD, "next": next}
    )
    assert answer["Location"] == "/"
    chosen = Client().post(reverse("choose"), {"next": next})
    assert chosen["Location"] == "/"


def test_roles_that_read_about_citizens_see_nothing_without_a_second_factor(
    people: dict[str, User], signed_in: Callable[[str], Client], settings: SimpleNamespace
) -> None:
    Authenticator.objects.all().delete()
    stopped = {role: signed_in(role).get(reverse("people:help")).status_code == 302 for role in Role.values}
    assert {role for role, stop in stopped.items() if stop} == {"admin", "analyst", "officer", "approver"}
    settings.DEMO = True
    assert signed_in("officer").get(reverse("people:help")).status_code == 200


def test_the_last_factor_of_such_a_role_stays(people: dict[str, User]) -> None:
    factors = {who: Authenticator.objects.get(user=people[who]) for who in ("officer", "leader")}
    may = {who: SecondFactor().can_delete_authenticator(factor) for who, factor in factors.items()}
    assert may == {"officer": False, "leader": True}
