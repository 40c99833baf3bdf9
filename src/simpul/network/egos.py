"""One actor's view: whom it is tied to, how they hang together, and how alike they are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.corpus.records import Schema
from simpul.network.figure import Figure, share
from simpul.network.graph import from_edges
from simpul.network.node_measures import GROUPS
from simpul.network.steps import steps_from

ALTERS: Schema = {
    "id": pl.String,
    "steps": pl.Int32,  # ties from the actor, direction ignored; 0 is the actor
    "turns_to": pl.Boolean,  # the actor has a tie to it
    "turned_to_by": pl.Boolean,  # it has a tie to the actor
}


class Ego(NamedTuple):
    """`alters`: `ALTERS` and the attributes, nearest first. `ties`: those among all of them. `figures`: by name."""

    alters: pl.DataFrame
    ties: pl.DataFrame
    figures: dict[str, Figure]


def ego(ties: pl.DataFrame, id: str, steps: int = 1, attributes: pl.DataFrame | None = None) -> Ego:
    """The network around one actor, at most `steps` ties away, for the analyst; `groups.grouped` makes it fit for showing.

    Figures, all of the contacts at one step: *size*, their number; *density*, arcs among them over n(n - 1), undefined below two; and
    for each attribute of `node_measures.GROUPS`: *alike_…*, the share of those of the actor's own group, and *mixed_…*, Blau's index 1 - Σ p²
    of their groups (0: all the same). Who has no group is not counted; undefined where nobody has one.

    Raises ValueError where the actor has no tie. Source: Perry, Pescosolido and Borgatti, Egocentric Network Analysis (2018).
    """
    graph = from_edges(ties)
    number = graph.nodes.index_of(id)
    if number is None:
        raise ValueError(f"{id} has no tie")
    away = steps_from(graph.undirected, np.array([number]), steps)
    near = pl.DataFrame({"id": graph.nodes, "steps": away}).filter(pl.col("steps") >= 0)
    ends = ties.select(pl.col("source", "target").cast(pl.String)).unique()
    out = ends.filter(source=id)["target"].implode()
    back = ends.filter(target=id)["source"].implode()
    alters = near.with_columns(
        turns_to=pl.col("id").is_in(out) & (pl.col("steps") > 0),
        turned_to_by=pl.col("id").is_in(back) & (pl.col("steps") > 0),
    ).select(pl.col(name).cast(kind) for name, kind in ALTERS.items())
    if attributes is not None:
        alters = alters.join(attributes, on="id", how="left", maintain_order="left")
    inside = pl.col("source", "target").cast(pl.String).is_in(near["id"].implode())
    among = graph.among(away == 1)
    figures = {"size": Figure(among.n), "density": share(among.m, among.n * (among.n - 1))}
    for by in GROUPS:
        if by in alters.columns:
            figures |= _likeness(alters, by)
    return Ego(alters.sort("steps", "id"), ties.filter(pl.all_horizontal(inside)), figures)


def _likeness(alters: pl.DataFrame, by: str) -> dict[str, Figure]:
    own = alters.filter(steps=0)[by][0]
    theirs = alters.filter(steps=1)[by].drop_nulls()
    same = int((theirs == own).sum()) if own is not None else 0
    shares = theirs.value_counts()["count"].to_numpy() / max(len(theirs), 1)
    return {
        f"alike_{by}": share(same, len(theirs)) if own is not None else Figure(None),
        f"mixed_{by}": Figure(float(1 - (shares**2).sum()) if len(theirs) else None),
    }
