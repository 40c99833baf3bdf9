"""From tables of ties and actors to the question that can be solved, with every doubt about the tables said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import polars as pl
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from simpul.network.dominators import hangs_on
from simpul.network.graph import Flags, Floats, Ints, Longs, from_edges
from simpul.network.outreach import problem as laws
from simpul.network.outreach.problem import Deadline, Problem
from simpul.network.outreach.transmission import with_transmission
from simpul.network.reach import BROKER_ROLES

Aim = Literal["soonest", "by", "ever"]
Pair = tuple[str, str]  # Indonesian, English

NO_PHONE = 1.5  # a poor family without a phone on the internet counts so much: nothing else will tell it. An assumption
YES = ("true", "1", "1.0", "yes", "y", "ya", "ada", "punya")
NO = ("false", "0", "0.0", "no", "n", "tidak", "tdk", "belum", "")
NUMBERS = {"cost": (0.0, np.inf), "target_weight": (0.0, np.inf), "acceptance": (0.0, 1.0)}
TEXTS = ("kind", "role", "place", "agency")
FLAGS = ("poor", "internet_phone", "candidate")


class OutreachProblem(Exception):
    """A plan cannot be made; `problem` is (Indonesian, English) and says what to do next."""

    def __init__(self, id: str, en: str):
        super().__init__(en)
        self.problem = (id, en)


@dataclass(frozen=True, eq=False)
class Setting:
    """A problem with the names of what its numbers stand for."""

    problem: Problem
    people: (
        pl.DataFrame
    )  # by node: id, kind, role, place, poor, internet_phone, agency, candidate, family, group
    channel: pl.Series  # by arc
    groups: list[str]
    zones: list[str]
    marks: dict[str, int]  # ties by where their chance comes from: given, learned, assumption
    excluded: pl.DataFrame  # id, reason, declined
    interval: tuple[Floats, Floats] | None  # of the chances by arc, where some were learned
    hangs: Ints  # by node: the candidate that every way in leads through, -1 several ways, -2 none
    notes: list[Pair]

    @property
    def families(self) -> Flags:
        """By node: who is to be reached."""
        flags: Flags = self.problem.weights > 0
        return flags

    @cached_property
    def even(self) -> Ints:
        """By node: the group among which a plan can be fair, -1 for groups that no candidate can bring word to at all."""
        given = (
            np.full(self.problem.graph.n, -1, np.int32)
            if self.problem.groups is None
            else self.problem.groups
        )
        reachable = np.unique(given[self.families & (self.hangs > -2)])
        even: Ints = np.where(np.isin(given, reachable), given, -1).astype(np.int32)
        return even


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
) -> Setting:
    """The problem of reaching the poor families of `actors` along `ties` within `days`.

    ties       source, target [relation, channel, probability, delay]: source tells target, and with `both_ways` also the reverse. Of
               several ties of a pair the likeliest counts: they are the same two people.
    actors     id [kind, role, place, poor, internet_phone, agency, candidate, cost, target_weight, acceptance]. Who may be briefed: `candidate`,
               else the roles of brokers. Who counts: `target_weight`, else 1 for each poor household, `no_phone` for one known to have
               no phone on the internet. Candidates count 0.
    excluded   id, reason [declined]: who must not be briefed. An exclusion needs a reason, unless the person declined.
    group      the column of `actors` by which a plan is fair.

    Raises OutreachProblem where the tables do not allow a plan.
    """
    if days < 0:
        raise OutreachProblem("Tenggat harus 0 hari atau lebih.", "The deadline must be 0 days or more.")
    rows = _checked_ties(ties, both_ways)
    known = _checked_actors(actors)
    if group not in known.columns:
        raise OutreachProblem(
            f"Tabel aktor tidak punya kolom {group}.", f"The actors have no column {group}."
        )
    graph = from_edges(rows.select("source", "target"), known["id"])
    sorted_rows = _one_per_pair(with_transmission(rows, learned))
    probability = sorted_rows["probability"].to_numpy().astype(np.float64)
    people = pl.DataFrame({"id": graph.nodes}).join(known, on="id", how="left", maintain_order="left")
    gone = _exclusions(excluded, people)
    candidates = _flags(people, pl.col("candidate") & ~pl.col("id").is_in(gone["id"].implode()))
    forced = _forced(must or [], people, candidates)
    weights = _weights(people, no_phone)
    names = people.filter(pl.Series(weights > 0))[group].drop_nulls().unique().sort().to_list()
    zones = people["agency"].drop_nulls().unique().sort().to_list()
    delay = sorted_rows["delay_days"].to_numpy().astype(np.int32)
    live = from_edges(sorted_rows.filter(pl.col("probability") > 0).select("source", "target"), graph.nodes)
    back = live.reverse
    hangs = hangs_on(live.indptr, live.indices, back.indptr, back.indices, candidates)
    made = Setting(
        Problem(
            graph, probability, weights, candidates, _deadline(aim, days),
            delay=None if (delay == 1).all() else delay,
            groups=_numbers(people[group], names) if names else None,
            acceptance=_optional(people, "acceptance"), costs=_optional(people, "cost"),
            zones=_numbers(people["agency"], zones) + 1 if zones else None, forced=forced,
        ),
        people.with_columns(family=pl.Series(weights > 0), candidate=pl.Series(candidates), group=pl.col(group)),
        sorted_rows["channel"], names, zones, dict(sorted_rows.group_by("mark").len().sort("mark").rows()), gone,
        _interval(rows, learned), hangs, [],
    )  # fmt: skip
    _possible(made, days)
    return replace(made, notes=_notes(made, known))


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


# --- the tables --------------------------------------------------------------------------------------------


def _checked_ties(ties: pl.DataFrame, both_ways: bool) -> pl.DataFrame:
    _columns(ties, ("source", "target"), ("Tabel hubungan", "The table of ties"))
    rows = ties.with_columns(pl.col("source", "target").cast(pl.String))
    if "probability" in rows.columns:
        rows = rows.with_columns(_number(rows, "probability", 0.0, 1.0))
    if "delay" in rows.columns:
        rows = rows.with_columns(_number(rows, "delay", 0.0, 3650.0).ceil().cast(pl.Int64))
    wanted = [
        name
        for name in ("source", "target", "relation", "channel", "probability", "delay")
        if name in rows.columns
    ]
    rows = rows.select(wanted).drop_nulls(("source", "target")).filter(pl.col("source") != pl.col("target"))
    if both_ways:
        back = rows.rename({"source": "target", "target": "source"}).select(wanted)
        rows = pl.concat([rows, back])
    return rows


def _one_per_pair(rows: pl.DataFrame) -> pl.DataFrame:
    """In the order of the graph's arcs."""
    order = ["source", "target", "probability", "delay_days", "channel", "relation"]
    likeliest = rows.sort(order, descending=[False, False, True, False, False, False], nulls_last=True)
    return likeliest.unique(("source", "target"), keep="first", maintain_order=True)


