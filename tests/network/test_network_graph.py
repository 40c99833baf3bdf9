"""An edge table as rows of arcs: merged, sorted, without loops."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_graphs import random_graph, table

from simpul.network.graph import Graph, from_arrays, from_edges


def arcs(graph: Graph) -> dict[tuple[str, str], float]:
    names = graph.nodes.to_list()
    found = [(names[a], names[b]) for a, b in zip(graph.sources, graph.indices, strict=True)]
    assert len(found) == len(set(found))
    return dict(zip(found, graph.weights.tolist(), strict=True))


def test_repeats_are_added_and_loops_left_out() -> None:
    edges = table([("b", "a"), ("a", "b"), ("b", "a"), ("c", "c"), ("b", "d")], [1, 2, 3, 9, 0.5])
    graph = from_edges(edges, pl.Series(["e", "a"]))
    assert graph.nodes.to_list() == ["a", "b", "c", "d", "e"]
    assert arcs(graph) == {("a", "b"): 2.0, ("b", "a"): 4.0, ("b", "d"): 0.5}
    assert arcs(graph.reverse) == {("b", "a"): 2.0, ("a", "b"): 4.0, ("d", "b"): 0.5}
    assert arcs(graph.undirected) == {("a", "b"): 6.0, ("b", "a"): 6.0, ("b", "d"): 0.5, ("d", "b"): 0.5}
    assert graph.degree_out().tolist() == [1, 2, 0, 0, 0]
    assert graph.degree_in().tolist() == [1, 1, 0, 1, 0]
    assert graph.strength_in().tolist() == [4.0, 2.0, 0.0, 0.5, 0.0]
    assert graph.strength_out().tolist() == [2.0, 4.5, 0.0, 0.0, 0.0]


def test_the_graph_among_some_nodes() -> None:
    graph = from_edges(table([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")], [1, 2, 3, 4]))
    part = graph.among(np.array([True, False, True, True]))
    assert part.nodes.to_list() == ["a", "c", "d"]
    assert arcs(part) == {("c", "a"): 3.0, ("c", "d"): 4.0}


def test_a_weight_not_given_is_one_and_an_end_not_given_is_no_tie() -> None:
    edges = pl.DataFrame({"source": ["a", "a", None], "target": ["b", None, "b"], "weight": [None, 1.0, 1.0]})
    assert arcs(from_edges(edges)) == {("a", "b"): 1.0}
    assert arcs(from_edges(edges.drop("weight"))) == {("a", "b"): 1.0}


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_that_is_none_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match=r"1 ties have a weight .* \('b', 'c', "):
        from_edges(table([("a", "b"), ("b", "c")], [1.0, weight]))


def test_no_edges() -> None:
    graph = from_edges(table([]))
    assert (graph.n, graph.m, graph.undirected.m, graph.reverse.n) == (0, 0, 0, 0)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("directed", [True, False])
def test_the_same_graph_as_networkx(seed: int, directed: bool) -> None:
    graph, oracle = random_graph(seed, directed)
    expected = {(a, b): w for a, b, w in oracle.to_directed().edges.data("weight")}
    assert arcs(graph) == pytest.approx(expected, abs=1e-12)
    for i in range(graph.n):
        row = graph.indices[graph.indptr[i] : graph.indptr[i + 1]]
        assert (np.diff(row) > 0).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3)), max_size=30))
def test_any_ids_keep_their_arcs(edges: list[tuple[str, str]]) -> None:
    assert set(arcs(from_edges(table(edges)))) == {(a, b) for a, b in edges if a != b}


@pytest.mark.parametrize("seed", range(6))
def test_arrays_give_the_same_graph_as_a_table(seed: int) -> None:
    chance = np.random.default_rng(seed)
    n, m = int(chance.integers(2, 60)), int(chance.integers(0, 2000))
    source, target = (chance.integers(0, n, m).astype(np.int32) for _ in range(2))
    wide = [f"{i:03d}" for i in range(n)]
    table = pl.DataFrame({"source": [wide[i] for i in source], "target": [wide[i] for i in target]}, schema={"source": pl.String, "target": pl.String})  # fmt: skip
    wanted, found = from_edges(table, pl.Series(wide)), from_arrays(source, target, n)
    assert found.indptr.tolist() == wanted.indptr.tolist()
    assert found.indices.tolist() == wanted.indices.tolist()
    assert found.weights.tolist() == wanted.weights.tolist()
    assert found.nodes.to_list() == [str(i) for i in range(n)]


def test_arrays_that_are_no_graph() -> None:
    one, two = np.array([0], np.int32), np.array([0, 1], np.int32)
    with pytest.raises(ValueError, match="1 sources and 2 targets"):
        from_arrays(one, two)
    with pytest.raises(ValueError, match="must be 0 to 0, and go from 0 to 1"):
        from_arrays(two, two, 1)
    assert from_arrays(one[:0], one[:0]).n == 0
