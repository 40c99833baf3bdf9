"""Indicators of the agencies' programmes, and the needs voiced with whether a programme for the poor answers them."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.coded import CODED, PUBLIC_SOURCES, SERVICE


def _programmes(material: Material) -> Frame:
    sheet = material.table("programmes").filter(~nw.col("agency").is_null())
    newest = nw.col("year").is_null() | (nw.col("year") == nw.col("newest"))
    both = ~nw.col("target").is_null() & ~nw.col("achieved").is_null()
    return (
        sheet.join(sheet.select(newest=nw.col("year").max()), how="cross")
        .filter(newest)
        .with_columns(
            for_poor=nw.when(~nw.col("pro_poor").is_null()).then(nw.col("pro_poor") == "true"),
            linked=~nw.col("need").is_null(),
            met=nw.when(both).then(nw.col("achieved") >= nw.col("target")),
        )
    )


PROGRAMMES = View(
    name="programme_indicators",
    title=("Indikator program OPD", "Indicators of agencies' programmes"),
    key=("agency", "programme", "indicator"),
    columns={
        "agency": "the agency",
        "programme": "its programme",
        "indicator": "the programme's indicator",
        "for_poor": "it is for poor or vulnerable people; null where nobody says",
        "need": "the need that it answers",
        "linked": "a need is named",
        "target": "in the indicator's unit",
        "achieved": "in the indicator's unit",
        "met": "achieved ≥ target; null where one of them is not known",
        "year": "the newest of the sheet",
    },
    needs={"programmes": ("agency", "indicator", "programme")},
    build=_programmes,
    subjects={"agency": "agency"},
)


def _needs_answered(material: Material) -> Frame:
    voiced = (
        material.view(CODED)
        .filter(nw.col("source").is_in(PUBLIC_SOURCES) & ~nw.col("service").is_null())
        .select(nw.col("service").cast(nw.String))
        .unique()
    )
    answering = (
        material.view(PROGRAMMES)
        .filter(nw.col("for_poor") & nw.col("linked"))
        .group_by(nw.col("need").str.slice(0, SERVICE).alias("service"))
        .agg(nw.len().cast(nw.Int64).alias("programmes"))
    )
    return voiced.join(answering, on="service", how="left").with_columns(
        programmes=nw.col("programmes").fill_null(0)
    )


NEEDS_ANSWERED = View(
    name="needs_answered",
    title=("Kebutuhan yang disuarakan dan programnya", "Needs voiced and their programmes"),
    key=("service",),
    columns={
        "service": "category of needs that at least one public text of the window voices",
        "programmes": "programme indicators for poor people that answer a need of this category",
    },
    needs={
        **CODED.needs,
        "labels": ("needs", "post_id"),
        "programmes": ("agency", "indicator", "need", "pro_poor", "programme"),
    },
    build=_needs_answered,
    subjects={"service": "service"},
)
