"""What official accounts post about and in which form, counted by kind."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.posts import OFFICIAL_POSTS

ASPECTS = ("issue", "media")


def _variety(material: Material) -> Frame:
    posts = material.view(OFFICIAL_POSTS)
    return nw.concat(
        [
            posts.filter(~nw.col(aspect).is_null())
            .group_by("account_id", nw.col(aspect).alias("category"))
            .agg(nw.len().cast(nw.Int64).alias("posts"))
            .select("account_id", nw.lit(aspect).alias("aspect"), "category", "posts")
            for aspect in ASPECTS
        ]
    )


VARIETY = View(
    name="variety",
    title=("Ragam kiriman", "Variety of posts"),
    key=("account_id", "aspect", "category"),
    columns={
        "account_id": "the official account",
        "aspect": "issue or media",
        "category": "the issue's code, or the kind of media",
        "posts": "its posts of that kind",
    },
    needs=OFFICIAL_POSTS.needs,
    build=_variety,
    of_officials=True,
    subjects={"account": "account_id"},
)