def _checked_actors(actors: pl.DataFrame) -> pl.DataFrame:
    _columns(actors, ("id",), ("Tabel aktor", "The table of actors"))
    rows = actors.with_columns(pl.col("id").cast(pl.String)).drop_nulls("id")
    twice = rows.filter(pl.col("id").is_duplicated())
    if twice.height:
        count = twice["id"].n_unique()
        raise OutreachProblem(
            f"{count} id berdiri lebih dari sekali di tabel aktor. Satu baris untuk setiap aktor.",
            f"{count} ids stand more than once among the actors. One row for each actor.",
        )
    if not {"poor", "target_weight"} & set(rows.columns):
        raise OutreachProblem(
            "Tabel aktor tidak mengatakan keluarga mana yang miskin. Tambahkan kolom poor (ya/tidak) atau target_weight.",
            "The actors do not say which families are poor. Add the column poor (yes/no) or target_weight.",
        )
    if not {"role", "candidate"} & set(rows.columns):
        raise OutreachProblem(
            "Tabel aktor tidak mengatakan siapa yang dapat diberi pengarahan. Tambahkan kolom role atau candidate (ya/tidak).",
            "The actors do not say who may be briefed. Add the column role or candidate (yes/no).",
        )
    named = "candidate" in rows.columns
    texts = [
        pl.col(name).cast(pl.String) if name in rows.columns else pl.lit(None, dtype=pl.String).alias(name)
        for name in TEXTS
    ]
    flags = [
        _yes_no(rows, name) if name in rows.columns else pl.lit(None, dtype=pl.Boolean).alias(name)
        for name in FLAGS
    ]
    numbers = [_number(rows, name, *limits) for name, limits in NUMBERS.items() if name in rows.columns]
    rows = rows.with_columns(*texts, *flags, *numbers)
    return rows if named else rows.with_columns(candidate=pl.col("role").is_in(BROKER_ROLES).fill_null(False))


