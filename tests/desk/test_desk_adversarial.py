"""Everything hostile through every door: no fault, nothing run, nothing personal kept in clear, and exports that do nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from adversarial import BETRAYING, HEADERS, PERSONAL, RAN, TEXTS, files
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from expectations import Opens
from test_every_url import EXPECTED, ROOMS

import simpul.desk
from simpul.corpus.inert import BEGINS

pytestmark = pytest.mark.django_db
DESK = Path(simpul.desk.__file__).parent
NOT_A_FIELD = {"csrfmiddlewaretoken"}
TOGETHER = " ".join(text for name, text in TEXTS.items() if name[0] in "14679")
ALONE = [text for name, text in TEXTS.items() if name[0] not in "14679"]
RUNNABLE = (
    "<script>alert(1)",
    '<img src=x onerror="alert',
    "<svg onload=alert",
    "\" autofocus onfocus=alert(1) x='",
    RAN,
)


@dataclass
class Form:
    """A form on a page: where it goes, what it asks."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    file: str = ""


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found = path, []  # type: str, list[Form]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            action = urlsplit(given.get("action") or self.path).path
            self.found.append(Form(given.get("method", "get").lower(), action))
        elif tag in ("input", "select", "textarea", "button") and self.found and given.get("name"):
            if given.get("type") == "file":
                self.found[-1].file = given["name"]
            elif given["name"] not in NOT_A_FIELD:
                self.found[-1].fields[given["name"]] = given.get("value", "")


def doors(
    room: str, worlds: dict[str, Any], signed_in: Callable[[str], Client]
) -> Iterator[tuple[Client, Form]]:
    """Every form that a room's pages show to somebody who may see it, and every other address of the room that takes input."""
    seen = set()
    for name, opens in ROOMS[room].EXPECTED.items():
        who = signed_in(sorted(opens.to)[0]) if opens.to else Client()
        if name == "people:health":  # takes nothing, and says 503 while no worker runs
            continue
        path = reverse(name, args=opens.args(worlds[room]))
        known = Form(
            opens.method.lower(), path, {key: str(value) for key, value in opens.data(worlds[room]).items()}
        )
        page = who.get(path) if opens.method == "GET" else None
        for form in [known, *shown(page, path)]:
            asked = (form.method, form.action, *sorted(form.fields))
            if asked not in seen and form.action != reverse("account_logout"):
                seen.add(asked)
                yield who, form


def shown(page: HttpResponseBase | None, path: str) -> list[Form]:
    if (
        page is None
        or page.status_code != 200
        or page.streaming
        or "text/html" not in page.get("Content-Type", "")
    ):
        return []
    reader = Forms(path)
    reader.feed(page.content.decode())  # type: ignore[attr-defined]
    return reader.found


def push(who: Client, form: Form, given: dict[str, Any]) -> Any:
    return who.get(form.action, given) if form.method == "get" else who.post(form.action, given)


