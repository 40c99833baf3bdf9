"""How a measure is reckoned, on its page: formula, signs and source in the language of whoever reads."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from simpul.desk.preferences import LANGUAGE
from simpul.measures.legend import legend
from simpul.measures.registry import measures

pytestmark = pytest.mark.django_db


def test_a_measures_page_explains_its_signs_in_the_readers_language(
    study: Any, signed_in: Callable[[str], Client]
) -> None:
    client, e = signed_in("auditor"), measures()["e"]
    for at, language in enumerate(("id", "en")):
        client.cookies[LANGUAGE] = language
        text = html.unescape(client.get(reverse("insight:measure", args=["e"])).content.decode())
        assert all(words in text for words in (e.formula[at], e.source[at], ("Arti lambang", "Symbols")[at]))
        assert not any(words in text for words in (e.source[1 - at], ("Arti lambang", "Symbols")[1 - at]))
        said = legend(e, english=at == 1)
        assert list(said) == ["L", "C", "S", "F", "P3", "C3", "V3"]
        assert all(f"<strong>{sign}</strong> = {meaning}" in text for sign, meaning in said.items())
        assert "<strong>K</strong>" not in text
