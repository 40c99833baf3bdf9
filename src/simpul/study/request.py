"""What is asked of a study, and what went wrong in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

Progress = Callable[[str, int, int], None]  # stage, done, of


@dataclass(frozen=True)
class Request:
    """One study.

    `paths` are files and folders of exports; empty means: study the corpus of `workspace`. `since` and `until` are
    days in the city's time zone, both included. `place` is the code of the city or district that the study is about.
    """

    out: Path
    paths: tuple[Path, ...] = ()
    workspace: Path | None = None
    survey: Path | None = None
    reference: Path | None = None
    place: str | None = None
    since: date | None = None
    until: date | None = None
    engine: Literal["polars", "spark"] = "polars"
    seed: int = 0
    language: Literal["id", "en"] = "id"
    timezone: str = "Asia/Jakarta"
    day_first: bool | None = None
    basis: str | None = None  # why chats may be read, one of `corpus.basis.BASES`
    codes: Path | None = (
        None  # what people coded, by which shares are corrected; see `coding.correcting.read_codes`
    )


class StudyProblem(Exception):
    """A study cannot be made; `problem` is (Indonesian, English) and says what to do next."""

    def __init__(self, id: str, en: str):
        super().__init__(en)
        self.problem = (id, en)
