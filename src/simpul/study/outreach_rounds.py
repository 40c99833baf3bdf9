"""Around a plan, from filled sheets: whom to ask next, what happened beside what was said, and what is learned from it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from simpul.corpus.vocabulary import labels
from simpul.network.graph import from_edges
from simpul.network.outreach import sheets
from simpul.network.outreach.after import Calibration, by_group, calibration, observed_of
from simpul.network.outreach.asking import Coverage, ask_first, ask_neighbours, expected_coverage
from simpul.network.outreach.learning import learn
from simpul.network.outreach.tables import checked_ties, spoken
from simpul.study.edge_files import read_edges, read_table
from simpul.study.folder import Folder
from simpul.study.outreach import people_of
from simpul.study.outreach_sheets import (
    ATTENDED,
    CHANCES,
    HEARD,
    NAMES,
    Language,
    marks,
    read_json,
    read_sheet,
    refuse_filled,
    write_private,
)
from simpul.study.request import StudyProblem

ANSWERS = "answers.csv"
LINES = 4  # of the sheet of answers for each respondent


@dataclass(frozen=True)
class Dates:
    """How the sheets of a campaign tell days: `start` is the day of the briefing, `day_first` decides 05/06/2026."""

    start: date | None = None
    day_first: bool | None = None

    def heard(self, path: Path) -> pl.DataFrame:
        return read_sheet(path, lambda sheet: sheets.heard(sheet, self.start, self.day_first))


# --- after a campaign -------------------------------------------------------------------------------------


class After(NamedTuple):
    """`campaigns` and `groups` have group, n, predicted, observed, low, high; none of under five families."""

    whole: Calibration
    campaigns: pl.DataFrame
    groups: pl.DataFrame
    unmatched: int  # rows of the sheets that name no family of the plan
    absent: int  # people the plans counted on who did not come, by the lists of attendance beside them


def compare(plans: Sequence[Path], heard: Sequence[Path], dates: Dates, out: Path) -> After:
    """What families say afterwards beside what the plans in these folders expected; `heard` in the order of the plans, else the
    filled sheets in the folders. Writes `after.csv` and `reliability.csv`.

    Raises StudyProblem or OutreachProblem for folders and sheets that cannot be compared.
    """
    if heard and len(heard) != len(plans):
        raise StudyProblem(
            f"Ada {len(plans)} folder rencana dan {len(heard)} --heard. Beri satu --heard untuk tiap folder, dengan urutan yang sama.",
            f"There are {len(plans)} folders of plans and {len(heard)} --heard. Give one --heard for each folder, in the same order.",
        )
    rows, unmatched, absent = [], 0, 0
    for at, folder in enumerate(plans):
        about = _plan(folder)
        families = pl.read_parquet(_private(folder, CHANCES))
        said = dates.heard(heard[at] if heard else folder / HEARD)
        rows.append(observed_of(families, int(about["days"]), said, _campaign(folder, at, plans)))
        unmatched += said.height - rows[-1].height
        absent += _absent(folder)
    asked = pl.concat(rows)
    found = After(
        calibration(asked),
        by_group(asked.with_columns(group=pl.col("campaign"))),
        by_group(asked),
        unmatched,
        absent,
    )
    _write_after(Folder(out), found)
    return found


def _absent(folder: Path) -> int:
    """Who was counted on and did not come; 0 where the list of attendance is not filled in."""
    names = _names(folder)
    sheet = (
        spoken(read_table(folder / ATTENDED), sheets.ATTENDED)
        if (folder / ATTENDED).exists()
        else pl.DataFrame()
    )
    if not {"came", "code"} <= set(sheet.columns) or sheet["came"].drop_nulls().is_empty():
        return 0
    away = read_sheet(folder / ATTENDED, sheets.attended).filter(~pl.col("came"))["code"]
    return int(away.replace(names).is_in(list(names.values())).sum())


def _names(folder: Path) -> dict[str, str]:
    """By code the ids of those whom a plan counts on."""
    return dict(pl.read_csv(_private(folder, NAMES), infer_schema=False).select("code", "id").rows())


def _write_after(folder: Folder, found: After) -> None:
    whole = found.whole
    columns = ("group", "n", "predicted", "observed", "low", "high")
    everybody = pl.DataFrame(
        [(None, whole.n, whole.predicted, whole.observed, whole.low, whole.high)],
        schema=found.groups.select(columns).schema,
        orient="row",
    )
    parts = {"all": everybody, "campaign": found.campaigns, "group": found.groups}
    table = pl.concat([part.select(pl.lit(name).alias("of"), *columns) for name, part in parts.items()])
    with folder.whole("after.csv") as path:
        table.with_columns(ratio=pl.col("observed") / pl.col("predicted")).write_csv(path, float_precision=4)
    with folder.whole("reliability.csv") as path:
        whole.reliability.write_csv(path, float_precision=4)


def _campaign(folder: Path, at: int, plans: Sequence[Path]) -> str:
    """The folder's name, numbered where another folder has the same."""
    name = folder.resolve().name
    return name if sum(each.resolve().name == name for each in plans) == 1 else f"{at + 1} {name}"


