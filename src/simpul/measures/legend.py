"""What the signs in formulas stand for, in both languages."""

from __future__ import annotations

import re

from simpul.measures.measure import Measure, Words
from simpul.measures.registry import measures

SIGNS: dict[str, Words] = {
    "N": (
        "kiriman yang diterbitkan akun resmi dalam jangka waktu ini dan hitungannya yang dipakai diketahui: yang tidak diketahui tidak ikut, tidak pernah dianggap 0",
        "posts that an official account published in the window and whose count in question is known: what is missing is left out, never taken as 0",
    ),
    "L": ("reaksi, menurut hitungan platform", "reactions, as the platform counts them"),
    "C": (
        "komentar warga. Bila utas kiriman ada dalam korpus, komentar dihitung di sana tanpa milik akun itu sendiri; bila tidak, dipakai hitungan platform, yang memuat milik akun itu juga. Tiap temuan menyebut berapa kiriman memakai yang mana",
        "comments by the public. Where the corpus holds a post's thread they are counted there, the owner's own left out; else the platform's count stands in, which holds the owner's, too. Each finding says for how many posts which was used",
    ),
    "S": (
        "tindakan membagikan; kutipan ditambahkan bila platform menghitungnya terpisah",
        "shares; quotes are added where the platform counts them apart",
    ),
    "D": ("simpanan dan unduhan", "saves and downloads"),
    "K": ("klik; bila tidak dihitung, klik pada tautan", "clicks, else clicks on links"),
    "R": ("orang yang terjangkau", "people reached"),
    "M": ("tayangan; bila tidak dihitung, berapa kali ditonton", "times shown, else views"),
    "F": (
        "pengikut: rata-rata hitungan yang terdekat dengan kedua ujung jangka waktu; untuk pertumbuhan per bulan, hitungan terakhir bulan itu; untuk angka per kiriman saat terbit, hitungan terakhir pada atau sebelum saat itu. Bila dijumlahkan atas kiriman (ΣF), tiap kiriman membawa pengikut akunnya",
        "followers: the mean of the snapshots nearest to both ends of the window; for growth by month, the last count of the month; for a rate per post at publication, the latest snapshot at or before it. Summed over posts (ΣF), each post brings the followers of its own account",
    ),
    "F(t0)": (
        "hitungan pengikut yang terdekat dengan awal jangka waktu",
        "the count of followers nearest to the start of the window",
    ),
    "F(t1)": (
        "hitungan pengikut yang terdekat dengan akhir jangka waktu",
        "the count of followers nearest to the end of the window",
    ),
    "1.x": (
        "isu kemiskinan: label 1 atau salah satu bagiannya, 1.1 sampai 1.7",
        "the issue of poverty: the label 1 or one of its parts, 1.1 to 1.7",
    ),
}
MEASURED = ("P2", "P3", "C2", "C3", "V2", "V3", "E", "ER_F")  # each the measure of that id in small letters


def legend(measure: Measure, english: bool) -> dict[str, str]:
    """The signs in its formula with their meaning, in the order of SIGNS; without the one that the formula itself defines."""
    formula = measure.formula[english]
    used = [sign for sign in (*SIGNS, *MEASURED) if _stands_in(sign, formula)]
    return {sign: _meaning(sign)[english] for sign in used if not formula.startswith(f"{sign} =")}


def _stands_in(sign: str, formula: str) -> bool:
    """Σ may stand before a sign, but no letter or digit beside it; F(t1) is another sign than F."""
    return re.search(rf"(?<![A-Za-z0-9_.]){re.escape(sign)}(?![A-Za-z0-9_]|\(t)", formula) is not None


def _meaning(sign: str) -> Words:
    if sign in SIGNS:
        return SIGNS[sign]
    named = measures()[sign.lower()]
    return f"{named.names[0]} ({named.id})", f"{named.names[1]} ({named.id})"
