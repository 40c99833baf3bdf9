"""Plans of outreach in files: from an edge list and a table of actors, or as a part of a study that has a survey."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import polars as pl

from simpul import __version__
from simpul.network.nominations import NOMINATIONS, votes
from simpul.network.outreach.asking import after_round, recognised
from simpul.network.outreach.build import Aim, OutreachProblem, Setting, setting
from simpul.network.outreach.plan import Fair, Plan, plan_outreach
from simpul.network.outreach.problem import Model
from simpul.network.outreach.sheets import attended
from simpul.network.outreach.showing import fingerprint
from simpul.network.outreach.tables import HEADERS, spoken
from simpul.network.reach import FLOWS
from simpul.study.edge_files import ID, read_edges, read_table
from simpul.study.folder import Folder
from simpul.study.outreach_sheets import Language, read_sheet, refuse_filled, write_sheets
from simpul.study.request import Progress, StudyProblem

FRAMES = ("groups", "curve", "comparison", "price", "robustness", "unreached", "routes")
STUDY_DAYS, STUDY_BROKERS = 7, 10  # a study shows one plan with declared defaults
STUDY_SETS, STUDY_WORLDS = 1 << 17, 500


@dataclass(frozen=True)
class OutreachRequest:
    """What is asked of `simpul outreach`; `role` *coordinator* also gets the ids of those to be briefed, in a file of its own."""

    edges: Path
    actors: Path
    out: Path
    budget: int
    days: int
    fair: str = "welfare"
    aim: Aim = "soonest"
    exclude: Path | None = None
    must: Path | None = None
    learned: Path | None = None
    cost: float | None = None
    quota: dict[str, int] = field(default_factory=dict)
    both_ways: bool = False
    seed: int = 0
    role: Literal["officer", "coordinator"] = "officer"
    nominations: Path | None = None
    attendance: float = 1.0
    model: Model = "cascade"
    attended: Path | None = None  # who came to earlier briefings, and who did not
    language: Language = "id"  # of the sheets to be filled in


def make_plan(request: OutreachRequest, progress: Progress = lambda *_: None) -> Plan:
    """Reads the tables, plans, and writes all files but the sheet into `request.out`.

    Raises StudyProblem for files that cannot be read and OutreachProblem where they allow no plan.
    """
    fair = Fair.read(request.fair)
    refuse_filled(request.out, "plan.json")
    progress("read", 0, 1)
    edges = read_edges(request.edges)
    made = setting(
        edges.ties, people_of(request.actors), request.days, aim=request.aim,
        excluded=people_of(request.exclude) if request.exclude else None,
        must=people_of(request.must)["id"].to_list() if request.must else None,
        learned=read_learned(request.learned) if request.learned else None,
        both_ways=request.both_ways or not edges.directed, attendance=request.attendance, model=request.model,
    )  # fmt: skip
    if request.attended is not None:
        made = _after_briefing(made, request.attended, request.budget)
    progress("read", 1, 1)
    progress("plan", 0, 1)
    plan = plan_outreach(
        made,
        request.budget,
        days=request.days,
        fair=fair,
        cost=request.cost,
        quota=request.quota,
        nominations=votes(_nominations(request.nominations), made.people["id"])
        if request.nominations
        else None,
        seed=request.seed,
    )
    progress("plan", 1, 1)
    _write(Folder(request.out), plan, request)
    return plan


def _after_briefing(made: Setting, file: Path, budget: int) -> Setting:
    """Who came stays in the plan and in the budget, who did not is not asked again."""
    now = after_round(made, read_sheet(file, lambda sheet: recognised(made, attended(sheet))))
    came = int(now.attended["came"].sum())
    if came > budget:
        raise StudyProblem(
            f"{came} orang sudah diberi pengarahan, lebih dari --budget {budget}. --budget adalah jumlah seluruhnya, termasuk yang sudah hadir.",
            f"{came} people have been briefed, more than --budget {budget}. --budget is the number in all, with those who came.",
        )
    left = (f"Masih dapat diundang: {budget - came}.", f"Still to be invited: {budget - came}.")
    return replace(now, notes=[*now.notes, left])


def people_of(file: Path) -> pl.DataFrame:
    """A table with `id`, by whatever of its usual names."""
    table = spoken(read_table(file))
    known = {column.strip().lower(): column for column in reversed(table.columns)}
    column = next((known[name] for name in ID if name in known), None)
    if column is None:
        there = ", ".join(table.columns)
        raise StudyProblem(
            f"{file.name} tidak punya kolom id. Yang ada: {there}.",
            f"{file.name} has no column id. It has: {there}.",
        )
    return table.rename({column: "id"}).with_columns(pl.col("id").cast(pl.String))


def _nominations(file: Path) -> pl.DataFrame:
    table = spoken(read_table(file))
    missing = ", ".join(name for name in NOMINATIONS if name not in table.columns)
    if missing:
        there = ", ".join(table.columns)
        raise StudyProblem(
            f"{file.name} tidak punya kolom {missing}. Yang ada: {there}.",
            f"{file.name} has no column {missing}. It has: {there}.",
        )
    return table


def read_learned(file: Path) -> pl.DataFrame:
    """Chances and delays by relation and channel, as `transmission.csv` has them. Raises OutreachProblem outside 0…1."""
    table = spoken(read_table(file), {name: HEADERS[name] for name in ("relation", "channel", "probability")})
    missing = {"relation", "channel", "probability"} - set(table.columns)
    if missing:
        names = ", ".join(sorted(missing))
        raise StudyProblem(f"{file.name} tidak punya kolom {names}.", f"{file.name} has no column {names}.")
    texts = {
        name: pl.lit(None, dtype=pl.String)
        for name in ("name", "mark", "source")
        if name not in table.columns
    }
    table = table.with_columns(**texts).with_columns(
        pl.col("name", "mark", "source").cast(pl.String),
        pl.col("relation", "channel").cast(pl.String).replace("", None),
        *(pl.col(name).cast(pl.Float64, strict=False) for name in ("probability", "low", "high") if name in table.columns),
        delay_days=(pl.col("delay_days") if "delay_days" in table.columns else pl.lit(None)).cast(pl.Int64, strict=False),
    ).with_columns(pl.col("mark").fill_null("learned"))  # fmt: skip
    bad = table.filter(~pl.col("probability").is_between(0, 1).fill_null(True))
    if bad.height:
        raise OutreachProblem(
            f"{file.name}: peluang harus antara 0 dan 1.",
            f"{file.name}: a probability must lie between 0 and 1.",
        )
    return table


def _write(folder: Folder, plan: Plan, request: OutreachRequest) -> None:
    frames = {"plan": visits(plan)} | {name: getattr(plan, name) for name in FRAMES}
    for name, frame in frames.items():
        with folder.whole(f"{name}.csv") as path:
            frame.write_csv(path, float_precision=6)
    forms = write_sheets(folder, plan, request.language, request.role == "coordinator")
    content = figures(plan) | {"parameters": _asked(request), "exclusions": _exclusions(plan)}
    content |= {
        "codes": fingerprint(plan.setting),
        "forms": forms,
        "briefed": int(plan.setting.attended["came"].sum()),
    }
    with folder.whole("plan.json") as path:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def visits(plan: Plan) -> pl.DataFrame:
    """The brokers with where they reach families: whom to invite, in order, then those already `briefed`, who have no order."""
    came = plan.setting.attended.filter("came")["id"]
    briefed = plan.setting.people["id"].gather(plan.chosen).is_in(came.implode())
    rows = _joined_places(plan).with_columns(briefed=briefed).sort("briefed", maintain_order=True)
    return rows.with_columns(order=pl.when(~pl.col("briefed")).then(pl.int_range(1, pl.len() + 1)))


def _joined_places(plan: Plan) -> pl.DataFrame:
    """The brokers with their groups in one cell: `Potrobangsan 12.3 | Cacaban 4.0`."""
    told = plan.places.group_by("code", maintain_order=True).agg(
        pl.format("{} {}", "group", pl.col("families").round(1)).str.join(" | ").alias("where")
    )
    return plan.brokers.join(told, on="code", how="left", maintain_order="left")


def _asked(request: OutreachRequest) -> dict[str, Any]:
    return {
        "edges": request.edges.name, "actors": request.actors.name, "budget": request.budget, "days": request.days,
        "fair": request.fair, "aim": request.aim, "seed": request.seed, "cost": request.cost, "quota": request.quota,
        "both_ways": request.both_ways, "learned": request.learned and request.learned.name, "role": request.role,
        "nominations": request.nominations and request.nominations.name, "attendance": request.attendance, "model": request.model,
        "attended": request.attended and request.attended.name,
    }  # fmt: skip


def _exclusions(plan: Plan) -> list[dict[str, Any]]:
    """Who was excluded, without names; a reason is kept only where an officer had to give one."""
    people, gone = plan.setting.people, plan.setting.excluded
    rows = gone.join(people.select("id", "role", "place"), on="id", how="left", maintain_order="left")
    return [
        {"role": row["role"], "place": row["place"], "declined": row["declined"], "reason": None if row["declined"] else row["reason"]}
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip


def figures(plan: Plan) -> dict[str, Any]:
    """The plan in single figures, all that is not a table."""
    shares = plan.fairness
    return {
        "simpul": __version__, "seed": plan.seed, "days": plan.days, "fair": str(plan.fair), "aim": plan.setting.problem.deadline.name,
        "brokers": len(plan.chosen), "candidates": int(plan.setting.problem.candidates.sum()), "families": plan.families,
        "reached": plan.reached, "ties": plan.setting.problem.graph.m, "marks": plan.setting.marks,
        "certificate": plan.certificate._asdict() | {"total": plan.setting.problem.total},
        "guarantee": {"id": plan.guarantee[0], "en": plan.guarantee[1]},
        "lowest_group": None if shares is None else {
            "share": shares.worst, "low": float(shares.low[shares.share.argmin()]), "high": float(shares.high[shares.share.argmin()]),
            "possible": plan.groups.filter(pl.col("possible") > 0)["possible"].min() if len(plan.chosen) >= plan.fewest else 0.0,
        },
        "fewest": plan.fewest, "robust_ratio": plan.robustness["ratio"].min(),
        "notes": [{"id": id, "en": en} for id, en in plan.notes],
    }  # fmt: skip


# --- as a part of a study ----------------------------------------------------------------------------------


def plan_in_study(folder: Folder, seed: int) -> None:
    """Writes the tables `outreach` and `outreach_*` where the survey's ties allow a plan; else none of them.

    Ten brokers (or as many as there are kelurahan, if more), seven days, soonest, fair by log welfare, all chances from defaults.
    `outreach_brokers` has the pseudonym in `id`, so that whoever is forgotten goes from it.
    """
    actors = (
        folder.scan("actors")
        .rename({"actor_id": "id"})
        .unique("id", keep="last", maintain_order=True)
        .collect()
    )
    ties = (
        folder.scan("survey_ties")
        .filter(pl.col("relation").is_null() | pl.col("relation").is_in(FLOWS))
        .collect()
    )
    if ties.is_empty() or actors.is_empty():
        return
    places = actors.filter(pl.col("poor"))["place"].drop_nulls().n_unique()
    try:
        made = setting(ties.select("source", "target", "relation", "channel"), actors, STUDY_DAYS)
        plan = plan_outreach(
            made, max(STUDY_BROKERS, places), days=STUDY_DAYS, sets=STUDY_SETS, worlds=STUDY_WORLDS, seed=seed
        )
    except OutreachProblem:
        return  # the sections on reach say what the survey lacks
    ids = plan.names().select("code", "id")
    folder.write(
        "outreach_brokers", _joined_places(plan).join(ids, on="code", how="left", maintain_order="left")
    )
    for name in FRAMES:
        folder.write(f"outreach_{name}", getattr(plan, name))
    folder.write("outreach", pl.DataFrame({"figures": [json.dumps(figures(plan), sort_keys=True)]}))
