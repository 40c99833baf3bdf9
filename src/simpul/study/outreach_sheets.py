"""The sheets beside a plan that wait to be filled in, and what of it is for the coordinator's eyes only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np
import polars as pl

from simpul.corpus.vocabulary import labels
from simpul.network.outreach import sheets
from simpul.network.outreach.after import chances
from simpul.network.outreach.build import OutreachProblem
from simpul.network.outreach.plan import Plan
from simpul.network.outreach.showing import codes, fingerprint
from simpul.study.edge_files import read_table
from simpul.study.folder import Folder
from simpul.study.request import StudyProblem

Language = Literal["id", "en"]
T = TypeVar("T")
ATTENDED, HEARD, NAMES, CHANCES = "attended.csv", "heard.csv", "names.csv", "chances.parquet"


def attendance(plan: Plan, language: Language) -> pl.DataFrame:
    """The list of attendance: whom to invite, in order, then those of whom it is known that they came or did not."""
    setting, known = plan.setting, plan.setting.attended
    people = setting.people.select("id", "role", "place", code=codes(setting))
    invited = people[plan.chosen].join(known, on="id", how="anti", maintain_order="left")
    seen = known.sort("came", descending=True, maintain_order=True).join(
        people, on="id", maintain_order="left"
    )
    yes, no = ("ya", "tidak") if language == "id" else ("yes", "no")
    rows = pl.concat(
        [
            invited.with_columns(came=pl.lit(None, dtype=pl.String), day=pl.lit(None, dtype=pl.Int64)),
            seen.with_columns(came=pl.when("came").then(pl.lit(yes)).otherwise(pl.lit(no))),
        ],
        how="diagonal",
    )
    return sheets.form(spelt(rows, language).with_columns(plan=pl.lit(fingerprint(setting))), sheets.ATTENDED, language)  # fmt: skip


def follow_up(plan: Plan, language: Language) -> pl.DataFrame:
    """The sheet on which families are asked afterwards, all of them by lot: as far down as it is filled in, it is a fair sample."""
    families = plan.setting.people.filter("family").select("id", "place")
    order = np.random.default_rng([plan.seed, 2]).permutation(families.height)
    return sheets.form(families[order], sheets.HEARD, language)


def spelt(rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Roles in the words of the questionnaire."""
    return rows.with_columns(pl.col("role").replace(labels("role", language=language)))


def write_private(folder: Folder, name: str, frame: pl.DataFrame) -> None:
    """A CSV, or a Parquet file, that only its owner may read."""
    with folder.whole(name) as path:
        path.touch(mode=0o600)
        if name.endswith(".parquet"):
            frame.write_parquet(path)
        else:
            frame.write_csv(path, include_bom=name != NAMES)


def write_sheets(folder: Folder, plan: Plan, language: Language, coordinator: bool) -> dict[str, str]:
    """Writes the list of attendance, and for a coordinator names, chances and the sheet for asking families; returns the marks by
    which `refuse_filled` tells whether a sheet has been filled in. What an earlier plan wrote for a coordinator goes."""
    with folder.whole(ATTENDED) as path:
        attendance(plan, language).write_csv(path, include_bom=True)
    for name in (NAMES, CHANCES, HEARD):
        (folder.root / name).unlink(missing_ok=True)
    if coordinator:
        write_private(folder, NAMES, plan.names())
        write_private(folder, CHANCES, chances(plan))
        write_private(folder, HEARD, follow_up(plan, language))
    return marks(folder.root, (ATTENDED, HEARD))


def marks(folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    return {name: _mark(folder / name) for name in names if (folder / name).exists()}


def refuse_filled(folder: Path, about: str) -> None:
    """Raises StudyProblem where a sheet in the folder is no longer as it was written, by the marks in the file `about`."""
    written = read_json(folder / about).get("forms", {}) if (folder / about).exists() else {}
    for name, mark in written.items():
        if (folder / name).exists() and _mark(folder / name) != mark:
            raise StudyProblem(
                f"{folder / name} sudah diisi dan akan tertimpa. Pilih folder lain untuk --out.",
                f"{folder / name} has been filled in and would be overwritten. Choose another folder for --out.",
            )


def _mark(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()


def read_json(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise StudyProblem(
            f"{path} rusak dan tidak dapat dibaca. Buat ulang rencananya.",
            f"{path} is damaged and cannot be read. Make the plan again.",
        ) from fault
    return content


def read_sheet(path: Path, read: Callable[[pl.DataFrame], T]) -> T:
    """What `read` makes of a sheet; its problems are told with the file's name."""
    table = read_table(path)
    try:
        return read(table)
    except OutreachProblem as problem:
        id, en = problem.problem
        raise StudyProblem(f"{path.name}: {id}", f"{path.name}: {en}") from problem
