"""Perlu dijawab and Tulis: queues by agency, marks by who may, and a draft that nobody keeps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from simpul.desk.insight import answering, indexing, waiting
from simpul.desk.insight.models import Mark
from simpul.desk.insight.search import opened
from simpul.desk.people.models import Event

pytestmark = pytest.mark.django_db
OTHER = "officer of another agency"


@pytest.fixture
def index(study: Any) -> Path:
    return indexing.index_of(study.path) or indexing.build(study.path)


def owners(index: Path) -> dict[str, str | None]:
    with closing(opened(index)) as connection:
        return dict(
            connection.execute("SELECT post_id, agency FROM waiting JOIN posts USING (row)").fetchall()
        )


def mark(client: Client, post: str, **form: str) -> Any:
    return client.post(reverse("insight:mark"), {"kiriman": post, "tanda": "answered", **form})


@pytest.mark.parametrize("why", waiting.QUEUES)
def test_an_officer_sees_the_own_agency_and_an_analyst_all(
    index: Path, why: str, signed_in: Callable[[str], Client]
) -> None:
    belongs = owners(index)
    for who, code in (("officer", "dinsos"), (OTHER, "dinkes")):
        shown = signed_in(who).get(reverse("insight:answers"), {"antrean": why}).context
        assert {belongs[post["post_id"]] for post in shown["posts"]} <= {code}, who
    every = signed_in("analyst").get(reverse("insight:answers"), {"antrean": why}).context
    assert every["found"].count > shown["found"].count


def test_red_ones_come_first_then_who_waited_longest(index: Path) -> None:
    posts = waiting.queue(index, None, waiting.VOICE, []).posts
    order = [(post["urgency"] != waiting.RED, post["row"]) for post in posts]
    assert order == sorted(order)


def test_a_mark_closes_a_voice_for_who_may_and_is_unknown_to_others(
    index: Path, signed_in: Callable[[str], Client]
) -> None:
    post = next(id for id, agency in owners(index).items() if agency == "dinsos")
    assert mark(signed_in(OTHER), post).status_code == 404
    assert mark(signed_in("analyst"), post).status_code == 403
    assert mark(signed_in("officer"), "tidak-ada").status_code == 404
    assert not Mark.objects.exists()
    why = "not_ours"
    assert mark(signed_in("officer"), post, tanda=why).status_code == 302  # without a reason: told, not kept
    assert not Mark.objects.exists()
    mark(signed_in("officer"), post, tanda="referred", kepada="dinkes", alasan="urusan kesehatan")
    assert answering.referred_to(answering.newest_marks()) == {"dinkes": [post]}
    assert post in answering.closed(answering.newest_marks())
    assert mark(signed_in("officer"), post).status_code == 404  # it waits elsewhere now
    assert mark(signed_in(OTHER), post).status_code == 302
    assert [one.verb for one in Mark.objects.filter(post_id=post)] == ["referred", "answered"]


def test_a_mark_that_lacks_its_reason_comes_back_open_with_what_was_said(
    index: Path, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("officer")
    post = client.get(reverse("insight:answers"), {"antrean": "voice"}).context["posts"][1]["post_id"]
    back = mark(client, post, tanda="not_ours", kepada="dinkes", antrean="voice", halaman="1", urutan="2")
    assert back["Location"].endswith("&antrean=voice&halaman=1#kiriman-2")
    again = client.get(back["Location"])
    assert [one["post_id"] for one in again.context["posts"] if one["kept"]] == [post]
    shown = again.content.decode()
    assert '<details id="kiriman-2" open>' in shown
    assert '<option value="not_ours" selected>' in shown
    assert '<option value="dinkes" selected>' in shown
    assert " open>" not in client.get(back["Location"]).content.decode()  # once
    assert not Mark.objects.exists()


def test_a_draft_gets_advice_and_is_stored_nowhere(signed_in: Callable[[str], Client]) -> None:
    secret = "kalimat-yang-hanya-ada-di-sini-7731"
    client = signed_in("officer")
    page = client.post(
        reverse("insight:draft"), {"draf": f"Warga miskin {secret} harus sabar.", "jenis": "post"}
    )
    assert secret in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    kept = [
        model._meta.label
        for model in apps.get_models()
        if any(secret in repr(row) for row in model._default_manager.values_list())
    ]
    files = [
        path
        for path in Path(settings.ROOT).rglob("*")
        if path.is_file() and secret.encode() in path.read_bytes()
    ]
    assert (kept, files) == ([], [])
    assert secret not in repr(list(Event.objects.values_list()))
    long = client.post(reverse("insight:draft"), {"draf": "a" * 20_001, "jenis": "post"})
    assert long.context["problem"]
