"""A plan that an officer can use: whom to brief and in what order, what it brings, how sure that is, and who is still left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.network.graph import Floats, Ints
from simpul.network.outreach import showing
from simpul.network.outreach.build import OutreachProblem, Pair, Setting, quotas
from simpul.network.outreach.certificate import Certificate
from simpul.network.outreach.choosing import Rules
from simpul.network.outreach.fairness import (
    TOTAL,
    WELFARE,
    Aim,
    FairSampler,
    Shares,
    fair,
    maximin,
    with_floor,
)
from simpul.network.outreach.problem import Problem, by
from simpul.network.outreach.rivals import drawn, rivals
from simpul.network.outreach.robustness import Scenario, robustness, scenarios
from simpul.network.outreach.simulating import Outcome, simulate
from simpul.network.outreach.solving import FLOOR, Solution, judged, rules, solve

SHARES_OF_POWER = (
    1.0,
    0.75,
    0.5,
    0.25,
    0.0,
)  # from most reach to log welfare: the curve of the price of fairness
LOTS = 5  # plans by lot that are averaged
WIDE = 1.96
WHAT_IF = 3  # what-ifs draw 2^-3 of the sets


class Fair(NamedTuple):
    """How fair a plan is to be: *welfare*, *floor* (of everyone's share by the deadline), *maximin* or *none*."""

    kind: str = "welfare"
    floor: float = 0.0

    @classmethod
    def read(cls, text: str) -> Fair:
        """From `welfare`, `maximin`, `none` or `floor=0.6`. Raises OutreachProblem for anything else."""
        kind, _, value = text.partition("=")
        if kind in ("welfare", "maximin", "none") and not value:
            return cls(kind)
        try:
            floor = float(value)
        except ValueError:
            floor = -1.0
        if kind != "floor" or not 0 <= floor <= 1:
            raise OutreachProblem(
                f"--fair {text} tidak dikenal: welfare, floor=0.6 (antara 0 dan 1), maximin, atau none.",
                f"--fair {text} is not known: welfare, floor=0.6 (between 0 and 1), maximin, or none.",
            )
        return cls("floor", floor)

    def __str__(self) -> str:
        return f"floor={self.floor:g}" if self.kind == "floor" else self.kind


@dataclass(frozen=True, eq=False)
class Plan:
    """Frames count families (one each, whatever they weigh); shares lie in 0…1. `brokers`, `places`, `groups`, `unreached` and
    `routes` are fit to be shown: no cell under five families, nor one that subtraction would tell."""

    setting: Setting
    within: Rules
    fair: Fair
    days: int
    seed: int
    chosen: Ints  # nodes, in the order of visits
    certificate: Certificate  # in weight, under the aim
    guarantee: Pair
    fairness: Shares | None  # what was certified by group
    reached: float  # families by the deadline
    heard: Floats  # by node: chance of hearing by the deadline; for comparing with what happened, never for showing
    brokers: pl.DataFrame
    places: pl.DataFrame
    groups: pl.DataFrame
    curve: pl.DataFrame
    comparison: pl.DataFrame
    price: pl.DataFrame
    robustness: pl.DataFrame
    unreached: pl.DataFrame
    routes: pl.DataFrame
    notes: list[Pair]

    @property
    def families(self) -> int:
        """How many are to be reached."""
        return int(self.setting.families.sum())

    def names(self) -> pl.DataFrame:
        """Code and id of those to be briefed; for who is allowed to know."""
        return pl.DataFrame(
            {"code": self.brokers["code"], "id": self.setting.people["id"].gather(self.chosen)}
        )


def plan_outreach(
    setting: Setting,
    size: int,
    *,
    days: int,
    fair: Fair = Fair(),  # noqa: B008  # immutable
    cost: float | None = None,
    quota: dict[str, int] | None = None,
    nominations: Floats | None = None,
    sets: int = FLOOR,
    worlds: int = 2000,
    seed: int = 0,
    threads: int | None = None,
) -> Plan:
    """Whom of at most `size` candidates to brief (within `cost`, at most `quota` of each agency) so that families hear within `days`.

    Chosen for the aim of the setting, fairly over its groups, on at least `sets` drawn sets; described by `worlds` simulated worlds in
    which all compared plans meet the same luck. The same seed gives the same plan. Raises OutreachProblem where the rules allow no plan.
    """
    within = _rules(setting, size, cost, quota)
    problem, notes = setting.problem, list(setting.notes)
    candidates = int(problem.candidates.sum())
    if size > candidates:
        notes.append(
            (f"Diminta {size} perantara, calon hanya {candidates}: semua dipakai.", f"{size} brokers were asked for and there are {candidates} candidates: all are taken.")
        )  # fmt: skip
    most = solve(problem, within, floor=sets, seed=seed, threads=threads)
    if (setting.even < 0).all():
        fair = Fair("none")
    chosen, shares = _fairly(setting, within, fair, days, most, sets, seed, threads, notes)
    if not len(chosen):
        raise OutreachProblem(
            "Tidak satu keluarga pun dapat terjangkau dalam tenggat ini. Perpanjang tenggat, atau periksa delay dan probability.",
            "No family can be reached by this deadline. Give more days, or check delay and probability.",
        )
    certificate = judged(problem, chosen, most.certificate, seed=seed, threads=threads)
    others = rivals(problem, within, setting.people["role"], nominations, seed, threads)
    lots = {f"random_{lot}": drawn(problem, within, seed + lot) for lot in range(LOTS)}
    prices = _prices(setting, within, days, sets, seed, threads)
    plans = {"plan": chosen, "most_reach": most.chosen, **others, **lots, **prices}
    shown = showing.pooled(setting)
    played = simulate(
        replace(problem, weights=setting.families.astype(np.float64), groups=shown.group),
        list(plans.values()), worlds, days, seed, threads,
    )  # fmt: skip
    names = list(plans)
    rest = {**scenarios(problem, seed), **_intervals(setting)}
    return Plan(
        setting, within, fair, days, seed, chosen, certificate, _guarantee(within, fair), shares,
        float(played.totals[0].mean()), played.heard[0],
        *showing.brokers(setting, chosen, played.credit, shown, days),
        showing.groups(shown, played, names.index("most_reach")),
        showing.curve(shown, played, names.index("popular")),
        _comparison(names, played, shown), _price(names, played, shown),
        _robustness(robustness(problem, within, chosen, rest, max(sets >> WHAT_IF, 1), seed, threads), problem),
        *showing.unreached(setting, played.heard[0], shown),
        notes,
    )  # fmt: skip


def _rules(setting: Setting, size: int, cost: float | None, quota: dict[str, int] | None) -> Rules:
    if size < 1:
        raise OutreachProblem(
            "Jumlah perantara harus 1 atau lebih.", "The number of brokers must be 1 or more."
        )
    if cost is not None and setting.problem.costs is None:
        raise OutreachProblem(
            "Batas biaya perlu kolom cost di tabel aktor.",
            "A limit of cost needs the column cost among the actors.",
        )
    try:
        return rules(setting.problem, size, cost, quotas(setting, quota or {}))
    except ValueError as problem:
        raise OutreachProblem(
            "Orang yang harus ikut melebihi jumlah, biaya, atau jatah yang diizinkan.",
            f"The rules cannot be kept: {problem}.",
        ) from problem


def _fairly(
    setting: Setting, within: Rules, how: Fair, days: int, most: Solution, sets: int, seed: int, threads: int | None,
    notes: list[Pair],
) -> tuple[Ints, Shares | None]:  # fmt: skip
    if how.kind == "none" or not most.certificate.sets:
        return most.chosen, None
    aimed = replace(setting.problem, groups=setting.even) if how.kind == "welfare" else _by(setting, days)
    sampler = FairSampler(aimed, seed, threads, sets)
    if how.kind == "welfare":
        found = fair(sampler, within)
    elif how.kind == "maximin":
        found = maximin(sampler, within)
    else:
        found, met = with_floor(sampler, within, how.floor)
        if not met:
            notes.append(
                (f"Batas bawah {how.floor:.0%} tidak tercapai di semua kelompok; yang terendah {found.worst:.0%}.", f"The floor of {how.floor:.0%} is not met in every group; the lowest has {found.worst:.0%}.")
            )  # fmt: skip
    return found.chosen, found


def _by(setting: Setting, days: int) -> Problem:
    """Floors are promises about a day, whatever the aim."""
    return replace(setting.problem, deadline=by(days), groups=setting.even)


def _prices(
    setting: Setting, within: Rules, days: int, sets: int, seed: int, threads: int | None
) -> dict[str, Ints]:
    """Plans from most reach to most even, by the deadline."""
    if (setting.even < 0).all():
        return {}
    sampler = FairSampler(_by(setting, days), seed, threads, sets >> WHAT_IF)
    plans = {}
    for power in SHARES_OF_POWER:
        aim = TOTAL if power == 1 else WELFARE if power == 0 else Aim("power", power)
        plans[f"price_{power:g}"] = sampler.chosen(within, aim)
    return {**plans, "price_maximin": maximin(sampler, within).chosen}


def _intervals(setting: Setting) -> dict[str, Problem]:
    """All chances at the lower, and all at the upper end of what was learned."""
    if setting.interval is None:
        return {}
    low, high = setting.interval
    return {
        "chances_low": replace(setting.problem, probability=low),
        "chances_high": replace(setting.problem, probability=high),
    }


def _guarantee(within: Rules, how: Fair) -> Pair:
    """What is known beforehand of the way of choosing; the certificate says what was achieved."""
    if how.kind in ("floor", "maximin"):
        return (
            "Untuk batas bawah dan maximin tidak ada jaminan umum; hasil dan selisihnya dinyatakan.",
            "For floors and maximin no general guarantee exists; the result and its gap are stated.",
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


def _comparison(names: list[str], played: Outcome, shown: showing.Shown) -> pl.DataFrame:
    """One row per way of choosing: families by the deadline, and the plan's lead in the same worlds, with 95 % intervals."""
    ways = {name: [names.index(name)] for name in names if not name.startswith(("random_", "price_"))}
    ways["random"] = [at for at, name in enumerate(names) if name.startswith("random_")]
    plan, rows = played.totals[0], []
    for name, at in ways.items():
        totals, lead = played.totals[at].mean(axis=0), plan - played.totals[at].mean(axis=0)
        mean, error = float(totals.mean()), _error(totals)
        ahead, wide = float(lead.mean()), _error(lead)
        soon = float(played.curve[at].sum(axis=2).mean())
        worst = float(np.mean([showing.lowest(shown, played.curve[one, -1]) for one in at]))
        rows.append(
            (
                name,
                mean,
                mean - error,
                mean + error,
                ahead,
                ahead - wide,
                ahead + wide,
                plan.mean() / mean if mean else None,
                soon,
                worst,
            )
        )
    columns = [
        "way",
        "families",
        "low",
        "high",
        "lead",
        "lead_low",
        "lead_high",
        "times",
        "mean_of_days",
        "lowest_group",
    ]
    return pl.DataFrame(rows, schema=columns, orient="row").sort("families", "way", descending=[True, False])


def _error(values: Floats) -> float:
    return float(WIDE * values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0


def _price(names: list[str], played: Outcome, shown: showing.Shown) -> pl.DataFrame:
    """The price of fairness: from most reach to most even, families by the deadline and the lowest share of a group."""
    rows = [
        (
            name.removeprefix("price_"),
            float(played.totals[at].mean()),
            showing.lowest(shown, played.curve[at, -1]),
        )
        for at, name in enumerate(names)
        if name.startswith("price_")
    ]
    return pl.DataFrame(
        rows, schema={"evenness": pl.String, "families": pl.Float64, "lowest_group": pl.Float64}, orient="row"
    )


def _robustness(found: list[Scenario], problem: Problem) -> pl.DataFrame:
    total = problem.total
    rows = [(one.name, one.reach / total, one.possible / total, one.ratio) for one in found]
    return pl.DataFrame(
        rows,
        schema={"scenario": pl.String, "share": pl.Float64, "possible": pl.Float64, "ratio": pl.Float64},
        orient="row",
    )
