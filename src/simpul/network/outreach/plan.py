"""A plan that an officer can use: whom to brief and in what order, what it brings, how sure that is, and who is still left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from simpul.network.graph import Floats, Ints
from simpul.network.outreach import comparing, showing, ways
from simpul.network.outreach.build import OutreachProblem, Pair, Setting, quotas
from simpul.network.outreach.certificate import Certificate
from simpul.network.outreach.choosing import Rules
from simpul.network.outreach.fairness import TOTAL, WELFARE, Aim, FairSampler, Shares, maximin
from simpul.network.outreach.rivals import drawn, rivals
from simpul.network.outreach.robustness import ideals, robustness
from simpul.network.outreach.simulating import simulate
from simpul.network.outreach.solving import FLOOR, judged, rules, solve
from simpul.network.outreach.ways import Fair as Fair

SHARES_OF_POWER = (
    1.0,
    0.75,
    0.5,
    0.25,
    0.0,
)  # from most reach to log welfare: the curve of the price of fairness
LOTS = 10  # plans by lot that are averaged


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
    fewest: int  # people that it takes at least to leave no group out that can be reached at all; 0 without groups
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
    if (setting.even < 0).all() and fair.kind != "robust":
        fair = Fair("none")
    chosen, shares, said = ways.chosen(setting, within, fair, days, most, sets, seed, threads)
    if not len(chosen):
        raise OutreachProblem(
            "Tidak satu keluarga pun dapat terjangkau dalam tenggat ini. Perpanjang tenggat, atau periksa delay dan probability.",
            "No family can be reached by this deadline. Give more days, or check delay and probability.",
        )
    few = max(sets >> ways.WHAT_IF, 1)
    prices, possible, fewest = _prices(setting, within, days, few, seed, threads)
    others = ways.every_scenario(setting, seed)
    made = ideals(others, within, few, seed, threads)
    plans = {
        "plan": chosen,
        "most_reach": most.chosen,
        **rivals(problem, within, setting.people["role"], nominations, seed, threads),
    }
    plans |= {f"random_{lot}": drawn(problem, within, seed + lot) for lot in range(LOTS)} | prices
    shown = showing.pooled(setting)
    played = simulate(
        replace(problem, weights=setting.families.astype(np.float64), groups=shown.group),
        list(plans.values()), worlds, days, seed, threads,
    )  # fmt: skip
    names = list(plans)
    return Plan(
        setting, within, fair, days, seed, chosen, judged(problem, chosen, most.certificate, seed=seed, threads=threads),
        ways.guarantee(within, fair), shares, float(played.totals[0].mean()), played.heard,
        *showing.brokers(setting, chosen, played.credit, shown, days),
        showing.groups(shown, played, names.index("most_reach"), possible),
        showing.curve(shown, played, names.index("popular")),
        comparing.comparison(names, played, shown), comparing.price(names, played, shown),
        comparing.robust(robustness(others, made, chosen, few, seed, threads)),
        *showing.unreached(setting, played.heard, shown),
        fewest, [*notes, *said, *_too_few(setting, within, fewest)],
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


def _too_few(setting: Setting, within: Rules, fewest: int) -> list[Pair]:
    """Why some group is left out however fair the plan is meant to be."""
    if within.size >= fewest:
        return []
    groups = len(np.unique(setting.even[setting.even >= 0]))
    return [
        (
            f"{within.size} perantara tidak cukup untuk menyentuh semua {groups} kelurahan atau kelompok: sedikitnya {fewest} diperlukan, jadi yang "
            "terendah tetap 0%. Tambah perantara, atau cari orang yang dikenal di beberapa tempat.",
            f"{within.size} brokers are not enough to touch all {groups} kelurahan or groups: it takes {fewest} at least, so the lowest stays at 0%. "
            "Add brokers, or find people who are known in several places.",
        )
    ]


def _prices(
    setting: Setting, within: Rules, days: int, sets: int, seed: int, threads: int | None
) -> tuple[dict[str, Ints], Floats, int]:
    """Plans from most reach to most even, by the deadline; by group the highest share that any plan could bring it, 0 where none can; and
    how many people it takes at least to leave no group out."""
    possible = np.zeros(len(setting.groups))
    if (setting.even < 0).all():
        return {}, possible, 0
    sampler = FairSampler(ways.by_deadline(setting, days), seed, threads, sets)
    plans = {}
    for power in SHARES_OF_POWER:
        aim = TOTAL if power == 1 else WELFARE if power == 0 else Aim("power", power)
        plans[f"price_{power:g}"] = sampler.chosen(within, aim)
    possible[sampler.groups] = sampler.possible(within)
    return (
        {**plans, "price_maximin": maximin(sampler, within).chosen},
        possible,
        sampler.fewest(within.allowed),
    )
