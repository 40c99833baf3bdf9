"""Citizens as crowds: an online network that may be shown, since nobody in it stands alone under a pseudonym."""

from __future__ import annotations

from typing import Any

import polars as pl

from simpul.corpus.records import NAMED_KINDS
from simpul.network.groups import LEAST

GROUP = "group"
ASSOCIATION = "community"  # kind and pillar of accounts of associations, which are not named either


def crowds(ties: pl.DataFrame, nodes: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Ties and nodes of a measured online network with whoever goes by a pseudonym in a group of five and more, like `groups.grouped`.

    `nodes` has id, kind, community, degree_in, degree_out, x and y; `ties` source, target, weight, first_at, last_at. Accounts of
    associations stand in one group, citizens by their community; small communities are pooled, with as many larger ones as the pool
    needs to hide them, and fewer than five persons in all are left out with their ties. A group has kind = group, `n` its persons, the
    sums of their degrees and the middle of their places. Ties that become one are added up, with the first and last time.
    """
    persons = nodes.filter(~pl.col("kind").is_in(NAMED_KINDS))
    associations = persons.filter(kind=ASSOCIATION).height
    stands = associations >= LEAST and not 0 < persons.height - associations < LEAST
    apart = (pl.col("kind") == ASSOCIATION) & stands
    large = _large(dict(persons.filter(~apart).group_by("community").len().rows()))
    member = persons.select(
        "id",
        group=pl.when(apart)
        .then(pl.lit(ASSOCIATION))
        .when(pl.col("community").is_in(large))
        .then(pl.format("c{}", "community"))
        .otherwise(pl.lit("c-")),
    )
    member = member.filter(pl.len().over("group") >= LEAST)
    groups = (
        member.join(persons, on="id")
        .group_by(id="group")
        .agg(
            pl.col("x").mean(), pl.col("y").mean(), pl.col("community").mode().min(), n=pl.len(),
            degree_in=pl.col("degree_in").sum(), degree_out=pl.col("degree_out").sum(),
        )
        .with_columns(
            kind=pl.lit(GROUP),
            pillar=pl.when(id=ASSOCIATION).then(pl.lit(ASSOCIATION)).otherwise(pl.lit("household")),
        )
    )  # fmt: skip
    named = nodes.filter(pl.col("kind").is_in(NAMED_KINDS))
    shown = pl.concat([named, groups], how="diagonal_relaxed").sort("id")
    names = dict(member.rows())
    ends = [pl.col(end).replace(names) for end in ("source", "target")]
    merged = (
        ties.with_columns(ends)
        .filter(
            pl.col("source") != pl.col("target"),
            pl.all_horizontal(pl.col("source", "target").is_in(shown["id"].implode())),
        )
        .group_by("source", "target")
        .agg(pl.col("weight").sum(), pl.col("first_at").min(), pl.col("last_at").max())
    )
    return merged, shown


def _large(sizes: dict[Any, int]) -> list[Any]:
    """The communities that stand alone: the others together are none, or at least five, so that no rest can be worked out."""
    alone = sorted(
        (community for community in sizes if sizes[community] >= LEAST), key=lambda one: -sizes[one]
    )
    pooled = sum(size for size in sizes.values() if size < LEAST)
    while alone and 0 < pooled < LEAST:
        pooled += sizes[alone.pop()]
    return alone
