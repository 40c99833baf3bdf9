"""Households of an expenditure survey with their distance from the poverty line."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.places import village


def _poverty_gaps(material: Material) -> Frame:
    sheet = material.table("expenditures").filter(
        ~nw.col("expenditure").is_null() & (nw.col("expenditure") >= 0) & (nw.col("poverty_line") > 0)
    )
    newest = nw.col("year").is_null() | (nw.col("year") == nw.col("newest"))
    members, weight = nw.col("members").fill_null(1.0), nw.col("weight").fill_null(1.0)
    order = ["expenditure", "poverty_line", "members", "weight", "place"]
    poor = nw.col("expenditure") < nw.col("poverty_line")
    gap = nw.when(poor).then(1 - nw.col("expenditure") / nw.col("poverty_line")).otherwise(0.0)
    return (
        sheet.join(sheet.select(newest=nw.col("year").max()), how="cross")
        .filter(newest & (members > 0) & (weight > 0))
        .with_columns(place=village(nw.col("place")))
        .with_row_index("household", order_by=order)
        .with_columns(
            household=nw.col("household").cast(nw.Int64),
            weighted=~nw.col("weight").is_null(),
            people=members * weight,
            poor=poor,
            gap=gap,
        )
        .with_columns(
            person=nw.col("household"),
            poor_people=nw.when(poor).then(nw.col("people")).otherwise(0.0),
            gap_people=nw.col("people") * nw.col("gap"),
            severity_people=nw.col("people") * nw.col("gap") * nw.col("gap"),
        )
    )


POVERTY_GAPS = View(
    name="poverty_gaps",
    title=("Rumah tangga dan garis kemiskinan", "Households and the poverty line"),
    key=("household",),
    columns={
        "household": "number of the row, without meaning",
        "person": "the same",
        "place": "kelurahan",
        "year": "the newest of the sheet",
        "expenditure": "y: rupiah per person and month",
        "poverty_line": "z: rupiah per person and month, as the row itself gives it",
        "weighted": "the survey gives a weight",
        "people": "members · weight; either counts as 1 where it is not given",
        "poor": "y < z",
        "gap": "(z − y) / z for the poor, else 0",
        "poor_people": "people, if poor",
        "gap_people": "people · gap",
        "severity_people": "people · gap²",
    },
    needs={"expenditures": ("expenditure", "poverty_line")},
    build=_poverty_gaps,
    subjects={"place": "place"},
)
