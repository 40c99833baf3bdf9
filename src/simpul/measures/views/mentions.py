"""Mentions in the sense of Social Mention: every labelled text that touches a query, the query being poverty or one issue."""

from __future__ import annotations

from datetime import timedelta

import narwhals as nw

from simpul.measures.clock import seconds
from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.coded import CODED, POVERTY

RECENT = timedelta(hours=24)


def _mentions(material: Material) -> Frame:
    coded = material.view(CODED).filter(~nw.col("issue").is_null())
    latest = nw.col("created_at") >= material.until - RECENT
    last_day = coded.select(recent_texts=latest.cast(nw.Int64).sum())
    columns = ["post_id", "author", "person", "created_at", "sentiment"]
    poverty = coded.filter(nw.col("chapter") == POVERTY).select(
        nw.lit("corpus").alias("subject_kind"), nw.lit("all").alias("subject_id"), *columns
    )
    issues = coded.select(
        nw.lit("issue").alias("subject_kind"), nw.col("issue").cast(nw.String).alias("subject_id"), *columns
    )
    mine = nw.len().over("subject_kind", "subject_id", "author")
    to_end = (material.until.timestamp() - seconds(nw.col("created_at"))) / 3600
    return (
        nw.concat([poverty, issues])
        .with_columns(
            recent=latest, repeated=(mine >= 2) & ~nw.col("author").is_null(), hours_before_end=to_end
        )
        .join(last_day, how="cross")
    )


MENTIONS = View(
    name="mentions",
    title=("Sebutan", "Mentions"),
    key=("post_id", "subject_kind", "subject_id"),
    columns={
        "subject_kind": "corpus (query: poverty, all codes 1.x) or issue (query: one code)",
        "subject_id": "all, or the issue's code",
        "post_id": "the text that mentions it",
        "author": "who wrote it",
        "person": "the author, if not a named account",
        "created_at": "when",
        "sentiment": "label",
        "recent": "written in the last 24 hours of the window",
        "recent_texts": "labelled texts of any issue in these 24 hours",
        "hours_before_end": "hours from it to the end of the window",
        "repeated": "its author mentions the query at least twice in the window",
    },
    needs={**CODED.needs, "labels": ("issue", "post_id")},
    build=_mentions,
    repeating=("subject_kind", "subject_id", "author", "person", "sentiment"),
)
