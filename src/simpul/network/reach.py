"""Who hears of a programme, through whom, and who would not without that person: reach over the ties of a survey.

A survey is a sample: its ties are those that the asked households named. So these figures speak of the asked households;
and centralities of such a network are not those of the whole town.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.corpus.records import Schema
from simpul.network.dominators import only_through
from simpul.network.graph import Flags, Graph, Ints, from_edges
from simpul.network.steps import steps_from

OFFICIAL_ROLES = ("agency", "village_officer", "village_head")
BROKER_ROLES = (
    "rt_head", "rw_head", "social_worker", "civil_servant", "cadre", "community_leader", "health_worker",
)  # fmt: skip
FLOWS = (
    "informs",
    "asks",
)  # relations along which information is passed on; a relation not stated counts too
LEAST = 5  # households; a smaller cell is never shown

FIGURES: Schema = {
    "measure": pl.String,  # sumber, cakupan, terasing, ketergantungan, kerapuhan, waktu
    "item": pl.String,  # role of the source; steps; path or named; number of brokers; waktu: steps
    "group": pl.String,  # poor, all
    "place": pl.String,  # null: the whole survey
    "numerator": pl.Int64,  # households; null where undefined or suppressed
    "denominator": pl.Int64,  # households
    "n": pl.Int64,  # households asked in this group and place
    "value": pl.Float64,
    "suppressed": pl.Boolean,
}
BROKERS: Schema = {
    "id": pl.String,
    "role": pl.String,
    "place": pl.String,
    "direct": pl.Int64,  # poor households that this person informs directly
    "sole": pl.Int64,  # poor households that would lose access without this person
    "reached": pl.Int64,  # poor households that have access now
    "n": pl.Int64,  # poor households asked
    "account": pl.Boolean,  # is known to have an account online; null where it is known of nobody
    "suppressed": pl.Boolean,
}


@dataclass(frozen=True)
class Flow:
    """Along which ties information can reach the households of a survey. Made by `flow`; masks are by node."""

    graph: Graph
    official: Flags
    broker: Flags
    start: Flags  # where information enters
    brokers_informed: bool
    people: (
        pl.DataFrame
    )  # by node: node, id, kind, role, place, poor; null for who stands in no row of the actors

    def steps(self, without: Flags | None = None) -> Ints:
        """Fewest ties from where information enters, by node; 0 there, -1 where none leads. `without`: nodes taken out."""
        return steps_from(self.graph, np.flatnonzero(self.start), without=without)


def flow(
    ties: pl.DataFrame,
    actors: pl.DataFrame,
    officials: Iterable[str] | None = None,
    brokers: Iterable[str] | None = None,
    brokers_informed: bool | None = None,
) -> Flow:
    """The flow of information over survey ties (`records.SURVEY_TIES` or `ties.TIES`) between `records.ACTORS`.

    Official sources and brokers are those with `OFFICIAL_ROLES` and `BROKER_ROLES`, unless ids are given. Information enters
    at the official sources; with `brokers_informed` also at the brokers, taken as informed by their office. Where that is left
    open it depends on the record: a survey that holds no tie from an official source to a broker (as one that asked
    households only) cannot say how brokers are informed, so they are taken as informed.
    """
    if "type" in ties.columns:
        ties = ties.filter(pl.col("type") == "survey")
    passed_on = ties.filter(pl.col("relation").is_null() | pl.col("relation").is_in(FLOWS))
    people = actors.unique("actor_id", keep="last", maintain_order=True)
    graph = from_edges(passed_on.select("source", "target"), nodes=people["actor_id"])
    known = (
        pl.DataFrame({"id": graph.nodes})
        .with_row_index("node")
        .join(
            people.select("kind", "role", "place", "poor", id="actor_id"),
            on="id",
            how="left",
            maintain_order="left",
        )
    )

    def mask(ids: Iterable[str] | None, roles: tuple[str, ...]) -> Flags:
        chosen = pl.col("role").is_in(roles) if ids is None else pl.col("id").is_in(list(ids))
        return known.select(chosen.fill_null(False)).to_series().to_numpy().astype(np.bool_)

    official, broker = mask(officials, OFFICIAL_ROLES), mask(brokers, BROKER_ROLES)
    broker &= ~official
    if brokers_informed is None:
        brokers_informed = not bool((official[graph.sources] & broker[graph.indices]).any())
    start = official | broker if brokers_informed else official
    return Flow(graph, official, broker, start, brokers_informed, known)


def households(flow: Flow) -> pl.DataFrame:
    """One row per household asked, for grouping and counting; never for showing.

    Columns: node, id, place, poor, `informants` (how many named), `interpersonal` (some named, and none of them official),
    `steps` (null: none leads here), `access`: `direct` (some way in without any broker), `broker` (only through brokers), `none`.
    """
    back = flow.graph.reverse
    steps, alone = flow.steps(), flow.steps(without=flow.broker)
    named = back.degree_out()
    official = np.bincount(back.sources, flow.official[back.indices], minlength=back.n)
    table = pl.DataFrame(
        {
            "node": np.arange(flow.graph.n, dtype=np.uint32),
            "informants": named,
            "interpersonal": (named > 0) & (official == 0),
            "steps": steps,
            "access": np.select([alone >= 0, steps >= 0], ["direct", "broker"], "none"),
        }
    )
    homes = flow.people.filter(pl.col("kind") == "household").select("node", "id", "place", "poor")
    return homes.join(table, on="node", how="left", maintain_order="left").with_columns(
        pl.when(pl.col("steps") >= 0).then("steps")
    )


def brokers(flow: Flow, least: int = LEAST, links: pl.DataFrame | None = None) -> pl.DataFrame:
    """The brokers (columns `BROKERS`), those first without whom most poor households would lose access.

    Everyone whose every way in leads through one person hangs below that person in the tree of dominators (Cooper, Harvey and
    Kennedy 2001), so one pass finds the loss for all. Counts from 1 to `least` - 1 are left out after ranking. `links`
    (`records.LINKS`) says who is known to have an account; the others are found through the survey only.
    """
    linked = pl.Series(dtype=pl.String) if links is None else links["actor_id"]
    account = pl.col("id").is_in(linked.implode()) if len(linked) else pl.lit(None, pl.Boolean)
    counts = pl.col("direct", "sole")
    few = counts.is_between(1, least - 1)
    return (
        _ranked(flow)
        .with_columns(suppressed=pl.any_horizontal(few), account=account)
        .with_columns(pl.when(~few).then(counts).name.keep())
        .select(*BROKERS)
    )


def reach(
    flow: Flow,
    steps: Iterable[int] = (1, 2, 3),
    stopped: Iterable[int] = (1, 3, 5),
    least: int = LEAST,
) -> pl.DataFrame:
    """The figures of reach (columns `FIGURES`) for the poor and for all households asked, in all and by place.

    =====================  =============================================================================================
    sumber (role)          households that name a source of this role / households that name anyone
    cakupan (k)            households within k ties of where information enters / households asked
    terasing               households that no way leads to / households asked
    ketergantungan (path)  households that every way in leads to through a broker / households asked
    ketergantungan (named) households that name no official source / households that name anyone
    kerapuhan (m)          households that lose access if the first m of `brokers` stop / households that have access
    waktu (steps)          median number of ties to the households that have access; no numerator and no denominator
    =====================  =============================================================================================

    Undefined (null) where the denominator is 0; where information enters nowhere only sumber and named are given. A figure
    with a count from 1 to `least` - 1 is suppressed, all its numbers null; so is one that leaves as few out of its numerator
    or denominator, since who is not reached is cut off. Where that hides one place only, another goes with it, lest the
    whole give it away. `least` = 0 shows all.
    """
    homes, shares = _shares(flow, steps, stopped)
    counted = pl.concat(
        _counted(rows, share, group)
        for group, rows in (("poor", homes.filter("poor")), ("all", homes))
        for share in shares
    )
    counts, defined = pl.col("numerator", "denominator", "n"), pl.col("denominator") > 0
    left = pl.col("denominator") - pl.col("numerator"), pl.col("n") - pl.col("denominator")
    few = pl.any_horizontal(count.is_between(1, least - 1) for count in (counts, *left))
    counts_shown = (
        counted.sort("measure", "item", "group", "place")
        .with_columns(suppressed=few)
        .with_columns(suppressed=pl.col("suppressed") | _gives_away())
        .with_columns(pl.when("suppressed").then(None).otherwise(counts).name.keep())
        .with_columns(
            numerator=pl.when(defined).then("numerator"),
            value=pl.when(defined).then(pl.col("numerator") / pl.col("denominator")),
        )
        .select(*FIGURES)
    )
    return pl.concat([counts_shown, _waktu(homes, least)]) if flow.start.any() else counts_shown


def _waktu(homes: pl.DataFrame, least: int) -> pl.DataFrame:
    """The median steps of those whom a way leads to. How many they are is not said: `terasing` does, where it may be said."""
    reached = pl.col("steps").is_not_null().sum()
    figure = {
        "n": pl.len().cast(pl.Int64),
        "value": pl.col("steps").median(),
        "suppressed": reached.is_between(1, least - 1) | pl.len().is_between(1, least - 1),
    }
    parts = []
    for group, rows in (("poor", homes.filter("poor")), ("all", homes)):
        whole = rows.select(place=pl.lit(None, dtype=pl.String), **figure)
        by_place = rows.drop_nulls("place").group_by("place").agg(**figure).sort("place")
        parts.append(pl.concat([whole, by_place]).with_columns(group=pl.lit(group)))
    none = pl.lit(None, dtype=pl.Int64)
    return (
        pl.concat(parts)
        .with_columns(pl.when(~pl.col("suppressed")).then(pl.col("n", "value")).name.keep())
        .with_columns(measure=pl.lit("waktu"), item=pl.lit("steps"), numerator=none, denominator=none)
        .select(pl.col(name).cast(kind) for name, kind in FIGURES.items())
    )


def _gives_away() -> pl.Expr:
    """What would tell the one suppressed place of a figure by subtraction: the place with the fewest, else the whole.

    Rows are sorted, so that it is the same place each time.
    """
    figure, place, hidden = ["measure", "item", "group"], pl.col("place").is_not_null(), pl.col("suppressed")
    alone = (place & hidden).sum().over(figure) == 1
    shown = place & ~hidden & (pl.col("numerator") > 0)
    fewest = pl.when(shown).then("numerator").rank("ordinal").over(figure) == 1
    return alone & pl.when(shown.any().over(figure)).then(fewest).otherwise(~place).fill_null(False)


class _Share(NamedTuple):
    """Two flags of a household: counted above, counted below."""

    measure: str
    item: str
    numerator: str
    denominator: str


def _shares(flow: Flow, steps: Iterable[int], stopped: Iterable[int]) -> tuple[pl.DataFrame, list[_Share]]:
    """The households with a flag for everything that is counted, and what is divided by what."""
    homes = households(flow).with_columns(
        asked=pl.lit(True), named=pl.col("informants") > 0, reached=pl.col("steps").is_not_null()
    )
    flags = {f"sumber {role}": has for role, has in _by_role(flow, homes)}
    shares = [_Share("sumber", name.removeprefix("sumber "), name, "named") for name in flags]
    shares.append(_Share("ketergantungan", "named", "interpersonal", "named"))
    if not flow.start.any():
        return homes.with_columns(**flags), shares
    flags["cut off"] = ~homes["reached"]
    flags["only by brokers"] = homes["access"] == "broker"
    shares += [
        _Share("terasing", "", "cut off", "asked"),
        _Share("ketergantungan", "path", "only by brokers", "asked"),
    ]
    for k in steps:
        flags[f"within {k}"] = (homes["steps"] <= k).fill_null(False)
        shares.append(_Share("cakupan", str(k), f"within {k}", "asked"))
    first = _ranked(flow)["node"].to_numpy()
    for m in stopped:
        gone = np.zeros(flow.graph.n, np.bool_)
        gone[first[:m]] = True
        left = flow.steps(without=gone)[homes["node"].to_numpy()] >= 0
        flags[f"lost without {m}"] = homes["reached"] & ~pl.Series(left)
        shares.append(_Share("kerapuhan", str(m), f"lost without {m}", "reached"))
    return homes.with_columns(**flags), shares


def _counted(homes: pl.DataFrame, share: _Share, group: str) -> pl.DataFrame:
    """One row for all, and one for each place."""
    counts = {
        "numerator": (pl.col(share.numerator) & pl.col(share.denominator)).sum().cast(pl.Int64),
        "denominator": pl.col(share.denominator).sum().cast(pl.Int64),
        "n": pl.len().cast(pl.Int64),
    }
    whole = homes.select(place=pl.lit(None, dtype=pl.String), **counts)
    by_place = homes.drop_nulls("place").group_by("place").agg(**counts)
    return pl.concat([whole, by_place]).with_columns(
        measure=pl.lit(share.measure), item=pl.lit(share.item), group=pl.lit(group)
    )


def _by_role(flow: Flow, homes: pl.DataFrame) -> Iterator[tuple[str, pl.Series]]:
    """For each role that is named at all: which of the households name someone of it."""
    source_role = flow.people["role"].gather(flow.graph.sources)
    names = pl.DataFrame({"node": flow.graph.indices.astype(np.uint32), "role": source_role})
    for role in names.join(homes, on="node", how="semi")["role"].drop_nulls().unique().sort():
        yield role, homes["node"].is_in(names.filter(role=role)["node"].implode())


def _ranked(flow: Flow) -> pl.DataFrame:
    """`BROKERS` with the node's number, uncensored; only persons whom information reaches."""
    graph, back = flow.graph, flow.graph.reverse
    poor = (
        flow.people.select((pl.col("kind") == "household") & pl.col("poor"))
        .to_series()
        .fill_null(False)
        .to_numpy()
    )
    reached = flow.steps() >= 0
    sole = only_through(graph.indptr, graph.indices, back.indptr, back.indices, flow.start, poor)
    direct = np.bincount(graph.sources, poor[graph.indices], minlength=graph.n).astype(np.int64)
    return (
        flow.people.select("node", "id", "role", "place")
        .with_columns(
            direct=pl.Series(direct),
            sole=pl.Series(sole),
            reached=pl.lit(int((poor & reached).sum()), dtype=pl.Int64),
            n=pl.lit(int(poor.sum()), dtype=pl.Int64),
        )
        .filter(pl.Series(flow.broker & reached))
        .sort("sole", "direct", "id", descending=[True, True, False])
    )
