"""From tables of ties and actors to the question that can be solved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np
import polars as pl

from simpul.network.graph import Flags, Floats, Graph, Ints, from_edges
from simpul.network.outreach import doubts, tables
from simpul.network.outreach import problem as laws
from simpul.network.outreach.problem import Deadline, Model, Problem
from simpul.network.outreach.setting import Setting as Setting
from simpul.network.outreach.tables import OutreachProblem as OutreachProblem
from simpul.network.outreach.tables import Pair as Pair
from simpul.network.outreach.transmission import with_transmission

Aim = Literal["soonest", "by", "ever"]

NO_PHONE = 1.5  # a poor family without a phone on the internet counts so much: nothing else will tell it. An assumption


def setting(
    ties: pl.DataFrame,
    actors: pl.DataFrame,
    days: int,
    *,
    aim: Aim = "soonest",
    group: str = "place",
    learned: pl.DataFrame | None = None,
    excluded: pl.DataFrame | None = None,
    must: list[str] | None = None,
    both_ways: bool = False,
    no_phone: float = NO_PHONE,
    attendance: float = 1.0,
    model: Model = "cascade",
) -> Setting:
    """The problem of reaching the poor families of `actors` along `ties` within `days`.

    ties       source, target [relation, channel, probability, delay]: source tells target, and with `both_ways` also the reverse. Of
               several ties of a pair the likeliest counts: they are the same two people.
    actors     id [kind, role, place, poor, internet_phone, agency, candidate, cost, target_weight, acceptance]. Who may be briefed: `candidate`,
               else the roles of brokers. Who counts: `target_weight`, else 1 for each poor household, `no_phone` for one known to have
               no phone on the internet. Candidates count 0.
    excluded   id, reason [declined]: who must not be briefed. An exclusion needs a reason, unless the person declined.
    group      the column of `actors` by which a plan is fair.
    attendance the chance that someone who is invited comes, where `acceptance` does not say.
    model      *cascade*: each tie passes word on for itself; *threshold*: each listens to one of those who know, by the chances of their
               ties, which are scaled down where they sum to more than 1.

    Raises OutreachProblem where the tables do not allow a plan.
    """
    if days < 0:
        raise OutreachProblem("Tenggat harus 0 hari atau lebih.", "The deadline must be 0 days or more.")
    if not 0 < attendance <= 1:
        raise OutreachProblem(
            f"Kehadiran {attendance:g} harus di atas 0 dan paling besar 1.",
            f"Attendance is {attendance:g}, and must lie above 0 and be 1 at most.",
        )
    rows = tables.checked_ties(ties, both_ways)
    known = tables.checked_actors(actors)
    if group not in known.columns:
        raise OutreachProblem(
            f"Tabel aktor tidak punya kolom {group}.", f"The actors have no column {group}."
        )
    graph = from_edges(rows.select("source", "target"), known["id"])
    sorted_rows = _one_per_pair(with_transmission(rows, learned))
    probability = sorted_rows["probability"].to_numpy().astype(np.float64)
    people = pl.DataFrame({"id": graph.nodes}).join(known, on="id", how="left", maintain_order="left")
    gone = tables.exclusions(excluded, people)
    candidates = _flags(people, pl.col("candidate") & ~pl.col("id").is_in(gone["id"].implode()))
    forced = _forced(must or [], people, candidates)
    weights = _weights(people, no_phone)
    names = people.filter(pl.Series(weights > 0))[group].drop_nulls().unique().sort().to_list()
    zones = people["agency"].drop_nulls().unique().sort().to_list()
    delay = sorted_rows["delay_days"].to_numpy().astype(np.int32)
    interval = _interval(rows, learned)
    if model == "threshold":
        probability, *ends = (_listening(graph, each) for each in (probability, *(interval or ())))
        interval = (ends[0], ends[1]) if ends else None
    made = Setting(
        Problem(
            graph, probability, weights, candidates, _deadline(aim, days),
            delay=None if (delay == 1).all() else delay,
            groups=_numbers(people[group], names) if names else None,
            acceptance=_coming(people, attendance), costs=_optional(people, "cost"),
            zones=_numbers(people["agency"], zones) + 1 if zones else None, forced=forced, model=model,
        ),
        people.with_columns(
            family=pl.Series(weights > 0), candidate=pl.Series(candidates), numbered=pl.col("candidate").fill_null(False), group=pl.col(group),
        ),
        sorted_rows["channel"], names, zones, dict(sorted_rows.group_by("mark").len().sort("mark").rows()), gone,
        interval, days, [],
    )  # fmt: skip
    doubts.possible(made)
    return replace(made, notes=doubts.notes(made, known))


def quotas(made: Setting, allowed: Mapping[str, int]) -> dict[int, int]:
    """At most so many of each agency, by zone. Raises OutreachProblem for an agency that nobody belongs to."""
    unknown = sorted(set(allowed) - set(made.zones))
    if unknown:
        there = ", ".join(made.zones) or "–"
        raise OutreachProblem(
            f"Tidak ada aktor dari {unknown[0]}. Yang ada: {there}.",
            f"No actor belongs to {unknown[0]}. There are: {there}.",
        )
    return {made.zones.index(name) + 1: count for name, count in allowed.items()}


def _one_per_pair(rows: pl.DataFrame) -> pl.DataFrame:
    """In the order of the graph's arcs."""
    order = ["source", "target", "probability", "delay_days", "channel", "relation"]
    likeliest = rows.sort(order, descending=[False, False, True, False, False, False], nulls_last=True)
    return likeliest.unique(("source", "target"), keep="first", maintain_order=True)


