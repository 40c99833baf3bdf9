"""A keyword set held against a sample: everything that is to be known of it at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from simpul.language.keyword_sets.assessing import assess, by_word, mistakes
from simpul.language.keyword_sets.finding import find_words
from simpul.language.keyword_sets.sample import Sample, SampleProblem
from simpul.language.keyword_sets.sets import is_under, shipped, write_set
from simpul.language.keyword_sets.suggesting import suggest


@dataclass(frozen=True)
class Held:
    """Tables by issue, and the words that can never be found."""

    words: pl.DataFrame  # the set, as used
    scores: pl.DataFrame  # `assess`
    by_word: pl.DataFrame
    suggestions: pl.DataFrame  # `suggest`
    mistakes: pl.DataFrame
    unusable: list[tuple[str, str]]

    def write(self, folder: Path) -> list[Path]:
        """Writes words.csv (to edit and use again with --set) and the other tables; gives their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        write_set(self.words, folder / "words.csv")
        tables = {
            "scores": self.scores,
            "by_word": self.by_word,
            "suggestions": self.suggestions,
            "mistakes": self.mistakes,
        }
        for name, table in tables.items():
            table.write_csv(folder / f"{name}.csv", float_precision=4)
        return [folder / f"{name}.csv" for name in ("words", *tables)]


def hold(coded: Sample, words: pl.DataFrame | None = None, issues: list[str] | None = None) -> Held:
    """Holds a set, or the shipped lists, against the sample, for these issues; by default for those of the set and of the sample.

    An issue without words gets suggestions all the same. Raises SampleProblem where none of the issues is in the set or the sample.
    """
    labels = coded.issues()
    own = words["issue"].unique().to_list() if words is not None else []
    chosen = sorted(
        set(issues or [*own, *(label for label in labels if not any(is_under(label, each) for each in own))])
    )
    known = shipped(chosen) if words is None else words.filter(pl.col("issue").is_in(chosen))
    strange = [
        issue
        for issue in chosen
        if issue not in known["issue"] and not any(is_under(label, issue) for label in labels)
    ]
    if strange:
        raise SampleProblem(
            f"Isu {', '.join(strange)} tidak ada di contoh maupun di daftar kata. Yang ada di contoh: {', '.join(labels)}.",
            f"The issue {', '.join(strange)} is neither in the sample nor in the word list. In the sample: {', '.join(labels)}.",
        )
    hits = find_words(coded.texts, known)
    return Held(
        known, assess(coded, hits.found, known, chosen), by_word(coded, hits.found, known),
        suggest(coded, hits.found, known, chosen), mistakes(coded, hits.found, chosen), hits.unusable,
    )  # fmt: skip
