"""Plans of outreach: how right, how fast, and what they are worth beside what people do without a tool.

    python -m benchmarks.outreach [hep|peers|spreads|large|far|city|villages|example]

All parts unless one is named. Networks are read from ../shared/data/networks (or SIMPUL_SHARED). Peers (pynetim's IMM, ndlib) run in
an environment of their own, `benchmarks/peers/influence.in`, whose Python is named in SIMPUL_INFLUENCE; without it they are left out.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from simpul.network.graph import Graph, from_edges
from simpul.network.outreach.build import setting
from simpul.network.outreach.plan import Fair, plan_outreach
from simpul.network.outreach.problem import Problem, by, ever, soonest
from simpul.network.outreach.sampling import BLOCK, Sampler
from simpul.network.outreach.simulating import simulate
from simpul.network.outreach.solving import CHOOSE, rules, solve

ROOT = Path(__file__).parents[1]
NETWORKS = Path(os.environ.get("SIMPUL_SHARED", ROOT.parent / "shared")) / "data" / "networks"
KNOWN = {  # k → spread under weighted cascade, published reference runs of 10,000 to 20,000 simulations
    "nethept": {1: 44.2, 10: 314.5, 50: 965.9},
    "facebook": {1: 190.7, 10: 874.4, 50: 1222.1},
    "epinions": {1: 1430.0, 10: 6407.0, 50: 12076.0},
}
WORLDS_OF_ONE = 100_000  # where one person starts, worlds differ most
FILES = {
    "nethept": ("nethept_hep.txt.gz", 1), "facebook": ("ego-facebook_opim-format.txt.gz", 1), "epinions": ("soc-Epinions1.txt.gz", 0),
}  # fmt: skip


def network(name: str) -> Graph:
    """NetHEPT as both directions of each tie, the others as the arcs they list."""
    file, header = FILES[name]
    with gzip.open(NETWORKS / file, "rt") as stream:
        lines = [line.split()[:2] for line in stream if not line.startswith("#")][header:]
    graph = from_edges(pl.DataFrame(lines, schema=["source", "target"], orient="row"))
    if name != "nethept":
        return graph
    both = graph.undirected
    return Graph(both.nodes, both.indptr, both.indices, both.weights)


def weighted_cascade(graph: Graph) -> Problem:
    """Everyone counts, everyone may be briefed, each arc passes with 1 / in-degree of its head."""
    n = graph.n
    return Problem(graph, 1.0 / graph.degree_in()[graph.indices], np.ones(n), np.ones(n, np.bool_), ever())


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def hep() -> None:
    problem = weighted_cascade(network("nethept"))
    for threads in (1, 2):
        sampler = Sampler(problem, 0, threads)
        sampler.draw(CHOOSE, 0, 1)
        seconds = min(timed(lambda drawn=sampler: drawn.draw(CHOOSE, 0, 128))[0] for _ in range(5))
        start = time.process_time()
        sampler.draw(CHOOSE, 0, 128)
        worked = time.process_time() - start
        print(
            f"NetHEPT, {threads} thread(s): {128 * BLOCK / seconds / 1e6:.2f} million sets/s, {128 * BLOCK / worked / 1e6:.2f} million per second of CPU"
        )
    fast = min(
        timed(lambda seed=seed: solve(problem, rules(problem, 50), floor=BLOCK, failure=1e-4, seed=seed))[0]
        for seed in range(5)
    )
    whole, found = timed(lambda: solve(problem, rules(problem, 50)))
    print(
        f"NetHEPT, k = 50: {fast:.3f} s to 1 - 1/e - 0.1; {whole:.2f} s on 2^20 sets, certificate {found.certificate.ratio:.3f}"
    )
    played, told = timed(lambda: simulate(problem, [found.chosen], 2000, days=60))
    print(f"NetHEPT, spread {told.totals.mean():.1f}; {played / 2000 * 1e3:.3f} ms per simulation")


def peers() -> None:
    """pynetim's IMM and ndlib's simulation in the same run, NetHEPT first."""
    python = os.environ.get("SIMPUL_INFLUENCE")
    if python is None:
        print("peers: SIMPUL_INFLUENCE is not set, left out")
        return
    for name in ("nethept", "epinions"):
        problem = weighted_cascade(network(name))
        within = rules(problem, 50)
        solve(problem, within, floor=BLOCK, failure=1e-4, seed=9)
        fast = min(
            timed(lambda seed=seed, p=problem, w=within: solve(p, w, floor=BLOCK, failure=1e-4, seed=seed))[0] for seed in range(5)
        )  # fmt: skip
        whole, found = timed(lambda p=problem, w=within: solve(p, w))
        with tempfile.TemporaryDirectory() as folder:
            arcs, seeds = Path(folder) / "arcs.csv", Path(folder) / "seeds.json"
            pl.DataFrame(
                {"source": problem.graph.sources, "target": problem.graph.indices, "p": problem.probability}
            ).write_csv(arcs)
            seeds.write_text(json.dumps(found.chosen.tolist()))
            peer = ROOT / "benchmarks" / "peers" / "influence.py"
            done = subprocess.run([python, peer, arcs, seeds], check=True, capture_output=True, text=True)
        theirs = json.loads(done.stdout.splitlines()[-1])
        plans = [np.array(theirs["imm_seeds"], np.int32), found.chosen]
        spread = simulate(problem, plans, 4000, days=100).totals.mean(axis=1)
        simulate(problem, [found.chosen], 64, days=100)
        ours = (
            min(
                timed(lambda p=problem, c=found.chosen: simulate(p, [c], 4096, days=100))[0] for _ in range(3)
            )
            / 4096
        )
        print(
            f"{name}: pynetim IMM {theirs['imm']:.2f} s, {theirs['imm'] / fast:.0f} x our {fast:.4f} s to the same promise, {theirs['imm'] / whole:.0f} x "
            f"our {whole:.2f} s on 2^20 sets; spread {spread[0]:.1f} theirs, {spread[1]:.1f} ours\n"
            f"{name}: ndlib {theirs['simulation'] * 1e3:.1f} ms per simulation, {theirs['simulation'] / ours:.0f} x our {ours * 1e3:.4f} ms"
        )


def large(arcs: int = 10_000_000, scale: int = 20) -> None:
    """A random network of ten million arcs with few in the middle of many (R-MAT; Chakrabarti, Zhan and Faloutsos 2004), k = 50."""
    chance = np.random.default_rng(0)
    source, target = np.zeros(arcs, np.int64), np.zeros(arcs, np.int64)
    for _ in range(scale):
        x = chance.random(arcs)
        source = 2 * source + (x >= 0.76)
        target = 2 * target + (((x >= 0.57) & (x < 0.76)) | (x >= 0.95))
    key = np.unique(source[source != target] << 32 | target[source != target])
    source, target = key >> 32, (key & 0xFFFFFFFF).astype(np.int32)
    n = 1 << scale
    indptr = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(source, minlength=n), out=indptr[1:])
    names = pl.Series(np.arange(n)).cast(pl.String)
    problem = weighted_cascade(Graph(names, indptr, target, np.ones(len(target))))
    within = rules(problem, 50)
    loaded = timed(lambda: problem.incoming)[0]
    solve(problem, within, floor=BLOCK, failure=1 / n, seed=9)
    started = time.process_time()
    solve(problem, within, floor=BLOCK, failure=1 / n, seed=0)
    worked = time.process_time() - started
    seconds, found = min(
        (timed(lambda s=s: solve(problem, within, floor=BLOCK, failure=1 / n, seed=s)) for s in range(3)),
        key=lambda each: each[0],
    )
    print(
        f"R-MAT, {problem.graph.m:,} arcs, k = 50: {seconds:.2f} s ({worked:.2f} s of CPU) to 1 - 1/e - 0.1 after loading (arcs turned round in {loaded:.2f} s); "
        f"{found.certificate.sets:,} sets, certificate {found.certificate.ratio:.3f}"
    )


def far() -> None:
    """Where word goes far and a set holds half of the network: ego-Facebook with 0.1 on every arc, on 2^17 sets."""
    graph = network("facebook")
    problem = Problem(graph, np.full(graph.m, 0.1), np.ones(graph.n), np.ones(graph.n, np.bool_), ever())
    within = rules(problem, 50)
    for name, floor in (("to 1 - 1/e - 0.1", BLOCK), ("on 2^17 sets", 1 << 17)):
        seconds, found = timed(
            lambda f=floor: solve(problem, within, floor=f, ceiling=f, failure=1 / graph.n)
        )
        print(
            f"ego-Facebook, p = 0.1, {name}: {seconds:.2f} s, {found.certificate.sets:,} sets, certificate {found.certificate.ratio:.3f}"
        )


def spreads() -> None:
    for name, wanted in KNOWN.items():
        problem = weighted_cascade(network(name))
        for size, spread in wanted.items():
            seconds, found = timed(lambda p=problem, k=size: solve(p, rules(p, k)))
            worlds = WORLDS_OF_ONE if size == 1 else 4000
            reached = simulate(problem, [found.chosen], worlds, days=100).totals
            error = 2 * reached.std() / np.sqrt(worlds)
            print(
                f"{name}, k = {size}: {reached.mean():.1f} ± {error:.1f}, {reached.mean() / spread:.1%} of {spread}; "
                f"{seconds:.2f} s, {found.certificate.sets:,} sets, certificate {found.certificate.ratio:.3f}"
            )


def city(people: int = 100_000, ties: int = 1_000_000, poor: int = 30_000) -> None:
    """Seventeen kelurahan; most ties within one, some people with many; one in fifty may be briefed."""
    chance = np.random.default_rng(0)
    place = chance.integers(0, 17, people)
    members = [np.flatnonzero(place == each) for each in range(17)]
    source = (people * chance.random(ties) ** 1.5).astype(np.int64)
    source = chance.permutation(people)[source]
    near = np.array(
        [
            members[place[each]][int(x * len(members[place[each]]))]
            for each, x in zip(source, chance.random(ties), strict=True)
        ]
    )
    target = np.where(chance.random(ties) < 0.8, near, chance.integers(0, people, ties))
    edges = pl.DataFrame({"source": source, "target": target}).with_columns(
        probability=pl.lit(0.05), delay=pl.lit(1)
    )
    actors = pl.DataFrame(
        {"id": np.arange(people), "place": place, "candidate": chance.random(people) < 0.02}
    ).with_columns(
        poor=pl.Series(np.isin(np.arange(people), chance.permutation(people)[:poor])),
        place=pl.format("K{}", "place"),
    )
    built, made = timed(lambda: setting(edges, actors, 5))
    seconds, plan = timed(lambda: plan_outreach(made, 50, days=5))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"city: tables {built:.1f} s, plan with all comparisons {seconds:.1f} s, {memory:.2f} GB at most; {made.problem.graph.m:,} ties, "
        f"{plan.reached:.1f} of {plan.families:,} families, certificate {plan.certificate.ratio:.2f}"
    )


def villages() -> None:
    """Leaders and poor households of 75 villages (p = 0.1 is an assumption)."""
    lines = pl.read_csv(
        NETWORKS / "microfi_edges.txt", separator="\n", has_header=False, new_columns=["line"]
    )
    pair = pl.col("line").str.extract_all(r"\d+").list
    edges = lines.select(source=pair.get(0), target=pair.get(1)).with_columns(
        probability=pl.lit(0.1), delay=pl.lit(1)
    )
    homes = pl.read_csv(NETWORKS / "microfi_households.csv", infer_schema_length=None).select(
        id="hh", place="village", candidate=(pl.col("leader") == 1).fill_null(False),
        poor=((pl.col("roof") == "thatch") | (pl.col("electricity") == 0)).fill_null(False),
    )  # fmt: skip
    tied = pl.concat([edges["source"], edges["target"].rename("source")]).unique()
    made = setting(edges, homes.filter(pl.col("id").cast(pl.String).is_in(tied.implode())), 3, both_ways=True)
    problem, within = made.problem, rules(made.problem, 50)
    degree = np.where(problem.candidates, problem.graph.degree_out(), -1)
    lots = [
        np.random.default_rng(lot).random(problem.graph.n) for lot in range(10)
    ]  # which of equals goes first is left to the lot
    popular = [np.lexsort((lot, -degree))[:50].astype(np.int32) for lot in lots]
    for aim in (by(1), by(3), soonest(3)):
        aimed = Problem(problem.graph, problem.probability, problem.weights, problem.candidates, aim)
        chosen = solve(aimed, within).chosen
        told = simulate(aimed, [chosen, *popular], 4000, days=3).curve.sum(axis=2)
        theirs = told[1:, 1:].mean(axis=0)
        print(
            f"villages, {aim.name} {aim.horizon}: by step 1, 2, 3 {told[0, 1:].round(1)}; degree {theirs.round(1)}; + {told[0, 3] / theirs[2] - 1:.0%} by 3"
        )


def example() -> None:
    """The survey of the example city, with its planted brokers."""
    from simpul.example import generate, write
    from simpul.study import Request, run

    with tempfile.TemporaryDirectory() as folder:
        given = write(generate(seed=0, scale=0.05), Path(folder) / "exports")
        run(
            Request(
                out=Path(folder) / "study",
                paths=(given.exports,),
                survey=given.survey,
                reference=given.reference,
                basis="group-consent",
            )
        )
        tables = Path(folder) / "study" / "tables"
        actors = (
            pl.read_parquet(tables / "actors.parquet")
            .rename({"actor_id": "id"})
            .unique("id", maintain_order=True)
        )
        ties = pl.read_parquet(tables / "survey_ties.parquet").select(
            "source", "target", "relation", "channel"
        )
    made = setting(ties, actors, 7)
    for size in (8, 17, 34):
        for how in (Fair("none"), Fair()):
            plan = plan_outreach(made, size, days=7, fair=how)
            ways = {row["way"]: row for row in plan.comparison.iter_rows(named=True)}
            print(
                f"example city, {size} brokers, {how}: {plan.reached:.1f} of {plan.families}; × popular {ways['popular']['times']:.2f}, "
                f"× RT heads {ways['rt_heads']['times']:.2f}, × random {ways['random']['times']:.2f}; lowest kelurahan {ways['plan']['lowest_group']:.3f} "
                f"(most reach {ways['most_reach']['lowest_group']:.3f}), {plan.reached / ways['most_reach']['families'] - 1:+.1%} of the total"
            )


PARTS = {
    "hep": hep,
    "peers": peers,
    "spreads": spreads,
    "large": large,
    "far": far,
    "city": city,
    "villages": villages,
    "example": example,
}


if __name__ == "__main__":
    print(f"load {os.getloadavg()[0]:.1f}")
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
