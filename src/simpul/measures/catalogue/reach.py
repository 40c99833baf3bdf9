"""Reach: who points to the accounts' messages, who talks about them, and who newly follows."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.aggregates import Aggregate, distinct, one, rows, total
from simpul.measures.measure import OWNER, Family, Measure, symbols
from simpul.measures.sources import EDIMAS, OURS, cited
from simpul.measures.views.account_months import ACCOUNT_MONTHS
from simpul.measures.views.audience import AUDIENCE
from simpul.measures.views.contacts import CONTACTS, POINTING
from simpul.measures.views.officials import FOLLOWERS, NEW_FOLLOWS
from simpul.measures.views.relations import NEW_RELATIONS

SEED = cited(EDIMAS, (": jangkauan", ": reach"))
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
            formula=(
                "jumlah kombinasi (penulis, pesan, hari) yang berbeda di antara bagikan, kutipan, dan tautan ke kiriman akun; milik akun itu sendiri tidak dihitung",
                "number of different (author, message, day) among shares, quotes and links to the account's posts, its own left out",
            ),
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
            formula=(
                "jumlah penulis berbeda yang membagikan, mengutip, atau menautkan kiriman akun; akun itu sendiri tidak dihitung",
                "number of different authors of shares, quotes and links to the account's posts, its own left out",
            ),
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
            formula=(
                "jumlah penulis berbeda, selain akun resmi, yang mengomentari, membagikan, mengutip, menautkan, atau menyebut akun dalam jangka waktu ini",
                "number of different public authors with a comment, share, quote, link or mention of the account in the window",
            ),
            source=(
                f"{SEED[0]}; “people talking about this” dari Facebook tanpa reaksi",
                f"{SEED[1]}; Facebook's “people talking about this” without reactions",
            ),
            undefined=NO_AUTHORS,
            subjects=OWNER,
            view=CONTACTS,
            where=(("by", "==", "public"),),
            numerator=distinct("author"),
            persons="where",
            monthly=True,
        ),
        Measure(
            id="ptat7",
            names=("Orang yang membicarakan, tujuh hari", "People talking about, seven days"),
            unit="accounts",
            formula=(
                "seperti ukuran bicara, dalam tujuh hari terakhir jangka waktu ini; reaksi dihitung bila ekspor menyebut siapa pemberinya, dan belum ada ekspor platform yang menyebutnya",
                "as bicara, in the last seven days of the window; reactions count where an export names who gave them, and no platform's does",
            ),
            source=cited("Facebook, “people talking about this”, insidefacebook.com 2012"),
            undefined=NO_AUTHORS,
            subjects=OWNER,
            view=CONTACTS,
            where=(("by", "==", "public"), ("last_week", "==", True)),
            numerator=distinct("author"),
            persons="where",
            empty="no_rows:contacts",
        ),
        Measure(
            id="baru_relasi",
            names=("Hubungan baru lewat isi yang bernilai", "New relations through valuable content"),
            unit="ties",
            formula=(
                "jumlah pasangan orang dan akun yang sentuhan pertamanya dalam catatan jatuh dalam jangka waktu ini dan pada kiriman berlabel 1.1 sampai 1.5; n: semua pasangan baru. 28 hari pertama catatan hanya dipakai untuk mengenali hubungan lama",
                "number of pairs of person and account whose first contact in the record falls in the window and on a post labelled 1.1 to 1.5; n: all new pairs. The first 28 days of the record are look-back only",
            ),
            source=(f"{SEED[0]}; dirumuskan Simpul", f"{SEED[1]}; operationalised by Simpul"),
            undefined=(
                "bila catatan tidak lebih panjang dari 28 hari, atau tanpa penulis",
                "if the record is no longer than 28 days, or without authors",
            ),
            subjects=OWNER,
            view=NEW_RELATIONS,
            hit=(("valuable", "==", True),),
            value=total(nw.col("valuable").cast(nw.Int64)),
            persons="hit",
            needs={"labels": ("issue", "post_id")},
            empty="no_look_back",
        ),
        Measure(
            id="pasif",
            names=("Pengikut yang tidak bersuara", "Followers who say nothing"),
            unit="percent",
            formula=(
                "100 · (F − orang yang mengomentari, membagikan, mengutip, menautkan, atau menyebut) / F; batas bawah, seolah-olah mereka semua pengikut; pemberi reaksi tidak diketahui",
                "100 · (F − people with a comment, share, quote, link or mention) / F; a lower bound, as if all of these followed; reactions have no authors",
            ),
            source=(
                f"{SEED[0]}: tangga kesetiaan, anak tangga 0",
                f"{SEED[1]}: ladder of loyalty, rung 0",
            ),
            undefined=(
                "tanpa hitungan pengikut, atau bila yang bersuara lebih banyak daripada pengikut",
                "without a follower count, or where more speak than follow",
            ),
            subjects=("account",),
            view=AUDIENCE,
            where=(("silent", "not_null", None),),
            numerator=total("silent"),
            denominator=total("followers"),
            persons="where",
            metrics=("followers",),
        ),
        Measure(
            id="pengikut",
            names=("Pengikut", "Followers"),
            unit="followers",
            formula=(
                "F = rata-rata hitungan yang terdekat dengan kedua ujung jangka waktu",
                "F = mean of the snapshots nearest to both ends of the window",
            ),
            source=OURS,
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
            formula=symbols("F(t1) − F(t0)"),
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
            formula=symbols("100 · (F(t1) − F(t0)) / F(t0)"),
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
            id="ikut_kotor",
            names=("Pengikut baru (kotor)", "New followers (gross)"),
            unit="followers",
            formula=(
                "Σ pengikut baru yang dihitung platform hari demi hari dalam jangka waktu ini",
                "Σ of the new follows that the platform counts, day by day, in the window",
            ),
            source=SEED,
            undefined=(
                "tanpa hitungan harian pengikut baru: hanya pemilik akun yang dapat mengekspornya",
                "without daily counts of new follows: only the account's owner can export them",
            ),
            subjects=OWNER,
            view=NEW_FOLLOWS,
            numerator=total("value"),
            metrics=("follows",),
            monthly=True,
        ),
        Measure(
            id="pengikut_bulanan",
            names=("Pengikut, hitungan akhir bulan", "Followers, last count of the month"),
            unit="followers",
            formula=(
                "rata-rata hitungan bertanggal terakhir tiap bulan, atas bulan penuh dalam jangka waktu ini; bulan tanpa hitungan tidak ikut",
                "mean over the whole months of the window of each month's last dated count; months without a count are left out",
            ),
            source=OURS,
            undefined=("tanpa hitungan pengikut bertanggal", "without a dated follower count"),
            subjects=("account",),
            view=ACCOUNT_MONTHS,
            where=(("followers", "not_null", None),),
            numerator=total("followers"),
            denominator=rows,
            metrics=("followers",),
            monthly=True,
        ),
        Measure(
            id="tumbuh_bulanan",
            names=("Pertumbuhan pengikut per bulan", "Follower growth by month"),
            unit="percent",
            formula=(
                "100 · Σ(F − F bulan sebelumnya) / ΣF bulan sebelumnya, atas bulan yang keduanya diketahui; bulan di samping bulan kosong tidak ikut",
                "100 · Σ(F − F of the month before) / ΣF of the month before, over the months with both; a month beside a gap is left out",
            ),
            source=OURS,
            undefined=(
                "tanpa dua bulan berurutan yang pengikutnya dihitung",
                "without two consecutive months with a follower count",
            ),
            subjects=("account",),
            view=ACCOUNT_MONTHS,
            where=(("gained", "not_null", None),),
            numerator=total("gained"),
            denominator=total("previous"),
            metrics=("followers",),
            empty="no_two_snapshots",
            monthly=True,
        ),
        Measure(
            id="bulan_tanpa_hitungan",
            names=("Bulan tanpa hitungan pengikut", "Months without a follower count"),
            unit="percent",
            formula=(
                "100 · bulan penuh dalam jangka waktu ini tanpa hitungan pengikut bertanggal / bulan penuh",
                "100 · whole months of the window without a dated follower count / whole months",
            ),
            source=OURS,
            undefined=(
                "tanpa satu bulan penuh dalam jangka waktu ini",
                "without a whole month in the window",
            ),
            subjects=OWNER,
            view=ACCOUNT_MONTHS,
            hit=(("followers", "is_null", None),),
            empty="no_rows:account_months",
        ),
        Measure(
            id="penetrasi",
            names=("Penetrasi", "Penetration"),
            unit="percent",
            formula=("100 · F(t1) / penduduk kota", "100 · F(t1) / inhabitants of the city"),
            source=cited(
                "FPA ICity Lab",
                (
                    ": pengikut per penduduk kota-kota di Italia",
                    ": followers per inhabitant of Italian cities",
                ),
            ),
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
