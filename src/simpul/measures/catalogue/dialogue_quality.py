"""The quality of dialogue: whether it goes both ways, how deep, by Meta's rule, and where accounts stand beside each other."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.aggregates import one, rows, total
from simpul.measures.catalogue.dialogue import (
    ANSWERED,
    ASKED,
    LABELLED,
    META,
    NO_ANSWERS,
    NO_THREADS,
    TWO_WAY,
)
from simpul.measures.measure import OWNER, Family, Measure, Words
from simpul.measures.sources import OURS, cited
from simpul.measures.views.compared_accounts import COMPARED
from simpul.measures.views.contacts import CONTACTS
from simpul.measures.views.registers import CHECKED
from simpul.measures.views.relations import DYADS
from simpul.measures.views.threads import COMMENTS
from simpul.measures.views.turns import CALLS, THREAD_TURNS

AGOSTINO = cited(
    "Agostino & Arnaboldi 2016, Public Management Review, doi 10.1080/14719037.2015.1100320",
    ("; batas pada median dari Simpul", "; the cut at the median is ours"),
)
KENT = cited(
    "Kent & Taylor 1998",
    ("; diterapkan oleh Rybalko & Seltzer 2010", "; applied by Rybalko & Seltzer 2010"),
)
THREE_DAYS = 72.0
COUNTED = ("counted", "==", True)
NO_PEERS = (
    "tanpa dua akun yang pengikut, suka, dan komentarnya diketahui",
    "without two accounts whose followers, likes and comments are known",
)
QUADRANTS: dict[str, tuple[str, Words]] = {
    "both": ("unggul", ("populer dan diperbincangkan", "popular and talked with")),
    "popularity": ("populer", ("populer saja", "popular alone")),
    "commitment": ("berbincang", ("diperbincangkan saja", "talked with alone")),
    "neither": ("sepi", ("keduanya di bawah median", "both below the median")),
}
ITEMS: dict[str, tuple[str, Words]] = {
    "loop": ("jalur", ("jalur tanya jawab", "dialogic loop")),
    "usefulness": ("berguna", ("informasi berguna", "usefulness of information")),
    "return_visits": ("kembali", ("mengundang kunjungan kembali", "generation of return visits")),
    "ease": ("mudah", ("mudah dipakai", "ease of interface")),
    "conservation": ("betah", ("menjaga pengunjung", "conservation of visitors")),
}


def _quadrant(value: str, id: str, names: Words) -> Measure:
    return Measure(
        id=f"kuadran_{id}",
        names=(f"Matriks keterlibatan: {names[0]}", f"Engagement matrix: {names[1]}"),
        unit="accounts",
        formula=(
            f"jumlah akun di kuadran “{names[0]}”; batasnya median P3 dan C3 akun yang dibandingkan, yang jumlahnya n",
            f"number of accounts in the quadrant “{value}”; cut at the medians of P3 and C3 of the accounts compared, which n counts",
        ),
        source=AGOSTINO,
        undefined=NO_PEERS,
        subjects=("corpus",),
        view=COMPARED,
        hit=(("quadrant", "==", value),),
        value=total((nw.col("quadrant") == value).cast(nw.Int64)),
        metrics=("likes", "comments", "followers"),
        empty="few_accounts",
    )


def _beside(column: str, symbol: str, names: Words) -> Measure:
    return Measure(
        id=f"{names[0].split()[0].lower()}_banding",
        names=names,
        unit="ratio",
        formula=(
            f"{symbol} akun / median {symbol} akun yang dibandingkan; 1 atau lebih: paruh atas matriks keterlibatan",
            f"{symbol} of the account / median {symbol} of the accounts compared; 1 or more: upper half of the engagement matrix",
        ),
        source=AGOSTINO,
        undefined=NO_PEERS,
        subjects=("account",),
        view=COMPARED,
        numerator=one(column),
        denominator=one(f"{column}_median"),
        metrics=("likes", "comments", "followers"),
        empty="few_accounts",
    )


def _check(item: str | None, id: str, names: Words) -> Measure:
    return Measure(
        id=f"syarat_{id}",
        names=(f"Syarat dialog: {names[0]}", f"Dialogue check: {names[1]}"),
        unit="percent",
        formula=(
            "100 · syarat terpenuhi / syarat yang diperiksa, "
            + (f"butir {names[0]}" if item else "atas kelima butir"),
            "100 · checks passed / checks made, " + (f"of {item}" if item else "over the five items"),
        ),
        source=KENT,
        undefined=("tanpa lembar periksa untuk akun itu", "without the account in the sheet checklist"),
        subjects=OWNER,
        view=CHECKED,
        where=(("item", "==", item),) if item else (),
        hit=(("present", "==", True),),
        empty="no_rows:dialogue_checks",
    )


FAMILY = Family(
    id="mutu_dialog",
    order=12,
    names=("Mutu dialog", "Quality of dialogue"),
    measures=(
        Measure(
            id="timbal_balik",
            names=("Pasangan timbal balik warga dan akun", "Reciprocal pairs of citizens and accounts"),
            unit="percent",
            formula=(
                "100 · pasangan orang dan akun yang saling menyapa / pasangan yang salah satu atau kedua pihaknya menyapa",
                "100 · pairs of a person and an account in which both turned to the other / pairs in which either did",
            ),
            source=cited(
                "NodeXL",
                (
                    ": pasangan aktor yang berbalas, hanya di antara pemilik akun dan warga",
                    ": reciprocated vertex pairs, among owner–citizen pairs alone",
                ),
            ),
            undefined=("tanpa penulis pada interaksi", "without authors of the interactions"),
            subjects=OWNER,
            view=DYADS,
            hit=(("mutual", "==", True),),
            interval=True,
            persons="where",
        ),
        Measure(
            id="giliran",
            names=("Giliran per utas", "Turns per thread"),
            unit="turns",
            formula=(
                "Σ giliran / utas; giliran adalah rangkaian komentar satu pihak, akun atau warga",
                "Σ turns / threads; a turn is a run of comments of one side, the account or the public",
            ),
            source=OURS,
            undefined=NO_THREADS,
            subjects=OWNER,
            view=THREAD_TURNS,
            numerator=total("turns"),
            denominator=rows,
            monthly=True,
        ),
        Measure(
            id="utas_dalam",
            names=("Utas dengan tiga giliran atau lebih", "Threads of three turns or more"),
            unit="percent",
            formula=(
                "100 · utas dengan tiga giliran atau lebih / utas yang memuat komentar warga",
                "100 · threads with three turns or more / threads with a public comment",
            ),
            source=OURS,
            undefined=NO_THREADS,
            subjects=OWNER,
            view=THREAD_TURNS,
            hit=(("turns", ">=", 3),),
            interval=True,
        ),
        Measure(
            id="meta_rate",
            names=("Tingkat tanggapan menurut aturan Meta", "Response rate by Meta's rule"),
            unit="percent",
            formula=(
                "100 · dijawab / sapaan; sapaan adalah komentar pertama seseorang setelah 24 jam tanpa percakapan; yang dihitung: 30 hari terakhir, atau sepuluh terakhir bila jumlahnya kurang dari sepuluh",
                "100 · answered / calls; a call is a person's first comment after 24 hours without exchange; those of the last 30 days, with fewer than ten of these the last ten",
            ),
            source=(f"{META[0]}; lencana itu meminta 90 %", f"{META[1]}; the badge asked for 90 %"),
            undefined=NO_THREADS,
            subjects=("account",),
            view=CALLS,
            where=(COUNTED,),
            hit=(ANSWERED,),
            interval=True,
            persons="where",
        ),
        Measure(
            id="meta_time",
            names=("Waktu tanggapan menurut aturan Meta", "Response time by Meta's rule"),
            unit="hours",
            formula=(
                "rata-rata jam sampai jawaban pertama, atas ⌊0,9 · n⌋ jawaban tercepat (sedikitnya 1) dari jawaban atas sapaan di meta_rate",
                "mean of the hours to the first answer over the fastest ⌊0.9 · n⌋ (at least 1) of the answers to the calls of meta_rate",
            ),
            source=(
                f"{META[0]}; lencana itu meminta 15 menit, 0,25 jam",
                f"{META[1]}; the badge asked for 15 minutes, 0.25 hours",
            ),
            undefined=NO_ANSWERS,
            subjects=("account",),
            view=CALLS,
            where=(("fastest", "==", True),),
            numerator=total("hours"),
            denominator=rows,
            persons="where",
        ),
        Measure(
            id="response_3d",
            names=("Dijawab dalam tiga hari", "Answered within three days"),
            unit="percent",
            formula=(
                "100 · komentar yang perlu dijawab dan dijawab dalam kurang dari 72 jam (hari kalender) / komentar yang perlu dijawab",
                "100 · answerable comments answered in less than 72 hours (calendar days) / answerable comments",
            ),
            source=cited(
                "SP4N-LAPOR",
                (
                    ": tanggapan pertama dalam tiga hari (MenPANRB 2018)",
                    ": first response within three days (MenPANRB 2018)",
                ),
            ),
            undefined=NO_THREADS,
            subjects=OWNER,
            view=COMMENTS,
            where=(ASKED,),
            hit=(("hours", "<", THREE_DAYS),),
            interval=True,
            persons="where",
            needs=LABELLED,
            monthly=True,
        ),
        Measure(
            id="tanya_dijawab",
            names=("Pertanyaan yang dijawab", "Questions answered"),
            unit="percent",
            formula=(
                "100 · dijawab / komentar warga berlabel pertanyaan",
                "100 · answered / public comments labelled question",
            ),
            source=(f"{TWO_WAY[0]}; social learning", f"{TWO_WAY[1]}; social learning"),
            undefined=NO_THREADS,
            subjects=OWNER,
            view=COMMENTS,
            where=(("intent", "==", "question"),),
            hit=(ANSWERED,),
            interval=True,
            persons="where",
            needs=LABELLED,
        ),
        Measure(
            id="perlu_jawab",
            names=("Komentar yang perlu dijawab", "Comments that need an answer"),
            unit="actions",
            formula=(
                "jumlah komentar warga berlabel pertanyaan, keluhan, atau permintaan",
                "number of public comments labelled question, complaint or request",
            ),
            source=(f"{TWO_WAY[0]}: menyimak", f"{TWO_WAY[1]}: listening"),
            undefined=NO_THREADS,
            subjects=OWNER,
            view=COMMENTS,
            where=(ASKED,),
            numerator=rows,
            persons="where",
            needs=LABELLED,
            monthly=True,
        ),
        Measure(
            id="warga_jawab",
            names=("Jawaban antarwarga", "Answers among citizens"),
            unit="actions",
            formula=(
                "jumlah komentar warga di utas akun yang menjawab warga lain",
                "number of public comments in the account's threads that answer another citizen",
            ),
            source=(f"{TWO_WAY[0]}: mendukung", f"{TWO_WAY[1]}: supporting"),
            undefined=NO_THREADS,
            subjects=OWNER,
            view=CONTACTS,
            where=(("by", "==", "public"), ("how", "==", "comment")),
            hit=(("passes_on", "==", True),),
            value=total(nw.col("passes_on").cast(nw.Int64)),
            persons="hit",
        ),
        _beside("popularity", "P3", ("Popularitas dibanding akun lain", "Popularity beside other accounts")),
        _beside("commitment", "C3", ("Komitmen dibanding akun lain", "Commitment beside other accounts")),
        *(_quadrant(value, id, names) for value, (id, names) in QUADRANTS.items()),
        *(_check(item, id, names) for item, (id, names) in ITEMS.items()),
        _check(None, "dialog", ("kelimanya", "all five")),
    ),
)
