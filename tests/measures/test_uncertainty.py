"""Intervals that know who stands behind the rows: against published formulas, statsmodels, and drawn populations."""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl
import pytest
from city_tables import City, at, cell

from simpul.measures import bootstrap, units
from simpul.measures.computing import compute
from simpul.measures.findings import k_of_n
from simpul.measures.intervals import difference, wilson
from simpul.measures.uncertainty import beside_whole, drawn, effective

ONE = {"subject_kind": "corpus", "subject_id": "all"}


def clusters(hits: list[int], sizes: list[int]) -> pl.DataFrame:
    rows = [
        ONE | {"group": g, "a": float(h), "b": float(m)}
        for g, (h, m) in enumerate(zip(hits, sizes, strict=True))
    ]
    return pl.DataFrame(rows)


def worth(hits: list[int], sizes: list[int]) -> float:
    return float(effective(clusters(hits, sizes))["effective"][0])


def test_rows_of_different_persons_are_worth_themselves() -> None:
    assert worth([1, 0, 1, 0, 1], [1] * 5) == pytest.approx(5)


def test_rows_of_one_mind_are_worth_their_persons() -> None:
    assert worth([4, 0, 4, 0, 4, 0], [4] * 6) < 6
    assert worth([3, 3, 3], [3, 3, 3]) == pytest.approx(3)  # all agree: each person is one voice
    assert worth([0, 0], [9, 1]) == pytest.approx(100 / 82)


def test_the_design_effect_is_that_of_a_cluster_robust_mean() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.regression.linear_model import OLS
    chance = np.random.default_rng(3)
    sizes = chance.integers(1, 9, 40)
    hits = chance.binomial(sizes, chance.beta(0.6, 0.9, 40))
    y = np.concatenate([np.repeat([1.0, 0.0], [h, m - h]) for h, m in zip(hits, sizes, strict=True)])
    who = np.repeat(np.arange(40), sizes)
    robust = OLS(y, np.ones_like(y)).fit(cov_type="cluster", cov_kwds={"groups": who})
    n, p = y.size, y.mean()
    deff = float(robust.cov_params()[0, 0]) / (p * (1 - p) / (n - 1))
    from scipy.stats import t

    expected = n / deff * (t.ppf(0.975, n - 1) / t.ppf(0.975, 39)) ** 2
    assert worth(hits.tolist(), sizes.tolist()) == pytest.approx(expected, rel=1e-9)


def test_wilson_on_effective_rows_covers_where_plain_wilson_does_not() -> None:
    chance = np.random.default_rng(11)
    truth, trials, held, plain = 0.3, 300, 0, 0
    for _ in range(trials):
        sizes = chance.integers(1, 20, 60)
        hits = chance.binomial(sizes, chance.beta(0.6, 1.4, 60))
        n, p = int(sizes.sum()), hits.sum() / sizes.sum()
        few = worth(hits.tolist(), sizes.tolist())
        for rows, which in ((few, 0), (n, 1)):
            low, high = wilson(p * rows, rows)
            held += (low <= truth <= high) * (which == 0)
            plain += (low <= truth <= high) * (which == 1)
    assert held / trials > 0.91
    assert plain / trials < 0.75


def test_the_bootstrap_covers_a_ratio() -> None:
    chance = np.random.default_rng(5)
    held, trials = 0, 200
    weights = bootstrap.weights(units.GROUPS)
    for _ in range(trials):
        b = chance.uniform(1, 5, 40)
        a = b * 2 * chance.lognormal(-0.125, 0.5, 40)
        start, groups = np.array([0, 40]), np.arange(40)
        ratio = bootstrap.replicates(start, groups, a, weights) / bootstrap.replicates(
            start, groups, b, weights
        )
        low, high = bootstrap.percentiles(ratio, np.array([40.0]))
        held += low[0] <= 2 <= high[0]
    assert held / trials > 0.9


def test_drawn_weights_are_poisson_and_parts_add_up_to_their_whole() -> None:
    weights = bootstrap.weights(units.GROUPS)
    assert weights.shape == (512, 1000)
    assert weights.mean() == pytest.approx(1, abs=0.005)
    assert weights.var() == pytest.approx(1, abs=0.01)
    assert (weights == 0).mean() == pytest.approx(np.exp(-1), abs=0.003)
    assert weights[:2, :6].tolist() == FIRST_DRAWS  # the same on every machine
    sums = np.array([1.0, 2.0, 4.0])
    parts = bootstrap.replicates(np.array([0, 1, 3]), np.array([7, 7, 9]), sums, weights)
    whole = bootstrap.replicates(np.array([0, 3]), np.array([7, 7, 9]), sums, weights)
    assert parts.sum(axis=0).tolist() == whole[0].tolist()


