"""What pictures and pages of a network say, in Indonesian and English, and how either writes numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

Language = Literal["id", "en"]
Say = Callable[..., str]

MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
WORDS = {
    "title": ("Jejaring {name}", "Network of {name}"),
    "counts": (
        "{nodes} simpul · {ties} hubungan · {groups} kelompok",
        "{nodes} nodes · {ties} ties · {groups} groups",
    ),
    "hidden": (
        "ditampilkan {shown} simpul dengan hubungan terbanyak",
        "shown: the {shown} nodes with most ties",
    ),
    "groups": ("Kelompok", "Groups"),
    "count": ("{n}", "{n}"),
    "group": ("Kelompok {number}", "Group {number}"),
    "others": ("{count} kelompok kecil lain", "{count} smaller groups"),
    "size": ("Luas lingkaran: jumlah hubungan", "Area of a circle: number of ties"),
    "tie_arrow": ("Panah: dari siapa ke siapa", "Arrow: from whom to whom"),
    "tie_line": ("Garis: hubungan, dua arah disatukan", "Line: a tie, both directions as one"),
    "tie_bundle": (
        "Pita: jumlah hubungan antarkelompok; garis tipis: hubungan yang digabung menurut letak",
        "Bands: ties between groups; thin lines: ties pooled by place",
    ),
    "households": (
        "Persegi: keluarga, hanya sebagai kelompok lima atau lebih",
        "Squares: families, only as groups of five or more",
    ),
    "household_group": ("{n} keluarga", "{n} families"),
    "poor_group": ("{n} keluarga miskin", "{n} poor families"),
    "named": (
        "Nama: {count} simpul terpenting yang boleh disebut",
        "Names: the {count} most tied nodes that may be named",
    ),
    "source": ("Sumber: {source}", "Source: {source}"),
    "made": ("Dibuat {day} dengan Simpul", "Made on {day} with Simpul"),
    "empty": ("Tidak ada simpul untuk digambar", "There is no node to draw"),
    "described": (
        "Gambar jejaring: {nodes} simpul, {ties} hubungan. Kelompok terbesar: {largest}.",
        "Picture of a network: {nodes} nodes, {ties} ties. Largest groups: {largest}.",
    ),
}


def speaker(language: Language) -> Say:
    """A function `say(key, **values)`; numbers among the values are written as the language does."""

    def say(key: str, /, **values: Any) -> str:
        words = WORDS[key][0 if language == "id" else 1]
        return words.format(**{name: number(value, language) for name, value in values.items()})

    return say


def number(value: Any, language: Language, digits: int = 3) -> str:
    """Counts with separators, other numbers to so many significant digits, undefined as a dash; text as it is."""
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    told = f"{value:,}" if isinstance(value, int) else f"{float(f'{value:.{digits}g}'):,.10g}"
    return told if language == "en" else told.translate(str.maketrans(",.", ".,"))


def day(when: date, language: Language) -> str:
    return f"{when.day} {MONTHS[language][when.month - 1]} {when.year}"
