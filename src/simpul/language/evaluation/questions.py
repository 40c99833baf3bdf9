"""What labels are asked about, and labels of people and of the labeller as whole numbers that can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from simpul.language.heads import FUNCTIONS, PROGRESS, PURPOSES, STANCES
from simpul.language.labels import INTENTS, LANGUAGES, SENTIMENTS, STYLES
from simpul.language.tables import issues, needs

Ints = npt.NDArray[np.int64]
Set = npt.NDArray[np.bool_]  # text × class

UNKNOWN_SHOWN = 5


class EvaluationProblem(ValueError):
    """Labels that cannot be compared; `problem` is (Indonesian, English) and says what to do next."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(f"{indonesian} / {english}")
        self.problem = (indonesian, english)


class Kind(Enum):
    """How the classes of a question relate."""

    CHOICE = "choice"  # one of them, without an order
    ORDER = "order"  # one of them, from low to high
    FLAG = "flag"  # 0 or 1
    SET = "set"  # any number of them


class Question(NamedTuple):
    """A column of labels and the classes that it can hold, codes at the level at which they are compared."""

    name: str
    classes: tuple[str, ...]
    kind: Kind


def _flag(name: str) -> Question:
    return Question(name, ("0", "1"), Kind.FLAG)


QUESTIONS: Mapping[str, Question] = {
    question.name: question
    for question in (
        Question("language", LANGUAGES, Kind.CHOICE),
        Question("issue", tuple(str(number) for number in range(1, 11)), Kind.CHOICE),
        Question("sentiment", SENTIMENTS, Kind.ORDER),
        _flag("poverty"),
        _flag("mistargeted"),
        _flag("on_behalf"),
        _flag("abuse"),
        Question("needs", tuple(f"N{number:02}" for number in range(1, 17)), Kind.SET),
        Question("intent", INTENTS, Kind.CHOICE),
        Question("style", STYLES, Kind.CHOICE),
        Question("urgency", ("0", "1", "2", "3"), Kind.ORDER),
        Question("stance", STANCES, Kind.CHOICE),
        _flag("aspiration"),
        Question("function", FUNCTIONS, Kind.CHOICE),
        Question("progress", PROGRESS, Kind.CHOICE),
        Question("purpose", PURPOSES, Kind.CHOICE),
        _flag("call_to_care"),
    )
}
ALIASES = {"need": "needs"}


def question(name: str) -> Question:
    """The question of this name; raises EvaluationProblem where there is none."""
    found = QUESTIONS.get(ALIASES.get(name, name))
    if found is None:
        known = ", ".join(QUESTIONS)
        raise EvaluationProblem(
            f"Tidak ada label {name}. Yang ada: {known}.", f"There is no label {name}. There are: {known}."
        )
    return found


def asked_in(frame: pl.DataFrame) -> list[Question]:
    """The questions that a table of labels answers; poverty also follows from the issue."""
    return [
        each
        for each in QUESTIONS.values()
        if each.name in frame.columns or (each.name == "poverty" and "issue" in frame.columns)
    ]


def check(frame: pl.DataFrame, name: str) -> None:
    """Raises EvaluationProblem, naming values and rows, where the table `name` holds classes that nobody knows."""
    for each in asked_in(frame):
        if each.name not in frame.columns:
            continue
        allowed = _allowed(each)
        values = frame.with_row_index("row", 1).select("row", value=_parts(each.name)).explode("value")
        wrong = values.filter(~pl.col("value").is_in(list(allowed)))
        if wrong.height:
            shown = ", ".join(f"{value!r} ({row})" for row, value in wrong.head(UNKNOWN_SHOWN).rows())
            known = ", ".join(sorted(allowed, key=lambda code: (len(code) > 3, code)))
            raise EvaluationProblem(
                f"{name}, kolom {each.name}: {wrong.height} nilai tidak dikenal, misalnya (baris data) {shown}. "
                f"Perbaiki atau kosongkan. Yang dikenal: {known}.",
                f"{name}, column {each.name}: {wrong.height} unknown values, such as (data row) {shown}. "
                f"Correct or empty them. Known: {known}.",
            )


def codes(frame: pl.DataFrame, asked: Question) -> Ints:
    """The class of each text, −1 for none; of a set the first class. Codes count for what they are part of."""
    if asked.name == "poverty" and "poverty" not in frame.columns:
        issue = codes(frame, QUESTIONS["issue"])
        return np.where(issue < 0, -1, (issue == 0).astype(np.int64))
    first = frame.select(_whole(_parts(asked.name).list.first())).to_series()
    table = pl.DataFrame({"name": asked.classes, "code": range(len(asked.classes))})
    found = first.to_frame("name").join(table, on="name", how="left", maintain_order="left")["code"]
    return found.fill_null(-1).to_numpy().astype(np.int64)


def memberships(frame: pl.DataFrame, asked: Question) -> Set:
    """Whether each text has each class of a set."""
    each = _parts(asked.name).list.eval(_whole(pl.element()))
    return (
        frame.select(each.list.contains(name).fill_null(False).alias(name) for name in asked.classes)
        .to_numpy()
        .astype(np.bool_)
    )


def _parts(column: str) -> pl.Expr:
    """The values of a cell, which may hold several joined by |; null and empty hold none. Flags may be written in any way."""
    cell = pl.col(column).cast(pl.String).str.strip_chars().replace("", None)
    value = pl.element().str.strip_chars().str.strip_suffix(".0").replace({"true": "1", "false": "0"})
    return cell.str.split("|").list.eval(value)


def _whole(code: pl.Expr) -> pl.Expr:
    """The category of a need and the issue that another is part of; other classes as they are."""
    return code.str.split(".").list.first()


def _allowed(asked: Question) -> set[str]:
    if asked.name == "needs":
        return set(needs()["code"])
    if asked.name == "issue":
        return set(issues()["code"])
    return set(asked.classes)