def _forced(must: list[str], people: pl.DataFrame, candidates: Flags) -> Ints:
    tables.known_ids(must, people)
    chosen = np.flatnonzero(_flags(people, pl.col("id").is_in(must))).astype(np.int32)
    if not candidates[chosen].all():
        raise OutreachProblem(
            "Orang yang harus ikut ternyata bukan calon, atau juga dikecualikan. Perbaiki salah satu daftar.",
            "Someone who must be briefed is no candidate, or excluded as well. Correct one of the lists.",
        )
    return chosen


def _flags(people: pl.DataFrame, which: pl.Expr) -> Flags:
    flags: Flags = people.select(which.fill_null(False)).to_series().to_numpy().astype(np.bool_)
    return flags


def _weights(people: pl.DataFrame, no_phone: float) -> Floats:
    home = pl.col("poor") & pl.col("kind").fill_null("household").is_in(["household"])
    worth: pl.Expr = pl.when(home.fill_null(False)).then(
        pl.when(pl.col("internet_phone").eq(False)).then(no_phone).otherwise(1.0)
    )
    if "target_weight" in people.columns:
        worth = pl.coalesce("target_weight", worth)
    weights = people.select(
        pl.when(~pl.col("candidate").fill_null(False)).then(worth).fill_null(0.0)
    ).to_series()
    return weights.to_numpy().astype(np.float64)


def _interval(rows: pl.DataFrame, learned: pl.DataFrame | None) -> tuple[Floats, Floats] | None:
    if learned is None or not {"low", "high"} <= set(learned.columns):
        return None
    ends = (learned.with_columns(probability=pl.col(end)) for end in ("low", "high"))
    low, high = (
        _one_per_pair(with_transmission(rows, end))["probability"].to_numpy().astype(np.float64)
        for end in ends
    )
    return low, high


def _optional(people: pl.DataFrame, name: str) -> Floats | None:
    return people[name].fill_null(1.0).to_numpy().astype(np.float64) if name in people.columns else None


def _coming(people: pl.DataFrame, attendance: float) -> Floats | None:
    given = "acceptance" in people.columns
    if not given and attendance == 1:
        return None
    comes = people["acceptance"] if given else pl.repeat(None, people.height, dtype=pl.Float64, eager=True)
    return comes.fill_null(attendance).to_numpy().astype(np.float64)


def _listening(graph: Graph, chances: Floats) -> Floats:
    """Chances of the threshold model: those that reach a node sum to 1 at most."""
    total = np.bincount(graph.indices, chances, minlength=graph.n)
    scaled: Floats = chances / np.maximum(total, 1.0)[graph.indices]
    return scaled


def _numbers(values: pl.Series, names: list[str]) -> Ints:
    """Positions among the names, -1 where none."""
    return (
        values.replace_strict(names, list(range(len(names))), default=-1, return_dtype=pl.Int32)
        .to_numpy()
        .astype(np.int32)
    )


def _deadline(aim: Aim, days: int) -> Deadline:
    return {"soonest": laws.soonest, "by": laws.by}[aim](days) if aim != "ever" else laws.ever()