def _columns(frame: pl.DataFrame, wanted: tuple[str, ...], what: Pair) -> None:
    missing = ", ".join(name for name in wanted if name not in frame.columns)
    if missing:
        there = ", ".join(frame.columns)
        raise OutreachProblem(
            f"{what[0]} tidak punya kolom {missing}. Yang ada: {there}.",
            f"{what[1]} has no column {missing}. It has: {there}.",
        )


def _number(frame: pl.DataFrame, name: str, low: float, high: float) -> pl.Series:
    """The column as numbers; null where empty."""
    given = frame[name]
    values = given.cast(pl.Float64, strict=False)
    empty = given.is_null() | (given.cast(pl.String).str.strip_chars() == "")
    bad = (~(empty | (values.is_finite() & values.is_between(low, high)).fill_null(False))).arg_true()
    if bad.len():
        span = f"{low:g}…{high:g}" if np.isfinite(high) else f"≥ {low:g}"
        raise OutreachProblem(
            f"Kolom {name}, baris {bad[0] + 1}: harus angka {span}.",
            f"Column {name}, row {bad[0] + 1}: must be a number {span}.",
        )
    return values


def _yes_no(frame: pl.DataFrame, name: str) -> pl.Series:
    text = frame[name].cast(pl.String).str.strip_chars().str.to_lowercase()
    bad = text.drop_nulls().filter(~text.drop_nulls().is_in([*YES, *NO]))
    if bad.len():
        raise OutreachProblem(
            f"Kolom {name}: {bad[0]!r} bukan ya atau tidak.",
            f"Column {name}: {bad[0]!r} is neither yes nor no.",
        )
    return pl.select(
        pl.when(text.is_in(YES)).then(True).when(text.is_in(NO[:-1])).then(False).alias(name)
    ).to_series()


def _exclusions(excluded: pl.DataFrame | None, people: pl.DataFrame) -> pl.DataFrame:
    schema = {"id": pl.String, "reason": pl.String, "declined": pl.Boolean}
    if excluded is None or excluded.is_empty():
        return pl.DataFrame(schema=schema)
    _columns(excluded, ("id",), ("Daftar pengecualian", "The list of exclusions"))
    reason = (
        pl.col("reason").cast(pl.String).str.strip_chars()
        if "reason" in excluded.columns
        else pl.lit(None, dtype=pl.String)
    )
    declined = (
        _yes_no(excluded, "declined").fill_null(False) if "declined" in excluded.columns else pl.lit(False)
    )
    rows = excluded.select(pl.col("id").cast(pl.String), reason=reason, declined=declined)
    _known(rows["id"].to_list(), people)
    bare = rows.filter(~pl.col("declined") & (pl.col("reason").fill_null("") == ""))
    if bare.height:
        raise OutreachProblem(
            f"{bare.height} pengecualian tanpa alasan. Tulis alasan di kolom reason; siapa yang menolak sendiri cukup declined = ya.",
            f"{bare.height} exclusions without a reason. Write one in the column reason; who declined needs only declined = yes.",
        )
    return rows


def _forced(must: list[str], people: pl.DataFrame, candidates: Flags) -> Ints:
    _known(must, people)
    chosen = np.flatnonzero(_flags(people, pl.col("id").is_in(must))).astype(np.int32)
    if not candidates[chosen].all():
        raise OutreachProblem(
            "Orang yang harus ikut ternyata bukan calon, atau juga dikecualikan. Perbaiki salah satu daftar.",
            "Someone who must be briefed is no candidate, or excluded as well. Correct one of the lists.",
        )
    return chosen


def _known(ids: list[str], people: pl.DataFrame) -> None:
    unknown = set(ids) - set(people["id"])
    if unknown:
        raise OutreachProblem(
            f"{len(unknown)} id dalam daftar tidak ada di jejaring maupun tabel aktor.",
            f"{len(unknown)} ids of a list stand neither in the network nor among the actors.",
        )


# --- the arrays --------------------------------------------------------------------------------------------


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


def _numbers(values: pl.Series, names: list[str]) -> Ints:
    """Positions among the names, -1 where none."""
    return (
        values.replace_strict(names, list(range(len(names))), default=-1, return_dtype=pl.Int32)
        .to_numpy()
        .astype(np.int32)
    )


def _deadline(aim: Aim, days: int) -> Deadline:
    return {"soonest": laws.soonest, "by": laws.by}[aim](days) if aim != "ever" else laws.ever()


# --- what the tables allow ---------------------------------------------------------------------------------


