"""How sure a value is: the interval of every share, ratio and median whose rows are more than one account's whole record.

| Value | Interval | `method` |
| --- | --- | --- |
| share of rows | Wilson's, with as many rows as the units are worth | `wilson` |
| ratio of sums | Poisson bootstrap of the units, percentiles | `bootstrap` |
| median | Woodruff's: the rows at the ends of Wilson's interval of one half | `woodruff` |

What a unit is: `units`. No interval of a ratio or median stands on fewer than ten units.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import numpy as np
import polars as pl

from simpul.measures import bootstrap, units
from simpul.measures.bootstrap import Floats
from simpul.measures.evidence import all_hold
from simpul.measures.intervals import wilson
from simpul.measures.material import Material
from simpul.measures.measure import Measure

SPREAD = {
    "subject_kind": pl.String,
    "subject_id": pl.String,
    "effective": pl.Float64,  # shares: how many independent rows they are worth
    "low": pl.Float64,  # ratios and medians: the interval, in the value's own unit
    "high": pl.Float64,
    "units": pl.Int64,  # that the interval rests on; null where each row is its own
}
KEY = ["subject_kind", "subject_id"]


def spreads(
    material: Material, measures: Sequence[Measure], sums: dict[str, pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    """Per measure the columns of SPREAD, one row per subject of which there is something to say; `sums` as of `units.sums`."""
    found: dict[str, pl.DataFrame] = {}
    for measure in measures:
        if units.is_median(measure):
            found[measure.id] = _medians(material, measure)
        elif measure.id in sums:
            table = sums[measure.id]
            found[measure.id] = _shares(measure, table) if measure.interval else _ratios(measure, table)
    return found


def _shares(measure: Measure, table: pl.DataFrame) -> pl.DataFrame:
    cells = units.chosen(beside_whole(table) if measure.whole else table)
    cells = cells.filter(pl.col("level") != "row", pl.col("subject_id").is_not_null())
    return _spread(effective(cells))


def beside_whole(table: pl.DataFrame) -> pl.DataFrame:
    """Sums of a measure whose subjects share out a whole: `b` of every subject is the whole's."""
    keys = ["subject_kind", "level", "group"]
    whole = table.group_by(keys).agg(pl.col("b").sum())
    subjects = table.select(KEY).filter(pl.col("subject_id").is_not_null()).unique()
    return (
        subjects.join(whole, on="subject_kind")
        .join(table.drop("b"), on=[*KEY, "level", "group"], how="left")
        .with_columns(pl.col("a").fill_null(0.0))
        .select(table.columns)
    )


def effective(cells: pl.DataFrame) -> pl.DataFrame:
    """How many independent rows the rows of each subject are worth (columns KEY, `effective`, `units`).

    n / deff · (t(n−1) / t(k−1))², at most n (Korn & Graubard 1998, Survey Methodology 24(2), 193–201); deff is the variance of the
    share over units, with Taylor's linearisation, over that of as many independent rows. Where all rows agree it cannot be
    estimated, and each unit is taken for one voice: n² / Σm² (Kish 1965).
    """
    from scipy.special import stdtrit

    h, m, n, p = pl.col("a"), pl.col("b"), pl.col("n"), pl.col("p")
    worth = (
        cells.group_by(KEY)
        .agg(
            n=m.sum(), p=h.sum() / m.sum(), units=pl.len(), hh=(h * h).sum(), hm=(h * m).sum(),
            mm=(m * m).sum(),
        )
        .with_columns(
            between=(pl.col("hh") - 2 * p * pl.col("hm") + p * p * pl.col("mm"))
            * pl.col("units") / (pl.col("units") - 1),
            alone=n * p * (1 - p) * n / (n - 1),
        )
        .with_columns(deff=pl.when(pl.col("alone") > 0).then(pl.col("between") / pl.col("alone")))
    )  # fmt: skip
    freedom = worth.select(rows=n - 1, units=pl.col("units") - 1).cast(pl.Float64)
    t = stdtrit(np.maximum(freedom.to_numpy(), 1), 0.975)
    kish = n * n / pl.col("mm")
    return worth.with_columns(fewer=pl.Series((t[:, 0] / t[:, 1]) ** 2)).select(
        *KEY,
        effective=pl.when(pl.col("deff").is_finite() & (pl.col("units") > 1))
        .then(pl.min_horizontal(n, n / pl.max_horizontal(1.0, "deff") * pl.col("fewer")))
        .otherwise(kish),
        units=pl.col("units").cast(pl.Int64),
    )


