"""Which of the good plans is meant: of most reach, even over groups, above a floor, or one that holds if things are otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from simpul.network.graph import Ints
from simpul.network.outreach.build import OutreachProblem, Pair, Setting
from simpul.network.outreach.choosing import Rules
from simpul.network.outreach.fairness import FairSampler, Shares, fair, maximin, with_floor
from simpul.network.outreach.problem import Problem, by
from simpul.network.outreach.robustness import ideals, robust, scenarios
from simpul.network.outreach.solving import Solution

PLAIN = ("welfare", "maximin", "robust", "none")
WHAT_IF = 3  # what-ifs draw 2^-3 of the sets


class Fair(NamedTuple):
    """What a plan is to be beside far-reaching: *welfare* (even over groups), *floor* (of everyone's share by the deadline), *maximin*,
    *robust* (holding whatever the chances and ties turn out to be) or *none*."""

    kind: str = "welfare"
    floor: float = 0.0

    @classmethod
    def read(cls, text: str) -> Fair:
        """From `welfare`, `maximin`, `robust`, `none` or `floor=0.6`. Raises OutreachProblem for anything else."""
        kind, _, value = text.partition("=")
        if kind in PLAIN and not value:
            return cls(kind)
        try:
            floor = float(value)
        except ValueError:
            floor = -1.0
        if kind != "floor" or not 0 <= floor <= 1:
            raise OutreachProblem(
                f"--fair {text} tidak dikenal: welfare, floor=0.6 (antara 0 dan 1), maximin, robust, atau none.",
                f"--fair {text} is not known: welfare, floor=0.6 (between 0 and 1), maximin, robust, or none.",
            )
        return cls("floor", floor)

    def __str__(self) -> str:
        return f"floor={self.floor:g}" if self.kind == "floor" else self.kind


class Chosen(NamedTuple):
    """Whom to brief, in order; what was certified by group, if the way looks at groups; and what the reader should know."""

    people: Ints
    shares: Shares | None
    notes: list[Pair]


def chosen(
    setting: Setting,
    within: Rules,
    how: Fair,
    days: int,
    most: Solution,
    sets: int,
    seed: int,
    threads: int | None,
) -> Chosen:
    """The plan that is meant, `most` being the one of most reach."""
    if how.kind == "none" or not most.certificate.sets:
        return Chosen(most.chosen, None, [])
    if how.kind == "robust":  # made on other draws of missing ties than those it is shown on
        others = {"as_given": setting.problem, **every_scenario(setting, seed + 1)}
        few = max(sets >> WHAT_IF, 1)
        made = ideals(others, within, few, seed + 1, threads)
        return Chosen(robust(others, made, within, few, seed + 1, threads), None, [])
    if how.kind == "welfare":
        sampler = FairSampler(replace(setting.problem, groups=setting.even), seed, threads, sets)
        found = fair(sampler, within)
        return Chosen(found.chosen, found, [])
    sampler = FairSampler(by_deadline(setting, days), seed, threads, sets)
    if how.kind == "maximin":
        found = maximin(sampler, within)
        return Chosen(found.chosen, found, [])
    found, met = with_floor(sampler, within, how.floor)
    missed = (
        f"Batas bawah {how.floor:.0%} tidak tercapai di semua kelompok; yang terendah {found.worst:.0%}.",
        f"The floor of {how.floor:.0%} is not met in every group; the lowest has {found.worst:.0%}.",
    )
    return Chosen(found.chosen, found, [] if met else [missed])


def by_deadline(setting: Setting, days: int) -> Problem:
    """Floors are promises about families by a day, whatever the aim and whoever counts more in it."""
    families = setting.families.astype(np.float64)
    return replace(setting.problem, deadline=by(days), weights=families, groups=setting.even)


def every_scenario(setting: Setting, seed: int) -> dict[str, Problem]:
    """The usual scenarios, and all chances at the lower and at the upper end of what was learned."""
    found = scenarios(setting.problem, seed)
    if setting.interval is not None:
        for name, chances in zip(("chances_low", "chances_high"), setting.interval, strict=True):
            found[name] = replace(setting.problem, probability=chances)
    return found


def guarantee(within: Rules, how: Fair) -> Pair:
    """What is known beforehand of the way of choosing; the certificate says what was achieved."""
    if how.kind in ("floor", "maximin", "robust"):
        return (
            "Untuk batas bawah, maximin, dan robust tidak ada jaminan umum; hasil dan selisihnya dinyatakan.",
            "For floors, maximin and robust no general guarantee exists; the result and its gap are stated.",
        )
    if within.by_cost:
        return (
            "Pilihan serakah dengan biaya: sedikitnya (1 − 1/e)/2 ≈ 32% dari yang terbaik.",
            "Greedy choice under costs: at least (1 − 1/e)/2 ≈ 32% of the best.",
        )
    if len(within.quota) > 1:
        return (
            "Pilihan serakah dengan jatah: sedikitnya 1/2 dari yang terbaik.",
            "Greedy choice under quotas: at least 1/2 of the best.",
        )
    of = (
        ("kesejahteraan kelompok (log)", "the welfare of groups (log)")
        if how.kind == "welfare"
        else ("jangkauan", "reach")
    )
    return (
        f"Pilihan serakah: sedikitnya 1 − 1/e ≈ 63% dari {of[0]} terbaik.",
        f"Greedy choice: at least 1 − 1/e ≈ 63% of the best {of[1]}.",
    )
