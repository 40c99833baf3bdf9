"""The plan's topics ranked as in the plan and as in the talk."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.coded import CODED, PUBLIC_SOURCES, plan

TALKS = {"public": PUBLIC_SOURCES, "official": ("official",)}


def _topics(material: Material) -> Frame:
    return nw.concat([_ranked(material, name, sources) for name, sources in TALKS.items()])


def _ranked(material: Material, name: str, sources: tuple[str, ...]) -> Frame:
    coded = material.view(CODED).filter(nw.col("source").is_in(sources) & ~nw.col("issue").is_null())
    people = nw.col("person").n_unique() - nw.col("person").is_null().any().cast(nw.Int64)
    spoken = coded.group_by("topic").agg(
        nw.len().cast(nw.Int64).alias("texts"), people.cast(nw.Int64).alias("persons")
    )
    everything = coded.select(coded=nw.len().cast(nw.Int64))
    return (
        plan(material)
        .join(spoken, on="topic", how="left")
        .join(everything, how="cross")
        .with_columns(
            texts=nw.col("texts").fill_null(0), persons=nw.col("persons").fill_null(0), talk=nw.lit(name)
        )
        .with_columns(talk_rank=nw.col("texts").rank("min", descending=True).cast(nw.Float64))
        .with_columns(gap=nw.col("plan_rank") - nw.col("talk_rank"))
    )


TOPICS = View(
    name="plan_topics",
    title=("Topik rencana menurut peringkat", "The plan's topics by rank"),
    key=("topic", "talk"),
    columns={
        "topic": "issue code or chapter of the plan",
        "talk": "whose talk: public or official",
        "plan_rank": "rank in the newest plan",
        "texts": "labelled texts on the topic",
        "persons": "their distinct authors, if not named accounts",
        "coded": "all labelled texts of that talk",
        "talk_rank": "rank by texts among the plan's topics, the better rank on ties",
        "gap": "plan_rank − talk_rank",
    },
    needs={**CODED.needs, "labels": ("issue", "post_id"), "plan": ("issue", "rank")},
    build=_topics,
    subjects={"issue": "topic"},
)
