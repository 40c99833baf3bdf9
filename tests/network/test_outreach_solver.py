"""Plans against the truth: counted worlds, published networks, bounds that hold, and the same plan on any number of cores."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest
from known_graphs import KITE, SHARED, graph
from numpy.typing import NDArray

from simpul.network.graph import Graph, from_edges
from simpul.network.outreach import exact, fairness, sampling, solving
from simpul.network.outreach.certificate import lower, upper
from simpul.network.outreach.fairness import TOTAL, FairSampler, fair, maximin, price, with_floor
from simpul.network.outreach.problem import Deadline, Problem, by, discounted, ever, soonest
from simpul.network.outreach.robustness import scenarios
from simpul.network.outreach.sampling import BLOCK, Sampler
from simpul.network.outreach.simulating import simulate
from simpul.network.outreach.solving import judged, rules, solve

FLOOR = 1 << 15


def both_ways(network: Graph) -> Graph:
    """Each edge as two arcs."""
    both = network.undirected
    return Graph(both.nodes, both.indptr, both.indices, both.weights)


def kite(chance: float, deadline: Deadline, **more) -> Problem:
    network = both_ways(graph(KITE, directed=False))
    n, m = network.n, network.m
    return Problem(network, np.full(m, chance), np.ones(n), np.ones(n, np.bool_), deadline, **more)


def nodes(problem: Problem, *names: int) -> NDArray[np.int32]:
    return np.array([problem.graph.nodes.index_of(str(name)) for name in names], np.int32)


@pytest.mark.parametrize(
    ("deadline", "pair", "reach"), [(by(2), (3, 7), 5.64158833), (ever(), (3, 8), 6.05198829)]
)
def test_published_reach_on_the_kite(deadline: Deadline, pair: tuple[int, int], reach: float) -> None:
    problem = kite(0.3, deadline)
    assert exact.reach(problem, nodes(problem, *pair)) == pytest.approx(reach, abs=5e-9)
    found = solve(problem, rules(problem, 2), floor=1 << 17)
    assert sorted(found.chosen) == sorted(nodes(problem, *pair))
    assert found.certificate.low <= reach <= found.certificate.high
    assert found.certificate.best >= reach


def small(seed: int) -> Problem:
    """A tiny directed network with every trap: weights, candidates, delays, sure and impossible ties, isolates."""
    chance = np.random.default_rng(seed)
    n, m = int(chance.integers(3, 8)), int(chance.integers(3, 10))
    ends = chance.integers(0, n, (m, 2))
    rows = pl.DataFrame({"source": ends[:, 0], "target": ends[:, 1]}).with_columns(pl.all().cast(pl.String))
    network = from_edges(rows, pl.Series([str(i) for i in range(n)]))
    n, m = network.n, network.m
    weights = chance.integers(0, 4, n).astype(float)
    weights[0] = 1
    deadline = [ever(), by(1), by(3), soonest(3), discounted(4, 0.7)][seed % 5]
    delay = chance.integers(0, 3, m).astype(np.int32) if seed % 3 else None
    likely = np.round(chance.random(m), 1) * (0.4 if seed % 2 else 1)
    return Problem(network, likely, weights, chance.random(n) < 0.7, deadline, delay)


def test_sampling_and_simulating_are_the_counted_worlds() -> None:
    far = 0
    for seed in range(40):
        problem = small(seed)
        people = np.flatnonzero(problem.candidates).astype(np.int32)
        if not len(people):
            continue
        truth = exact.reach(problem, people[:2])
        certain = rules(problem, 2)._replace(forced=people[:2])
        found = solve(problem, certain, floor=1 << 16, ceiling=1 << 16, seed=seed).certificate
        assert found.low <= truth + 1e-9
        assert truth <= found.high + 1e-9
        spread = np.sqrt(max(truth * (problem.total - truth), 1e-12) / (1 << 16))
        far += abs(found.reach - truth) > 3 * spread
        played = simulate(problem, [people[:2]], 4000, seed=seed).value[0]
        assert played.mean() == pytest.approx(truth, abs=4.5 * played.std() / np.sqrt(4000) + 1e-9)
    assert far <= 2


def test_the_best_plan_never_beats_its_bound() -> None:
    for seed in range(60):
        problem = small(seed)
        people = np.flatnonzero(problem.candidates).astype(np.int32)
        if len(people) < 2:
            continue
        best = max(exact.reach(problem, np.array(pair)) for pair in itertools.combinations(people, 2))
        found = solve(problem, rules(problem, 2), floor=FLOOR, seed=seed, failure=0.01).certificate
        assert found.best >= best - 1e-9
        assert found.ratio >= 1 - 1 / np.e - 0.1 or best == 0


def test_bounds_hold_as_often_as_they_say() -> None:
    chance = np.random.default_rng(1)
    for share in (0.001, 0.02, 0.5):
        hits = chance.binomial(20_000, share, 4000)
        assert np.mean([lower(hit, 20_000, 0.05) > share for hit in hits]) <= 0.05
        assert np.mean([upper(hit, 20_000, 0.05) < share for hit in hits]) <= 0.05


def test_village_leaders_and_poor_households() -> None:
    folder = SHARED / "data" / "networks"
    if not folder.is_dir():
        pytest.skip(f"the village networks are not at {folder}")
    ends = pl.read_csv(folder / "microfi_edges.txt", separator="\n", has_header=False, new_columns=["line"])
    pair = pl.col("line").str.extract_all(r"\d+").list
    edges = ends.select(source=pair.get(0), target=pair.get(1))
    network = both_ways(from_edges(edges))
    homes = pl.DataFrame({"hh": network.nodes.cast(pl.Int64)}).join(
        pl.read_csv(folder / "microfi_households.csv"), on="hh", how="left", maintain_order="left"
    )
    leader = homes.select((pl.col("leader") == 1).fill_null(False)).to_series().to_numpy()
    poor = (
        homes.select(((pl.col("roof") == "thatch") | (pl.col("electricity") == 0)).fill_null(False))
        .to_series()
        .to_numpy()
    )
    families = (poor & ~leader).astype(float)
    assert (leader.sum(), families.sum()) == (994, 588)

    def problem(deadline: Deadline) -> Problem:
        return Problem(network, np.full(network.m, 0.1), families, leader, deadline)

    first = problem(by(1))
    assert exact.best_one_step(first, 50)[1] == pytest.approx(22.0335, abs=5e-5)
    plans = [
        solve(problem(aim), rules(first, 50), floor=1 << 18).chosen for aim in (by(1), by(3), soonest(3))
    ]
    popular = np.argsort(-np.where(leader, network.degree_out(), -1), kind="stable")[:50].astype(np.int32)
    curve = simulate(problem(by(3)), [*plans, popular], 4000).curve[:, :, 0]
    assert curve[0, 1] == pytest.approx(22.03, rel=0.015)
    assert curve[1, 3] == pytest.approx(57.1, rel=0.02)
    assert curve[2].mean() == pytest.approx(29.5, rel=0.02)
    assert curve[0, 1] == curve[:, 1].max()
    assert curve[1, 3] == curve[:, 3].max()
    assert curve[2, 3] >= 1.3 * curve[3, 3]


def test_acceptance_and_forced_ones() -> None:
    problem = kite(0.3, by(2), acceptance=np.full(10, 0.5))
    found = solve(problem, rules(problem, 3), floor=FLOOR)
    played = simulate(problem, [found.chosen], 20_000).totals[0].mean()
    assert found.certificate.low <= played <= found.certificate.high
    nobody = kite(0.3, by(2), acceptance=np.zeros(10))
    assert solve(nobody, rules(nobody, 3), floor=FLOOR).certificate.reach == 0
    must = kite(0.3, by(2), forced=nodes(kite(0.3, by(2)), 9))
    assert solve(must, rules(must, 2), floor=FLOOR).chosen[0] == nodes(must, 9)[0]


def test_costs_and_quotas_are_kept() -> None:
    for seed in range(10):
        chance = np.random.default_rng(seed)
        problem = kite(
            0.4, soonest(3), costs=chance.integers(1, 5, 10).astype(float), zones=np.arange(10) % 3
        )
        dear = solve(problem, rules(problem, budget=5.0), floor=FLOOR)
        assert problem.costs[dear.chosen].sum() <= 5
        best = (
            max(
                exact.reach(problem, np.array(plan))
                for size in (1, 2, 3)
                for plan in itertools.combinations(range(10), size)
                if problem.costs[list(plan)].sum() <= 5
            )
            if seed == 0
            else 0
        )
        assert dear.certificate.best >= best
        even = solve(problem, rules(problem, 3, quota={0: 1, 1: 1, 2: 1}), floor=FLOOR)
        assert sorted(problem.zones[even.chosen]) == [0, 1, 2]


def test_threshold_model_is_a_walk() -> None:
    line = from_edges(pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"]}))
    problem = Problem(
        line, np.array([0.5, 0.4]), np.ones(3), np.array([True, False, False]), ever(), model="threshold"
    )
    found = solve(problem, rules(problem, 1), floor=1 << 16)
    assert found.certificate.reach == pytest.approx(1 + 0.5 + 0.2, abs=0.03)
    assert simulate(problem, [found.chosen], 20_000).totals.mean() == pytest.approx(1.7, abs=0.03)


def test_the_seed_decides_on_any_number_of_cores() -> None:
    problem = kite(0.2, soonest(4))
    one = solve(problem, rules(problem, 3), floor=FLOOR, seed=7, threads=1)
    two = solve(problem, rules(problem, 3), floor=FLOOR, seed=7, threads=3)
    assert one.chosen.tolist() == two.chosen.tolist()
    assert one.certificate == two.certificate
    assert one.certificate != solve(problem, rules(problem, 3), floor=FLOOR, seed=8).certificate


def two_quarters() -> Problem:
    """A large quarter with good brokers, a small one with a poor one: most reach forgets the small."""
    rows = [(f"A{b}", f"a{b}{i}") for b in range(4) for i in range(12)] + [("B0", f"b{i}") for i in range(4)]
    network = from_edges(pl.DataFrame(rows, schema=["source", "target"], orient="row"))
    names = network.nodes
    brokers = names.str.contains("^[AB]").to_numpy()
    group = names.str.to_lowercase().str.head(1).replace_strict({"a": 0, "b": 1}).cast(pl.Int32).to_numpy()
    return Problem(network, np.full(network.m, 0.5), (~brokers).astype(float), brokers, by(2), groups=group)


def test_two_hundred_certificates_hold_as_often_as_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    few = 1 << 9  # so few that intervals are wide and luck shows
    monkeypatch.setattr(solving, "BLOCK", few)
    monkeypatch.setattr(sampling, "BLOCK", few)
    problem, optimum = two_quarters(), 18.0
    within, told, wrong = rules(problem, 3), problem.graph.degree_out(), 0
    for seed in range(200):
        found = solve(problem, within, floor=few, ceiling=few, failure=0.1, seed=seed, threads=1)
        reach = told[found.chosen].sum() / 2  # nobody has two tellers
        wrong += not (
            found.certificate.low <= reach <= found.certificate.high and found.certificate.best >= optimum
        )
    assert wrong <= 20


def test_fair_plans_lift_the_quarter_that_was_left() -> None:
    problem = two_quarters()
    sampler, within = FairSampler(problem, sets=1 << 15), rules(problem, 3)
    greedy, welfare = fair(sampler, within, TOTAL), fair(sampler, within)
    assert greedy.share.tolist() == [pytest.approx(18 / 48, abs=0.02), 0]
    assert welfare.share == pytest.approx([12 / 48, 0.5], abs=0.02)
    assert (welfare.low <= [0.25, 0.5]).all()
    assert (welfare.high >= [0.25, 0.5]).all()
    held, met = with_floor(sampler, within, 0.2)
    assert met
    assert held.worst >= 0.2
    assert not with_floor(sampler, within, 0.9)[1]
    assert maximin(sampler, within).worst >= welfare.worst - 0.02
    curve = price(sampler, within)
    assert curve[0].reach >= curve[-1].reach
    assert curve[-1].worst >= curve[0].worst


def test_the_published_two_group_network_becomes_fair() -> None:
    file = SHARED / "data" / "networks" / "ali_synthetic_500_0.025_0.001_0.7_0.05.txt"
    if not file.exists():
        pytest.skip(f"the published network is not at {file}")
    lines = file.read_text().split("\n")
    n, m = map(int, lines[0].split())
    of = dict(line.split() for line in lines[1 : n + 1])
    edges = pl.DataFrame(
        [line.split()[:2] for line in lines[n + 1 : n + 1 + m]], schema=["source", "target"], orient="row"
    )
    network = both_ways(from_edges(edges, pl.Series(list(of))))
    groups = np.array([int(of[node]) for node in network.nodes], np.int32)
    problem = Problem(
        network, np.full(network.m, 0.05), np.ones(n), np.ones(n, np.bool_), by(20), groups=groups
    )
    sampler, within = FairSampler(problem, sets=1 << 15), rules(problem, 30)
    total, welfare = fair(sampler, within, TOTAL), fair(sampler, within)
    assert welfare.worst >= total.worst
    assert welfare.worst >= 3 * total.worst
    assert welfare.reach >= 0.93 * total.reach


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: kite(1.2, ever()), "probability must lie in 0 to 1"),
        (lambda: kite(float("nan"), ever()), "probability must lie in 0 to 1"),
        (lambda: by(-1), "deadline is -1"),
        (lambda: discounted(3, 1.5), "keep is 1.5"),
        (lambda: rules(kite(0.1, ever())), "a size or a budget"),
        (lambda: rules(kite(0.1, ever()), 2, quota={0: 1}), "quotas need zones"),
        (lambda: rules(kite(0.1, ever(), forced=np.arange(3)), 2), "more than the plan allows"),
        (lambda: FairSampler(kite(0.1, ever())), "needs groups"),
        (lambda: kite(0.3, ever(), model="threshold"), "may sum to 1"),
        (lambda: exact.reach(kite(0.3, ever(), acceptance=np.ones(10)), np.array([1])), "can be counted"),
    ],
)
def test_nonsense_is_refused(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_more_people_than_candidates_and_nobody_to_reach() -> None:
    problem = kite(0.3, by(0))
    assert len(solve(problem, rules(problem, 99), floor=FLOOR).chosen) == 10
    alone = from_edges(pl.DataFrame({"source": [], "target": []}), pl.Series(["a"]))
    empty = Problem(alone, np.empty(0), np.zeros(1), np.ones(1, np.bool_), soonest(3))
    assert solve(empty, rules(empty, 1), floor=FLOOR).chosen.tolist() == []
    assert simulate(empty, [np.array([0], np.int32)], 10).totals.tolist() == [[0.0] * 10]


def test_who_told_first_and_the_paths_add_up() -> None:
    problem = kite(0.4, soonest(4), groups=np.arange(10, dtype=np.int32) % 2)
    told = simulate(problem, [nodes(problem, 3, 8), nodes(problem, 0)], 500)
    assert told.credit.sum() == pytest.approx(told.totals[0].mean())
    assert told.paths[:, -1].sum(axis=1) == pytest.approx(told.totals[0])
    assert told.paths.mean(axis=0) == pytest.approx(told.curve[0])
    assert (told.credit.sum(axis=1) >= 1).all()  # each is told by being briefed


def test_any_plan_beside_the_best() -> None:
    problem = kite(0.3, by(2))
    best = solve(problem, rules(problem, 2), floor=FLOOR).certificate
    plan = nodes(problem, 0, 9)
    truth = exact.reach(problem, plan)
    found = judged(problem, plan, best)
    assert found.low <= truth <= found.high
    assert (found.best, found.failure) == (best.best, best.failure + 0.01)


def test_ties_nobody_told_of_are_added_and_whole_ties_go() -> None:
    problem = kite(0.3, by(2))
    others = scenarios(problem, seed=3)
    more = others["ties_untold_20"]
    known = set(zip(problem.graph.sources.tolist(), problem.graph.indices.tolist(), strict=True))
    now = list(zip(more.graph.sources.tolist(), more.graph.indices.tolist(), strict=True))
    assert known < set(now)
    assert now == sorted(set(now))
    assert all(source != target for source, target in now)
    there = others["ties_missing_30"].probability > 0
    pairs = [tuple(sorted(pair)) for pair in zip(problem.graph.sources, problem.graph.indices, strict=True)]
    assert len({(pair, bool(flag)) for pair, flag in zip(pairs, there, strict=True)}) == len(set(pairs))
    assert 0 < there.sum() < problem.graph.m


def test_large_sets_of_groups_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fairness, "MEMBERS", 1 << 18)
    problem = kite(1.0, ever(), groups=np.arange(10, dtype=np.int32) % 2)
    sampler = FairSampler(problem, sets=1 << 17)
    assert sampler.drawn[0].drawn == 2 * BLOCK
    assert sampler.judge(sampler.chosen(rules(problem, 1), TOTAL)).worst == 1


def test_large_sets_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "MEMBERS", 1 << 18)
    problem = kite(1.0, ever())
    found = solve(problem, rules(problem, 1), floor=1 << 17)
    assert found.certificate.sets <= 1 << 15
    assert found.certificate.reach == 10


def test_sets_end_at_who_is_sure_to_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted reach, interval and bound hold where sets are large, with people who may not come and quotas too."""
    monkeypatch.setattr(solving, "LARGE", 0)
    for seed, more in enumerate(
        (
            {},
            {"acceptance": np.linspace(0.3, 1.0, 10)},
            {"zones": np.arange(10) % 2},
            {"forced": np.array([9], np.int32)},
        )
    ):
        problem = kite(0.4, ever() if seed % 2 else by(3), **more)
        within = rules(problem, 3, quota={0: 2, 1: 1} if "zones" in more else None)
        found = solve(problem, within, floor=1 << 16, seed=seed)
        monkeypatch.setattr(solving, "LARGE", 1 << 30)
        plain = solve(problem, within, floor=1 << 16, seed=seed)
        monkeypatch.setattr(solving, "LARGE", 0)
        assert found.certificate.best == pytest.approx(plain.certificate.best, rel=0.05)
        assert found.certificate.reach == pytest.approx(plain.certificate.reach, rel=0.02)
        assert found.gains == pytest.approx(plain.gains, abs=0.25)
        if "acceptance" not in more:
            assert found.certificate.low <= exact.reach(problem, found.chosen) <= found.certificate.high


