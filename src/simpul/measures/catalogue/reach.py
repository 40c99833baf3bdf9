"""Reach: who points to the accounts' messages, who talks about them, and who newly follows."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.aggregates import Aggregate, distinct, one, rows, total
from simpul.measures.measure import OWNER, Family, Measure
from simpul.measures.views.contacts import CONTACTS, POINTING
from simpul.measures.views.officials import FOLLOWERS

SEED = "Hastjarjo & Wahyunengseh, E-DIMAS 11(2), 215–220: jangkauan"
POINTS = (("how", "in", POINTING), ("target", "not_null", None))
TWO = (("role", "in", ("start", "end")),)
NO_AUTHORS = (
    "tanpa id penulis pada interaksi: hitungan platform saja tidak cukup",
    "without authors of the interactions: the platform's counts alone are not enough",
)
NO_GROWTH = (
    "tanpa dua hitungan pengikut bertanggal; pengikut beberapa akun tidak dijumlahkan",
    "without two dated follower counts; followers of several accounts are not added up",
)


def at(role: str) -> Aggregate:
    """The followers at one end of the window."""
    return total(nw.when(nw.col("role") == role).then(nw.col("value")))


def gained(mask: nw.Expr) -> nw.Expr:
    return at("end")(mask) - at("start")(mask)


FAMILY = Family(
    id="jangkauan",
    order=1,
    names=("Jangkauan", "Reach"),
    measures=(
        Measure(
            id="taut",
            names=("Tautan yang merujuk pesan", "Items that point to the messages"),
            unit="posts",
            formula="number of different (author, message, day) among shares, quotes and links to the account's posts, its own left out",
            source=SEED,
            undefined=(
                "tanpa kiriman orang lain yang merujuk pesan akun dalam bahan ini",
                "without items by others in this material that point to the account's messages",
            ),
            subjects=OWNER,
            view=CONTACTS,
            where=POINTS,
            numerator=distinct("reference"),
            persons="where",
            empty="no_rows:contacts",
            needs={"posts": ("links", "shared_id", "url")},
        ),
        Measure(
            id="taut_akun",
            names=("Akun yang merujuk pesan", "Accounts that point to the messages"),
            unit="accounts",
            formula="number of different authors of shares, quotes and links to the account's posts, its own left out",
            source=SEED,
            undefined=NO_AUTHORS,
            subjects=OWNER,
            view=CONTACTS,
            where=POINTS,
            numerator=distinct("author"),
            persons="where",
            empty="no_rows:contacts",
            needs={"posts": ("links", "shared_id", "url")},
        ),
        Measure(
            id="bicara",
            names=("Orang yang membicarakan", "People talking about"),
            unit="accounts",
            formula="number of different public authors with a comment, share, quote, link or mention of the account in the window",
            source=f"{SEED}; Facebook's 'people talking about this' without reactions",
            undefined=NO_AUTHORS,
            subjects=OWNER,
            view=CONTACTS,
            where=(("by", "==", "public"),),
            numerator=distinct("author"),
            persons="where",
        ),
        Measure(
            id="pengikut",
            names=("Pengikut", "Followers"),
            unit="followers",
            formula="F = mean of the snapshots nearest to both ends of the window",
            source="ours",
            undefined=("tanpa hitungan pengikut", "without a follower count"),
            subjects=("account",),
            view=FOLLOWERS,
            numerator=total("value"),
            denominator=rows,
            metrics=("followers",),
        ),
        Measure(
            id="baru_ikut",
            names=("Pengikut baru (bersih)", "New followers (net)"),
            unit="followers",
            formula="F(t1) − F(t0)",
            source=SEED,
            undefined=NO_GROWTH,
            subjects=("account",),
            view=FOLLOWERS,
            where=TWO,
            numerator=gained,
            metrics=("followers",),
            empty="no_two_snapshots",
        ),
        Measure(
            id="tumbuh_ikut",
            names=("Pertumbuhan pengikut", "Follower growth"),
            unit="percent",
            formula="100 · (F(t1) − F(t0)) / F(t0)",
            source=SEED,
            undefined=NO_GROWTH,
            subjects=("account",),
            view=FOLLOWERS,
            where=TWO,
            numerator=gained,
            denominator=at("start"),
            metrics=("followers",),
            empty="no_two_snapshots",
        ),
        Measure(
            id="penetrasi",
            names=("Penetrasi", "Penetration"),
            unit="percent",
            formula="100 · F(t1) / inhabitants of the city",
            source="FPA ICity Lab, followers per inhabitant of Italian cities",
            undefined=(
                "tanpa jumlah penduduk; pengikut tidak harus warga kota",
                "without the number of inhabitants; followers need not live in the city",
            ),
            subjects=("account",),
            view=FOLLOWERS,
            where=(("role", "in", ("end", "single")), ("population", "not_null", None)),
            numerator=total("value"),
            denominator=one("population"),
            metrics=("followers",),
            needs={"places": ("code", "population")},
        ),
    ),
)
