"""The network of a city's posts, from posts to files, beside what igraph and networkx take for the same, in one run.

    python benchmarks/network.py [posts]

One million posts unless said otherwise. All sides start from the same table of ties with pseudonyms as ids. igraph and
networkx have no sampled betweenness with a bound: igraph walks a number of sources that is then scaled to 256, networkx takes
256. networkx runs at a tenth of the posts, beside our time at that size. Ratios are theirs / ours.
"""

from __future__ import annotations

import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np
import polars as pl

from simpul.corpus.records import POSTS
from simpul.network.analyse import analyse
from simpul.network.betweenness import betweenness
from simpul.network.holes import constraint
from simpul.network.communities import leiden, modularity
from simpul.network.exports import write_gexf, write_graphml
from simpul.network.graph import Graph, from_edges
from simpul.network.layout import layout
from simpul.network.pagerank import pagerank
from simpul.network.parallel import cores
from simpul.network.structure import components, core_numbers
from simpul.network.ties import from_posts

SOURCES = 256
STEPS = ("graph", "pagerank", "betweenness", "cores", "components", "constraint", "communities", "gexf")


def posts(count: int, seed: int = 7) -> pl.DataFrame:
    """One account for every five posts, a hundred of them offices; comments on offices and neighbours, answers, shares, mentions."""
    chance = np.random.default_rng(seed)
    people = max(count // 5, 200)
    ids = pl.Series([f"x:~{i:026d}" for i in range(people)])
    author = (people * chance.random(count) ** 1.7).astype(np.int64)
    office = (100 * chance.random(count) ** 2).astype(np.int64)
    neighbour = (author + 170 * (1 + 40 * chance.random(count) ** 2).astype(np.int64)) % people
    other = np.where(chance.random(count) < 0.45, office, neighbour)
    answers = chance.random(count) < 0.08
    author, other = np.where(answers, office, author), np.where(answers, neighbour, other)
    kind = chance.choice(["post", "comment", "reply", "share", "quote"], count, p=[0.2, 0.4, 0.2, 0.15, 0.05])
    counterpart = ids.gather(other)
    named = pl.DataFrame({"who": ids.gather(neighbour), "few": chance.random(count) < 0.15})
    seconds = np.sort(chance.integers(0, 180 * 86_400, count))
    given = {
        "post_id": pl.Series([f"x:{i}" for i in range(count)]),
        "platform": pl.Series(["x"]).new_from_index(0, count),
        "kind": pl.Series(kind),
        "account_id": ids.gather(author),
        "parent_account_id": counterpart.set(pl.Series(~np.isin(kind, ["comment", "reply"])), None),
        "shared_account_id": counterpart.set(pl.Series(~np.isin(kind, ["share", "quote"])), None),
        "mentions": named.select(pl.when("few").then(pl.concat_list("who"))).to_series(),
        "created_at": int(datetime(2025, 1, 1, tzinfo=UTC).timestamp() * 1e6)
        + pl.Series(seconds * 1_000_000),
    }
    absent = {name: pl.lit(None, dtype=kind) for name, kind in POSTS.items() if name not in given}
    return (
        pl.DataFrame(given)
        .with_columns(**absent)
        .select(pl.col(name).cast(kind) for name, kind in POSTS.items())
    )


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def ours(ties: pl.DataFrame, folder: Path) -> tuple[dict[str, float], Graph]:
    spent: dict[str, float] = {}
    spent["graph"], graph = timed(lambda: from_edges(ties))
    _ = graph.undirected, graph.reverse
    spent["pagerank"], _ = timed(lambda: pagerank(graph))
    spent["betweenness"], between = timed(lambda: betweenness(graph, exact=False))
    spent["cores"], _ = timed(lambda: core_numbers(graph))
    spent["components"], _ = timed(lambda: components(graph))
    spent["constraint"], _ = timed(lambda: constraint(graph))
    spent["communities"], label = timed(lambda: leiden(graph))
    spent["gexf"], _ = timed(lambda: write_gexf(folder / "o.gexf", ties, pl.DataFrame({"id": graph.nodes})))
    print(
        f"  ours: betweenness ± {between.error:.4f} for all at once; modularity {modularity(graph, label).value:.4f}"
    )
    return spent, graph


def with_igraph(ties: pl.DataFrame) -> dict[str, float]:
    def build() -> igraph.Graph:
        rows = ties.select("source", "target", "weight").iter_rows()
        return igraph.Graph.TupleList(rows, directed=True, weights=True).simplify(combine_edges="sum")

    spent: dict[str, float] = {}
    spent["graph"], graph = timed(build)
    both = graph.as_undirected(mode="collapse", combine_edges="sum")
    spent["pagerank"], _ = timed(lambda: graph.pagerank(weights="weight"))
    few = 16
    start = np.random.default_rng(0).choice(graph.vcount(), few, replace=False).tolist()
    walked, _ = timed(lambda: graph.betweenness(sources=start, targets=None))
    spent["betweenness"] = walked * SOURCES / few
    spent["cores"], _ = timed(both.coreness)
    spent["components"], _ = timed(lambda: graph.connected_components(mode="weak"))
    spent["constraint"], _ = timed(lambda: graph.constraint(weights="weight"))
    spent["communities"], found = timed(
        lambda: both.community_leiden("modularity", weights="weight", n_iterations=2)
    )
    print(f"  igraph: modularity {found.modularity:.4f}")
    return spent


def with_networkx(ties: pl.DataFrame, folder: Path) -> dict[str, float]:
    def build() -> nx.DiGraph:
        graph = nx.DiGraph()
        for source, target, weight in ties.select("source", "target", "weight").iter_rows():
            before = graph.get_edge_data(source, target, {"weight": 0.0})["weight"]
            graph.add_edge(source, target, weight=before + weight)
        return graph

    spent: dict[str, float] = {}
    spent["graph"], graph = timed(build)
    both = graph.to_undirected()
    spent["pagerank"], _ = timed(lambda: nx.pagerank(graph))
    few = 16
    walked, _ = timed(lambda: nx.betweenness_centrality(graph, k=few, seed=0))
    spent["betweenness"] = walked * SOURCES / few
    spent["cores"], _ = timed(lambda: nx.core_number(both))
    spent["components"], _ = timed(lambda: list(nx.weakly_connected_components(graph)))
    spent["communities"], found = timed(lambda: nx.community.louvain_communities(both, seed=0))
    print(f"  networkx: modularity {nx.community.modularity(both, found):.4f} (Louvain)")
    spent["gexf"], _ = timed(lambda: nx.write_gexf(graph, folder / "n.gexf"))
    return spent


def compare(name: str, mine: dict[str, float], theirs: dict[str, float]) -> None:
    print(f"{'':16}{'Simpul':>10}{name:>12}{'ratio':>10}")
    for step in STEPS:
        if step in theirs:
            print(f"{step:16}{mine[step]:>9.2f}s{theirs[step]:>11.2f}s{theirs[step] / mine[step]:>8.1f} ×")
    print()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, {cores()} cores\n"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = from_posts(posts(2000).lazy()).collect()
        analyse(small)  # load the compiled kernels
        betweenness(from_edges(small), exact=False)

        table = posts(count).lazy()
        tying, ties = timed(lambda: from_posts(table).collect())
        whole, network = timed(lambda: analyse(ties))
        graph = from_edges(ties)
        drawing, _ = timed(lambda: layout(graph))
        gexf, _ = timed(lambda: write_gexf(folder / "o.gexf", ties, network.nodes))
        graphml, _ = timed(lambda: write_graphml(folder / "o.graphml", ties, network.nodes))
        print(f"{count:,} posts, {ties.height:,} ties, {graph.n:,} nodes, {graph.m:,} arcs")
        print(f"  posts to ties {tying:.2f}s; analyse {whole:.2f}s, of it layout {drawing:.2f}s")
        print(f"  GEXF {gexf:.2f}s; GraphML {graphml:.2f}s")
        print(f"  memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB\n")
        compare("igraph", ours(ties, folder)[0], with_igraph(ties))
        tenth = from_posts(table.head(count // 10)).collect()
        print(f"{tenth.height:,} ties")
        compare("networkx", ours(tenth, folder)[0], with_networkx(tenth, folder))


if __name__ == "__main__":
    main()