def _ratios(measure: Measure, table: pl.DataFrame) -> pl.DataFrame:
    cells = units.chosen(table).filter(
        pl.col("units") >= units.LEAST_UNITS, pl.col("subject_id").is_not_null()
    )
    if cells.is_empty():
        return pl.DataFrame(schema=SPREAD)
    subjects, above, below = drawn(cells)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = measure.scale * above / below
    low, high = bootstrap.percentiles(values, subjects["units"].cast(pl.Float64).to_numpy())
    ends = pl.DataFrame({"low": low, "high": high}).fill_nan(None)
    return _spread(pl.concat([subjects, ends], how="horizontal"))


def drawn(cells: pl.DataFrame) -> tuple[pl.DataFrame, Floats, Floats]:
    """The subjects (columns KEY and `units`) with the replicates of their numerators and denominators; `cells` are sorted by KEY."""
    starts = cells.select(changed=pl.struct(KEY) != pl.struct(KEY).shift()).to_series().fill_null(True)
    first = starts.arg_true()
    bounds = np.append(first.to_numpy().astype(np.int64), cells.height)
    groups = cells["group"].to_numpy().astype(np.int64)
    weights = bootstrap.weights(units.GROUPS)
    above, below = (
        bootstrap.replicates(bounds, groups, cells[name].to_numpy(), weights) for name in ("a", "b")
    )
    return cells[first.to_list()].select(*KEY, pl.col("units").cast(pl.Int64)), above, below


def _medians(material: Material, measure: Measure) -> pl.DataFrame:
    column = units.value_column(measure)
    known = units.levels(measure)
    if column is None or not known:
        return pl.DataFrame(schema=SPREAD)
    view = measure.counted
    where = all_hold(view.key[0], measure.where)
    rows = nw.from_native(units.with_groups(material, view, known[-1])).filter(where).to_native()
    subjects = {kind: view.subjects[kind] for kind in measure.subjects if kind != "corpus"}
    counted = rows.select("group", column, *subjects.values()).drop_nulls(column).collect()
    parts = []
    for kind in measure.subjects:
        subject = pl.lit("all") if kind == "corpus" else pl.col(subjects[kind]).cast(pl.String)
        parts.append(
            counted.select(
                "group", subject_kind=pl.lit(kind), subject_id=subject, value=pl.col(column).cast(pl.Float64)
            ).drop_nulls()
        )
    return _woodruff(pl.concat(parts))


def _woodruff(rows: pl.DataFrame) -> pl.DataFrame:
    """Woodruff, R. S. (1952), JASA 47(260), 635–646. `rows`: KEY, group, value."""
    below = pl.col("value") <= pl.col("value").median().over(KEY)
    cells = rows.group_by(*KEY, "group").agg(a=below.sum().cast(pl.Float64), b=pl.len().cast(pl.Float64))
    worth = effective(cells).filter(pl.col("units") >= units.LEAST_UNITS)
    low, high = wilson(pl.col("effective") / 2, pl.col("effective"))
    ends = worth.with_columns(from_=low, to=high)
    last = pl.len() - 1
    at = [
        (last * pl.col("from_").first()).floor().cast(pl.Int64),
        (last * pl.col("to").first()).ceil().cast(pl.Int64),
    ]
    found = (
        rows.join(ends, on=KEY)
        .sort(*KEY, "value")
        .group_by(KEY, maintain_order=True)
        .agg(low=pl.col("value").get(at[0]), high=pl.col("value").get(at[1]), units=pl.col("units").first())
    )
    return _spread(found)


def _spread(table: pl.DataFrame) -> pl.DataFrame:
    return table.select(
        (pl.col(name) if name in table.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in SPREAD.items()
    )
