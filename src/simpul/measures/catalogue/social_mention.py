"""Social Mention's four measures, for the query poverty (the corpus) and for each issue."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.aggregates import distinct, rows
from simpul.measures.aggregates import total as summed
from simpul.measures.measure import Family, Measure
from simpul.measures.views.mentions import MENTIONS

SOURCE = "socialmention.com as described by leadtowin.pro and newsmonitors.blog"
LABELLED = {"labels": ("issue", "post_id")}
NONE = ("tanpa sebutan dalam jangka waktu ini", "without mentions in the window")
AUTHORED = (("author", "not_null", None),)
SUBJECTS = ("corpus", "issue")
POSITIVE, NEGATIVE = "positive", "negative"


def _is(sentiment: str) -> nw.Expr:
    return (nw.col("sentiment") == sentiment).cast(nw.Int64)


FAMILY = Family(
    id="social_mention",
    order=8,
    names=("Social Mention", "Social Mention"),
    measures=(
        Measure(
            id="sm_strength",
            names=("Kekuatan", "Strength"),
            unit="percent",
            formula="100 · mentions in the last 24 hours of the window / mentions in the window",
            source=f"{SOURCE}; 'total possible mentions' is nowhere defined, the reading is ours",
            undefined=NONE,
            subjects=SUBJECTS,
            view=MENTIONS,
            hit=(("recent", "==", True),),
            persons="where",
            needs=LABELLED,
        ),
        Measure(
            id="sm_sentiment",
            names=("Sentimen (positif banding negatif)", "Sentiment (positive to negative)"),
            unit="ratio",
            formula="positive mentions / negative mentions; neutral ones are left out",
            source=SOURCE,
            undefined=("tanpa sebutan negatif: tulis 12 : 0", "without negative mentions: print 12 : 0"),
            subjects=SUBJECTS,
            view=MENTIONS,
            where=(("sentiment", "in", (POSITIVE, NEGATIVE)),),
            numerator=summed(_is(POSITIVE)),
            denominator=summed(_is(NEGATIVE)),
            persons="where",
            needs={"labels": ("issue", "post_id", "sentiment")},
        ),
        Measure(
            id="sm_passion",
            names=("Gairah", "Passion"),
            unit="percent",
            formula="100 · mentions by authors with two or more mentions / mentions",
            source=f"{SOURCE}; no formula is published, this one meets both extremes described",
            undefined=NONE,
            subjects=SUBJECTS,
            view=MENTIONS,
            where=AUTHORED,
            hit=(("repeated", "==", True),),
            persons="where",
            needs=LABELLED,
        ),
        Measure(
            id="sm_reach",
            names=("Jangkauan (Social Mention)", "Reach (Social Mention)"),
            unit="percent",
            formula="100 · different authors / mentions; falls when the same people talk more",
            source=SOURCE,
            undefined=NONE,
            subjects=SUBJECTS,
            view=MENTIONS,
            where=AUTHORED,
            numerator=distinct("author"),
            denominator=rows,
            persons="where",
            needs=LABELLED,
        ),
    ),
)
