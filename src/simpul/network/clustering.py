"""How often the contacts of someone know each other."""

from __future__ import annotations

import numba as nb
import numpy as np

from simpul.network.figure import Figure, share
from simpul.network.graph import Flags, Graph, Ints, Longs
from simpul.network.triangles import mirror, triangles, upward


def transitivity(graph: Graph) -> Figure:
    """Closed over all paths of two ties, 3 · triangles / triads; direction is ignored. Undefined without such a path.

    Source: Newman, SIAM Review 45 (2003), eq. 3.
    """
    both = graph.undirected
    degree = both.degree_out()
    return share(3 * _count(both.indices, *upward(both)), int((degree * (degree - 1) // 2).sum()))


def local_bridges(graph: Graph) -> Flags:
    """Which ties join two who have no contact in common, one flag per arc of `graph.undirected`.

    Such a tie is the only short way between two circles. Source: Granovetter, American Journal of Sociology 78 (1973).
    """
    both = graph.undirected
    return _unsupported(both.indptr, both.indices, *upward(both))


@nb.njit(cache=True, nogil=True)
def _count(indices: Ints, up_indptr: Longs, up: Longs) -> int:
    count = 0
    for _ in triangles(indices, up_indptr, up):
        count += 1
    return count


@nb.njit(cache=True, nogil=True)
def _unsupported(indptr: Longs, indices: Ints, up_indptr: Longs, up: Longs) -> Flags:
    opposite = mirror(indptr, indices)
    bridge = np.ones(len(indices), np.bool_)
    for uv, uw, vw in triangles(indices, up_indptr, up):
        for arc in (uv, uw, vw):
            bridge[arc] = bridge[opposite[arc]] = False
    return bridge
