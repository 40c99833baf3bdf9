"""Nominations, counts of acquaintances, and whom a survey reached."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from scipy.stats import binomtest
from test_survey_reach import HERE, PEOPLE, THERE, TOLD, actors, homes

from simpul.network.nominations import NOMINATED, agreement, nominated
from simpul.network.relational import COUNTS, DEGREES, SIZES, scale_up
from simpul.network.responses import RESPONSES, ego_sample, responses


def told(*rows: tuple) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema={"respondent": pl.String, "nominee": pl.String, "place": pl.String}, orient="row"
    )


def test_whom_people_would_tell() -> None:
    rows = [(f"h{i}", "bu rt", "a") for i in range(8)] + [(f"h{i}", "pak 😀", "a") for i in range(6, 10)]
    rows += [("h0", "bu rt", "a"), ("h9", "h9", "a"), ("h10", None, "a"), ("z", "bu rt", "b")]
    found = nominated(told(*rows))
    assert found.schema == pl.Schema(NOMINATED)
    first = found.row(0, named=True)
    oracle = binomtest(8, 10).proportion_ci(method="wilson")
    assert first == {
        "id": "bu rt", "place": "a", "nominations": 8, "n": 10, "share": 0.8, "low": pytest.approx(oracle.low),
        "high": pytest.approx(oracle.high), "rank": 1, "suppressed": False,
    }  # fmt: skip
    assert found.select("id", "nominations", "low", "rank").rows()[1:] == [
        ("pak 😀", None, None, 2),
        ("bu rt", None, None, 1),
    ]
    assert nominated(told().drop("place")).is_empty()


def test_agreement_with_another_choice() -> None:
    ids = pl.Series([str(i) for i in range(10)])
    assert agreement(ids[:5], ids[:5], 10) == 1
    assert agreement(ids[:5], ids[5:], 10) == -1
    assert agreement(ids[:2], ids[1:6], 10) == 0
    assert (
        agreement(ids[:0], ids, 10) is None
        and agreement(ids, ids, 10) is None
        and agreement(ids, ids, 3) is None
    )


def asked(rows: dict[str, dict[str, float | None]]) -> pl.DataFrame:
    cells = [(who, group, known) for who, answers in rows.items() for group, known in answers.items()]
    return pl.DataFrame(cells, schema=COUNTS, orient="row")


KNOWN = pl.DataFrame({"group": ["teachers", "nurses"], "size": [200.0, 100.0]})


def test_scale_up_by_hand() -> None:
    answers = {
        "r1": {"teachers": 2, "nurses": 1, "no phone": 4},
        "r2": {"teachers": 4, "nurses": None, "no phone": 2},
        "r3": {"teachers": None, "nurses": None, "no phone": 9},
    }
    found = scale_up(asked(answers), KNOWN, 10_000)
    assert found.degrees.schema == pl.Schema(DEGREES) and found.sizes.schema == pl.Schema(SIZES)
    assert found.degrees.select("respondent", "degree", "groups").rows() == [
        ("r1", 100.0, 2),
        ("r2", 200.0, 1),
        ("r3", None, 0),
    ]
    assert found.degrees["high"][0] == pytest.approx(100 + 1.959964 * math.sqrt(3) * 10_000 / 300)
    sizes = {row["group"]: row for row in found.sizes.to_dicts()}
    assert (sizes["no phone"]["size"], sizes["no phone"]["n"], sizes["no phone"]["actual"]) == (
        200.0,
        2,
        None,
    )
    assert (sizes["teachers"]["size"], sizes["teachers"]["actual"]) == (
        200.0,
        200.0,
    )  # r1 alone: degree 100, knows two


def test_intervals_hold_the_truth() -> None:
    inside = []
    for seed in range(60):
        chance = np.random.default_rng(seed)
        degree = chance.gamma(4, 50, 80)
        size = {"a": 300.0, "b": 150.0, "c": 80.0, "hidden": 120.0}
        counts = {
            f"r{i}": {g: float(chance.poisson(d * s / 20_000)) for g, s in size.items()}
            for i, d in enumerate(degree)
        }
        sizes = pl.DataFrame({"group": ["a", "b", "c"], "size": [300.0, 150.0, 80.0]})
        row = scale_up(asked(counts), sizes, 20_000, 300, seed).sizes.row(
            by_predicate=pl.col("group") == "hidden", named=True
        )
        inside.append(row["low"] <= 120 <= row["high"])
    assert np.mean(inside) >= 0.85


def test_the_same_seed_gives_the_same_and_order_does_not_matter() -> None:
    table = asked({f"r {i}'": {"teachers": float(i % 4), "x": float(i)} for i in range(9)})
    first = scale_up(table, KNOWN, 5000, 50, 1)
    assert all(a.equals(b) for a, b in zip(first, scale_up(table.reverse(), KNOWN, 5000, 50, 1), strict=True))


@pytest.mark.parametrize(
    ("counts", "sizes", "message"),
    [
        ({"r": {"teachers": -1.0}}, KNOWN, "negative or no number"),
        ({"r": {"teachers": math.nan}}, KNOWN, "negative or no number"),
        ({"r": {"teachers": math.inf}}, KNOWN, "negative or no number"),
        ({"r": {"poets": 1.0}}, KNOWN, "no group of known size"),
        ({"r": {"teachers": 1.0}}, KNOWN.with_columns(size=pl.lit(20_000.0)), "size of teachers must be"),
    ],
)
def test_bad_counts_are_refused(counts: dict, sizes: pl.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        scale_up(asked(counts), sizes, 10_000)


def test_two_answers_of_one_respondent_are_refused() -> None:
    with pytest.raises(ValueError, match="r has two answers for teachers"):
        scale_up(pl.concat([asked({"r": {"teachers": 1.0}})] * 2), KNOWN, 10_000)


FRAME = pl.DataFrame(
    {"place": [HERE, THERE, "elsewhere"], "asked": [20, 10, 5], "households": [100, 70, None]}
)


def test_whom_the_survey_reached() -> None:
    found = responses(PEOPLE, TOLD, FRAME, least=0)
    assert found.schema == pl.Schema(RESPONSES)
    assert found.drop("suppressed").rows() == [
        (None, 35, 17, 16, None, 17 / 35, 16 / 17, None),
        (HERE, 20, 10, 10, 100, 0.5, 1.0, 0.1),
        (THERE, 10, 7, 6, 70, 0.7, 6 / 7, 0.1),
        ("elsewhere", 5, 0, 0, None, 0.0, None, None),
    ]
    assert responses(PEOPLE, TOLD, least=0).select("place", "asked", "answered").rows() == [
        (None, None, 17), (HERE, None, 10), (THERE, None, 7),
    ]  # fmt: skip


def test_few_who_answered_are_not_shown() -> None:
    shown = responses(PEOPLE, TOLD, FRAME)
    assert shown.select("place", "answered", "named").rows() == [
        (None, 17, None), (HERE, 10, 10), (THERE, 7, None), ("elsewhere", 0, 0),
    ]  # fmt: skip
    few = responses(
        actors(*homes(0, 3, HERE, True), *homes(3, 9, THERE, True), *homes(9, 20, "x", True)), TOLD
    )
    assert few.select("place", "answered").rows() == [(None, 17 + 3), (HERE, None), (THERE, None), ("x", 11)]


def test_what_is_a_sample_of_ego_networks() -> None:
    assert ego_sample(PEOPLE)
    assert not ego_sample(PEOPLE.filter(pl.col("kind") != "household"))
    assert responses(PEOPLE.clear(), TOLD)["answered"].to_list() == [0]
