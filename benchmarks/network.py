"""The network's measures beside igraph and networkx, part by part, each part in one run.

    python -m benchmarks.network [part …]        parts: the functions of PARTS; all of them unless some are named

Real graphs (Epinions, ego-Facebook) come from SIMPUL_SHARED or a folder `shared` beside the repository; a part whose graph is not there
says so. Every line: what, ours, the peer's, peer / ours. Times are wall seconds; where a load above 1 is printed, trust ratios only.
"""

from __future__ import annotations

import gzip
import os
import resource
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np
import polars as pl

from simpul.network.analyse import analyse
from simpul.network.betweenness import betweenness
from simpul.network.brokerage import gould_fernandez
from simpul.network.communities import leiden, modularity
from simpul.network.exports import FORMATS
from simpul.network.graph import Graph, from_arrays, from_edges
from simpul.network.holes import structural_holes
from simpul.network.influence import bridging, collective_influence
from simpul.network.pagerank import pagerank
from simpul.network.resampling import broker_ranks
from simpul.network.spectral import diffusion
from simpul.network.structure import core_numbers

SHARED = Path(os.environ.get("SIMPUL_SHARED", Path(__file__).parents[1] / "../shared")) / "data" / "networks"
FILES = {"epinions": "soc-Epinions1.txt.gz", "facebook": "ego-facebook_opim-format.txt.gz"}


