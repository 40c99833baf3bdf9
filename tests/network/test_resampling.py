"""How sure ranks and relations are: known answers, calibration, and the same draws on any number of cores."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from known_graphs import graph, published, random_table, table

from simpul.network.communities import leiden
from simpul.network.graph import Graph, from_edges
from simpul.network.qap import qap
from simpul.network.resampling import MEASURES, RANKS, broker_ranks, community_support, resampled


def test_high_tech_managers_ask_advice_of_friends_and_of_their_boss() -> None:
    advice, _ = published("ht_advice")
    friends, _ = published("ht_friends")
    reports, _ = published("ht_reports")
    among_friends = qap(advice, friends, seed=1)
    assert among_friends.observed == pytest.approx(0.154585, abs=5e-7)
    assert among_friends.p == pytest.approx(0.036, abs=0.02)  # two-sided; published one-sided 0.018
    upward = qap(advice, reports, seed=1)
    assert upward.observed == pytest.approx(0.22356, abs=5e-6)
    assert upward.p < 0.01


def test_qap_is_the_correlation_of_all_cells_and_never_surprised_by_chance() -> None:
    surprised = 0
    for seed in range(60):
        chance = np.random.default_rng(seed)
        one, other = (_dense(chance.random((14, 14)) < 0.2, chance) for _ in range(2))
        found = qap(_graph(one), _graph(other), permutations=99, seed=seed)
        off = ~np.eye(14, dtype=bool)
        assert found.observed == pytest.approx(np.corrcoef(one[off], other[off])[0, 1], abs=1e-9)
        surprised += found.p <= 0.1
    assert surprised <= 14  # of 60 at 10 %: more than that has a chance of one in a thousand
    same = _graph(one)
    assert qap(same, same, permutations=99).observed == pytest.approx(1)
    assert qap(same, _graph(np.zeros((14, 14)))).observed is None
    with pytest.raises(ValueError, match="same nodes"):
        qap(same, graph([("a", "b")]))


def test_the_middle_of_a_star_is_first_in_every_draw() -> None:
    star = table([("m", f"{i:02d}") for i in range(40)])
    ranks = broker_ranks(star, resamples=50, top=1)
    assert ranks.schema == pl.Schema(RANKS)
    middle = ranks.filter(id="m")
    assert middle.select("measure", "rank", "rank_low", "rank_high", "among_top").rows() == [
        (name, 1, 1, 1, 1.0) for name in MEASURES if name != "coverage_lost"
    ]
    leaf = ranks.row(by_predicate=(pl.col("id") == "00") & (pl.col("measure") == "strength"), named=True)
    assert (leaf["value"], leaf["rank"], leaf["low"]) == (1.0, 2, 0.0)


def test_without_doubt_there_is_no_interval() -> None:
    ties, _ = random_table(4)
    ranks = broker_ranks(ties, how="missing", missing=0.0, resamples=5).drop_nulls()
    assert (ranks["low"] == ranks["value"]).all()
    assert (ranks["high"] == ranks["value"]).all()
    assert (ranks["rank_low"] == ranks["rank_high"]).all()


def test_coverage_lost_counts_families_that_hang_on_one_person() -> None:
    ties = table(
        [("office", "rt"), ("office", "kader"), ("rt", "h1"), ("rt", "h2"), ("kader", "h2"), ("kader", "h3")]
    )
    ranks = broker_ranks(
        ties, pl.Series(["rt", "kader"]), pl.Series(["office"]), pl.Series(["h1", "h2", "h3"]), resamples=200
    )
    lost = ranks.filter(measure="coverage_lost")
    assert lost.select("id", "value", "rank").rows() == [("kader", 1.0, 1), ("rt", 1.0, 1)]
    assert lost["high"].to_list() == [2.0, 2.0]  # where the other's tie to h2 was not told


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """Respondents name a broker with chance 0.3; the interval of how many name the broker holds the expected number."""
    held = 0
    for seed in range(80):
        chance = np.random.default_rng(seed)
        named = chance.random((100, 3)) < 0.3
        rows = [(f"h{i}", f"b{j}", f"h{i}") for i, j in np.argwhere(named)]
        ties = pl.DataFrame(rows, schema=["source", "target", "unit"], orient="row")
        ranks = broker_ranks(ties, pl.Series(["b0"]), resamples=300, seed=seed).filter(measure="strength")
        held += ranks["low"][0] <= 30 <= ranks["high"][0]
    assert 69 <= held <= 80


def test_ties_of_one_respondent_come_and_go_together() -> None:
    one = table([("h1", f"b{i}") for i in range(6)]).with_columns(unit=pl.lit("h1"))
    counts = resampled(one, lambda drawn: np.array([drawn.m]), resamples=200)
    assert set(counts.ravel().tolist()) == {0, 6}
    alone = resampled(one.drop("unit"), lambda drawn: np.array([drawn.m]), resamples=200)
    assert len(set(alone.ravel().tolist())) > 3


def test_communities_that_hang_on_few_ties_are_less_sure() -> None:
    firm = [(f"a{i}", f"a{j}") for i in range(8) for j in range(i)]
    ties = table([*firm, *((f"b{i}", f"b{i + 1}") for i in range(8)), ("a0", "b0")])
    network = from_edges(ties)
    support = community_support(ties, leiden(network), resamples=60)
    circle = network.nodes.str.starts_with("a").to_numpy()
    assert support[circle].min() > support[~circle].max()


def test_threads_change_nothing() -> None:
    ties, _ = random_table(6)
    one = broker_ranks(ties, resamples=20, seed=3, threads=1)
    assert one.equals(broker_ranks(ties, resamples=20, seed=3, threads=4))
    assert not one.equals(broker_ranks(ties, resamples=20, seed=4))


def test_nobody_and_nonsense() -> None:
    assert broker_ranks(table([]), resamples=3).is_empty()
    with pytest.raises(ValueError, match="missing is 1"):
        broker_ranks(table([("a", "b")]), how="missing", missing=1, resamples=3)


def _dense(ties: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    valued = ties * chance.integers(1, 4, ties.shape)
    np.fill_diagonal(valued, 0)
    return valued.astype(float)


def _graph(matrix: np.ndarray) -> Graph:
    ends = np.argwhere(matrix)
    rows = pl.DataFrame(
        {
            "source": [f"{a:02d}" for a in ends[:, 0]],
            "target": [f"{b:02d}" for b in ends[:, 1]],
            "weight": matrix[tuple(ends.T)],
        },
        schema={"source": pl.String, "target": pl.String, "weight": pl.Float64},
    )
    return from_edges(rows, pl.Series([f"{i:02d}" for i in range(len(matrix))]))
