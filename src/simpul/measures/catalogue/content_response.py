"""Response: what a call to care draws, how many people a post reaches, and what it draws on any platform."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.aggregates import Aggregate, middle, rows, total
from simpul.measures.catalogue.frequency import COMMENTS_SEEN
from simpul.measures.evidence import Conditions
from simpul.measures.measure import OWNER, Family, Measure, Words, symbols
from simpul.measures.sources import BRIEF, EDIMAS, cited
from simpul.measures.views.posts import OFFICIAL_POSTS

CALL = cited(BRIEF, (": ajakan peduli", ": calls to care"))
CALLS: Conditions = (("call_to_care", "==", 1),)


def _response(id: str, names: Words, letter: str, beside: str, column: str, metric: str) -> Measure:
    return Measure(
        id=id,
        names=names,
        unit="per_post",
        formula=(
            f"Σ{letter} / ajakan peduli; dibaca di samping {beside} semua kiriman",
            f"Σ{letter} / calls to care; beside {beside} of all posts",
        ),
        source=CALL,
        undefined=("tanpa ajakan peduli yang hitungannya diketahui", "without calls to care whose count is known"),
        subjects=OWNER,
        view=OFFICIAL_POSTS,
        where=(*CALLS, (column, "not_null", None)),
        numerator=total(column),
        denominator=rows,
        metrics=(metric,),
        needs={"labels": ("call_to_care", "post_id")},
        empty="no_rows:official_posts",
        note=COMMENTS_SEEN if metric == "comments" else None,
    )  # fmt: skip


def _reached(
    id: str, names: Words, formula: Words, numerator: Aggregate | None, value: Aggregate | None
) -> Measure:
    return Measure(
        id=id, names=names, unit="people_per_post", formula=formula,
        source=cited(EDIMAS, (": efisiensi distribusi informasi", ": how efficiently information is spread")),
        undefined=("tanpa hitungan jangkauan R", "without counts of people reached R"), subjects=OWNER,
        view=OFFICIAL_POSTS, where=(("reach", "not_null", None),), numerator=numerator or rows,
        denominator=None if value else rows, value=value, metrics=("reach",), monthly=value is None,
    )  # fmt: skip


FAMILY = Family(
    id="sambutan",
    order=11,  # after the content that it is the response to
    names=("Sambutan atas kiriman", "Response to posts"),
    measures=(
        Measure(
            id="ajakan",
            names=("Ajakan peduli", "Calls to care"),
            unit="posts",
            formula=(
                "jumlah kiriman berlabel ajakan peduli, dari kiriman yang dinilai ajakannya",
                "number of posts labelled as a call to care, of those with that label",
            ),
            source=CALL,
            undefined=("tanpa kiriman yang dinilai ajakannya", "without posts judged for it"),
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=(("call_to_care", "not_null", None),),
            hit=CALLS,
            value=total((nw.col("call_to_care") == 1).cast(nw.Int64)),
            needs={"labels": ("call_to_care", "post_id")},
        ),
        _response(
            "ajakan_komentar",
            ("Komentar warga per ajakan peduli", "Citizen comments per call to care"),
            "C",
            "C2",
            "citizen_comments",
            "comments",
        ),
        _response(
            "ajakan_bagikan",
            ("Dibagikan per ajakan peduli", "Shares per call to care"),
            "S",
            "V2",
            "shares",
            "shares",
        ),
        _response(
            "ajakan_suka",
            ("Suka per ajakan peduli", "Likes per call to care"),
            "L",
            "P2",
            "likes",
            "likes",
        ),
        _reached(
            "efisiensi",
            ("Orang terjangkau per kiriman", "People reached per post"),
            symbols("ΣR / N"),
            total("reach"),
            None,
        ),
        _reached(
            "efisiensi_median",
            ("Orang terjangkau per kiriman (median)", "People reached per post (median)"),
            ("median R atas kiriman yang R-nya diketahui", "median of R over the posts whose R is known"),
            None,
            middle("reach"),
        ),
        Measure(
            id="interaksi_kiriman",
            names=("Interaksi per kiriman", "Interactions per post"),
            unit="per_post",
            formula=(
                "Σ(L + C + S) / N, atas kiriman yang ketiganya diketahui: satu-satunya definisi yang dapat dipenuhi semua platform",
                "Σ(L + C + S) / N, over the posts with all three known: the one definition that every platform can meet",
            ),
            source=("rumusan Simpul, untuk membandingkan platform", "ours, for comparing platforms"),
            undefined=(
                "tanpa ketiga hitungan pada kiriman yang sama",
                "without all three counts on the same post",
            ),
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=(("interactions", "not_null", None),),
            numerator=total("interactions"),
            denominator=rows,
            metrics=("likes", "comments", "shares"),
            note=COMMENTS_SEEN,
            monthly=True,
        ),
    ),
)
