"""Figures that a city or a statistics office states, side by side with their definitions, and the ladder of maturity."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View

STEPS = ("collecting", "describing", "exchanging", "transacting", "monetizing", "deciding")


def _indicators(material: Material) -> Frame:
    sheet = material.table("indicators").filter(~nw.col("indicator").is_null() & ~nw.col("year").is_null())
    nowhere = nw.lit("?")
    year = nw.col("year").cast(nw.String)
    source = nw.coalesce(nw.col("source"), nowhere)
    named = nw.concat_str([nw.col("indicator"), nw.lit(" ("), year, nw.lit("; "), source, nw.lit(")")])
    of_year = ("indicator", "year", "unit")
    counted = nw.when(nw.col("denominator") > 0).then(100 * nw.col("numerator") / nw.col("denominator"))
    return sheet.with_columns(
        subject_kind=nw.lit("indicator"), subject_id=named,
        computed=counted, is_percent=nw.col("unit") == "%",
    ).with_columns(
        apart=nw.when(nw.col("is_percent")).then(nw.col("value") - nw.col("computed")),
        figures=nw.col("value").count().over(*of_year),
        differ=(nw.col("value").max().over(*of_year) != nw.col("value").min().over(*of_year)).cast(nw.Int64),
    )  # fmt: skip


INDICATORS = View(
    name="stated_indicators",
    title=("Indikator menurut sumbernya", "Indicators as their sources state them"),
    key=("indicator", "year", "source", "value"),
    columns={
        "subject_kind": "indicator",
        "subject_id": "indicator, year and source",
        "indicator": "its name",
        "year": "its year",
        "value": "as printed",
        "unit": "as printed",
        "numerator": "for a percentage: how many fulfil it",
        "denominator": "for a percentage: of how many",
        "computed": "100 · numerator / denominator",
        "is_percent": "the unit is %",
        "apart": "value − computed, in percentage points",
        "definition": "what is counted, and how",
        "source": "who states it",
        "date": "when it was taken",
        "figures": "figures given for this indicator, year and unit",
        "differ": "1 where these are not all the same",
    },
    needs={"indicators": ("definition", "indicator", "source", "value", "year")},
    build=_indicators,
)


def _order() -> nw.Expr:
    order = nw.lit(None, dtype=nw.Int64)
    for number, step in enumerate(STEPS, start=1):
        order = nw.when(nw.col("step") == step).then(nw.lit(number)).otherwise(order)
    return order


def _maturity(material: Material) -> Frame:
    sheet = material.table("maturity").filter(~nw.col("step").is_null() & ~nw.col("reached").is_null())
    newest = nw.col("date").is_null() | (nw.col("date") == nw.col("date").max().over("step"))
    steps = (
        sheet.filter(newest)
        .with_columns(
            order=_order(),
            reached=(nw.col("reached") == "true").cast(nw.Int64),
            proven=(nw.col("evidence").str.len_chars() > 0).fill_null(False).cast(nw.Int64),
        )
        .group_by("step", "order")
        .agg(nw.col("reached").min(), nw.col("proven").max(), nw.col("evidence").min())
        .with_columns(ladder=nw.lit("city"))
    )
    below = nw.col("reached").cum_sum().over("ladder", order_by="order")
    return steps.with_columns(below=below).with_columns(
        reached=nw.col("reached") == 1, proven=nw.col("proven") == 1, held=nw.col("below") == nw.col("order")
    )


MATURITY = View(
    name="maturity_ladder",
    title=("Tangga kematangan", "Ladder of maturity"),
    key=("step",),
    columns={
        "step": "collecting, describing, exchanging, transacting, monetizing, deciding",
        "order": "1 to 6",
        "reached": "as the city says",
        "evidence": "what shows it",
        "proven": "evidence is named",
        "held": "it and all steps below it are reached",
    },
    needs={"maturity": ("evidence", "reached", "step")},
    build=_maturity,
)
