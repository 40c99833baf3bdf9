"""Counts of persons by group and answer, without cells so small that they show somebody, or that subtraction would show."""

from __future__ import annotations

import numpy as np
import polars as pl

from simpul.corpus.records import Schema
from simpul.network.graph import Flags, Longs

LEAST = 5
ALL = "all"  # the row of everybody

CELLS: Schema = {
    "group": pl.String,  # null: not known
    "answer": pl.String,
    "count": pl.Int64,  # who gave this answer; null where suppressed
    "n": pl.Int64,  # who gave any; null where suppressed
    "value": pl.Float64,  # count / n; null where either is
    "suppressed": pl.Boolean,
}


def crossed(people: pl.DataFrame, by: str, answer: str, least: int = LEAST) -> pl.DataFrame:
    """How many of each group gave which answer (columns `CELLS`), the row `ALL` last; who gave none is not counted.

    Every group has a row for every answer, also of 0. What is suppressed: see `hidden`. Rows are sorted by group and answer.
    """
    pairs = people.select(
        pl.col(by).cast(pl.String).alias("group"), pl.col(answer).cast(pl.String).alias("answer")
    )
    pairs = pairs.drop_nulls("answer")
    groups = pairs["group"].unique().sort(nulls_last=True)
    answers = pairs["answer"].unique().sort()
    if pairs.is_empty():
        return pl.DataFrame(schema=CELLS)
    counted = pairs.group_by("group", "answer").agg(pl.len().cast(pl.Int64).alias("count"))
    grid = groups.to_frame().join(answers.to_frame(), how="cross")
    filled = grid.join(counted, on=["group", "answer"], how="left", nulls_equal=True, maintain_order="left")
    inside = filled["count"].fill_null(0).to_numpy().reshape(len(groups), len(answers))
    table = _with_sums(inside)
    gone = hidden(inside, least)
    rows = pl.concat([grid, answers.to_frame().select(pl.lit(ALL).alias("group"), "answer")])
    n, n_gone = np.repeat(table[:, -1], len(answers)), np.repeat(gone[:, -1], len(answers))
    count, lost = table[:, :-1].ravel(), gone[:, :-1].ravel()
    return rows.with_columns(
        count=pl.Series(np.where(lost, -1, count)).cast(pl.Int64).replace(-1, None),
        n=pl.Series(np.where(n_gone, -1, n)).cast(pl.Int64).replace(-1, None),
        suppressed=pl.Series(lost | n_gone),
    ).select("group", "answer", "count", "n", value=pl.col("count") / pl.col("n"), suppressed="suppressed")


def hidden(counts: Longs, least: int = LEAST) -> Flags:
    """Which cells of groups × answers to leave out; last row and column of the result stand for the sums.

    A count from 1 to `least` - 1 is left out. In every line, its sum included, then either nothing is left out or two cells are and
    those inside hold `least` persons or more, or the sum is left out with them; else subtraction tells. Further cells go by size,
    the smallest first, empty ones last. The sums over all groups are decided by themselves, so that they are the same whatever
    people are grouped by. Source: complementary suppression (Willenborg and de Waal, Elements of Statistical Disclosure
    Control, 2001).
    """
    table = _with_sums(counts)
    gone = (table > 0) & (table < least)
    if gone[-1, -1]:
        return np.ones_like(gone)
    _close(table[-1], gone[-1], least, keep_sum=True)
    if len(counts) == 1:
        gone[0] = gone[-1]
        return gone
    before = -1
    while before != (before := int(gone.sum())):
        for row in range(len(counts)):
            _close(table[row], gone[row], least, keep_sum=False)
        for column in range(table.shape[1]):
            _close(table[:, column], gone[:, column], least, keep_sum=True)
    return gone


def _with_sums(counts: Longs) -> Longs:
    return np.block([[counts, counts.sum(axis=1, keepdims=True)], [counts.sum(axis=0), counts.sum()]])


def _close(line: Longs, gone: Flags, least: int, keep_sum: bool) -> None:
    """Leave out more of a line, whose last cell is the sum of the others, until what is left out cannot be told."""
    while not _closed(line, gone, least):
        left = np.flatnonzero(~gone[:-1])
        if not len(left):
            gone[-1] |= not keep_sum
            return
        size = line[left]
        gone[left[np.argmin(np.where(size > 0, size, np.iinfo(np.int64).max))]] = True


def _closed(line: Longs, gone: Flags, least: int) -> bool:
    if not gone.any():
        return True
    return bool(gone.sum() > 1 and (gone[-1] or line[:-1][gone[:-1]].sum() >= least))
