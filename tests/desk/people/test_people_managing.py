"""Managing people: rights change at once, accounts close, an admin remains, and staff mode is short and seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from simpul.desk.people.models import Event, StaffMode, User
from simpul.desk.people.rights import IN_WORDS, MATRIX, STAFF_MODE, Right, Role, may

pytestmark = pytest.mark.django_db


def change(client: Client, user: User, **fields: Any) -> Any:
    given = {"name": user.name, "role": user.role, "agency": user.agency_id or "", **fields}
    return client.post(reverse("people:change", args=[user.pk]), given, follow=True)


def test_rights_change_in_a_session_that_is_open(
    people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    auditor = signed_in("auditor")
    assert auditor.get(reverse("people:trail")).status_code == 200
    change(signed_in("admin"), people["auditor"], role="leader")
    assert auditor.get(reverse("people:trail")).status_code == 403
    event = Event.objects.get(action="rights_changed")
    assert (event.actor, event.target, event.details["role"]) == (
        "Orang admin",
        people["auditor"].email,
        ["auditor", "leader"],
    )


def test_a_closed_account_is_out_now_and_may_come_back(
    people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    leader, admin = signed_in("leader"), signed_in("admin")
    admin.post(reverse("people:deactivate", args=[people["leader"].pk]))
    assert leader.get(reverse("people:account")).status_code == 302
    admin.post(reverse("people:reactivate", args=[people["leader"].pk]))
    assert signed_in("leader").get(reverse("people:account")).status_code == 200


def test_an_officer_needs_an_agency(people: dict[str, User], signed_in: Callable[[str], Client]) -> None:
    page = change(signed_in("admin"), people["leader"], role="officer")
    assert page.status_code == 422
    assert User.objects.get(pk=people["leader"].pk).role == "leader"


def test_the_last_admin_stays_and_nobody_closes_themselves(
    people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    admin, me = signed_in("admin"), people["admin"]
    change(admin, me, role="leader")
    admin.post(reverse("people:deactivate", args=[me.pk]))
    admin.post(reverse("people:drop-second-factor", args=[me.pk]))
    me.refresh_from_db()
    assert (me.role, me.is_active, me.authenticator_set.count()) == ("admin", True, 1)  # type: ignore[attr-defined]


@pytest.mark.parametrize("query", ["", "?studi=kota&dari=%2Forang%2F"])
def test_a_sensitive_act_asks_for_the_password_again_and_goes_on_with_it(
    query: str, people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    admin = signed_in("admin")
    session = admin.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    asked = admin.post(reverse("people:deactivate", args=[people["leader"].pk]) + query)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.get(pk=people["leader"].pk).is_active
    going_on = parse_qs(urlsplit(asked["Location"]).query)["next"][0]
    admin.post(asked["Location"], {"password": "jembatan-dua-sungai-7", "next": going_on})
    assert not User.objects.get(pk=people["leader"].pk).is_active


def test_a_password_link_does_not_pass_by_the_second_factor(
    people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("admin").post(reverse("people:renew", args=[people["officer"].pk]), follow=True)
    link = "/undangan/" + page.content.decode().split("/undangan/")[1].split("/")[0] + "/"
    client = Client()
    answer = client.post(link, {"password": "perahu-kertas-di-hujan-9", "again": "perahu-kertas-di-hujan-9"})
    assert answer["Location"] == reverse("account_login")
    assert client.get(reverse("people:account")).status_code == 302
    assert User.objects.get(pk=people["officer"].pk).check_password("perahu-kertas-di-hujan-9")


def test_staff_mode_opens_reading_for_half_an_hour_with_a_banner_and_a_line_for_each_page(
    people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    admin = signed_in("admin")
    fresh = lambda: User.objects.get(pk=people["admin"].pk)  # noqa: E731
    assert {right for right in Right if may(fresh(), right)} == {r for r in Right if Role.ADMIN in MATRIX[r]}

    admin.post(reverse("people:start-staff-mode"), {"reason": "membantu petugas baru"})

    assert {right for right in Right if may(fresh(), right)} == {
        r for r in Right if Role.ADMIN in MATRIX[r]
    } | STAFF_MODE
    assert "membantu petugas baru" in admin.get(reverse("people:account")).content.decode()
    assert Event.objects.get(action="staff_mode_started").reason == "membantu petugas baru"
    StaffMode.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert not may(fresh(), Right.READ_POSTS)


def test_staff_mode_reads_and_never_decides_traces_or_exports() -> None:
    assert not STAFF_MODE & {
        Right.TRACE_AUTHOR,
        Right.DECIDE_NEED,
        Right.EXPORT,
        Right.ANSWER,
        Right.RECORD_NEED,
    }
    assert set(MATRIX) == set(IN_WORDS) == set(Right)


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_ask_the_database_as_often_for_one_row_as_for_many(
    rows: int, signed_in: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    from simpul.desk.people.trail import record

    admin = signed_in("admin")
    for number in range(rows):
        User.objects.create_user(f"{number}@kota.test", name=str(number), role="leader")
        record(None, "tried", str(number))
    for name in ("people:people", "people:trail"):
        admin.get(reverse(name))
        with django_assert_max_num_queries(12):
            admin.get(reverse(name))


def test_the_exported_trail_is_what_the_screen_shows_and_runs_nothing(
    people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    import csv

    from simpul.desk.people.trail import record

    record(people["leader"], "tried", "=cmd|' /C calc'!A0", reason="@SUM(1)")
    record(people["leader"], "tried", "lain")
    page = signed_in("auditor").get(reverse("people:export-trail"), {"q": "calc"})
    text = page.content.decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [(row["actor"], row["target"], row["reason"]) for row in rows] == [
        ("Orang leader", "'=cmd|' /C calc'!A0", "'@SUM(1)")
    ]
    shown = signed_in("auditor").get(reverse("people:trail"), {"q": "calc"}).content.decode()
    assert shown.count('<th scope="row">') == 1


def test_health_says_what_is_missing(client: Client) -> None:
    page = client.get(reverse("people:health"))
    assert (page.status_code, page.json()) == (
        503, {"well": False, "database": True, "migrations": True, "worker": False},
    )  # fmt: skip
