"""The ledger in a browser: a proposal confirmed and corrected by keys, a sample coded by two, tables exported."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from simpul.desk.needs import coding
from simpul.desk.needs.models import FollowUp, Need, Sample

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_keys_confirm_correct_and_reject_a_proposal(
    page: Page, enter: Callable[..., None], make: Any, people: Any
) -> None:
    first, second, third = make(urgency=2), make(evidence=[{"words": "pkh", "start": 0, "end": 3}]), make()
    enter(page, people["officer"])

    page.goto("/kebutuhan/usulan/")
    page.keyboard.press("k")
    page.wait_for_selector("text=Dikonfirmasi.")
    assert page.locator(".proposal mark").inner_text() == "pkh"
    page.keyboard.press("b")
    page.wait_for_url("**/betulkan/?usulan=1")
    page.select_option("#id_sub_need", "N02.3")
    page.fill("#id_reason", "dicoret, bukan terlambat")
    page.click("text=Betulkan dan konfirmasi")
    page.wait_for_url("**/kebutuhan/usulan/")
    page.keyboard.press("t")
    page.wait_for_selector("text=Tidak ada usulan yang menunggu")

    kept = {need.pk: (need.state, need.sub_need) for need in Need.objects.all()}
    assert kept == {
        first.pk: ("confirmed", "N02.1"),
        second.pk: ("confirmed", "N02.3"),
        third.pk: ("rejected", "N02.1"),
    }
    page.goto(f"/kebutuhan/buku/{second.pk}/")
    assert "dicoret, bukan terlambat" in page.locator(".timeline").inner_text()
    page.click("text=Mulai tangani")
    page.wait_for_selector("text=Keadaan diubah menjadi")
    assert FollowUp.objects.filter(need=second).count() == 2


def test_the_question_of_a_new_user_which_needs_has_dinas_sosial_left_unanswered_longest(
    page: Page, enter: Callable[..., None], make: Any, people: Any, affairs: Any
) -> None:
    for n in range(8):
        make(statement=f"belum dapat bantuan ke-{n}", sub_need="N02.2")
        make(agency=affairs.other, urusan=affairs.health, statement="milik dinkes")
    enter(page, people["analyst"])

    page.goto("/")
    page.click("nav >> text=Penanganan")
    row = page.locator("tr", has_text="Dinas Sosial").first
    assert "hari kerja" in row.inner_text()
    row.locator("a", has_text="buka").click()
    page.wait_for_url("**/kebutuhan/buku/**")
    assert "milik dinkes" not in page.locator("table").inner_text()
    page.locator("table.needs tbody a").first.click()
    page.wait_for_selector("blockquote")
    assert page.locator("blockquote").inner_text() == "belum dapat bantuan ke-0"


def test_two_code_a_sample_apart_and_see_how_far_they_agree(
    page: Page, enter: Callable[..., None], make: Any, people: Any
) -> None:
    for n in range(10):
        make(statement=f"pernyataan {n}")
    enter(page, people["analyst"])
    page.goto("/kebutuhan/penyandian/")
    page.click("text=Ambil sampel baru")
    page.fill("#id_title", "Uji dua orang")
    page.fill("#id_size", "10")
    page.select_option("#id_first", str(people["analyst"].pk))
    page.select_option("#id_second", str(people["officer"].pk))
    page.click("text=Ambil secara acak")
    page.wait_for_selector("text=Pernyataan 1 dari 10")
    sample = Sample.objects.get()

    for who, last in (("analyst", "N03.1"), ("officer", "N02.4")):
        enter(page, people[who])
        page.goto(f"/kebutuhan/penyandian/{sample.pk}/")
        for item in sample.items.filter(position__in=range(2, 9)):  # the rest as by the same form
            coding.answer(item, "N02.1", by=people[who])
        for n in (0, 8, 9):
            page.select_option("#code", "N02.1" if n < 9 else last)
            page.click("text=Simpan dan lanjut")
            page.wait_for_selector(
                f"text=Pernyataan {max(n, 7) + 2} dari 10"
                if n < 9
                else "text=Anda sudah selesai"
                if who == "analyst"
                else "text=Krippendorff α"
            )

    assert page.locator("text=Yang disandi berbeda").count() == 1
    assert page.locator("table tbody tr").count() == 1


def test_tables_are_exported_and_fit_a_phone(
    page: Page, enter: Callable[..., None], make: Any, people: Any
) -> None:
    for _n in range(6):
        make(place="99.71.01.1001")
    enter(page, people["analyst"])
    page.goto("/kebutuhan/penanganan/unduh/")
    with page.expect_download() as waiting:
        page.click("button:has-text('XLSX')")
    assert waiting.value.suggested_filename == "kebutuhan.xlsx"

    page.set_viewport_size({"width": 390, "height": 800})
    for address in (
        "buku/",
        "usulan/",
        "penanganan/",
        "penanganan/wilayah/",
        "penanganan/perkembangan/",
        "penyandian/",
    ):
        page.goto(f"/kebutuhan/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
