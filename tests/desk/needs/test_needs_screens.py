"""The screens of the ledger: who sees what, how much a page asks of the database, and two people coding apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from simpul.desk.needs import coding, domain
from simpul.desk.needs.models import Answer, Need, Sample, State

pytestmark = pytest.mark.django_db
PAGES = [
    "needs:ledger",
    "needs:inbox",
    "needs:agencies",
    "needs:places",
    "needs:trend",
    "needs:samples",
    "api:needs",
]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["officer", "analyst"])
def test_a_page_asks_as_many_questions_for_many_needs_as_for_few(
    name: str, who: str, make: Any, affairs: Any, signed_in: Any, django_assert_num_queries: Any
) -> None:
    from django.core.cache import cache

    client, address = signed_in(who), f"{reverse(name)}?source=online"
    for _n in range(6):
        make().others.add(affairs.health)
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for n in range(60):
        make(place=f"99.71.01.100{n % 9}", state=list(State)[n % 7]).others.add(affairs.health)
    cache.clear()
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_the_oldest_unanswered_need_of_an_agency_stands_first_with_its_post(
    make: Any, affairs: Any, signed_in: Any
) -> None:
    make(state=State.MET, statement="sudah dijawab")
    oldest = make(state=State.CONFIRMED, statement="sudah tiga bulan pkh tidak cair")
    make(agency=affairs.other, urusan=affairs.health, statement="milik dinkes")
    make(statement="baru saja")

    response = signed_in("analyst").get(reverse("needs:ledger") + "?agency=dinsos&state=terbuka")

    assert [each.need.statement for each in response.context["lines"]] == [
        "sudah tiga bulan pkh tidak cair",
        "baru saja",
    ]
    assert response.context["lines"][0].waits > 100
    page = signed_in("analyst").get(reverse("needs:need", args=[oldest.pk])).content.decode()
    assert "sudah tiga bulan pkh tidak cair" in page
    assert "1.06 Sosial" in page


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("%", ["100 % benar"]),
        ("_", ["a_b"]),
        ("' OR 1=1--", []),
        ("\\", []),
        ("BENAR", ["100 % benar"]),
        ("x" * 10_000, []),
    ],
)
def test_a_search_is_taken_by_its_letters(words: str, found: list[str], make: Any, signed_in: Any) -> None:
    for text in ("100 % benar", "a_b", "lain"):
        make(statement=text)

    response = signed_in("analyst").get(reverse("needs:ledger"), {"q": words})

    assert [each.need.statement for each in response.context["lines"]] == found


def test_every_need_is_on_one_page_once_in_order_of_time(make: Any, signed_in: Any) -> None:
    from datetime import UTC, datetime

    same = datetime(2026, 5, 1, tzinfo=UTC)
    made = [make(voiced_at=same).pk for _n in range(120)]
    client, seen, after = signed_in("analyst"), [], ""
    for _page in range(4):
        response = client.get(reverse("needs:ledger"), {"sesudah": after})
        seen += [each.need.pk for each in response.context["lines"]]
        after = response.context["following"]
        if after is None:
            break

    assert seen == made


def test_the_tabs_count_what_waits_for_this_person_at_this_moment(
    make: Any, affairs: Any, signed_in: Any
) -> None:
    mine = make()
    make(agency=affairs.other)
    make(agency=affairs.other, source="broker")

    def waiting(who: str) -> dict[str, int | None]:
        tabs = signed_in(who).get(reverse("needs:inbox")).context["tabs"]
        return {source: count for source, _words, count, _chosen in tabs if count}

    assert waiting("analyst") == {"online": 2, "broker": 1}
    assert waiting("officer") == {"online": 1}
    signed_in("officer").post(reverse("needs:decide", args=[mine.pk]), {"act": "confirm"})
    assert (waiting("officer"), waiting("analyst")) == ({}, {"online": 1, "broker": 1})


def test_one_key_decides_and_the_next_proposal_opens(make: Any, people: Any, signed_in: Any) -> None:
    first, second, third = make(urgency=3), make(alternatives="N03.1|N02.4"), make()
    client = signed_in("officer")

    assert client.get(reverse("needs:inbox")).context["each"].need == first
    page = client.post(reverse("needs:decide", args=[first.pk]), {"act": "confirm"}, follow=True)
    assert page.context["each"].need == second
    page = client.post(reverse("needs:decide", args=[second.pk]), {"act": "N03.1"}, follow=True)
    assert page.context["each"].need == third
    client.post(reverse("needs:decide", args=[third.pk]), {"act": "reject", "reason": ""})
    assert Need.objects.get(pk=third.pk).state == State.PROPOSED  # a reason is asked for
    page = client.post(
        reverse("needs:decide", args=[third.pk]), {"act": "reject", "reason": "tidak jelas"}, follow=True
    )

    assert page.context["each"] is None
    kept = dict(Need.objects.values_list("pk", "state"))
    assert kept == {first.pk: "confirmed", second.pk: "confirmed", third.pk: "rejected"}
    assert Need.objects.get(pk=second.pk).sub_need == "N03.1"


def test_fields_that_are_not_asked_for_change_nothing(make: Any, affairs: Any, signed_in: Any) -> None:
    need = make()
    address = reverse("needs:save-correction", args=[need.pk])

    signed_in("officer").post(
        address,
        {"sub_need": "N02.1", "state": "met", "statement": "lain", "source": "survey", "decided_by": "1"},
    )

    kept = Need.objects.get()
    assert (kept.state, kept.statement, kept.source) == ("confirmed", need.statement, "online")


def test_markup_from_citizens_stays_text(make: Any, signed_in: Any) -> None:
    need = make(
        statement="<script>alert(1)</script> {{7*7}}", evidence=[{"words": "<script>", "start": 0, "end": 8}]
    )

    page = signed_in("officer").get(reverse("needs:need", args=[need.pk])).content.decode()

    assert "<script>alert" not in page
    assert "<mark>&lt;script&gt;</mark>alert(1)" in page


def test_no_page_shows_a_pseudonym_nor_the_address_of_a_post(
    make: Any, study: Any, people: Any, signed_in: Any
) -> None:
    alias = "~" + "a2b3" * 6 + "cd"
    text = f"tolong @{alias} {'pkh belum cair ' * 7}@{alias}"
    need = make(statement=text, post_id=f"facebook:{alias}", study=study)
    make(urgency=3)  # stands first, the other one after it
    drawn = coding.draw(
        by=people["analyst"], title="Uji", size=2, source="online", seed=1,
        coders=[people["officer"].pk, people["analyst"].pk],
    )  # fmt: skip
    client, inbox = signed_in("officer"), reverse("needs:inbox")
    pages = [
        reverse("needs:ledger"), reverse("needs:need", args=[need.pk]), reverse("needs:correct", args=[need.pk]), inbox,
        f"{inbox}?tampil=daftar", f"{inbox}?lewati=1", reverse("needs:sample", args=[drawn.pk]),
    ]  # fmt: skip

    shown = [client.get(page).content.decode() for page in pages]

    assert [page for page, text in zip(pages, shown, strict=True) if "~a2b3" in text] == []
    assert sum("tolong @warga" in text for text in shown) >= 6


@pytest.fixture
def sample(make: Any, people: Any) -> Sample:
    for n in range(12):
        make(statement=f"pernyataan {n}")
    return coding.draw(
        by=people["analyst"],
        title="Uji",
        size=10,
        source="online",
        coders=[people["officer"].pk, people["analyst"].pk],
        seed=5,
    )


def code_all(sample: Sample, user: Any, codes: list[str]) -> None:
    for code in codes:
        item = coding.next_item(sample, user)
        assert item is not None
        coding.answer(item, code, by=user)


def test_coders_see_nobodys_code_until_both_are_done(sample: Sample, people: Any, signed_in: Any) -> None:
    address = reverse("needs:sample", args=[sample.pk])
    code_all(sample, people["analyst"], ["N16.5"] * 10)

    assert coding.agreement(sample) is None
    page = signed_in("officer").get(address)
    assert page.context["how"] is None
    assert (
        "N02.1" not in page.content.decode().split("<form")[0]
    )  # neither the proposal nor the other's code beside the statement
    waiting = signed_in("analyst").get(address)
    assert (waiting.context["item"], waiting.context["how"]) == (None, None)


def test_agreement_is_krippendorffs_alpha(sample: Sample, people: Any, signed_in: Any) -> None:
    krippendorff = pytest.importorskip("krippendorff", reason="the oracle is a test requirement: make setup")
    one = ["N02.1", "N02.1", "N03.1", "N03.2", "", "N05.1", "N02.1", "", "N03.1", "N05.1"]
    two = ["N02.1", "N02.2", "N03.1", "N03.2", "", "N05.1", "N03.1", "", "N03.1", "N05.2"]
    code_all(sample, people["analyst"], one)
    client = signed_in("officer")
    for code in two:
        client.post(
            reverse("needs:answer", args=[sample.pk]),
            {"item": coding.next_item(sample, people["officer"]).pk, "code": code},
        )  # type: ignore[union-attr]

    how = coding.agreement(sample)

    order = {code: n for n, code in enumerate(sorted({*one, *two}))}
    table = np.array([[order[code] for code in row] for row in (one, two)], dtype=float)
    assert how is not None
    assert how.alpha == pytest.approx(krippendorff.alpha(table, level_of_measurement="nominal"))
    assert len(how.differences) == 3
    assert "0,6" in client.get(reverse("needs:sample", args=[sample.pk])).content.decode()


def test_a_code_once_given_stays_and_only_coders_give_one(
    sample: Sample, people: Any, signed_in: Any
) -> None:
    item = sample.items.get(position=1)
    address = reverse("needs:answer", args=[sample.pk])
    signed_in("officer").post(address, {"item": item.pk, "code": "N02.1"})
    signed_in("officer").post(address, {"item": item.pk, "code": "N03.1"})
    signed_in("officer").post(address, {"item": sample.items.get(position=2).pk, "code": "BUKAN"})

    assert [answer.code for answer in Answer.objects.all()] == ["N02.1"]
    assert signed_in("approver").post(address, {"item": item.pk, "code": "N02.1"}).status_code == 404
    assert signed_in("researcher").post(address, {"item": item.pk, "code": "N02.1"}).status_code == 403


def test_a_note_of_another_agency_is_out_of_reach(
    make: Any, people: Any, signed_in: Any, affairs: Any
) -> None:
    theirs = make(agency=affairs.other, urusan=affairs.health)
    domain.note(theirs, "rahasia dinkes", by=people["analyst"])
    client = signed_in("officer")

    for name in ("needs:need", "needs:correct", "api:need"):
        assert client.get(reverse(name, args=[theirs.pk])).status_code == 404
    assert str(theirs.pk) not in [
        str(each["id"]) for each in client.get(reverse("api:needs")).json()["needs"]
    ]
