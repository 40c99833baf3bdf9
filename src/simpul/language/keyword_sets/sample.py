"""A hand-coded sample: texts, and the issues that a person gave them."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from simpul.language.keyword_sets.sets import SetProblem

NONE = ("", "0", "-", "none", "tidak", "lain", "other")  # labels that name no issue


class SampleProblem(SetProblem):
    """A sample that cannot be used."""


class Sample(NamedTuple):
    """Texts by number, and (text, label) rows; a text without a label counts as one that is about none of the issues."""

    texts: pl.DataFrame  # text_id, text
    labels: pl.DataFrame  # text_id, label

    def issues(self) -> list[str]:
        """The labels that occur, sorted."""
        return sorted(self.labels["label"].unique())

    def of(self, issues: list[str]) -> pl.DataFrame:
        """(text_id, issue) for each of these issues: texts that carry it, or a code under it."""
        known = pl.DataFrame({"issue": issues}, schema={"issue": pl.String})
        under = (pl.col("label") == pl.col("issue")) | pl.col("label").str.starts_with(pl.col("issue") + ".")
        pairs = self.labels.select("label").unique().join(known, how="cross").filter(under)
        return (
            self.labels.join(pairs, on="label").select("text_id", "issue").unique().sort("issue", "text_id")
        )


def sample(frame: pl.DataFrame, text: str, label: str) -> Sample:
    """The sample in these columns. Several labels of one text are joined by |. Rows without text are left out.

    A null label is no coding, so the row is left out too; one of `NONE` says that the text is about no issue.
    Raises SampleProblem for a missing column, and where nothing is left.
    """
    lacking = [name for name in (text, label) if name not in frame.columns]
    if lacking:
        names = ", ".join(frame.columns)
        raise SampleProblem(
            f"Kolom {', '.join(lacking)} tidak ada. Yang ada: {names}.",
            f"There is no column {', '.join(lacking)}. There are: {names}.",
        )
    rows = frame.select(text=pl.col(text).cast(pl.String), label=pl.col(label).cast(pl.String)).drop_nulls()
    rows = rows.filter(pl.col("text").str.strip_chars() != "").with_row_index("text_id")
    labels = (
        rows.select("text_id", label=pl.col("label").str.split("|"))
        .explode("label")
        .with_columns(pl.col("label").str.strip_chars())
        .filter(~pl.col("label").str.to_lowercase().is_in(NONE))
        .unique()
        .sort("text_id", "label")
    )
    if labels.is_empty():
        raise SampleProblem(
            f"Kolom {label} tidak memuat satu isu pun di baris yang berteks.",
            f"The column {label} names no issue in any row with a text.",
        )
    return Sample(rows.select("text_id", "text"), labels)