def _possible(made: Setting, days: int) -> None:
    problem, families = made.problem, made.families
    if not problem.candidates.any():
        raise OutreachProblem(
            "Tidak ada calon perantara. Isi kolom role (misalnya rt_head, cadre) atau candidate = ya.",
            "There is no candidate to brief. Fill in the column role (such as rt_head, cadre) or candidate = yes.",
        )
    if not families.any():
        raise OutreachProblem(
            "Tidak ada keluarga miskin di tabel aktor (kolom poor atau target_weight), selain para calon sendiri.",
            "There is no poor family among the actors (column poor or target_weight) beside the candidates themselves.",
        )
    if not (made.hangs[families] > -2).any():
        raise OutreachProblem(
            f"Tidak satu pun dari {families.sum()} keluarga terhubung dengan calon mana pun. Periksa arah hubungan (source memberi tahu "
            "target; --both-ways bila dua arah) dan id, atau tanyai keluarga: dari siapa mereka mendapat kabar.",
            f"None of the {families.sum()} families is tied to any candidate. Check the direction of ties (source tells target; "
            "--both-ways where it goes both ways) and the ids, or ask families from whom they get word.",
        )
    delay = problem.delay
    if days == 0 and (delay is None or delay[problem.probability > 0].min(initial=1) > 0):
        raise OutreachProblem(
            "Dengan tenggat 0 hari kabar belum sampai kepada siapa pun selain yang diberi pengarahan. Beri tenggat 1 hari atau lebih.",
            "With a deadline of 0 days word reaches nobody beyond those briefed. Give 1 day or more.",
        )


def _notes(made: Setting, actors: pl.DataFrame) -> list[Pair]:
    """What a reader of the plan should know of the tables."""
    problem, families = made.problem, made.families
    notes: list[Pair] = []

    def note(count: int, id: str, en: str) -> None:
        if count:
            notes.append((id.format(count), en.format(count)))

    note(
        made.marks.get("assumption", 0),
        "Peluang kabar tersampaikan pada {} hubungan adalah anggapan (data/transmission.csv), bukan hasil ukur.",
        "On {} ties the chance that word passes is an assumption (data/transmission.csv), not measured.",
    )
    note(
        problem.graph.n - actors.height,
        "{} orang dalam hubungan tidak ada di tabel aktor; mereka hanya meneruskan kabar.",
        "{} people of the ties are not among the actors; they only pass word on.",
    )
    if problem.groups is None:
        note(
            1,
            "Keluarga tidak punya kelurahan atau kelompok: rencana tidak dapat dibuat adil.",
            "Families have no kelurahan or group: the plan cannot be made fair.",
        )
    else:
        note(
            int((families & (problem.groups < 0)).sum()),
            "{} keluarga tanpa kelurahan atau kelompok tidak ikut dalam pemerataan.",
            "{} families without a kelurahan or group are not part of the fairness.",
        )
    empty = set(made.people.filter(~pl.col("family"))["group"].drop_nulls()) - set(made.groups)
    note(
        len(empty),
        "{} kelurahan atau kelompok tidak punya keluarga miskin dalam data; bagiannya tidak terdefinisi.",
        "{} kelurahan or groups have no poor family in the data; their share is undefined.",
    )
    out = {name for at, name in enumerate(made.groups) if not (made.even == at).any()}
    note(
        len(out),
        "{} kelurahan atau kelompok tidak punya satu pun keluarga yang dapat disampaikan kabar oleh calon mana pun; pemerataan dihitung tanpa mereka.",
        "{} kelurahan or groups have no family whom any candidate can bring word to; fairness leaves them out.",
    )
    note(*_apart(problem, families))
    return notes


def _apart(problem: Problem, families: Flags) -> tuple[int, str, str]:
    graph = problem.graph
    live = problem.probability > 0
    arcs = csr_array(
        (np.ones(live.sum()), (graph.sources[live], graph.indices[live])), shape=(graph.n, graph.n)
    )
    parts, part = connected_components(arcs, directed=False)
    told: Longs = np.bincount(part, problem.candidates, minlength=parts)
    wanted = np.bincount(part, families, minlength=parts)
    sizes = np.bincount(part, minlength=parts)
    return (
        int(((told == 0) & (wanted > 0) & (sizes > 1)).sum()),
        "{} bagian jejaring yang terpisah punya keluarga miskin tetapi tidak punya calon perantara.",
        "{} separate parts of the network have poor families and no candidate.",
    )