def test_sets_that_end_early_are_those_that_would_be_hit() -> None:
    problem = kite(0.4, by(2), acceptance=np.full(10, 0.7))
    known = np.zeros(10, np.bool_)
    known[nodes(problem, 3)] = True
    sampler = Sampler(problem, 5)
    cut = sampler.draw(0, 0, 8, known)
    whole = sampler.draw(1, 0, 8)
    stands = np.add.reduceat(known[np.append(whole.members, 0)], whole.offsets[:-1])[
        np.diff(whole.offsets) > 0
    ]
    assert cut.known / cut.drawn == pytest.approx((stands > 0).sum() / whole.drawn, abs=0.01)
    assert not known[cut.members].any()
    assert sampler.covered(known, 2, 0, 8) / cut.drawn == pytest.approx(cut.known / cut.drawn, abs=0.01)


def test_chances_of_every_kind_in_one_row() -> None:
    """A family with many tellers of unequal chances, sure, likely, unlikely and impossible: each is told as often as it should be."""
    chances = np.concatenate([[0.9, 0.9, 0.5, 0.0], np.linspace(0.3, 0.01, 30), np.full(40, 0.005)])
    rows = pl.DataFrame({"source": [f"t{i:02}" for i in range(len(chances))], "target": ["f"] * len(chances)})
    network = from_edges(rows)
    tellers = network.nodes.str.starts_with("t").to_numpy()
    problem = Problem(network, chances, (~tellers).astype(float), tellers, by(1))
    sets = Sampler(problem).draw(0, 0, 40)
    seen = np.bincount(sets.members, minlength=network.n)[network.nodes.str.starts_with("t").to_numpy()]
    error = np.sqrt(chances * (1 - chances) / sets.drawn)
    assert (np.abs(seen / sets.drawn - chances) <= 4.5 * error + 1e-12).all()
