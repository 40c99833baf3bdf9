"""The trail: it only grows, says who did what, and shows where somebody touched it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from simpul.desk.people import append_only
from simpul.desk.people.models import Event, User
from simpul.desk.people.trail import record, verify

pytestmark = pytest.mark.django_db


def test_a_line_says_who_what_where_and_why(people: dict[str, User], rf: RequestFactory) -> None:
    request = rf.get("/", REMOTE_ADDR="10.1.2.3", headers={"X-Forwarded-For": "6.6.6.6"})
    request.user = people["officer"]

    record(request, "author_traced", "post:17", reason="surat\r\nperintah\0 3", study="april", posts=2)

    event = Event.objects.get()
    told = (event.actor_id, event.actor, event.role, event.action, event.target, event.reason, event.address)
    officer = people["officer"].pk, "Orang officer", "officer"
    assert told == (*officer, "author_traced", "post:17", "surat  perintah  3", "10.1.2.3")
    assert event.details == {"study": "april", "posts": 2}


def test_lines_hold_after_the_person_is_gone(people: dict[str, User]) -> None:
    gone = people["researcher"]
    record(gone, "exported", "needs")
    key = gone.pk
    gone.delete()

    assert Event.objects.values_list("actor_id", "actor").get() == (key, "Orang researcher")
    assert verify().broken_at is None


def test_neither_the_code_nor_the_database_lets_go_of_a_line() -> None:
    event = record(None, "tried")
    event.actor = "orang lain"
    for change in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(actor="x"),
    ):
        with pytest.raises(TypeError, match="append-only"):
            change()
    for sentence in ("UPDATE people_event SET actor = 'x'", "DELETE FROM people_event"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sentence)
    assert Event.objects.get().actor == "Simpul"


@pytest.mark.parametrize(
    ("sentence", "broken_at", "why"),
    [
        ("UPDATE people_event SET actor = 'orang lain' WHERE number = 2", 2, "changed after it was written"),
        ("DELETE FROM people_event WHERE number = 2", 2, "line missing"),
        ("DELETE FROM people_event WHERE number = 1", 1, "line missing"),
        ("DELETE FROM people_event WHERE number = 3", 3, "the sealed line is gone"),
    ],
)
def test_verifying_finds_what_was_touched_past_the_guard(sentence: str, broken_at: int, why: str) -> None:
    for target in "abc":
        record(None, "tried", target)
    seal = verify().seal
    assert verify(seal).lines == 3
    append_only.unguard(connection)
    with connection.cursor() as cursor:
        cursor.execute(sentence)
    assert "no longer guards" in verify().why
    append_only.guard(connection)

    found = verify(seal)

    assert (found.broken_at, found.why) == (broken_at, why)


def test_a_changed_secret_breaks_the_chain_unless_the_old_one_is_named(settings: SimpleNamespace) -> None:
    record(None, "tried")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    assert verify().broken_at == 1
    settings.SECRET_KEY_FALLBACKS = [old]
    record(None, "tried again")
    assert verify().lines == 2


def test_what_a_transaction_takes_back_leaves_no_hole() -> None:
    record(None, "first")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(None, "taken back")
        _ = 1 / 0
    record(None, "second")
    assert list(Event.objects.order_by("number").values_list("number", "action")) == [
        (1, "first"),
        (2, "second"),
    ]
    assert verify().lines == 2
