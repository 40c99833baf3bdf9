"""Targets per measure: met, on the way, missed, or not available."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from simpul.measures.registry import measures
from simpul.study.comparing import FOLDER, Side
from simpul.study.request import StudyProblem

TARGETS: dict[str, Any] = {
    "measure": pl.String,
    "subject_kind": pl.String,
    "subject_id": pl.String,
    "unit": pl.String,
    "aim": pl.String,  # at_least, at_most
    "target": pl.Float64,  # in the measure's unit
    "by": pl.Date,
    "value": pl.Float64,
    "low": pl.Float64,  # 95 % interval of the value
    "high": pl.Float64,
    "n": pl.Int64,
    "state": pl.String,  # met, on_the_way, missed, not_available
    "sure": pl.Boolean,  # the whole interval lies on one side of the target; null without an interval
}
HEADERS = {
    "ukuran": "measure", "subjek": "subject", "arah": "aim", "tenggat": "by", "paling lambat": "by", "sasaran": "target",
}  # fmt: skip
AIMS = {
    "": None, "at_least": "at_least", "at_most": "at_most", ">=": "at_least", "<=": "at_most", "≥": "at_least", "≤": "at_most",
    "sedikitnya": "at_least", "paling sedikit": "at_least", "minimal": "at_least", "paling banyak": "at_most", "maksimal": "at_most",
}  # fmt: skip
SMALLER_IS_BETTER = ("hours", "steps")  # units of what should be short


def read(path: Path) -> pl.DataFrame:
    """Targets of a CSV: measure (ukuran), subject (subjek: `agency:dinsos`, empty for the city), target, by (tenggat), aim (arah: >= or <=).

    Without an aim, times and steps should be at most the target and all else at least. Raises StudyProblem naming the row that is wrong.
    """
    try:
        table = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise _unreadable(path, "bukan CSV yang terbaca", "is no CSV that can be read") from fault
    table = table.rename(lambda name: HEADERS.get(name.strip().lower(), name.strip().lower()))
    lacking = {"measure", "target", "by"} - set(table.columns)
    if lacking:
        raise _unreadable(
            path, f"tidak punya kolom {', '.join(sorted(lacking))}", f"lacks {', '.join(sorted(lacking))}"
        )
    rows = [_row(path, number, row) for number, row in enumerate(table.iter_rows(named=True), start=2)]
    schema = {
        name: TARGETS[name]
        for name in ("measure", "subject_kind", "subject_id", "unit", "aim", "target", "by")
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _row(path: Path, number: int, row: dict[str, str | None]) -> dict[str, Any]:
    cells = {name: (value or "").strip() for name, value in row.items()}
    measure = measures().get(cells["measure"].lower())
    if measure is None:
        raise _wrong(path, number, "measure", cells["measure"], "`simpul measures`")
    kind, _, id = (cells.get("subject") or "corpus:all").partition(":")
    if kind not in measure.subjects or not id:
        raise _wrong(
            path, number, "subject", cells.get("subject", ""), ", ".join(f"{k}:…" for k in measure.subjects)
        )
    aim = cells.get("aim", "").lower()
    if aim not in AIMS:
        raise _wrong(path, number, "aim", aim, ">=, <=")
    try:
        target = float(cells["target"].replace("%", "").strip().replace(",", "."))
    except ValueError as fault:
        raise _wrong(path, number, "target", cells["target"], "40, 12,5") from fault
    try:
        by = date.fromisoformat(cells["by"])
    except ValueError as fault:
        raise _wrong(path, number, "by", cells["by"], "2026-12-31") from fault
    shorter = measure.unit in SMALLER_IS_BETTER
    return {
        "measure": measure.id, "subject_kind": kind, "subject_id": id, "unit": measure.unit, "target": target, "by": by,
        "aim": AIMS[aim] or ("at_most" if shorter else "at_least"),
    }  # fmt: skip


def judge(targets: pl.DataFrame, study: Side) -> pl.DataFrame:
    """The targets (as of `read`) against a study's findings: the table TARGETS.

    met: the value reaches the target; else missed where the day has passed when the study's window ends, and on_the_way before that;
    not_available: the study has no such figure, or hides it.
    """
    known = study.findings.filter(pl.col("status") == "ok").select(
        "measure", "subject_kind", "subject_id", "value", "low", "high", "n"
    )
    value, target, low, high = pl.col("value"), pl.col("target"), pl.col("low"), pl.col("high")
    least = pl.col("aim") == "at_least"
    reached = pl.when(least).then(value >= target).otherwise(value <= target)
    state = (
        pl.when(value.is_null()).then(pl.lit("not_available"))
        .when(reached).then(pl.lit("met"))
        .when(pl.col("by") < study.until).then(pl.lit("missed"))
        .otherwise(pl.lit("on_the_way"))
    )  # fmt: skip
    return (
        targets.join(known, on=["measure", "subject_kind", "subject_id"], how="left", maintain_order="left")
        .with_columns(
            state=state, sure=(low > target) | (high < target) | ((low == target) & (high == target))
        )
        .select(pl.col(name).cast(kind) for name, kind in TARGETS.items())
    )


def keep(targets: pl.DataFrame, root: Path) -> None:
    """Writes the targets beside a study, for its report."""
    (root / FOLDER).mkdir(exist_ok=True)
    targets.write_parquet(root / FOLDER / "targets.parquet")


def _unreadable(path: Path, id: str, en: str) -> StudyProblem:
    return StudyProblem(
        f"{path} {id}. Perlu kolom ukuran, subjek, sasaran, tenggat, arah; mis. response_rate,agency:dinsos,60,2026-12-31,>=",
        f"{path} {en}. It takes the columns measure, subject, target, by, aim; such as response_rate,agency:dinsos,60,2026-12-31,>=",
    )


def _wrong(path: Path, number: int, column: str, value: str, fits: str) -> StudyProblem:
    return StudyProblem(
        f"{path} baris {number}: “{value}” tidak dikenal sebagai {column}. Yang dapat dipakai: {fits}.",
        f"{path} row {number}: “{value}” is not known as {column}. What fits: {fits}.",
    )
