"""The screens of the city hold no fault that a screen reader or a small screen would stumble on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from test_desk_browser import faults

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = ("overview", "listen", "network", "catalogue", "voices", "plan", "stages", "answers", "draft")


def test_screens_have_no_fault_of_access_and_fit_both_widths(
    page: Page, study: Any, people: dict[str, Any], enter: Callable[[Page, Any], None]
) -> None:
    enter(page, people["analyst"])

    found = {name: faults(page, reverse(f"insight:{name}")) for name in SCREENS}

    assert {name: said for name, said in found.items() if said} == {}
