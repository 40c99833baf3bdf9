"""A plan beside others in the same worlds, along the price of fairness, and if things are otherwise: as tables."""

from __future__ import annotations

import numpy as np
import polars as pl

from simpul.network.graph import Floats
from simpul.network.outreach import showing
from simpul.network.outreach.robustness import Scenario
from simpul.network.outreach.simulating import Outcome

WIDE = 1.96


COMPARISON = (
    "way", "families", "low", "high", "lead", "lead_low", "lead_high", "times", "mean_of_days", "lowest_group",
)  # fmt: skip


def comparison(names: list[str], played: Outcome, shown: showing.Shown) -> pl.DataFrame:
    """One row per way of choosing: families by the deadline, and the plan's lead in the same worlds, with 95 % intervals.

    Those of choosing by lot hold the luck of the lot too.
    """
    ways = {name: [names.index(name)] for name in names if not name.startswith(("random_", "price_"))}
    ways["random"] = [at for at, name in enumerate(names) if name.startswith("random_")]
    plan, rows = played.totals[0], []
    for name, at in ways.items():
        totals, lead = played.totals[at], plan - played.totals[at]
        mean, error = float(totals.mean()), _error(totals)
        ahead, wide = float(lead.mean()), _error(lead)
        soon = float(played.curve[at].sum(axis=2).mean())
        worst = float(np.mean([showing.lowest(shown, played.curve[one, -1]) for one in at]))
        times = plan.mean() / mean if mean else None
        rows.append(
            (
                name,
                mean,
                max(mean - error, 0.0),
                mean + error,
                ahead,
                ahead - wide,
                ahead + wide,
                times,
                soon,
                worst,
            )
        )
    table = pl.DataFrame(rows, schema=COMPARISON, orient="row")
    return table.sort("families", "way", descending=[True, False])


def _error(values: Floats) -> float:
    """Half of the 95 % interval of the mean of plans × worlds: the worlds are shared, the plans, if several, were drawn."""
    plans, worlds = values.shape
    luck = values.mean(axis=0).var(ddof=1) / worlds if worlds > 1 else 0.0
    lot = values.mean(axis=1).var(ddof=1) / plans if plans > 1 else 0.0
    return float(WIDE * np.sqrt(luck + lot))


def price(names: list[str], played: Outcome, shown: showing.Shown) -> pl.DataFrame:
    """The price of fairness: from most reach to most even, families by the deadline and the lowest share of a group."""
    rows = [
        (
            name.removeprefix("price_"),
            float(played.totals[at].mean()),
            showing.lowest(shown, played.curve[at, -1]),
        )
        for at, name in enumerate(names)
        if name.startswith("price_")
    ]
    return pl.DataFrame(
        rows, schema={"evenness": pl.String, "families": pl.Float64, "lowest_group": pl.Float64}, orient="row"
    )


def robust(found: list[Scenario]) -> pl.DataFrame:
    """By scenario what the plan brings and what a plan made for it would bring, as shares of all weight."""
    rows = [
        (one.name, one.reach / one.problem.total, one.possible / one.problem.total, one.ratio)
        for one in found
    ]
    schema = {"scenario": pl.String, "share": pl.Float64, "possible": pl.Float64, "ratio": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
