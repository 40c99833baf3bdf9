"""What every document on paper says of itself: title, language, source, and how its codes are opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from simpul.report.page import day_of, period
from simpul.report.print.blocks import Composition
from simpul.report.print.compiling import to_pdf
from simpul.report.study import Study
from simpul.report.words import Say, speaker

WORDS = "document_words.csv"


@dataclass(frozen=True)
class Issue:
    """A document being made of a study: on which day, and at which address its codes open (empty: in Simpul on the command line)."""

    study: Study
    on: date
    codes_at: str = ""

    @cached_property
    def say(self) -> Say:
        return speaker(self.study.language, WORDS)

    @property
    def city(self) -> str:
        return self.study.manifest["city"]["name"] or self.say("city")

    @property
    def day(self) -> str:
        return day_of(self.on, self.study.language)

    @property
    def period(self) -> str:
        return period(self.study)

    def composition(self) -> Composition:
        return Composition(self.study.language, self.say)

    def frame(self, title: str) -> dict[str, Any]:
        """What the house's template needs of any document."""
        opened = self.codes_at or f"simpul explain {self.study.root.name}"
        return {
            "title": f"{title} – {self.city}", "heading": title, "city": self.city, "lang": self.study.language, "author": "Simpul",
            "codes_at": self.codes_at,
            "footer": self.say("footer", city=self.city, day=self.day, opened=opened),
        }  # fmt: skip


def write_pdf(template: str, data: dict[str, Any], pictures: dict[str, str], path: Path) -> Path:
    """Compiles a document and writes it; the same study, day and language give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_pdf(template, data, pictures))
    return path
