"""An edge table as arrays: compressed sparse rows with 32-bit indices, the form that every kernel works on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numba as nb
import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SHORT = 32  # a row up to which insertion sorts fastest


@dataclass(frozen=True, eq=False)
class Graph:
    """A directed graph without self-loops and parallel arcs; an undirected one holds each edge in both directions.

    The arcs that leave node `i` are `indices[indptr[i]:indptr[i + 1]]`, ascending, with `weights` beside them.
    `nodes[i]` is its id; ids are unique and sorted.
    """

    nodes: pl.Series  # ids, String
    indptr: Longs  # n + 1
    indices: Ints  # one per arc
    weights: Floats  # one per arc, 0 or more
    directed: bool = True

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.indptr) - 1

    @property
    def m(self) -> int:
        """Number of arcs; twice the number of edges where the graph is undirected."""
        return len(self.indices)

    @cached_property
    def sources(self) -> Ints:
        """The node each arc leaves."""
        return np.repeat(np.arange(self.n, dtype=np.int32), np.diff(self.indptr))

    def degree_out(self) -> Longs:
        """Arcs that leave each node: how many different others it turns to."""
        return np.diff(self.indptr)

    def degree_in(self) -> Longs:
        """Arcs that reach each node: how many different others turn to it."""
        return np.bincount(self.indices, minlength=self.n)

    def strength_out(self) -> Floats:
        """Sum of the weights of the arcs that leave each node."""
        return np.bincount(self.sources, self.weights, minlength=self.n).astype(np.float64)

    def strength_in(self) -> Floats:
        """Sum of the weights of the arcs that reach each node."""
        return np.bincount(self.indices, self.weights, minlength=self.n).astype(np.float64)

    @cached_property
    def reverse(self) -> Graph:
        """The same arcs the other way round."""
        if not self.directed:
            return self
        return Graph(self.nodes, *_transpose(self.indptr, self.indices, self.weights))

    @cached_property
    def undirected(self) -> Graph:
        """Each arc in both directions; the weights of the two directions of a pair are added."""
        if not self.directed:
            return self
        back = self.reverse
        rows = _union(self.indptr, self.indices, self.weights, back.indptr, back.indices, back.weights)
        return Graph(self.nodes, *rows, directed=False)

    def among(self, keep: Flags) -> Graph:
        """The graph of the nodes that are kept and the arcs between them."""
        number = np.cumsum(keep, dtype=np.int32) - np.int32(1)
        inside = keep[self.sources] & keep[self.indices]
        start, end = number[self.sources[inside]], number[self.indices[inside]]
        rows = _rows(int(keep.sum()), start, end, self.weights[inside])
        return Graph(self.nodes.filter(pl.Series(keep)), *rows, directed=self.directed)


def from_edges(edges: pl.DataFrame, nodes: pl.Series | None = None, directed: bool = True) -> Graph:
    """A graph from `source`, `target` and, if the table has it, `weight` (1 where absent or null).

    Rows of one pair are merged and their weights added, loops are left out, rows without source or target too. `nodes`
    adds ids that may have no edge. Undirected: each row stands for both directions.

    Raises ValueError where a weight is negative, infinite or not a number.
    """
    weight = pl.col("weight").cast(pl.Float64).fill_null(1.0) if "weight" in edges.columns else pl.lit(1.0)
    table = edges.select(pl.col("source", "target").cast(pl.String), weight=weight).drop_nulls()
    bad = table.filter(~pl.col("weight").is_finite() | (pl.col("weight") < 0))
    if bad.height:
        raise ValueError(f"{bad.height} ties have a weight that is negative or no number: {bad.row(0)}")
    given = [] if nodes is None else [nodes.cast(pl.String).drop_nulls().rename("source")]
    ids = pl.concat([table["source"], table["target"].rename("source"), *given]).unique().sort().rename("id")
    kind = pl.Enum(ids)
    numbers = table.select(pl.col("source", "target").cast(kind).to_physical().cast(pl.Int32))
    start, end = numbers["source"].to_numpy(), numbers["target"].to_numpy()
    # Two stable counting sorts, by target and then by source, leave every row ascending.
    graph = Graph(ids, *_tidy(*_transpose(*_rows(len(ids), end, start, table["weight"].to_numpy()))))
    return graph if directed else graph.undirected


def from_arrays(source: Ints, target: Ints, n: int | None = None) -> Graph:
    """A graph from node numbers (32-bit, from 0), one pair per arc; `n` nodes, by default as many as the largest number says.

    Ids are the numbers as text, here in the order of the numbers. A pair's weight is how often it stands there; loops are left out.

    Raises ValueError where the arrays differ in length or a number is negative or not below `n`.
    """
    if len(source) != len(target):
        raise ValueError(f"{len(source)} sources and {len(target)} targets are no pairs")
    lowest = min(source.min(initial=0), target.min(initial=0))
    highest = max(source.max(initial=-1), target.max(initial=-1))
    count = int(highest) + 1 if n is None else n
    if lowest < 0 or highest >= count:
        raise ValueError(f"node numbers must be 0 to {count - 1}, and go from {lowest} to {highest}")
    ids = pl.int_range(count, eager=True).cast(pl.String).rename("id")
    return Graph(
        ids, *_counted(count, source.astype(np.int32, copy=False), target.astype(np.int32, copy=False))
    )


@nb.njit(cache=True, nogil=True)
def _counted(n: int, source: Ints, target: Ints) -> tuple[Longs, Ints, Floats]:
    """Rows of ascending targets, each once, with the number of its arcs; without loops."""
    begin = np.zeros(n + 1, np.int64)
    for e in range(len(source)):
        begin[source[e] + 1] += source[e] != target[e]
    for i in range(n):
        begin[i + 1] += begin[i]
    place = begin[:-1].copy()
    indices = np.empty(begin[n], np.int32)
    for e in range(len(source)):
        if source[e] != target[e]:
            indices[place[source[e]]] = target[e]
            place[source[e]] += 1
    out = np.zeros(n + 1, np.int64)
    weights = np.empty(len(indices))
    kept = 0
    for i in range(n):
        row = indices[begin[i] : begin[i + 1]]
        if len(row) > SHORT:
            row.sort()
        else:
            for at in range(1, len(row)):
                value, back = row[at], at
                while back and row[back - 1] > value:
                    row[back] = row[back - 1]
                    back -= 1
                row[back] = value
        for at in range(len(row)):
            if at and row[at] == indices[kept - 1]:
                weights[kept - 1] += 1.0
            else:
                indices[kept] = row[at]
                weights[kept] = 1.0
                kept += 1
        out[i + 1] = kept
    return out, indices[:kept].copy(), weights[:kept].copy()


@nb.njit(cache=True, nogil=True)
def _rows(n: int, key: Ints, other: Ints, weights: Floats) -> tuple[Longs, Ints, Floats]:
    """Group `other` by `key`, in the order given."""
    indptr = np.zeros(n + 1, np.int64)
    for e in range(len(key)):
        indptr[key[e] + 1] += 1
    for i in range(n):
        indptr[i + 1] += indptr[i]
    place = indptr[:-1].copy()
    indices = np.empty(len(key), np.int32)
    values = np.empty(len(key), np.float64)
    for e in range(len(key)):
        slot = place[key[e]]
        indices[slot] = other[e]
        values[slot] = weights[e]
        place[key[e]] = slot + 1
    return indptr, indices, values


@nb.njit(cache=True, nogil=True)
def _transpose(indptr: Longs, indices: Ints, weights: Floats) -> tuple[Longs, Ints, Floats]:
    """Columns as rows; within a row the old row numbers ascend."""
    n = len(indptr) - 1
    start = np.empty(len(indices), np.int32)
    for i in range(n):
        start[indptr[i] : indptr[i + 1]] = i
    return _rows(n, indices, start, weights)


@nb.njit(cache=True, nogil=True)
def _tidy(indptr: Longs, indices: Ints, weights: Floats) -> tuple[Longs, Ints, Floats]:
    """Merge equal neighbours of a sorted row, adding their weights, and leave out loops."""
    n = len(indptr) - 1
    out = np.zeros(n + 1, np.int64)
    kept = 0
    for i in range(n):
        for slot in range(indptr[i], indptr[i + 1]):
            if indices[slot] == i:
                continue
            if kept > out[i] and indices[kept - 1] == indices[slot]:
                weights[kept - 1] += weights[slot]
                continue
            indices[kept] = indices[slot]
            weights[kept] = weights[slot]
            kept += 1
        out[i + 1] = kept
    return out, indices[:kept].copy(), weights[:kept].copy()


@nb.njit(cache=True, nogil=True)
def _union(
    indptr: Longs, indices: Ints, weights: Floats, indptr2: Longs, indices2: Ints, weights2: Floats
) -> tuple[Longs, Ints, Floats]:
    """Merge the sorted rows of two graphs over the same nodes, adding the weights of what both have."""
    n = len(indptr) - 1
    out = np.zeros(n + 1, np.int64)
    merged = np.empty(len(indices) + len(indices2), np.int32)
    values = np.empty(len(merged), np.float64)
    kept = 0
    for i in range(n):
        a, b = indptr[i], indptr2[i]
        while a < indptr[i + 1] or b < indptr2[i + 1]:
            take_a = b == indptr2[i + 1] or (a < indptr[i + 1] and indices[a] <= indices2[b])
            take_b = a == indptr[i + 1] or (b < indptr2[i + 1] and indices2[b] <= indices[a])
            merged[kept] = indices[a] if take_a else indices2[b]
            values[kept] = 0.0
            if take_a:
                values[kept] += weights[a]
                a += 1
            if take_b:
                values[kept] += weights2[b]
                b += 1
            kept += 1
        out[i + 1] = kept
    return out, merged[:kept].copy(), values[:kept].copy()
