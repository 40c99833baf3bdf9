"""The households of a survey."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.places import village


def _households(material: Material) -> Frame:
    actors = material.table("actors").filter(nw.col("kind") == "household")
    return actors.with_columns(
        person=nw.col("actor_id"),
        place=village(nw.col("place")),
        names_need=(nw.col("needs").list.len() > 0).fill_null(False),
    )


HOUSEHOLDS = View(
    name="households",
    title=("Rumah tangga dalam survei", "Households of the survey"),
    key=("actor_id",),
    columns={
        "actor_id": "pseudonym",
        "person": "the same",
        "place": "kelurahan",
        "poor": "as the survey says",
        "internet_phone": "the household has a phone with internet",
        "digital_skill": "1 not at all … 5 very well, as the survey asks",
        "names_need": "at least one need is named",
    },
    needs={"actors": ("actor_id", "kind", "place")},
    build=_households,
    subjects={"place": "place"},
)
