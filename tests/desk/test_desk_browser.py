"""The desk in a real browser: first start, invitation, second factor, language, theme, phone width; and axe on the main pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.urls import reverse

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from simpul.desk.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "perahu-kertas-di-hujan-9"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ROUTES = (
    ("people:people", "admin"),
    ("people:rights", "admin"),
    ("people:trail", "auditor"),
    ("people:account", "admin"),
    ("people:tour", "analyst"),
    ("people:help", "officer"),
    ("mfa_index", "leader"),
    ("usersessions_list", "leader"),
    ("account_change_password", "leader"),
)


@pytest.fixture(autouse=True)
def _no_attempts_yet(db: None) -> None:
    cache.clear()


def code(page: Page) -> str:
    secret = page.locator("#authenticator_secret").input_value()
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def set_second_factor(page: Page) -> None:
    page.get_by_role("link", name="Aktifkan").click()
    page.get_by_label("Kode autentikator").fill(code(page))
    page.get_by_role("button", name="Aktifkan").click()
    page.get_by_label("Kode yang belum digunakan").wait_for()


def test_from_the_first_start_to_an_invited_officer(page: Page, agencies: Any) -> None:
    from simpul.desk.people.domain import first_link

    page.goto(f"/undangan/{first_link()}/")
    page.get_by_label("Nama").fill("Ratna Admin")
    page.get_by_label("Surel").fill("ratna@kota.test")
    page.get_by_label("Sandi baru").fill(NEW)
    page.get_by_label("Sandi sekali lagi").fill(NEW)
    page.get_by_role("button", name="Simpan dan masuk").click()
    assert page.get_by_text("Pasanglah faktor kedua dahulu").is_visible()
    set_second_factor(page)

    page.goto("/orang/")
    page.get_by_text("Undang seseorang").click()
    page.get_by_label("Nama").fill("Seto Petugas")
    page.get_by_label("Surel").fill("seto@kota.test")
    page.get_by_label("Peran", exact=True).select_option("officer")
    page.get_by_label("Perangkat daerah").select_option(label="Dinas Sosial")
    page.get_by_role("button", name="Buat tautan undangan").click()
    link = page.get_by_label("Tautan", exact=True).input_value()
    page.reload()
    assert page.get_by_label("Tautan", exact=True).count() == 0  # shown once
    page.get_by_role("button", name="Keluar").click()

    page.goto(link)
    assert page.get_by_text("Ratna Admin mengundang Anda sebagai").is_visible()
    page.get_by_label("Sandi baru").fill(NEW)
    page.get_by_label("Sandi sekali lagi").fill(NEW)
    page.get_by_role("button", name="Simpan dan masuk").click()
    set_second_factor(page)
    page.goto("/jam-pertama/")
    assert (
        page.locator(".steps .done").first.get_by_role("heading").inner_text().endswith("Amankan akun Anda")
    )
    page.get_by_role("button", name="Keluar").click()

    page.goto("/akun/masuk/")
    page.locator("#id_login").fill("seto@kota.test")
    page.locator("#id_password").fill(NEW)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(re.compile("authenticate"))


def test_language_and_theme_stay_with_the_person(
    page: Page, people: dict[str, User], enter: Callable[[Page, User], None]
) -> None:
    enter(page, people["leader"])
    page.goto("/bantuan/")
    assert page.get_by_role("heading", level=1).inner_text() == "Bantuan"
    page.get_by_role("button", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Help"
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Dark").click()
    page.goto("/akun-saya/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("heading", level=1).inner_text() == "My account"


def test_on_a_phone_the_menu_opens_by_keyboard(
    page: Page, people: dict[str, User], enter: Callable[[Page, User], None]
) -> None:
    page.set_viewport_size(PHONE)
    enter(page, people["admin"])
    page.goto("/bantuan/")
    assert not page.get_by_role("navigation", name="Ruang").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Ruang").get_by_role("link", name="Orang", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Orang"


def test_main_pages_have_no_fault_of_access_and_fit_both_widths(
    page: Page, people: dict[str, User], enter: Callable[[Page, User], None]
) -> None:
    found: dict[str, list[str]] = {}
    for name, who in ROUTES:
        page.context.clear_cookies()
        enter(page, people[who])
        found[name] = faults(page, reverse(name))
    page.context.clear_cookies()
    found["account_login"] = faults(page, reverse("account_login"))
    assert {name: said for name, said in found.items() if said} == {}


def faults(page: Page, path: str) -> list[str]:
    """What axe finds at both widths and themes, and how far the page is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    said = []
    for size, theme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            said.append(f"wider than {size['width']}")
        for violation in Axe().run(page).response["violations"]:
            where = [node["target"] for node in violation["nodes"]]
            said.append(f"{size['width']} {violation['id']}: {where[:3]}")
    return said
