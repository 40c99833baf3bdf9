"""The household survey of the example city: who is poor, who has a phone, and who tells whom, with brokers planted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from simpul.example.accounts import words
from simpul.example.atlas import NEEDS, Atlas, Village
from simpul.example.chance import choose, stream
from simpul.example.topics import make_needs

HOUSEHOLDS = 600
PER_VILLAGE = 33  # the silent kelurahan gets the rest
REFUSED = 14  # further visits without consent
POOR = 4.5  # the survey looks for the poor: their share is this multiple of the city's, at most TOP
TOP = 0.8
SOLE = 0.7  # of the poor where a broker was planted, those whom nobody else informs
ALONE = 0.05  # of the poor, those whom nobody informs
PHONE = {
    (True, False): 0.42,
    (False, False): 0.88,
    (True, True): 0.15,
    (False, True): 0.55,
}  # by poor, silent
RT = 4  # per kelurahan

AGES, AGE_SHARES = ["18-24", "25-34", "35-44", "45-59", "60+"], np.array([0.06, 0.17, 0.24, 0.31, 0.22])
WORK = [
    "casual_labour",
    "small_trade",
    "driver",
    "employee",
    "homemaker",
    "unemployed",
    "retired",
    "civil_servant",
]
WORK_OF_POOR = np.array([0.42, 0.17, 0.10, 0.05, 0.13, 0.12, 0.01, 0.0])
WORK_OF_OTHERS = np.array([0.10, 0.20, 0.06, 0.30, 0.12, 0.04, 0.10, 0.08])
FRAIL, FRAIL_SHARES = ["none", "elderly", "disability", "women", "children", "chronic_illness"], np.array([0.45, 0.2, 0.07, 0.1, 0.1, 0.08])  # fmt: skip
CHANNELS = ["face_to_face", "meeting", "whatsapp", "phone", "loudspeaker"]
CONTENTS = ["programmes", "eligibility", "complaint_channel", "community_link", "poverty_data"]

# The planted brokers: village, role, code on the interviewers' list.
BROKERS = (
    ("99.71.01.1004", "rt_head", "P-01"),
    ("99.71.01.1004", "cadre", "P-02"),
    ("99.71.01.1003", "rt_head", "P-03"),
    ("99.71.02.1003", "social_worker", "P-04"),
    ("99.71.03.1003", "civil_servant", "P-05"),
    ("99.71.03.1004", "cadre", "P-06"),
    ("99.71.01.1001", "civil_servant", "P-07"),
    ("99.71.02.1005", "rt_head", "P-08"),
)


@dataclass(frozen=True)
class Survey:
    """Answers by the field names of the standard questionnaire.

    `households` (one row per consenting answer): household_code, place, poor, vulnerability, age_group, sex, occupation, internet_phone,
    digital_skill, preferred_source, preferred_channel, preferred_content, trust, needs, day. `ties`: household_code, alter_role, alter_code,
    alter_unit, alter_name, alter_place, alter_relation, alter_channel, alter_topic, alter_weight. `brokers`: code, role, place.
    """

    households: pl.DataFrame
    ties: pl.DataFrame
    brokers: pl.DataFrame

    def dependants(self, codes: list[str] | None = None) -> list[str]:
        """Poor households whom nobody informs but these persons (by code; None: all planted brokers), sorted."""
        of = (
            pl.col("alter_code")
            .is_in(self.brokers["code"].to_list() if codes is None else codes)
            .fill_null(False)
        )
        sole = self.ties.group_by("household_code").agg(of.all().alias("sole")).filter("sole")
        poor = self.households.filter("poor")
        return sorted(poor.join(sole, on="household_code", how="semi")["household_code"])


def make_survey(atlas: Atlas, seed: int) -> Survey:
    """600 households in all 17 kelurahan; the scale of the posts does not change them."""
    chance = stream(seed, "survey")
    mix = make_needs(atlas, seed)
    homes: list[dict[str, Any]] = []
    ties: list[dict[str, Any]] = []
    for number, village in enumerate(atlas.villages):
        silent = village.voice == 0
        size = HOUSEHOLDS - PER_VILLAGE * (len(atlas.villages) - 1) if silent else PER_VILLAGE
        poor_count = round(size * min(POOR * village.poor / village.population, TOP))
        people = _Neighbours(village, chance)
        for home in range(size):
            answer = _household(village, home < poor_count, silent, mix[number], chance)
            answer["household_code"] = f"{village.code[6:8]}{village.code[-2:]}-{home + 1:03}"
            homes.append(answer)
            ties += [{"household_code": answer["household_code"]} | tie for tie in people.of(answer["poor"])]
    order = chance.permutation(len(homes))
    brokers = pl.DataFrame(BROKERS, schema=["place", "role", "code"], orient="row").select(
        "code", "role", "place"
    )
    return Survey(pl.DataFrame(homes)[order], pl.DataFrame(ties, infer_schema_length=None), brokers)


def _household(
    village: Village, poor: bool, silent: bool, needs: np.ndarray[Any, Any], chance: np.random.Generator
) -> dict[str, Any]:
    phone = bool(chance.random() < PHONE[poor, silent])
    skill = 1 + int(chance.random() * (4 if phone else 2))
    wanted = chance.random(len(NEEDS)) ** (1 / needs)  # weighted sampling without replacement
    voiced = np.argsort(-wanted)[: 1 + int(chance.random() * 3)]
    sources = ["rt_head", "cadre", "neighbour", "official_account", "news_media"]
    return {
        "place": village.code,
        "poor": poor,
        "vulnerability": FRAIL[_one(FRAIL_SHARES, chance)],
        "age_group": AGES[_one(AGE_SHARES, chance)],
        "sex": "P" if chance.random() < 0.56 else "L",
        "occupation": WORK[_one(WORK_OF_POOR if poor else WORK_OF_OTHERS, chance)],
        "internet_phone": phone,
        "digital_skill": skill,
        "preferred_source": sources[_one(np.array([5, 3, 2, 2.0 if phone else 0.2, 1]), chance)],
        "preferred_channel": CHANNELS[_one(np.array([4, 3, 3.0 if phone else 0.3, 1, 1]), chance)],
        "preferred_content": CONTENTS[_one(np.array([4, 3, 1.5, 1, 0.5]), chance)],
        "trust": 1 + _one(np.array([1, 2, 4, 3, 1.0]), chance),
        "needs": [NEEDS[each] for each in np.sort(voiced)],
        "day": int(chance.random() * 26),
    }


def _one(shares: np.ndarray[Any, Any], chance: np.random.Generator) -> int:
    return int(choose(shares, np.array([chance.random()]))[0])


class _Neighbours:
    """The people of one kelurahan who may tell a household something."""

    def __init__(self, village: Village, chance: np.random.Generator):
        self.village, self.chance = village, chance
        self.brokers = [
            self._person(role, code=code) for place, role, code in BROKERS if place == village.code
        ]
        names = chance.permutation(words()["first"])[:6].tolist()
        self.others = [self._person("rt_head", unit=f"{rt:02}/{rt % 3 + 1:02}") for rt in range(1, RT + 1)]
        self.others += [
            self._person("cadre", name=f"Bu {names[0]}"),
            self._person("cadre", name=f"Bu {names[1]}"),
        ]
        self.others += [self._person("community_leader", name=f"Pak {names[2]}"), self._person("civil_servant", name=f"Pak {names[3]}")]  # fmt: skip
        self.others += [self._person("neighbour", name=names[4]), self._person("neighbour", name=names[5])]
        self.offices = [self._person("village_officer"), self._person("agency", code="OPD-DINSOS")]

    def of(self, poor: bool) -> list[dict[str, Any]]:
        """The ties of one household, each person once."""
        if poor and self.chance.random() < ALONE:
            return []
        if poor and self.brokers and self.chance.random() < SOLE:
            return [self._tie(self.brokers[int(self.chance.random() * len(self.brokers))])]
        known = self.others + self.brokers + ([] if poor else self.offices)
        count = 2 + int(self.chance.random() * 2)
        return [self._tie(known[each]) for each in self.chance.permutation(len(known))[:count]]

    @staticmethod
    def _person(
        role: str, code: str | None = None, unit: str | None = None, name: str | None = None
    ) -> dict[str, Any]:
        return {"alter_role": role, "alter_code": code, "alter_unit": unit, "alter_name": name}

    def _tie(self, person: dict[str, Any]) -> dict[str, Any]:
        u = self.chance.random(4)
        return person | {
            "alter_place": None,  # asked only if it is another kelurahan
            "alter_relation": ["informs"]
            + (["asks"] if u[0] < 0.4 else [])
            + (["trusts"] if u[1] < 0.3 else []),
            "alter_channel": CHANNELS[int(u[2] ** 2 * len(CHANNELS))],
            "alter_topic": NEEDS[int(u[3] * len(NEEDS))],
            "alter_weight": (30.0, 12.0, 4.0, 1.0)[int(u[0] * 4)],
        }
