"""Groups of the population with the voices passed on for them, set against their poor families; a silent group has its row, too."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View

ALL = "all"


def _spoken_for(material: Material) -> Frame:
    told = (nw.col("kind") == "report") & ~nw.col("spoken_for").is_null() & material.within()
    return material.table("posts").filter(told).with_columns(group=nw.col("spoken_for"))


SPOKEN_FOR = View(
    name="group_reports",
    title=("Suara yang diteruskan untuk satu kelompok", "Voices passed on for a group"),
    key=("post_id",),
    columns={
        "post_id": "the report",
        "group": "the group whose voice it is",
        "created_at": "when",
        "place": "where, as the source says",
    },
    needs={"posts": ("created_at", "kind", "post_id", "spoken_for")},
    build=_spoken_for,
    subjects={"group": "group"},
)


def _group_voices(material: Material) -> Frame:
    spoken = material.view(SPOKEN_FOR)
    voices = spoken.group_by("group").agg(nw.len().cast(nw.Int64).alias("voices"))
    told = spoken.select(told=nw.len().cast(nw.Int64))
    return (
        _poor_families(material)
        .join(voices, on="group", how="left")
        .join(told, how="cross")
        .with_columns(voices=nw.col("voices").fill_null(0))
        .with_columns(expected=nw.col("poor_share") * nw.col("told"), persons=nw.col("voices"))
    )


def _poor_families(material: Material) -> Frame:
    """Each group's share of all poor families, by the newest figures: group, poor_share. Groups overlap."""
    sheet = material.table("population").filter(~nw.col("group").is_null() & ~nw.col("poor").is_null())
    newest = nw.col("year").is_null() | (nw.col("year") == nw.col("year").max().over("place", "group"))
    summed = sheet.filter(newest).group_by("group").agg(nw.col("poor").sum())
    everyone = summed.filter(nw.col("group") == ALL).select(nw.col("poor").alias("all_poor"))
    return (
        summed.filter(nw.col("group") != ALL)
        .join(everyone, how="cross")
        .filter(nw.col("all_poor") > 0)
        .select("group", poor_share=nw.col("poor") / nw.col("all_poor"))
    )


GROUP_VOICES = View(
    name="group_voices",
    title=("Suara per kelompok", "Voices by group"),
    key=("group",),
    columns={
        "group": "of the sheet population",
        "poor_share": "its poor families among all poor families; groups overlap",
        "voices": "reports passed on for it in the window",
        "persons": "the same: each report counts as a person of its own",
        "told": "reports whose group is told",
        "expected": "poor_share · told: reports if each group spoke by its poor families",
    },
    needs={
        **SPOKEN_FOR.needs,
        "population": ("group", "place", "poor"),
    },
    build=_group_voices,
    subjects={"group": "group"},
)
