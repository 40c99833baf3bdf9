"""Where ties are not known: whom to ask next, what counts alone can stand in for, and a new plan once it is seen who came."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.network.graph import Flags, Graph, Ints
from simpul.network.outreach.build import OutreachProblem, Setting
from simpul.network.outreach.plan import Fair, Plan, plan_outreach
from simpul.network.outreach.showing import codes, fingerprint
from simpul.network.outreach.solving import FLOOR

ROUND = ("first", "neighbour")
DRAWS = 50


class Coverage(NamedTuple):
    """What interviews are expected to show of a network: mean share of its ties, and nine draws in ten."""

    interviews: int
    ties: float
    low: float
    high: float


def ask_first(
    people: pl.DataFrame, interviews: int, asked: pl.Series | None = None, seed: int = 0
) -> pl.DataFrame:
    """Half of a budget of interviews: people by lot, who are then asked from whom they get word and whom they tell.

    `people` has `id` and may have `place`; those `asked` already are left out. Columns: round, id, place. The other half goes to
    `ask_neighbours`: one whom each of them names, by lot. People who are named are tied to more others than people by lot are (the
    friendship paradox), so few interviews find those who pass word on (CHANGE: Wilder et al., AAAI 2018, asked 18 % of the youth).
    Raises OutreachProblem for a budget below 1.
    """
    if interviews < 1:
        raise OutreachProblem(
            "Jumlah wawancara harus 1 atau lebih.", "The number of interviews must be 1 or more."
        )
    place = pl.col("place") if "place" in people.columns else pl.lit(None, dtype=pl.String)
    known = [] if asked is None else asked.to_list()
    rest = (
        people.filter(~pl.col("id").is_in(known))
        .sort("id")
        .select(pl.lit("first").alias("round"), "id", place=place)
    )
    order = np.random.default_rng([seed, 0]).permutation(rest.height)[: -(-interviews // 2)]
    return rest[order]


def ask_neighbours(
    first: pl.DataFrame, named: pl.DataFrame, interviews: int, asked: pl.Series | None = None, seed: int = 0
) -> pl.DataFrame:
    """The second half of a budget: for each who was asked first one of whom they named (`source`, `target`), by lot, nobody twice.

    Columns: round, id, by (who named them). Who named nobody new gives their interview to nobody: it is left for a further round.
    """
    chance = np.random.default_rng([seed, 1])
    done = {*first["id"], *([] if asked is None else asked)}
    both = pl.concat([named.select(by="source", id="target"), named.select(by="target", id="source")])
    near = dict(
        both.filter(pl.col("by").is_in(first["id"].implode()))
        .unique()
        .group_by("by")
        .agg(pl.col("id").sort())
        .rows()
    )
    rows: list[tuple[str, str, str]] = []
    for by in first["id"]:
        new = [each for each in near.get(by, []) if each not in done]
        if new and len(rows) < interviews - first.height:
            rows.append(("neighbour", new[int(chance.integers(len(new)))], by))
            done.add(rows[-1][1])
    return pl.DataFrame(rows, schema={"round": pl.String, "id": pl.String, "by": pl.String}, orient="row")


def expected_coverage(graph: Graph, interviews: int, draws: int = DRAWS, seed: int = 0) -> Coverage:
    """What share of the ties of a network like this one the two rounds would show: those of anyone who was asked."""
    both = graph.undirected
    shares = [(_asked(both, interviews, seed + draw)[both.sources] | _asked(both, interviews, seed + draw)[both.indices]).mean() for draw in range(draws)] if both.m else [1.0]  # fmt: skip
    return Coverage(
        interviews, float(np.mean(shares)), float(np.quantile(shares, 0.05)), float(np.quantile(shares, 0.95))
    )


def _asked(graph: Graph, interviews: int, seed: int) -> Flags:
    """Who is asked in both rounds."""
    chance = np.random.default_rng(seed)
    flags = np.zeros(graph.n, np.bool_)
    first = chance.permutation(graph.n)[: -(-interviews // 2)]
    flags[first] = True
    for node in first[: interviews - len(first)]:
        near = graph.indices[graph.indptr[node] : graph.indptr[node + 1]]
        near = near[~flags[near]]
        if len(near):
            flags[near[chance.integers(len(near))]] = True
    return flags


def seen(setting: Setting, interviews: int, seed: int = 0) -> Setting:
    """The setting as a survey of so many interviews would know it: ties of nobody who was asked have no chance. For trying budgets."""
    problem = setting.problem
    asked = _asked(problem.graph.undirected, interviews, seed)
    there = asked[problem.graph.sources] | asked[problem.graph.indices]
    return replace(setting, problem=replace(problem, probability=np.where(there, problem.probability, 0.0)))


def ties_from_counts(actors: pl.DataFrame, counts: pl.DataFrame, probability: float) -> pl.DataFrame:
    """Ties for a plan where brokers only said how many poor families of each place they know (aggregated relational answers).

    `counts` has `respondent` (an id), `group` (a place) and `known`. Whoever knows k of the n poor families of a place is tied to each
    of them with chance `probability` · min(k / n, 1): right on average, silent on which family it is. Columns: source, target,
    probability. Raises OutreachProblem for a negative count or a probability outside 0…1.
    """
    if not 0 <= probability <= 1 or counts.filter(~(pl.col("known") >= 0)).height:
        raise OutreachProblem(
            "Jumlah kenalan harus 0 atau lebih, dan peluang antara 0 dan 1.",
            "Counts must be 0 or more, and a chance between 0 and 1.",
        )
    poor = actors.filter(pl.col("poor").cast(pl.Boolean)).select(target="id", group="place")
    sizes = poor.group_by("group").agg(n=pl.len())
    return (
        counts.drop_nulls("known").join(sizes, on="group").join(poor, on="group")
        .with_columns(probability=probability * (pl.col("known") / pl.col("n")).clip(0, 1))
        .filter(pl.col("probability") > 0, pl.col("respondent") != pl.col("target"))
        .select(pl.col("respondent").alias("source"), "target", "probability")
        .sort("source", "target")
    )  # fmt: skip


def replan(
    plan: Plan,
    attended: list[str],
    absent: list[str],
    *,
    fair: Fair | None = None,
    sets: int = FLOOR,
    worlds: int = 2000,
    seed: int | None = None,
    threads: int | None = None,
) -> Plan:
    """The plan after a round of briefing: who came is in it for sure, who did not is no candidate any more, others take their places.

    People by code or id. Those of whom nothing is said stay candidates. As many in all as before, if there are. Raises OutreachProblem
    for who is not in the plan, or is said to have come and not come.
    """
    came, away = _nodes(plan, attended), _nodes(plan, absent)
    if np.isin(came, away).any():
        raise OutreachProblem(
            "Seseorang tercatat hadir dan tidak hadir.", "Somebody is said to have come and not to have come."
        )
    setting = plan.setting
    ids = setting.people["id"]
    rows = [(ids[int(at)], True, 0) for at in came] + [(ids[int(at)], False, 0) for at in away]
    now = after_round(setting, pl.DataFrame(rows, schema=setting.attended.schema, orient="row"))
    quota = (
        {name: int(plan.within.quota[at + 1]) for at, name in enumerate(setting.zones)}
        if len(plan.within.quota) > 1
        else None
    )
    return plan_outreach(
        now, plan.within.size, days=plan.days, fair=fair or plan.fair, cost=plan.within.budget if plan.within.by_cost else None,
        quota=quota, sets=sets, worlds=worlds, seed=plan.seed if seed is None else seed, threads=threads,
    )  # fmt: skip


def after_round(setting: Setting, attended: pl.DataFrame) -> Setting:
    """The setting once it is seen who came (`id`, `came`, `day`): they are in every plan for sure, who did not is no candidate any more.

    Who must be briefed stays a candidate though absent. Raises OutreachProblem for who came and is no candidate.
    """
    problem, ids = setting.problem, setting.people["id"]

    def nodes(came: bool) -> Ints:
        wanted = attended.filter(pl.col("came") == came)["id"]
        return np.flatnonzero(ids.is_in(wanted.implode()).to_numpy()).astype(np.int32)

    came, away = nodes(True), nodes(False)
    if not problem.candidates[came].all():
        raise OutreachProblem(
            "Seseorang yang hadir bukan calon, atau dikecualikan. Perbaiki tabel aktor (role, candidate) atau daftar pengecualian.",
            "Somebody who came is no candidate, or is excluded. Correct the actors (role, candidate) or the list of exclusions.",
        )
    candidates = problem.candidates.copy()
    candidates[np.setdiff1d(away, problem.forced)] = False
    acceptance = None
    if problem.acceptance is not None:
        acceptance = problem.acceptance.copy()
        acceptance[came] = 1.0
    forced = np.concatenate([came, np.setdiff1d(problem.forced, came)]).astype(np.int32)
    said = (
        f"{len(came)} sudah diberi pengarahan; {len(away)} tidak datang dan diganti.",
        f"{len(came)} have been briefed; {len(away)} did not come and are replaced.",
    )
    return replace(
        setting, attended=attended, notes=[*setting.notes, said],
        problem=replace(problem, candidates=candidates, acceptance=acceptance, forced=forced),
    )  # fmt: skip


def recognised(setting: Setting, sheet: pl.DataFrame) -> pl.DataFrame:
    """The rows of a list of attendance (`sheets.attended`) as `after_round` takes them: id, came, day.

    People stand there by id, or by the code of a plan of the same candidates. Raises OutreachProblem for anybody else.
    """
    ids = setting.people["id"]
    coded = dict(zip(codes(setting), ids, strict=True))
    named = set(ids)
    mark = fingerprint(setting)
    found: list[tuple[str, bool, int]] = []
    for code, came, day, plan, row in sheet.select("code", "came", "day", "plan", "row").rows():
        if code not in named and code in coded and plan != mark:
            raise OutreachProblem(
                f"Baris {row}: kode ini berasal dari rencana lain, karena tabel aktor atau hubungan sudah berubah. Tulis id orangnya (lihat "
                "names.csv) sebagai ganti kode.",
                f"Row {row}: this code comes from another plan, for the actors or ties have changed. Write the person's id (see names.csv) "
                "in place of the code.",
            )
        if code not in named and code not in coded:
            raise OutreachProblem(
                f"Baris {row}: orang ini tidak ada di antara calon. Periksa kode atau id.",
                f"Row {row}: this person is not among the candidates. Check the code or id.",
            )
        who = code if code in named else coded[code]
        if any(who == known for known, *_ in found):
            raise OutreachProblem(
                f"Baris {row}: orang ini sudah ada di daftar hadir, sebagai kode dan sebagai id. Satu baris saja.",
                f"Row {row}: this person stands in the list of attendance already, by code and by id. One row only.",
            )
        found.append((who, came, day))
    return pl.DataFrame(found, schema=setting.attended.schema, orient="row")


def _nodes(plan: Plan, people: list[str]) -> Ints:
    known: dict[str, int] = dict(
        zip(plan.setting.people["id"][plan.chosen], plan.chosen.tolist(), strict=True)
    )
    known |= dict(zip(codes(plan.setting).gather(plan.chosen), plan.chosen.tolist(), strict=True))
    unknown = [each for each in people if each not in known]
    if unknown:
        raise OutreachProblem(
            f"{len(unknown)} orang tidak ada dalam rencana.", f"{len(unknown)} people are not in the plan."
        )
    return np.array(sorted({known[each] for each in people}), np.int32)
