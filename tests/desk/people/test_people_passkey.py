"""A passkey in a real browser, with Chromium's virtual authenticator: set, and then the second factor at signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from simpul.desk.people.models import User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip
PASSWORD = "jembatan-dua-sungai-7"


def test_a_passkey_is_set_and_then_is_the_second_factor(
    page: Page, agencies: object, enter: Callable[[Page, User], None]
) -> None:
    cache.clear()
    officer = User.objects.create_user("kunci@kota.test", PASSWORD, name="Seto", role="officer")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]

    enter(page, officer)
    page.goto("/akun/faktor-kedua/webauthn/add/")
    page.get_by_role("button", name="Tambah").click()
    page.get_by_label("Kode yang belum digunakan").wait_for()  # recovery codes, as with a first factor
    assert page.goto("/jam-pertama/").status == 200  # type: ignore[union-attr]  # the desk is open now
    page.get_by_role("button", name="Keluar").click()

    page.goto("/akun/masuk/")
    page.locator("#id_login").fill(officer.email)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/authenticate/")
    page.goto("/jam-pertama/")
    assert page.url.endswith("/authenticate/")  # the password alone opens nothing
    page.locator("#mfa_webauthn_authenticate").click()
    page.get_by_role("button", name="Keluar").wait_for()
    used = Authenticator.objects.get(user=officer, type=Authenticator.Type.WEBAUTHN).last_used_at
    assert used is not None
    counts = device.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert [each["signCount"] > 1 for each in counts] == [True]
