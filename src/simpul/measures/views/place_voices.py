"""Kelurahan with the needs voiced from there, set against their poor; a silent kelurahan has its row, too."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.coded import CODED, PUBLIC_SOURCES
from simpul.measures.views.places import shares


def _place_voices(material: Material) -> Frame:
    voiced = material.view(CODED).filter(nw.col("source").is_in(PUBLIC_SOURCES) & nw.col("voices_need"))
    located = voiced.filter(~nw.col("place").is_null())
    people = nw.col("person").n_unique() - nw.col("person").is_null().any().cast(nw.Int64)
    spoken = (
        located.group_by("place")
        .agg(nw.len().cast(nw.Int64).alias("voices"), people.cast(nw.Int64).alias("persons"))
        .with_columns(nw.col("place").cast(nw.String))
    )
    return (
        shares(material)
        .join(spoken, on="place", how="left")
        .join(located.select(located=nw.len().cast(nw.Int64)), how="cross")
        .join(voiced.select(voiced=nw.len().cast(nw.Int64)), how="cross")
        .with_columns(nw.col("voices").fill_null(0), nw.col("persons").fill_null(0))
        .with_columns(
            expected=nw.col("poor_share") * nw.col("located"),
            expected_people=nw.col("population_share") * nw.col("located"),
        )
    )


PLACE_VOICES = View(
    name="place_voices",
    title=("Suara per kelurahan", "Voices by kelurahan"),
    key=("place",),
    columns={
        "place": "kelurahan of the sheet places",
        "poor_share": "its share of all poor people",
        "population_share": "its share of all inhabitants",
        "voices": "public texts from there that voice a need",
        "persons": "their distinct authors",
        "voiced": "public texts that voice a need",
        "located": "public texts that voice a need and whose kelurahan is known",
        "expected": "poor_share · located: voices if each place spoke by its number of poor",
        "expected_people": "population_share · located: voices if each place spoke by its inhabitants",
    },
    needs={**CODED.needs, "labels": ("needs", "place", "post_id"), "places": ("code",)},
    build=_place_voices,
    subjects={"place": "place"},
)
