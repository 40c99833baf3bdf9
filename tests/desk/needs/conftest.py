"""A small ledger: urusan with holders, kelurahan, and needs made by one call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from simpul.desk.affairs.models import Holding, Place, Programme, Urusan
from simpul.desk.needs.models import Need

START = datetime(2026, 3, 2, 3, tzinfo=UTC)


@pytest.fixture
def affairs(agencies: Any) -> SimpleNamespace:
    """Social affairs held by the own agency, health by the other; two kelurahan; a programme for N02.1."""
    social = Urusan.objects.create(code="1.06", name="Sosial", kind="basic")
    health = Urusan.objects.create(code="1.02", name="Kesehatan", kind="basic")
    Holding.objects.create(agency=agencies.own, urusan=social)
    Holding.objects.create(agency=agencies.other, urusan=health)
    for code, name in (("99.71.01.1001", "Kembangsari"), ("99.71.01.1002", "Wringin")):
        Place.objects.create(code=code, name=name, kind="village")
    pkh = Programme.objects.create(
        code="pkh", name="PKH", who="tingkat 1–4", urusan=social, needs="N02.1|N02.2"
    )
    return SimpleNamespace(social=social, health=health, own=agencies.own, other=agencies.other, pkh=pkh)


@pytest.fixture
def make(affairs: Any) -> Callable[..., Need]:
    """`make(n=…)`: a proposal for the own agency; every one a day later and by somebody else unless told otherwise."""
    made = [0]

    def need(**fields: Any) -> Need:
        made[0] += 1
        given = {
            "source": "online", "statement": f"pkh belum cair {made[0]}", "sub_need": "N02.1", "urusan": affairs.social,
            "agency": affairs.own, "voiced_at": START + timedelta(days=made[0]), "voicer": f"orang-{made[0]}",
        }  # fmt: skip
        return Need.objects.create(**{**given, **fields})

    return need
