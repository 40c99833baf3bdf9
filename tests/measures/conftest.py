"""The random city, measured once for all tests that look at it."""

from __future__ import annotations

import polars as pl
import pytest
from city_tables import START, at
from random_city import DAYS, random_city

from simpul.measures.computing import findings
from simpul.measures.material import Material


@pytest.fixture(scope="session")
def material() -> Material:
    return Material(random_city().tables(), START, at(days=DAYS))


@pytest.fixture(scope="session")
def found(material: Material) -> pl.DataFrame:
    """All findings, none suppressed."""
    return findings(material, least=1)


@pytest.fixture(scope="session")
def shown(material: Material) -> pl.DataFrame:
    """All findings as they are published."""
    return findings(material)
