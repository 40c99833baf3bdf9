"""What of a plan may be shown: codes instead of people, and no count under five families, nor one that subtraction would tell."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.network.cells import LEAST, hidden
from simpul.network.graph import Flags, Floats, Ints, Longs
from simpul.network.outreach.build import Setting
from simpul.network.outreach.simulating import Outcome, simulate

OTHER = "other"  # groups of fewer than five families, together
BAND = (0.05, 0.95)  # nine worlds in ten lie within
STATES = ("no_tie", "no_route", "too_late", "one_broker", "several")


class Shown(NamedTuple):
    """Groups that are large enough."""

    names: list[str]
    group: Ints  # by node, -1 none
    sizes: Floats  # families by group
    reachable: Flags  # by group: somebody in it can be brought word at all
    parts: Longs  # families by group given (the last: of none) and group shown

    def pooled(self, shares: Floats) -> Floats:
        """Shares of the groups given as shares of those shown."""
        pooled: Floats = shares @ self.parts[: len(shares)] / self.sizes
        return pooled


def pooled(setting: Setting) -> Shown:
    """The groups of a setting with those under five families put together, and the next smallest with them if need be."""
    given = (
        np.full(setting.problem.graph.n, -1, np.int32)
        if setting.problem.groups is None
        else setting.problem.groups
    )
    names = [*setting.groups, OTHER]
    families = setting.families
    group = np.where(given < 0, len(names) - 1, given).astype(np.int32)
    sizes = np.bincount(group[families], minlength=len(names))
    joined = sizes < LEAST
    joined[-1] = True
    order = [int(at) for at in np.argsort(sizes, kind="stable") if not joined[at]]
    while 0 < sizes[joined].sum() < LEAST and order:
        joined[order.pop(0)] = True
    kept = np.flatnonzero(~joined)
    number = np.full(len(names), len(kept), np.int32)
    number[kept] = np.arange(len(kept))
    some = sizes[joined].sum() > 0
    shown = np.where(families, number[group], -1).astype(np.int32)
    parts = np.zeros((len(names), len(kept) + some), np.int64)
    np.add.at(parts, (group[families], shown[families]), 1)
    return Shown(
        [names[at] for at in kept] + [OTHER] * bool(some),
        shown,
        np.append(sizes[kept], [sizes[joined].sum()] if some else []).astype(np.float64),
        np.bincount(shown[families & setting.in_time], minlength=len(kept) + some) > 0,
        parts,
    )


def lowest(shown: Shown, reached: Floats) -> float:
    """The lowest share of any group that can be brought word at all."""
    return float((reached[: len(shown.sizes)] / shown.sizes)[shown.reachable].min(initial=1.0))


def groups(shown: Shown, played: Outcome, most: int, possible: Floats) -> pl.DataFrame:
    """Families of each group and those reached by the deadline, with the band of nine worlds in ten, beside the plan of most reach.

    `possible` is the share that no plan of this size exceeds, whomever else it leaves out; 0 where no candidate's word can come in time.
    """
    last = played.paths[:, -1, : len(shown.sizes)]
    low, high = np.quantile(last, BAND, axis=0)
    reached = played.curve[:, -1, : len(shown.sizes)]
    return pl.DataFrame(
        {
            "group": shown.names, "families": shown.sizes.astype(np.int64), "reached": reached[0], "share": reached[0] / shown.sizes,
            "low": low / shown.sizes, "high": high / shown.sizes, "share_most_reach": reached[most] / shown.sizes, "possible": np.maximum(shown.pooled(possible), reached[0] / shown.sizes),
        },
        schema_overrides={"group": pl.String},
    ).sort("share", "group")  # fmt: skip


def curve(shown: Shown, played: Outcome, popular: int) -> pl.DataFrame:
    """Share reached by the end of each day: of all, of each group, and of all under the plan of the most popular."""
    parts = [_line("plan", None, played.curve[0].sum(axis=1), played.paths.sum(axis=2), shown.sizes.sum())]
    for at, name in enumerate(shown.names):
        parts.append(_line("plan", name, played.curve[0, :, at], played.paths[:, :, at], shown.sizes[at]))
    parts.append(_line("popular", None, played.curve[popular].sum(axis=1), None, shown.sizes.sum()))
    return pl.concat(parts)


def _line(way: str, group: str | None, mean: Floats, paths: Floats | None, size: float) -> pl.DataFrame:
    low, high = (None, None) if paths is None else np.quantile(paths, BAND, axis=0) / size
    frame = pl.DataFrame({"day": np.arange(len(mean)), "share": mean / size})
    return frame.select(
        pl.lit(way).alias("way"), pl.lit(group, dtype=pl.String).alias("group"), "day", "share",
        pl.Series("low", low, pl.Float64) if low is not None else pl.lit(None, dtype=pl.Float64).alias("low"),
        pl.Series("high", high, pl.Float64) if high is not None else pl.lit(None, dtype=pl.Float64).alias("high"),
    )  # fmt: skip


def codes(setting: Setting) -> pl.Series:
    """A short code for everyone who may be briefed, by node; null for others. Who is excluded later leaves a gap, and no code moves."""
    known = setting.people["numbered"]
    number = known.cum_sum().cast(pl.String).str.zfill(3)
    return pl.select(pl.when(known).then(pl.format("P-{}", number)).alias("code")).to_series()


def fingerprint(setting: Setting) -> str:
    """A mark of the people behind the codes: the same mark, the same codes for the same people. No spreadsheet takes it for a number."""
    ids = setting.people.filter("numbered")["id"]
    return "R" + blake2b("\n".join(ids).encode(), digest_size=4).hexdigest().upper()


def brokers(
    setting: Setting, chosen: Ints, credit: Floats, shown: Shown, days: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """In order of visits: code, role, place, agency, channel; and the same people by group of families.

    `within_reach` are the families that word from this person can reach by the deadline at all, `families` those expected to hear
    through this person first. Where fewer than five are within reach, neither is told; a whole leaves out what would tell such a part.
    """
    reachable = _within_reach(setting, chosen, shown, days)
    expected = credit[:, : len(shown.names)]
    large = reachable >= LEAST
    rest = np.where(large, 0, reachable).sum(axis=1)
    counted = np.where((rest >= LEAST)[:, None], True, large)
    whole = (reachable * counted).sum(axis=1)
    code = codes(setting).gather(chosen)
    plan = setting.people[chosen].select(
        pl.int_range(1, pl.len() + 1).alias("order"), code.alias("code"), "role", "place", "agency",
        _channels(setting, chosen), within_reach=pl.Series(whole), families=pl.Series((expected * counted).sum(axis=1)),
    )  # fmt: skip
    known = pl.col("within_reach") >= LEAST
    plan = plan.with_columns(pl.when(known).then(pl.col("within_reach", "families")))
    at, group = np.nonzero(large)
    places = pl.DataFrame(
        {
            "code": code.gather(at), "group": np.array([*shown.names, ""])[group],
            "within_reach": reachable[at, group], "families": expected[at, group],
        },
        schema={"code": pl.String, "group": pl.String, "within_reach": pl.Int64, "families": pl.Float64},
    )  # fmt: skip
    return plan, places.sort("code", "families", "group", descending=[False, True, False])


def _within_reach(setting: Setting, chosen: Ints, shown: Shown, days: int) -> Longs:
    """People × groups: families reached by the deadline if every tie passed word on."""
    problem = setting.problem
    sure = replace(
        problem, probability=(problem.probability > 0).astype(np.float64), acceptance=None, model="cascade",
        weights=setting.families.astype(np.float64), groups=shown.group,
    )  # fmt: skip
    alone = [np.array([node], np.int32) for node in chosen]
    counts: Longs = np.rint(simulate(sure, alone, 1, days).curve[:, -1]).astype(np.int64)
    return counts[:, : len(shown.names)]


def _channels(setting: Setting, chosen: Ints) -> pl.Series:
    """The channel on which most of what each of them tells is expected to pass."""
    graph = setting.problem.graph
    arcs = pl.DataFrame(
        {"node": graph.sources, "channel": setting.channel, "told": setting.problem.probability}
    )
    best = arcs.drop_nulls("channel").group_by("node", "channel").agg(pl.col("told").sum())
    best = best.sort("told", "channel", descending=[True, False]).unique(
        "node", keep="first", maintain_order=True
    )
    wanted = pl.DataFrame({"node": chosen}).join(best, on="node", how="left", maintain_order="left")
    return wanted["channel"]


def unreached(setting: Setting, heard: Floats, shown: Shown) -> tuple[pl.DataFrame, pl.DataFrame]:
    """How families of each group hang in the network and how many of them do not hear by the deadline; and second routes.

    *no_tie*: nobody tells them; *no_route*: somebody does, whom no candidate reaches; *too_late*: no candidate's word can come by the
    deadline; *one_broker*: every way leads through one
    candidate; *several*: more than one way. The rows without a group are the whole. A second route is another candidate of the same place, the one with most ties to
    families there.
    """
    families = np.flatnonzero(setting.families).astype(np.int32)
    told = np.bincount(setting.problem.graph.indices[setting.problem.probability > 0], minlength=len(heard))
    hangs = setting.hangs[families]
    late = ~setting.in_time[families]
    state = np.select([told[families] == 0, hangs == -2, late, hangs >= 0], [0, 1, 2, 3], 4)
    group = shown.group[families]
    counts = np.zeros((len(shown.names), len(STATES)), np.int64)
    np.add.at(counts, (group, state), 1)
    missed = np.zeros(counts.shape)
    np.add.at(missed, (group, state), 1 - heard[families])
    counts, missed = np.vstack([counts, counts.sum(axis=0)]), np.vstack([missed, missed.sum(axis=0)])
    gone = hidden(counts[:-1])[:, :-1]
    rows = [
        (name, STATES[s], *((None, None) if gone[g, s] else (int(counts[g, s]), float(missed[g, s]))))
        for g, name in enumerate([*shown.names, None])
        for s in range(len(STATES))
        if counts[g, s]
    ]
    schema = {"group": pl.String, "state": pl.String, "families": pl.Int64, "not_reached": pl.Float64}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return table, _second_routes(setting, families[(hangs >= 0) & ~late], shown)


def _second_routes(setting: Setting, families: Ints, shown: Shown) -> pl.DataFrame:
    schema = {
        "code": pl.String,
        "group": pl.String,
        "families": pl.Int64,
        "second": pl.String,
        "second_role": pl.String,
    }
    brokers, broker = np.unique(setting.hangs[families], return_inverse=True)
    counts = np.zeros((max(len(brokers), 1), len(shown.names)), np.int64)
    np.add.at(counts, (broker, shown.group[families]), 1)
    gone = hidden(counts)[:-1, :-1]
    code, best = codes(setting), _nearby(setting, shown)
    rows = []
    for b, g in zip(*np.nonzero((counts > 0) & ~gone), strict=True):
        second = next((node for node in best[g] if node != brokers[b]), None)
        role = None if second is None else setting.people["role"][second]
        rows.append(
            (
                code[int(brokers[b])],
                shown.names[g],
                int(counts[b, g]),
                None if second is None else code[second],
                role,
            )
        )
    return pl.DataFrame(rows, schema=schema, orient="row").sort("families", "code", descending=[True, False])


def _nearby(setting: Setting, shown: Shown) -> list[list[int]]:
    """For each group the two candidates with most ties to its families, else two of the same place."""
    graph, people = setting.problem.graph, setting.people
    ties = pl.DataFrame(
        {"node": graph.sources, "group": shown.group[graph.indices], "p": setting.problem.probability}
    )
    tied = ties.filter(pl.col("group") >= 0, pl.col("p") > 0).group_by("node", "group").len()
    here = people.select(
        pl.int_range(pl.len(), dtype=pl.Int32).alias("node"),
        pl.col("group").replace_strict(shown.names, list(range(len(shown.names))), default=-1, return_dtype=pl.Int32).alias("group"),
        pl.lit(0, dtype=pl.UInt32).alias("len"),
    )  # fmt: skip
    all_of = (
        pl.concat([tied.select("node", "group", "len"), here])
        .group_by("node", "group")
        .agg(pl.col("len").max())
    )
    fit = all_of.filter(people["candidate"].gather(all_of["node"]))
    fit = (
        fit.sort("group", "len", "node", descending=[False, True, False])
        .group_by("group", maintain_order=True)
        .head(2)
    )
    return [fit.filter(group=g)["node"].to_list() for g in range(len(shown.names))]