FIRST_DRAWS = [[0, 0, 2, 0, 1, 2], [1, 0, 1, 0, 1, 0]]


def test_a_ratio_that_never_varies_has_no_interval() -> None:
    table = clusters([0] * 20, [3] * 20).with_columns(units=pl.lit(20))
    _, above, below = drawn(table)
    low, high = bootstrap.percentiles(above / below, np.array([20.0]))
    assert np.isnan([low[0], high[0]]).all()


def test_a_difference_of_shares_is_newcombe_s() -> None:
    """The interval of Newcombe (1998), table II, method 10, example (a): 56/70 − 48/80, printed 0.0524 to 0.3339."""
    one, other = ((k / n, *wilson(k, n)) for k, n in ((56, 70), (48, 80)))
    assert [round(x, 4) for x in difference(one, other)] == [0.2, 0.0524, 0.3339]


def test_a_part_of_a_whole_is_set_against_all_rows_of_each_person() -> None:
    rows = [("1", 0, 3.0), ("2", 0, 1.0), ("2", 1, 2.0), (None, 1, 4.0)]
    table = pl.DataFrame(
        [
            {"subject_kind": "issue", "subject_id": s, "level": "person", "group": g, "a": a, "b": a}
            for s, g, a in rows
        ]
    )
    found = beside_whole(table).sort("subject_id", "group").select("subject_id", "group", "a", "b").rows()
    assert found == [("1", 0, 3.0, 4.0), ("1", 1, 0.0, 6.0), ("2", 0, 1.0, 4.0), ("2", 1, 2.0, 6.0)]


def talkative() -> City:
    """Twelve people ask an account, one of them forty times; only that one is answered, each time."""
    city = City()
    office = city.account("instagram:dinas", agency="dinsos")
    post = city.post(office, at(days=1))
    for who in range(12):
        for turn in range(40 if who == 0 else 1):
            asked = city.label(
                city.comment(f"instagram:~{who:026}", post, at(days=2, hours=turn)), intent="question"
            )
            if who == 0:
                city.comment(office, post, at(days=2, hours=turn + 1), parent=asked)
    return city


def test_one_loud_voice_does_not_make_a_rate_sure() -> None:
    found = cell(
        compute(talkative().tables(), at(), at(days=30), ["response_rate"]), "response_rate", "account"
    )
    assert (found["numerator"], found["n"], found["units"], found["method"]) == (40, 51, 12, "wilson")
    assert found["high"] - found["low"] > 60
    plain = wilson(40, 51)
    assert 100 * (plain[1] - plain[0]) < 24


def test_intervals_are_the_same_whatever_order_the_rows_come_in() -> None:
    frames = talkative().frames()
    turned = {name: frame.reverse().lazy() for name, frame in frames.items()}
    one, other = (compute(t, at(), at(days=30)) for t in ({n: f.lazy() for n, f in frames.items()}, turned))
    assert one.equals(other)


def test_a_median_lies_between_the_rows_of_woodruff() -> None:
    city = City()
    office = city.account("instagram:dinas")
    post = city.post(office, at(days=1))
    for who in range(40):
        asked = city.label(city.comment(f"instagram:~{who:026}", post, at(days=2)), intent="question")
        city.comment(office, post, at(days=2, hours=who + 1), parent=asked)
    found = cell(compute(city.tables(), at(), at(days=30), ["response_time"]), "response_time", "account")
    low, high = wilson(20.0, 40.0)
    assert found["value"] == 20.5
    assert (found["low"], found["high"]) == (np.floor(39 * low) + 1, np.ceil(39 * high) + 1)
    assert (found["method"], found["units"]) == ("woodruff", 40)


def test_nine_persons_give_a_mean_no_interval_and_ten_do() -> None:
    for people, has in ((9, False), (10, True)):
        city = City()
        office = city.account("instagram:dinas")
        post = city.post(office, at(days=1))
        for who in range(people):
            asked = city.label(city.comment(f"instagram:~{who:026}", post, at(days=2)), intent="question")
            city.comment(office, post, at(days=2, hours=who + 1), parent=asked)
        found = cell(
            compute(city.tables(), at(), at(days=30), ["response_time_mean"]), "response_time_mean", "account"
        )
        assert (found["low"] is not None) is has
        assert found["value"] == (people + 1) / 2


@pytest.mark.parametrize(
    ("k", "n", "said"),
    [(13, 15, ("13 dari 15", "13 of 15")), (29, 30, None), (0, 0, None)],
)
def test_fewer_than_thirty_are_said_as_k_of_n(k: int, n: int, said: tuple[str, str] | None) -> None:
    assert k_of_n({"unit": "percent", "numerator": float(k), "denominator": float(n), "n": n}) == said
