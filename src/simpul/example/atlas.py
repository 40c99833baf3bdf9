"""The example city's places, agencies, accounts and planted shares, from `city.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

PLATFORMS = ("x", "instagram", "facebook", "youtube", "whatsapp", "bluesky")
NEEDS = tuple(f"N{number:02}" for number in range(1, 17))


@dataclass(frozen=True)
class Village:
    """A kelurahan; `voice` is the weight of its citizens' online talk, 0 where it is silent."""

    code: str
    name: str
    aliases: tuple[str, ...]
    population: int
    poor: int
    voice: float
    district: str


@dataclass(frozen=True)
class Agency:
    """A city agency (OPD) and how it behaves online."""

    code: str
    name: str
    handle: str
    urusan: tuple[str, ...]
    issue: str
    rate: float  # share of answerable comments that it answers
    hours: float  # median delay of an answer
    poverty: float  # share of its posts that are about poverty
    weight: float
    on: tuple[str, ...]

    @property
    def short(self) -> str:
        return self.code.upper() if len(self.code) < 5 else self.code.capitalize()


@dataclass(frozen=True)
class Atlas:
    """All that is fixed about the city, whatever the seed and the scale."""

    code: str
    name: str
    word: str
    year: int
    districts: tuple[tuple[str, str], ...]
    villages: tuple[Village, ...]
    agencies: tuple[Agency, ...]
    raw: dict[str, Any]

    @property
    def silent(self) -> Village:
        return next(village for village in self.villages if village.voice == 0)

    @property
    def population(self) -> int:
        return sum(village.population for village in self.villages)

    def share(self, name: str) -> float:
        return float(self.raw["shares"][name])

    def registers(self) -> NDArray[np.float64]:
        """Planted shares of the four registers, a row per platform of PLATFORMS."""
        return np.array([self.raw["registers"][platform] for platform in PLATFORMS])


@cache
def atlas() -> Atlas:
    raw = tomllib.loads(resources.files("simpul.example").joinpath("city.toml").read_text("utf-8"))
    villages = tuple(
        Village(**{**village, "aliases": tuple(village["aliases"])}, district=district["code"])
        for district in raw["districts"]
        for village in district["villages"]
    )
    agencies = tuple(
        Agency(
            **{
                **agency,
                "handle": f"{agency.get('handle', agency['code'])}_{raw['word']}",
                "urusan": tuple(agency["urusan"]),
                "on": tuple(agency["on"]),
            }
        )
        for agency in raw["agencies"]
    )
    districts = tuple((district["code"], district["name"]) for district in raw["districts"])
    return Atlas(raw["code"], raw["name"], raw["word"], raw["year"], districts, villages, agencies, raw)
