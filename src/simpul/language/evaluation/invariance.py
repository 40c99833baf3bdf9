"""Whether a label hangs on who or where a text is about: names are swapped, and the labels that flip are counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from simpul.language.tables import table

MOST_FLIPS = 0.01  # share of the labels that a swap may change


class Group(NamedTuple):
    """Names that may stand for each other: `kind` is person, place or agency."""

    kind: str
    names: tuple[str, ...]


class Flips(NamedTuple):
    """Labels of texts in which a name was swapped, and how many of them changed."""

    kind: str
    texts: int  # different texts that hold a name of the kind
    labels: int
    flipped: int
    examples: tuple[tuple[str, str, str], ...]  # name before, name after, label

    @property
    def share(self) -> float:
        """Flipped of all labels; NaN without labels."""
        return self.flipped / self.labels if self.labels else float("nan")


def groups() -> list[Group]:
    """The shipped substitutes, in the order of `substitutes.csv`, as they are written there and in small letters.

    All persons are one group and so are all places. Agencies are grouped by their affair: that a text names the social service
    and not the registry office is a reason for another need, but not that it is spelled out or has another short form.
    """
    listed = table("substitutes").group_by("kind", "group", maintain_order=True).agg("name")
    written = [Group(kind, tuple(names)) for kind, _, names in listed.iter_rows()]
    small = [Group(each.kind, tuple(dict.fromkeys(name.lower() for name in each.names))) for each in written]
    return [each for each in dict.fromkeys(written + small) if len(each.names) > 1]


def swaps(texts: pl.Series, group: Group) -> pl.DataFrame:
    """The texts that hold a name of the group with every such name replaced: text (its row), before, after, swapped.

    Each text is told up to twice, each time with another name. Names are found as whole words, in the letters given.
    """
    held = (
        r"\b(?:" + "|".join(re.escape(name) for name in sorted(group.names, key=len, reverse=True)) + r")\b"
    )
    found = (
        texts.alias("words").to_frame().with_row_index("text")
        .with_columns(before=pl.col("words").str.extract(f"({held})"))
        .filter(pl.col("before").is_not_null())
    )  # fmt: skip
    size = len(group.names)
    changed = [
        found.filter((pl.col("text") + turn) % size == position)
        .with_columns(after=pl.lit(name), swapped=pl.col("words").str.replace_all(held, name))
        .filter(pl.col("before") != name)
        for turn in sorted({0, size // 2})
        for position, name in enumerate(group.names)
    ]
    return pl.concat(changed).select("text", "before", "after", "swapped").sort("text", "after")


def flips(
    before: pl.DataFrame, after: pl.DataFrame, swapped: pl.DataFrame, kind: str, columns: Sequence[str]
) -> Flips:
    """How many of the labels in `columns` differ between the texts as they were and with swapped names, row by row."""
    old = before[swapped["text"].to_list()]
    changed = [(column, ~old[column].eq_missing(after[column])) for column in columns]
    examples = [
        (swapped["before"][row], swapped["after"][row], column)
        for column, differs in changed
        for row in differs.arg_true().head(1)
    ]
    return Flips(
        kind, swapped["text"].n_unique(), swapped.height * len(columns),
        sum(int(differs.sum()) for _, differs in changed), tuple(examples),
    )  # fmt: skip
