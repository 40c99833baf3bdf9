"""Small cells stay hidden, also from who solves the table for them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from simpul.network.cells import CELLS, crossed, hidden


def ranges(table: np.ndarray, gone: np.ndarray) -> dict[tuple[int, int], tuple[float, float]]:
    """What an attacker who knows all shown cells and sums can say of each hidden cell: its least and largest value."""
    rows, columns = table.shape
    size = rows * columns
    lines = [
        np.ravel_multi_index((np.full(columns, i), np.arange(columns)), table.shape) for i in range(rows)
    ]
    lines += [np.ravel_multi_index((np.arange(rows), np.full(rows, j)), table.shape) for j in range(columns)]
    equations = []
    for line in lines:
        equation = np.zeros(size)
        equation[line[:-1]], equation[line[-1]] = 1, -1
        equations.append(equation)
    low, high = np.where(gone, 0, table).ravel(), np.where(gone, table.sum(), table).ravel()
    limits = LinearConstraint(np.array(equations), 0, 0)
    found = {}
    for i, j in zip(*np.nonzero(gone), strict=True):
        aim = np.zeros(size)
        aim[i * columns + j] = 1
        ends = [
            sign
            * milp(sign * aim, constraints=limits, integrality=np.ones(size), bounds=Bounds(low, high)).fun
            for sign in (1, -1)
        ]
        found[i, j] = (round(ends[0]), round(ends[1]))
    return found


@pytest.mark.parametrize("seed", range(25))
def test_no_small_cell_can_be_worked_out(seed: int) -> None:
    chance = np.random.default_rng(seed)
    counts = chance.poisson(chance.choice([1, 4, 12]), (chance.integers(2, 5), chance.integers(2, 5)))
    gone = hidden(counts)
    table = np.block([[counts, counts.sum(axis=1, keepdims=True)], [counts.sum(axis=0), counts.sum()]])
    small = (table > 0) & (table < 5)
    assert gone[small].all()
    assert small.any() == gone.any()
    if table[-1, -1] < 5:
        return
    for (i, j), (low, high) in ranges(table, gone).items():
        if small[i, j]:
            assert low < high, (table, gone, i, j)


def test_a_small_cell_takes_the_smallest_others_with_it() -> None:
    found = hidden(np.array([[3, 20, 30], [10, 11, 12], [40, 50, 60]]))
    assert found.tolist() == [
        [True, True, False, False], [True, True, False, False], [False] * 4, [False] * 4,
    ]  # fmt: skip
    assert not hidden(np.array([[3, 20], [10, 11]]), least=0).any()
    assert hidden(np.array([[1, 1], [0, 2]])).all()


def test_sums_are_the_same_whatever_people_are_grouped_by() -> None:
    chance = np.random.default_rng(3)
    people = pl.DataFrame(
        {"answer": chance.choice(["rt", "cadre", "radio", "tv"], 90, p=[0.6, 0.3, 0.07, 0.03]),
         "place": chance.choice(["a", "b", "c"], 90), "sex": pl.Series(chance.choice(["L", "P", ""], 90).tolist()).replace("", None)}
    )  # fmt: skip
    found = [crossed(people, by, "answer") for by in ("place", "sex")]
    assert found[0].schema == pl.Schema(CELLS)
    whole = [one.filter(group="all") for one in found]
    assert whole[0].equals(whole[1])
    assert whole[0]["suppressed"].sum() >= 2
    assert found[1].filter(pl.col("group").is_null()).height == 4


def test_counts_and_shares() -> None:
    people = pl.DataFrame(
        {"place": ["a"] * 10 + ["b"] * 12, "answer": ["x"] * 10 + ["x"] * 6 + ["y"] * 5 + [None]}
    )
    assert crossed(people, "place", "answer").rows() == [
        ("a", "x", 10, 10, 1.0, False), ("a", "y", 0, 10, 0.0, False),
        ("b", "x", 6, 11, 6 / 11, False), ("b", "y", 5, 11, 5 / 11, False),
        ("all", "x", 16, 21, 16 / 21, False), ("all", "y", 5, 21, 5 / 21, False),
    ]  # fmt: skip
    assert crossed(people.clear(), "place", "answer").schema == pl.Schema(CELLS)
