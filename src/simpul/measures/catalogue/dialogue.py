"""Two-way dialogue: whether the accounts answer, how fast, and whether an exchange comes of it."""

from __future__ import annotations

from simpul.measures.aggregates import middle, rows, total
from simpul.measures.catalogue.frequency import COMMENTS_SEEN
from simpul.measures.measure import OWNER, Family, Measure, symbols
from simpul.measures.sources import BRIEF, OURS, cited
from simpul.measures.views.posts import OFFICIAL_POSTS
from simpul.measures.views.threads import COMMENTS, EXCHANGES

TWO_WAY = cited(BRIEF, (": dua arah", ": two-way"))
META = (
    "lencana responsif Meta menurut tonyahn.com 2016",
    "Meta's responsiveness badge, as explained by tonyahn.com 2016",
)
ASKED = ("answerable", "==", True)
ANSWERED = ("answered", "==", True)
LABELLED = {"labels": ("intent", "post_id")}
NO_THREADS = (
    "tanpa komentar warga dalam utas akun di bahan ini",
    "without public comments in the account's threads in this material",
)
NO_ANSWERS = (
    "tanpa komentar yang perlu dan sudah dijawab",
    "without comments that need an answer and got one",
)
NO_LCS = (
    "tanpa ketiga hitungan L, C, dan S pada kiriman yang sama",
    "without all three counts L, C and S on the same post",
)

FAMILY = Family(
    id="dialog",
    order=5,
    names=("Dialog dua arah", "Two-way dialogue"),
    measures=(
        Measure(
            id="response_rate",
            names=("Tingkat tanggapan", "Response rate"),
            unit="percent",
            formula=(
                "100 · dijawab / perlu dijawab; perlu dijawab = komentar warga berlabel pertanyaan, keluhan, atau permintaan; dijawab = akun membalasnya, atau kemudian menyapa penulisnya di utas yang sama",
                "100 · answered / answerable; answerable = public comment labelled question, complaint or request; answered = the account replied to it, or addressed its author later in the same thread",
            ),
            source=TWO_WAY,
            undefined=NO_THREADS,
            subjects=OWNER,
            view=COMMENTS,
            where=(ASKED,),
            hit=(ANSWERED,),
            interval=True,
            persons="where",
            needs=LABELLED,
            monthly=True,
        ),
        Measure(
            id="response_rate_all",
            names=("Tingkat tanggapan, semua komentar", "Response rate, all comments"),
            unit="percent",
            formula=(
                "100 · dijawab / semua komentar warga di utas akun",
                "100 · answered / all public comments in the account's threads",
            ),
            source=TWO_WAY,
            undefined=NO_THREADS,
            subjects=OWNER,
            view=COMMENTS,
            hit=(ANSWERED,),
            interval=True,
            persons="where",
        ),
        Measure(
            id="response_time",
            names=("Waktu tanggapan (median)", "Response time (median)"),
            unit="hours",
            formula=(
                "median jam dari komentar yang perlu dijawab sampai jawaban pertamanya",
                "median of the hours from an answerable comment to its first answer",
            ),
            source=TWO_WAY,
            undefined=NO_ANSWERS,
            subjects=OWNER,
            view=COMMENTS,
            where=(ASKED, ANSWERED),
            numerator=rows,
            value=middle("hours"),
            persons="where",
            needs=LABELLED,
            monthly=True,
        ),
        Measure(
            id="response_time_mean",
            names=("Waktu tanggapan (rata-rata)", "Response time (mean)"),
            unit="hours",
            formula=(
                "rata-rata jam dari komentar yang perlu dijawab sampai jawaban pertamanya",
                "mean of the hours from an answerable comment to its first answer",
            ),
            source=TWO_WAY,
            undefined=NO_ANSWERS,
            subjects=OWNER,
            view=COMMENTS,
            where=(ASKED, ANSWERED),
            numerator=total("hours"),
            denominator=rows,
            persons="where",
            needs=LABELLED,
        ),
        Measure(
            id="response_time_fast90",
            names=("Waktu tanggapan (rata-rata 90% tercepat)", "Response time (mean of the fastest 90%)"),
            unit="hours",
            formula=(
                "rata-rata jam sampai jawaban pertama, atas ⌊0,9 · n⌋ jawaban akun yang tercepat (sedikitnya 1)",
                "mean of the hours to the first answer over the fastest ⌊0.9 · n⌋ (at least 1) of an account's answers",
            ),
            source=META,
            undefined=NO_ANSWERS,
            subjects=("account",),
            view=COMMENTS,
            where=(("fastest", "==", True),),
            numerator=total("hours"),
            denominator=rows,
            persons="where",
            needs=LABELLED,
        ),
        Measure(
            id="one_way_share",
            names=("Kiriman satu arah", "One-way posts"),
            unit="percent",
            formula=(
                "100 · kiriman yang dikomentari warga tanpa balasan pemilik akun / kiriman yang dikomentari warga, bila utasnya terbaca",
                "100 · posts with a public comment and no reply by the owner / posts with a public comment, where the thread was read",
            ),
            source=TWO_WAY,
            undefined=NO_THREADS,
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=(("seen_comments", ">=", 1),),
            hit=(("owner_comments", "==", 0),),
            interval=True,
            monthly=True,
        ),
        Measure(
            id="passive_ratio",
            names=("Rasio pasif", "Passive ratio"),
            unit="percent",
            formula=symbols("100 · ΣL / Σ(L + C + S)"),
            source=TWO_WAY,
            undefined=NO_LCS,
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=(("interactions", "not_null", None),),
            numerator=total("likes"),
            denominator=total("interactions"),
            metrics=("likes", "comments", "shares"),
            note=COMMENTS_SEEN,
            monthly=True,
        ),
        Measure(
            id="silent_posts",
            names=("Kiriman sepi", "Silent posts"),
            unit="percent",
            formula=("100 · kiriman dengan L = C = S = 0 / N", "100 · posts with L = C = S = 0 / N"),
            source=TWO_WAY,
            undefined=NO_LCS,
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=(("interactions", "not_null", None),),
            hit=(("interactions", "==", 0),),
            interval=True,
            metrics=("likes", "comments", "shares"),
            note=COMMENTS_SEEN,
            monthly=True,
        ),
        Measure(
            id="exchange_depth",
            names=("Kedalaman percakapan", "Depth of exchange"),
            unit="percent",
            formula=(
                "100 · percakapan tiga giliran atau lebih / percakapan; percakapan = komentar satu orang di satu utas dan jawaban akun kepadanya; tiga giliran = orang itu menulis lagi setelah dijawab",
                "100 · exchanges of three turns or more / exchanges; exchange = one person's comments in one thread and the account's answers to that person; three turns = the person wrote again after an answer",
            ),
            source=OURS,
            undefined=NO_THREADS,
            subjects=OWNER,
            view=EXCHANGES,
            hit=(("came_back", "==", True),),
            interval=True,
            persons="where",
        ),
    ),
)