def filled(form: Form, texts: list[str]) -> Iterator[dict[str, str]]:
    """The form as often as it takes until every text stood in one of its fields; who asks for nothing gets all at once."""
    names = sorted(form.fields) or ["q", *(f"q{number}" for number in range(1, len(texts)))]
    source = cycle(texts)
    for _ in range(-(-len(texts) // len(names))):
        yield dict(zip(names, islice(source, len(names)), strict=True))


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_no_text_breaks_a_door_or_runs_on_a_page(
    room: str,
    worlds: dict[str, Any],
    signed_in: Callable[[str], Client],
) -> None:
    broken = []
    texts = [text.encode("utf-8", "replace").decode() for text in (TEXTS["1 script"], TOGETHER, *ALONE)]
    for who, form in doors(room, worlds, signed_in):
        for given in filled(form, texts):
            with transaction.atomic():
                answer = push(who, form, given)
                body = answer.content
                if answer.status_code >= 500:
                    broken.append((form.method, form.action, answer.status_code))
                if "text/html" in answer.get("Content-Type", ""):
                    page = body.decode()
                    broken += [(form.method, form.action, sign) for sign in RUNNABLE if sign in page]
                if "text/csv" in answer.get("Content-Type", ""):
                    broken += [(form.action, cell) for cell in running(body)]
                assert "Set-Cookie: x=1" not in str(answer.headers)
                transaction.set_rollback(True)
    assert sorted(set(map(str, broken))) == []


def test_no_template_says_that_a_text_is_safe() -> None:
    said = {
        path.name
        for path in DESK.rglob("*.html")
        if re.search(r"\|\s*safe\b|autoescape off", path.read_text("utf-8"))
    }
    assert said == {"fields.html", "network.html"}  # help texts of forms, and a picture, which are ours


def running(body: bytes) -> list[str]:
    """Cells of a CSV that a spreadsheet would run."""
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    return [cell for row in rows for cell in row if re.match(BEGINS, cell) and not number(cell)]


def number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    "room", sorted(set(ROOMS) - {"affairs"})
)  # its facts are an office's own, telephones included
def test_nothing_personal_is_kept_in_clear(
    room: str,
    worlds: dict[str, Any],
    signed_in: Callable[[str], Client],
) -> None:
    kept = set()
    for who, form in doors(room, worlds, signed_in):
        for name, own in form.fields.items():
            if own and name not in ("name", "reason", "text", "note", "statement", "catatan", "alasan"):
                continue  # a choice: what is typed there is refused
            with transaction.atomic():
                push(who, form, {**form.fields, name: PERSONAL})
                kept |= {(form.action, name, table) for table in holding(BETRAYING)}
                transaction.set_rollback(True)
    assert sorted(kept) == []


def holding(signs: tuple[str, ...]) -> set[str]:
    """Tables in a column of which one of the signs stands."""
    found = set()
    for model in apps.get_models():
        columns = [
            f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)
        ]
        told = Q(
            *((f"{column.attname}__contains", sign) for column in columns for sign in signs), _connector=Q.OR
        )
        if columns and model._default_manager.filter(told).exists():
            found.add(model._meta.label)
    return found


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_no_request_that_pretends_breaks_a_door(
    room: str,
    worlds: dict[str, Any],
    signed_in: Callable[[str], Client],
) -> None:
    broken = []
    for who, form in doors(room, worlds, signed_in):
        with transaction.atomic():
            first = next(iter(sorted(form.fields)), "q")
            twice = f"?{first}=a&{first}=b&_method=DELETE"
            answers = [push_with(who, form, headers, twice) for headers in HEADERS]
            if form.method == "post":
                answers.append(who.post(form.action, b'{"a": [1', content_type="application/json"))
                answers.append(who.post(form.action, b'{"a": 1}', content_type="text/plain"))
                answers.append(
                    who.post(form.action, b"--x\r\nbroken", content_type="multipart/form-data; boundary=x")
                )
            broken += [(form.method, form.action) for answer in answers if answer.status_code >= 500]
            transaction.set_rollback(True)
    assert sorted(set(broken)) == []


def push_with(who: Client, form: Form, headers: dict[str, str], query: str) -> Any:
    return who.generic(form.method.upper(), form.action + query, **headers)  # type: ignore[arg-type]


def test_a_foreign_host_is_not_answered(client: Client) -> None:
    for headers in (
        {"HTTP_HOST": "evil.test"},
        {"HTTP_HOST": "127.0.0.1", "HTTP_X_FORWARDED_HOST": "evil.test"},
    ):
        answer = client.get(reverse("account_login"), **headers)  # type: ignore[arg-type]
        assert "evil.test" not in answer.content.decode()
    assert client.get(reverse("account_login"), HTTP_HOST="evil.test").status_code == 400


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_no_file_breaks_a_door_or_lands_outside(
    room: str,
    worlds: dict[str, Any],
    signed_in: Callable[[str], Client],
    settings: Any,
) -> None:
    broken = []
    around = settings.ROOT.parent
    before = set(around.iterdir())
    for who, form in doors(room, worlds, signed_in):
        if form.file:
            for what, (name, content) in files().items():
                with transaction.atomic():
                    answer = push(who, form, {**form.fields, form.file: SimpleUploadedFile(name, content)})
                    if answer.status_code >= 500:
                        broken.append((form.action, what))
                    transaction.set_rollback(True)
    assert broken == []
    assert {
        path.name for path in set(around.iterdir()) - before if path.suffix in (".csv", ".svg", ".jpg")
    } == set()


def test_every_door_with_a_right_is_walked() -> None:
    assert {room for room, _ in EXPECTED.values()} == {"account", "people", "affairs", "insight", "needs"}
    assert all(isinstance(opens, Opens) for _, opens in EXPECTED.values())