def _plan(folder: Path) -> dict[str, Any]:
    path = folder / "plan.json"
    if not path.exists():
        raise StudyProblem(
            f"{folder} bukan folder rencana: tidak ada plan.json. Beri folder --out dari `simpul outreach`.",
            f"{folder} is no folder of a plan: there is no plan.json. Give the --out folder of `simpul outreach`.",
        )
    return read_json(path)


def _private(folder: Path, name: str) -> Path:
    """A file that only a coordinator's plan has."""
    if not (folder / name).exists():
        raise StudyProblem(
            f"{folder} tidak punya {name}: rencana ini dibuat tanpa --for coordinator. Buat lagi dengan pilihan itu ke folder lain; "
            "benih (--seed) yang sama memberi rencana yang sama.",
            f"{folder} has no {name}: the plan was made without --for coordinator. Make it again with that option in another folder; "
            "the same --seed gives the same plan.",
        )
    return folder / name


# --- learning ---------------------------------------------------------------------------------------------


class Learned(NamedTuple):
    """`table` as `learning.learn` gives it; `strangers`: people who heard from somebody they are not known to be tied to."""

    table: pl.DataFrame
    told: int  # people who said from whom they heard
    strangers: int


def learn_from(
    edges: Path,
    plans: Sequence[Path],
    surveys: Sequence[Path],
    dates: Dates,
    out: Path,
    both_ways: bool = False,
) -> Learned:
    """Chances and delays by relation and channel from campaigns (folders of plans with their sheets filled in) and from surveys
    (sheets of who heard, those who told among them); written to `out` as `--learned` takes it.

    Raises StudyProblem or OutreachProblem where there is nothing to learn from.
    """
    if not plans and not surveys:
        raise StudyProblem(
            "Beri --plan FOLDER (rencana dengan lembar yang sudah diisi) atau --heard BERKAS (jawaban survei).",
            "Give --plan FOLDER (a plan whose sheets are filled in) or --heard FILE (answers of a survey).",
        )
    read = read_edges(edges)
    ties = checked_ties(read.ties, both_ways or not read.directed)
    parts = [_campaign_rows(folder, dates) for folder in plans] + [dates.heard(path) for path in surveys]
    heard = pl.concat(
        [part.with_columns(cascade=pl.lit(f"{at}")) for at, part in enumerate(parts)], how="diagonal"
    )
    days = [*(int(_plan(folder)["days"]) for folder in plans), *heard["day"].drop_nulls()]
    table = learn(ties, heard, end=max(days, default=None))
    named = heard.drop_nulls(("told_by", "day"))
    known = named.join(ties, left_on=("told_by", "id"), right_on=("source", "target"), how="semi")
    folder = Folder(out.parent)
    with folder.whole(out.name) as path:
        table.write_csv(path, float_precision=4)
    return Learned(table, named.height, named.height - known.height)


def _campaign_rows(folder: Path, dates: Dates) -> pl.DataFrame:
    """Who heard in a campaign: the brokers who came, on the day of their briefing, and the families that were asked."""
    about = _plan(folder)
    names = _names(folder)
    sheet = read_sheet(folder / ATTENDED, sheets.attended).filter("came")
    moved = sheet.filter(pl.col("code").is_in(list(names)), pl.col("plan") != pl.lit(str(about.get("codes"))))
    if moved.height:
        raise StudyProblem(
            f"{folder / ATTENDED}: kodenya berasal dari rencana lain, bukan yang di folder ini.",
            f"{folder / ATTENDED}: its codes come from another plan than that of this folder.",
        )
    came = sheet.select(id=pl.col("code").replace(names), day="day")
    families = dates.heard(folder / HEARD).with_columns(pl.col("told_by").replace(names))
    return pl.concat([came, families], how="diagonal")


# --- asking -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AskRequest:
    """A budget of interviews among `actors`; `answers` are those held so far, `before` people asked in earlier surveys."""

    actors: Path
    out: Path
    interviews: int
    answers: Path | None = None
    before: Path | None = None
    like: Path | None = None
    seed: int = 0
    coordinator: bool = False
    language: Language = "id"


