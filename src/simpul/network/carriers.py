"""What carries what: which types of tie, channels and platforms bear which topic; and which kinds of actor stand between others."""

from __future__ import annotations

import polars as pl

from simpul.corpus.records import Schema
from simpul.network.brokerage import ROLES

LEAST = 5
CARRIERS: Schema = {
    "topic": pl.String,  # null: none known
    "type": pl.String,
    "channel": pl.String,
    "platform": pl.String,
    "ties": pl.Int64,  # null where suppressed, as all figures
    "weight": pl.Float64,
    "people": pl.Int64,  # distinct actors at either end
    "share": pl.Float64,  # of the topic's weight within this type
    "suppressed": pl.Boolean,
}
BETWEEN: Schema = {
    "group": pl.String,  # null: not known
    "n": pl.Int64,
    **dict.fromkeys(ROLES, pl.Float64),  # brokered pairs, all of the group together
    "suppressed": pl.Boolean,
}


def carriers(ties: pl.DataFrame, least: int = LEAST) -> pl.DataFrame:
    """How much each type, channel and platform bears of each topic (columns `CARRIERS`, by topic, type and falling weight).

    `ties` has `ties.TIES`. Weights of different types are not of one kind (posts online, answers in a survey), so shares are
    within a type. Rows with fewer than `least` people are suppressed, and with one such in a topic and type the lightest other too.
    """
    key = ["topic", "type", "channel", "platform"]
    ends = pl.concat_list("source", "target")
    table = ties.group_by(key).agg(
        ties=pl.len().cast(pl.Int64),
        weight=pl.col("weight").sum(),
        people=ends.explode().n_unique().cast(pl.Int64),
    )
    within = ["topic", "type"]
    few = pl.col("people") < least
    lightest = pl.when(~few).then("weight").rank("ordinal").over(within) == 1
    return (
        table.sort(key)
        .with_columns(
            share=pl.col("weight") / pl.col("weight").sum().over(within),
            suppressed=few | ((few.sum().over(within) == 1) & lightest.fill_null(False)),
        )
        .sort("topic", "type", "weight", "channel", "platform", descending=[False, False, True, False, False])
        .with_columns(
            pl.when(~pl.col("suppressed")).then(pl.col("ties", "weight", "people", "share")).name.keep()
        )
        .select(pl.col(name).cast(kind) for name, kind in CARRIERS.items())
    )


def between(nodes: pl.DataFrame, by: str = "kind", least: int = LEAST) -> pl.DataFrame:
    """Brokerage after Gould and Fernandez added up by kind of actor (columns `BETWEEN`), as `analyse` measured it.

    Groups with fewer than `least` actors are suppressed. Null where roles are undefined for all of a group, as in a sample.
    """
    roles = [pl.when(pl.col(role).count() > 0).then(pl.col(role).sum()).alias(role) for role in ROLES]
    few = pl.col("n") < least
    return (
        nodes.group_by(pl.col(by).cast(pl.String).alias("group"))
        .agg(pl.len().cast(pl.Int64).alias("n"), *roles)
        .sort("group", nulls_last=True)
        .with_columns(suppressed=few)
        .with_columns(pl.when(~few).then(pl.col("n", *ROLES)).name.keep())
        .select(pl.col(name).cast(kind) for name, kind in BETWEEN.items())
    )
