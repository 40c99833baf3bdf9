"""Brokers and reach: the study's figures against those counted by hand from the planted survey."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from planted import table

from simpul.example import City
from simpul.example.survey import BROKERS
from simpul.network.reach import BROKER_ROLES, OFFICIAL_ROLES
from simpul.report.study import Study

INFORMED = {
    *BROKER_ROLES,
    *OFFICIAL_ROLES,
}  # a household survey cannot say who informs brokers, so they count as informed
Home = dict[str, object]


@dataclass(frozen=True)
class Poor:
    """The poor households of the survey and the people whom each of them named, as (role, place, who)."""

    places: dict[str, str]
    named: dict[str, set[tuple[str, str, str]]]

    def sources(self, home: str) -> set[tuple[str, str, str]]:
        """Those through whom information gets to this household."""
        return {person for person in self.named[home] if person[0] in INFORMED}

    def loss(self) -> list[tuple[tuple[str, str, str], int, int]]:
        """Brokers with the number of households that only they inform and that they inform, most first."""
        alone = Counter(next(iter(people)) for home in self.places if len(people := self.sources(home)) == 1)
        all_ = Counter(person for home in self.places for person in self.sources(home))
        rows = [(person, alone[person], count) for person, count in all_.items() if person[0] in BROKER_ROLES]
        return sorted(rows, key=lambda row: (-row[1], -row[2]))


@pytest.fixture(scope="module")
def poor(city: City) -> Poor:
    homes = city.survey.households.filter("poor")
    places = dict(homes.select("household_code", "place").rows())
    named: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    columns = ("household_code", "alter_role", "alter_code", "alter_unit", "alter_name")
    for home, role, code, unit, name in city.survey.ties.select(columns).rows():
        if home in places:
            named[home].add((role, places[home], code or unit or name or ""))
    return Poor(places, named)


def shares(poor: Poor) -> dict[str, tuple[Callable[[str], bool], Callable[[str], bool]]]:
    """Per measure: which households it counts, and among which."""
    first = [person for person, _, _ in poor.loss()]

    def asked(home: str) -> bool:
        return True

    def names_anyone(home: str) -> bool:
        return bool(poor.named[home])

    def reached(home: str) -> bool:
        return bool(poor.sources(home))

    def cut(most: int) -> Callable[[str], bool]:
        return lambda home: reached(home) and poor.sources(home) <= set(first[:most])

    def names(role: str) -> Callable[[str], bool]:
        return lambda home: any(person[0] == role for person in poor.named[home])

    def official(home: str) -> bool:
        return any(person[0] in OFFICIAL_ROLES for person in poor.named[home])

    roles = {person[0] for people in poor.named.values() for person in people}
    return {
        **{f"cakupan_{k}": (reached, asked) for k in (1, 2, 3)},
        "terasing": (lambda home: not reached(home), asked),
        "ketergantungan": (lambda home: reached(home) and not official(home), asked),
        "sumber_antarpribadi": (lambda home: names_anyone(home) and not official(home), names_anyone),
        **{f"kerapuhan_{m}": (cut(m), reached) for m in (1, 3, 5)},
        **{f"sumber_{role}": (names(role), names_anyone) for role in roles},
    }  # fmt: skip


def few(top: int, base: int, asked: int) -> bool:
    """Few persons are counted, or few are left out: both tell of few."""
    return any(0 < count < 5 for count in (top, base, asked, base - top, asked - base))


def test_every_figure_of_reach_is_that_of_the_planted_survey(studied: Path, poor: Poor) -> None:
    study, compared = Study(studied), 0
    for measure, (counts, among) in shares(poor).items():
        for place in (None, *sorted(set(poor.places.values()))):
            there = [home for home in poor.places if place in (None, poor.places[home])]
            homes = [home for home in there if among(home)]
            top, base = sum(map(counts, homes)), len(homes)
            found = study.one(measure, "place", place) if place else study.one(measure)
            assert found is not None, (measure, place)
            if found["status"] == "ok":
                assert (found["numerator"], found["denominator"], found["n"]) == (top, base, base), (
                    measure,
                    place,
                )
                assert found["value"] == pytest.approx(100 * top / base, rel=1e-9)
                assert not few(top, base, len(there)), (measure, place)
                compared += 1
                continue
            assert (found["status"], found["value"], found["n"]) == ("suppressed", None, None), (
                measure,
                place,
            )
            assert place is not None, measure
    assert compared > 100


def test_no_hidden_figure_can_be_worked_out_from_the_whole(studied: Path, poor: Poor) -> None:
    study, hidden = Study(studied), 0
    for measure in shares(poor):
        cells = study.of(measure, "place")
        suppressed = cells.filter(status="suppressed").height
        hidden += suppressed
        assert suppressed != 1, measure
    assert hidden > 20


def test_counts_of_the_truth_are_found(studied: Path, city: City, poor: Poor) -> None:
    counted, study = city.truth.counted, Study(studied)
    asked = counted["poor_households"]
    cut_off, offline = study.one("terasing"), study.one("offline_poor")
    assert cut_off and offline
    assert cut_off["numerator"] >= counted["poor_without_tie"]
    assert cut_off["numerator"] == sum(not poor.sources(home) for home in poor.places)
    assert (offline["numerator"], offline["n"]) == (asked - counted["poor_with_phone"][0], asked)
    homes = table(studied, "households")
    assert homes.filter("poor").height == asked
    assert dict(homes.filter("poor").group_by("place").len().rows()) == counted["poor_by_place"]


def test_the_planted_brokers_stand_first(studied: Path, city: City, poor: Poor) -> None:
    first = table(studied, "brokers").head(len(BROKERS))
    assert sorted(first.select("place", "role").rows()) == sorted((place, role) for place, role, _ in BROKERS)
    alone = {person: (sole, direct) for person, sole, direct in poor.loss()}
    expected = sorted(alone[role, place, code] for place, role, code in BROKERS)
    assert sorted(first.select("sole", "direct").rows()) == expected
    dependants = {(row["place"], row["role"]): len(row["dependants"]) for row in city.truth.survey_brokers}
    for place, role, sole in first.select("place", "role", "sole").rows():
        assert sole >= dependants[place, role]
    assert first.select("reached", "n").unique().rows() == [
        (sum(bool(poor.sources(home)) for home in poor.places), len(poor.places))
    ]  # fmt: skip


def test_no_broker_with_few_families_shows_how_many(studied: Path, poor: Poor) -> None:
    brokers = table(studied, "brokers")
    few = [row for row in poor.loss() if 0 < row[1] < 5 or 0 < row[2] < 5]
    assert brokers.filter("suppressed").height == len(few) > 10
    for count in ("sole", "direct"):
        assert brokers.filter(brokers[count].is_between(1, 4)).is_empty()


def test_the_median_way_is_one_step_and_its_evidence_is_who_is_reached(studied: Path, poor: Poor) -> None:
    found = Study(studied).one("waktu")
    assert found is not None
    assert (found["value"], found["unit"], found["numerator"], found["n"]) == (
        1.0,
        "steps",
        None,
        len(poor.places),
    )


def test_layers_are_measured_apart(studied: Path) -> None:
    nodes = table(studied, "nodes")
    assert set(nodes["layer"]) == {"online", "survey"}
    survey, online = nodes.filter(layer="survey"), nodes.filter(layer="online")
    assert not set(survey["id"]) & set(online["id"])
    assert survey["betweenness"].null_count() == survey.height > 600
    assert online["betweenness"].null_count() == 0
    assert survey["degree_in"].max() > 1
    ties = table(studied, "ties")
    whole = Study(studied).one("ties")
    assert whole is not None
    pairs = ties.filter(ties["type"] != "survey").select("source", "target").unique().height
    assert whole["value"] == pairs


def test_how_many_answered_and_how_sure_the_first_brokers_are(studied: Path, poor: Poor) -> None:
    responses = table(studied, "responses")
    assert (
        responses.row(0, named=True)["answered"] == table(studied, "actors").filter(kind="household").height
    )
    ranks = table(studied, "broker_ranks").filter(measure="coverage_lost").head(len(BROKERS))
    assert sorted(ranks["id"]) == sorted(table(studied, "brokers").head(len(BROKERS))["id"])
    assert ranks["among_top"][0] > 0.9
    assert ranks["among_top"].is_between(0, 1).all() and ranks["low"].null_count() == len(BROKERS)