class Asking(NamedTuple):
    """`people`: code, round (first, neighbour), id, place."""

    people: pl.DataFrame
    held: int  # interviews so far
    left: int  # of the budget, before those proposed
    ties: int  # told of so far
    unknown: int  # of those proposed, people who do not stand in the table
    coverage: Coverage | None


def ask(request: AskRequest) -> Asking:
    """Whom to interview next: at first people by lot, then one whom each of them named; by lot again where nobody new was named.

    Writes `ask.csv` (codes, rounds, places) and, for a coordinator, `names.csv`, `answers.csv` to be filled in, and `ties.csv`, the ties
    told of so far, as `simpul outreach` takes them. Raises StudyProblem or OutreachProblem where nobody can be asked.
    """
    refuse_filled(request.out, "ask.json")
    people = people_of(request.actors).drop_nulls("id").unique("id", maintain_order=True)
    places = people.select("id", "place") if "place" in people.columns else people.select("id", place=pl.lit(None, dtype=pl.String))  # fmt: skip
    held, ties = _held(request.answers)
    before = people_of(request.before)["id"] if request.before else pl.Series("id", [], dtype=pl.String)
    coverage = None
    if request.like is not None:
        coverage = expected_coverage(from_edges(read_edges(request.like).ties.select("source", "target")), request.interviews)  # fmt: skip
    left = request.interviews - len(held)
    if len(held) and left < 1:
        raise StudyProblem(
            f"{len(held)} wawancara sudah ada di lembar jawaban; --interviews {request.interviews} sudah habis. Naikkan jumlahnya, atau "
            "langsung susun rencana.",
            f"{len(held)} interviews are in the sheet of answers; --interviews {request.interviews} is used up. Raise the number, or go on to the plan.",
        )
    done = pl.concat([held, before])
    new = ask_neighbours(held.to_frame("id"), ties, request.interviews, before, request.seed).select("round", "id") if len(held) else pl.DataFrame()  # fmt: skip
    if new.is_empty():
        new = ask_first(places, left, done, request.seed + len(held)).select("round", "id")
    if new.is_empty():
        raise StudyProblem(
            "Semua orang di tabel sudah ditanya.", "Everybody in the table has been asked already."
        )
    found = new.join(places, on="id", how="left", maintain_order="left").select(
        pl.format("T-{}", pl.int_range(len(held) + 1, pl.len() + len(held) + 1).cast(pl.String).str.zfill(3)).alias("code"),
        "round", "id", "place",
    )  # fmt: skip
    unknown = found.join(places, on="id", how="anti").height
    _write_asking(request, found, ties)
    return Asking(found, len(held), left, ties.height, unknown, coverage)


def _held(answers: Path | None) -> tuple[pl.Series, pl.DataFrame]:
    if answers is None:
        empty = pl.DataFrame(schema={"source": pl.String, "target": pl.String, "channel": pl.String})
        return pl.Series("id", [], dtype=pl.String), empty
    respondents, ties = read_sheet(answers, sheets.answers)
    return respondents.alias("id"), ties


def _write_asking(request: AskRequest, found: pl.DataFrame, ties: pl.DataFrame) -> None:
    folder = Folder(request.out)
    with folder.whole("ask.csv") as path:
        found.select("code", "round", "place").write_csv(path)
    for name in (NAMES, ANSWERS, "ties.csv"):
        (folder.root / name).unlink(missing_ok=True)
    if request.coordinator:
        write_private(folder, NAMES, found.select("code", "id"))
        write_private(folder, ANSWERS, _answer_sheet(request, found))
        if ties.height:
            words = sheets.ANSWERS if request.language == "id" else {name: (name,) for name in ties.columns}
            write_private(
                folder,
                "ties.csv",
                _said(ties, request.language).rename({name: words[name][0] for name in ties.columns}),
            )
    with folder.whole("ask.json") as path:
        about = {
            "interviews": request.interviews,
            "seed": request.seed,
            "forms": marks(folder.root, (ANSWERS,)),
        }
        path.write_text(json.dumps(about, indent=1, sort_keys=True) + "\n", "utf-8")


def _answer_sheet(request: AskRequest, found: pl.DataFrame) -> pl.DataFrame:
    """The answers so far, then lines for those to be asked."""
    lines = found.select(respondent="id").select(pl.all().repeat_by(LINES).explode())
    blank = sheets.form(lines, sheets.ANSWERS, request.language)
    if request.answers is None:
        return blank
    told = _said(read_sheet(request.answers, sheets.as_answered), request.language)
    return pl.concat([sheets.form(told, sheets.ANSWERS, request.language), blank])


def _said(rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Channels in the words of the questionnaire."""
    return rows.with_columns(pl.col("channel").replace(labels("channel", language=language)))
