"""Social Mention's four measures, for the query poverty (the corpus) and for each issue."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.aggregates import distinct, least, matching, one, rows
from simpul.measures.aggregates import total as summed
from simpul.measures.measure import Family, Measure, Words
from simpul.measures.views.mentions import MENTIONS

SOURCE = (
    "socialmention.com menurut leadtowin.pro dan newsmonitors.blog",
    "socialmention.com as described by leadtowin.pro and newsmonitors.blog",
)
READ = (
    f"{SOURCE[0]}; “total possible mentions” tidak didefinisikan di mana pun, tafsirnya dari Simpul",
    f"{SOURCE[1]}; “total possible mentions” is nowhere defined, the reading is ours",
)
LABELLED = {"labels": ("issue", "post_id")}
NONE = ("tanpa sebutan dalam jangka waktu ini", "without mentions in the window")
AUTHORED = (("author", "not_null", None),)
SUBJECTS = ("corpus", "issue")
POSITIVE, NEGATIVE = "positive", "negative"


COUNTED = (("positif", POSITIVE), ("negatif", NEGATIVE), ("netral", "neutral"))


def between(mask: nw.Expr) -> nw.Expr:
    """Hours between two mentions on average; 0 / 0 for a single one."""
    hours = nw.when(mask).then(nw.col("hours_before_end"))
    return (hours.max() - hours.min()) / (rows(mask) - 1)


def _counted(words: Words) -> Measure:
    """The count behind the ratio, which stands beside it."""
    name, sentiment = words
    return Measure(
        id=f"sm_{sentiment}",
        names=(f"Sebutan {name}", f"{sentiment.capitalize()} mentions"),
        unit="posts",
        formula=(
            f"jumlah sebutan berlabel {name}, dari sebutan yang punya label sentimen",
            f"number of mentions labelled {sentiment}, of those with a label of sentiment",
        ),
        source=SOURCE,
        undefined=NONE,
        subjects=SUBJECTS,
        view=MENTIONS,
        where=(("sentiment", "not_null", None),),
        hit=(("sentiment", "==", sentiment),),
        value=summed(_is(sentiment)),
        persons="hit",
        needs={"labels": ("issue", "post_id", "sentiment")},
    )


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
            formula=(
                "100 · sebutan dalam 24 jam terakhir jangka waktu ini / sebutan dalam jangka waktu ini",
                "100 · mentions in the last 24 hours of the window / mentions in the window",
            ),
            source=READ,
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
            formula=(
                "sebutan positif / sebutan negatif; yang netral tidak ikut",
                "positive mentions / negative mentions; neutral ones are left out",
            ),
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
            formula=(
                "100 · sebutan oleh penulis yang punya dua sebutan atau lebih / sebutan",
                "100 · mentions by authors with two or more mentions / mentions",
            ),
            source=(
                f"{SOURCE[0]}; rumusnya tidak diterbitkan, yang ini memenuhi kedua keadaan ekstrem yang digambarkan",
                f"{SOURCE[1]}; no formula is published, this one meets both extremes described",
            ),
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
            formula=(
                "100 · penulis berbeda / sebutan; turun bila orang yang sama makin sering berbicara",
                "100 · different authors / mentions; falls when the same people talk more",
            ),
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
        Measure(
            id="sm_voice",
            names=("Porsi suara", "Share of voice"),
            unit="percent",
            formula=(
                "100 · sebutan dalam 24 jam terakhir jangka waktu ini / teks berlabel tentang isu apa pun dalam 24 jam itu: cara baca lain atas kekuatan",
                "100 · mentions in the last 24 hours of the window / labelled texts on any issue in these 24 hours: the other reading of strength",
            ),
            source=READ,
            undefined=(
                "tanpa teks berlabel dalam 24 jam terakhir",
                "without labelled texts in the last 24 hours",
            ),
            subjects=SUBJECTS,
            view=MENTIONS,
            numerator=matching(("recent", "==", True)),
            denominator=one("recent_texts"),
            persons="where",
            needs=LABELLED,
        ),
        Measure(
            id="sm_authors",
            names=("Penulis berbeda", "Unique authors"),
            unit="accounts",
            formula=("jumlah penulis sebutan yang berbeda", "number of different authors of mentions"),
            source=SOURCE,
            undefined=NONE,
            subjects=SUBJECTS,
            view=MENTIONS,
            where=AUTHORED,
            numerator=distinct("author"),
            persons="where",
            needs=LABELLED,
        ),
        *(_counted(each) for each in COUNTED),
        Measure(
            id="sm_interval",
            names=("Jarak antarsebutan", "Time between mentions"),
            unit="hours",
            formula=(
                "(saat sebutan terakhir − saat sebutan pertama) / (jumlah sebutan − 1)",
                "(last − first mention) / (mentions − 1)",
            ),
            source=SOURCE,
            undefined=("dengan kurang dari dua sebutan", "with fewer than two mentions"),
            subjects=SUBJECTS,
            view=MENTIONS,
            value=between,
            persons="where",
            needs=LABELLED,
        ),
        Measure(
            id="sm_last",
            names=("Sejak sebutan terakhir", "Since the last mention"),
            unit="hours",
            formula=(
                "jam dari sebutan terakhir sampai akhir jangka waktu",
                "hours from the last mention to the end of the window",
            ),
            source=SOURCE,
            undefined=NONE,
            subjects=SUBJECTS,
            view=MENTIONS,
            value=least("hours_before_end"),
            persons="where",
            needs=LABELLED,
        ),
    ),
)
