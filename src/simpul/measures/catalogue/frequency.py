"""Frequency and traffic: how often the accounts post, and what comes back as reactions and comments."""

from __future__ import annotations

from simpul.measures.aggregates import matching, one, rows, total
from simpul.measures.evidence import Conditions
from simpul.measures.measure import OWNER, Family, Measure, Note, Words, symbols
from simpul.measures.sources import BONSON, cited
from simpul.measures.views.posts import OFFICIAL_POSTS

POPSTERS = cited("popsters.us, How to calculate engagement rate")
SEEN: Conditions = (("citizen_comments", "not_null", None),)
COMMENTS_SEEN = Note("comments_seen", matching(*SEEN, ("comments_seen", "==", True)), matching(*SEEN))


def trio(
    letter: str, symbol: str, column: str, metric: str, names: Words, item: Words, note: Note | None = None
) -> tuple[Measure, Measure, Measure]:
    """Bonsón & Ratkai's three: share of posts with at least one, mean per post, mean per post and 1,000 followers."""
    known: Conditions = ((column, "not_null", None),)
    fans: Conditions = (*known, ("followers_mean", "not_null", None))
    low = letter.lower()
    return (
        Measure(
            id=f"{low}1",
            names=(f"{names[0]}: kiriman dengan {item[0]}", f"{names[1]}: posts with {item[1]}"),
            unit="percent",
            formula=(
                f"{letter}1 = 100 · (kiriman dengan {symbol} ≥ 1) / N",
                f"{letter}1 = 100 · (posts with {symbol} ≥ 1) / N",
            ),
            source=cited(BONSON),
            undefined=(
                f"tanpa kiriman yang hitungan {symbol}-nya diketahui",
                f"without posts whose {symbol} is known",
            ),
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=known,
            hit=((column, ">=", 1),),
            interval=True,
            metrics=(metric,),
            note=note,
        ),
        Measure(
            id=f"{low}2",
            names=(f"{names[0]}: {item[0]} per kiriman", f"{names[1]}: {item[1]} per post"),
            unit="per_post",
            formula=symbols(f"{letter}2 = Σ{symbol} / N"),
            source=cited(BONSON),
            undefined=(
                f"tanpa kiriman yang hitungan {symbol}-nya diketahui",
                f"without posts whose {symbol} is known",
            ),
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=known,
            numerator=total(column),
            denominator=rows,
            metrics=(metric,),
            note=note,
            monthly=True,
        ),
        Measure(
            id=f"{low}3",
            names=(
                f"{names[0]}: {item[0]} per kiriman per 1.000 pengikut",
                f"{names[1]}: {item[1]} per post per 1,000 followers",
            ),
            unit="per_1000",
            formula=(
                f"{letter}3 = 1000 · Σ{symbol} / ΣF atas kiriman = {letter}2 · 1000 / F untuk satu akun; F = rata-rata pengikut di kedua ujung jangka waktu",
                f"{letter}3 = 1000 · Σ{symbol} / ΣF over posts = {letter}2 · 1000 / F for one account; F = mean of the followers at both ends of the window",
            ),
            source=cited(BONSON, ("; rata-rata kedua ujung dari Simpul", "; the mean of both ends is ours")),
            undefined=(
                f"tanpa {symbol} atau tanpa hitungan pengikut akunnya",
                f"without {symbol} or without a follower count of the account",
            ),
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=fans,
            numerator=total(column),
            denominator=total("followers_mean"),
            metrics=(metric, "followers"),
            note=note,
        ),
    )


def _rate(id: str, names: Words, symbol: str, column: str, metric: str, note: Note | None = None) -> Measure:
    """A popular rate: 100 · Σ / F, for one account."""
    return Measure(
        id=id,
        names=names,
        unit="percent",
        formula=symbols(f"100 · Σ{symbol} / F"),
        source=POPSTERS,
        undefined=(
            "tanpa hitungan pengikut; pengikut beberapa akun tidak dijumlahkan",
            "without a follower count; followers of several accounts are not added up",
        ),
        subjects=("account",),
        view=OFFICIAL_POSTS,
        where=((column, "not_null", None), ("followers_mean", "not_null", None)),
        numerator=total(column),
        denominator=one("followers_mean"),
        metrics=(metric, "followers"),
        note=note,
    )


FAMILY = Family(
    id="frekuensi",
    order=2,
    names=("Frekuensi dan lalu lintas", "Frequency and traffic"),
    measures=(
        Measure(
            id="posts_per_day",
            names=("Kiriman per hari", "Posts per day"),
            unit="per_day",
            formula=("N / jumlah hari jangka waktu", "N / days of the window"),
            source=POPSTERS,
            undefined=(
                "tanpa kiriman dalam bahan: akun yang diam dan ekspor yang kurang tidak dapat dibedakan",
                "without posts in the material: a silent account and a missing export cannot be told apart",
            ),
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            numerator=rows,
            denominator=one("window_days"),
        ),
        *trio("P", "L", "likes", "likes", ("Popularitas", "Popularity"), ("suka", "likes")),
        *trio(
            "C",
            "C",
            "citizen_comments",
            "comments",
            ("Komitmen", "Commitment"),
            ("komentar warga", "citizen comments"),
            COMMENTS_SEEN,
        ),
        _rate("love_rate", ("Love rate", "Love rate"), "L", "likes", "likes"),
        _rate("talk_rate", ("Talk rate", "Talk rate"), "C", "citizen_comments", "comments", COMMENTS_SEEN),
    ),
)