def timed(work: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """The shortest of so many runs, and what the last one gave."""
    best, result = np.inf, None
    for _ in range(times):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def line(what: str, mine: float, theirs: float | None = None, more: str = "") -> None:
    beside = f"{theirs:>10.3f} s {theirs / mine:>9.1f} ×" if theirs is not None else ""
    print(f"  {what:<46}{mine:>9.3f} s{beside}  {more}", flush=True)


def real(name: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The arcs of a published graph as pairs of small integers."""
    path = SHARED / FILES[name]
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there; set SIMPUL_SHARED")
    with gzip.open(path, "rt") as file:
        rows = [text.split()[:2] for text in file if text[0].isdigit()]
    pairs = np.array(rows[1:] if len(rows[0]) != len(rows[1]) or name == "facebook" else rows, np.int64)
    return np.unique(pairs, return_inverse=True)[1].reshape(pairs.shape)


def random_pairs(nodes: int, arcs: int, seed: int = 7) -> np.ndarray[Any, np.dtype[np.int64]]:
    """R-MAT (0.57, 0.19, 0.19, 0.05): few nodes of many ties."""
    chance = np.random.default_rng(seed)
    bits = int(np.ceil(np.log2(nodes)))
    pairs = np.zeros((arcs, 2), np.int64)
    for _ in range(bits):
        draw = chance.random(arcs)
        pairs = 2 * pairs + np.stack([draw > 0.76, ((draw > 0.57) & (draw < 0.76)) | (draw > 0.95)], 1)
    return pairs % nodes


def ours(pairs: np.ndarray[Any, Any], directed: bool = True) -> Graph:
    graph = from_arrays(pairs[:, 0].astype(np.int32), pairs[:, 1].astype(np.int32))
    return graph if directed else graph.undirected


def of_igraph(graph: Graph) -> igraph.Graph:
    if graph.directed:
        ends = np.stack([graph.sources, graph.indices], 1)
    else:
        once = graph.sources < graph.indices
        ends = np.stack([graph.sources[once], graph.indices[once]], 1)
    return igraph.Graph(n=graph.n, edges=ends, directed=graph.directed)


def ids(pairs: np.ndarray[Any, Any]) -> pl.DataFrame:
    names = pl.Series([f"x:~{i:026d}" for i in range(int(pairs.max()) + 1)])
    return pl.DataFrame({"source": names.gather(pairs[:, 0]), "target": names.gather(pairs[:, 1])})


# --- parts ------------------------------------------------------------------------------------------------


def build() -> None:
    """From integer arrays."""
    for arcs in (1_000_000, 10_000_000):
        pairs = random_pairs(arcs // 10, arcs)
        columns = pairs[:, 0].astype(np.int32), pairs[:, 1].astype(np.int32)
        mine, _ = timed(lambda columns=columns: from_arrays(*columns), 3)
        theirs, _ = timed(
            lambda pairs=pairs, arcs=arcs: igraph.Graph(n=arcs // 10, edges=pairs, directed=True)
        )
        line(f"build, {arcs:,} arcs (igraph)", mine, theirs)


def text_ids() -> None:
    """A Parquet file of text ids to a graph."""
    with tempfile.TemporaryDirectory() as folder:
        for arcs in (1_000_000, 10_000_000):
            path = Path(folder) / "e.parquet"
            ids(random_pairs(arcs // 10, arcs)).write_parquet(path)
            mine, _ = timed(lambda path=path: from_edges(pl.read_parquet(path)), 2)
            told = f"peak so far {_memory():.2f} GB"
            theirs = None
            if arcs == 1_000_000:
                theirs, _ = timed(
                    lambda path=path: igraph.Graph.TupleList(pl.read_parquet(path).iter_rows(), directed=True)
                )
            line(f"Parquet, text ids, {arcs:,} (igraph)", mine, theirs, told)


def measures() -> None:
    """Epinions: structural holes, cores, PageRank; ego-Facebook: exact betweenness; both beside igraph."""
    web = ours(real("epinions"))
    both, theirs = web.undirected, of_igraph(web.undirected)
    mine, _ = timed(lambda: structural_holes(both), 3)
    line(
        "constraint, effective size, efficiency, hierarchy",
        mine,
        timed(theirs.constraint)[0],
        "igraph: constraint alone",
    )
    line("core numbers", timed(lambda: core_numbers(both), 3)[0], timed(theirs.coreness, 3)[0])
    directed = of_igraph(web)
    mine, found = timed(lambda: pagerank(web), 3)
    peer, exact = timed(directed.pagerank, 3)
    line("PageRank, Epinions", mine, peer, f"L1 apart {np.abs(found - np.array(exact)).sum():.0e}")
    large = ours(random_pairs(100_000, 1_000_000))
    line("PageRank, R-MAT 10^6", timed(lambda: pagerank(large), 3)[0], timed(of_igraph(large).pagerank)[0])
    friends = ours(real("facebook"), directed=False)
    mine, found = timed(lambda: betweenness(friends, exact=True))
    peer, values = timed(of_igraph(friends).betweenness)
    apart = np.abs(found.values * (friends.n - 1) * (friends.n - 2) / 2 - np.array(values)).max()
    line("betweenness exact, ego-Facebook", mine, peer, f"farthest apart {apart:.0e}")


def sampled() -> None:
    """Sampled betweenness, Epinions: ours with its bound, networkx from 256 sources (timed on 4, scaled)."""
    web = ours(real("epinions"))
    mine, found = timed(lambda: betweenness(web, exact=False))
    graph = nx.DiGraph(list(zip(web.sources.tolist(), web.indices.tolist(), strict=True)))
    few = 4
    peer, _ = timed(lambda: nx.betweenness_centrality(graph, k=few, seed=1))
    line(
        "betweenness sampled, Epinions (networkx)",
        mine,
        peer * 256 / few,
        f"± {found.error:.4f} for all at once",
    )


def communities() -> None:
    """Leiden once, beside igraph with two iterations; quality beside the median of ten igraph runs."""
    for name, graph in (
        ("Epinions", ours(real("epinions"), False)),
        ("R-MAT 10^6", ours(random_pairs(100_000, 1_000_000), False)),
    ):
        theirs, weights = of_igraph(graph), graph.weights[graph.sources < graph.indices].tolist()
        mine, label = timed(lambda graph=graph: leiden(graph, starts=1))
        runs = [
            timed(lambda: theirs.community_leiden("modularity", weights=weights, n_iterations=2))  # noqa: B023
            for _ in range(10)
        ]
        divisions = [np.array(found.membership, np.int32) for _, found in runs]
        quality = float(np.median([modularity(graph, division).value for division in divisions]))
        told = f"Q {modularity(graph, label).value:.4f}, median of igraph {quality:.4f}"
        line(f"Leiden, {name}", mine, float(np.median([spent for spent, _ in runs])), told)


def brokers() -> None:
    """100,000 arcs: what no Python library has, beside a plain Python implementation."""
    graph = ours(random_pairs(20_000, 100_000))
    group = (np.arange(graph.n) % 4).astype(np.int32)
    out = [graph.indices[graph.indptr[i] : graph.indptr[i + 1]].tolist() for i in range(graph.n)]
    (
        gould_fernandez(graph, group),
        bridging(graph, betweenness(graph, exact=False).values),
        collective_influence(graph),
        diffusion(graph),
    )
    line(
        "Gould–Fernandez (plain Python)",
        timed(lambda: gould_fernandez(graph, group), 3)[0],
        timed(lambda: _plain_roles(out, group.tolist()))[0],
    )
    both = graph.undirected
    near = [both.indices[both.indptr[i] : both.indptr[i + 1]].tolist() for i in range(both.n)]
    between = betweenness(graph, exact=False).values
    line(
        "bridging (plain Python)",
        timed(lambda: bridging(graph, between), 5)[0],
        timed(lambda: _plain_bridging(near, between.tolist()))[0],
    )
    line(
        "collective influence, radius 2 (plain Python)",
        timed(lambda: collective_influence(graph), 3)[0],
        timed(lambda: _plain_influence(near))[0],
    )
    line(
        "diffusion, five rounds (plain Python)",
        timed(lambda: diffusion(graph), 3)[0],
        timed(lambda: _plain_diffusion(out))[0],
    )


def exports() -> None:
    """GEXF of 1,000,000 edges with times and attributes; networkx at a tenth, scaled."""
    pairs = random_pairs(200_000, 1_000_000)
    moment = pl.Series(np.full(len(pairs), 1_735_689_600_000_000)).cast(pl.Datetime("us", "UTC"))
    ties = ids(pairs).with_columns(type=pl.lit("reply"), weight=pl.lit(1.5), first_at=moment, last_at=moment)
    nodes = pl.concat([ties["source"], ties["target"].rename("source")]).unique().sort().to_frame("id")
    nodes = nodes.with_columns(community=pl.row_index() % 20, pagerank=pl.row_index() / 1e6)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ties.write_parquet(folder / "e.parquet")
        graph = nx.MultiDiGraph()
        graph.add_edges_from(
            (a, b, {"weight": w, "type": t})
            for a, b, t, w in ties.head(100_000).select("source", "target", "type", "weight").rows()
        )
        peer, _ = timed(lambda: nx.write_gexf(graph, folder / "n.gexf"))
        for kind in ("gexf", "graphml", "gephi-lite", "gephi-csv", "pajek", "ucinet"):
            for file, write in FORMATS[kind].items():
                if file.endswith((".clu", ".vec")):
                    continue
                before = time.process_time()
                mine, _ = timed(
                    lambda write=write, file=file: write(
                        folder / file, pl.scan_parquet(folder / "e.parquet"), nodes
                    )
                )
                told = f"CPU {time.process_time() - before:.2f} s, peak so far {_memory():.2f} GB"
                line(file, mine, peer * 10 if kind == "gexf" else None, told)


def resamples() -> None:
    """1,000 resamples of broker ranks on 10,000 ties: strength, constraint, betweenness from 256 sources, coverage lost."""
    ties = ids(random_pairs(3000, 10_000))
    tied = pl.concat([ties["source"], ties["target"].rename("source")]).unique().sort()
    mine, _ = timed(lambda: broker_ranks(ties, start=tied.head(20), counted=tied.tail(500), resamples=1000))
    line("1,000 resamples of broker ranks, 10,000 ties", mine)


def whole() -> None:
    """Every measure of items 2 and 3 from a table of 1,000,000 ties with text ids."""
    ties = ids(random_pairs(200_000, 1_000_000))
    mine, found = timed(lambda: analyse(ties))
    told = f"{found.nodes.height:,} nodes, {found.nodes.width} columns, peak {_memory():.2f} GB"
    line("1,000,000 ties: all measures", mine, None, told)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _plain_roles(out: list[list[int]], group: list[int]) -> list[list[int]]:
    to = [set(row) for row in out]
    roles = [[0] * 5 for _ in out]
    for a, row in enumerate(out):
        for b in row:
            for c in out[b]:
                if c != a and c not in to[a]:
                    x, y, z = group[a], group[b], group[c]
                    roles[b][(0 if x == y else 1) if x == z else 2 if y == z else 3 if x == y else 4] += 1
    return roles


def _plain_bridging(near: list[list[int]], between: list[float]) -> list[float]:
    degree = [len(row) for row in near]
    found = []
    for i, row in enumerate(near):
        inverse = sum(1 / degree[j] for j in row)
        found.append(between[i] * (1 / degree[i] / inverse) if row and inverse else 0.0)
    return found


def _plain_influence(near: list[list[int]]) -> list[int]:
    found = []
    for i, row in enumerate(near):
        step, queue = {i: 0}, deque([i])
        total = 0
        while queue:
            a = queue.popleft()
            if step[a] == 2:
                total += len(near[a]) - 1
                continue
            for b in near[a]:
                if b not in step:
                    step[b] = step[a] + 1
                    queue.append(b)
        found.append((len(row) - 1) * total)
    return found


def _plain_diffusion(out: list[list[int]]) -> list[float]:
    """λ₁ by power iteration and the sum of five powers of qA, on lists."""
    n = len(out)
    vector, largest = [1.0] * n, 1.0
    for _ in range(100):
        new = [sum(vector[j] for j in row) for row in out]
        largest = max(new) or 1.0
        vector = [value / largest for value in new]
    total, reached = [0.0] * n, [1.0] * n
    for _ in range(5):
        reached = [sum(reached[j] for j in row) / largest for row in out]
        total = [a + b for a, b in zip(total, reached, strict=True)]
    return total


PARTS = {
    part.__name__: part
    for part in (build, text_ids, measures, sampled, communities, brokers, exports, resamples, whole)
}


def main() -> None:
    chosen = sys.argv[1:] or list(PARTS)
    small = ids(random_pairs(200, 1000))
    analyse(small)  # load the compiled kernels
    betweenness(from_edges(small), exact=False)
    ours(random_pairs(200, 1000))
    for name in chosen:
        print(f"{name} (load {os.getloadavg()[0]:.1f}): {(PARTS[name].__doc__ or '').strip()}")
        try:
            PARTS[name]()
        except FileNotFoundError as absent:
            print(f"  left out: {absent}")


if __name__ == "__main__":
    main()
