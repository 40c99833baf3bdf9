"""A file of hand labels to an evaluation: read, compared, and written as a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from simpul.language.evaluation.agreement import Agreement, compare
from simpul.language.evaluation.evaluating import Evaluation, evaluate
from simpul.language.evaluation.questions import check
from simpul.language.evaluation.report import markdown
from simpul.study.labelling import read_table
from simpul.study.request import StudyProblem

PAGE = "evaluation.md"


def evaluate_file(
    file: Path, text: str, against: Path | None = None, heads: Sequence[str] = ()
) -> tuple[Evaluation, list[Agreement]]:
    """How right the labeller is on a table of hand labels (CSV, NDJSON, Parquet), and how it agrees with another such table.

    Raises StudyProblem for a file that cannot be read or lacks the text, EvaluationProblem for labels that nobody knows.
    """
    frame = _labelled(file, text)
    other = _labelled(against, text) if against else None
    return evaluate(frame, text, heads), compare(frame, other, text) if other is not None else []


def write_page(evaluation: Evaluation, agreements: Sequence[Agreement], out: Path, language: str) -> Path:
    """Writes the evaluation into the folder `out`, which is made if need be; returns the file."""
    out.mkdir(parents=True, exist_ok=True)
    page = out / PAGE
    page.write_text(markdown(evaluation, agreements, language), "utf-8")
    return page


def as_plain(evaluation: Evaluation, agreements: Sequence[Agreement]) -> dict[str, Any]:
    """The evaluation as plain values; what is undefined is null."""
    plain: dict[str, Any] = _plain(evaluation)
    for result, told in zip(evaluation.results, plain["results"], strict=True):
        told["question"] = result.question.name
    return plain | {"agreement": [_plain(each) for each in agreements]}


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and value != value else value


def _labelled(file: Path, text: str) -> pl.DataFrame:
    frame = read_table(file)
    if text not in frame.columns:
        names = ", ".join(frame.columns)
        raise StudyProblem(
            f"Kolom {text} tidak ada di {file.name}. Pilih kolom teks dengan --text. Yang ada: {names}.",
            f"{file.name} has no column {text}. Choose the text column with --text. It has: {names}.",
        )
    check(frame, file.name)
    return frame
