"""How poor households come by information: access × connection, the channels, and what they prefer, as tables without small cells.

The matrix is ours: a stand-in for the research team's, whose cells are not public.
"""

from __future__ import annotations

import polars as pl

from simpul.corpus.records import Schema
from simpul.network.cells import CELLS, LEAST, crossed
from simpul.network.reach import Flow
from simpul.network.routes import named_by

MATRIX = {  # internet phone in the household, a broker who informs it
    (True, True): "langsung",
    (True, False): "mandiri_tanpa_jejaring",
    (False, True): "beradaptasi_lewat_perantara",
    (False, False): "terasing_secara_digital",
}
PREFERENCES = ("preferred_source", "preferred_channel", "preferred_content")
GROUPS = ("place", "age_group", "sex", "occupation")
PREFERRED: Schema = {"question": pl.String, "by": pl.String, **CELLS}
CHANNELS: Schema = {
    "role": pl.String,  # of who tells
    "channel": pl.String,  # face_to_face, whatsapp, …; null where not asked
    "topic": pl.String,
    "households": pl.Int64,  # poor households told so; null where suppressed
    "n": pl.Int64,  # poor households that name anyone
    "suppressed": pl.Boolean,
}


def matrix(flow: Flow, actors: pl.DataFrame, least: int = LEAST) -> pl.DataFrame:
    """Poor households by the cells of `MATRIX`, in all and by place (columns `cells.CELLS`, the answer being the cell).

    A household is connected where somebody of `Flow.broker` informs it. One that was not asked for a phone with internet is in
    no cell and not in n.
    """
    phone, broker = pl.col("internet_phone"), pl.col("broker")
    homes = _poor(flow, actors)
    homes = homes.with_columns(broker=_told_by_broker(flow).gather(homes["node"]))
    cell = pl.coalesce(
        pl.when((phone == has) & (broker == tied)).then(pl.lit(name)) for (has, tied), name in MATRIX.items()
    )
    return crossed(homes.with_columns(cell=cell), "place", "cell", least)


def preferences(flow: Flow, actors: pl.DataFrame, least: int = LEAST) -> pl.DataFrame:
    """Which source, channel and content poor households prefer, by each of `GROUPS` (columns `PREFERRED`).

    n is the number of those of the group who answered the question. The rows of all (`cells.ALL`) are the same for each `by`.
    """
    homes = _poor(flow, actors)
    tables = [
        crossed(homes, by, question, least).select(
            pl.lit(question).alias("question"), pl.lit(by).alias("by"), pl.all()
        )
        for question in PREFERENCES
        for by in GROUPS
    ]
    return pl.concat([pl.DataFrame(schema=PREFERRED), *tables])


def channels(flow: Flow, ties: pl.DataFrame, least: int = LEAST) -> pl.DataFrame:
    """By which channel and on what topic each kind of source tells poor households (columns `CHANNELS`), the commonest first.

    One household may be told by several. A count from 1 to `least` - 1 is suppressed, and so is one that leaves as few out.
    """
    told = named_by(flow, ties)
    n = told["target"].n_unique()
    count = pl.col("households")
    few = count.is_between(1, least - 1) | (n - count).is_between(1, least - 1)
    return (
        told.group_by("role", "channel", "topic")
        .agg(households=pl.col("target").n_unique().cast(pl.Int64))
        .sort(
            "households", "role", "channel", "topic", descending=[True, False, False, False], nulls_last=True
        )
        .with_columns(n=pl.lit(n, pl.Int64), suppressed=few)
        .with_columns(households=pl.when(~few).then(count), n=pl.when(pl.col("n") >= least).then("n"))
        .select(*CHANNELS)
    )


def _poor(flow: Flow, actors: pl.DataFrame) -> pl.DataFrame:
    """The poor households with their node and what the survey says of them."""
    asked = (
        actors.filter(kind="household").filter("poor").unique("actor_id", keep="last", maintain_order=True)
    )
    return asked.join(flow.people.select("node", actor_id="id"), on="actor_id", maintain_order="left")


def _told_by_broker(flow: Flow) -> pl.Series:
    """By node: whether a broker informs it."""
    graph = flow.graph
    told = pl.DataFrame({"node": graph.indices, "broker": flow.broker[graph.sources]}).filter("broker")[
        "node"
    ]
    return pl.int_range(graph.n, eager=True).is_in(told.unique().implode())
